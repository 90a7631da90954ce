import { ageYears, formatDate, today } from "../../lib/dates.js";
import { t } from "../../lib/i18n.js";
import type { LocalRecord, Unit } from "../../types.js";
import { dotted } from "../../ui/layout/page.js";

/** A patient, or the parts of the record that name one; undefined where it is not on this tablet. */
export type PatientOf = Pick<LocalRecord, "fields"> | null | undefined;

/** Letters that Unicode does not decompose, so that "Lukasz" finds "Łukasz". */
const PLAIN: Record<string, string> = { ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe", ı: "i", þ: "th", ð: "d" };

export const identity = (patient: PatientOf): Unit => patient?.fields?.identity ?? {};

export function patientName(patient: PatientOf): string {
  const { given, family } = identity(patient);
  return [given, family].filter(Boolean).join(" ") || t("Unnamed patient");
}

export const telHref = (phone: string) => `tel:${phone.replace(/[^+\d]/g, "")}`;

/** "28 y" today, or at the given day. */
export function patientAge(patient: PatientOf, on = today()): string {
  const { birth_date: birth } = identity(patient);
  return birth ? t("{n} y", { n: ageYears(birth, on) }) : "";
}

/** "28 y · 14 Mar 1997 · NP-0012": tells two people of one name apart. */
export function patientFacts(patient: PatientOf): string {
  const { mrn, birth_date: birth } = identity(patient);
  return dotted(patientAge(patient), birth && formatDate(birth), mrn);
}

export const folded = (text: unknown): string =>
  String(text ?? "")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[łøđßæœıþð]/g, (letter) => PLAIN[letter]);

/**
 * Everything a patient can be found by, as one normalised line: both name orders, number, birth date in three
 * notations.
 */
export function searchText(patient: PatientOf): string {
  const { given, family, mrn, birth_date: birth = "" } = identity(patient);
  const [year, month, day] = birth.split("-");
  const dates = birth
    ? [birth, `${day}-${month}-${year}`, `${Number(day)}-${Number(month)}-${year}`, `${month}-${day}-${year}`]
    : [];
  return folded([given, family, mrn, ...dates].join(" "));
}

/** Every word of the query must occur, in any order; 14.3.1997 and 14/3/1997 are the same date. */
export function matches(text: string, query: string): boolean {
  const words = folded(query)
    .replace(/(\d)[./](?=\d)/g, "$1-")
    .split(/\s+/)
    .filter(Boolean);
  return words.every((word) => text.includes(word));
}

export function byName(a: PatientOf, b: PatientOf): number {
  const left = identity(a);
  const right = identity(b);
  return `${left.family ?? ""} ${left.given ?? ""}`.localeCompare(`${right.family ?? ""} ${right.given ?? ""}`);
}

/** Another active patient with the same name and birth date, or undefined. */
export function samePerson(
  patients: LocalRecord[],
  { given, family, birth_date: birth }: Unit,
  exceptId?: string,
): LocalRecord | undefined {
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
