// Safety rules: the decision table of GET /forms over content and facts. Mirrors server/domain/rules.py.
// `exposure` of a row names the fact that says whether what it is about was given or is planned; without it the values entered
// count alone. A missing or unknown value satisfies "missing" and nothing else: a gap can neither trip nor pass a check.

import { unitName } from "./catalogue.js";
import { CALLED_OFF } from "./exposure.js";
import { facts, unitsOf } from "./facts.js";
import { number } from "./figures.js";
import { isLongEnough } from "./reasons.js";

/** @typedef {import("./facts.js").Content} Content */
/** @typedef {import("./facts.js").Context} Context */
/** @typedef {{content: Content, facts: Content, context: Context}} View */
/** @typedef {{rule: string, severity: string, message: string, fields: string[], numbers: Record<string, any>, source: string, at: string | null, alert: boolean}} Finding */

export const SEVERITIES = ["block", "block*", "reason", "warn", "info"];

/** @type {View | null} one judgement asks for the same facts several times; content and context are never changed in place */
let last = null;

/** @param {Content} content @param {Context} context @returns {View} */
export function look(content, context) {
  if (last?.content !== content || last.context !== context)
    last = { content, facts: facts(content, context), context };
  return last;
}

/** In the order of the table; of one rule at one place only the most severe.
 * @param {{rows: any[]}} rules @param {Content} content @param {Context} context @returns {Finding[]} */
export function evaluate(rules, content, context) {
  const view = look(content, context);
  /** @type {Map<string, Finding>} */
  const worst = new Map();
  /** @type {Map<string | undefined, (string | null)[]>} */
  const places = new Map([[undefined, [null]]]);
  for (const row of rules.rows) {
    if (!places.has(row.each)) places.set(row.each, unitsOf(content, row.each));
    for (const at of places.get(row.each) ?? []) {
      if (!severityOf(row, view, at)) continue;
      if (!row.when.every((/** @type {any[]} */ condition) => holds(condition, view, at))) continue;
      const place = `${row.id} ${at}`;
      const before = worst.get(place);
      const found = finding(row, view, at);
      if (!before || SEVERITIES.indexOf(found.severity) < SEVERITIES.indexOf(before.severity)) worst.set(place, found);
    }
  }
  return [...worst.values()];
}

/** @param {any[]} condition @param {View} view @param {string | null} [at] @returns {boolean} */
export function holds([path, op, operand], view, at = null) {
  const value = valueAt(path, view, at);
  if (op === "missing" || isMissing(value)) return op === "missing" && isMissing(value);
  if (op === "over" || op === "under") {
    const left = number(value);
    const right = number(typeof operand === "string" ? valueAt(operand, view, at) : operand);
    return left != null && right != null && (op === "over" ? left > right : left < right);
  }
  const accepted = op === "in" ? operand : [operand];
  const chosen = (Array.isArray(value) ? value : [value]).some((item) => accepted.includes(item));
  return op === "is_not" ? !chosen : chosen;
}

/** Content, then facts; "patient.unit.field"; "limits.a.b".
 * @param {string} path @param {View} view @param {string | null} [at] @returns {any} */
export function valueAt(path, view, at = null) {
  const [root, ...rest] = bound(path, at).split(".");
  if (root === "limits") return rest.reduce((found, step) => found?.[step], view.context.limits);
  if (root === "patient") return view.context.patient?.[rest[0]]?.[rest[1]];
  return view.content[root]?.[rest[0]] ?? view.facts[root]?.[rest[0]];
}

/** Those that still stand in the way of signing.
 * @param {Content} content @param {Finding[]} findings @param {Iterable<string>} acknowledged */
export function openFindings(content, findings, acknowledged = []) {
  const seen = new Set(acknowledged);
  return findings.filter((found) => !isAnswered(found, content, seen));
}

/** A block never is; a block* by a supervisor's override, a reason by its text, a warn by being acknowledged.
 * @param {Finding} found @param {Content} content @param {Set<string>} acknowledged */
export function isAnswered({ rule, severity }, content, acknowledged) {
  if (severity === "warn") return acknowledged.has(rule);
  if (severity === "info") return true;
  if (severity === "block*") return isExplained(content, `override:${rule}`);
  return severity === "reason" && isExplained(content, `reason:${rule}`);
}

/** @param {Content} content @param {string} unit */
const isExplained = (content, unit) => isLongEnough(content[unit]?.text);

/** @param {any} row @param {View} view @param {string | null} at @returns {Finding} */
function finding(row, view, at) {
  const fields = row.fields.map((/** @type {string} */ path) => bound(path, at));
  /** @type {Record<string, any>} */
  const numbers = {};
  const paths = row.when.map((/** @type {any[]} */ [path]) => path);
  for (const [, op, operand] of row.when) {
    if ((op === "over" || op === "under") && typeof operand === "string") paths.push(operand);
  }
  for (const path of [...fields, ...paths.map((/** @type {string} */ path) => bound(path, at))]) {
    const value = valueAt(path, view);
    if (!isMissing(value) && typeof value !== "boolean") numbers[path] = value;
  }
  const { id, message, source, alert = false } = row;
  return { rule: id, severity: severityOf(row, view, at), message, fields, numbers, source, at, alert };
}

/** What spoke against a treatment that was called off before anything was given tells why, and stands in nobody's way.
 * Empty when the row has nothing to say about this visit. @param {any} row @param {View} view @param {string | null} at @returns {string} */
function severityOf(row, view, at) {
  const exposure = row.exposure ? valueAt(row.exposure, view, at) : "entered";
  if (exposure == null) return "";
  return exposure === CALLED_OFF ? (row.deferred ?? "") : row.severity;
}

/** The path at one place: "zone.depth_mm" at "zone:chin" is "zone:chin.depth_mm". @param {string} path @param {string | null} at */
function bound(path, at) {
  const dot = path.indexOf(".");
  return at && path.slice(0, dot) === unitName(at) ? at + path.slice(dot) : path;
}

/** @param {any} value */
const isMissing = (value) =>
  value == null || value === "unknown" || value === "" || (Array.isArray(value) && value.length === 0);
