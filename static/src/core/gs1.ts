// Parses a scanned code on a box: GS1 element strings (UDI), as a scanner returns them or as they are printed.

/** Application identifiers of the GS1 General Specifications, and how many digits follow exactly, or characters at most.
 *  */
const IDENTIFIERS: [RegExp, number, number?][] = [
  [/^00/, 18],
  [/^0[1-3]/, 14],
  [/^04/, 16],
  [/^1[1-9]/, 6],
  [/^20/, 2],
  [/^(10|2[12])/, 0, 20],
  [/^(235|24[0135]|25[0135])/, 0, 30],
  [/^242/, 0, 6],
  [/^254/, 0, 20],
  [/^3[07]/, 0, 8],
  [/^3[1-6]\d{2}/, 6],
  [/^39[0-5]\d/, 0, 18],
  [/^40[0-3]/, 0, 30],
  [/^41\d/, 13],
  [/^42\d/, 0, 20],
  [/^43\d{2}/, 0, 70],
  [/^71\d/, 0, 20],
  [/^7[02]\d{2}/, 0, 90],
  [/^8[0-2]\d{2}/, 0, 90],
  [/^9\d/, 0, 90],
];
const SYMBOLOGY = /^\](?:d2|C1|e0|Q3)/;
const END = "\u001d";
const DATES = /^1[1-35-7]/;
const GTINS = /^0[1-3]/;
/** A text with such a beginning is meant as GS1, whether or not it can be read. */
const MEANT = /^(?:\]|\(\d{2,4}\)|0[1-3]\d{14})/;
/** A code that a clinic or a manufacturer puts on one cartridge: short, no address and no code of another system. */
const UNIT = /^[\p{L}\d][\p{L}\d ._#/-]{0,19}$/u;
const PRODUCT = /^(?:\d{8}|\d{12,14})$/;

export type Said = { gtin?: string; lot?: string; expiry?: string; serial?: string };

/**
 * The kind of a code: `gs1` with its content, `unit` the code of one cartridge, `product` the number of all boxes of a
 * kind, `unclear` anything else, of which nothing is used.
 */
export function readCode(
  text: string,
): { kind: "gs1"; said: Said } | { kind: "unit"; code: string } | { kind: "product" | "unclear" } {
  const said = parseGs1(text);
  if (said) return { kind: "gs1", said };
  const code = text.trim();
  if (PRODUCT.test(code) && isGtin(code)) return { kind: "product" };
  return UNIT.test(code) && !MEANT.test(code) ? { kind: "unit", code } : { kind: "unclear" };
}

/**
 * {gtin, lot, expiry "2027-05-31", serial}, each where the code has it; null when it is no GS1 code that can be trusted.
 */
export function parseGs1(text: string): Said | null {
  const raw = text.trim().replace(SYMBOLOGY, "");
  const elements = raw.startsWith("(") ? printed(raw) : scanned(raw);
  if (!elements) return null;
  const expiry = elements.get("17");
  const found = {
    gtin: elements.get("01"),
    lot: elements.get("10"),
    expiry: expiry === undefined ? undefined : dayOf(expiry),
    serial: elements.get("21"),
  };
  const known = Object.entries(found).filter(([, value]) => value !== undefined);
  return known.length ? Object.fromEntries(known) : null;
}

/** "(01)...(17)...(10)..." */
function printed(text: string): Map<string, string> | null {
  const parts = [...text.matchAll(/\((\d{2,4})\)([^(]*)/g)];
  if (parts.map((part) => part[0]).join("") !== text) return null;
  return fitting(parts.map(([, identifier, value]) => [identifier, value.trim()]));
}

/**
 * Fixed elements follow each other, others end at a separator or with the code. A value that ends like further elements
 * has probably lost the separator before them, so its end is unknown.
 */
function scanned(text: string): Map<string, string> | null {
  const parts = elementsOf(text);
  if (!parts || parts.some(([identifier, value]) => !identified(identifier)[1] && hidesElements(value))) return null;
  return fitting(parts);
}

function elementsOf(text: string): [string, string][] | null {
  const parts: [string, string][] = [];
  for (let rest of text.split(END)) {
    while (rest) {
      const [identifier, fixed] = identified(rest);
      if (!identifier) return null;
      const value = rest.slice(identifier.length);
      parts.push([identifier, value.slice(0, fixed || value.length)]);
      rest = value.slice(fixed || value.length);
    }
  }
  return parts;
}

/** Whether a value ends with a date or a product number and possible further elements. */
function hidesElements(value: string) {
  return [...value].some((_, at) => {
    const tail = value.slice(at);
    if (at === 0 || !(DATES.test(tail) || GTINS.test(tail))) return false;
    const parts = elementsOf(tail);
    return parts !== null && fitting(parts) !== null;
  });
}

/** The identifier a text begins with, and the exact or maximum length of its value. */
function identified(text: string): [string?, number?, number?] {
  const [known, ...lengths] = IDENTIFIERS.find(([each]) => each.test(text)) ?? [];
  return known ? [known.exec(text)?.[0], ...lengths] : [];
}

/** Returns null when a value violates its identifier, or when one identifier has two values. */
function fitting(parts: [string, string][]): Map<string, string> | null {
  const elements = new Map(parts);
  const fits = parts.every(([identifier, value]) => {
    const [known, fixed, longest = 0] = identified(identifier);
    if (known !== identifier || elements.get(identifier) !== value) return false;
    if (!fixed) return value && value.length <= longest;
    return value.length === fixed && /^\d+$/.test(value) && isTrue(identifier, value);
  });
  return fits ? elements : null;
}

function isTrue(identifier: string, value: string) {
  if (GTINS.test(identifier)) return isGtin(value);
  return !DATES.test(identifier) || dayOf(value) !== null;
}

/** The last digit checks the others, weighted 3 and 1 in turn from the right. */
function isGtin(digits: string) {
  const sum = [...digits.padStart(14, "0")].reduce((all, digit, n) => all + Number(digit) * (n % 2 ? 1 : 3), 0);
  return sum % 10 === 0;
}

/** "270500" is the last day of May 2027. */
function dayOf(digits: string): string | null {
  const [year, month, day] = [2000 + Number(digits.slice(0, 2)), Number(digits.slice(2, 4)), Number(digits.slice(4))];
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day > last) return null;
  return `${year}-${digits.slice(2, 4)}-${String(day || last).padStart(2, "0")}`;
}
