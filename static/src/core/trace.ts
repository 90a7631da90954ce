// The trace of a record: what was done to it beside its content. Mirrors server/domain/trace.py.
import type { Content, LocalRecord, Pin, TraceEntry, Unit } from "../types.js";

const PROPOSALS = ["propose_void", "keep"];

/** The proposal to declare the record void that waits for a second person. It holds for the content it was about. */
export function openProposal({ trace, content_hash }: Pick<LocalRecord, "trace" | "content_hash">): TraceEntry | null {
  const last = trace?.findLast(({ kind }) => PROPOSALS.includes(kind));
  return last?.kind === "propose_void" && last.content_hash === content_hash ? last : null;
}

const KINDS = ["propose_void", "keep", "unvoid", "archive", "unarchive", "take_over", "move", "merge"];

export const isTraced = (kind: string) => KINDS.includes(kind);

const ROUNDS = ["return", "sign"];

/** The rounds of the review, the earliest first: returns, and the signatures that answered them. */
export const roundsOf = ({ trace }: Pick<LocalRecord, "trace">): TraceEntry[] =>
  trace?.filter(({ kind }) => ROUNDS.includes(kind)) ?? [];

/** What is to be corrected where, while the note waits for it. */
export function openPins({ state, trace }: Pick<LocalRecord, "state" | "trace">): Pin[] {
  return (state === "returned" && trace?.findLast(({ kind }) => kind === "return")?.pins) || [];
}

/** The return that this version answers, and the note as it was then; null for a note that answers none. */
export function answered({
  state,
  version,
  fields,
  trace,
}: Pick<LocalRecord, "state" | "version" | "fields" | "trace">): { round: TraceEntry; fields: Content } | null {
  const rounds = roundsOf({ trace });
  const [round, answer] = rounds.slice(-2);
  if (state !== "signed" || answer?.kind !== "sign" || answer.version !== version || !answer.before) return null;
  const before = Object.entries({ ...fields, ...answer.before }).filter(([, values]) => values);
  return { round, fields: Object.fromEntries(before) as Content };
}

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
