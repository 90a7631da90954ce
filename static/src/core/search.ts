// Finding a patient, and telling whether two may be one: the same folding as server/domain/search.py, held equal by
// tests/vectors/search.json.
import type { Unit } from "../types.js";

/** Signs that are left out before anything else; NFKC would turn some of them into a space and a mark. */
const SILENT = /['’‘‛ʼʻʽˈ′‵´`ʹʾʿ՚＇\u00ad\u200b-\u200f\u2060\ufeff]/g;
/** Accents, points and vowel signs that people leave out; not the vowels of Indic scripts and Thai. */
const MARKS = new RegExp(
  "[\\u0300-\\u036f\\u0591-\\u05c7\\u0610-\\u061a\\u0640\\u064b-\\u065f\\u0670\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe20-\\ufe2f]",
  "g",
);
/** Letters that Unicode does not decompose, as people type them without it. */
const LETTERS: Record<string, string> = Object.fromEntries(
  "ł l ø o đ d ð d ħ h ı i ŋ n ŧ t ß ss æ ae œ oe þ th ς σ".match(/\S+ \S+/g)?.map((pair) => pair.split(" ")) ?? [],
);
const LETTER = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");
/** Chinese, Japanese and Korean, where a name is not cut into words. */
const CHARACTER =
  /[\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{323af}]/gu;
const MONTHS =
  "january enero|february febrero|march marzo|april abril|may mayo|june junio|july julio|august agosto|september sept septiembre|october octubre|november noviembre|december diciembre"
    .split("|")
    .map((names) => names.split(" "));
const YEAR_FIRST = /(?<!\d)(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?(?!\d)/g;
const IN_FIGURES = [
  /(?<!\d)(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/g,
  /^\s*(\d{1,2})( )(\d{1,2}) (\d{4})\s*$/g,
  /(?<!\d)(\d{1,2})([./])(\d{1,2})[./]?()(?!\d)/g,
];
const DAY_FIRST =
  /(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.)? ?(?:of |de )?([a-z]{3,10})\b\.?(?:,? ?(?:del? )?(\d{4}|\d{2}))?(?!\d)/g;
const MONTH_FIRST = /\b([a-z]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}|\d{2}))?(?![\da-z])/g;
const MONTH_ALONE = /\b([a-z]{3,10})\.? (?:del? )?(\d{4})(?!\d)/g;
const LEAST_DIALLED = /^\d{4,}$/;
const NUMBER = /^[\d\s+()./-]+$/;
const WHOLE_NUMBER = 7;
const TAIL = 9;
/** Letters of a key; the server has both keys in an index. */
const MAX_KEY = 200;

/** The ways to read a query: of one of them every word must be found, of each word one spelling. */
export type Query = string[][][];

/** Words as they are compared: without case, accents, apostrophes and punctuation, with single spaces. */
export const folded = (text: unknown): string =>
  String(text ?? "")
    .replace(SILENT, "")
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFKD")
    .replace(MARKS, "")
    .replace(LETTER, (letter) => LETTERS[letter])
    .normalize("NFC")
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();

/** "Mueller", "Müller" and "Muller" are one. */
const spelled = (text: string): string => text.replace(/(a)[ae]|(o)e|(u)e/g, "$1$2$3");
const unspaced = (text: string): string => text.replaceAll(" ", "");
const digitsOf = (text: unknown): string => String(text ?? "").replace(/[^0-9]/g, "");
/** Digits of a telephone are kept as full-width ones, so that only a query of several digits meets them. */
const dialled = (digits: string): string =>
  digits.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));

/** Equal for names that differ in order, spacing, hyphens, accents or spelling: their letters in order. */
export const nameKey = ({ given, family }: Unit): string =>
  [
    ...unspaced(
      folded(`${given ?? ""} ${family ?? ""}`)
        .split(" ")
        .map(spelled)
        .join(" "),
    ),
  ]
    .sort(inOrder)
    .slice(0, MAX_KEY)
    .join("");

export const mrnKey = ({ mrn }: Unit): string => [...unspaced(folded(mrn))].slice(0, MAX_KEY).join("");

/** As the server sorts letters, by code point. */
const inOrder = (one: string, other: string) => (one.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);

/**
 * Everything a patient can be found by, as one line: names, record number, birth date, telephone; also what they were
 * known by earlier.
 */
