// The patient's allergies, under whatever name they were entered, and the entries of a note that use such a substance
// (domain.md 5). Mirrors server/domain/allergens.py: the lists are data, limits.allergy.
import type { Content, Unit, Value } from "../types.js";

import { rows } from "./figures.js";
import { unitsOf } from "./units.js";

/**
 * `drugs`: the anaesthetics it names. `grade`: the severity it is judged by; without one it counts as severe, for what
 * only touches the skin as moderate.
 */
export type Allergy = { name: string; codes: string[]; drugs: string[]; isSevere: boolean; grade: string };
type Graded = { one: Allergy; grade: string }[];

const PLAIN: Record<string, string> = { ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe", ı: "i", þ: "th", ð: "d" };
const UNNAMED = "other";
const GRADED: Record<string, string> = { severe: "", moderate: "_moderate", mild: "_mild" };
const PRILOCAINE = "prilocaine";
const ESTER = "ester";
const ANY_OF = ["amide", "ester"]; // of a cream of which only the class is known
const NOT_USED = "environment";

/** Lower case without punctuation, a space before each word. */
export function fold(text: Value) {
  if (typeof text !== "string") return "";
  const apart = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const plain = apart.replace(/[łøđßæœıþð]/g, (letter) => PLAIN[letter]);
  return plain
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .replace(/^(?=[^ ])/, " ")
    .trimEnd();
}

export function codesIn(text: Value, limits: Unit): string[] {
  const folded = fold(text);
  const meant = folded ? (limits.allergy?.substances ?? []).filter((row: Unit) => isNamed(folded, row)) : [];
  return meant.map(({ code }: Unit) => code);
}

export function hasWord(text: Value, words: string[]): boolean {
  const folded = fold(text);
  return words.some((word) => folded.includes(` ${word}`));
}

function isNamed(folded: string, row: Unit) {
  const rest = (row.not ?? []).reduce(
    (text: string, exception: string) => text.replaceAll(` ${exception}`, " "),
    folded,
  );
  return row.words.some((word: string) => rest.includes(` ${word}`));
}

/** The allergies that are not recorded as ended. */
export function allergies(patient: Content, limits: Unit): Allergy[] {
  return unitsOf(patient, "allergy")
    .filter((key) => patient[key].status !== "inactive")
    .map((key) => allergy(patient[key], limits));
}

function allergy({ substance, name, severity }: Unit, limits: Unit): Allergy {
  const labelOf = (named: Value) => (limits.allergy?.substances ?? []).find(({ code }: Unit) => code === named)?.label;
  const chosen = typeof substance === "string" ? [substance] : [];
  const written = typeof name === "string" ? name.trim() : "";
  const codes = [...new Set([...chosen, ...codesIn(name, limits)])];
  const isContact = (code: string) =>
    (limits.allergy?.substances ?? []).some((row: Unit) => row.code === code && row.contact);
  return {
    name: written || labelOf(substance) || String(substance || (labelOf(UNNAMED) ?? "")),
    codes,
    drugs: namesAll(name, limits)
      ? []
      : [...new Set([...drugsIn(name, limits), ...chosen.filter((code) => code === PRILOCAINE)])],
    isSevere: severity === "severe",
    grade: severity || (codes.length && codes.every(isContact) ? "moderate" : "severe"),
  };
}

const has = (text: Value, words: string[] = []): boolean => words.some((word) => fold(text).includes(` ${word}`));

/** Whether a whole class of anaesthetics is named: then no drug of it is the only one. */
const namesAll = (text: Value, { allergy: table = {} }: Unit): boolean => has(text, table.all_anaesthetics);

/** The anaesthetics that are named; none where a whole class is. */
function drugsIn(text: Value, limits: Unit): string[] {
  if (namesAll(text, limits)) return [];
  const named: Unit[] = limits.allergy?.anaesthetics ?? [];
  return named.filter(({ words }) => has(text, words)).map(({ drug }) => drug);
}

/** How severe the allergy is where this anaesthetic is given: another one of its class is rarely a cross reaction. */
function gradeFor(one: Allergy, drug: Value, { allergy: table = {} }: Unit): string | null {
  const row = (table.anaesthetics ?? []).find((each: Unit) => each.drug === drug);
  if (!row || !one.codes.some((code) => row.codes.includes(code))) return null;
  // all esters become the same acid, to which the allergy is
  if (one.drugs.includes(drug) || !one.drugs.length || ANY_OF.includes(drug) || row.codes.includes(ESTER))
    return one.grade;
  const onlyPrilocaine = one.drugs.length === 1 && one.drugs[0] === PRILOCAINE;
  return onlyPrilocaine || one.grade === "mild" ? "mild" : "moderate";
}

const toDrug = (known: Allergy[], drug: Value, limits: Unit): Graded =>
  known.flatMap((one) => {
    const grade = gradeFor(one, drug, limits);
    return grade ? [{ one, grade }] : [];
  });

/** The allergies that the anaesthetics match, by grade. */
export function drugFacts({ drugs, classes }: Unit, known: Allergy[], limits: Unit): Unit {
  const found: Content = {};
  const table: Unit[] = limits.allergy?.anaesthetics ?? [];
  const named = table.filter(({ drug }) => drugs.includes(drug)).flatMap(({ codes }) => codes);
  const whole = table.filter(
    ({ drug, codes }) => classes.includes(drug) && !codes.some((code: string) => named.includes(code)),
  );
  for (const drug of [...drugs, ...whole.map((row) => row.drug)])
    meet(found, "numbing", "drugs", toDrug(known, drug, limits));
  return found.numbing ?? {};
}

/** The patient's allergies: by code, the names per code, and the severe ones that match no known substance. */
export function allergyFacts(known: Allergy[], limits: Unit): Unit {
  const unspecific = (limits.allergy?.substances ?? []).filter((row: Unit) => row.unspecific);
  const vague = [NOT_USED, ...unspecific.map(({ code }: Unit) => code)];
  const codes = inOrder(known.flatMap((one) => one.codes));
  const severe = known.filter(
    (one) => one.isSevere && one.name && one.codes.every((code: string) => vague.includes(code)),
  );
  const isUnused = (one: Allergy) => one.codes.includes(NOT_USED);
  return {
    allergies: codes,
    ...Object.fromEntries(codes.map((code) => [`allergic_${code}`, names(known, [code])])),
    listed_allergies: inOrder(known.map(({ name }) => name).filter(Boolean)),
    graver_allergies: inOrder(
      known
        .filter((one) => one.isSevere && !one.codes.includes(NOT_USED))
        .map(({ name }) => name)
        .filter(Boolean),
    ),
    unchecked_allergies: inOrder(severe.filter((one) => !isUnused(one)).map(({ name }) => name)),
    unused_allergies: inOrder(severe.filter(isUnused).map(({ name }) => name)),
  };
}

/**
 * {unit: {"<field>_allergy": names}}: the allergies that the entries of the note match; `_moderate` and `_mild` are
 * appended for those that are no worse.
 */
export function materialFacts(content: Content, known: Allergy[], limits: Unit): Content {
  const found: Content = {};
  if (!known.length) return found;
  for (const { field: path, value, contains, drug } of limits.allergy?.materials ?? []) {
    const [section, field, column] = path.split(".");
    for (const [key, values] of entries(content, section, field, column))
      if (values.includes(value)) meet(found, key, field, [...having(known, contains), ...toDrug(known, drug, limits)]);
  }
  for (const key of unitsOf(content, "serum")) {
    const { contains } = content[key];
    meet(found, key, "contains", having(known, Array.isArray(contains) ? contains : []));
  }
  meet(found, "check", "steel", having(known, ["stainless_steel"]));
  meet(found, "check", "nickel", onContact(having(known, ["nickel"])));
  for (const path of limits.allergy?.named ?? []) {
    const [section, field] = path.split(".");
    for (const [key, [text]] of entries(content, section, field)) meet(found, key, field, namedIn(known, text, limits));
  }
  return found;
}

/** What is entered in a field of each unit of the section. */
function entries(content: Content, section: string, field: string, column?: string): [string, Value[]][] {
  return Object.keys(content)
    .filter((key) => [key, key.split(":")[0]].includes(section))
    .sort()
    .map((key) => [key, [column ? rows(content[key], field).map((row) => row[column]) : content[key][field]].flat()]);
}

/** Allergies whose substance the text names, whose own name occurs in it, or that mean a medicine of its class. */
function namedIn(known: Allergy[], text: Value, limits: Unit): Graded {
  const folded = fold(text);
  const classes = medicineClasses(text, limits);
  const isOfClass = (name: string) => medicineClasses(name, limits).some((one) => classes.includes(one));
  const same = known.filter(({ name }) => (fold(name) && folded.includes(fold(name))) || isOfClass(name));
  return [...having(known, codesIn(text, limits)), ...same.map((one) => ({ one, grade: one.grade }))];
}

/** The classes of the medicines that a text names. */
export const medicineClasses = (text: Value, { words }: Unit): string[] =>
  (words?.medicines ?? []).filter((row: Unit) => hasWord(text, row.words)).map((row: Unit) => row.class);

const having = (known: Allergy[], codes: string[]): Graded =>
  known.filter((one) => one.codes.some((code) => codes.includes(code))).map((one) => ({ one, grade: one.grade }));

/** What only touches the skin is severe when somebody said so. */
const onContact = (graded: Graded): Graded =>
  graded.map(({ one, grade }) => ({ one, grade: grade === "severe" && !one.isSevere ? "moderate" : grade }));

const names = (known: Allergy[], codes: string[]) =>
  inOrder(known.filter((one) => one.name && one.codes.some((code) => codes.includes(code))).map(({ name }) => name));

function meet(found: Content, key: string, field: string, graded: Graded) {
  for (const { one, grade } of graded) {
    const name = `${field}_allergy${GRADED[grade] ?? ""}`;
    found[key] = { ...found[key], [name]: inOrder([...(found[key]?.[name] ?? []), one.name]) };
  }
}

const inOrder = (texts: string[]) => [...new Set(texts)].sort();
