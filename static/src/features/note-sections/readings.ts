// @ts-nocheck
// What the entries imply, live: contact time, density, share of the label's maximum, spin force, platelet factor.
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { showNumber } from "../../lib/numbers.js";

const SPINS = [1, 2, 3];

/** step -> [label, fact of that section, unit, digits, times] in the order they are read. */
const TABLE = {
  visit: () => [
    [t("Age"), "age_years", t("years")],
    [t("Since the last visit"), "days_since_last", t("days")],
  ],
  numbing: () => [
    [t("Contact time"), "contact_min", "min"],
    [t("Density"), "density", t("g per 10 cm²"), 2],
    [t("Share of the label maximum"), "label_ratio", "%", 0, 100],
    [t("Lidocaine on the skin"), "applied_mg_lidocaine", "mg", 0],
  ],
  needling: () => [[t("Duration"), "minutes", "min"]],
  prp: () => [
    ...SPINS.map((n) => [t("Spin {n}", { n }), `rcf_${n}`, "× g", 0]),
    [t("Platelet factor"), "factor", "×", 2],
    [t("Recovery"), "recovery_pct", "%", 0],
    [t("Dose injected"), "dose_billion", "10⁹", 2],
    [t("Accounted for"), "spent_ml", "mL", 1],
  ],
};

/** rows: [label, figure, what stands behind it]; nothing without one. */
export const readingList = (name, list) => html`<dl class="readings" aria-label=${name}>
  ${list.map(([label, figure, more]) => html`<div><dt>${label}</dt><dd class="figure">${figure}${more ? html`<small>${more}</small>` : nothing}</dd></div>`)}</dl>`;

export function readings(step, desk) {
  const known = (TABLE[step]?.() ?? []).flatMap(([label, name, unit, digits = 4, times = 1]) => {
    const value = desk.fact(step, name);
    return typeof value === "number" ? [[label, showNumber(Number((value * times).toFixed(digits))), unit]] : [];
  });
  return known.length ? readingList(t("Worked out from the entries"), known) : nothing;
}
