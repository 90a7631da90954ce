// The trace of a record: what was done to it beside its content. Mirrors server/domain/trace.py.
import type { Content, LocalRecord, Pin, TraceEntry, Unit } from "../types.js";
import { same } from "./canonical.js";

const PROPOSALS = ["propose_void", "keep"];

/** The proposal to declare the record void that waits for a second person. It holds for the content it was about. */
export function openProposal({ trace, content_hash }: Pick<LocalRecord, "trace" | "content_hash">): TraceEntry | null {
  const last = trace?.findLast(({ kind }) => PROPOSALS.includes(kind));
  return last?.kind === "propose_void" && last.content_hash === content_hash ? last : null;
}

const IDENTITY = ["identity", "confirm_identity"];
const KINDS = ["propose_void", "keep", "unvoid", "archive", "unarchive", "take_over", ...IDENTITY, "move", "merge"];

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

const IDENTIFYING = ["mrn", "given", "family", "birth_date"];

type Patient = Pick<LocalRecord, "trace"> & { fields?: Content };

/** What tells a patient from others. */
export const identityOf = (fields: Content = {}): Unit =>
  Object.fromEntries(IDENTIFYING.map((name) => [name, fields.identity?.[name] ?? null]));

const beforeOf = ({ before }: TraceEntry): Unit => identityOf((before ?? {}) as Content);
const lastOf = ({ trace }: Pick<LocalRecord, "trace">) => trace?.findLast(({ kind }) => IDENTITY.includes(kind));

/** The change of identity that nobody has confirmed; none once the earlier one was put back. */
export function openIdentity(patient: Patient): TraceEntry | null {
  const last = lastOf(patient);
  return last?.kind === "identity" && !same(beforeOf(last), identityOf(patient.fields)) ? last : null;
}

/** Whether a change of content begins one of identity: not while one waits already. */
export function changesIdentity({ trace, fields }: Patient, after: Content): boolean {
  const now = identityOf(fields);
  if (same(now, identityOf(after))) return false;
  const last = lastOf({ trace });
  return last?.kind !== "identity" || same(beforeOf(last), now);
}

/**
 * Who the patient, or the record that was merged into theirs, was said to be, each once with `until`; not what they are
 * called now. The latest first.
 */
export function earlierIdentities({ trace, fields }: Patient): Unit[] {
  const found: Unit[] = [];
  const seen = [identityOf(fields)];
  for (const entry of [...(trace ?? [])].reverse()) {
    if (entry.kind !== "identity" && entry.kind !== "merge") continue;
    const earlier = entry.kind === "identity" ? beforeOf(entry) : identityOf({ identity: entry.identity ?? {} });
    if (seen.some((one) => same(one, earlier)) || Object.values(earlier).every((value) => value === null)) continue;
    seen.push(earlier);
    found.push({ ...earlier, until: entry.at });
  }
  return found;
}

/** Who the patient was said to be at that moment, where that is not who they are said to be now. */
export function identityAt({ trace, fields }: Patient, at: string): Unit | null {
  const changed = trace?.find(({ kind, at: then }) => kind === "identity" && Date.parse(then) > Date.parse(at));
  const earlier = changed && beforeOf(changed);
  return earlier && !same(earlier, identityOf(fields)) ? earlier : null;
}
