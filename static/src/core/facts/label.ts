// What the label of a device covers (domain-2.md 1.3): sites, indications, skin types. Not on file is not outside.
// Mirrors server/domain/facts/label.py.
import type { Content, Unit, Value } from "../../types.js";
import { fold } from "../allergens.js";
import { own } from "../figures.js";
import { unitsOf, withoutSide, zoneLimits } from "../units.js";
import { runsOf } from "../views.js";
import { GIVEN, PLANNED, serumExposure } from "./exposure.js";
import { groupOf } from "./site.js";

const FOR_BROKEN_SKIN = ["post_procedure", "intradermal"];
const IN_USE = [GIVEN, PLANNED];

/**
 * `on_label`: false when a device was used here outside its label. `label_types`: the skin types of the labels that
 * name this site; `type_off` when the patient's type is not among them.
 */
export function labelFacts(key: string, devices: Content, content: Content, patient: Content, limits: Unit): Unit {
  const place = key.startsWith("zone:") ? withoutSide(key.slice("zone:".length)) : "";
  const wanted: string[] = Array.isArray(content.visit?.indication) ? content.visit.indication : [];
  const used = [...new Set(runsOf(content[key]).map(({ device }) => device))];
  const labels: Unit[][] = used.flatMap((one) => {
    const label = own(devices, one)?.cleared;
    return label?.length ? [label] : [];
  });
  const covered = labels.map((label) => covers(label, place, wanted, limits));
  const types = labels.map((label) => typesFor(label, place, limits)).filter((found) => found.length);
  const mine: Value = patient.body?.fitzpatrick;
  return {
    on_label: covered.includes(false) ? false : covered.length && !covered.includes(null) ? true : null,
    label_types: types.length
      ? types.reduce((shared, found) => shared.filter((type) => found.includes(type))).sort()
      : null,
    type_off: types.length && mine ? types.some((found) => !found.includes(mine)) : null,
  };
}

function namesSite({ sites }: Unit, place: string, limits: Unit) {
  return sites == null || sites.includes(place) || sites.includes(groupOf(place, limits));
}

function covers(label: Unit[], place: string, wanted: string[], limits: Unit): boolean | null {
  const here = label.filter((row) => namesSite(row, place, limits));
  if (!here.length) return false;
  if (!wanted.length || here.some((row) => row.sites == null || row.indications == null)) return null;
  return wanted.every((indication) => here.some((row) => row.indications.includes(indication)));
}

const typesFor = (label: Unit[], place: string, limits: Unit): string[] => [
  ...new Set(label.filter((row) => namesSite(row, place, limits)).flatMap((row) => row.skin_types)),
];

/** The parts of the visit that no label covers. The consent to PRP says itself that it is outside the label. */
export function offLabelFacts(content: Content, zones: Content, exposure: Unit): Unit {
  const needled = IN_USE.includes(exposure.needle);
  const hasPrp = IN_USE.includes(exposure.blood_product);
  const isDeeper = ({ past_evaluated_mm: depth, evaluated_mm: tested }: Unit) =>
    depth != null && tested != null && depth > tested;
  const serums = unitsOf(content, "serum").filter((key) => isOffLabel(content[key], content));
  return {
    off_label_site: Object.values(zones).some((zone) => zone.on_label === false),
    off_label_depth: Object.values(zones).some(isDeeper),
    off_label_prp: needled && hasPrp && content.consent?.prp !== true,
    off_label_serum: needled && serums.length > 0,
    off_label_serums: [...new Set(serums.map((key) => what(content[key])))].sort(),
  };
}

/** A product by its name, else by its kind. */
const what = ({ product, category }: Unit) => fold(String(product || category || "")).trim();

/** Into the needled skin, or of a product that is not made for it. */
function isOffLabel(serum: Unit, content: Content) {
  const isUsed = IN_USE.includes(serumExposure(serum, content) ?? "") && ![null, "home"].includes(serum.timing ?? null);
  const intoSkin = ["before", "during"].includes(serum.timing);
  return isUsed && (intoSkin || !FOR_BROKEN_SKIN.includes(serum.labelled_for));
}

/**
 * Whether range and label of the named device are on file: a label that does not say for which sites and indications it
 * is says nothing of them.
 */
export function fileFacts({ product }: Unit, limits: Unit): Unit {
  const row = own(limits.devices, product) ?? {};
  return {
    cleared: row.cleared ?? null,
    range_on_file: product ? row.max_mm != null : null,
    label_on_file: product ? isWhole(row.cleared ?? []) : null,
  };
}

const isWhole = (label: Unit[]) =>
  label.length > 0 && label.every(({ sites, indications }) => sites != null && indications != null);

/** Whether the site has limits for the depth it was treated at. */
export function siteFileFacts(key: string, zone: Unit, limits: Unit): Unit {
  const table = key.startsWith("zone:") ? zoneLimits(limits, key.slice("zone:".length)) : {};
  const wanted = [
    ...(zone.reached_mm == null ? [] : [table.warn_mm]),
    ...(zone.rf_reached_mm == null ? [] : [table.rf_warn_mm]),
  ];
  return { depth_on_file: !wanted.length || table.never ? null : wanted.every((limit) => limit != null) };
}
