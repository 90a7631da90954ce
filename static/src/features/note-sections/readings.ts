// Facts shown while entries are made: contact time, density, share of the label's maximum, spin force, platelet factor.
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { showNumber } from "../../lib/numbers.js";
import type { NoteModel } from "../note/note-model.js";

/** A fact of a section, or "dose.share" of another unit; the value is multiplied by `times`, then rounded to `digits`. */
type Reading = [label: string, fact: string, unit: string, digits?: number, times?: number];

/** The display format: the figure, and the unit or text after it. */
export type ReadingLine = [label: string, figure: string, more?: string];

const SPINS = [1, 2, 3];

/** The facts shown in each step, in order. */
const TABLE: Record<string, (() => Reading[]) | undefined> = {
  visit: () => [
    [t("Age"), "age_years", t("years")],
    [t("Since the last visit"), "days_since_last", t("days")],
  ],
  numbing: () => [
    [t("Contact time"), "contact_min", "min"],
    [t("Density"), "density", t("g per 10 cm²"), 2],
    [t("Share of the label maximum"), "label_ratio", "%", 0, 100],
    [t("Lidocaine on the skin"), "applied_mg_lidocaine", "mg", 0],
    [t("Creams of the day, share of the maximum"), "dose.topical_share", "%", 0, 100],
    [t("Injections of the day, share of the maximum"), "dose.la_share", "%", 0, 100],
    [t("All local anaesthetics, share of the maximum"), "dose.share", "%", 0, 100],
  ],
  needling: () => [[t("Duration"), "minutes", "min"]],
  prp: () => [
    ...SPINS.map((n): Reading => [t("Spin {n}", { n }), `rcf_${n}`, "× g", 0]),
    [t("Platelet factor"), "factor", "×", 2],
    [t("Platelet recovery"), "recovery_pct", "%", 0],
    [t("Dose injected"), "dose_billion", "10⁹", 2],
    [t("Accounted for"), "spent_ml", "mL", 1],
  ],
};

export const readingList = (
  name: string,
  list: ReadingLine[],
): Template => html`<dl class="readings" aria-label=${name}>
  ${list.map(([label, figure, more]) => html`<div><dt>${label}</dt><dd class="figure">${figure}${more ? html`<small>${more}</small>` : nothing}</dd></div>`)}</dl>`;

export function readings(step: string, model: NoteModel): Template {
  const known = (TABLE[step]?.() ?? []).flatMap(([label, name, measure, digits = 4, times = 1]): ReadingLine[] => {
    const [unit, fact] = name.includes(".") ? name.split(".") : [step, name];
    const value = model.judged.fact(unit, fact);
    return typeof value === "number" ? [[label, showNumber(Number((value * times).toFixed(digits))), measure]] : [];
  });
  return known.length ? readingList(t("Worked out from the entries"), known) : nothing;
}
