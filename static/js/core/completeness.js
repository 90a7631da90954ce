// What a record still lacks, and values that cannot be. Mirrors server/domain/completeness.py: pain scores are left to
// rule D09. Messages are English sources for t(message, params).

import { number } from "./figures.js";
import { holds, look } from "./rules.js";
import { day, instant } from "./times.js";

/** @typedef {import("./facts.js").Content} Content */
/** @typedef {import("./facts.js").Context} Context */
/** @typedef {import("./rules.js").View} View */
/** @typedef {{unit: string, field: string, section: string, label: string, problem: string, message: string, params: Record<string, any>, row: number | null}} Gap */

const TREATED = ["visit.treated", "is", true];
const NUMERIC = ["int", "decimal", "numbers", "scale"];
const TRI = ["yes", "no", "unknown"];
/** @type {Record<string, string>} */
const MESSAGES = {
  missing: "Not entered.",
  at_least: "At least {count} needed.",
  number: "{value} is not a number.",
  whole: "{value} is not a whole number.",
  below: "{value} is below {minimum} {unit}.",
  above: "{value} is above {maximum} {unit}.",
  choice: "{value} is not one of the choices.",
  time: "{value} is not a date or time.",
  carried: "Carried over and not yet confirmed: {count}",
};

/** All that stands in the way of signing, in the order of the form.
 * @param {any[]} sections @param {Content} content @param {Context} context @returns {Gap[]} */
export function missing(sections, content, context) {
  const view = look(content, context);
  const found = sections.flatMap((section) => [...lacking(section, view, "sign"), ...impossible(section, view)]);
  return [...found, ...derivedGaps(sections, view), ...unconfirmed(sections, view)];
}

/** What a careful note would also have. @param {any[]} sections @param {Content} content @param {Context} context */
export function advised(sections, content, context) {
  const view = look(content, context);
  return sections.flatMap((section) => lacking(section, view, "advised"));
}

/** Whether a field is wanted here and now (its level is `field.required`).
 * @param {any} field @param {string} unit @param {View} view @returns {boolean} */
export function isRequired(field, unit, view) {
  const key = unit.slice(unit.indexOf(":") + 1 || unit.length);
  const wantedHere = field.required_at.length ? field.required_at.includes(key) : !key || unit in view.content;
  return wantedHere && field.required_if.every((/** @type {any[]} */ condition) => holds(condition, view, unit));
}

/** What is wrong with one value, for marking its field. @param {any} field @param {any} value
 * @returns {{problem: string, message: string, params: Record<string, any>, row: number | null, label: string}[]} */
export function valueProblems(field, value) {
  if (field.kind === "rows") {
    return (Array.isArray(value) ? value : []).flatMap((row, at) =>
      field.fields.flatMap((/** @type {any} */ column) =>
        valueProblems(column, row[column.name]).map((problem) => ({ ...problem, row: at + 1 })),
      ),
    );
  }
  return (Array.isArray(value) ? value : [value])
    .filter((one) => one != null)
    .flatMap((one) => problemOf(field, one))
    .map(([problem, params]) => ({ problem, message: MESSAGES[problem], params, row: null, label: field.label }));
}

/** @param {any} section @param {View} view @param {string} level @returns {Gap[]} */
function lacking(section, view, level) {
  const all = units(section, view);
  const present = all.filter((unit) => unit in view.content);
  /** @type {Gap[]} */
  const gaps = [];
  if (level === "sign" && present.length < section.at_least && holds(TREATED, view)) {
    gaps.push(gap(section.unit, "", section.label, section.label, "at_least", { count: section.at_least }));
  }
  for (const unit of all) {
    for (const field of section.fields) {
      if (field.required !== level || !isEmpty(view.content[unit]?.[field.name])) continue;
      if (isRequired(field, unit, view))
        gaps.push(gap(unit, field.name, unitLabel(section, unit), field.label, "missing"));
    }
  }
  return gaps;
}

/** @param {any} section @param {View} view @returns {string[]} */
function units(section, view) {
  if (section.repeats === "key") return section.keys.map((/** @type {any} */ { key }) => `${section.unit}:${key}`);
  if (section.repeats !== "id") return [section.unit];
  return Object.keys(view.content)
    .filter((unit) => unit.startsWith(`${section.unit}:`))
    .sort();
}

