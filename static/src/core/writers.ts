// Who wrote a note: whoever did may not be its second person. The same as server/domain/writers.py.
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

/** The people who wrote, after an operation that waits on this tablet. An override is an act of the review. */
export function withWriter(writers: string[], { kind, unit, user_id }: Unit) {
  const wrote = ["create", "patch", "amend"].includes(kind) && !unit?.startsWith("override:");
  return wrote && !writers.includes(user_id) ? [...writers, user_id] : writers;
}
