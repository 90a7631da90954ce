// The course of a patient's outcome over the visits: scores, improvement, pain and redness.
import { fieldNamed, sectionFor } from "../../core/catalogue.js";
import { assessmentFacts } from "../../core/facts/score.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { showNumber } from "../../lib/numbers.js";
import type { Content, Forms, LocalRecord, Value } from "../../types.js";
import { lineChart, type Series, seriesTable } from "../../ui/layout/line-chart.js";
import { valueText } from "../note-record/content-lines.js";
import { sessionDate } from "../note-record/visit-labels.js";
import { SCALES } from "../note-sections/scores.js";

/** The definition of one line of a chart. */
interface Measure {
  label: string;
  /** The value at a visit; NaN where it was not measured. */
  value: (fields: Content) => Value;
  /** Formats a value. */
  words: (value: number) => string;
  lowest: number;
  /** Without it the highest measured value. */
  highest?: number;
  bestFirst?: boolean;
}

const SCORES = ["gb_quant", "ecca"];
/** unit, field, lowest and highest of the scale. */
const FIELDS: [string, string, number, number][] = [
  ["outcome", "gais_clinician", 1, 5],
  ["needling", "pain_nrs", 0, 10],
  ["obs:T0", "erythema", 0, 4],
];

function seriesOf(visits: LocalRecord[], { label, value, words, lowest, highest, bestFirst }: Measure): Series {
  const points = visits
    .map((note) => ({ date: sessionDate(note), value: value(note.fields) }))
    .filter((point) => typeof point.value === "number");
  return {
    label,
    points: points.map((point) => ({ ...point, words: words(point.value) })),
    lowest,
    bestFirst,
    highest: highest ?? Math.max(...points.map((point) => point.value)),
  };
}

const scoreSeries = (visits: LocalRecord[], { limits }: Forms): Series[] =>
  SCALES.filter(({ fact }) => SCORES.includes(fact)).map(({ fact, heading }) =>
    seriesOf(visits, {
      label: heading(),
      value: ({ assessment = {} }) => assessmentFacts(assessment, limits)[fact],
      words: showNumber,
      lowest: 0,
    }),
  );

const fieldSeries = (visits: LocalRecord[], { record_types: { note } }: Forms): Series[] =>
  FIELDS.map(([unit, name, lowest, highest]) => {
    const field = fieldNamed(sectionFor(note.sections, unit), name);
    const label = unit === "obs:T0" ? t("{field}, right after", { field: field.label }) : field.label;
    return seriesOf(visits, {
      label,
      value: (fields) => fields[unit]?.[name],
      words: (value) => valueText(field, value),
      lowest,
      highest,
      bestFirst: name.startsWith("gais_"),
    });
  });

const inOrder = (notes: LocalRecord[]) => [...notes].sort((a, b) => sessionDate(a).localeCompare(sessionDate(b)));

/** `notes`: those of one patient that are not void. Nothing until something was measured twice. */
export function outcomeCharts(notes: LocalRecord[], forms: Forms | null | undefined): Template {
  if (!forms) return nothing;
  const visits = inOrder(notes);
  const series = [...scoreSeries(visits, forms), ...fieldSeries(visits, forms)].filter(
    ({ points }) => points.length > 1,
  );
  if (!series.length) return nothing;
  return html`<section class="group"><h2 class="group-title">${t("Over the visits")}</h2>
    <div class="grid charts">${series.map(lineChart)}</div>
    <details class="more"><summary>${t("As a table")}</summary><div class="chart-scroll" tabindex="0" role="region" aria-label=${t("Over the visits")}>${seriesTable(series)}</div></details></section>`;
}
