// The scars that were treated at a site: chosen from those of the patient's assessments, or added here.
import { fieldOf, keyOf, sectionFor } from "../../core/catalogue.js";
import { bearing, markOf, marksOf, scarsOf } from "../../core/scars.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Field, Unit } from "../../types.js";
import { chips } from "../../ui/controls/chips.js";
import type { NoteModel } from "../note/note-model.js";
import { scarNames } from "../note-record/scar-field.js";

export const SCARS = "scar_ids";

/** By their marks, all that bear each: those at this site or at no certain one, and any that the site already names. */
function offered(unit: string, model: NoteModel): Map<string, Unit[]> {
  const { content } = model.note;
  const { baseline } = model.judged.view.context;
  const [now, first] = [scarsOf(content.assessment), scarsOf(baseline)];
  const chosen: string[] = content[unit]?.[SCARS] ?? [];
  const isHere = ({ zone }: Unit) => zone == null || zone === keyOf(unit) || unit.startsWith("other_site:");
  const all = marksOf(content, baseline).map((mark): [string, Unit[]] => [
    mark,
    bearing(mark, keyOf(unit), now, first),
  ]);
  const found = new Map(all.filter(([mark, scars]) => scars.some(isHere) || chosen.includes(mark)));
  for (const mark of chosen) if (!found.has(mark)) found.set(mark, [{ id: mark }]);
  return found;
}

/** A scar is added to the assessment of this visit, and chosen. */
function adding(unit: string, model: NoteModel, kind: Field | undefined, known: Map<string, Unit[]>): Template {
  const zone = keyOf(unit);
  const types = (kind?.choices ?? []).filter(({ value }) => !known.has(markOf({ type: value, zone })));
  const { content } = model.note;
  const add = (type: string) => {
    const scar = { type, zone };
    return model.actions.setAll({
      assessment: { scar_types: [...scarsOf(content.assessment), scar] },
      [unit]: { [SCARS]: [...(content[unit]?.[SCARS] ?? []), markOf(scar)] },
    });
  };
  return types.length
    ? html`<details class="more"><summary>${t("Add a scar here")}</summary>
        ${chips({ choices: types, labelledby: `${unit}-scars`, onChange: (type: string) => type && add(type) })}</details>`
    : nothing;
}

export function treatedScars(field: Field, unit: string, model: NoteModel): Template {
  const { disabled } = model.form;
  const columns = fieldOf(sectionFor(model.context.sections, "assessment"), "scar_types")?.fields ?? [];
  const known = offered(unit, model);
  if (disabled && !known.size) return nothing;
  const choices = [...known].map(([value, scars]) => ({ value, label: scarNames(scars, columns, keyOf(unit)) }));
  const onChange = (marks: string[] | null) => model.actions.set(unit, { [SCARS]: marks });
  return html`<div class="field form-wide" data-kind="scars" id="f-${unit}-${field.name}-field">
    <span class="label" id="${unit}-scars">${field.label}</span>
    ${
      choices.length
        ? chips({
            choices,
            value: model.note.content[unit]?.[SCARS],
            multiple: true,
            disabled,
            labelledby: `${unit}-scars`,
            onChange,
          })
        : html`<p class="hint">${t("No scar at this site has been assessed yet.")}</p>`
    }
    ${
      disabled || !unit.startsWith("zone:")
        ? nothing
        : adding(
            unit,
            model,
            columns.find(({ name }) => name === "type"),
            known,
          )
    }
  </div>`;
}
