// Facts of the patient's adverse events for a visit: those open before it, and those it may have caused.
import type { Content, Unit, Value } from "../../types.js";
import { isEmpty, number } from "../figures.js";
import { day, instant } from "../times.js";
import type { Context } from "../units.js";
import { unitsOf } from "../units.js";

export const CLOSED = ["recovered", "sequelae"];
/** Fields that the app writes together with the first entry; they say nothing of what happened. */
const BY_APP = ["note_id", "scale_version", "cartridge_lot", "depth_mm", "operator"];

/** Something about it was entered; an entry that was only started is no adverse event. */
export const isReported = (event: Unit) =>
  Object.entries(event).some(([name, value]) => !BY_APP.includes(name) && !isEmpty(value));

export function eventFacts(patient: Content, on: number | null, context: Context): Unit {
  const events = unitsOf(patient, "ae")
    .map((key) => patient[key])
    .filter(isReported);
  const id = context.note_id ?? "";
  const mine = events.filter((event) => id && event.note_id === id);
  const grades = mine.flatMap((event) => number(event.ctcae_grade) ?? []);
  return {
    open_before: events.filter((event) => isOpenBefore(event, on, id)).length,
    worst_grade: grades.length ? Math.max(...grades) : null,
    device_suspected: mine.length ? mine.some((event) => (event.suspected ?? []).includes("device")) : null,
  };
}

/** Not recorded as ended, and begun before the day of the visit; an event with unknown beginning may have been. */
function isOpenBefore(event: Unit, on: number | null, id: string) {
  if (CLOSED.includes(event.outcome) || (id && event.note_id === id)) return false;
  const began = onsetDay(event.onset_at);
  return on != null && (began == null || began < on);
}

const onsetDay = (at: Value) => (instant(at) == null ? day(at) : day(at.slice(0, 10)));
