// The observations due after a treatment, each with its window (domain.md 9). Mirrors server/domain/follow_up.py. A
// window opens `from`, should be used by `due` and stays open until the next one opens. All end when the patient is
// treated again, because later observations belong to the new treatment.

import type { Content, Unit } from "../types.js";
import { day, instant } from "./times.js";
import { isAskedAt, treatmentEnd } from "./treatment-end.js";

const HOUR = 3600000;
const ABOUT_THE_CALL = ["at", "how", "note"];

/**
 * {key, state: coming|due|overdue|done|missed, from, due, until} for each time point that the treatment asks for;
 * nothing until it has ended. `next` is the day of the next treatment, when there was one; `made` are the points of signed follow-ups in
 * which the patient was reached.
 */
export function followUps(
  content: Content,
  now: Date | string | number,
  windows: Unit[],
  next: string | null = null,
  made: string[] = [],
  ended = instant(treatmentEnd(content)),
) {
  if (ended == null) return [];
  const at = new Date(now).getTime();
  const [on, then] = [day(content.visit?.session_date), day(next)];
  const again = then != null && on != null && then > on;
  const asked = windows.filter(({ key }) => isAskedAt(key, content));
  return asked.map(({ key, from_h, due_h, until_h }) => {
    const [from, due, until] = [from_h, due_h, until_h].map((hours) => ended + hours * HOUR);
    const left = again || at >= until ? "missed" : at < from ? "coming" : at <= due ? "due" : "overdue";
    const state = made.includes(key) || isMade(content[`obs:${key}`] ?? {}) ? "done" : left;
    // written out only where it is read: of thousands of windows few are open
    return {
      key,
      state,
      get from() {
        return stamp(from);
      },
      get due() {
        return stamp(due);
      },
      get until() {
        return stamp(until);
      },
    };
  });
}

/** Something was observed; an attempted call is no observation. */
export const isMade = (observation: Unit) =>
  Object.entries(observation).some(([name, value]) => value != null && !ABOUT_THE_CALL.includes(name));

/** Whether a follow-up reached the patient. */
export const isReached = ({ about }: Content): boolean => about?.reached === "yes";

/** A signed one answers its red flags, and only then has an answer. */
export const isFlagged = (content: Content): boolean => isReached(content) && Boolean(content.flags?.answer);

const stamp = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;
