// The sentence of a rule with its figures: the values it judged, and the limits of the clinic's approved table. `params`
// of a row maps each placeholder of its `sentence` to a path and a way of writing; `figures` of the rules has the words
// for those. `message` says the same without figures. Mirrors server/domain/sentences.py.
import type { Value } from "../types.js";
import { number } from "./figures.js";

/** [for 1, for others] by the way of writing. */
export type FigureWords = Record<string, [one: string, other: string]>;

/** Above it no figure of a note makes sense, and the two languages write it differently. */
const LARGEST = 1e15;
const HOUR = 60;
/** Minutes from which a time is written in hours. */
const IN_HOURS = 120;
const NOTHING = "–";

/** The sentence of the row, without figures its message; `value` looks a path up. */
export function sentence(row: Value, value: (path: string) => Value, words: FigureWords): string {
  const { params = {} } = row;
  return (row.sentence ?? row.message).replace(/\{(\w+)\}/g, (whole: string, name: string) =>
    Object.hasOwn(params, name) ? written(value(params[name][0]), params[name][1], words) : whole,
  );
}

export function written(value: Value, way: string, words: FigureWords): string {
  const figure = number(value);
  if (way === "text" && typeof value === "string" && value) return value;
  if (figure == null) return NOTHING;
  if (way === "duration") return duration(figure, words);
  if (way === "percent") return counted(percent(figure), words.percent);
  return Object.hasOwn(words, way) ? counted(figure, words[way]) : plain(figure);
}

const clamped = (figure: number) => Math.max(-LARGEST, Math.min(figure, LARGEST));

/** Without idle zeros: 1.2500000001 is 1.25. */
const plain = (figure: number) => String(Math.floor(clamped(figure) * 1e3 + 0.5) / 1e3);

const counted = (figure: number, [one, other]: [string, string]) =>
  (figure === 1 ? one : other).replace("{n}", plain(figure));

/** To a tenth, but what is not the maximum itself is never written as 100 %. */
function percent(share: number) {
  const tenths = Math.floor(clamped(share) * 1000 + 0.5) / 10;
  return tenths === 100 && share !== 1 ? share * 100 : tenths;
}

/** To the minute: 75 min, 5 h, 6 h 12 min. */
function duration(minutes: number, words: FigureWords): string {
  if (minutes < IN_HOURS || !Number.isInteger(minutes)) return counted(minutes, words.minutes);
  const [hours, rest] = [Math.floor(clamped(minutes) / HOUR), clamped(minutes) % HOUR];
  const told = counted(hours, words.hours);
  return rest ? `${told} ${counted(rest, words.minutes)}` : told;
}
