// The clinic's limits in words: which table a path stands in, what its figure means, and in which measure.
import { t } from "../lib/i18n.js";
import { showNumber } from "./numbers.js";

const MM = "mm";

/** What a figure is called, by the end of its path; the measure follows. In the order in which they are shown. */
const names = () => ({
  min_mm: [t("Smallest depth"), MM],
  max_mm: [t("Largest depth"), MM],
  step_mm: [t("Step"), MM],
  evaluated_mm: [t("Evaluated to"), MM],
  speed_rpm: [t("Speed"), "rpm"],
  speed_range_rpm: [t("Range of speed"), "rpm"],
  min_age_years: [t("From the age of"), t("years")],
  max_g: [t("Largest amount"), "g"],
  max_cm2: [t("Largest area"), "cm²"],
  max_min: [t("Longest contact"), "min"],
  usual_min: [t("Usual contact"), "min"],
  usual_g_per_10cm2: [t("Usual amount"), "g / 10 cm²"],
  warn_mm: [t("Take note above"), MM],
  reason_mm: [t("Reason above"), MM],
  texture_mm: [t("For texture"), MM],
  scars_mm: [t("For scars"), MM],
  "skin_mm.male": [t("Skin of men"), MM],
  "skin_mm.female": [t("Skin of women"), MM],
  warn_days: [t("Take note below"), t("days")],
  reason_days: [t("Reason below"), t("days")],
  warn_months: [t("Take note after"), t("months")],
  warn_above: [t("Take note above"), ""],
  reason_above: [t("Reason above"), ""],
  low: [t("Low below"), "g / 10 cm²"],
  high: [t("High above"), "g / 10 cm²"],
  "plain.mg_per_kg": [t("Plain, for each kg"), "mg"],
  "plain.max_mg": [t("Plain, in all"), "mg"],
  "adrenaline.mg_per_kg": [t("With adrenaline, for each kg"), "mg"],
  "adrenaline.max_mg": [t("With adrenaline, in all"), "mg"],
  balance_ml: [t("Tolerance of volumes"), "mL"],
  factor_low: [t("Platelet factor, low below"), "×"],
  factor_high: [t("Platelet factor, high above"), "×"],
  area_cm2: [t("Wanted above an area of"), "cm²"],
  pigment_depth_mm: [t("Depth at which pigment is at risk"), MM],
  passes: [t("Passes"), ""],
  platelets_low: [t("Platelets, low below"), "10³/µL"],
  platelets_critical: [t("Platelets, critical below"), "10³/µL"],
  hb_low: [t("Haemoglobin, low below"), "g/dL"],
  device: [t("For the device, from"), t("years")],
  adult: [t("Adult from"), t("years")],
  child: [t("Child below"), t("years")],
  pregnancy_from: [t("Asked about pregnancy from"), t("years")],
  pregnancy_to: [t("Asked about pregnancy to"), t("years")],
  isotretinoin: [t("Isotretinoin"), t("days")],
  filler_toxin: [t("Filler or toxin"), t("days")],
  retinoid_acid: [t("Retinoid or acid"), t("days")],
  nsaid: [t("NSAID"), t("days")],
  steroid_local: [t("Local steroid"), t("days")],
  steroid_systemic: [t("Systemic steroid"), t("days")],
  "redness.T72": [t("Redness at 72 h, above"), ""],
  "redness.T7d": [t("Redness at 7 days, above"), ""],
  "redness.T28d": [t("Redness at 28 days, above"), ""],
  fever_c: [t("Fever from"), "°C"],
  spo2_low: [t("Oxygen saturation, low below"), "%"],
  lesions_after_min: [t("New lesions count after"), "min"],
  "due_min.T24": [t("24 h call overdue after"), "min"],
  "due_min.T72": [t("72 h call overdue after"), "min"],
  grade_above: [t("Grave above grade"), ""],
  strong_lidocaine_percent: [t("Strong lidocaine above"), "%"],
  emla_weak_min: [t("EMLA works little below"), "min"],
  emla_atopic_min: [t("EMLA on atopic skin, longest"), "min"],
  near_label_ratio: [t("Near the label's limit from"), "×"],
  source: [t("Source"), ""],
});