/** @param {any} section @param {string} unit @returns {string} */
function unitLabel(section, unit) {
  const key = section.repeats === "key" ? unit.slice(unit.indexOf(":") + 1) : null;
  return section.keys.find((/** @type {any} */ known) => known.key === key)?.label ?? section.label;
}

/** @param {any} value */
const isEmpty = (value) =>
  value == null || (Array.isArray(value) && !value.length) || (typeof value === "string" && !value.trim());

/** @param {any} section @param {View} view @returns {Gap[]} */
function impossible(section, view) {
  return units(section, view).flatMap((unit) => {
    const values = view.content[unit] ?? {};
    if (section.gate && values[section.gate] === false) return [];
    return section.fields.flatMap((/** @type {any} */ field) =>
      valueProblems(field, values[field.name]).map(({ problem, params, row, label }) =>
        gap(unit, field.name, unitLabel(section, unit), label, problem, params, row),
      ),
    );
  });
}

/** @param {any} field @param {any} one @returns {[string, Record<string, any>][]} */
function problemOf(field, one) {
  const choices = field.choices.length ? field.choices.map((/** @type {any} */ choice) => choice.value) : TRI;
  if (NUMERIC.includes(field.kind)) return numberProblems(field, one, choices);
  if (["choice", "choices", "tri"].includes(field.kind)) {
    return choices.includes(one) ? [] : [["choice", { value: one }]];
  }
  const wrongTime = (field.kind === "date" && day(one) == null) || (field.kind === "datetime" && instant(one) == null);
  return wrongTime ? [["time", { value: one }]] : [];
}

/** @param {any} field @param {any} one @param {any[]} choices @returns {[string, Record<string, any>][]} */
function numberProblems(field, one, choices) {
  if (number(one) == null) return [["number", { value: one }]];
  if (["int", "scale"].includes(field.kind) && !Number.isInteger(one)) return [["whole", { value: one }]];
  if (field.kind === "scale" && !choices.includes(one)) return [["choice", { value: one }]];
  return rangeProblems(one, field.minimum, field.maximum, field.unit);
}

/** @param {number} value @param {number | null} minimum @param {number | null} maximum @param {string} unit
 * @returns {[string, Record<string, any>][]} */
function rangeProblems(value, minimum, maximum, unit) {
  if (minimum != null && value < minimum) return [["below", { value, minimum, unit }]];
  return maximum != null && value > maximum ? [["above", { value, maximum, unit }]] : [];
}

/** What was copied from an earlier visit counts only once a person has confirmed it.
 * @param {any[]} sections @param {View} view @returns {Gap[]} */
function unconfirmed(sections, view) {
  const waiting = view.content.carried?.open;
  if (!Array.isArray(waiting) || !waiting.length) return [];
  const section = sections.find((known) => known.unit === "carried");
  const { label } = section.fields.find((/** @type {any} */ field) => field.name === "open");
  return [gap("carried", "open", section.label, label, "carried", { count: waiting.length })];
}

/** Hard limits of facts (`limits.derived`). @param {any[]} sections @param {View} view @returns {Gap[]} */
function derivedGaps(sections, view) {
  return view.context.limits.derived.flatMap((/** @type {any} */ row) => {
    const value = number(view.facts[row.unit]?.[row.fact]);
    if (row.type !== (view.context.type ?? "note") || value == null || view.content[row.unit]?.used === false)
      return [];
    const section = sections.find((known) => known.unit === row.unit);
    return rangeProblems(value, row.minimum, row.maximum, row.measure).map(([problem, params]) =>
      gap(row.unit, row.field, section.label, row.label, problem, params),
    );
  });
}

/** @param {string} unit @param {string} field @param {string} section @param {string} label @param {string} problem
 * @param {Record<string, any>} params @param {number | null} row @returns {Gap} */
const gap = (unit, field, section, label, problem, params = {}, row = null) => ({
  unit,
  field,
  section,
  label,
  problem,
  message: MESSAGES[problem],
  params,
  row,
});
