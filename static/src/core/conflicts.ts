// What a conflict asks about, compared with the current record: the conflict's own copy of the other side dates from
// its last write.
import type { Unit } from "../types.js";

import { canTransition } from "./workflow.js";

export type Subject = { state: string; content_hash: string; fields: Unit };

/**
 * The current value of the unit; for a whole record its content hash. A tablet has a void record without its former
 * content.
 */
export function currentSide({ fields: { about, theirs } }: { fields: Unit }, record: Subject | null): Unit {
  if (record && !about.unit) return { content_hash: record.content_hash };
  return (record && record.state !== "void" ? record.fields[about.unit] : theirs?.value) ?? {};
}

/** Whether the record is editable, signed or void now. */
export function currentKind({ fields: { about } }: { fields: Unit }, record: Subject | null): string {
  if (!record || about.kind === "void_vs_edit") return about.kind;
  if (canTransition(record.state, "patch", about.record_type)) return "edit";
  return ["void", "merged"].includes(record.state) ? "edit_of_void" : "late_edit";
}
