// Facts of the device, the needling and each zone: ranges, depths reached, limits of the zone, pending calls.

import type { Content, Unit, Value } from "../../types.js";
import { number, own } from "../figures.js";
import { hasRaisedScar } from "../scars.js";
import { day, inOrder, instant, isPast, minutesBetween } from "../times.js";
import { lotKey } from "../traceability.js";
import { isAskedAt, treatmentEnd } from "../treatment-end.js";
import type { Context } from "../units.js";
import { unitsOf, withoutSide, zoneLimits } from "../units.js";
import { inRuns, passesSum, runsOf } from "../views.js";
import { fileFacts, labelFacts, siteFileFacts } from "./label.js";
import { isNeverInWords } from "./site.js";

const RANGES = ["min_mm", "max_mm", "step_mm", "evaluated_mm"];
const RF = "rf_needling";
const NO_DEVICE: Unit = { is_rf: false };
const STEP_SLACK = 1e-6;
const MINUTE = 60000;

/** `unit_used`: its code is that of a part in another note, or of another one of this visit. */
export function deviceFacts(device: Unit, on: number | null, content: Content, context: Context): Unit {
  const found = own(context.limits.devices, device.product) ?? {};
  const code = device.unit_code;
  return {
    ...Object.fromEntries(RANGES.map((name) => [name, found[name] ?? null])),
    ...fileFacts(device, context.limits),
    is_rf: device.type === RF,
    cartridge_expired: isPast(day(device.cartridge_expiry), on),
    unit_used: code ? (context.used_units ?? []).includes(code) || isTwice(code, content) : null,
  };
}

const isTwice = (code: string, content: Content) =>
  unitsOf(content, "device").filter((key) => lotKey(String(content[key].unit_code ?? "")) === lotKey(code)).length > 1;

/**
 * Whether the register has the operator as trained on each device of the visit: "no" where it is kept for one and does
 * not name them, null where nobody is named or nothing is kept.
 */
export function operatorOnFile(content: Content, devices: Content, trained: Record<string, string[]> = {}) {
  const operator = content.visit?.operator;
  const products = unitsOf(content, "device").flatMap((key) => content[key].product ?? devices[key].product ?? []);
  const kept = products.filter((product) => Object.hasOwn(trained, product));
  if (operator == null || !kept.length) return null;
  if (!kept.every((product) => trained[product].includes(operator))) return "no";
  return kept.length === products.length ? "yes" : null;
}

export function needlingFacts(content: Content, zones: Content, context: Context): Unit {
  const needling = content.needling ?? {};
  const points = Object.keys(context.limits.observation.due_min);
  return {
    started: needling.started_at != null,
    ended: needling.ended_at != null,
    minutes: minutesBetween(needling.started_at, needling.ended_at),
    started_after_removal: afterAllCreams(content, needling),
    glide_apart: isGlideApart(content),
    glide_unlisted: isGlideNamed(content),
    glide_unsure: isGlideApart(content) && needling.glide_sterile === "unknown",
    glide_unsaid: isGlideNamed(content) && needling.glide_sterile == null,
    reached_mm: deepest(
      Object.values(zones).flatMap((zone) => [zone.reached_mm ?? [], zone.rf_reached_mm ?? []].flat()),
    ),
    ...Object.fromEntries(points.map((point) => [`${point.toLowerCase()}_due`, isDue(point, content, context)])),
  };
}

const deepest = (depths: number[]) => (depths.length ? Math.max(...depths) : null);

/** A glide that is the PRP or a serum of the visit is judged as such. */
function isGlideApart(content: Content) {
  const glide = folded(content.needling?.glide_product);
  const serums = unitsOf(content, "serum").map((key) => folded(content[key].product));
  return glide === "" || !["prp", ...serums].includes(glide);
}

const isGlideNamed = (content: Content) => folded(content.needling?.glide_product) !== "" && isGlideApart(content);

const folded = (text: Value) =>
  String(text ?? "")
    .trim()
    .toLowerCase();

/**
 * Whether the window of a follow-up closed without one; null while the end of the treatment is unknown, and where it does
 * not ask for one.
 */
