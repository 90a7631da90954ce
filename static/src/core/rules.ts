// Safety rules: the decision table of GET /forms over content and facts. Mirrors server/domain/rules.py. `exposure` of
// a row names the fact that says whether its subject was given or is planned; without it the entered values count
// alone. A missing or unknown value satisfies "missing" and nothing else: it can neither fail nor pass a check.
import type { Content, Finding, Severity, Unit, Value } from "../types.js";
import { fingerprint } from "./answers.js";
import { canonicalJson } from "./canonical.js";
import { unitName } from "./catalogue.js";
import { CALLED_OFF, GIVEN } from "./facts/exposure.js";
import { facts, unitsOf } from "./facts/index.js";
import { number } from "./figures.js";
import { type FigureWords, sentence } from "./sentences.js";
import type { Context } from "./units.js";
import { sitesOf } from "./views.js";

/** `only`: of these lists, the one entry that is judged. */
export type View = { content: Content; facts: Content; context: Context; only?: Record<string, string[]> };

const REPEATED = ["device", "numbing", "prp"];
const SITE = "zone";

export const SEVERITIES: Severity[] = ["block", "block*", "reason*", "reason", "warn", "info"];

/** what a rule that forbids says of a plan, and of what was done */
const BEFORE: Severity = "block*";
const AFTER: Severity = "reason*";

/** one evaluation asks for the same facts several times; content and context are never changed in place */
let last: View | null = null;

export function look(content: Content, context: Context): View {
  if (last?.content !== content || last.context !== context)
    last = { content, facts: facts(content, context), context };
  return last;
}

/** What differs between the things that one rule finds at one place. */
interface Things {
  /** Lists of allergies: each entry is a thing, as in those by the name of ALLERGY. */
  listed: string[];
  /** Rules that speak of everything at once. */
  whole: string[];
  by_condition: string[];
  /** Fields about the same thing. */
  same: Record<string, string>;
}

const ALLERGY = /_allergy(_moderate|_mild)?$/;
const ONE_THING: Things = { listed: [], whole: [], by_condition: [], same: {} };

/** `moving`: facts that move with the clock, and the entries behind them; `binds`: what an answer to a rule is for besides. */
type Bindings = {
  moving?: Record<string, string[]>;
  binds?: Record<string, string[]>;
  things?: Things;
  /** How figures are written in a sentence. */
  figures?: FigureWords;
};

type Fired = { at: string | null; thing: string; name: string | null; rows: Value[] };

/**
 * In the order of the table, one finding for each rule, place and thing: with the highest severity of its rows, about
 * all that the rows of that severity name.
 */
export function evaluate(
  { rows: table, ...bindings }: Bindings & { rows: Value[] },
  content: Content,
  context: Context,
): Finding[] {
  const view = look(content, context);

  const fired: Map<string, Fired> = new Map();

  const places: Map<string | undefined, (string | null)[]> = new Map([[undefined, [null]]]);
  for (const row of table) {
    if (!places.has(row.each)) places.set(row.each, placesOf(content, row.each));
    for (const at of places.get(row.each) ?? []) {
      if (!severityOf(row, view, at)) continue;
      if (!row.when.every((condition: Value[]) => holds(condition, view, at))) continue;
      for (const { thing, name } of thingsOf(row, view, at, bindings.things)) {
        const place = `${row.id} ${at} ${thing}`;
        if (!fired.has(place)) fired.set(place, { at, thing, name, rows: [] });
        fired.get(place)?.rows.push(row);
      }
    }
  }
  return [...fired.values()].map((one) => asDecided(finding(one, view, bindings), context));
}

/**
 * What the row is about: rows about the same thing are grades of one finding, any other thing is a finding of its own.
 * Each allergy in a list is a thing.
 */
