// Lookups in the catalogue of GET /forms: the section of a unit, its fields, its keys, its choices.
import type { Content, Field, Section, Value } from "../types.js";
import { unitsOf } from "./units.js";

/** `unit`: "zone:chin" belongs to the section "zone". */
export const unitName = (unit: string) => unit.split(":")[0];

/** `unit`: "chin" for "zone:chin", "" for a unit that does not repeat. */
export const keyOf = (unit: string) => unit.slice(unitName(unit).length + 1);

export const sectionFor = (sections: Section[], unit: string): Section | undefined =>
  sections.find((section) => section.unit === unit) ??
  sections.find((section) => (section.repeats || section.another) && section.unit === unitName(unit));

export const fieldOf = (section: Section | undefined, name: string): Field | undefined =>
  section?.fields.find((field) => field.name === name);

/** A field that the code refers to by name, so that every form has it. */
export function fieldNamed(section: Section | undefined, name: string): Field {
  const field = fieldOf(section, name);
  if (!field) throw new Error(`The form has no field ${name} in ${section?.unit}`);
  return field;
}

/** The label of one unit of a family: "Left cheek". */
export const keyLabel = (section: Section | undefined, unit: string): string | undefined =>
  section?.repeats === "key" ? section.keys.find(({ key }) => key === keyOf(unit))?.label : undefined;

/** The name of one unit among its like: "Left cheek", "Device and cartridge 2", or the words of the site. */
export function unitTitle(section: Section | undefined, unit: string, content: Content): string | undefined {
  if (section?.another && unit !== section.unit)
    return `${section.label} ${unitsOf({ [section.unit]: {}, ...content }, section.unit).indexOf(unit) + 1}`;
  return section?.unit === "other_site" ? content[unit]?.site_text : keyLabel(section, unit);
}

export const choiceLabel = (field: Field | undefined, value: Value): string | undefined =>
  field?.choices.find((choice) => choice.value === value)?.label;

export const choiceIn = (sections: Section[], unit: string, name: string, value: Value): string | undefined =>
  choiceLabel(fieldOf(sectionFor(sections, unit), name), value);

/** The exclusive choice of a list that has several. */
export const besideOthers = (exclusive: Value[] | undefined, value: Value): Value =>
  Array.isArray(value) && value.length > 1 ? exclusive?.find((one) => value.includes(one)) : undefined;

/** The answers chosen after one more tap: an exclusive answer clears the others, and they clear it. */
export const withAnswer = (chosen: Value[], answer: Value, exclusive: Value[] = []): Value[] =>
  exclusive.includes(answer) ? [answer] : [...chosen.filter((one) => !exclusive.includes(one)), answer];

/** The units of a section in the order of the form: all of a family by key, the existing ones of a family by id. */
export function unitsIn(section: Section, content: Content): string[] {
  if (section.repeats === "key") return section.keys.map(({ key }) => `${section.unit}:${key}`);
  const there = unitsOf(content, section.unit);
  return section.repeats || there.includes(section.unit) ? there : [section.unit, ...there];
}
