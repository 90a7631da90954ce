// A record as lines to read: the catalogue gives the order, labels and units; empty fields are left out.
import { keyLabel, keyOf, unitsIn, unitTitle } from "../../core/catalogue.js";
import { openPaths } from "../../core/copied.js";
import type { Content, Field, Forms, Person, RecordTypeName, Section, Unit, Value } from "../../types.js";
import { scoreLines } from "../note-sections/scores.js";
import { runField } from "./run-field.js";
import { scarField } from "./scar-field.js";
import { valueText } from "./value-text.js";

export { valueText };

/** One value with its label, or a compact unit in one line. */
export interface PlainLine {
  unit: string;
  name: string;
  label: string;
  value: string;
  kind?: string;
  /** The strokes of a signature, drawn instead of the value. */
  drawn?: Value;
  /** The line holds several values of its unit. */
  whole?: boolean;
}

/** Whether a value was copied: unconfirmed, or confirmed by a person. */
export type CopyState = "open" | "confirmed";

export interface ContentLine extends PlainLine {
  carried: CopyState | null;
}

/** The lines under one heading. */
export interface LineGroup<Line = ContentLine> {
  unit: string;
  section: string;
  lines: Line[];
}

type People = Person[] | undefined;

/** Ids of records and fingerprints, which only the app uses. */
const FOR_THE_APP = new Set([
  "visit.touch_up_of",
  "visit.course",
  "picture.sha256",
  "picture.width",
  "picture.height",
  "picture.size",
  "ae.note_id",
  "reason.judged",
  "override.judged",
  "about.note_id",
  "about.note_version_seen",
  "flags.event",
  "flags.judged",
]);
export const isForTheApp = (section: Section, { name }: Field) =>
  name === "order" || FOR_THE_APP.has(`${section.unit}.${name}`);

/**
 * Families whose units have at most this many fields are one section with a line for each unit: zones, allergies,
 * history.
 */
const COMPACT_FIELDS = 6;
const COMPACT = new Set(["zone"]);

const STATES: CopyState[] = ["open", "confirmed"];

/** The name of a unit: "Left cheek", "15 to 30 minutes", or the section's own. */
export const unitLabel = (section: Section, unit: string): string =>
  section.repeats === "key" ? (keyLabel(section, unit) ?? keyOf(unit)) : section.label;

function lines(section: Section, unit: string, values: Unit, people: People): PlainLine[] {
  return section.fields
    .filter((field) => !isForTheApp(section, field))
    .map((field) => ({
      unit,
      name: field.name,
      label: field.label,
      kind: field.kind,
      value: valueText(field, values[field.name], people),
      drawn: field.kind === "strokes" && values[field.name],
    }))
    .filter(({ value }) => value !== "");
}

function assessed(section: Section, unit: string, values: Unit, people: People, { limits }: Forms): PlainLine[] {
  const { totals, nought } = scoreLines(section, values, limits);
  return [
    ...totals.map((line) => ({ unit, ...line })),
    ...lines(section, unit, values, people).filter(({ name }) => !nought.has(name)),
  ];
}

/** "PRP 2" for a further draw, else the name of the section. */
const headingOf = (section: Section, unit: string, fields: Content) =>
  (section.another && unitTitle(section, unit, fields)) || section.label;

const titleOf = (values: Unit): string | null => values.name ?? values.site_text ?? values.product ?? null;

/** In a line of several values a bare grade needs the name of what it grades. */
const spoken = (part: PlainLine) =>
  part.kind === "scale" ? `${part.label} ${part.value.replace(" · ", ", ")}` : part.value;

function compactLine(section: Section, unit: string, values: Unit, people: People): PlainLine {
  const parts = lines(section, unit, values, people);
  const named = section.repeats === "id" && parts.length > 1;
  const title = named ? (titleOf(values) ?? parts.shift()?.value ?? "") : unitLabel(section, unit);
  return {
    unit,
    name: section.fields[0].name,
    label: title,
    value: parts
      .filter((part) => part.value !== title)
      .map(spoken)
      .join(" · "),
    whole: true,
  };
}

/** Marks the lines with a copied value; a line may hold several values of its unit. */
function carriedOn(fields: Content) {
  const paths: Record<CopyState, string[]> = { open: openPaths(fields), confirmed: fields.carried?.confirmed ?? [] };
  const holds = (state: CopyState, { unit, name, whole }: PlainLine) =>
    paths[state].some((path) => (whole ? path.startsWith(`${unit}.`) : path === `${unit}.${name}`));
  return (line: PlainLine): ContentLine => ({ ...line, carried: STATES.find((state) => holds(state, line)) ?? null });
}

/** The sections of a record with their lines, in the order of the form. `people` are those a field can name. */
export function contentLines(type: RecordTypeName, fields: Content, forms: Forms, people?: Person[]): LineGroup[] {
  const marked = carriedOn(fields);
  const { sections } = forms.record_types[type];
  const of = (section: Section, unit: string): Section => ({
    ...section,
    fields: section.fields.map((field) => scarField(field, unit, fields, sections)),
  });
  const groups = sections
    .filter(({ widget }) => widget !== "none")
    .map((section) => ({ ...section, fields: section.fields.map((field) => runField(field, fields)) }))
    .flatMap((section): LineGroup<PlainLine>[] => {
      const units = unitsIn(section, fields).filter((unit) => unit in fields);
      if (section.repeats && (COMPACT.has(section.unit) || section.fields.length <= COMPACT_FIELDS)) {
        return [
          {
            unit: section.unit,
            section: section.label,
            lines: units.map((unit) => compactLine(of(section, unit), unit, fields[unit], people)),
          },
        ];
      }
      return units.map((unit) => {
        const title = section.repeats && (section.repeats === "key" ? unitLabel(section, unit) : titleOf(fields[unit]));
        const read = section.unit === "assessment" ? assessed : lines;
        return {
          unit,
          section: title ? `${section.label}: ${title}` : headingOf(section, unit, fields),
          lines: read(of(section, unit), unit, fields[unit], people, forms),
        };
      });
    });
  return groups.filter((group) => group.lines.length).map((group) => ({ ...group, lines: group.lines.map(marked) }));
}
