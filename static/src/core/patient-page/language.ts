// Dates, figures and lists in the language of the patient's page. Mirrors server/exports/patient_page/language.py.
import type { Value } from "../../types.js";
import type { Place, Words } from "./types.js";

const SMALL_INSIDE = ["en", "es"]; // where the second word of a list begins small
const LONGEST_WHY = 3;

export interface Language {
  code: string;
  words: Words;
}

export const fill = (template: Value, values: Record<string, Value> = {}): string =>
  String(template).replace(/\{(\w+)\}/g, (_all, name) => String(values[name] ?? ""));

/** A name or code set apart from what is read from the right, so that it does not pull figures with it. */
export const apart = ({ words }: Language, text: string): string =>
  words.dir === "rtl" && text ? `\u2068${text}\u2069` : text;

export const figure = ({ words }: Language, value: number): string => String(value).replace(".", words.decimal);

export const measure = (tongue: Language, value: number, unit: string): string =>
  `${figure(tongue, value)}\u00a0${tongue.words[unit]}`;

const parts = (day: string) => {
  const [y, month, d] = day.slice(0, 10).split("-").map(Number);
  return { y, month, d };
};

export function shortDate({ words }: Language, day: string): string {
  const { d, month } = parts(day);
  return fill(words.short, { d, mon: words.mon[month - 1] });
}

export function longDate({ words }: Language, day: string): string {
  const { d, month, y } = parts(day);
  return fill(words.long, { d, month: words.months[month - 1], y });
}

/** Monday first. */
export const weekday = ({ words }: Language, day: string): string =>
  words.days[(new Date(`${day.slice(0, 10)}T00:00:00Z`).getUTCDay() + 6) % 7];

/** "Wed 9 Sep" */
export const dayOfWeek = (tongue: Language, day: string): string => `${weekday(tongue, day)} ${shortDate(tongue, day)}`;

export const moment = (tongue: Language, at: string): string =>
  `${longDate(tongue, at)}${tongue.words.sep}${at.slice(11, 16)}`;

export const listed = ({ words }: Language, items: string[]): string => items.filter(Boolean).join(words.sep);

/** "your acne scars and your pores"; what is treated is the skin where nothing more is known. */
export function whyOf(tongue: Language, indications: string[]): string {
  const { why, and } = tongue.words;
  const known = indications.filter((one) => Object.hasOwn(why, one) && one !== "other").slice(0, LONGEST_WHY);
  const said = (known.length ? known : ["other"]).map((one) => String(why[one]));
  const last = said.pop() ?? "";
  return said.length ? `${listed(tongue, said)}${and}${last}` : last;
}

/** "Both cheeks, chin": a pair of sides is one. */
export function sitesText(tongue: Language, places: Place[]): string {
  const keys = places.map(({ key }) => key);
  const said = [...new Set(places.map((place) => site(tongue, place, keys)).filter(Boolean))];
  const small = SMALL_INSIDE.includes(tongue.code);
  return listed(
    tongue,
    said.map((name, n) => (n && small ? name.slice(0, 1).toLowerCase() + name.slice(1) : name)),
  );
}

function site(tongue: Language, { key, text }: Place, keys: string[]): string {
  if (text) return apart(tongue, text);
  const { sites, other_site: other } = tongue.words;
  const [, stem, side] = /^(.*)_(left|right)$/.exec(key) ?? [];
  if (!side) {
    const named = sites[key] ?? other;
    return Array.isArray(named) ? named[0] : named;
  }
  const pair = sites[stem] ?? [other, other, other];
  const both = keys.includes(`${stem}_left`) && keys.includes(`${stem}_right`);
  return both ? pair[0] : pair[side === "left" ? 1 : 2];
}

export function later(day: string, days: number): string {
  const at = Date.parse(`${day}T00:00:00Z`) + days * 86_400_000;
  return new Date(at).toISOString().slice(0, 10);
}
