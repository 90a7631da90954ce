// What a record still lacks, and values that cannot be. Mirrors server/domain/completeness.py: pain scores are left to
// rule D09. What a problem is in words, components/problem-words.js says.

import { besideOthers, choiceLabel, fieldOf, keyLabel, keyOf, sectionFor, unitsIn } from "./catalogue.js";
import { isEmpty, number } from "./figures.js";
import { holds, look } from "./rules.js";
import { day, instant } from "./times.js";

/** @typedef {import("./facts/index.js").Content} Content */
/** @typedef {import("./facts/index.js").Context} Context */
/** @typedef {import("./rules.js").View} View */
/** @typedef {{unit: string, field: string, section: string, label: string, problem: string, params: Record<string, any>, row: number | null}} Gap */

const TREATED = ["visit.treated", "is", true];
const NUMERIC = ["int", "decimal", "numbers", "scale"];
const TRI = ["yes", "no", "unknown"];
/** What a value of a kind must be, the first first: the problem, the kinds, and what is wrong; `field` fills the message.
 * @type {[string, string[], (value: any, field: any) => boolean, string[]?][]} */
const CHECKS = [
  ["number", NUMERIC, (value) => number(value) == null],
  ["whole", ["int", "scale"], (value) => !Number.isInteger(value)],
  ["choice", ["scale", "choice", "choices", "tri"], (value, { choices }) => !allowed(choices).includes(value)],
  ["below", NUMERIC, (value, { minimum }) => minimum != null && value < minimum, ["minimum", "unit"]],
  ["above", NUMERIC, (value, { maximum }) => maximum != null && value > maximum, ["maximum", "unit"]],
  ["time", ["date"], (value) => day(value) == null],
  ["time", ["datetime"], (value) => instant(value) == null],
];

const allowed = (/** @type {any[]} */ choices) => (choices.length ? choices.map(({ value }) => value) : TRI);

/** All that stands in the way of signing, in the order of the form. Of a note, that who it is about is known as well.
 * @param {any[]} sections @param {Content} content @param {Context} context @param {any[]} [ofPatient] their sections @returns {Gap[]} */
export function missing(sections, content, context, ofPatient = []) {
  const view = look(content, context);
  const found = sections.flatMap((section) => [...lacking(section, view, "sign"), ...impossible(section, view)]);
  return [...unknownPerson(ofPatient, view), ...found, ...derivedGaps(sections, view), ...unconfirmed(sections, view)];
}

/** What is missing or impossible in who the note is about; `unit` is then "patient". @param {any[]} sections @param {View} view @returns {Gap[]} */
function unknownPerson(sections, { context }) {
  const identity = sections.filter(({ unit }) => unit === "identity");
  const theirs = { content: { identity: context.patient?.identity ?? {} }, facts: {}, context };
  return identity
    .flatMap((section) => [...lacking(section, theirs, "sign"), ...impossible(section, theirs)])
    .map((one) => ({ ...one, unit: "patient", field: `${one.unit}.${one.field}` }));
}

/** What a careful note would also have. @param {any[]} sections @param {Content} content @param {Context} context */
export function advised(sections, content, context) {
  const view = look(content, context);
  return sections.flatMap((section) => lacking(section, view, "advised"));
}

/** Whether a field is wanted here and now (its level is `field.required`).
 * @param {any} field @param {string} unit @param {View} view @returns {boolean} */
export function isRequired(field, unit, view) {
  const key = keyOf(unit);
  const wantedHere = field.required_at.length ? field.required_at.includes(key) : !key || unit in view.content;
  return wantedHere && field.required_if.every((/** @type {any[]} */ condition) => holds(condition, view, unit));
}

/** @param {any} section @param {string} unit @param {{name: string, label: string}} field @param {string} problem
 * @param {Record<string, any>} [params] @param {number | null} [row] @returns {Gap} */
const gap = (section, unit, { name, label }, problem, params = {}, row = null) => ({
  unit,
  field: name,
  section: keyLabel(section, unit) ?? section.label,
  label,
  problem,
  params,
  row,
});

/** @param {any} section @param {View} view @param {string} level @returns {Gap[]} */
function lacking(section, view, level) {
  const { content } = view;
  const { label, at_least: count } = section;
  const units = unitsIn(section, content);
  const there = units.filter((unit) => unit in content).length;
  const few = level === "sign" && there < count && holds(TREATED, view);
  return [
    ...(few ? [gap(section, section.unit, { name: "", label }, "at_least", { count })] : []),
    ...units.flatMap((unit) =>
      section.fields
        .filter(
          (/** @type {any} */ field) =>
            field.required === level && isEmpty(content[unit]?.[field.name]) && isRequired(field, unit, view),
        )
        .map((/** @type {any} */ field) => gap(section, unit, field, "missing")),
    ),
  ];
}

/** @param {any} section @param {View} view @returns {Gap[]} */
function impossible(section, view) {
  return unitsIn(section, view.content).flatMap((unit) => {
    const values = view.content[unit] ?? {};
    if (section.gate && values[section.gate] === false) return [];
    return section.fields.flatMap((/** @type {any} */ field) =>
      problemsOf(field, values[field.name]).map(([problem, params, { label }, row]) =>
        gap(section, unit, { name: field.name, label }, problem, params, row),
      ),
    );
  });
}

/** What is wrong with each part of a value: the problem, what fills its message, the field or column, and the row from 1.
 * @param {any} field @param {any} value @param {number | null} [row]
 * @returns {[string, Record<string, any>, any, number | null][]} */
function problemsOf(field, value, row = null) {
  const parts = Array.isArray(value) ? value : [value];
  /** @type {[string, Record<string, any>, any, number | null][]} */
  const found = parts.flatMap((part, at) => {
    if (part == null) return [];
    if (field.kind === "rows") {
      return parts === value
        ? field.fields.flatMap((/** @type {any} */ column) => problemsOf(column, part[column.name], at + 1))
        : [];
    }
    const wrong = CHECKS.find(([, kinds, isWrong]) => kinds.includes(field.kind) && isWrong(part, field));
    return wrong ? [[wrong[0], { value: part, ...pick(field, wrong[3] ?? []) }, field, row]] : [];
  });
  const alone = besideOthers(field.exclusive, value);
  return alone === undefined ? found : [...found, ["together", { value: choiceLabel(field, alone) }, field, row]];
}

/** @param {any} field @param {string[]} names */
const pick = (field, names) => Object.fromEntries(names.map((name) => [name, field[name]]));

/** What was copied from an earlier visit counts only once a person has confirmed it.
 * @param {any[]} sections @param {View} view @returns {Gap[]} */
function unconfirmed(sections, { content: { carried } }) {
  const count = Array.isArray(carried?.open) && carried.open.length;
  const section = sectionFor(sections, "carried");
  return count ? [gap(section, "carried", fieldOf(section, "open"), "carried", { count })] : [];
}

/** Hard limits of facts (`limits.derived`). @param {any[]} sections @param {View} view @returns {Gap[]} */
function derivedGaps(sections, { content, facts, context }) {
  return context.limits.derived.flatMap((/** @type {any} */ row) => {
    const { unit, measure, label } = row;
    const value = number(facts[unit]?.[row.fact]);
    if (row.type !== (context.type ?? "note") || content[unit]?.used === false) return [];
    return problemsOf({ ...row, kind: "decimal", unit: measure }, value).map(([problem, params]) =>
      gap(sectionFor(sections, unit), unit, { name: row.field, label }, problem, params),
    );
  });
}
