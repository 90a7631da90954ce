// How values are written: the table of GET /forms (server/domain/catalogue/formats.py), which printed documents use as
// well. tests/vectors/values.json holds both languages.
import { t } from "./i18n.js";

export interface Formats {
  /** A unit of the catalogue -> its written form. */
  measures: Record<string, string>;
  answers: Record<string, string>;
  none: string;
  /** The lowest depth of each tint. */
  depth_steps_mm: number[];
}

/** The table of this release, for older forms. */
export const SHIPPED: Formats = {
  measures: {
    Cel: "°C",
    cm2: "cm²",
    "mm[Hg]": "mmHg",
    "10*3/uL": "× 10³/µL",
    "[g]": "× g",
    "{count}": "",
    "{score}": "",
    "{version}": "",
    "{pass}": "passes",
    "/min": "per min",
    wk: "weeks",
    d: "days",
  },
  answers: { yes: "Yes", no: "No", unknown: "Not known" },
  none: "–",
  depth_steps_mm: [0.5, 1, 1.5, 2],
};

let inUse = SHIPPED;

/** Uses the table of the forms, or that of this release without one. */
export function setFormats(served: Formats | undefined) {
  inUse = served ?? SHIPPED;
}

/** What braces hold only says what is counted; without a written form it is shown as a plain figure. */
const asWritten = (unit: string) => (unit.startsWith("{") ? "" : unit);

/** The written form of a unit of the catalogue: "cm2" -> "cm²". */
export function unitWord(unit: string | null | undefined): string {
  const word = inUse.measures[unit ?? ""] ?? asWritten(unit ?? "");
  return word && t(word);
}

/** The text of "yes", "no" or "unknown". */
export const answerWord = (answer: string): string => {
  const word = inUse.answers[answer] ?? answer;
  return t(word);
};

/** Stands for a missing value, so that the figure keeps its place. */
export const noValue = (): string => inUse.none;

/** The tint of a treated zone, 1 to 5. */
export const depthLevel = (deepest: number): number =>
  1 + inUse.depth_steps_mm.filter((step) => deepest >= step).length;
