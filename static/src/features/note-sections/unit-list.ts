// The units of a section that repeats by id: each with its form, a button to remove it, and one to add another.
import { unitsOf } from "../../core/units.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { uuid } from "../../lib/ids.js";
import type { Section, Unit } from "../../types.js";
import { sectionForm } from "../../ui/forms/section-form.js";
import { icon } from "../../ui/layout/icons.js";
import { button, quiet } from "../../ui/layout/page.js";
import type { NoteModel } from "../note/note-model.js";

export interface UnitListOptions {
  /** The heading of one unit; `at` is its place among those of the list. */
  name: (values: Unit, at: number) => string;
  none?: string;
  add: string;
  /** Drawn above and below the form of a unit. */
  before?: (unit: string) => Template;
  after?: (unit: string) => Template;
}

/** Units that were added here may still be empty: `ui.begun`. */
export function unitList(section: Section, model: NoteModel, options: UnitListOptions): Template {
  const begun = (model.ui.begun ?? []).filter((unit) => unit.startsWith(`${section.unit}:`));
  const known = unitsOf(model.note.content, section.unit).filter((unit) => unit !== section.unit);
  const all = [...new Set([...known, ...begun])];
  const values = (unit: string): Unit => model.note.content[unit] ?? {};
  const add = () => {
    model.ui.begun = [...(model.ui.begun ?? []), `${section.unit}:${uuid()}`];
    model.actions.redraw();
  };
  const remove = (unit: string) => {
    model.ui.begun = (model.ui.begun ?? []).filter((each) => each !== unit);
    model.actions.set(unit, Object.fromEntries(section.fields.map((field) => [field.name, null])));
    model.actions.redraw();
  };
  const { name, before, after } = options;
  return html`${all.map(
    (unit, at) => html`<section class="unit-card" aria-label=${name(values(unit), at)}>
        <div class="cluster cluster--apart"><h3>${name(values(unit), at)}</h3>
          ${model.form.disabled ? nothing : quiet(t("Remove"), () => remove(unit))}</div>
        ${before?.(unit) ?? nothing}${sectionForm(section, unit, model)}${after?.(unit) ?? nothing}
      </section>`,
  )}
    ${all.length === 0 && options.none ? html`<p class="quiet">${options.none}</p>` : nothing}
    ${model.form.disabled ? nothing : button([icon("plus", 20), options.add], add)}`;
}
