// What the patient's page says, as facts without words. Mirrors server/domain/patient_page/.
import type { Content, Unit, Value } from "../../types.js";
import { number } from "../figures.js";
import { begun, copied, exposures, hasAny, modalityOf, REVIEW, STOPPED } from "../given.js";
import { day, instant, MINUTE, minutesBetween, offsetOf, yearsBetween } from "../times.js";
import { treatmentEnd } from "../treatment-end.js";
import { unitsOf } from "../units.js";
import { inRuns, runsOf, sitesOf } from "../views.js";
import { careOf } from "./care.js";
import { courseOf } from "./course.js";
import { lotsOf, putOf } from "./put.js";
import type { CareDays, Depths, Facts, PageNote } from "./types.js";

const SIGNED = ["signed", "approved"];
const TOUCHED = ["needle", "prp", "serum", "proc", "la", "rf", "blood"];
const ASKED = ["hsv_active", "infection", "open_wound", "sunburn", "recent_fever"];

/** What the page goes by. `levels`: the tint of a depth. */
export interface Basis {
  limits: Unit;
  care: CareDays;
  level: (deepest: number) => number;
}

/** The facts about the last signed visit; null where there is none. `calls` are signed follow-ups. */
export function patientPage(
  patient: Content,
  notes: PageNote[],
  calls: PageNote[],
  now: number,
  { limits, care, level }: Basis,
): Facts | null {
  const signed = notes.filter(({ state }) => SIGNED.includes(state)).sort(byDay);
  const note = signed.at(-1);
  if (!note) return null;
  const { content } = note;
  const on = dayOf(note);
  const kind = kindOf(content);
  const offset = offsetOfVisit(content);
  const cared = kind === "treated" || kind === "stopped";
  const treated = cared ? note : signed.findLast((one) => exposures(one.content).needle);
  const shown = kind === "deferred" ? undefined : treated;
  return {
    note_id: note.id,
    kind,
    on,
    zone: zoneName(offset),
    minor: isMinor(patient, on, limits),
    operator: content.visit?.operator || note.author_id,
    ...leadOf(content),
    map_on: shown ? dayOf(shown) : null,
    depths: shown ? depthsOf(shown.content, level) : [],
    put: cared ? putOf(content) : [],
    left: cared ? leftOf(content) : null,
    lots: cared ? lotsOf(content) : [],
    ...courseOf(patient, notes, signed, note, local(now, offset).slice(0, 10), limits),
    deferred: kind === "deferred" ? deferral(patient, content) : null,
    care: cared ? careOf(content, on, callsOf(note, calls), { now, offset, limits, care }) : null,
    phone: phoneOf(signed),
    signed: signedAt(note, offset),
  };
}

const order = (a: string, b: string) => (a < b ? -1 : Number(a > b));
const byDay = (a: PageNote, b: PageNote) =>
  order(dayOf(a), dayOf(b)) || order(signedWhen(a), signedWhen(b)) || order(a.id, b.id);

/** As entered; else that of the signature. */
function dayOf(note: PageNote): string {
  const entered = note.content.visit?.session_date;
  const signed = signedWhen(note).slice(0, 10);
  return day(entered) != null ? entered : day(signed) != null ? signed : "0001-01-01";
}

const ownSignatures = ({ signatures }: PageNote) =>
  signatures.filter(({ meaning }) => meaning === "author" || meaning === "amendment");

const signedWhen = (note: PageNote): string => String(ownSignatures(note).at(-1)?.at ?? "");

function signedAt(note: PageNote, offset: number): Facts["signed"] {
  const mine = ownSignatures(note).at(-1);
  return mine ? { at: local(Date.parse(mine.at), offset), by: mine.name ?? "" } : null;
}

/** To the minute, as a clock at that offset shows it. */
export const local = (at: number, offset: number): string => new Date(at + offset * MINUTE).toISOString().slice(0, 16);

/** The minutes from UTC at which the times of the visit were written; 0 where it has none. */
function offsetOfVisit(content: Content): number {
  const known = [treatmentEnd(content), begun(content)?.text, content.check?.asked_at];
  const first = known.find((text) => instant(text) != null);
  return first ? offsetOf(first) : 0;
}

