// What the treatments of the clinic came to, session by session, as the server counts it.
import { fieldNamed, keyLabel, sectionFor } from "../../core/catalogue.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { showNumber } from "../../lib/numbers.js";
import { type Measure, type Outcomes, readOutcomes, type SessionRow } from "../../sync/clinic.js";
import type { AppContext, Forms } from "../../types.js";
import { emptyState } from "../../ui/layout/empty-state.js";
import { lineChart, type Series } from "../../ui/layout/line-chart.js";
import { backToMore } from "../../ui/layout/page.js";
import { ALL, periodView } from "./period-view.js";

export const title = () => t("Outcomes");

export const view = (host: HTMLElement, _params: unknown, { forms }: AppContext) =>
  periodView(host, {
    title,
    periods: [90, 365, ALL],
    days: 365,
    read: readOutcomes,
    template: (found) => (forms ? told(found, forms) : nothing),
    back: backToMore,
  });

function told(found: Outcomes, forms: Forms): Template {
  if (!found.visits) return emptyState(t("Nothing was signed"), t("No visit of this time is signed."));
  const after = (n: number) => (n === 1 ? t("After 1 session") : t("After {n} sessions", { n }));
  const at = (n: number) => t("Session {n}", { n });
  return html`
    <p>${t("{visits} signed visits of {patients} patients.", { visits: found.visits, patients: found.patients })}</p>
    <p class="hint">${t("The middle value, and the range of the middle half. Fewer patients reach the later sessions, and often those who needed more: rows are not one group over time. Where fewer than {n} patients have a figure, only their number is shown.", { n: found.fewest })}</p>
    ${part(t("Improvement"), found.results, after, forms)}
    ${part(t("Each session"), found.sessions, at, forms)}`;
}

type Named = (sessions: number) => string;

function part(heading: string, rows: SessionRow[], named: Named, forms: Forms): Template {
  if (!rows.length) return nothing;
  const names = [...new Set(rows.flatMap(({ measures }) => measures.map(({ name }) => name)))];
  const charts = names
    .filter((name) => !IN_TABLE_ALONE.includes(name))
    .map((name) => series(name, rows, named, forms))
    .filter(({ points }) => points.length > 1);
  return html`<section class="group"><h2 class="group-title">${heading}</h2>
    ${charts.length ? html`<div class="grid charts">${charts.map(lineChart)}</div>` : nothing}
    <div class="chart-scroll" tabindex="0" role="region" aria-label=${heading}>
      <table class="chart-table"><thead><tr><th scope="col">${t("Sessions")}</th>${names.map((name) => html`<th scope="col">${labelOf(name, forms)}</th>`)}</tr></thead>
        <tbody>${rows.map((row) => html`<tr><th scope="row">${named(row.sessions)}</th>${names.map((name) => html`<td>${cell(measured(row, name))}</td>`)}</tr>`)}</tbody></table>
    </div></section>`;
}

const measured = ({ measures }: SessionRow, wanted: string) => measures.find(({ name }) => name === wanted);

const figures = ({ low, median, high }: Measure) =>
  t("{median} ({low} to {high})", {
    median: showNumber(median ?? 0),
    low: showNumber(low ?? 0),
    high: showNumber(high ?? 0),
  });

function cell(found: Measure | undefined): unknown {
  if (!found) return "–";
  const patients = found.patients === 1 ? t("1 patient") : t("{n} patients", { n: found.patients });
  return found.median === null ? patients : html`${figures(found)}<br /><span class="hint">${patients}</span>`;
}

function series(name: string, rows: SessionRow[], named: Named, forms: Forms): Series {
  const points = rows.flatMap((row) => {
    const found = measured(row, name);
    if (!found || found.median === null) return [];
    return [
      {
        date: "",
        at: { place: row.sessions, name: named(row.sessions) },
        value: found.median,
        words: figures(found),
      },
    ];
  });
  const values = points.map(({ value }) => value);
  const [lowest, highest] = endsOf(name) ?? [Math.min(0, ...values), Math.max(0, ...values)];
  return { label: labelOf(name, forms), points, lowest, highest, bestFirst: name.startsWith("outcome.gais") };
}

/** The whole scale, so that half a step does not look like a fall. */
function endsOf(name: string): [number, number] | undefined {
  if (name.startsWith("outcome.gais")) return [1, 5];
  if (name.endsWith(".erythema")) return [0, 4];
  return name.endsWith("_nrs") ? [0, 10] : undefined;
}

const OWN: Record<string, () => string> = {
  "outcome.gb_quant_change_pct": () => t("Goodman-Baron score, change since the first (%)"),
  "outcome.ecca_change_pct": () => t("ECCA score, change since the first (%)"),
  depth_mm: () => t("Deepest needling (mm)"),
  "prp.volume_ml": () => t("PRP obtained (mL)"),
};
/** Which way is better, nobody can say of these. */
const IN_TABLE_ALONE = ["depth_mm", "prp.volume_ml"];

function labelOf(name: string, forms: Forms): string {
  const own = OWN[name];
  if (own) return own();
  const [unit, field] = name.split(".");
  const section = sectionFor(forms.record_types.note.sections, unit);
  const [{ label }, key] = [fieldNamed(section, field), keyLabel(section, unit)];
  return key ? `${label} (${key})` : label;
}
