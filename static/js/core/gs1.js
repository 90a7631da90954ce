// What a scanned code on a box says: GS1 element strings (UDI), as a scanner gives them or as they are printed.

/** Application identifiers: [length when fixed, else 0, longest when not]. @type {Record<string, [number, number]>} */
const IDENTIFIERS = {
  "00": [18, 0],
  "01": [14, 0],
  "02": [14, 0],
  10: [0, 20],
  11: [6, 0],
  12: [6, 0],
  13: [6, 0],
  15: [6, 0],
  16: [6, 0],
  17: [6, 0],
  20: [2, 0],
  21: [0, 20],
  22: [0, 20],
  30: [0, 8],
  37: [0, 8],
  240: [0, 30],
  241: [0, 30],
  250: [0, 30],
  ...Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`9${n + 1}`, [0, 90]])),
};
const SYMBOLOGY = /^\](?:d2|C1|e0|Q3)/;
const END = "\u001d";

/**
 * {gtin, lot, expiry "2027-05-31", serial}, each where the code has it; null when it is no GS1 code that can be trusted.
 * @param {string} text @returns {{gtin?: string, lot?: string, expiry?: string, serial?: string} | null}
 */
export function parseGs1(text) {
  const raw = text.trim().replace(SYMBOLOGY, "");
  const elements = raw.startsWith("(") ? printed(raw) : scanned(raw);
  if (!elements?.size) return null;
  const [gtin, expiry] = [elements.get("01"), elements.get("17")];
  if (gtin !== undefined && !isGtin(gtin)) return null;
  const day = expiry === undefined ? undefined : dayOf(expiry);
  if (day === null) return null;
  const found = { gtin, lot: elements.get("10"), expiry: day, serial: elements.get("21") };
  const known = Object.entries(found).filter(([, value]) => value !== undefined);
  return known.length ? Object.fromEntries(known) : null;
}

/** "(01)...(17)...(10)..." @param {string} text @returns {Map<string, string> | null} */
function printed(text) {
  const parts = [...text.matchAll(/\((\d{2,4})\)([^(]*)/g)];
  if (parts.map((part) => part[0]).join("") !== text) return null;
  return fitting(parts.map(([, identifier, value]) => [identifier, value.trim()]));
}

/** Fixed elements follow each other, others end at a separator or with the code. @param {string} text @returns {Map<string, string> | null} */
function scanned(text) {
  /** @type {Array<[string, string]>} */
  const parts = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === END) {
      at += 1;
      continue;
    }
    const identifier = [2, 3].map((length) => text.slice(at, at + length)).find((each) => each in IDENTIFIERS);
    if (!identifier) return null;
    at += identifier.length;
    const end = text.indexOf(END, at);
    const length = IDENTIFIERS[identifier][0] || (end < 0 ? text.length : end) - at;
    parts.push([identifier, text.slice(at, at + length)]);
    at += length;
  }
  return fitting(parts);
}

/** @param {Array<[string, string]>} parts @returns {Map<string, string> | null} null when one is not as its identifier wants it */
function fitting(parts) {
  const wrong = parts.some(([identifier, value]) => {
    const [fixed, longest] = IDENTIFIERS[identifier] ?? [0, 0];
    return fixed ? !new RegExp(`^\\d{${fixed}}$`).test(value) : !value || value.length > longest;
  });
  return wrong ? null : new Map(parts);
}

/** The last digit checks the others, weighted 3 and 1 in turn. @param {string} digits */
function isGtin(digits) {
  const sum = [...digits].reduce((all, digit, n) => all + Number(digit) * (n % 2 ? 1 : 3), 0);
  return sum % 10 === 0;
}

/** "270500" is the last day of May 2027. @param {string} digits @returns {string | null} */
function dayOf(digits) {
  const [year, month, day] = [2000 + Number(digits.slice(0, 2)), Number(digits.slice(2, 4)), Number(digits.slice(4))];
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day > last) return null;
  return `${year}-${digits.slice(2, 4)}-${String(day || last).padStart(2, "0")}`;
}
