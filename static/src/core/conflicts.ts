// What a conflict asks about, as the record stands now: its own copy of the other side is from when it was last written.
import type { Unit } from "../types.js";

import { canTransition } from "./workflow.js";

export type Subject = { state: string; content_hash: string; fields: Unit };

/** What stands for the unit now; of a whole record its content hash. A void record is on a tablet without what it held.
 * */
export function currentSide({ fields: { about, theirs } }: { fields: Unit }, record: Subject | null): Unit {
  if (record && !about.unit) return { content_hash: record.content_hash };
  return (record && record.state !== "void" ? record.fields[about.unit] : theirs?.value) ?? {};
}

/** Whether the record may be written, is signed or void by now. */
export function currentKind({ fields: { about } }: { fields: Unit }, record: Subject | null): string {
  if (!record || about.kind === "void_vs_edit") return about.kind;
  if (canTransition(record.state, "patch", about.record_type)) return "edit";
  return record.state === "void" ? "edit_of_void" : "late_edit";
}
