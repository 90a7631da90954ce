// Which operation takes a record from which state to which. The same table as server/domain/workflow.py, which says besides
// what each one asks for first.

/** Operation -> state -> the state after it; a record that does not exist yet is "new".
 * @typedef {Record<string, Record<string, string>>} Transitions */

/** @type {Transitions} */
const KEPT = { create: { new: "active" }, patch: { active: "active" }, void: { active: "void" } };

/** @type {Record<string, Transitions>} */
export const TRANSITIONS = {
  patient: KEPT,
  lot: KEPT,
  protocol: KEPT,
  note: {
    create: { new: "draft" },
    patch: { draft: "draft", returned: "returned" },
    sign: { draft: "signed", returned: "signed" },
    approve: { signed: "approved" },
    return: { signed: "returned" },
    amend: { signed: "signed", approved: "signed" },
    void: { draft: "void", returned: "void", signed: "void", approved: "void" },
  },
  conflict: { create: { new: "open" }, resolve: { open: "resolved" } },
};

/** The state after the operation, or null when it is not possible.
 * @param {string} type @param {string | null} state null: the record does not exist yet @param {string} op */
export const nextState = (type, state, op) => TRANSITIONS[type]?.[op]?.[state ?? "new"] ?? null;

/** @param {string | null} state @param {string} op @param {string} type */
export const canTransition = (state, op, type = "note") => nextState(type, state, op) !== null;

/** @param {string} type @param {string} state */
export const isEditable = (type, state) => canTransition(state, "patch", type);
