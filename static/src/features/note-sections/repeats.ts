// The further cartridges, creams and draws of a visit, its procedures, and sites in words.
import { choiceLabel, fieldNamed, sectionFor } from "../../core/catalogue.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { sectionForm } from "../../ui/forms/section-form.js";
import { SCARS, treatedScars } from "../face-map/treated-scars.js";
import type { NoteModel } from "../note/note-model.js";
import { shelfField } from "../shelf/shelf-field.js";
import { unitList } from "./unit-list.js";

/** A section that may repeat: its first unit, then the others, unless the first one says that there was none. */
export function repeating(unit: string, model: NoteModel): Template {
  const section = model.context.section(unit);
  const isOpen = !section.gate || model.note.content[unit]?.[section.gate] === true;
  return html`${shelfField(unit, model)}${sectionForm(section, unit, model)}${
    section.another && isOpen
      ? unitList(section, model, {
          name: (_values, at) => `${section.label} ${at + 2}`,
          add: section.another,
          before: (more) => shelfField(more, model),
        })
      : nothing
  }`;
}

export function procedures(model: NoteModel): Template {
  const section = model.context.section("proc");
  return unitList(section, model, {
    name: ({ kind }) => choiceLabel(section.fields[0], kind) ?? t("Procedure"),
    add: t("Subcision, peel or laser"),
  });
}

/** Forms of 0.1.0 know no such sites. */
export function sitesInWords(model: NoteModel): Template {
  const section = sectionFor(model.context.sections, "other_site");
  return section
    ? unitList(section, model, {
        name: ({ site_text }) => site_text ?? t("Site in words"),
        add: t("Site that is not on the list"),
        after: (unit) => treatedScars(fieldNamed(section, SCARS), unit, model),
      })
    : nothing;
}
