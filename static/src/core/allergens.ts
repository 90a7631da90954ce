// The patient's allergies, under whatever name they were entered, and the entries of a note that use such a substance
// (domain.md 5). Mirrors server/domain/allergens.py: the lists are data, limits.allergy.
import type { Content, Unit, Value } from "../types.js";

import { rows } from "./figures.js";
import { unitsOf } from "./units.js";

export type Allergy = { name: string; codes: string[]; isSevere: boolean };

const PLAIN: Record<string, string> = { ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe", ı: "i", þ: "th", ð: "d" };
const UNNAMED = "other";
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
  return {
    name: written || labelOf(substance) || String(substance || (labelOf(UNNAMED) ?? "")),
    codes: [...chosen, ...codesIn(name, limits)],
    isSevere: severity === "severe",
  };
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
    unchecked_allergies: inOrder(severe.filter((one) => !isUnused(one)).map(({ name }) => name)),
    unused_allergies: inOrder(severe.filter(isUnused).map(({ name }) => name)),
  };
}

/** {unit: {"<field>_allergy": names}}: the allergies that the entries of the note match. */
export function materialFacts(content: Content, known: Allergy[], limits: Unit): Content {
  const found: Content = {};
  if (!known.length) return found;
  for (const { field: path, value, contains } of limits.allergy?.materials ?? []) {
    const [section, field, column] = path.split(".");
    for (const [key, values] of entries(content, section, field, column))
      if (values.includes(value)) meet(found, key, field, names(known, contains));
  }
  for (const path of limits.allergy?.named ?? []) {
    const [section, field] = path.split(".");
    for (const [key, [text]] of entries(content, section, field)) meet(found, key, field, namesIn(known, text, limits));
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

/** Allergies whose substance the text names, or whose own name occurs in it. */
function namesIn(known: Allergy[], text: Value, limits: Unit) {
  const folded = fold(text);
  const same = known.filter(({ name }) => fold(name) && folded.includes(fold(name))).map(({ name }) => name);
  return [...names(known, codesIn(text, limits)), ...same];
}

const names = (known: Allergy[], codes: string[]) =>
  inOrder(known.filter((one) => one.name && one.codes.some((code) => codes.includes(code))).map(({ name }) => name));

function meet(found: Content, key: string, field: string, whose: string[]) {
  const name = `${field}_allergy`;
  if (whose.length) found[key] = { ...found[key], [name]: inOrder([...(found[key]?.[name] ?? []), ...whose]) };
}

const inOrder = (texts: string[]) => [...new Set(texts)].sort();
