// A section that nobody has come to yet is to do, not wrong. A finding about a missing answer is due once its section was
// answered or left, or an act made it too late; a finding about a recorded value is due at once.
import { placeOf } from "../../core/copied.js";
import type { Content, Finding } from "../../types.js";
import { isEmpty } from "../../ui/forms/field.js";
import { ORDER, stepKey } from "./note-steps.js";

/** The times with which the acts of a visit begin. */
const ACTS = ["numbing.applied_at", "prp.drawn_at", "needling.started_at"];
/** Recorded values that a finding about a missing answer may name and still wait. */
const HARMLESS = /^visit\.|^check\.unanswered$/;

const enteredAt = (content: Content, path: string) => {
  const [unit, name] = placeOf(path);
  return content[unit]?.[name];
};

/** The place in the treatment of the last act that was begun; -1 before the first. */
const lastAct = (content: Content): number =>
  Math.max(
    -1,
    ...ACTS.filter((path) => !isEmpty(enteredAt(content, path))).map((path) => ORDER.indexOf(stepKey(path))),
  );

/** Returns the test for it. `left`: the steps that were opened on this screen and left again. */
export function dueFindings(content: Content, left: ReadonlySet<string>): (finding: Finding) => boolean {
  const reached = new Set([...Object.keys(content).map(stepKey), ...left]);
  const act = lastAct(content);
  return ({ severity, fields: [first], numbers }) => {
    const step = stepKey(placeOf(first)[0]);
    const at = ORDER.indexOf(step);
    return (
      severity === "reason*" ||
      at < Math.max(0, act) ||
      reached.has(step) ||
      !isEmpty(enteredAt(content, first)) ||
      !Object.keys(numbers).every((path) => HARMLESS.test(path))
    );
  };
}
