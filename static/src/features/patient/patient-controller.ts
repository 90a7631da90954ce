// What the screens of one patient share.

import type { Summary } from "../../core/summary.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { type Found, liveView, one, type Source, type Sources } from "../../live-query.js";
import { changeFields } from "../../store/edits.js";
import { readIfThere } from "../../sync/snapshot.js";
import type { Content, LocalRecord } from "../../types.js";
import { Autosave } from "../../ui/forms/autosave.js";
import { banner, link } from "../../ui/layout/page.js";
import { oneEditor, patientWritten } from "../note/one-editor.js";
import { askForAbsent, gonePatient } from "./absent.js";
import { holdsNumber, patientFacts, patientName, samePerson } from "./patient-labels.js";

/** The data of every screen that edits a patient. */
export interface PatientScreen {
  patient: LocalRecord;
  saver: Autosave;
  redraw: () => void;
  /** The fields of the patient with the pending changes applied. */
  fields: Content;
}

/**
 * Draws a screen that edits a patient in place: there is no Save button; each answer is stored on the tablet before its
 * mark appears. Shows a message when the patient is not on this tablet.
 */
export function patientView<More extends Sources>(
  host: HTMLElement,
  id: string,
  sources: More,
  template: (screen: PatientScreen & Found<More>) => Template,
): () => void {
  let saver: Autosave;
  let absent: (() => Template) | undefined;
  return oneEditor(host, patientWritten(id), () =>
    liveView(
      host,
      (redraw) => {
        saver = new Autosave((change, shown) => changeFields("patient", id, change, shown), redraw);
        const patient: Source<LocalRecord | null> = (listener) =>
          one(
            "patient",
            id,
          )((found) => {
            saver.update(found?.fields ?? {});
            listener(found);
          });
        return { patient, ...sources };
      },
      (values, redraw) => {
        const { patient, ...more } = values as Found<More> & { patient: LocalRecord | null };
        if (!patient) {
          absent ??= askForAbsent(() => readIfThere(id), gonePatient, redraw);
          return absent();
        }
        return template({
          ...(more as unknown as Found<More>),
          patient,
          saver,
          redraw,
          fields: saver.overlay(patient.fields),
        });
      },
    ),
  );
}

/** Shown while somebody enters a person who is already a patient, or a record number that another patient has. */
export function twinWarning(patients: Summary[], fields: Content, exceptId?: string): Template {
  const typed = fields.identity ?? {};
  const twin = samePerson(patients, typed, exceptId);
  if (!twin) return nothing;
  const words = html`<strong>${
    holdsNumber(twin, typed)
      ? t("Another patient has this record number.")
      : t("There is a patient of this name and birth date already.")
  }</strong><br />${patientName(twin)} · ${patientFacts(twin)}`;
  return banner("warn", words, link(t("Open that one"), `#/patients/${twin.id}`), "alert");
}
