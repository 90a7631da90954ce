// @ts-nocheck
// The counted scales of scars: which fields each adds up, and the most it can come to.
import { assessmentFacts } from "../../core/facts/score.js";
import { t } from "../../lib/i18n.js";
import { showNumber } from "../../lib/numbers.js";
import { isEmpty } from "../../ui/forms/field.js";

const HIGHEST_SCAR_S = 15;
const HIGHEST_BAND = 3;
const sum = (figures) => figures.reduce((all, figure) => all + figure, 0);

export const SCALES = [
  {
    fact: "gb_quant",
    heading: () => t("Goodman-Baron, counted"),
    fields: (name) => name.startsWith("gb_") && name !== "gb_qual",
    max: ({ gb }) => sum(Object.values(gb).map((row) => row.at(-1))),
  },
  {
    fact: "ecca",
    heading: () => t("ECCA"),
    fields: (name) => name.startsWith("ecca_"),
    max: ({ ecca }) => HIGHEST_BAND * sum(Object.values(ecca)),
  },
  {
    fact: "scar_s",
    heading: () => t("SCAR-S"),
    fields: (name) => name.startsWith("scar_s_"),
    max: () => HIGHEST_SCAR_S,
  },
];

/** What is counted so far: {rows, left: rows without a band, figure, max}. */
export function counted({ fact, fields, max }, section, values, limits) {
  const rows = section.fields.filter(({ name }) => fields(name));
  const left = rows.filter(({ name }) => isEmpty(values[name]));
  const nought = Object.fromEntries(left.map(({ name }) => [name, 0]));
  return { rows, left, figure: assessmentFacts({ ...values, ...nought }, limits)[fact], max: max(limits.scores) };
}

export const figureWords = ({ left, figure, max }) =>
  left.length
    ? t("{n} of {max} so far", { n: showNumber(figure), max })
    : t("{n} of {max}", { n: showNumber(figure), max });

/** An assessment as lines to read: each scale as its figure, then the rows in which something was found. */
export function scoreLines(section, values, limits) {
  const scales = SCALES.map((scale) => ({ scale, ...counted(scale, section, values, limits) })).filter(
    ({ rows, left }) => left.length < rows.length,
  );
  const nought = new Set(
    scales.flatMap(({ rows }) => rows.filter(({ name }) => values[name] === 0).map(({ name }) => name)),
  );
  return {
    totals: scales.map((each) => ({ name: each.rows[0].name, label: each.scale.heading(), value: figureWords(each) })),
    nought,
  };
}
