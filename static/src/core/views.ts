// One reading of every shape a note may have (domain-2.md M1 and M2): repeating units, runs of a site, injections.
// Mirrors server/domain/views.py; tests/vectors/views.json holds both to the same results.
import type { Content, Unit } from "../types.js";
import { knownTotal, number, numbers, product, rows } from "./figures.js";
import { unitsOf } from "./units.js";

const FIRST_DEVICE = "device";
const RUN = [
  "depth_mm",
  "passes",
  "direction",
  "energy_mj",
  "power_w",
  "pulse_ms",
  "shots",
  "overlap_pct",
  "tip",
  "impedance_ohm",
  "at",
];
const TECHNIQUES = ["infiltration", "nerve_block"];

export const devicesOf = (content: Content): string[] => unitsOf(content, "device");

/** The sites of the list, then those in words. */
export const sitesOf = (content: Content): string[] => [...unitsOf(content, "zone"), ...unitsOf(content, "other_site")];

/** Whether the site is of schema 2: its runs win over depths and passes of schema 1. */
export const inRuns = (zone: Unit): boolean => rows(zone, "runs").length > 0;

/** One row for each pass group. In schema 1 several depths share their passes, which are in `passes_total`. */
export function runsOf(zone: Unit): Unit[] {
  if (inRuns(zone)) return rows(zone, "runs").map(runOf);
  const [depths, passes] = [numbers(zone.depth_mm), number(zone.passes)];
  if (depths.length > 1) return depths.map((depth) => ({ ...runOf({ depth_mm: depth }), passes_total: passes }));
  return depths.length || passes != null ? [runOf({ depth_mm: depths[0] ?? null, passes })] : [];
}

const runOf = (row: Unit): Unit => ({
  device: typeof row.device === "string" && row.device ? row.device : FIRST_DEVICE,
  ...Object.fromEntries(RUN.map((name) => [name, row[name] ?? null])),
  passes_total: null,
});

/** All passes over the site, as far as they are known. */
export function passesSum(zone: Unit): number | null {
  const runs = runsOf(zone);
  if (runs[0]?.passes_total != null) return number(runs[0].passes_total);
  return knownTotal(runs.map((run) => number(run.passes)));
}

/**
 * What was injected: the units of `la`, then the rows of schema 1, each with its `key`. A dose that was not typed
 * follows from strength and volume.
 */
export const laOf = (content: Content): Unit[] => [
  ...unitsOf(content, "la").map((key) => ({ key, ...content[key], mg: doseOf(content[key]) })),
  ...rowsOf(content)
    .filter(({ row }) => isInjected(row))
    .map(({ key, row: { route, ...kept } }) => ({
      key,
      ...kept,
      technique: TECHNIQUES.includes(route) ? route : null,
    })),
];

const doseOf = (shot: Unit) => number(shot.mg) ?? product(number(shot.strength_pct), number(shot.ml), 10);

const isInjected = ({ route }: Unit) => route !== "topical";

/** Rows of schema 1 given as "on the skin": creams of unknown amount and area. */
export const unlabelledCreamsOf = (content: Content): Unit[] =>
  rowsOf(content)
    .filter(({ row }) => !isInjected(row))
    .map(({ key, row }) => ({ key, drug: row.drug ?? null, at: row.at ?? null }));

const rowsOf = (content: Content) =>
  unitsOf(content, "numbing").flatMap((unit) =>
    rows(content[unit], "other_la").map((row, n) => ({ key: `${unit}.other_la.${n}`, row })),
  );
