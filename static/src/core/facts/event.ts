// Facts of the patient's adverse events for a visit: those open before it, and those it may have caused.
import type { Content, Unit, Value } from "../../types.js";
import { isEmpty, number } from "../figures.js";
import { day, daysBetween, instant, MINUTE, todayWhere } from "../times.js";
import type { Context } from "../units.js";
import { unitsOf } from "../units.js";

const HOUR = 60 * MINUTE;
export const CLOSED = ["recovered", "sequelae"];
/** Fields that the app writes together with the first entry; they say nothing of what happened. */
const BY_APP = ["note_id", "scale_version", "cartridge_lot", "depth_mm", "operator"];

/** Something about it was entered; an entry that was only started is no adverse event. */
export const isReported = (event: Unit) =>
  Object.entries(event).some(([name, value]) => !BY_APP.includes(name) && !isEmpty(value));

/** When the first thing was given at the visit, and its day. */
type Begun = { first: number | null; on: number | null };

export function eventFacts(patient: Content, visit: Begun, context: Context): Unit {
  const events = unitsOf(patient, "ae")
    .map((key) => patient[key])
    .filter(isReported);
  const id = context.note_id ?? "";
  const mine = events.filter((event) => id && event.note_id === id);
  const grades = mine.flatMap((event) => number(event.ctcae_grade) ?? []);
  return {
    dates_ahead: onsetsAhead(patient, context),
    dates_before: onsetsBefore(patient, visit, context),
    open_before: events.filter((event) => isOpenBefore(event, visit.on, context)).length,
    worst_grade: grades.length ? Math.max(...grades) : null,
    device_suspected: mine.length ? mine.some((event) => (event.suspected ?? []).includes("device")) : null,
  };
}

/** The events of this visit that are recorded to have begun in the future. */
const onsetsAhead = (patient: Content, context: Context) =>
  unitsOf(patient, "ae")
    .filter((key) => isOf(patient[key], context) && isAhead(patient[key], context))
    .map((key) => `patient.${key}.onset_at`)
    .sort();

/** The events of this visit that are recorded to have begun well before anything was given at it. */
const onsetsBefore = (patient: Content, visit: Begun, context: Context) =>
  unitsOf(patient, "ae")
    .filter((key) => isOf(patient[key], context) && isBefore(patient[key], visit, context.limits))
    .map((key) => `patient.${key}.onset_at`)
    .sort();

/** To the minute where both times are known, else by the day. */
function isBefore({ onset_at }: Unit, { first, on }: Begun, { clock }: Unit): boolean {
  const hours = clock?.onset_before_h ?? Number.POSITIVE_INFINITY;
  const [at, began] = [instant(onset_at), onsetDay(onset_at)];
  if (at != null && first != null) return first - at > hours * HOUR;
  return began != null && on != null && (daysBetween(began, on) ?? 0) * 24 > hours;
}

const isOf = ({ note_id }: Unit, context: Context) => Boolean(context.note_id) && note_id === context.note_id;

function isAhead({ onset_at }: Unit, { now, limits }: Context): boolean {
  const at = instant(onset_at);
  if (at != null) return at - new Date(now).getTime() > (limits.clock?.skew_min ?? Number.POSITIVE_INFINITY) * MINUTE;
  return (day(onset_at) ?? 0) > (todayWhere(null, now) ?? 0);
}

/**
 * Not recorded as ended, and begun before the day of the visit; an event with unknown beginning may have been, and in
 * the future it cannot have begun.
 */
function isOpenBefore(event: Unit, on: number | null, context: Context) {
  if (CLOSED.includes(event.outcome) || isOf(event, context)) return false;
  const began = isAhead(event, context) ? null : onsetDay(event.onset_at);
  return on != null && (began == null || began < on);
}

const onsetDay = (at: Value) => (instant(at) == null ? day(at) : day(at.slice(0, 10)));
