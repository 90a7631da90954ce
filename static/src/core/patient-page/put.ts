// What went on or into the skin, as facts: only what was given. Mirrors server/domain/patient_page/put.py.
import type { Content, Unit } from "../../types.js";
import { knownTotal, number, rows } from "../figures.js";
import {
  copied,
  exposures,
  hasAny,
  isBloodDrawn,
  isCreamGiven,
  isProcDone,
  isPrpUsed,
  isSerumGiven,
} from "../given.js";
import { minutesBetween } from "../times.js";
import { unitsOf } from "../units.js";
import { devicesOf, laOf } from "../views.js";

const LONGEST = 48;
const INTO_THE_SKIN = ["intradermal", "subdermal"];

/** In the order of a treatment. */
export function putOf(content: Content): Unit[] {
  const gel = glideOf(content);
  return [
    ...givenCreams(content).map(creamOf),
    ...givenShots(content).map(({ drug, ml }) => ({ what: "shot", drug: drug ?? null, ml: number(ml) })),
    ...unitsOf(content, "prp").flatMap((key) => plasmaOf(key, content) ?? []),
    ...unitsOf(content, "proc")
      .filter((key) => isProcDone(content[key], content))
      .map((key) => ({ what: "proc", kind: content[key].kind ?? null })),
    ...givenSerums(content).map((serum) => ({ what: "serum", name: label(serum, "product") })),
    ...(gel ? [{ what: "gel", name: gel }] : []),
    ...(exposures(content).needle && isNew(content) ? [{ what: "tip" }] : []),
  ];
}

/** A name from a box, on one line and short. */
const label = (unit: Unit, name: string): string =>
  [
    ...String(unit[name] || "")
      .split(/\s+/u)
      .filter(Boolean)
      .join(" "),
  ]
    .slice(0, LONGEST)
    .join("");

const givenCreams = (content: Content): Unit[] =>
  unitsOf(content, "numbing")
    .filter((key) => isCreamGiven(key, content))
    .map((key) => content[key]);

const givenShots = (content: Content): Unit[] => laOf(content).filter((shot) => hasAny(shot, "mg", "ml", "at"));

const givenSerums = (content: Content): Unit[] =>
  unitsOf(content, "serum")
    .map((key) => content[key])
    .filter((serum) => isSerumGiven(serum, content));

function creamOf(cream: Unit): Unit {
  const minutes = minutesBetween(cream.applied_at, cream.removed_at);
  return {
    what: "cream",
    product: cream.product ?? null,
    name: label(cream, "product_name"),
    g: number(cream.amount_g),
    minutes: minutes != null && minutes > 0 ? minutes : null,
    wiped: cream.residual_removed === "yes",
  };
}

/** PRP that was used; blood that was drawn and not used is said as blood. */
function plasmaOf(key: string, content: Content): Unit | null {
  const draw = content[key];
  if (!isPrpUsed(draw)) return isBloodDrawn(key, content) ? { what: "blood", ml: number(draw.drawn_ml) } : null;
  const routes: unknown[] = Array.isArray(draw.route) ? draw.route : [];
  const injected = knownTotal(rows(draw, "sites").map(({ ml }) => number(ml)));
  const isIn = Boolean(injected) || routes.some((route) => INTO_THE_SKIN.includes(String(route)));
  return {
    what: "prp",
    made: number(draw.volume_ml),
    into: isIn ? injected : null,
    onto: number(draw.topical_ml) || null,
  };
}

const glideOf = (content: Content): string =>
  exposures(content).needle && !copied(content).includes("needling.glide_product")
    ? label(content.needling ?? {}, "glide_product")
    : "";

/** Every tip that was opened was sterile and for this patient alone, and somebody said so. */
function isNew(content: Content): boolean {
  const tips = devicesOf(content).map((key) => content[key]);
  return tips.length > 0 && tips.every((tip) => tip.sterile_intact === "yes" && tip.single_use_confirmed === "yes");
}

/** [of what, LOT] of what was given, as written on the box. */
export function lotsOf(content: Content): [string, string][] {
  const given = exposures(content);
  const gel = glideOf(content) && !copied(content).includes("needling.glide_lot");
  const found: [string, Unit, string][] = [
    ...givenCreams(content).map((cream): [string, Unit, string] => ["numb", cream, "lot"]),
    ...givenShots(content).map((shot): [string, Unit, string] => ["shot", shot, "lot"]),
    ...givenSerums(content).map((serum): [string, Unit, string] => ["serum", serum, "lot"]),
    ...(gel ? [["gel", content.needling, "glide_lot"] as [string, Unit, string]] : []),
    ...(given.needle ? devicesOf(content) : []).map((key): [string, Unit, string] => [
      "tip",
      content[key],
      "cartridge_lot",
    ]),
    ...(given.blood || given.prp ? unitsOf(content, "prp") : []).flatMap((key): [string, Unit, string][] => [
      ["kit", content[key], "kit_lot"],
      ...rows(content[key], "more_kits").map((row): [string, Unit, string] => ["kit", row, "lot"]),
    ]),
  ];
  const named = found.map(([kind, unit, name]): [string, string] => [kind, label(unit, name)]);
  const text = named.map(String);
  return named.filter((lot, n) => lot[1] && text.indexOf(String(lot)) === n);
}
