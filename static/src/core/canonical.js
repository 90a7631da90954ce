// Canonical JSON (RFC 8785) and the hash people sign; the same bytes as server/domain/canonical.py.

const LONE_SURROGATE = /\p{Surrogate}/u;

/** @param {any} value @returns {string} throws RangeError for what JSON cannot say exactly */
export function canonicalJson(value) {
  if (typeof value === "string") return text(value);
  if (typeof value === "number" && !Number.isFinite(value)) throw new RangeError("number out of range");
  if (value === null || typeof value === "boolean" || typeof value === "number") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object") throw new RangeError(`not JSON: ${typeof value}`);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${text(key)}:${canonicalJson(value[key])}`).join(",")}}`;
}

/** @param {string} value */
function text(value) {
  if (LONE_SURROGATE.test(value)) throw new RangeError("lone surrogate");
  return JSON.stringify(value);
}

/** Equality as JSON sees it. @param {any} one @param {any} other */
export const same = (one, other) => canonicalJson(one) === canonicalJson(other);

/** Cleared fields and empty units count as absent. @param {Record<string, Record<string, any>>} fields */
export function withoutEmpty(fields) {
  const units = Object.entries(fields).map(([unit, values]) => [unit, withoutNulls(values ?? {})]);
  return Object.fromEntries(units.filter(([, values]) => Object.keys(values).length));
}

/** @param {Record<string, any>} unit */
export const withoutNulls = (unit) => Object.fromEntries(Object.entries(unit).filter(([, value]) => value != null));

/** SHA-256 (hex) of a record's content.
 * @param {{id: string, patient_id?: string | null, type: string, fields: Record<string, Record<string, any>>}} record
 * @returns {Promise<string>} */
export async function contentHash({ id, patient_id = null, type, fields }) {
  const bytes = new TextEncoder().encode(canonicalJson({ id, patient_id, type, fields: withoutEmpty(fields) }));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
