// The sites a visit reaches, and whether what the history or the check names lies there (domain-2.md 1.4). Mirrors
// server/domain/facts/sites.py.
import type { Content, Unit, Value } from "../../types.js";
import { hasWord } from "../allergens.js";
import { own, rows } from "../figures.js";
import { unitsOf, withoutSide, zoneLimits } from "../units.js";
import { laOf, runsOf, sitesOf } from "../views.js";

const COLD_SORE = "hsv_active";
export const UNNAMED = ["", "other"];

export const listed = (value: Value): string[] =>
  Array.isArray(value) ? value.filter((site) => typeof site === "string") : [];

const namedIn = (content: Content, section: string, field: string) =>
  unitsOf(content, section).flatMap((key) => listed(content[key][field]));

const stems = (sites: Value[]) => [...new Set(sites.map((site) => withoutSide(String(site))))].sort();

/** The sites that are treated, numbed or injected, without their side, and those in words by their key. */
const sitesIn = (content: Content): string[] =>
  stems([
    ...injuredIn(content),
    ...namedIn(content, "numbing", "zones"),
    ...namedIn(content, "serum", "zones"),
    ...laOf(content).flatMap(({ sites }) => listed(sites)),
  ]);

/** The sites of needles, PRP and procedures. */
const injuredIn = (content: Content): string[] =>
  stems([
    ...sitesOf(content).map((key) => key.replace(/^zone:/, "")),
    ...namedIn(content, "proc", "sites"),
    ...unitsOf(content, "prp").flatMap((key) => rows(content[key], "sites").flatMap(({ zone }) => zone || [])),
  ]);

type Reached = { site: string; group: string };

/** Stem and group of each of these sites; a site in words has only the group that somebody chose. */
const withGroups = (sites: string[], content: Content, limits: Unit): Reached[] =>
  sites.map((site) =>
    content[site] ? { site: "", group: String(content[site].group || "") } : { site, group: groupOf(site, limits) },
  );

export const reachedBy = (content: Content, limits: Unit) => withGroups(sitesIn(content), content, limits);

/** Whether two visits injured the skin of one group of sites; an unknown site may be of any. */
export function isSameArea(one: Content, other: Content, limits: Unit): boolean {
  const [first, second] = [one, other].map((visit) =>
    withGroups(injuredIn(visit), visit, limits).map(({ group }) => group),
  );
  const isUnknown = !first.length || !second.length || [...first, ...second].some((group) => UNNAMED.includes(group));
  return isUnknown || first.some((group) => second.includes(group));
}

/** `<question>_place`: in the area, or known to be only elsewhere. Past cold sores come back on the face. */
export function placeFacts(content: Content, patient: Content, limits: Unit): Unit {
  const words = limits.words ?? {};
  const reached = reachedBy(content, limits);
  const place = (name: string, sites: Value) => [`${name}_place`, placeOf(name, listed(sites), reached, limits)];
  return Object.fromEntries([
    ...(words.area_check ?? []).map((name: string) => place(name, content.check?.[`${name}_sites`])),
    ...(words.area_history ?? []).map((name: string) => place(name, patient[`history:${name}`]?.sites)),
    ["cold_sores_place", placeOf(COLD_SORE, [], reached, limits)],
  ]);
}

/** A raised scar that is treated lies in the area, wherever the history puts it. */
export const scarPlace = (zones: Content): Unit =>
  Object.values(zones).some((zone) => zone.raised_scar) ? { keloid_hypertrophic_place: "area" } : {};

export const groupOf = (site: string, limits: Unit): string => String(zoneLimits(limits, site).group ?? "");

/** An unknown place counts as the area. A cold sore is on the face unless its place is recorded. */
function placeOf(name: string, sites: string[], reached: Reached[], limits: Unit) {
  const { whole_groups, cold_sore_groups } = limits.words;
  if (!reached.length || (!sites.length && name !== COLD_SORE)) return "area";
  const stems = sites.map(withoutSide);
  const whole: string[] = sites.length ? whole_groups : cold_sore_groups;
  const groups = sites.length ? stems.map((site) => groupOf(site, limits)) : whole;
  const meets = ({ site, group }: Reached) =>
    UNNAMED.includes(group) || stems.includes(site) || (groups.includes(group) && (whole.includes(group) || !site));
  return reached.some(meets) ? "area" : "elsewhere";
}

/** Words that name a place which is not needled. */
export const isNeverInWords = (site: Unit, limits: Unit): boolean =>
  hasWord(site.site_text, limits.words?.never_sites ?? []);

/** The most kinds of injury on the same skin; a procedure without a site may have been anywhere. */
export function injuries(content: Content, devices: Content): number {
  const kinds: Map<string, Set<string>> = new Map();
  const add = (site: string, kind: string) => kinds.set(site, (kinds.get(site) ?? new Set()).add(kind));
  for (const key of sitesOf(content))
    for (const run of runsOf(content[key]))
      add(key.replace(/^zone:/, ""), own(devices, run.device)?.is_rf ? "rf" : "needle");
  for (const key of unitsOf(content, "proc")) {
    const sites = listed(content[key].sites);
    for (const site of sites.length ? sites : [""]) add(site, String(content[key].kind || ""));
  }
  const anywhere = kinds.get("") ?? new Set();
  kinds.delete("");
  return Math.max(anywhere.size, ...[...kinds.values()].map((found) => new Set([...found, ...anywhere]).size));
}
