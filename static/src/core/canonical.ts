// Canonical JSON (RFC 8785) and the content hash that signatures cover; the same bytes as server/domain/canonical.py.
import type { Content, Unit, Value } from "../types.js";

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Throws RangeError for a value that JSON cannot represent exactly. */
export function canonicalJson(value: Value): string {
  if (typeof value === "string") return text(value);
  if (typeof value === "number" && !Number.isFinite(value)) throw new RangeError("number out of range");
  if (value === null || typeof value === "boolean" || typeof value === "number") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object") throw new RangeError(`not JSON: ${typeof value}`);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${text(key)}:${canonicalJson(value[key])}`).join(",")}}`;
}

function text(value: string) {
  if (LONE_SURROGATE.test(value)) throw new RangeError("lone surrogate");
  return JSON.stringify(value);
}

/** Equality of the canonical JSON. */
export const same = (one: Value, other: Value) => canonicalJson(one) === canonicalJson(other);

/** Cleared fields and empty units count as absent. */
export function withoutEmpty(fields: Content) {
  const units = Object.entries(fields).map(([unit, values]) => [unit, withoutNulls(values ?? {})]);
  return Object.fromEntries(units.filter(([, values]) => Object.keys(values).length));
}

export const withoutNulls = (unit: Unit) =>
  Object.fromEntries(Object.entries(unit).filter(([, value]) => value != null));

/** SHA-256 (hex) of a record's content. */
export async function contentHash({
  id,
  patient_id = null,
  signed_patient_id,
  type,
  fields,
}: {
  id: string;
  patient_id?: string | null;
  /** Whom a record that was moved was written for. */
  signed_patient_id?: string;
  type: string;
  fields: Content;
}): Promise<string> {
  const signed = { id, patient_id: signed_patient_id ?? patient_id, type, fields: withoutEmpty(fields) };
  const bytes = new TextEncoder().encode(canonicalJson(signed));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
