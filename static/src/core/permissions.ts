// Who may do what, by the table of GET /forms: an action is granted when all predicates of one of its rows hold. The
// server decides (server/domain/permissions.py); the tablet offers what the server would grant.

import type { Forms, LocalRecord, User } from "../types.js";
import { completer, openProposal } from "./trace.js";
import { hasWritten } from "./writers.js";

/** `confirmed`: a second person stands behind the role; unknown to sessions kept by an app of before. */
type Actor = Pick<User, "id" | "role" | "treats"> & { confirmed?: boolean };
/** `source` is of an op in quarantine. */
type Subject = Pick<LocalRecord, "author_id" | "content_hash" | "fields" | "signatures" | "trace" | "writers"> & {
  source?: string;
};
type Table = Record<string, string[][]>;

const PREDICATES: Record<string, (actor: Actor, record: Subject | null) => boolean> = {
  anyone: () => true,
  treats: ({ role, treats }) => role === "practitioner" || treats,
  is_supervisor: ({ role }) => role === "supervisor",
  is_admin: ({ role }) => role === "admin",
  is_confirmed: ({ confirmed }) => confirmed !== false,
  is_author: ({ id }, record) => record?.author_id === id,
  was_not_drained: (_actor, record) => record?.source !== "drained" && record?.source !== "unsigned",
  was_never_approved: (_actor, record) => !record?.signatures?.some(({ meaning }) => meaning === "countersign"),
  has_taken_over: ({ id }, record) => completer(record?.trace) === id,
  was_proposed_by_another: ({ id }, record) => record === null || (openProposal(record)?.by ?? id) !== id,
  did_not_write: ({ id }, record) => record === null || !hasWritten(id, record),
};

const EVERYBODY = [["anyone"]];
const TREATING = [["treats"]];
const COMPLETING = ["is_supervisor", "has_taken_over"];
const AUTHOR = [["treats", "is_author"], COMPLETING];
const CARE = [["treats"], ["is_supervisor"]];
const OWN_CARE = [
  ["treats", "is_author"],
  ["is_supervisor", "is_author"],
];
const VOIDING = [
  ["treats", "is_author", "was_never_approved"],
  ["is_supervisor", "was_never_approved"],
  ["is_supervisor", "is_confirmed", "did_not_write", "was_proposed_by_another"],
];
const SUPERVISOR = [["is_supervisor"]];
const SHELF = [["treats"], ["is_supervisor"], ["is_admin"]];
const SECOND = [["is_supervisor", "is_confirmed", "did_not_write"]];
const OVERSIGHT = [["is_supervisor"], ["is_admin"]];
const CONFIRMED_OVERSIGHT = [
  ["is_supervisor", "is_confirmed"],
  ["is_admin", "is_confirmed"],
];
const ADMIN = [["is_admin"]];

/**
 * The table of this release. It is used while the forms on a tablet are older than the table, so that work can go on.
 */
export const SHIPPED = {
  "self.read": EVERYBODY,
  "forms.read": EVERYBODY,
  sync: EVERYBODY,
  "patient.list": EVERYBODY,
  "patient.read": EVERYBODY,
  "patient.create": CARE,
  "patient.patch": CARE,
  "patient.void": OVERSIGHT,
  "patient.unvoid": SUPERVISOR,
  "patient.archive": SUPERVISOR,
  "patient.unarchive": CARE,
  "patient.merge": SUPERVISOR,
  "patient.confirm_identity": CARE,
  "note.list": EVERYBODY,
  "note.read": EVERYBODY,
  "note.create": TREATING,
  "note.patch": [["treats"], COMPLETING],
  "note.sign": AUTHOR,
  "note.amend": AUTHOR,
  "note.approve": SECOND,
  "note.return": SECOND,
  "note.void": VOIDING,
  "note.propose_void": CARE,
  "note.unvoid": SUPERVISOR,
  "note.take_over": SUPERVISOR,
  "note.move": [["treats", "is_author", "was_never_approved"], ["is_supervisor"]],
  "note.override": SECOND,
  "follow_up.create": CARE,
  "follow_up.patch": OWN_CARE,
  "follow_up.sign": OWN_CARE,
  "follow_up.amend": OWN_CARE,
  "follow_up.acknowledge": SECOND,
  "follow_up.void": VOIDING,
  "follow_up.propose_void": CARE,
  "follow_up.unvoid": SUPERVISOR,
  "lot.create": SHELF,
  "lot.patch": SHELF,
  "lot.approve": [["is_supervisor", "is_confirmed"]],
  "lot.void": SHELF,
  "protocol.create": CARE,
  "protocol.patch": CARE,
  "protocol.void": CARE,
  "conflict.read": EVERYBODY,
  "conflict.resolve": CARE,
  "quarantine.read": EVERYBODY,
  "quarantine.read_all": SUPERVISOR,
  "quarantine.count_all": [["is_supervisor"], ["is_admin"]],
  "quarantine.settle": [["is_author", "was_not_drained"], ["is_supervisor"]],
  "quarantine.import": SUPERVISOR,
  "review.list": SUPERVISOR,
  "recall.read": OVERSIGHT,
  "audit.read": OVERSIGHT,
  "summary.export": EVERYBODY,
  "summary.link": EVERYBODY,
  "clinic.export": CONFIRMED_OVERSIGHT,
  "import.write": CONFIRMED_OVERSIGHT,
  "clinic.read": EVERYBODY,
  "clinic.change": ADMIN,
  "server.read": ADMIN,
  "limits.read": EVERYBODY,
  "limits.change": ADMIN,
  "limits.approve": [["is_supervisor", "is_confirmed"]],
  "user.list": EVERYBODY,
  "user.manage": [["is_admin", "is_confirmed"]],
  "user.confirm": [
    ["is_supervisor", "is_confirmed"],
    ["is_admin", "is_confirmed"],
  ],
  "device.list": [["is_admin"], ["is_supervisor"]],
  "device.manage": ADMIN,
};

export type Action = keyof typeof SHIPPED;

/**
 * Whether the person may do this to the record; without a record, whether they may do it to any record of the clinic.
 */
export function can(
  action: Action,
  actor: Actor,
  record: Subject | null,
  forms: Pick<Forms, "permissions"> | null,
): boolean {
  const table: Table = forms?.permissions ?? SHIPPED;
  return (table[action] ?? []).some((row) => row.every((name) => PREDICATES[name]?.(actor, record) ?? false));
}
