import { formatDate, formatDateTime, formatTime, localIso } from "../../lib/dates.js";
import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { TrailRow } from "../../sync/audit.js";
import { icon } from "../../ui/layout/icons.js";
import { dotted, group } from "../../ui/layout/page.js";
import { changeWords } from "../clinic/setting-labels.js";
import { patientName } from "../patient/patient-labels.js";

/** Rows that say the same of the same thing, one after the other: somebody who writes leaves one with each pause. */
export interface Run {
  row: TrailRow;
  count: number;
  /** When the first of them was; `row` is the last. */
  since: string;
}

export const dayOf = (at: string) => localIso(new Date(at)).slice(0, 10);

const keyOf = ({ at, actor_id, sentence, params, record, device_name, changes }: TrailRow) =>
  JSON.stringify([dayOf(at), actor_id, sentence, params, record?.id, device_name, changes]);

export function runsOf(rows: TrailRow[]): Run[] {
  const runs: Run[] = [];
  for (const row of rows) {
    const last = runs.at(-1);
    if (last && keyOf(last.row) === keyOf(row)) {
      last.count += 1;
      last.since = row.at;
    } else runs.push({ row, count: 1, since: row.at });
  }
  return runs;
}

/** By day, the latest first. `ofPatient`: all are about one patient, who is named above. */
export function trailRows(rows: TrailRow[], ofPatient: boolean): Template {
  const days: Map<string, Run[]> = new Map();
  for (const run of runsOf(rows)) {
    const day = dayOf(run.row.at);
    days.set(day, [...(days.get(day) ?? []), run]);
  }
  return html`${[...days].map(([day, runs]) => group(formatDate(day), html`<ul class="list">${runs.map((run) => line(run, ofPatient))}</ul>`))}`;
}

/** The time of day of a run, or from its first to its last. */
export const timesOf = ({ row, count, since }: Run): string =>
  count > 1 ? t("{from} to {until}", { from: formatTime(since), until: formatTime(row.at) }) : formatTime(row.at);

export const patientOf = ({ patient }: TrailRow): string =>
  patient ? patientName({ fields: { identity: patient } }) : "";

/** How often, whether it was told later, from where, and what was changed to what. */
export const besides = ({ row, count }: Run): (string | false)[] => [
  count > 1 && t("{n} times", { n: count }),
  Boolean(row.seen_at) &&
    dayOf(row.seen_at ?? "") !== dayOf(row.at) &&
    t("on {time}, sent later", { time: formatDateTime(row.seen_at) }),
  Boolean(row.source) && t("from {address}", { address: row.source }),
  ...(row.changes ?? []).map(changeWords),
];

function line({ row, count, since }: Run, ofPatient: boolean): Template {
  const times = timesOf({ row, count, since });
  const href = addressOf(row);
  const words = t(row.sentence, row.params);
  const content = html`<span class="trail-time">${times}</span>
    <span class="row-main"><span class="row-title">${words}</span>
      <span class="row-detail">${dotted(!ofPatient && patientOf(row), row.device_name, ...besides({ row, count, since }))}</span></span>`;
  return html`<li>${href ? html`<a class="row trail-row" href=${href}>${content}${icon("next")}</a>` : html`<div class="row trail-row">${content}</div>`}</li>`;
}

const SCREENS: Record<string, string> = {
  patient: "patients",
  note: "notes",
  follow_up: "calls",
  conflict: "conflicts",
};

/** Where what the row is about is shown; nothing for what has no screen of its own. */
export function addressOf({ record }: TrailRow): string {
  return record && SCREENS[record.type] ? `#/${SCREENS[record.type]}/${record.id}` : "";
}
