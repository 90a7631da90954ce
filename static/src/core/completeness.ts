// What is missing in a record, and values that are impossible. Mirrors server/domain/completeness.py; pain scores are
// left to rule D09. features/note-record/problem-labels.ts puts a problem into words.
import type { Content, Unit, Value } from "../types.js";
import { besideOthers, choiceLabel, fieldOf, keyLabel, keyOf, sectionFor, unitsIn } from "./catalogue.js";
import { isEmpty, number, rows } from "./figures.js";
import { REASON_MIN } from "./reasons.js";
import type { View } from "./rules.js";
import { holds, look, valueAt } from "./rules.js";
import { day, instant } from "./times.js";
import type { Context } from "./units.js";
import { unitsOf } from "./units.js";
import { sitesOf } from "./views.js";

export type Gap = {
  unit: string;
  field: string;
  section: string;
  label: string;
  problem: string;
  params: Unit;
  row: number | null;
};

const NEEDLED = ["exposure.needle", "in", ["given", "planned"]];
const NUMERIC = ["int", "decimal", "numbers", "scale"];
const TRI = ["yes", "no", "unknown"];
/**
 * What a value of a kind must be, in the order of the checks: the problem, the kinds, and the test; `field` fills the
 * message.
 */
const CHECKS: [string, string[], (value: Value, field: Value) => boolean, string[]?][] = [
  ["number", NUMERIC, (value) => number(value) == null],
  ["whole", ["int", "scale"], (value) => !Number.isInteger(value)],
  ["choice", ["scale", "choice", "choices", "tri"], (value, { choices }) => !allowed(choices).includes(value)],
  ["below", NUMERIC, (value, { minimum }) => minimum != null && value < minimum, ["minimum", "unit"]],
  ["above", NUMERIC, (value, { maximum }) => maximum != null && value > maximum, ["maximum", "unit"]],
  ["time", ["date"], (value) => day(value) == null || !isThisAge(value)],
  ["time", ["datetime"], (value) => instant(value) == null || !isThisAge(value)],
];

/** A year with fewer than four digits was meant as another. */
const isThisAge = (value: string) => value >= "1900" && value < "2200";
const allowed = (choices: Value[]) => (choices.length ? choices.map(({ value }) => value) : TRI);

/**
 * Everything that blocks signing, in the order of the form. A note also requires that its patient is identified;
 * `ofPatient` are the sections of the patient.
 */
export function missing(sections: Value[], content: Content, context: Context, ofPatient: Value[] = []): Gap[] {
  const view = look(content, context);
  const found = sections.flatMap((section) => [...lacking(section, view, "sign"), ...impossible(section, view)]);
  return [
    ...unknownPerson(ofPatient, view),
    ...found,
    ...nothingSeen(sections, view),
    ...derivedGaps(sections, view),
    ...strangers(sections, view),
    ...unconfirmed(sections, view),
  ];
}

/** What is missing or impossible in the patient of the note; `unit` is then "patient". */
function unknownPerson(sections: Value[], { context }: View): Gap[] {
  const identity = sections.filter(({ unit }) => unit === "identity");
  const theirs = { content: { identity: context.patient?.identity ?? {} }, facts: {}, context };
  return identity
    .flatMap((section) => [...lacking(section, theirs, "sign"), ...impossible(section, theirs)])
    .map((one) => ({ ...one, unit: "patient", field: `${one.unit}.${one.field}` }));
}

/** Entries that are recommended but not required. */
export function advised(sections: Value[], content: Content, context: Context) {
  const view = look(content, context);
  return sections.flatMap((section) => lacking(section, view, "advised"));
}

/** While its `sign_if` holds, what is advised is required to sign. Forms of 0.1.0 know no such conditions. */
export const levelOf = (field: Value, unit: string, view: View): string =>
  field.sign_if?.length && field.sign_if.every((condition: Value[]) => holds(condition, view, unit))
    ? "sign"
    : field.required;

/** Whether a field is required under the present conditions (at the level of `levelOf`). */
export function isRequired(field: Value, unit: string, view: View): boolean {
  const key = keyOf(unit);
  const wantedHere = field.required_at.length ? field.required_at.includes(key) : !key || unit in view.content;
  return wantedHere && field.required_if.every((condition: Value[]) => holds(condition, view, unit));
}

const gap = (
  section: Value,
  unit: string,
  { name, label }: { name: string; label: string },
  problem: string,
  params: Unit = {},
  row: number | null = null,
): Gap => ({
  unit,
  field: name,
  section: keyLabel(section, unit) ?? section.label,
  label,
  problem,
  params,
  row,
});