function zoneName(minutes: number): string {
  const two = (n: number) => String(n).padStart(2, "0");
  const ahead = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(ahead / 60))}:${two(ahead % 60)}`;
}

/** By what was given as much as by how the visit is called. */
function kindOf(content: Content): string {
  const [given, said] = [exposures(content), content.visit?.performed];
  if (said === "treated") return "treated";
  if (said === STOPPED || TOUCHED.some((kind) => given[kind])) return "stopped";
  return said === REVIEW ? "review" : "deferred";
}

function isMinor(patient: Content, on: string, limits: Unit): boolean {
  const age = yearsBetween(day(patient.identity?.birth_date), day(on));
  return age != null && age < limits.ages.adult;
}

function leadOf(content: Content) {
  const given = exposures(content);
  const { started_at, ended_at } = content.needling ?? {};
  const why: Value = content.visit?.indication;
  const took = minutesBetween(started_at, ended_at);
  return {
    why: Array.isArray(why) ? why.filter((one) => typeof one === "string") : [],
    needled: given.needle,
    rf: given.rf || (given.needle && modalityOf(content).includes("rf")),
    prp: given.prp,
    minutes: took != null && took > 0 && given.needle ? took : null,
  };
}

/** The sites by their depth, the deepest first; sites of which nobody entered a depth come last. */
function depthsOf(content: Content, level: (deepest: number) => number): Depths[] {
  if (!exposures(content).needle) return [];
  const found: Depths[] = [];
  for (const key of needledSites(content)) {
    const site = content[key];
    const depths = runsOf(site).flatMap((run) => number(run.depth_mm) ?? []);
    const [low, high] = depths.length ? [Math.min(...depths), Math.max(...depths)] : [null, null];
    const text = key.startsWith("other_site") ? String(site.site_text || "") : "";
    const place = { key: key.slice(key.indexOf(":") + 1), text, side: text ? String(site.site_side || "") : "" };
    const same = found.find((row) => row.low === low && row.high === high);
    if (same) same.sites.push(place);
    else found.push({ low, high, level: high == null ? 0 : level(high), sites: [place] });
  }
  const deep = (row: Depths) => row.high ?? Number.NEGATIVE_INFINITY;
  return found.sort((a, b) => deep(b) - deep(a) || (b.low ?? 0) - (a.low ?? 0) || 0);
}

function needledSites(content: Content): string[] {
  const waiting = copied(content);
  return sitesOf(content).filter(
    (key) =>
      hasAny(content[key], "depth_mm", "runs", "passes", "endpoint", "bleeding") &&
      !waiting.includes(`${key}.${inRuns(content[key]) ? "runs" : "depth_mm"}`),
  );
}

/** How the skin was when the patient left: the last look at it on the day. */
function leftOf(content: Content): Record<string, Value> {
  const [first, last] = [content["obs:T0"] ?? {}, content["obs:T30"] ?? {}];
  const look = (name: string) => last[name] ?? first[name] ?? null;
  return { redness: look("erythema"), swelling: look("oedema"), pain: look("pain_now") };
}

/** Why nothing was done, from the answers alone. `private`: what is named on paper only after a question. */
function deferral(patient: Content, content: Content) {
  const check = content.check ?? {};
  const reasons = ASKED.filter((name) => check[name] === "yes");
  const planned = unitsOf(content, "numbing").length > 0;
  if (planned && patient["history:g6pd_deficiency"]?.answer === "yes") reasons.push("g6pd");
  return { cream: exposures(content).cream, reasons, private: check.pregnant === "yes" ? ["pregnant"] : [] };
}

const callsOf = (note: PageNote, calls: PageNote[]) =>
  calls.map(({ content }) => content).filter(({ about }) => about?.note_id === note.id);

/** The number that the newest note with one gives; it has to look like one. */
const phoneOf = (signed: PageNote[]): string =>
  signed
    .map(({ content }) => String(content.aftercare?.phone ?? "").trim())
    .reverse()
    .find(isPhone) ?? "";

const isPhone = (text: string) =>
  text.length <= 30 && /^[0-9 +\-()./\u00a0]*$/.test(text) && text.replace(/[^0-9]/g, "").length >= 3;
