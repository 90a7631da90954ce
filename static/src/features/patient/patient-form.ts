// @ts-nocheck
import { keyLabel, keyOf, unitsIn } from "../../core/catalogue.js";
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { uuid } from "../../lib/ids.js";
import { fieldList, fieldTemplate, isEmpty } from "../../ui/forms/field.js";
import { button, quiet } from "../../ui/layout/page.js";

const BEGUN = { status: "active" };

const fieldsOf = (section, unit, fields, acts) =>
  fieldList(section.fields, unit, (field) =>
    fieldTemplate(field, fields[unit]?.[field.name], {
      unit,
      needed: field.required === "sign" && isEmpty(fields[unit]?.[field.name]),
      saved: acts.savedAt?.(unit, field.name) ?? null,
      disabled: acts.disabled,
      about: acts.about,
      oldest: acts.oldest,
      onChange: (value) => acts.change(unit, { [field.name]: value }),
    }),
  );

/** Sections whose every question stands ready: the answer first, the rest once it is yes. */
function keyed(section, fields, acts) {
  const [answer, ...rest] = section.fields;
  return html`<ul class="questions">${unitsIn(section, fields).map((unit) => {
    const values = fields[unit] ?? {};
    const more = values[answer.name] === "yes" || rest.some(({ name }) => values[name]);
    return html`<li class="question" data-answer=${values[answer.name] ?? nothing}>
      ${fieldsOf({ fields: [{ ...answer, label: keyLabel(section, unit) }] }, unit, fields, acts)}
      ${more ? html`<div class="form question-more">${fieldsOf({ fields: rest.filter(({ only_at }) => !only_at.length || only_at.includes(keyOf(unit))) }, unit, fields, acts)}</div>` : nothing}
    </li>`;
  })}</ul>`;
}

/**
 * Sections of which there may be several, each with an id of its own. One that was begun stands at the end, and is nothing
 * before something is said of it.
 */
function several(section, fields, acts) {
  const begun = [...acts.begun].filter((unit) => unit.startsWith(`${section.unit}:`));
  const shown = { ...Object.fromEntries(begun.map((unit) => [unit, BEGUN])), ...fields };
  const writing = {
    ...acts,
    change: (unit, patch) => acts.change(unit, fields[unit] ? patch : { ...BEGUN, ...patch }),
  };
  const units = unitsIn(section, fields).filter((unit) => !acts.begun.has(unit));
  const add = () => acts.begin(`${section.unit}:${uuid()}`);
  return html`
    ${[...units, ...begun].map(
      (unit) => html`<fieldset class="card"><legend class="visually-hidden">${section.label}</legend>
      <div class="form">${fieldsOf(section, unit, shown, writing)}</div>
      ${acts.remove ? quiet(t("Remove this entry"), () => acts.remove(unit)) : nothing}</fieldset>`,
    )}
    ${acts.disabled ? nothing : button(t("Add to {section}", { section: section.label }), add, false, "plus")}`;
}

const body = (section, fields, acts) => {
  if (section.repeats === "key") return keyed(section, fields, acts);
  if (section.repeats === "id") return several(section, fields, acts);
  return html`<div class="form">${fieldsOf(section, section.unit, fields, acts)}</div>`;
};

/**
 * The sections of a patient in the order of the catalogue.
 * acts: {change(unit, patch), begun: units that were added here, begin(unit), remove?(unit), savedAt?(unit, name), disabled?,
 * about: the patient's name, oldest?: the most years somebody can have lived}
 */
export const patientForm = (sections, fields, acts) =>
  sections.map(
    (section) => html`
    <section class="form-section" id="section-${section.unit}">
      <h2>${section.label}</h2>
      ${section.help ? html`<p class="hint">${section.help}</p>` : nothing}
      ${body(section, fields, acts)}
    </section>`,
  );