function isDue(point: string, content: Content, context: Context) {
  const ended = instant(treatmentEnd(content));
  if (ended == null || !isAskedAt(point, content)) return null;
  const made = Object.hasOwn(content, `obs:${point}`) || context.followed_up?.includes(point);
  const minutes = (new Date(context.now).getTime() - ended) / MINUTE;
  return minutes > context.limits.observation.due_min[point] && !made;
}

function afterAllCreams(content: Content, needling: Unit) {
  const orders = unitsOf(content, "numbing")
    .map((key) => inOrder(content[key].removed_at, needling.started_at))
    .filter((order) => order != null);
  return orders.length ? orders.every(Boolean) : null;
}

type Run = { depth: number; by: Unit };

/**
 * `reached_mm` leaves out depths the device cannot reach: those are typing errors, which D04 reports. Each run is judged
 * by its own device; radiofrequency has limits of its own.
 */
export function zoneFacts(key: string, devices: Content, content: Content, context: Context): Unit {
  const zone = content[key];
  const place = key.startsWith("zone:") ? key.slice("zone:".length) : "";
  const table = zoneLimits(context.limits, place);
  const runs: Run[] = runsOf(zone).flatMap((run) => {
    const depth = number(run.depth_mm);
    return depth == null ? [] : [{ depth, by: own(devices, run.device) ?? NO_DEVICE }];
  });
  const reached = runs.filter(({ depth, by }) => by.max_mm == null || depth <= by.max_mm);
  const depths = runs.map(({ depth }) => depth);
  const found: Unit = {
    place: withoutSide(place),
    in_runs: inRuns(zone),
    deepest_mm: deepest(depths),
    shallowest_mm: depths.length ? Math.min(...depths) : null,
    passes_sum: passesSum(zone),
    rf_deepest_mm: deepestOf(runs, true),
    reached_mm: deepestOf(reached, false),
    rf_reached_mm: deepestOf(reached, true),
    ...furthest("range", runs, "max_mm"),
    ...furthest("evaluated", reached, "evaluated_mm"),
    off_step: isAnyOffStep(runs),
    warn_mm: table.warn_mm ?? null,
    reason_mm: table.reason_mm ?? null,
    rf_warn_mm: table.rf_warn_mm ?? null,
    rf_reason_mm: table.rf_reason_mm ?? null,
    never: table.never ?? false,
    never_in_words: isNeverInWords(zone, context.limits),
    rf_unset: isAnyUnset(zone, devices, content.rf ?? {}),
    raised_scar: hasRaisedScar(place, zone, content, context.baseline),
  };
  const label = labelFacts(key, devices, content, context.patient ?? {}, context.limits);
  return { ...found, ...label, ...siteFileFacts(key, found, context.limits) };
}

/** Whether a run with radiofrequency lacks its pulse, or both energy and power. Settings of the visit apply to all. */
function isAnyUnset(zone: Unit, devices: Content, visit: Unit): boolean | null {
  const runs = runsOf(zone).filter(({ device }) => own(devices, device)?.is_rf);
  const isUnset = (run: Unit) => {
    const [energy, power, pulse] = ["energy_mj", "power_w", "pulse_ms"].map((name) => run[name] ?? visit[name]);
    return pulse == null || (energy == null && power == null);
  };
  return runs.length ? runs.some(isUnset) : null;
}

const deepestOf = (runs: Run[], isRf: boolean) =>
  deepest(runs.filter(({ by }) => by.is_rf === isRf).map(({ depth }) => depth));

/** The depth that exceeds this figure of its device the most, and the figure. */
function furthest(name: string, runs: Run[], limit: string): Unit {
  const most = runs
    .filter(({ by }) => by[limit] != null)
    .map(({ depth, by }) => ({ depth, figure: by[limit] }))
    .sort((a, b) => b.depth - b.figure - (a.depth - a.figure) || b.depth - a.depth)
    .at(0);
  return { [`past_${name}_mm`]: most?.depth ?? null, [`${name}_mm`]: most?.figure ?? null };
}

function isAnyOffStep(runs: Run[]) {
  const stepped = runs.filter(({ by }) => by.step_mm);
  return stepped.length ? stepped.some(({ depth, by }) => isOffStep(depth, by.step_mm)) : null;
}

const isOffStep = (depth: number, step: number) =>
  !(Math.abs(depth / step - Math.floor(depth / step + 0.5)) <= STEP_SLACK);