function thingsOf(row: Value, view: View, at: string | null, things: Things = ONE_THING) {
  if (things.whole.includes(row.id)) return [{ thing: "", name: null }];
  const [path] = row.fields;
  const own = things.by_condition.includes(row.id) ? `${path} ${canonicalJson(row.when[0])}` : things.same[path];
  const about: string = row.topic ?? own ?? path;
  const list = row.when.map(([read]: Value[]) => read).find((read: string) => isListed(read, things));
  if (!list) return [{ thing: about, name: null }];
  return [...new Set<string>(valueAt(list, view, at))].map((name) => ({ thing: `${about} ${name}`, name }));
}

const isListed = (path: string, { listed }: Things) => listed.includes(path) || ALLERGY.test(path);

/** The view with one entry of the lists that the rows read, as often as it stands in them. */
function narrowed(view: View, { rows, at, name }: Fired, things: Things = ONE_THING): View {
  if (name == null) return view;
  const paths: string[] = rows.flatMap((row) => [...row.fields, ...readBy(row)]);
  const entries = (path: string) => (valueAt(path, view, at) ?? []).filter((entry: string) => entry === name);
  const lists = paths.filter((path) => isListed(path, things)).map((path) => [bound(path, at), entries(path)]);
  return { ...view, only: Object.fromEntries(lists.map(([path, found]) => [path, found.length ? found : [name]])) };
}

function asDecided(found: Finding, { decided = {} }: Context): Finding {
  const told = found.decision && ["warn", "reason"].includes(found.severity) ? decided[found.decision] : null;
  return told ? { ...found, severity: "info", since: "decided", was: found.severity, decided: told } : found;
}

/** The units a row applies to. The first of those that repeat has no place of its own, entered or not. */
function placesOf(content: Content, family: string): (string | null)[] {
  if (!REPEATED.includes(family)) return family === SITE ? sitesOf(content) : unitsOf(content, family);
  return [null, ...unitsOf(content, family).filter((key) => key !== family)];
}

