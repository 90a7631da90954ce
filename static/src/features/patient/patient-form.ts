import { keyLabel, keyOf, unitsIn } from "../../core/catalogue.js";
import { today } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { uuid } from "../../lib/ids.js";
import type { Content, Section, Unit } from "../../types.js";
import type { SavedState } from "../../ui/forms/autosave.js";
import { fieldList, fieldTemplate, isEmpty } from "../../ui/forms/field.js";
import { button, quiet } from "../../ui/layout/page.js";

/** What the form of a patient needs from its screen. */
export interface PatientActs {
  change: (unit: string, patch: Unit) => unknown;
  /** Units that were added here. */
  begun: Set<string>;
  begin: (unit: string) => void;
  /** Absent where an entry cannot be removed. */
  remove?: (unit: string) => unknown;
  savedAt?: (unit: string, name: string) => SavedState | null;
  disabled?: boolean;
  /** The patient's name. */
  about: string;
  /** The maximum age in years. */
  oldest?: number;
}

/** A new entry is known since today, unless somebody corrects it. */
const begunNow = (): Unit => ({ status: "active", known_since: today() });

/** An allergy that is ruled out is so since today, unless somebody corrects it. */
function ruledOut(allergy: Unit, patch: Unit): Unit {
  if (patch.status === "inactive" && !allergy.ruled_out_on) return { ruled_out_on: today() };
  return patch.status === "active" && allergy.ruled_out_on ? { ruled_out_on: null } : {};
}

/**
 * The day on which it was ruled out is asked of what is no longer active, and the visits that a supervisor has noted are
 * shown where there are any.
 */
const asked = ({ fields }: Section, values: Unit = {}) => ({
  fields: fields.filter(({ name }) => {
    if (name === "ruled_out_on") return values.status === "inactive" || values[name];
    return name !== "noted_for" || values[name]?.length;
  }),
});

/** An allergy that is written down clears the tick that there is none (domain-2.md 12, P19). */
const isDenied = (fields: Content, allergy: Unit) =>
  fields.allergy_status?.none_known === "yes" &&
  allergy.status !== "inactive" &&
  Boolean(allergy.substance || allergy.name);

const fieldsOf = (section: Pick<Section, "fields">, unit: string, fields: Content, acts: PatientActs) =>
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

/** A section of questions that are all shown: for each the answer, and its other fields after a yes. */
function keyed(section: Section, fields: Content, acts: PatientActs): Template {
  const [answer, ...rest] = section.fields;
  return html`<ul class="questions">${unitsIn(section, fields).map((unit) => {
    const values = fields[unit] ?? {};
    const more = values[answer.name] === "yes" || rest.some(({ name }) => values[name]);
    return html`<li class="question" data-answer=${values[answer.name] ?? nothing}>
      ${fieldsOf({ fields: [{ ...answer, label: keyLabel(section, unit) ?? answer.label }] }, unit, fields, acts)}
      ${more ? html`<div class="form question-more">${fieldsOf({ fields: rest.filter(({ only_at }) => !only_at.length || only_at.includes(keyOf(unit))) }, unit, fields, acts)}</div>` : nothing}
    </li>`;
  })}</ul>`;
}

/**
 * A section that may have several entries, each with its own id. A started entry stands at the end and is not stored
 * before something is entered in it.
 */
function several(section: Section, fields: Content, acts: PatientActs): Template {
  const begun = [...acts.begun].filter((unit) => unit.startsWith(`${section.unit}:`));
  const shown: Content = { ...Object.fromEntries(begun.map((unit) => [unit, begunNow()])), ...fields };
  const writing: PatientActs = {
    ...acts,
    change: (unit, patch) => {
      const known = fields[unit] ? patch : { ...begunNow(), ...patch };
      const whole = section.unit === "allergy" ? { ...known, ...ruledOut(fields[unit] ?? {}, patch) } : known;
      if (section.unit === "allergy" && isDenied(fields, { ...fields[unit], ...whole }))
        acts.change("allergy_status", { none_known: "no" });
      return acts.change(unit, whole);
    },
  };
  const units = unitsIn(section, fields).filter((unit) => !acts.begun.has(unit));
  const { remove } = acts;
  const add = () => acts.begin(`${section.unit}:${uuid()}`);
  return html`
    ${[...units, ...begun].map(
      (unit) => html`<fieldset class="card"><legend class="visually-hidden">${section.label}</legend>
      <div class="form">${fieldsOf(asked(section, shown[unit]), unit, shown, writing)}</div>
      ${remove ? quiet(t("Remove this entry"), () => remove(unit)) : nothing}</fieldset>`,
    )}
    ${acts.disabled ? nothing : button(t("Add to {section}", { section: section.label }), add, false, "plus")}`;
}

const body = (section: Section, fields: Content, acts: PatientActs): Template => {
  if (section.repeats === "key") return keyed(section, fields, acts);
  if (section.repeats === "id") return several(section, fields, acts);
  return html`<div class="form">${fieldsOf(section, section.unit, fields, acts)}</div>`;
};

/** The sections of a patient in the order of the catalogue. */
export const patientForm = (sections: Section[], fields: Content, acts: PatientActs): Template[] =>
  sections.map(
    (section) => html`
    <section class="form-section" id="section-${section.unit}">
      <h2>${section.label}</h2>
      ${section.help ? html`<p class="hint">${section.help}</p>` : nothing}
      ${body(section, fields, acts)}
    </section>`,
  );
