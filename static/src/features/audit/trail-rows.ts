import { formatDate, formatDateTime, formatTime, localIso } from "../../lib/dates.js";
import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { TrailRow } from "../../sync/audit.js";
import { icon } from "../../ui/layout/icons.js";
import { dotted, group } from "../../ui/layout/page.js";
import { changeWords } from "../clinic/setting-labels.js";
import { patientName } from "../patient/patient-labels.js";

/** Rows that say the same of the same thing, one after the other: somebody who writes leaves one with each pause. */
interface Run {
  row: TrailRow;
  count: number;
  /** When the first of them was; `row` is the last. */
  since: string;
}

const dayOf = (at: string) => localIso(new Date(at)).slice(0, 10);

const keyOf = ({ at, actor_id, sentence, params, record, device_name, changes }: TrailRow) =>
  JSON.stringify([dayOf(at), actor_id, sentence, params, record?.id, device_name, changes]);

function runsOf(rows: TrailRow[]): Run[] {
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

function line({ row, count, since }: Run, ofPatient: boolean): Template {
  const times =
    count > 1 ? t("{from} to {until}", { from: formatTime(since), until: formatTime(row.at) }) : formatTime(row.at);
  const href = addressOf(row);
  const words = t(row.sentence, row.params);
  const content = html`<span class="trail-time">${times}</span>
    <span class="row-main"><span class="row-title">${words}</span>
      <span class="row-detail">${dotted(
        !ofPatient && row.patient && patientName({ fields: { identity: row.patient } }),
        count > 1 && t("{n} times", { n: count }),
        row.device_name,
        row.seen_at &&
          dayOf(row.seen_at) !== dayOf(row.at) &&
          t("on {time}, sent later", { time: formatDateTime(row.seen_at) }),
        row.source && t("from {address}", { address: row.source }),
        ...(row.changes ?? []).map(changeWords),
      )}</span></span>`;
  return html`<li>${href ? html`<a class="row trail-row" href=${href}>${content}${icon("next")}</a>` : html`<div class="row trail-row">${content}</div>`}</li>`;
}

const SCREENS: Record<string, string> = {
  patient: "patients",
  note: "notes",
  follow_up: "calls",
  conflict: "conflicts",
};

/** Where what the row is about is shown; nothing for what has no screen of its own. */
function addressOf({ record }: TrailRow): string {
  return record && SCREENS[record.type] ? `#/${SCREENS[record.type]}/${record.id}` : "";
}
