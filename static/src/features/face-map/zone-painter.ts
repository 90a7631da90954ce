// The arithmetic of the face map: the depths a device offers, and the patches of a tap, of mirroring and of undo.

import { rows } from "../../core/figures.js";
import { inRuns, runsOf } from "../../core/views.js";
import type { Content, Unit, Value } from "../../types.js";

/** A device in the limits: the depths it can be set to. */
export interface DeviceLimits {
  label: string;
  step_mm?: number | null;
  min_mm?: number | null;
  max_mm?: number | null;
}

/** The values that a tap writes on a zone; null leaves a field unchanged. */
export interface Brush {
  depth_mm: number[] | null;
  passes: number | null;
  bleeding: Value;
  endpoint: Value;
}

/** The usual depths of a zone in the limits, as [lowest, highest]. */
export type ZoneLimits = Record<string, { scars_mm?: number[]; texture_mm?: number[] } | undefined>;

/** A patch of one zone. */
export interface ZoneChange {
  key: string;
  patch: Unit;
}

/** One step of undo: the patches that revert it. */
export interface UndoStep {
  changes: ZoneChange[];
  /** The paths that were unconfirmed copied values before. */
  copied: string[];
  /** The zones after the step. */
  left: Content;
}

const NICE_MM = [0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.75, 0.8, 1, 1.2, 1.25, 1.5, 1.75, 1.8, 2, 2.25, 2.5, 3, 3.5];
const COMMON_STEP = 0.25;

/** The depth buttons for a device row of the limits: its steps within its range. */
export function depthKeys(device: DeviceLimits | undefined): number[] {
  const step = device?.step_mm ?? COMMON_STEP;
  const [low, high] = [device?.min_mm ?? COMMON_STEP, device?.max_mm ?? 2.5];
  const onStep = (depth: number) => Math.abs(depth / step - Math.round(depth / step)) < 1e-6;
  return NICE_MM.filter((depth) => depth >= Math.max(low, 0.1) && depth <= high && onStep(depth));
}

const SCARS = new Set(["acne_scar", "surgical_scar", "striae"]);

export const isScar = (indication: string[] = []): boolean => indication.some((each) => SCARS.has(each));

/** The device's depths within the usual range of every one of these zones; `zones` are limits.zones. */
export function usualDepths(
  keys: string[],
  indication: string[] | undefined,
  zones: ZoneLimits,
  device: DeviceLimits | undefined,
): number[] {
  const ranges = keys.map(
    (key) => zones[key.replace(/_left$|_right$/, "")]?.[isScar(indication) ? "scars_mm" : "texture_mm"] ?? [],
  );
  if (!ranges.length || ranges.some((range) => !range.length)) return [];
  const low = Math.max(...ranges.map((range) => range[0]));
  const high = Math.min(...ranges.map((range) => range[range.length - 1]));
  return depthKeys(device).filter((depth) => depth >= low && depth <= high);
}

const same = (a: Value, b: Value) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** The patch that empties a zone and so removes it from the note. */
export const emptied = (zone: Unit): Unit => Object.fromEntries(Object.keys(zone).map((name) => [name, null]));

/**
 * A patch of depth and passes in the shape the zone needs: radiofrequency and a zone entered run by run keep them in
 * `runs`. Several runs are edited one by one, so the map leaves them as they are.
 */
export function inShape(zone: Unit | undefined, patch: Unit, isRf: boolean): Unit {
  const { depth_mm, passes, ...rest } = patch;
  const runs = zone && inRuns(zone) ? rows(zone, "runs") : [];
  const isTouched = depth_mm !== undefined || passes !== undefined;
  if ("runs" in patch || !isTouched || !(runs.length || isRf)) return patch;
  if (runs.length > 1) return rest;
  const run: Unit = { ...(runs[0] ?? runOfFirst(zone)) };
  if (depth_mm !== undefined) run.depth_mm = depth_mm?.[0];
  if (passes !== undefined) run.passes = passes;
  const kept = Object.fromEntries(Object.entries(run).filter(([, value]) => value != null));
  return { ...rest, depth_mm: null, passes: null, runs: Object.keys(kept).length ? [kept] : null };
}

const runOfFirst = (zone: Unit = {}): Unit => ({ depth_mm: zone.depth_mm?.[0], passes: zone.passes });

/** The patch that opens a zone to be entered run by run; depths of the older shape become runs. */
export function byRuns(zone: Unit): Unit {
  const runs = runsOf(zone).map(({ depth_mm, passes }) =>
    Object.fromEntries(Object.entries({ depth_mm, passes }).filter(([, value]) => value != null)),
  );
  return { depth_mm: null, passes: null, runs };
}

/** The patch of a tap with the brush; a second tap with the same brush empties the zone. */
export function paint(zone: Unit | undefined, brush: Brush): Unit {
  const wanted = Object.entries(brush).filter(([, value]) => value !== null);
  return zone && wanted.every(([name, value]) => same(zone[name], value)) ? emptied(zone) : Object.fromEntries(wanted);
}

/** The patch that turns `after` back into `before`. */
export function reversed(before: Unit = {}, after: Unit = {}): Unit {
  const old = { ...emptied(after), ...before };
  return Object.fromEntries(Object.entries(old).filter(([name, value]) => !same(value, after[name])));
}

/** Patches that copy the treated side to the empty one; a treated zone is never overwritten. */
export function mirrored(
  pairs: { key: string; pair: string }[],
  zones: Record<string, Unit>,
  only: Set<string>,
): ZoneChange[] {
  return pairs
    .filter(({ key, pair }) => zones[key] && !zones[pair] && (!only.size || only.has(key)))
    .map(({ key, pair }) => ({
      key: pair,
      patch: Object.fromEntries(Object.entries(zones[key]).filter(([name]) => name !== "note" && name !== "scar_ids")),
    }));
}
