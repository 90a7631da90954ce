// Whether a signed record still holds what its signatures are under: one hash when it is opened.
import type { LocalRecord } from "../types.js";
import { contentHash } from "./canonical.js";

type Signed = Pick<
  LocalRecord,
  "id" | "patient_id" | "signed_patient_id" | "type" | "state" | "version" | "fields" | "signatures" | "local"
>;

const STATES = ["signed", "approved", "acknowledged"];

/** What this tablet has changed itself, and has not sent yet, the server signs. */
export async function isAsSigned(record: Signed): Promise<boolean> {
  if (!STATES.includes(record.state) || Object.keys(record.local).length) return true;
  const current = (record.signatures ?? []).filter(({ version }) => version === record.version);
  const now = await contentHash(record);
  return current.length > 0 && current.every(({ content_hash }) => content_hash === now);
}

const looked = new WeakMap<object, boolean>();

/** For a screen: false until it is known, then the screen is drawn again. */
export function isKnownChanged(record: Signed, redraw: () => void): boolean {
  const known = looked.get(record);
  if (known !== undefined) return known;
  looked.set(record, false);
  void isAsSigned(record).then((whole) => {
    looked.set(record, !whole);
    if (!whole) redraw();
  });
  return false;
}