export function holds([path, op, operand]: Value[], view: View, at: string | null = null): boolean {
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

/** Content, then facts; "patient.unit.field"; "limits.a.b". */
export function valueAt(path: string, view: View, at: string | null = null): Value {
  const [root, ...rest] = bound(path, at).split(".");
  const only = view.only?.[bound(path, at)];
  if (only) return only;
  if (root === "limits") return rest.reduce((found, step) => found?.[step], view.context.limits);
  if (root === "patient") return view.context.patient?.[rest[0]]?.[rest[1]];
  return view.content[root]?.[rest[0]] ?? view.facts[root]?.[rest[0]];
}

function finding(fired: Fired, whole: View, bindings: Bindings): Finding {
  const { rows, at, thing } = fired;
  const view = narrowed(whole, fired, bindings.things);
  const severities = rows.map((row) => severityOf(row, view, at));
  const ranks = severities.map((severity) => SEVERITIES.indexOf(severity as Severity));
  const rank = Math.min(...ranks);
  const worst = rows.filter((_, n) => ranks[n] === rank);
  const fields = [...new Set(worst.flatMap((row) => fieldsOf(row, at)))];

  const numbers: Unit = {};
  for (const path of [...fields, ...worst.flatMap((row) => pathsOf(row, at))]) {
    const value = valueAt(path, view);
    if (!isMissing(value) && typeof value !== "boolean") numbers[path] = value;
  }
  const { id, source } = worst[0];
  const speaking = telling(worst);
  const looked = (path: string) => valueAt(path, view, at);
  const message = [...new Set(speaking.map((row) => sentence(row, looked, bindings.figures ?? {})))].join(" ");
  const alert = SEVERITIES[rank] === AFTER || worst.some((row) => row.alert === true);
  const fp = fingerprint(id, at, judged(rows, view, at, bindings));
  return {
    ...{ rule: id, severity: SEVERITIES[rank], message, fields, numbers, source, at, alert, fp },
    since: null,
    was: null,
    decision: decision(rows, view, at, bindings),
    decided: null,
    said: [...new Set(speaking.flatMap((row) => saidIn(row, at)))],
    thing,
  };
}

/**
 * The rows whose sentence is shown: each that is about something not said yet. Rows of one `topic` are about the same,
 * such as a "yes" and the day beside it.
 */
function telling(rows: Value[]): Value[] {
  const told: Set<string> = new Set();
  return rows.filter(({ topic, fields }) => {
    const about: string[] = topic ? [topic] : fields;
    const isNew = about.some((one) => !told.has(one));
    for (const one of about) told.add(one);
    return isNew;
  });
}

/**
 * What an answer is remembered under for the later sessions of the course: the values that the conditions read, and
 * those that must be the same besides (`remember` of a row). A unit added at one visit goes by its section, because it
 * has another name at the next. Empty when one of the rows is asked at each session.
 */
function decision(rows: Value[], view: View, at: string | null, { moving = {}, binds = {} }: Bindings) {
  if (!rows.every((row) => row.remember)) return "";
  const place = at && familyOf(at) !== SITE ? familyOf(at) : at;
  const values: Unit = {};
  for (const path of rows.flatMap((row) => [...readBy(row), ...row.remember, ...(binds[row.id] ?? [])])) {
    for (const entry of moving[path] ?? [path]) values[bound(entry, place)] = valueAt(entry, view, at);
  }
  return fingerprint(
    rows[0].id,
    place,
    Object.fromEntries(Object.entries(values).filter(([, value]) => !isMissing(value))),
  );
}

/** The paths whose values stand in the sentence of a row. */
const saidIn = ({ params = {} }: Value, at: string | null): string[] =>
  Object.values<Value>(params).map(([path]) => bound(path, at));

const fieldsOf = (row: Value, at: string | null): string[] => row.fields.map((path: string) => bound(path, at));

/** What the conditions of a row read, and what they compare it with. */
const pathsOf = (row: Value, at: string | null): string[] => readBy(row).map((path) => bound(path, at));

function readBy({ when }: Value): string[] {
  const paths = when.map(([path]: Value[]) => path);
  for (const [, op, operand] of when) {
    if ((op === "over" || op === "under") && typeof operand === "string") paths.push(operand);
  }
  return paths;
}

/** All values the rows have read; a figure that changes with the clock is replaced by the entries it comes from. */
function judged(rows: Value[], view: View, at: string | null, { moving = {}, binds = {} }: Bindings) {
  const values: Unit = {};
  for (const path of rows.flatMap((row) => [...row.fields, ...readBy(row), ...(binds[row.id] ?? [])])) {
    for (const entry of moving[path] ?? [path]) values[bound(entry, at)] = valueAt(entry, view, at);
  }
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !isMissing(value)));
}

/**
 * A finding against a treatment that was called off before anything was given explains why, and blocks nobody. What
 * was done can no longer be forbidden: it needs the author's reason, and the supervisor's own text at the approval. Empty
 * when the row does not apply to this visit.
 */
function severityOf(row: Value, view: View, at: string | null): string {
  const exposure = row.exposure ? valueAt(row.exposure, view, at) : "entered";
  if (exposure == null) return "";
  if (exposure === CALLED_OFF) return row.deferred ?? "";
  return exposure === GIVEN && row.severity === BEFORE ? AFTER : row.severity;
}

/** The path at one place: "zone.depth_mm" at "zone:chin" is "zone:chin.depth_mm". */
function bound(path: string, at: string | null) {
  const dot = path.indexOf(".");
  return at && path.slice(0, dot) === familyOf(at) ? at + path.slice(dot) : path;
}

/** What applies to a site of the list applies to one in words. */
const familyOf = (at: string) => (unitName(at) === "other_site" ? SITE : unitName(at));

const isMissing = (value: Value) =>
  value == null || value === "unknown" || value === "" || (Array.isArray(value) && value.length === 0);
