// The trace of a record: what was done to it beside its content. Mirrors server/domain/trace.py.
import type { LocalRecord, TraceEntry, Unit } from "../types.js";

const PROPOSALS = ["propose_void", "keep"];

/** The proposal to declare the record void that waits for a second person. It holds for the content it was about. */
export function openProposal({ trace, content_hash }: Pick<LocalRecord, "trace" | "content_hash">): TraceEntry | null {
  const last = trace?.findLast(({ kind }) => PROPOSALS.includes(kind));
  return last?.kind === "propose_void" && last.content_hash === content_hash ? last : null;
}

const KINDS = ["propose_void", "keep", "unvoid", "archive", "unarchive", "take_over", "move", "merge"];

export const isTraced = (kind: string) => KINDS.includes(kind);

/** The entry of an act that the server has not confirmed; it is of the person whose tablet this is. */
export const traceOf = ({ kind, user_id: by, client_time: at, reason, content_hash, ...op }: Unit): TraceEntry => ({
  kind,
  by,
  name: "",
  at,
  reason: reason || null,
  ...(kind === "propose_void" ? { content_hash } : {}),
  ...(kind === "move" ? { to: op.patient_id } : {}),
  ...(kind === "merge" ? { from: op.id, to: op.into } : {}),
});

/** Who completes the note of an author who has left. */
export const completer = (trace: TraceEntry[] | undefined) => trace?.findLast(({ kind }) => kind === "take_over")?.by;
