// Facts of the patient's history on the day of a visit: relevant allergies, days since, unanswered questions. `asked`
// of the limits says which questions matter for what, and which detail decides about a yes.
import type { Content, Unit, Value } from "../../types.js";
import type { Allergy } from "../allergens.js";
import { allergyFacts } from "../allergens.js";
import { rows } from "../figures.js";
import { CREAM, DRAW, exposures, firstPierced, firstTime } from "../given.js";
import { day, daysBetween, instant, todayWhere } from "../times.js";
import { type Context, unitsOf } from "../units.js";
import { laOf, unlabelledCreamsOf } from "../views.js";
import { hasRadiofrequency } from "./exposure.js";

const METHAEMOGLOBIN = ["prilocaine", "benzocaine"];

export function historyFacts(
  content: Content,
  patient: Content,
  { on, now }: { on: number | null; now: Context["now"] },
  known: Allergy[],
  limits: Unit,
): Unit {
  const { asked = {} } = limits;
  const check = content.check ?? {};
  const open = unanswered(content, patient, known.length > 0, asked);
  const since = (at: Value) => daysBetween(day(at), on);
  return {
    ...allergyFacts(known, limits),
    unanswered: open,
    unanswered_count: open.length,
    anticoagulant_taken: takesAnticoagulant(patient["history:anticoagulant"] ?? {}, on, limits),
    ...askedLate(content),
    future_dates: datesAhead(patient, todayWhere(null, now) ?? 0),
    isotretinoin_days: since(patient["history:isotretinoin"]?.on),
    ...Object.fromEntries(listed(asked.check_days).map((name) => [`${name}_days`, since(check[`${name}_on`])])),
  };
}

/** The dates of the history, the laboratory and the end of an event that lie in the future. */
function datesAhead(patient: Content, today: number): string[] {
  const history = unitsOf(patient, "history").map((key) => `${key}.on`);
  const ended = unitsOf(patient, "ae").map((key) => `${key}.resolved_at`);
  return [...history, ...ended, "labs.platelets_on", "labs.hb_on"]
    .filter((path) => {
      const [unit, name] = path.split(".");
      return (day(patient[unit]?.[name]) ?? 0) > today;
    })
    .map((path) => `patient.${path}`)
    .sort();
}

/** Forms received before the list was part of the limits lack it. */
const listed = (names: string[] | undefined) => names ?? [];

/**
 * Paths of the safety questions whose answer is not known. A daily check that was left out is already a missing entry
 * of the note, so there only an explicit "unknown" counts.
 */
function unanswered(content: Content, patient: Content, isAllergic: boolean, asked: Unit) {
  const { check = {}, numbing = {}, prp = {} } = content;
  const given = exposures(content); // recorded as used, or given regardless of the answer
  const numbed = numbing.used === true || given.cream || given.la;
  const drawn = prp.used === true || given.blood || given.prp;
  const keys = [
    asked.always,
    numbed && asked.numbing,
    numbed && mayRaiseMethaemoglobin(content, asked) && asked.methaemoglobin,
    hasRadiofrequency(content) && asked.rf,
    drawn && asked.prp,
  ].flatMap((list) => list || []);
  const known = (path: string) => {
    const [unit, name] = path.split(".");
    return content[unit]?.[name] !== "unknown";
  };
  return [
    ...keys.flatMap((key) => openPart(key, patient, asked.details).map((name) => `patient.history:${key}.${name}`)),
    ...(isAllergic || patient.allergy_status?.none_known === "yes" ? [] : ["patient.allergy_status.none_known"]),
    ...(isOpen(patient.body?.sex_at_birth) ? ["patient.body.sex_at_birth"] : []),
    ...listed(asked.check)
      .map((name) => `check.${name}`)
      .filter((path) => !known(path)),
    ...(drawn && check.sepsis_unstable == null ? ["check.sepsis_unstable"] : []),
    ...listed(asked.products).filter((path) => !known(path)),
  ];
}

/** By the product of a cream, by what is in it, or by what was injected. */
function mayRaiseMethaemoglobin(content: Content, asked: Unit): boolean {
  const creams = unitsOf(content, "numbing").map((key) => content[key]);
  const drugs = [
    ...creams.flatMap((cream) => rows(cream, "actives")),
    ...laOf(content),
    ...unlabelledCreamsOf(content),
  ];
  const named = [...listed(asked.raises_methaemoglobin), ...METHAEMOGLOBIN];
  return [...creams.map(({ product }) => product), ...drugs.map(({ drug }) => drug)].some((one) => named.includes(one));
}

/** The field that is still open: the answer, or the detail that decides about a yes. */
function openPart(key: string, patient: Content, details: Record<string, string>): string[] {
  const unit = patient[`history:${key}`] ?? {};
  if (isOpen(unit.answer)) return ["answer"];
  const detail = details[key];
  const knownOtherwise = key === "isotretinoin" && unit.current === "yes";
  return detail && unit.answer === "yes" && isOpen(unit[detail]) && !knownOtherwise ? [detail] : [];
}

/** Stopped long ago is not taken; with an unknown end it may be. */
function takesAnticoagulant(unit: Unit, on: number | null, limits: Unit): boolean | null {
  if (unit.answer !== "yes") return null;
  const since = daysBetween(day(unit.on), on);
  return !(unit.current === "no" && since != null && since >= limits.recent_days.anticoagulant_stopped);
}

/** Asked only after needle, injection or PRP; or before them, but after the cream or the draw. */
function askedLate(content: Content): Unit {
  const asked = instant(content.check?.asked_at);
  const [pierced, touched] = [firstPierced(content), firstTime(content, [...CREAM, ...DRAW])];
  const late = asked == null || pierced == null ? null : asked > pierced;
  return { asked_late: late, asked_after_cream: asked == null || touched == null ? null : asked > touched && !late };
}

const isOpen = (answer: Value) => answer == null || answer === "" || answer === "unknown";
