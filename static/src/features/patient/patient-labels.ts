// @ts-nocheck
import { ageYears, formatDate, today } from "../../lib/dates.js";
import { t } from "../../lib/i18n.js";
import { dotted } from "../../ui/layout/page.js";

/** Letters that Unicode does not take apart, so that "Lukasz" finds "Łukasz". */
const PLAIN = { ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe", ı: "i", þ: "th", ð: "d" };

export const identity = (patient) => patient?.fields?.identity ?? {};

export function patientName(patient) {
  const { given, family } = identity(patient);
  return [given, family].filter(Boolean).join(" ") || t("Unnamed patient");
}

export const telHref = (phone) => `tel:${phone.replace(/[^+\d]/g, "")}`;

/** "28 y" today, or at the given day. */
export function patientAge(patient, on = today()) {
  const { birth_date: birth } = identity(patient);
  return birth ? t("{n} y", { n: ageYears(birth, on) }) : "";
}

/** "28 y · 14 Mar 1997 · NP-0012": what tells two people of one name apart. */
export function patientFacts(patient) {
  const { mrn, birth_date: birth } = identity(patient);
  return dotted(patientAge(patient), birth && formatDate(birth), mrn);
}

export const folded = (text) =>
  String(text ?? "")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[łøđßæœıþð]/g, (letter) => PLAIN[letter]);

/** Everything a patient can be found by, in one plain line: both name orders, number, birth date in three habits. */
export function searchText(patient) {
  const { given, family, mrn, birth_date: birth = "" } = identity(patient);
  const [year, month, day] = birth.split("-");
  const dates = birth
    ? [birth, `${day}-${month}-${year}`, `${Number(day)}-${Number(month)}-${year}`, `${month}-${day}-${year}`]
    : [];
  return folded([given, family, mrn, ...dates].join(" "));
}

/** Every word of the query must be found, in any order; 14.3.1997 and 14/3/1997 are the same date. */
export function matches(text, query) {
  const words = folded(query)
    .replace(/(\d)[./](?=\d)/g, "$1-")
    .split(/\s+/)
    .filter(Boolean);
  return words.every((word) => text.includes(word));
}

export function byName(a, b) {
  const left = identity(a);
  const right = identity(b);
  return `${left.family ?? ""} ${left.given ?? ""}`.localeCompare(`${right.family ?? ""} ${right.given ?? ""}`);
}

/** Another active patient with this very name and birth date, or undefined. */
export function samePerson(patients, { given, family, birth_date: birth }, exceptId) {
  if (!given || !family || !birth) return undefined;
  const name = folded(`${given} ${family}`.trim());
  return patients.find((patient) => {
    const other = identity(patient);
    return (
      patient.id !== exceptId &&
      patient.state === "active" &&
      other.birth_date === birth &&
      folded(`${other.given} ${other.family}`) === name
    );
  });
}
