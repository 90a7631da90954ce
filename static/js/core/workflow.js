// Which operation takes a record from which state to which. The same table as server/domain/workflow.py.

/** @typedef {{op: string, from: string[], to: string | null, requires: string[]}} Transition */

const SIGNING = ["author", "content_seen", "complete", "no_open_findings", "no_open_conflict"];
const REVIEW = ["not_author", "content_seen", "no_open_conflict"];
const VOIDING = ["content_seen", "reason"];

/** @type {Transition[]} */
const KEPT = [
  { op: "create", from: ["new"], to: "active", requires: [] },
  { op: "patch", from: ["active"], to: null, requires: [] },
  { op: "void", from: ["active"], to: "void", requires: VOIDING },
];

/** @type {Record<string, Transition[]>} */
export const TRANSITIONS = {
  patient: KEPT,
  lot: KEPT,
  protocol: KEPT,
  note: [
    { op: "create", from: ["new"], to: "draft", requires: [] },
    { op: "patch", from: ["draft", "returned"], to: null, requires: [] },
    { op: "sign", from: ["draft", "returned"], to: "signed", requires: SIGNING },
    { op: "approve", from: ["signed"], to: "approved", requires: REVIEW },
    { op: "return", from: ["signed"], to: "returned", requires: [...REVIEW, "comment"] },
    { op: "amend", from: ["signed", "approved"], to: "signed", requires: [...SIGNING, "reason"] },
    { op: "void", from: ["draft", "returned", "signed", "approved"], to: "void", requires: VOIDING },
  ],
  conflict: [
    { op: "create", from: ["new"], to: "open", requires: [] },
    { op: "resolve", from: ["open"], to: "resolved", requires: ["content_seen"] },
  ],
};

/** The state after the operation, or null when it is not possible.
 * @param {string} type @param {string | null} state null: the record does not exist yet @param {string} op */
export function nextState(type, state, op) {
  const from = state ?? "new";
  const step = TRANSITIONS[type]?.find((known) => known.op === op && known.from.includes(from));
  return step ? (step.to ?? from) : null;
}

/** @param {string | null} state @param {string} op @param {string} type */
export const canTransition = (state, op, type = "note") => nextState(type, state, op) !== null;

/** @param {string} type @param {string} state */
export const isEditable = (type, state) => canTransition(state, "patch", type);
