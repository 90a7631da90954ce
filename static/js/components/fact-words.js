// What a path of a finding is called: the field's own label, or words for figures that are worked out and for limits.
import { t } from "../lib/i18n.js";

/** Figures and limits that no field holds; a function, so that the words are those of the language of the moment. */
const WORDS = () => ({
  "check.allergies": t("allergies"),
  "check.filler_toxin_days": t("days since"),
  "check.isotretinoin_days": t("days since"),
  "check.nsaid_days": t("days since"),
  "check.retinoid_acid_days": t("days since"),
  "check.steroid_local_days": t("days since"),
  "check.steroid_systemic_days": t("days since"),
  "check.unanswered": t("not answered"),
  "check.unanswered_count": t("questions open"),
  "device.evaluated_mm": t("tested to"),
  "device.max_mm": t("device maximum"),
  "events.device_suspected": t("device suspected"),
  "events.open_before": t("reactions open"),
  "events.worst_grade": t("severity (CTCAE)"),
  "limits.needling.min_mm": t("smallest depth"),
  "limits.prp.balance_ml": t("tolerance"),
  "needling.reached_mm": t("deepest"),
  "numbing.child_max_cm2": t("most for a child"),
  "numbing.child_max_g": t("most for a child"),
  "numbing.child_max_min": t("most for a child"),
  "numbing.combined_ratio": t("share of both limits"),
  "numbing.injected_max_mg": t("most injected"),
  "numbing.injected_mg": t("lidocaine injected"),
  "numbing.judged_min": t("minutes"),
  "numbing.label_ratio": t("share of the label maximum"),
  "numbing.lidocaine_percent": t("lidocaine, %"),
  "numbing.on_min": t("minutes"),
  "obs.redness_limit": t("expected at most"),
  "prp.excess_ml": t("used above the volume"),
  "prp.factor": t("platelet factor"),
  "serum.allergen_count": t("shared with the allergies"),
  "serum.allergens": t("allergies"),
  "visit.age_years": t("age"),
  "visit.days_ahead": t("days ahead"),
  "visit.days_since_birth": t("days since birth"),
  "visit.days_since_last": t("days since the last visit"),
  "zone.deepest_mm": t("deepest"),
  "zone.reached_mm": t("deepest"),
  "zone.reason_mm": t("zone limit"),
  "zone.shallowest_mm": t("shallowest"),
  "zone.warn_mm": t("zone limit"),
});

const nameOf = (unit) => unit.split(":")[0];

function fieldLabel(sections, unit, name) {
  const section = sections.find((each) => each.unit === unit || each.unit === nameOf(unit));
  const key = section?.repeats === "key" && nameOf(unit) === "history" ? section.keys.find((each) => unit === `history:${each.key}`) : null;
  return key?.label ?? section?.fields.find((each) => each.name === name)?.label ?? null;
}

/** "zone:chin.depth_mm" -> "Depth", "patient.history:hsv.answer" -> "Cold sores (herpes)", "device.max_mm" -> "device maximum". */
export function pathLabel(forms, path) {
  const isPatient = path.startsWith("patient.");
  const [unit, name] = (isPatient ? path.slice("patient.".length) : path).split(".");
  const found = fieldLabel(forms.record_types[isPatient ? "patient" : "note"].sections, unit, name);
  return found ?? WORDS()[`${nameOf(unit)}.${path.split(".").slice(1).join(".")}`] ?? (unit === "limits" ? t("limit") : path);
}