const tables = () => ({
  devices: t("Devices"),
  zones: t("Zone depths"),
  anaesthetics: t("Numbing products"),
  needling: t("Needling"),
  interval: t("Interval between visits"),
  ages: t("Ages"),
  recent_days: t("Recent treatments, in days"),
  consent: t("Consent"),
  intensity: t("Intensity"),
  pain: t("Pain"),
  labs: t("Laboratory"),
  vitals: t("Vital signs"),
  observation: t("Observations"),
  event: t("Adverse events"),
  numbing: t("Numbing"),
  density: t("Amount of cream on the area"),
  injected_lidocaine: t("Injected lidocaine"),
  prp: t("PRP"),
});

/** The tables with a row for each thing; all others are one row each. */
export const ROWED = ["devices", "zones", "anaesthetics"];

export const tableName = (key) => tables()[key] ?? plain(key);

const plain = (name) => name.replaceAll("_", " ").replaceAll(".", ", ");

/** The rows of one table, with the paths that may be changed: [{key, label, never, fields: [{path, name, unit, kind, nullable, value}]}]. */
export function rowsOf(limits, editable, table) {
  const rows = ROWED.includes(table) ? Object.entries(limits[table]).map(([key, row]) => [`${table}.${key}`, row]) : [[table, limits[table]]];
  return rows.map(([prefix, row]) => ({
    key: prefix,
    label: row.label ? t(row.label) : tableName(table),
    never: Boolean(row.never),
    fields: Object.keys(editable)
      .filter((path) => path.startsWith(`${prefix}.`))
      .map((path) => ({ path, ...fieldWords(path.slice(prefix.length + 1)), ...editable[path], value: valueAt(limits, path) }))
      .sort((a, b) => a.place - b.place),
  }));
}

function fieldWords(rest) {
  const known = names();
  const [name, unit] = known[rest] ?? [plain(rest), ""];
  const place = Object.keys(known).indexOf(rest);
  return { name, unit, place: Math.max(0, place) };
}

export const valueAt = (limits, path) => path.split(".").reduce((value, key) => value?.[key], limits) ?? null;

/** The tables that hold something to change, those with rows first. */
export function tablesOf(editable) {
  const keys = [...new Set(Object.keys(editable).map((path) => path.split(".")[0]))];
  return [...ROWED.filter((key) => keys.includes(key)), ...keys.filter((key) => !ROWED.includes(key))];
}

/** "Cheek, take note above" for a line of the history. */
export function pathWords(limits, path) {
  const [table, ...rest] = path.split(".");
  const rowed = ROWED.includes(table) && rest.length > 1;
  const row = rowed ? limits[table]?.[rest[0]]?.label : null;
  return { section: row ? t(row) : tableName(table), label: fieldWords((rowed ? rest.slice(1) : rest).join(".")).name };
}

export function valueWords(value) {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map((each) => (typeof each === "number" ? showNumber(each) : JSON.stringify(each))).join(" · ");
  return typeof value === "number" ? showNumber(value) : String(value);
}

/** What was typed, as the server takes it: undefined when it cannot be read. */
export function typedValue({ kind, nullable }, text) {
  const trimmed = text.trim();
  if (!trimmed) return nullable ? null : undefined;
  if (kind === "text") return trimmed;
  const figures = (kind === "numbers" ? trimmed.split(/\s*[·;]\s*|,\s+|\s+/) : [trimmed]).map((each) => Number(each.replace(",", ".")));
  if (figures.some((each) => !Number.isFinite(each) || each < 0)) return undefined;
  return kind === "numbers" ? figures : figures[0];
}
