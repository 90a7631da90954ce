// The label of a path of a finding: that of its field, or the rules' text for a fact or a limit.
import { fieldOf, keyLabel, sectionFor, unitName } from "../../core/catalogue.js";
import { t } from "../../lib/i18n.js";
import type { Forms } from "../../types.js";

/** "zone:chin.depth_mm" -> "Depth", "patient.history:hsv.answer" -> "Cold sores (herpes)", "device.max_mm" -> "device maximum". */
export function pathLabel({ record_types, rules }: Pick<Forms, "record_types" | "rules">, path: string): string {
  const parts = /^(patient\.)?([^.]+)\.(.+)/.exec(path);
  if (!parts) return path;
  const [, patient, unit, name] = parts;
  const section = sectionFor(record_types[patient ? "patient" : "note"].sections, unit);
  const asked = unitName(unit) === "history" ? keyLabel(section, unit) : null;
  const words = rules.words?.[`${unitName(unit)}.${name}`];
  return asked ?? fieldOf(section, name)?.label ?? (words ? t(words) : unit === "limits" ? t("limit") : path);
}