export const searchText = (identity: Unit, earlier: Unit[] = []): string =>
  [...new Set([identity, ...earlier].flatMap(searchParts))].join(" ");

function searchParts({ given, family, mrn, birth_date: born, phone }: Unit): string[] {
  const [first, last, number] = [given, family, mrn].map(folded);
  const names = `${first} ${last}`.trim();
  return [
    names,
    spelled(names),
    spelled(unspaced(first + last)),
    spelled(unspaced(last + first)),
    number,
    unspaced(number),
    spelled(unspaced(number)),
    ...datesOf(String(born ?? "")),
    dialled(digitsOf(phone)),
  ].filter(Boolean);
}

/**
 * The day as people write it, each after a slash, which stands for its beginning: year first, day first and month
 * first, the latter two also with two digits of the year; then without anything between.
 */
function datesOf(born: string): string[] {
  if (!/^\d{4}-\d\d-\d\d$/.test(born)) return [];
  const [year, month, day] = born.split("-");
  const [m, d] = [Number(month), Number(day)];
  const pairs = [year, year.slice(2)].flatMap((y) => [`/${d}-${m}-${y}`, `/${m}-${d}-${y}`]);
  return [`/${year}-${m}-${d}`, ...pairs, `${year}${month}${day}`, `${day}${month}${year}`];
}

export function readQuery(query: string): Query {
  const text = query.replace(SILENT, "").normalize("NFKC").toLowerCase();
  const { dates, rest } = takeDates(text);
  const readings = dates.length ? [[...dates.map((date) => [date]), ...wordsOf(rest)]] : [];
  readings.push(wordsOf(text));
  const digits = digitsOf(text);
  if (NUMBER.test(text) && digits.length >= WHOLE_NUMBER) readings.push([[dialled(digits.slice(-TAIL))]]);
  return readings;
}

/** Whether a patient's line has what a query asks for. */
export const isFound = (text: string, query: Query): boolean =>
  query.some((reading) => reading.every((word) => word.some((one) => text.includes(one))));

/** What stands together without a space is one word, so that "D-77" is not any D and any 77. */
function wordsOf(text: string): string[][] {
  const words = text.trim().split(/\s+/).map(folded).map(unspaced).join(" ");
  const found = words.replace(CHARACTER, " $& ").split(" ").filter(Boolean).map(alternatives);
  return found.length || !text.trim() ? found : [[text.trim()]];
}

/** A number may be part of the record number, a date or the telephone. */
const alternatives = (word: string): string[] =>
  LEAST_DIALLED.test(word) ? [word, dialled(word.slice(-TAIL))] : [spelled(word)];

/** The dates in a text as searchText has them, and the text without them. */
function takeDates(text: string): { dates: string[]; rest: string } {
  const dates: string[] = [];
  const take = (found: string, date: string | undefined) => (date ? (dates.push(date), " ") : found);
  let rest = text.replace(YEAR_FIRST, (found, year, month, day) => take(found, yearFirst(year, month, day)));
  for (const pattern of IN_FIGURES)
    rest = rest.replace(pattern, (found, one, _sign, other, year) => take(found, inFigures(one, other, year)));
  rest = rest
    .replace(DAY_FIRST, (found, day, month, year) => take(found, inWords(month, day, year)))
    .replace(MONTH_FIRST, (found, month, day, year) => take(found, inWords(month, day, year)))
    .replace(MONTH_ALONE, (found, month, year) => take(found, monthOf(month) && `-${monthOf(month)}-${year}`));
  return { dates, rest };
}

function yearFirst(year: string, month: string, day?: string) {
  const number = Number(month);
  return number >= 1 && number <= 12 ? `/${year}-${number}${day ? `-${Number(day)}` : ""}` : undefined;
}

function inFigures(first: string, second: string, year: string) {
  const [one, other] = [Number(first), Number(second)];
  const least = Math.min(one, other);
  return least >= 1 && least <= 12 && Math.max(one, other) <= 31 ? `/${one}-${other}-${year}` : undefined;
}

function inWords(month: string, day: string, year = "") {
  const number = monthOf(month);
  return number && Number(day) >= 1 && Number(day) <= 31 ? `/${Number(day)}-${number}-${year}` : undefined;
}

/** "mar" and "marzo" are "3". */
function monthOf(word: string): string | undefined {
  const at = MONTHS.findIndex((names) => names.some((name) => name.startsWith(word)));
  return at < 0 ? undefined : String(at + 1);
}
