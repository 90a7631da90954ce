// Who wrote a note: a writer may not be its second person. Mirrors server/domain/writers.py.
import type { Unit, Value } from "../types.js";

/** Whether the person opened the note, treated, signed or amended it, or wrote any unit of it. */
export const hasWritten = (
  userId: string,
  {
    author_id,
    fields,
    signatures,
    writers = [],
  }: { author_id: string; fields?: Unit; signatures: Value[]; writers?: string[] },
) =>
  author_id === userId ||
  fields?.visit?.operator === userId ||
  signatures.some((entry) => entry.meaning !== "countersign" && entry.user_id === userId) ||
  writers.includes(userId);

/** The writers after an operation that is pending on this tablet. An override belongs to the review. */
export function withWriter(writers: string[], { kind, unit, user_id }: Unit) {
  const wrote = ["create", "patch", "amend"].includes(kind) && !unit?.startsWith("override:");
  return wrote && !writers.includes(user_id) ? [...writers, user_id] : writers;
}
