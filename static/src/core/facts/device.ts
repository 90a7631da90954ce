// Facts of the device, the needling and each zone: ranges, depths reached, limits of the zone, pending calls.

import type { Content, Unit } from "../../types.js";
import { numbers, own, rows } from "../figures.js";
import { day, inOrder, instant, isPast, minutesBetween } from "../times.js";
import type { Context } from "../units.js";
import { withoutSide, zoneLimits } from "../units.js";

const RANGES = ["min_mm", "max_mm", "step_mm", "evaluated_mm"];
const RAISED = ["hypertrophic", "keloid"];
const STEP_SLACK = 1e-6;
const MINUTE = 60000;

export function deviceFacts(device: Unit, on: number | null, context: Context): Unit {
  const found = own(context.limits.devices, device.product) ?? {};
  const code = device.unit_code;
  return {
    ...Object.fromEntries(RANGES.map((name) => [name, found[name] ?? null])),
    cartridge_expired: isPast(day(device.cartridge_expiry), on),
    unit_used: code ? (context.used_units ?? []).includes(code) : null,
  };
}

export function needlingFacts(content: Content, zones: Content, context: Context): Unit {
  const needling = content.needling ?? {};
  const points = Object.keys(context.limits.observation.due_min);
  return {
    started: needling.started_at != null,
    ended: needling.ended_at != null,
    minutes: minutesBetween(needling.started_at, needling.ended_at),
    started_after_removal: inOrder(content.numbing?.removed_at, needling.started_at),
    reached_mm: deepest(Object.values(zones).flatMap((zone) => zone.reached_mm ?? [])),
    ...Object.fromEntries(points.map((point) => [`${point.toLowerCase()}_due`, isDue(point, content, context)])),
  };
}

const deepest = (depths: number[]) => (depths.length ? Math.max(...depths) : null);

/** Whether the window of a follow-up closed without one; null while the end of the needling is unknown. */
function isDue(point: string, content: Content, context: Context) {
  const ended = instant(content.needling?.ended_at);
  if (ended == null) return null;
  const minutes = (new Date(context.now).getTime() - ended) / MINUTE;
  return minutes > context.limits.observation.due_min[point] && !Object.hasOwn(content, `obs:${point}`);
}

/** `reached_mm` leaves out depths the device cannot reach: those are typing errors, which D04 reports. */
export function zoneFacts(key: string, device: Unit, content: Content, context: Context): Unit {
  const [depths, step, place] = [numbers(content[key].depth_mm), device.step_mm, key.slice("zone:".length)];
  const table = zoneLimits(context.limits, place);
  return {
    place: withoutSide(place),
    deepest_mm: deepest(depths),
    shallowest_mm: depths.length ? Math.min(...depths) : null,
    reached_mm: deepest(depths.filter((depth) => device.max_mm == null || depth <= device.max_mm)),
    off_step: depths.length && step ? depths.some((depth) => isOffStep(depth, step)) : null,
    warn_mm: table.warn_mm ?? null,
    reason_mm: table.reason_mm ?? null,
    never: table.never ?? false,
    raised_scar: hasRaisedScar(place, content, context),
  };
}

const isOffStep = (depth: number, step: number) =>
  !(Math.abs(depth / step - Math.floor(depth / step + 0.5)) <= STEP_SLACK);

/** By the assessment of this visit, else the first one. A raised scar without a zone may be anywhere. */
function hasRaisedScar(place: string, content: Content, context: Context) {
  const now = rows(content.assessment ?? {}, "scar_types");
  const scars = now.length ? now : rows(context.baseline ?? {}, "scar_types");
  return scars.some((scar) => RAISED.includes(scar.type) && (scar.zone == null || scar.zone === place));
}
