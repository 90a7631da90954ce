// Finding one's way in the catalogue of GET /forms: the section of a unit, its fields, its keys, its choices.

/** unit: "zone:chin" is of "zone" */
export const unitName = (unit: string) => unit.split(":")[0];

/** unit: "chin" of "zone:chin"; "" for a unit that is alone */
export const keyOf = (unit: string) => unit.slice(unitName(unit).length + 1);

export const sectionFor = (sections: any[], unit: string): any =>
  sections.find((section) => section.unit === unit) ??
  sections.find((section) => section.repeats && section.unit === unitName(unit));

export const fieldOf = (section: any, name: string): any => section?.fields.find((field: any) => field.name === name);

/** What one of a family of units is called: "Left cheek". */
export const keyLabel = (section: any, unit: string): string | undefined =>
  section?.repeats === "key" ? section.keys.find(({ key }: any) => key === keyOf(unit))?.label : undefined;

export const choiceLabel = (field: any, value: any): string | undefined =>
  field?.choices.find((choice: any) => choice.value === value)?.label;

export const choiceIn = (sections: any[], unit: string, name: string, value: any): string | undefined =>
  choiceLabel(fieldOf(sectionFor(sections, unit), name), value);

/** The exclusive choice of a list that has another beside it. */
export const besideOthers = (exclusive: any[] | undefined, value: any): any =>
  Array.isArray(value) && value.length > 1 ? exclusive?.find((one) => value.includes(one)) : undefined;

/** The answers chosen once one more is tapped: an exclusive one clears the others, and they clear it. */
export const withAnswer = (chosen: any[], answer: any, exclusive: any[] = []): any[] =>
  exclusive.includes(answer) ? [answer] : [...chosen.filter((one) => !exclusive.includes(one)), answer];

/** The units of a section in the order of the form: of a family by key all, of one by id those that are there. */
export function unitsIn(section: any, content: Record<string, any>): string[] {
  if (section.repeats === "key") return section.keys.map(({ key }: any) => `${section.unit}:${key}`);
  return section.repeats
    ? Object.keys(content)
        .filter((unit) => unitName(unit) === section.unit && unit !== section.unit)
        .sort()
    : [section.unit];
}
