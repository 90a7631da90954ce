import { mrnKey, nameKey } from "../../core/search.js";
import type { Summary } from "../../core/summary.js";
import { earlierIdentities } from "../../core/trace.js";
import { ageYears, formatDate, today } from "../../lib/dates.js";
import { t } from "../../lib/i18n.js";
import type { LocalRecord, Unit } from "../../types.js";
import { dotted } from "../../ui/layout/page.js";

/** A patient, or the parts of the record that name one; undefined where it is not on this tablet. */
export type PatientOf = Pick<LocalRecord, "fields"> | null | undefined;

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

/** "Ana Ruiz · 14 Mar 1997 · NP-0012": somebody as they were called once. */
export const identityWords = (identity: Unit): string =>
  dotted(patientName({ fields: { identity } }), identity.birth_date && formatDate(identity.birth_date), identity.mrn);

/** With what they were called earlier, in a list. */
export function patientDetail(patient: LocalRecord): string {
  const names = earlierIdentities(patient).map((identity) => patientName({ fields: { identity } }));
  const others = [...new Set(names)].filter((name) => name !== patientName(patient));
  return dotted(patientFacts(patient), others.length && t("earlier {names}", { names: others.join(", ") }));
}

/** So many are put in their places one by one; more are sorted with the rest. */
const FEW = 50;

let collator: Intl.Collator | undefined; // its rules are slow to load: on first use

const sortName = (patient: PatientOf): string => {
  const { family = "", given = "" } = identity(patient);
  return `${family} ${given}`;
};

/** A sorted copy, by family name. */
export function byName<T extends NonNullable<PatientOf>>(patients: T[]): T[] {
  collator ??= new Intl.Collator();
  const { compare } = collator;
  const named = patients.map((patient) => ({ patient, name: sortName(patient) }));
  return named.sort((a, b) => compare(a.name, b.name)).map(({ patient }) => patient);
}

/** These, sorted by family name, with more of them in their places. */
export function placedByName<T extends NonNullable<PatientOf>>(sorted: T[], more: T[]): T[] {
  if (more.length > FEW) return byName([...sorted, ...more]);
  collator ??= new Intl.Collator();
  const { compare } = collator;
  const list = [...sorted];
  for (const patient of more) {
    const name = sortName(patient);
    let [from, to] = [0, list.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (compare(sortName(list[middle]), name) <= 0) from = middle + 1;
      else to = middle;
    }
    list.splice(from, 0, patient);
  }
  return list;
}

/** Whether this active patient has the record number. */
export function holdsNumber(patient: Summary, known: Unit): boolean {
  const mrn = mrnKey(known);
  if (!mrn || patient.state !== "active" || !patient.search?.includes(mrn)) return false;
  return mrnKey(identity(patient)) === mrn;
}

/**
 * Another active patient with the same record number, or with the same name, however spelled and ordered, and birth
 * date; undefined when there is none.
 */
export function samePerson(patients: Summary[], known: Unit, exceptId?: string): Summary | undefined {
  const [name, born] = [nameKey(known), known.birth_date];
  return patients.find((patient) => {
    if (patient.id === exceptId || patient.state !== "active") return false;
    if (holdsNumber(patient, known)) return true;
    return name && born && identity(patient).birth_date === born && nameKey(identity(patient)) === name;
  });
}
