// Patients who may be the same person: both are shown. Nothing was refused, and nothing is joined.

import { can } from "../../core/permissions.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { type Pair, pairsOf, type Twins } from "../../store/scope.js";
import type { AppContext, LocalRecord } from "../../types.js";
import { banner, bannerLink, button, link } from "../../ui/layout/page.js";
import { patientFacts, patientName } from "./patient-labels.js";

type Named = Pick<Map<string, LocalRecord>, "get">;

const alive = (patient: LocalRecord | undefined): patient is LocalRecord => patient?.state === "active";

/** All who may be there twice. */
export const namedTwins = (twins: Twins): string[] => Object.entries(twins).flat(2);

/** The pairs in which both are active patients on this tablet. */
const pairsIn = (twins: Twins, patients: Named): [LocalRecord, LocalRecord][] =>
  pairsOf(twins)
    .map((pair) => pair.map((id) => patients.get(id)))
    .filter((pair): pair is [LocalRecord, LocalRecord] => pair.every(alive));

const askWhy = async (pair: Pair, about: string) => (await import("../../chunks/corrections.js")).askTwo(pair, about);

/** `may`: the person may say that they are two. */
export function twinBanners(
  patient: LocalRecord,
  twins: Twins,
  patients: Named,
  may: boolean,
  merge: ((into: string) => unknown) | null = null,
): Template[] {
  const mine = pairsIn(twins, patients).filter((pair) => pair.some(({ id }) => id === patient.id));
  return mine.map(([first, second]) => {
    const twin = first.id === patient.id ? second : first;
    return banner(
      "warn",
      html`<strong>${t("May be the same person as {name}", { name: patientName(twin) })}</strong>
        <p>${t("This record: {facts}", { facts: patientFacts(patient) })}<br />${t("The other: {facts}", { facts: patientFacts(twin) })}</p>
        <p>${merge ? t("Look at both: if it is one person, merge this record into the other one.") : t("Both stay as they are. If it is one person, go on with the record that was there first; a supervisor can merge them.")}</p>
        <div class="cluster">${link(t("Open the other"), `#/patients/${twin.id}`)}${may ? button(t("They are two people"), () => askWhy([patient.id, twin.id], patientName(patient))) : nothing}${merge ? button(t("One person: merge into the other"), () => merge(twin.id)) : nothing}</div>`,
    );
  });
}

/** For home: those who may be there twice; for a supervisor all that are on the tablet, else one's own patients. */
export function twinsLine(twins: Twins, patients: Named, { user, forms }: AppContext): Template[] {
  const isMine = ({ author_id }: LocalRecord) => can("patient.void", user, null, forms) || author_id === user.id;
  const found = new Map(
    pairsIn(twins, patients).flatMap((pair) => {
      const patient = pair.find(isMine);
      return patient ? [[patient.id, patient] as const] : [];
    }),
  );
  return [...found.values()].map((patient) =>
    bannerLink(
      `#/patients/${patient.id}`,
      html`<strong>${t("{name} may be recorded twice", { name: patientName(patient) })}</strong><br />${t("Look at both and decide.")}`,
    ),
  );
}
