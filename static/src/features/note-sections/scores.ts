// The counted scar scales: the fields each adds up, and its maximum.
import { assessmentFacts } from "../../core/facts/score.js";
import { isEmpty } from "../../core/figures.js";
import { t } from "../../lib/i18n.js";
import { showNumber } from "../../lib/numbers.js";
import type { Field, Limits, Section, Unit } from "../../types.js";

/** The points of each scale in the limits: per row for each band, or per kind of scar. */
interface ScoreLimits {
  gb: Record<string, number[]>;
  ecca: Record<string, number>;
}

export interface Scale {
  /** The fact with the total. */
  fact: string;
  heading: () => string;
  /** Whether a field is a row of this scale. */
  fields: (name: string) => boolean;
  /** The highest possible total. */
  max: (scores: ScoreLimits) => number;
}

/** The points counted so far. */
export interface Counted {
  rows: Field[];
  /** The rows without a band. */
  left: Field[];
  figure: number | null;
  max: number;
}

const HIGHEST_SCAR_S = 15;
const HIGHEST_BAND = 3;
const sum = (figures: number[]) => figures.reduce((all, figure) => all + figure, 0);

export const SCALES: Scale[] = [
  {
    fact: "gb_quant",
    heading: () => t("Goodman-Baron, counted"),
    fields: (name) => name.startsWith("gb_") && name !== "gb_qual",
    max: ({ gb }) => sum(Object.values(gb).map((row) => row.at(-1) ?? 0)),
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

export function counted({ fact, fields, max }: Scale, section: Section, values: Unit, limits: Limits): Counted {
  const rows = section.fields.filter(({ name }) => fields(name));
  const left = rows.filter(({ name }) => isEmpty(values[name]));
  const nought = Object.fromEntries(left.map(({ name }) => [name, 0]));
  return { rows, left, figure: assessmentFacts({ ...values, ...nought }, limits)[fact], max: max(limits.scores) };
}

export const formatFigure = ({ left, figure, max }: Counted): string =>
  left.length
    ? t("{n} of {max} so far", { n: showNumber(figure), max })
    : t("{n} of {max}", { n: showNumber(figure), max });

/** An assessment as lines to read: each scale as its figure, then the rows with findings. */
export function scoreLines(section: Section, values: Unit, limits: Limits) {
  const scales = SCALES.map((scale) => ({ scale, ...counted(scale, section, values, limits) })).filter(
    ({ rows, left }) => left.length < rows.length,
  );
  const nought = new Set(
    scales.flatMap(({ rows }) => rows.filter(({ name }) => values[name] === 0).map(({ name }) => name)),
  );
  return {
    totals: scales.map((each) => ({ name: each.rows[0].name, label: each.scale.heading(), value: formatFigure(each) })),
    nought,
  };
}
