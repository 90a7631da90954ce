import { t } from "../../lib/i18n.js";
import type { Op, RecordTypeName } from "../../types.js";
import { traceWords } from "../note-record/trace-words.js";

/** The text that identifies the record an op belongs to. */
type OpOf = Pick<Op, "type" | "id">;

/** The ops of one record. */
export interface RecordOps<One extends OpOf = Op> {
  type: RecordTypeName;
  id: string;
  ops: One[];
}

const CREATED: Partial<Record<RecordTypeName, () => string>> = {
  patient: () => t("New patient"),
  lot: () => t("New box on the shelf"),
  protocol: () => t("New protocol"),
  follow_up: () => t("New follow-up"),
};

const KINDS: Record<string, ((op: Op, place: string) => string) | undefined> = {
  create: ({ type }) => CREATED[type]?.() ?? t("New note"),
  patch: (_op, place) => t("Changed: {place}", { place }),
  sign: () => t("Signature"),
  approve: () => t("Approval"),
  acknowledge: () => t("Noted by a supervisor"),
  return: () => t("Returned for correction"),
  amend: () => t("Amendment"),
  void: () => t("Declared void"),
  resolve: () => t("Decision about a conflicting edit"),
  unfinished: () => t("Only begun, never saved"),
};

const REFUSALS: Record<string, () => string> = {
  incomplete: () => t("Something needed for the signature is missing. Open the note; it lists what."),
  stale: () => t("The record had changed meanwhile. Look at it as it is now, then do it again."),
  wrong_state: () => t("The record is in a state that does not allow this any more."),
  not_allowed: () => t("Your role does not allow this, or it is your own note."),
  not_found: () =>
    t("The server does not know this record. It may belong to another clinic, or its creation was refused."),
  full: () => t("The note has as many photos as it takes. Take one away there, then send this one again."),
  damaged: () =>
    t("What the server has stored is not what was written and signed. Whoever runs the server must look at it first."),
  update_needed: () =>
    t(
      "This was signed with an older version of the app, which could not show all of the note. Look at it and sign again.",
    ),
  not_together: () => t("It cannot be approved together with others. Look at it, and approve it by itself."),
  conflict_open: () => t("This note has a conflicting edit. Resolve that first."),
  validation: () => t("An entry has a shape the server does not accept."),
  imported: () => t("A supervisor has imported this from a file. It waits on the server to be decided about."),
  drained: () => t("The server keeps this, but has not entered it: the person or the tablet is blocked."),
  unsigned: () =>
    t(
      "This arrived without your signature, so nothing proves that you wrote it. Send it again: this tablet signs it then.",
    ),
  signature: () =>
    t("The signature is not yours, or something was changed after it. Send it again: this tablet signs it then."),
  op_reuse: () => t("The tablet sent two different entries under one number. Export it and tell your administrator."),
};

/** The effect of an op, as text. `place` is the name of the section it changes. */
export const opLabel = (op: Op, place: string): string => KINDS[op.kind]?.(op, place) ?? traceWords(op.kind) ?? op.kind;

/** Why the server refused it, by its code; the server's own sentence follows this text. */
export const refusalLabel = ({ code }: { code: string }): string =>
  (REFUSALS[code] ?? (() => t("The server did not accept this.")))();

/** Ops of one record together, oldest record first. */
export function byRecord<One extends OpOf>(ops: One[]): RecordOps<One>[] {
  const groups = new Map<string, RecordOps<One>>();
  for (const op of ops) {
    const key = `${op.type} ${op.id}`;
    const record = groups.get(key);
    if (record) record.ops.push(op);
    else groups.set(key, { type: op.type, id: op.id, ops: [op] });
  }
  return [...groups.values()];
}
