// The English source string is the key. A catalogue maps it to a text, or to {one, other ...} for plural forms. Where one
// English word stands for two things, a sign after it says which: "Light|theme" is shown as "Light".

import { english } from "./english.js";
import { signal } from "./signal.js";

/** The languages of the app, by their own names. */
export const LANGUAGES: Record<string, string> = { en: "English", es: "Español" };

let catalogue: Record<string, string | Record<string, string>> = english;
let code = "en";
let plurals: Intl.PluralRules | undefined;
const spoken = signal<void>();

/** Called when another language is in use. */
export const onSpoken = spoken.listen;

/** The sentences speak of the tablet in the hand; a computer without a touch screen is called a device. */
const NAMED: Record<string, [RegExp, string] | undefined> = { en: [/\b([Tt])his tablet\b/g, "$1his device"] };
/** What tells two meanings of one word apart is not shown. */
const SIGN = /\|[a-z]+$/;

const isTablet = () => globalThis.navigator?.maxTouchPoints !== 0;

function named(text: string): string {
  const [tablet, device] = (!isTablet() && NAMED[code]) || [];
  return tablet && device ? text.replace(tablet, device) : text;
}

/** The text in the chosen language, with `{name}` placeholders filled. `params.n` chooses among plural forms. */
export function t(source: string, params?: Record<string, unknown>): string {
  const found = catalogue[source] || source.replace(SIGN, "");
  const text = named(typeof found === "string" ? found : (found[form(params?.n)] ?? found.other ?? source));
  return params ? text.replace(/\{(\w+)\}/g, (whole, name) => (name in params ? String(params[name]) : whole)) : text;
}

function form(n: unknown): string {
  plurals ??= new Intl.PluralRules(code);
  return plurals.select(Number(n ?? 0));
}

/** `language`: a BCP 47 tag; `words`: its catalogue. */
export function setLanguage(language: string, words: Record<string, string | Record<string, string>> = english) {
  code = language;
  catalogue = words;
  plurals = undefined;
  document.documentElement.lang = language;
  spoken.tell();
}

/** The language in use: a BCP 47 tag. */
export const languageNow = () => code;

/** The locale for Intl: dates and numbers follow the language; plain English follows the tablet's own locale. */
export const locale = () => (code === "en" ? englishOf(navigator.language) : code);

const englishOf = (own: string | undefined) => (own?.startsWith("en") ? own : "en-GB");
