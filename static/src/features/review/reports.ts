// Counts of the clinic, as the server makes them: each a table, with its bars where they say more, and a file.
import { choiceIn } from "../../core/catalogue.js";
import { html, svg, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { showNumber } from "../../lib/numbers.js";
import { saveFile } from "../../lib/save-file.js";
import type { AppContext, Forms } from "../../types.js";
import { type Report, type ReportName, readReport, reportFile } from "../../sync/reports.js";
import { backToMore, button } from "../../ui/layout/page.js";
import { ALL, periodView } from "./period-view.js";

export const title = () => t("Reports");

type Cell = string | number;

/** Its heading, the names of its columns, and which of them is drawn as a bar. */
interface Shown {
  heading: string;
  columns: string[];
  bar: number;
  hint: string;
}

const shownOf = (): Record<ReportName, Shown> => ({
  waiting: {
    heading: t("Waiting now"),
    columns: [t("Days"), t("Unsent"), t("Unsigned"), t("Not reviewed")],
    bar: 3,
    hint: t(
      "As of now, whatever period is chosen above. Unsent is what tablets last reported, by the age of its oldest change.",
    ),
  },
  rules: {
    heading: t("Findings by rule"),
    columns: [t("Rule"), t("Notes with it"), t("Reasons given"), t("Overrides")],
    bar: 1,
    hint: t("In signed notes. Findings that only inform are not counted."),
  },
  events: {
    heading: t("Adverse events"),
    columns: [t("By"), t("Value"), t("Sessions"), t("Adverse events"), t("Per 100 sessions")],
    bar: 3,
    hint: t("Of signed sessions, by what was used at the one an adverse event names. Few sessions say little."),
  },
  approval: {
    heading: t("Time to approval"),
    columns: [t("Signed in"), t("Approved"), t("Median (hours)"), t("Longest (hours)")],
    bar: 2,
    hint: t("From the last signature to its approval."),
  },
});

const NAMES: ReportName[] = ["waiting", "rules", "events", "approval"];

/** The days that are chosen, for the files. */
let since = "";

export const view = (host: HTMLElement, _params: unknown, { forms }: AppContext) =>
  periodView(host, {
    title,
    periods: [30, 90, 365, ALL],
    days: 90,
    read: (first) => {
      since = first;
      return Promise.all(NAMES.map((name) => readReport(name, first)));
    },
    template: (found) =>
      html`${found.map((report) => part(withNames(report, forms), shownOf()[report.name], report.name === "rules" ? forms : null))}`,
    back: backToMore,
  });

/** Devices by their names. */
function withNames(report: Report, forms: Forms | null): Report {
  const sections = forms?.record_types.note.sections ?? [];
  const named = ([by, value, ...rest]: Cell[]): Cell[] => [
    by ?? "",
    choiceIn(sections, "device", "product", value) ?? value ?? "",
    ...rest,
  ];
  return { ...report, rows: report.rows.map((row) => (row[0] === "device" ? named(row) : row)) };
}

function part({ name, rows }: Report, { heading, columns, bar, hint }: Shown, forms: Forms | null): Template {
  const most = Math.max(0, ...rows.map((row) => Number(row[bar])));
  const file = async () => saveFile(`${name}.csv`, (await reportFile(name, since)).blob);
  return html`<section class="group"><h2 class="group-title">${heading}</h2>
    <p class="hint">${hint}</p>
    ${
      rows.length
        ? html`<div class="chart-scroll" tabindex="0" role="region" aria-label=${heading}>
      <table class="chart-table"><thead><tr>${columns.map((each) => html`<th scope="col">${each}</th>`)}</tr></thead>
        <tbody>${rows.map((row) => html`<tr>${row.map((value, n) => cell(value, n, n === bar ? most : 0, forms))}</tr>`)}</tbody></table></div>
      <div class="cluster">${button(t("Save as a table (CSV)"), file)}</div>`
        : html`<p class="quiet">${t("Nothing in this time.")}</p>`
    }</section>`;
}

/** The first sentence of a rule, where it stands without figures. */
function sayRule(forms: Forms | null, id: Cell): string {
  const message = forms?.rules.rows.find((row) => row.id === id)?.message.split(". ")[0] ?? "";
  return message.includes("{") ? "" : message;
}

function cell(value: Cell, column: number, most: number, forms: Forms | null): Template {
  if (column === 0)
    return html`<th scope="row">${wordsOf(value)} <span class="hint">${sayRule(forms, value)}</span></th>`;
  const words = typeof value === "number" ? showNumber(value) : wordsOf(value);
  if (!most) return html`<td>${words}</td>`;
  return html`<td><span class="report-figure"><span>${words}</span>${barOf(Number(value) / most)}</span></td>`;
}

const WIDTH = 96;

const barOf = (share: number): Template =>
  html`<svg class="report-bar" viewBox="0 0 ${WIDTH} 12" aria-hidden="true">${svg`<rect width=${Math.round(share * WIDTH)} height="12" rx="2"></rect>`}</svg>`;

/** What the server says by a code. */
function wordsOf(value: Cell): string {
  const words: Record<string, string | undefined> = {
    "under 1": t("under 1"),
    "1 to 3": t("1 to 3"),
    "3 to 7": t("3 to 7"),
    "7 to 30": t("7 to 30"),
    "over 30": t("over 30"),
    device: t("Device"),
    lot: t("LOT"),
    prp: t("PRP"),
    depth_mm: t("Deepest needling (mm)"),
    none: t("none"),
    yes: t("Yes"),
    no: t("No"),
    "up to 0.5": t("up to {n}", { n: showNumber(0.5) }),
    "0.5 to 1": t("{n} to {m}", { n: showNumber(0.5), m: "1" }),
    "1 to 1.5": t("{n} to {m}", { n: "1", m: showNumber(1.5) }),
    "1.5 to 2": t("{n} to {m}", { n: showNumber(1.5), m: "2" }),
    "over 2": t("over {n}", { n: "2" }),
  };
  return words[value] ?? String(value);
}
