// @ts-nocheck
// How the patient has done over the visits: scores, improvement, pain and redness.
import { fieldOf, sectionFor } from "../../core/catalogue.js";
import { assessmentFacts } from "../../core/facts/score.js";
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { showNumber } from "../../lib/numbers.js";
import { lineChart, seriesTable } from "../../ui/layout/line-chart.js";
import { valueText } from "../note-record/content-lines.js";
import { sessionDate } from "../note-record/visit-labels.js";
import { SCALES } from "../note-sections/scores.js";

const SCORES = ["gb_quant", "ecca"];
/** unit, field, lowest and highest of the scale. */
const FIELDS = [
  ["outcome", "gais_clinician", 1, 5],
  ["needling", "pain_nrs", 0, 10],
  ["obs:T0", "erythema", 0, 4],
];

/** One line of a chart; value(fields) of a visit, or nothing when it was not measured there. */
function seriesOf(visits, label, value, words, lowest, highest) {
  const points = visits
    .map((note) => ({ date: sessionDate(note), value: value(note.fields) }))
    .filter((point) => typeof point.value === "number");
  return {
    label,
    points: points.map((point) => ({ ...point, words: words(point.value) })),
    lowest,
    highest: highest ?? Math.max(...points.map((point) => point.value)),
  };
}

const scoreSeries = (visits, { limits }) =>
  SCALES.filter(({ fact }) => SCORES.includes(fact)).map(({ fact, heading }) =>
    seriesOf(visits, heading(), ({ assessment = {} }) => assessmentFacts(assessment, limits)[fact], showNumber, 0),
  );

const fieldSeries = (
  visits,
  {
    record_types: {
      note: { sections },
    },
  },
) =>
  FIELDS.map(([unit, name, lowest, highest]) => {
    const field = fieldOf(sectionFor(sections, unit), name);
    const label = unit === "obs:T0" ? t("{field}, right after", { field: field.label }) : field.label;
    return seriesOf(
      visits,
      label,
      (fields) => fields[unit]?.[name],
      (value) => valueText(field, value),
      lowest,
      highest,
    );
  });

const inOrder = (notes) => [...notes].sort((a, b) => sessionDate(a).localeCompare(sessionDate(b)));

/** The scores alone, for paper; those measured at least once. */
export const scored = (notes, forms) => scoreSeries(inOrder(notes), forms).filter(({ points }) => points.length);

/** `notes`: those of one patient that are not void. Nothing until something was measured twice. */
export function outcomeCharts(notes, forms) {
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
