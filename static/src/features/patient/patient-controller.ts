// @ts-nocheck
// What the screens of one patient share.

import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { insteadOf, liveView, one } from "../../live-query.js";
import { changeFields } from "../../store/edits.js";
import { Saver } from "../../ui/forms/autosave.js";
import { banner, link } from "../../ui/layout/page.js";
import { patientFacts, patientName, samePerson } from "./patient-labels.js";

export const gonePatient = () =>
  insteadOf(
    t("This patient is not on this tablet"),
    t(
      "The record may not have arrived yet, or it was taken back. It comes by itself once the server has been reached.",
    ),
    link(t("To the patients"), "#/patients"),
  );

/** A patient written where they stand: no Save button, each answer is on the tablet before its mark appears beside it. */
export function patientView(host, id, sources, template) {
  let saver;
  return liveView(
    host,
    (redraw) => {
      saver = new Saver((change, shown) => changeFields("patient", id, change, shown), redraw);
      const patient = (told) =>
        one(
          "patient",
          id,
        )((found) => {
          saver.told(found?.fields ?? {});
          told(found);
        });
      return { patient, ...sources };
    },
    (found, redraw) =>
      found.patient ? template({ ...found, saver, redraw, fields: saver.over(found.patient.fields) }) : gonePatient(),
  );
}

/** Said while somebody enters a person who is a patient already. */
export function twinWarning(patients, fields, exceptId) {
  const twin = samePerson(patients, fields.identity ?? {}, exceptId);
  if (!twin) return nothing;
  const words = html`<strong>${t("There is a patient of this name and birth date already.")}</strong><br />${patientName(twin)} · ${patientFacts(twin)}`;
  return banner("warn", words, link(t("Open that one"), `#/patients/${twin.id}`), "alert");
}
