// Reads a scanned code on a box: GS1 element strings (UDI), as a reader returns them or as they are printed. What cannot
// be read in one way only is not taken.
import { formatFor, identifierOf, predefined } from "./gs1-identifiers.js";

export type Said = { gtin?: string; lot?: string; expiry?: string; serial?: string };

/**
 * What a code is: `gs1` with its content; `unsure`, a GS1 code that may lack a separator, with how it reads if it does
 * not; `unit` the code of one cartridge; `product` the number of all boxes of a kind; `unclear` anything else.
 */
export type Code =
  | { kind: "gs1" | "unsure"; said: Said }
  | { kind: "unit"; code: string }
  | { kind: "product" | "unclear" };

const END = "\u001d";
const LEADING = new RegExp(`^${END}+`);
const TRAILING = new RegExp(`${END}+$`);
/** Symbology identifiers (ISO/IEC 15424) of codes that hold element strings, and of those that hold a product number. */
const GS1 = /^\](?:d2|C1|e\d|Q3|J1)/;
const TRADE = /^\](?:E\d|I\d)/;
const ANY = /^\][A-Za-z]./;
/** The same as named by the Barcode Detection API, which gives no symbology identifier. */
const TRADE_FORMATS = new Set(["ean_13", "ean_8", "upc_a", "upc_e", "itf"]);
const OPEN_ENDED = ["10", "21"];
/** A code that a clinic or a manufacturer puts on one cartridge: short, no address and no code of another system. */
const UNIT = /^[\p{L}\d][\p{L}\d ._#/-]{0,19}$/u;
const PRODUCT = /^(?:\d{8}|\d{12,14})$/;
/** A text with such a beginning is meant as GS1, whether or not it can be read. */
const MEANT = /^(?:\(\d{2,4}\)|0[0-3]\d{14})/;

type Elements = Map<string, string>;

/** `format` is what the Barcode Detection API calls the symbology, where it is known; `year` is the present one. */
export function readCode(text: string, format = "", year = new Date().getFullYear()): Code {
  const trimmed = text.trim();
  const code = trimmed.replace(ANY, "").trim();
  if (TRADE.test(trimmed) || TRADE_FORMATS.has(format))
    return { kind: PRODUCT.test(code) && isGtin(code) ? "product" : "unclear" };
  const read = parseGs1(trimmed, year);
  if (isMarked(trimmed)) return read ?? { kind: "unclear" };
  if (PRODUCT.test(code) && isGtin(code)) return { kind: "product" };
  return UNIT.test(code) && !MEANT.test(code) && (!read || ANY.test(trimmed))
    ? { kind: "unit", code }
    : { kind: "unclear" };
}

/** Only the reader or the text itself can say that a code holds element strings. "10ABC" alone may be a unit's code. */
function isMarked(text: string) {
  if (ANY.test(text)) return GS1.test(text);
  return text.includes(END) || text.startsWith("(") || (MEANT.test(text) && isGtin(text.slice(2, 16)));
}

/** How a text reads as element strings; null when it does not, or says nothing of gtin, lot, expiry and serial. */
function parseGs1(text: string, year: number): { kind: "gs1" | "unsure"; said: Said } | null {
  const raw = text.replace(ANY, "");
  const printed = raw.startsWith("(");
  const elements = printed ? printedElements(raw) : elementsOf(raw);
  if (!elements) return null;
  const [day, moment] = [elements.get("17"), elements.get("7003")?.slice(0, 6)];
  if (day && moment && day !== moment) return null;
  const expiry = day ?? moment;
  const found = {
    gtin: elements.get("01"),
    lot: elements.get("10"),
    expiry: expiry && dayOf(expiry, year),
    serial: elements.get("21"),
  };
  const said: Said = Object.fromEntries(Object.entries(found).filter(([, value]) => value));
  if (!Object.keys(said).length) return null;
  const separated = raw.replace(LEADING, "").replace(TRAILING, "").includes(END);
  return { kind: !printed && mayHide(elements, separated) ? "unsure" : "gs1", said };
}

/** "(01)...(17)...(10)..." */
function printedElements(text: string): Elements | null {
  const parts = [...text.matchAll(/\((\d{2,4})\)([^(]*)/g)];
  if (parts.map((part) => part[0]).join("") !== text) return null;
  const elements: Elements = new Map();
  for (const [, identifier, value] of parts) if (!add(elements, identifier, value.trim())) return null;
  return elements;
}

/**
 * Values of predefined length follow each other, all others end at a separator or with the code. An identifier that is
 * not in the table is skipped, by its predefined length or to the next separator.
 */
function elementsOf(text: string): Elements | null {
  const elements: Elements = new Map();
  let rest = text.replace(LEADING, "");
  while (rest) {
    if (!/^\d\d/.test(rest)) return null;
    const end = rest.indexOf(END) < 0 ? rest.length : rest.indexOf(END);
    const length = predefined(rest) ?? end;
    if (length > end) return null;
    const identifier = identifierOf(rest.slice(0, end)) ?? rest.slice(0, 2);
    if (!add(elements, identifier, rest.slice(identifier.length, length))) return null;
    rest = rest.slice(length).replace(LEADING, "");
  }
  return elements;
}

/** False when the value violates its identifier, or the identifier has another value already. Unknown ones are left out. */
function add(elements: Elements, identifier: string, value: string): boolean {
  const format = formatFor(identifier);
  if (!format) return !identifierOf(identifier);
  if ((elements.get(identifier) ?? value) !== value) return false;
  elements.set(identifier, value);
  const [head, tail] = [value.slice(0, format.digits), value.slice(format.digits)];
  if (head.length < format.digits || tail.length < format.least || tail.length > format.most) return false;
  if (!/^\d*$/.test(format.numeric ? value : head) || /\p{Cc}/u.test(value)) return false;
  if (format.date && !dayOf(head.slice(0, 6), 2000)) return false;
  return !format.checked || isGtin(head.slice(0, format.checked));
}

/**
 * Whether the end of a lot or serial reads as further elements, so that the separator before them may be missing. Where
 * the code has separators, only an end that proves itself is doubted, by a date, a check digit or a fixed length.
 */
function mayHide(elements: Elements, separated: boolean): boolean {
  return OPEN_ENDED.some((identifier) => {
    const value = elements.get(identifier) ?? "";
    return [...value].some((_, at) => at > 0 && isDoubtful(value.slice(at), elements, separated));
  });
}

function isDoubtful(tail: string, elements: Elements, separated: boolean): boolean {
  const first = identifierOf(tail);
  if (!first) return false;
  const proves = (predefined(first) ?? 0) > 4 || OPEN_ENDED.includes(first);
  if (separated && !proves) return false;
  const hidden = elementsOf(tail);
  return hidden !== null && [...hidden].every(([each, value]) => (elements.get(each) ?? value) === value);
}

/** The last digit checks the others, weighted 3 and 1 in turn from the right. */
function isGtin(digits: string) {
  const weighted = [...digits].reverse().map((digit, n) => Number(digit) * (n % 2 ? 3 : 1));
  return weighted.reduce((all, each) => all + each, 0) % 10 === 0;
}

/**
 * "270500" is the last day of May 2027. The century is the one that puts the year at most 49 before and 50 after the
 * present one (General Specifications 7.12).
 */
function dayOf(digits: string, present: number): string | null {
  const [two, month, day] = [0, 2, 4].map((at) => Number(digits.slice(at, at + 2)));
  const century = present - (present % 100);
  const apart = two - (present % 100);
  const year = century + two + (apart >= 51 ? -100 : apart <= -50 ? 100 : 0);
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day > last) return null;
  return `${year}-${digits.slice(2, 4)}-${String(day || last).padStart(2, "0")}`;
}
