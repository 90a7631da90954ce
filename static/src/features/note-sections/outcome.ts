// The outcome: grades always with their text, and the change of the scores since the first assessment.
import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { showNumber } from "../../lib/numbers.js";
import type { Section } from "../../types.js";
import { sectionForm } from "../../ui/forms/section-form.js";
import type { NoteModel } from "../note/note-model.js";
import { type ReadingLine, readingList } from "./readings.js";

/** "−50 %", "+4 %": a negative change is an improvement. */
export const signed = (value: number, unit = ""): string =>
  `${value > 0 ? "+" : value < 0 ? "−" : ""}${showNumber(Math.abs(Math.round(value * 10) / 10))}${unit}`;

/** The fact with the change, the name of the scale, the unit. */
const CHANGES: [fact: string, label: () => string, unit: string][] = [
  ["gb_quant_change_pct", () => t("Goodman-Baron, counted"), " %"],
  ["ecca_change_pct", () => t("ECCA"), " %"],
  ["gb_qual_change", () => t("Goodman-Baron, grade"), ""],
];

function changes(model: NoteModel) {
  const known = CHANGES.map(([name, label, unit]) => ({
    label: label(),
    value: model.judged.fact("outcome", name),
    unit,
  })).filter(({ value }) => value !== null);
  if (!known.length)
    return html`<p class="hint">${t("The change is shown once the same scale was entered at the first assessment and today.")}</p>`;
  const list = known.map(
    ({ label, value, unit }): ReadingLine => [
      label,
      signed(value, unit),
      value < 0 ? t("better") : value > 0 ? t("worse") : t("unchanged"),
    ],
  );
  const aim = model.judged.view.context.patient[model.note.content.visit?.course]?.target_percent;
  return readingList(
    t("Change since the first assessment"),
    aim ? [...list, [t("Aim of the course"), signed(-aim, " %")]] : list,
  );
}

export const outcomeStep = (section: Section, model: NoteModel): Template => html`${changes(model)}
  <p class="hint">${t("GAIS runs from 1, very much improved, to 5, worse. Other clinics count the other way: say the word with the number.")}</p>
  ${sectionForm(section, "outcome", model)}`;
