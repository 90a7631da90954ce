// Which operation takes a record from which state to which, by the table of GET /forms (server/domain/workflow.py),
// which also says what each operation requires.

/** Operation -> state -> the state after it; a record that does not exist yet is "new".
 */
export type Transitions = Record<string, Record<string, string>>;

const KEPT: Transitions = { create: { new: "active" }, patch: { active: "active" }, void: { active: "void" } };

export const TRANSITIONS: Record<string, Transitions> = {
  patient: {
    ...KEPT,
    patch: { active: "active", archived: "archived" },
    void: { active: "void", archived: "void" },
    archive: { active: "archived" },
    unarchive: { archived: "active" },
    confirm_identity: { active: "active", archived: "archived" },
    merge: { active: "merged", archived: "merged" },
    unvoid: { void: "void" },
  },
  lot: KEPT,
  protocol: KEPT,
  note: {
    create: { new: "draft" },
    import: { new: "imported" },
    patch: { draft: "draft", returned: "returned" },
    sign: { draft: "signed", returned: "signed" },
    approve: { signed: "approved" },
    return: { signed: "returned" },
    amend: { signed: "signed", approved: "signed" },
    void: { draft: "void", imported: "void", returned: "void", signed: "void", approved: "void" },
    propose_void: { approved: "approved" },
    keep: { approved: "approved" },
    take_over: { draft: "draft", returned: "returned" },
    move: { draft: "draft", imported: "imported", returned: "returned", signed: "signed", approved: "approved" },
    unvoid: { void: "void" },
  },
  follow_up: {
    create: { new: "draft" },
    patch: { draft: "draft" },
    sign: { draft: "signed" },
    amend: { signed: "signed", acknowledged: "signed" },
    acknowledge: { signed: "acknowledged" },
    void: { draft: "void", signed: "void", acknowledged: "void" },
    propose_void: { acknowledged: "acknowledged" },
    keep: { acknowledged: "acknowledged" },
    unvoid: { void: "void" },
  },
  conflict: { create: { new: "open" }, resolve: { open: "resolved" } },
};

/** As GET /forms gives it; `to` is null where the state stays. */
export type ServedWorkflow = Record<string, { op: string; from: string[]; to: string | null }[]>;

let inUse = TRANSITIONS;

/** Uses the table of the forms, or that of this release without one: pending changes must still be shown. */
export function setWorkflow(served: ServedWorkflow | undefined) {
  inUse = served
    ? mapped(served, (steps) => Object.fromEntries(steps.map((step) => [step.op, byState(step)])))
    : TRANSITIONS;
}

const byState = ({ from, to }: ServedWorkflow[string][number]) =>
  Object.fromEntries(from.map((state) => [state, to ?? state]));

const mapped = <From, To>(table: Record<string, From>, turn: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(table).map(([key, value]) => [key, turn(value)]));

/**
 * The state after the operation, or null when it is not possible. `state` is null when the record does not exist yet.
 */
export const nextState = (type: string, state: string | null, op: string) =>
  inUse[type]?.[op]?.[state ?? "new"] ?? null;

export const canTransition = (state: string | null, op: string, type: string = "note") =>
  nextState(type, state, op) !== null;

export const isEditable = (type: string, state: string) => canTransition(state, "patch", type);
