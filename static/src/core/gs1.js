// What a scanned code on a box says: GS1 element strings (UDI), as a scanner gives them or as they are printed.

/** Application identifiers of the GS1 General Specifications, and how many digits follow exactly, or characters at most.
 * @type {[RegExp, number, number?][]} */
const IDENTIFIERS = [
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
/** What begins like this is meant as GS1, whether or not it can be read. */
const MEANT = /^(?:\]|\(\d{2,4}\)|0[1-3]\d{14})/;
/** A code that a clinic or a manufacturer puts on one cartridge: short, no address and no code of another system. */
const UNIT = /^[\p{L}\d][\p{L}\d ._#/-]{0,19}$/u;
const PRODUCT = /^(?:\d{8}|\d{12,14})$/;

/** @typedef {{gtin?: string, lot?: string, expiry?: string, serial?: string}} Said */

/**
 * What a code is taken for: `gs1` with what it says, `unit` the code of one cartridge, `product` the number of all boxes
 * of a kind, `unclear` anything else, of which nothing is taken.
 * @param {string} text @returns {{kind: "gs1", said: Said} | {kind: "unit", code: string} | {kind: "product" | "unclear"}}
 */
export function readCode(text) {
  const said = parseGs1(text);
  if (said) return { kind: "gs1", said };
  const code = text.trim();
  if (PRODUCT.test(code) && isGtin(code)) return { kind: "product" };
  return UNIT.test(code) && !MEANT.test(code) ? { kind: "unit", code } : { kind: "unclear" };
}

/**
 * {gtin, lot, expiry "2027-05-31", serial}, each where the code has it; null when it is no GS1 code that can be trusted.
 * @param {string} text @returns {Said | null}
 */
export function parseGs1(text) {
  const raw = text.trim().replace(SYMBOLOGY, "");
  const elements = raw.startsWith("(") ? printed(raw) : scanned(raw);
  if (!elements) return null;
  const expiry = elements.get("17");
  const found = {
    gtin: elements.get("01"),
    lot: elements.get("10"),
    expiry: expiry === undefined ? undefined : /** @type {string} */ (dayOf(expiry)),
    serial: elements.get("21"),
  };
  const known = Object.entries(found).filter(([, value]) => value !== undefined);
  return known.length ? Object.fromEntries(known) : null;
}

/** "(01)...(17)...(10)..." @param {string} text @returns {Map<string, string> | null} */
function printed(text) {
  const parts = [...text.matchAll(/\((\d{2,4})\)([^(]*)/g)];
  if (parts.map((part) => part[0]).join("") !== text) return null;
  return fitting(parts.map(([, identifier, value]) => [identifier, value.trim()]));
}

/** Fixed elements follow each other, others end at a separator or with the code. A value that ends like further elements
 * has probably lost the separator before them: then nobody knows where it ends. @param {string} text @returns {Map<string, string> | null} */
function scanned(text) {
  const parts = elementsOf(text);
  if (!parts || parts.some(([identifier, value]) => !identified(identifier)[1] && hidesElements(value))) return null;
  return fitting(parts);
}

/** @param {string} text @returns {[string, string][] | null} */
function elementsOf(text) {
  /** @type {[string, string][]} */
  const parts = [];
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

/** Whether a value ends with a date or a product number and whatever may follow it. @param {string} value */
function hidesElements(value) {
  return [...value].some((_, at) => {
    const tail = value.slice(at);
    if (at === 0 || !(DATES.test(tail) || GTINS.test(tail))) return false;
    const parts = elementsOf(tail);
    return parts !== null && fitting(parts) !== null;
  });
}

/** The identifier a text begins with; how long its value is, or at most. @param {string} text @returns {[string?, number?, number?]} */
function identified(text) {
  const [known, ...lengths] = IDENTIFIERS.find(([each]) => each.test(text)) ?? [];
  return known ? [known.exec(text)?.[0], ...lengths] : [];
}

/** @param {[string, string][]} parts @returns {Map<string, string> | null} null when one is not as its identifier wants it, or says two things */
function fitting(parts) {
  const elements = new Map(parts);
  const fits = parts.every(([identifier, value]) => {
    const [known, fixed, longest = 0] = identified(identifier);
    if (known !== identifier || elements.get(identifier) !== value) return false;
    if (!fixed) return value && value.length <= longest;
    return value.length === fixed && /^\d+$/.test(value) && isTrue(identifier, value);
  });
  return fits ? elements : null;
}

/** @param {string} identifier @param {string} value */
function isTrue(identifier, value) {
  if (GTINS.test(identifier)) return isGtin(value);
  return !DATES.test(identifier) || dayOf(value) !== null;
}

/** The last digit checks the others, weighted 3 and 1 in turn from the right. @param {string} digits */
function isGtin(digits) {
  const sum = [...digits.padStart(14, "0")].reduce((all, digit, n) => all + Number(digit) * (n % 2 ? 1 : 3), 0);
  return sum % 10 === 0;
}

/** "270500" is the last day of May 2027. @param {string} digits @returns {string | null} */
function dayOf(digits) {
  const [year, month, day] = [2000 + Number(digits.slice(0, 2)), Number(digits.slice(2, 4)), Number(digits.slice(4))];
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day > last) return null;
  return `${year}-${digits.slice(2, 4)}-${String(day || last).padStart(2, "0")}`;
}
