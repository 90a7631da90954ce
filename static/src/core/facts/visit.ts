// Facts of the visit: whether the patient was treated, their age, the time since the last treatment.
import type { Content, Unit, Value } from "../../types.js";
import { courseOf } from "../decisions.js";
import { number } from "../figures.js";
import { CREAM, DRAW, exposures, firstPierced, firstTime, modalityOf, STOPPED } from "../given.js";
import { isLongEnough } from "../reasons.js";
import { day, daysBetween, instant, monthsBetween, todayWhere, yearsBetween } from "../times.js";
import type { Context } from "../units.js";
import { unitsOf } from "../units.js";
import { runsOf, sitesOf } from "../views.js";
import { completedOn } from "./day.js";
import { GIVEN, NOT_TREATED } from "./exposure.js";
import { listed } from "./site.js";

const MAY_BE_PREGNANT = ["female", "intersex"];

/** `treated` decides what a note must hold; rules use `exposure`. */
export function visitFacts(content: Content, patient: Content, context: Context, today: Unit): Unit {
  const visit = content.visit ?? {};
  const [on, born] = [day(visit.session_date), day(patient.identity?.birth_date)];
  const ages = agesOf(content, patient);
  const { previous, previous_here = previous } = context;
  const since = today.visits ? 0 : daysBetween(day(previous), on);
  const here = today.visits_here ? 0 : daysBetween(day(previous_here), on);
  return {
    treated: !NOT_TREATED.includes(visit.performed),
    asks_prp: asksPrp(content),
    ...ages,
    may_be_pregnant: mayBePregnant(patient.body?.sex_at_birth, ages.age_years, context.limits.ages),
    sites: sitesOf(content)
      .filter((key) => runsOf(content[key]).length)
      .sort(),
    scars: [...new Set(sitesOf(content).flatMap((key) => listed(content[key].scar_ids)))].sort(),
    completes_on: completedOn(context),
    days_since_birth: daysBetween(born, on),
    days_since_last: since,
    days_since_here: here,
    interval_warn_days: here == null ? null : warnDays(content, patient, context.limits),
    days_ahead: daysBetween(todayWhere(content.needling?.started_at, context.now), on),
    sessions_over: sessionsOver(visit),
  };
}

/** On the day of the visit. */
export function agesOf(content: Content, patient: Content) {
  const [on, born] = [day(content.visit?.session_date), day(patient.identity?.birth_date)];
  return { age_years: yearsBetween(born, on), age_months: monthsBetween(born, on) };
}

/** A visit a few days early is an ordinary one; a shorter interval that the course gives a reason for is intended. */
function warnDays(content: Content, patient: Content, limits: Unit): number {
  const { warn_days, grace_days = 0 } = limits.interval;
  const course = patient[courseOf(content, patient) ?? ""] ?? {};
  const weeks = number(course.interval_weeks);
  const isIntended = weeks != null && weeks < limits.plan.interval_low && isLongEnough(course.interval_reason);
  return (isIntended ? Math.min(warn_days, weeks * 7) : warn_days) - grace_days;
}

function sessionsOver(visit: Unit) {
  const [session, planned] = [number(visit.session_no), number(visit.sessions_planned)];
  return session == null || planned == null ? null : session - planned;
}

/** PRP is asked about unless the chosen treatments exclude it and none was given. */
function asksPrp(content: Content): boolean {
  const modality = modalityOf(content);
  const given = exposures(content);
  return !modality.length || modality.includes("prp") || given.blood || given.prp;
}

/** An unknown age does not exclude it. */
const mayBePregnant = (sex: Value, age: number | null, ages: Unit) =>
  MAY_BE_PREGNANT.includes(sex) && (age == null || (ages.pregnancy_from <= age && age <= ages.pregnancy_to));

/** `withdrawn`: on or before the day of the visit; a consent withdrawn later was valid on that day. */
export function consentFacts(content: Content, on: number | null, now: Context["now"], limits: Unit): Unit {
  const consent = content.consent ?? {};
  const [signed, withdrawn] = [day(consent.signed_on), day(consent.withdrawn_on)];
  const [age, since] = [monthsBetween(signed, on), daysBetween(withdrawn, on)];
  return {
    age_months: age,
    is_old: age == null ? null : age >= limits.consent?.old_months,
    withdrawn: since == null ? null : since >= 0,
    signed_late: signed == null || on == null ? null : signed > on,
    withdrawn_ahead: withdrawn == null ? null : withdrawn > (todayWhere(null, now) ?? 0),
    withdrawn_first: signed == null || withdrawn == null ? null : withdrawn < signed,
    signed_after: signedAfter(content),
    unsigned: !consent.signature && consent.on_paper !== true,
  };
}

/** What had been done before the consent was signed: "skin" when it had been pierced, else "cream". */
function signedAfter(content: Content): string | null {
  const at = instant(content.consent?.signed_at);
  if (at == null) return null;
  const [pierced, creamed] = [firstPierced(content, DRAW), firstTime(content, CREAM)];
  if (pierced != null && at > pierced) return "skin";
  return creamed != null && at > creamed ? "cream" : null;
}

export const vitalsFacts = (content: Content, limits: Unit): Unit => ({
  wanted:
    unitsOf(content, "prp").some((key) => key !== "prp" || content.prp.used === true) ||
    unitsOf(content, "device").some((key) => content[key].type === "rf_needling") ||
    (number(content.numbing?.area_cm2) ?? 0) > limits.vitals.area_cm2,
});

/** `due`: the needling is over, PRP was used, or the visit was stopped after something was given. */
export function aftercareFacts({ needling, visit }: Content, exposure: Unit): Unit {
  const hasEnded = exposure.needle === GIVEN && needling?.ended_at != null;
  const hasStopped = visit?.performed === STOPPED && exposure.any === GIVEN;
  return { due: hasEnded || [exposure.prp, exposure.proc].includes(GIVEN) || hasStopped };
}
