// The patient's allergies, by whatever name they were entered, and where something they mean is used (domain.md 5).
// Mirrors server/domain/allergens.py: the lists are data, limits.allergy.

import { rows } from "./figures.js";
import { unitsOf } from "./units.js";

/** @typedef {import("./units.js").Unit} Unit */
/** @typedef {import("./units.js").Content} Content */
/** @typedef {{name: string, codes: string[], isSevere: boolean}} Allergy */

/** @type {Record<string, string>} */
const PLAIN = { ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe", ı: "i", þ: "th", ð: "d" };
const NOT_USED = "environment";

/** Words in plain small letters, a space before each. @param {any} text */
export function fold(text) {
  if (typeof text !== "string") return "";
  const apart = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const plain = apart.replace(/[łøđßæœıþð]/g, (letter) => PLAIN[letter]);
  return plain
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .replace(/^(?=[^ ])/, " ")
    .trimEnd();
}

/** @param {any} text @param {Unit} limits @returns {string[]} */
export function codesIn(text, limits) {
  const folded = fold(text);
  const meant = folded
    ? (limits.allergy?.substances ?? []).filter((/** @type {Unit} */ row) => isNamed(folded, row))
    : [];
  return meant.map((/** @type {Unit} */ { code }) => code);
}

/** @param {string} folded @param {Unit} row */
function isNamed(folded, row) {
  const rest = (row.not ?? []).reduce(
    (/** @type {string} */ text, /** @type {string} */ exception) => text.replaceAll(` ${exception}`, " "),
    folded,
  );
  return row.words.some((/** @type {string} */ word) => rest.includes(` ${word}`));
}

/** Those that are not said to be over. @param {Content} patient @param {Unit} limits @returns {Allergy[]} */
export function allergies(patient, limits) {
  return unitsOf(patient, "allergy")
    .filter((key) => patient[key].status !== "inactive")
    .map((key) => allergy(patient[key], limits));
}

/** @param {Unit} unit @param {Unit} limits @returns {Allergy} */
function allergy({ substance, name, severity }, limits) {
  const label = (limits.allergy?.substances ?? []).find((/** @type {Unit} */ { code }) => code === substance)?.label;
  const chosen = typeof substance === "string" ? [substance] : [];
  const written = typeof name === "string" ? name.trim() : "";
  return {
    name: written || label || String(substance ?? ""),
    codes: [...chosen, ...codesIn(name, limits)],
    isSevere: severity === "severe",
  };
}

/** Of the patient: by code, by each code the names, and the severe ones that mean nothing known.
 * @param {Allergy[]} known @param {Unit} limits @returns {Unit} */
export function allergyFacts(known, limits) {
  const unspecific = (limits.allergy?.substances ?? []).filter((/** @type {Unit} */ row) => row.unspecific);
  const vague = [NOT_USED, ...unspecific.map((/** @type {Unit} */ { code }) => code)];
  const codes = inOrder(known.flatMap((one) => one.codes));
  const severe = known.filter(
    (one) => one.isSevere && one.name && one.codes.every((/** @type {string} */ code) => vague.includes(code)),
  );
  const isUnused = (/** @type {Allergy} */ one) => one.codes.includes(NOT_USED);
  return {
    allergies: codes,
    ...Object.fromEntries(codes.map((code) => [`allergic_${code}`, names(known, [code])])),
    unchecked_allergies: inOrder(severe.filter((one) => !isUnused(one)).map(({ name }) => name)),
    unused_allergies: inOrder(severe.filter(isUnused).map(({ name }) => name)),
  };
}

/** {unit: {"<field>_allergy": names}}: whose allergy what is entered there means.
 * @param {Content} content @param {Allergy[]} known @param {Unit} limits @returns {Content} */
export function materialFacts(content, known, limits) {
  /** @type {Content} */
  const found = {};
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

/** What is entered in a field of each unit of the section.
 * @param {Content} content @param {string} section @param {string} field @param {string} [column] @returns {[string, any[]][]} */
function entries(content, section, field, column) {
  return Object.keys(content)
    .filter((key) => [key, key.split(":")[0]].includes(section))
    .sort()
    .map((key) => [key, [column ? rows(content[key], field).map((row) => row[column]) : content[key][field]].flat()]);
}

/** Of those whose substance the text names, or whose own name stands in it.
 * @param {Allergy[]} known @param {any} text @param {Unit} limits */
function namesIn(known, text, limits) {
  const folded = fold(text);
  const same = known.filter(({ name }) => fold(name) && folded.includes(fold(name))).map(({ name }) => name);
  return [...names(known, codesIn(text, limits)), ...same];
}

/** @param {Allergy[]} known @param {string[]} codes */
const names = (known, codes) =>
  inOrder(known.filter((one) => one.name && one.codes.some((code) => codes.includes(code))).map(({ name }) => name));

/** @param {Content} found @param {string} key @param {string} field @param {string[]} whose */
function meet(found, key, field, whose) {
  const name = `${field}_allergy`;
  if (whose.length) found[key] = { ...found[key], [name]: inOrder([...(found[key]?.[name] ?? []), ...whose]) };
}

/** @param {string[]} texts */
const inOrder = (texts) => [...new Set(texts)].sort();
