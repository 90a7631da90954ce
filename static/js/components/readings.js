// What the entries imply, live: contact time, density, share of the label's maximum, spin force, platelet factor.
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { showNumber } from "./numbers.js";

const rounded = (value, digits) => (typeof value === "number" ? Number(value.toFixed(digits)) : null);

const percent = (value) => (typeof value === "number" ? Math.round(value * 100) : null);

/** step -> [label, value, unit] in the order they are read. */
const TABLE = {
  visit: (fact) => [
    [t("Age"), fact("visit", "age_years"), t("years")],
    [t("Since the last visit"), fact("visit", "days_since_last"), t("days")],
  ],
  numbing: (fact) => [
    [t("Contact time"), fact("numbing", "contact_min"), "min"],
    [t("Density"), rounded(fact("numbing", "density"), 2), t("g per 10 cm²")],
    [t("Share of the label maximum"), percent(fact("numbing", "label_ratio")), "%"],
    [t("Lidocaine on the skin"), rounded(fact("numbing", "applied_mg_lidocaine"), 0), "mg"],
  ],
  needling: (fact) => [[t("Duration"), fact("needling", "minutes"), "min"]],
  prp: (fact) => [
    ...[1, 2, 3].map((n) => [t("Spin {n}", { n }), rounded(fact("prp", `rcf_${n}`), 0), "× g"]),
    [t("Platelet factor"), rounded(fact("prp", "factor"), 2), "×"],
    [t("Recovery"), rounded(fact("prp", "recovery_pct"), 0), "%"],
    [t("Dose injected"), rounded(fact("prp", "dose_billion"), 2), "10⁹"],
    [t("Accounted for"), rounded(fact("prp", "spent_ml"), 1), "mL"],
  ],
};

export function readings(step, desk) {
  const known = (TABLE[step]?.(desk.fact) ?? []).filter(([, value]) => typeof value === "number");
  if (!known.length) return nothing;
  return html`<dl class="readings" aria-label=${t("Worked out from the entries")}>
    ${known.map(([label, value, unit]) => html`<div><dt>${label}</dt><dd class="figure">${showNumber(value)}<small>${unit}</small></dd></div>`)}
  </dl>`;
}