function lacking(section: Value, view: View, level: string): Gap[] {
  const { content } = view;
  const { label, at_least: count } = section;
  const units = unitsIn(section, content);
  const few = level === "sign" && count && sitesOf(content).length < count && holds(NEEDLED, view);
  return [
    ...(few ? [gap(section, section.unit, { name: "", label }, "at_least", { count })] : []),
    ...units.flatMap((unit) =>
      section.fields.flatMap((field: Value) => [
        ...(levelOf(field, unit, view) === level &&
        isEmpty(entered(section, unit, field, view)) &&
        isRequired(field, unit, view)
          ? [gap(section, unit, field, "missing")]
          : []),
        ...lackingRows(section, field, unit, view, level),
      ]),
    ),
  ];
}

/** A further unit has what it shares with the first: the handpiece, or that there was any. */
const entered = (section: Value, unit: string, { name }: Value, view: View) =>
  section.another && unit !== section.unit ? valueAt(`${unit}.${name}`, view) : view.content[unit]?.[name];

/** A review without treatment needs an observation, an assessment, an outcome or words. */
function nothingSeen(sections: Value[], { content }: View): Gap[] {
  const section = sectionFor(sections, "obs");
  if (content.visit?.performed !== "review" || !section) return [];
  const isTold = Object.keys(content).some(
    (unit) => unit.startsWith("text:") && String(content[unit]?.text ?? "").trim().length >= REASON_MIN,
  );
  const has = (unit: string) => Object.keys(content[unit] ?? {}).length > 0;
  if (isTold || unitsOf(content, "obs").length || has("assessment") || has("outcome")) return [];
  return [gap(section, "obs", { name: "", label: section.label }, "at_least", { count: 1 })];
}

/** What each row of a list still lacks. */
function lackingRows(section: Value, field: Value, unit: string, view: View, level: string): Gap[] {
  const wanted = field.fields.filter((column: Value) => column.required === level);
  return rows(wanted.length ? (view.content[unit] ?? {}) : {}, field.name).flatMap((row, at) =>
    wanted
      .filter((column: Value) => isEmpty(row[column.name]) && isRequired(column, unit, view))
      .map(({ label }: Value) => gap(section, unit, { name: field.name, label }, "missing", {}, at + 1)),
  );
}

function impossible(section: Value, view: View): Gap[] {
  return unitsIn(section, view.content).flatMap((unit) => {
    const values = view.content[unit];
    if (!values || (section.gate && values[section.gate] === false)) return [];
    return section.fields.flatMap((field: Value) =>
      problemsOf(field, values[field.name]).map(([problem, params, { label }, row]) =>
        gap(section, unit, { name: field.name, label }, problem, params, row),
      ),
    );
  });
}

/** What is wrong, with its figures, the value, and the row of a list. */
type Problem = [string, Unit, Value, number | null];

/**
 * What is wrong with each part of a value: the problem, what fills its message, the field or column, and the row from
 * 1.
 */
function problemsOf(field: Value, value: Value, row: number | null = null): Problem[] {
  const parts = Array.isArray(value) ? value : [value];

  const found: Problem[] = parts.flatMap((part, at) => {
    if (part == null) return [];
    if (field.kind === "rows") {
      return parts === value
        ? field.fields.flatMap((column: Value) => problemsOf(column, part[column.name], at + 1))
        : [];
    }
    const wrong = CHECKS.find(([, kinds, isWrong]) => kinds.includes(field.kind) && isWrong(part, field));
    return wrong ? [[wrong[0], { value: part, ...pick(field, wrong[3] ?? []) }, field, row]] : [];
  });
  const alone = besideOthers(field.exclusive, value);
  return alone === undefined ? found : [...found, ["together", { value: choiceLabel(field, alone) }, field, row]];
}

const pick = (field: Value, names: string[]) => Object.fromEntries(names.map((name) => [name, field[name]]));

/** An operator whom the clinic does not know as one; not judged where its people are not known. */
function strangers(sections: Value[], { content, context: { people } }: View): Gap[] {
  const section = sectionFor(sections, "visit");
  const field = fieldOf(section, "operator");
  const named = content.visit?.operator;
  return people && field && !isEmpty(named) && !people.includes(named) ? [gap(section, "visit", field, "person")] : [];
}

/** A copied value counts only once a person has confirmed it. */
function unconfirmed(sections: Value[], { content: { carried } }: View): Gap[] {
  const count = Array.isArray(carried?.open) && carried.open.length;
  const section = sectionFor(sections, "carried");
  const field = fieldOf(section, "open");
  return count && field ? [gap(section, "carried", field, "carried", { count })] : [];
}

/** Hard limits of facts (`limits.derived`). */
function derivedGaps(sections: Value[], { content, facts, context }: View): Gap[] {
  return context.limits.derived.flatMap((row: Value) => {
    const { measure, label } = row;
    const section = sectionFor(sections, row.unit);
    if (row.type !== (context.type ?? "note") || !section) return [];
    return unitsIn(section, content)
      .filter((unit) => content[unit]?.used !== false)
      .flatMap((unit) =>
        problemsOf({ ...row, kind: "decimal", unit: measure }, number(facts[unit]?.[row.fact])).map(
          ([problem, params]) => gap(section, unit, { name: row.field, label }, problem, params),
        ),
      );
  });
}
