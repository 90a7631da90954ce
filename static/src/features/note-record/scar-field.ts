// The scars that a site names, in words. Printed documents say the same (server/exports/scars.py).
import { choiceLabel, fieldOf, keyOf, sectionFor } from "../../core/catalogue.js";
import { bearing, scarsOf } from "../../core/scars.js";
import type { Content, Field, Section, Unit, Value } from "../../types.js";

/** "Keloid “left edge”, Chin": the type, its own mark, and the site where it is another one. */
export function scarName({ type, id, zone }: Unit, columns: Field[], place: string): string {
  const word = (name: string, value: Value) =>
    value
      ? (choiceLabel(
          columns.find((column) => column.name === name),
          value,
        ) ?? String(value))
      : "";
  const own = String(id ?? "").trim();
  const named = type && own ? `${word("type", type)} “${own}”` : word("type", type) || own;
  return zone && zone !== place ? `${named}, ${word("zone", zone)}` : named;
}

/** Several scars that go by one mark. */
export const scarNames = (scars: Unit[], columns: Field[], place: string): string =>
  [...new Set(scars.map((scar) => scarName(scar, columns, place)))].join(" / ");

/** A mark of an earlier assessment says its type and site, unless somebody gave it a name of its own. */
function scarOf(mark: string, columns: Field[]): Unit {
  const [type, zone = ""] = mark.split(":");
  const isType = columns[0]?.choices.some(({ value }) => value === type);
  return isType ? { type, zone } : { id: mark };
}

/** The field with the words of these marks as its choices. */
export function scarField(field: Field, unit: string, content: Content, sections: Section[]): Field {
  const marks: Value = content[unit]?.[field.name];
  if (field.name !== "scar_ids" || !Array.isArray(marks)) return field;
  const columns = fieldOf(sectionFor(sections, "assessment"), "scar_types")?.fields ?? [];
  const known = scarsOf(content.assessment);
  const place = keyOf(unit);
  const label = (mark: string) => {
    const scars = bearing(mark, place, known, []);
    return scarNames(scars.length ? scars : [scarOf(mark, columns)], columns, place);
  };
  return { ...field, kind: "choices", choices: marks.map((mark) => ({ value: mark, label: label(String(mark)) })) };
}
