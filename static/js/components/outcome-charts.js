// How the patient has done over the visits: scores, improvement, pain and redness.
import { fieldOf, sectionFor } from "../core/catalogue.js";
import { assessmentFacts } from "../core/score-facts.js";
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { valueText } from "./content-lines.js";
import { lineChart, seriesTable } from "./line-chart.js";
import { showNumber } from "./numbers.js";
import { SCALES } from "./scores.js";
import { sessionDate } from "./visit-words.js";

const SCORES = ["gb_quant", "ecca"];
/** unit, field, lowest and highest of the scale. */
const FIELDS = [
  ["outcome", "gais_clinician", 1, 5],
  ["needling", "pain_nrs", 0, 10],
  ["obs:T0", "erythema", 0, 4],
];

function scoreSeries(visits, { limits }) {
  return SCALES.filter(({ fact }) => SCORES.includes(fact)).map(({ fact, heading }) => {
    const points = visits.map((note) => ({ date: sessionDate(note), value: assessmentFacts(note.fields.assessment ?? {}, limits)[fact] })).filter(({ value }) => value !== null);
    return { label: heading(), points: points.map((point) => ({ ...point, words: showNumber(point.value) })), lowest: 0, highest: Math.max(...points.map(({ value }) => value)) };
  });
}

function fieldSeries(visits, { record_types: { note: { sections } } }) {
  return FIELDS.map(([unit, name, lowest, highest]) => {
    const field = fieldOf(sectionFor(sections, unit), name);
    const points = visits.map((note) => ({ date: sessionDate(note), value: note.fields[unit]?.[name] })).filter(({ value }) => typeof value === "number");
    const label = unit === "obs:T0" ? t("{field}, right after", { field: field.label }) : field.label;
    return { label, points: points.map((point) => ({ ...point, words: valueText(field, point.value) })), lowest, highest };
  });
}

const inOrder = (notes) => [...notes].sort((a, b) => sessionDate(a).localeCompare(sessionDate(b)));

/** The scores alone, for paper; those measured at least once. */
export const scored = (notes, forms) => scoreSeries(inOrder(notes), forms).filter(({ points }) => points.length);

/** `notes`: those of one patient that are not void. Nothing until something was measured twice. */
export function outcomeCharts(notes, forms) {
  if (!forms) return nothing;
  const visits = inOrder(notes);
  const series = [...scoreSeries(visits, forms), ...fieldSeries(visits, forms)].filter(({ points }) => points.length > 1);
  if (!series.length) return nothing;
  return html`<section class="group"><h2 class="group-title">${t("Over the visits")}</h2>
    <div class="grid charts">${series.map(lineChart)}</div>
    <details class="more"><summary>${t("As a table")}</summary><div class="chart-scroll" tabindex="0" role="region" aria-label=${t("Over the visits")}>${seriesTable(series)}</div></details></section>`;
}
