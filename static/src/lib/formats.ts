// How values are written for people: the table of GET /forms (server/domain/catalogue/formats.py), in which the paper is
// written as well. tests/vectors/values.json holds both languages.
import { t } from "./i18n.js";

export interface Formats {
  /** A unit of the catalogue -> as it is read. */
  measures: Record<string, string>;
  answers: Record<string, string>;
  none: string;
  /** A depth reaches the tint of a step from that step on. */
  depth_steps_mm: number[];
}

/** The table of this release, for forms that are older than it. */
export const SHIPPED: Formats = {
  measures: {
    Cel: "°C",
    cm2: "cm²",
    "mm[Hg]": "mmHg",
    "10*3/uL": "× 10³/µL",
    "[g]": "× g",
    "{count}": "",
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

/** Goes by the table of the forms; without one by that of this release. */
export function setFormats(served: Formats | undefined) {
  inUse = served ?? SHIPPED;
}

/** A unit of the catalogue as it is read: "cm2" -> "cm²". */
export function unitWord(unit: string | null | undefined): string {
  const word = inUse.measures[unit ?? ""] ?? unit ?? "";
  return word && t(word);
}

/** "yes", "no" or "unknown" in words. */
export const answerWord = (answer: string): string => {
  const word = inUse.answers[answer] ?? answer;
  return t(word);
};

/** In the place of a missing value, so that the place of the figure does not move. */
export const noValue = (): string => inUse.none;

/** The tint of a treated zone, 1 to 5. */
export const depthLevel = (deepest: number): number =>
  1 + inUse.depth_steps_mm.filter((step) => deepest >= step).length;
