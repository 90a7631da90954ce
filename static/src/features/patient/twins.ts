// A new patient who may be the same person as another: both are shown. Nothing was refused, and nothing is joined.

import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { forgetTwins, type Twins } from "../../store/scope.js";
import type { LocalRecord } from "../../types.js";
import { banner, bannerLink, button, link } from "../../ui/layout/page.js";
import { patientFacts, patientName } from "./patient-labels.js";

type Named = Pick<Map<string, LocalRecord>, "get">;

const alive = (patient: LocalRecord | undefined): patient is LocalRecord => patient?.state === "active";

/** All who may be there twice. */
export const namedTwins = (twins: Twins): string[] => Object.entries(twins).flat(2);

/** The pairs in which both are active patients on this tablet, the new one first. */
const pairsIn = (twins: Twins, patients: Named): [LocalRecord, LocalRecord][] =>
  Object.entries(twins)
    .flatMap(([id, others]) => others.map((other) => [patients.get(id), patients.get(other)]))
    .filter((pair): pair is [LocalRecord, LocalRecord] => pair.every(alive));

export function twinBanners(patient: LocalRecord, twins: Twins, patients: Named): Template[] {
  const mine = pairsIn(twins, patients).filter((pair) => pair.some(({ id }) => id === patient.id));
  return mine.map(([made, other]) => {
    const twin = made.id === patient.id ? other : made;
    return banner(
      "warn",
      html`<strong>${t("May be the same person as {name}", { name: patientName(twin) })}</strong>
        <p>${t("This record: {facts}", { facts: patientFacts(patient) })}<br />${t("The other: {facts}", { facts: patientFacts(twin) })}</p>
        <p>${t("Both stay as they are. If it is one person, go on with the record that was there first.")}</p>
        <div class="cluster">${link(t("Open the other"), `#/patients/${twin.id}`)}${button(t("They are two people"), () => forgetTwins(made.id))}</div>`,
    );
  });
}

/** For home: the new patients who may be there twice. */
export function twinsLine(twins: Twins, patients: Named): Template[] {
  const made = new Map(pairsIn(twins, patients).map(([patient]) => [patient.id, patient]));
  return [...made.values()].map((patient) =>
    bannerLink(
      `#/patients/${patient.id}`,
      html`<strong>${t("A new patient may be there twice: {name}", { name: patientName(patient) })}</strong><br />${t("Look at both and decide.")}`,
    ),
  );
}
