// Finding one's way in the catalogue of GET /forms: the section of a unit, its fields, its keys, its choices.

/** @param {string} unit "zone:chin" is of "zone" */
export const unitName = (unit) => unit.split(":")[0];

/** @param {string} unit "chin" of "zone:chin"; "" for a unit that is alone */
export const keyOf = (unit) => unit.slice(unitName(unit).length + 1);

/** @param {any[]} sections @param {string} unit @returns {any} */
export const sectionFor = (sections, unit) =>
  sections.find((section) => section.unit === unit) ??
  sections.find((section) => section.repeats && section.unit === unitName(unit));

/** @param {any} section @param {string} name @returns {any} */
export const fieldOf = (section, name) => section?.fields.find((/** @type {any} */ field) => field.name === name);

/** What one of a family of units is called: "Left cheek". @param {any} section @param {string} unit @returns {string | undefined} */
export const keyLabel = (section, unit) =>
  section?.repeats === "key"
    ? section.keys.find((/** @type {any} */ { key }) => key === keyOf(unit))?.label
    : undefined;

/** @param {any} field @param {any} value @returns {string | undefined} */
export const choiceLabel = (field, value) =>
  field?.choices.find((/** @type {any} */ choice) => choice.value === value)?.label;

/** @param {any[]} sections @param {string} unit @param {string} name @param {any} value @returns {string | undefined} */
export const choiceIn = (sections, unit, name, value) => choiceLabel(fieldOf(sectionFor(sections, unit), name), value);

/** The exclusive choice of a list that has another beside it. @param {any[] | undefined} exclusive @param {any} value @returns {any} */
export const besideOthers = (exclusive, value) =>
  Array.isArray(value) && value.length > 1 ? exclusive?.find((one) => value.includes(one)) : undefined;

/** The answers chosen once one more is tapped: an exclusive one clears the others, and they clear it.
 * @param {any[]} chosen @param {any} answer @param {any[]} [exclusive] @returns {any[]} */
export const withAnswer = (chosen, answer, exclusive = []) =>
  exclusive.includes(answer) ? [answer] : [...chosen.filter((one) => !exclusive.includes(one)), answer];

/** The units of a section in the order of the form: of a family by key all, of one by id those that are there.
 * @param {any} section @param {Record<string, any>} content @returns {string[]} */
export function unitsIn(section, content) {
  if (section.repeats === "key") return section.keys.map((/** @type {any} */ { key }) => `${section.unit}:${key}`);
  return section.repeats
    ? Object.keys(content)
        .filter((unit) => unitName(unit) === section.unit && unit !== section.unit)
        .sort()
    : [section.unit];
}
