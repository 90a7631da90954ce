// The runs of a site, with the columns that a note needs.
import { devicesOf } from "../../core/views.js";
import { t } from "../../lib/i18n.js";
import type { Content, Field } from "../../types.js";

const OF_RF = new Set(["energy_mj", "power_w", "pulse_ms", "shots", "overlap_pct", "tip", "impedance_ohm"]);

/** The cartridge by its number, where there are several; settings of radiofrequency where it was used. */
export function runField(field: Field, content: Content): Field {
  if (field.name !== "runs") return field;
  const devices = devicesOf(content);
  const isRf = devices.some((key) => content[key].type === "rf_needling");
  const choices = devices.map((value, at) => ({ value, label: t("Cartridge {n}", { n: at + 1 }) }));
  const fields = field.fields
    .filter(({ name }) => (name === "device" ? devices.length > 1 : isRf || !OF_RF.has(name)))
    .map((column) => (column.name === "device" ? { ...column, kind: "choice", choices } : column));
  return { ...field, fields };
}
