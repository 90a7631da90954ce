// What a scanned code on a box says: GS1 element strings (UDI), as a scanner gives them or as they are printed.

/** Application identifiers, and how many characters follow: exactly, or at most. @type {[RegExp, number, number?][]} */
const IDENTIFIERS = [
  [/^00/, 18],
  [/^0[12]/, 14],
  [/^1[1-35-7]/, 6],
  [/^20/, 2],
  [/^(10|2[12])/, 0, 20],
  [/^3[07]/, 0, 8],
  [/^(24[01]|250)/, 0, 30],
  [/^9[1-9]/, 0, 90],
];
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
  return fitting(parts);
}

/** The identifier a text begins with; how long its value is, or at most. @param {string} text @returns {[string?, number?, number?]} */
function identified(text) {
  const [known, ...lengths] = IDENTIFIERS.find(([each]) => each.test(text)) ?? [];
  return known ? [known.exec(text)?.[0], ...lengths] : [];
}

/** @param {[string, string][]} parts @returns {Map<string, string> | null} null when one is not as its identifier wants it */
function fitting(parts) {
  const fits = parts.every(([identifier, value]) => {
    const [known, fixed, longest = 0] = identified(identifier);
    if (known !== identifier) return false;
    return fixed ? value.length === fixed && /^\d+$/.test(value) : value && value.length <= longest;
  });
  return fits ? new Map(parts) : null;
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
