// @ts-nocheck
// What a path of a finding is called: the field's own label, or words of the rules for what is worked out and for limits.
import { fieldOf, keyLabel, sectionFor, unitName } from "../../core/catalogue.js";
import { t } from "../../lib/i18n.js";

/** "zone:chin.depth_mm" -> "Depth", "patient.history:hsv.answer" -> "Cold sores (herpes)", "device.max_mm" -> "device maximum". */
export function pathLabel({ record_types, rules }, path) {
  const [, patient, unit, name] = /^(patient\.)?([^.]+)\.(.+)/.exec(path);
  const section = sectionFor(record_types[patient ? "patient" : "note"].sections, unit);
  const asked = unitName(unit) === "history" ? keyLabel(section, unit) : null;
  const words = rules.words?.[`${unitName(unit)}.${name}`];
  return asked ?? fieldOf(section, name)?.label ?? (words ? t(words) : unit === "limits" ? t("limit") : path);
}
