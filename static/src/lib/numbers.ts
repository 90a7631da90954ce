// Figures as people write them, and arithmetic in the steps of an instrument.
import { noValue, unitWord } from "./formats.js";
import { t } from "./i18n.js";

export { unitWord };

/** 1.2500000001 -> "1.25"; a missing value is an en dash, so that the figure keeps its place. */
export function showNumber(value: unknown): string {
  return typeof value === "number" ? String(Number(value.toFixed(4))) : noValue();
}

/** One or several figures with their unit: "1.5 mm", "1, 1.5 mm". */
export function withUnit(value: unknown, unit: string | null | undefined): string {
  const word = unitWord(unit);
  const figure = Array.isArray(value) ? value.map(showNumber).join(", ") : showNumber(value);
  return word && figure ? `${figure} ${word}` : figure;
}

/** Room on a disk or in a browser: "84 MB", "10.7 GB". */
export const byteSize = (bytes: number): string =>
  bytes < 1e6
    ? t("under 1 MB")
    : bytes < 1e9
      ? t("{n} MB", { n: Math.round(bytes / 1e6) })
      : t("{n} GB", { n: Math.round(bytes / 1e8) / 10 });

/** The steps of an instrument, as a field of the catalogue gives them. */
export interface Steps {
  step?: number | null;
  minimum?: number | null;
  maximum?: number | null;
  usual?: number[];
}

/** The next value up or down. Without a value, the first step gives the usual value, or the lowest one. */
export function nextStep(value: number | null | undefined, direction: 1 | -1, steps: Steps): number {
  const { step = 1, minimum = null, maximum = null, usual = [] } = steps;
  if (typeof value !== "number") return usual?.[0] ?? minimum ?? 0;
  const size = step || 1;
  const onGrid = Math.round(value / size) * size;
  const moved = Number(((Math.abs(onGrid - value) < 1e-9 ? value : onGrid) + direction * size).toFixed(4));
  return Math.min(maximum ?? Infinity, Math.max(minimum ?? -Infinity, moved));
}

/** Accepts a comma as the decimal mark; null when nothing was typed, NaN when it is no number. */
export function readNumber(text: string): number | null {
  const plain = text.trim().replace(",", ".");
  return plain === "" ? null : Number(plain);
}
