import { asShown } from "../../core/merge.js";
import { html } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { every, once, summaries } from "../../live-query.js";
import { formSections, oldest } from "../../store/forms.js";
import type { AppContext } from "../../types.js";
import { attempts } from "../../ui/forms/async-action.js";
import { autosaveError, backLink, bar, errorMessage, page, primaryLink } from "../../ui/layout/page.js";
import { identityBanner } from "./identity.js";
import { patientView, twinWarning } from "./patient-controller.js";
import { type PatientActs, patientForm } from "./patient-form.js";
import { patientName } from "./patient-labels.js";

export const title = () => t("Edit patient");

export function view(host: HTMLElement, { id }: { id: string }, app: AppContext) {
  const begun = new Set<string>();
  const ui = { problem: "" };
  return patientView(
    host,
    id,
    {
      patients: summaries("patient"),
      notes: every("note", { patientId: id }),
      calls: every("follow_up", { patientId: id }),
      parts: once(formSections),
    },
    ({ patient, patients, notes, calls, parts, fields, saver, redraw }) => {
      const acts: PatientActs = {
        change: (unit, patch) => saver.set(unit, patch, asShown(patient, [unit])),
        begun,
        begin: (unit) => {
          begun.add(unit);
          redraw();
        },
        savedAt: (unit, name) => saver.state(unit, name),
        oldest: oldest(),
        disabled: patient.state !== "active",
        about: patientName(patient),
      };
      return page(
        title(),
        html`
      ${autosaveError(saver)}${errorMessage(ui.problem)}
      ${twinWarning(patients.all, fields, id)}
      ${patientForm(parts, fields, acts)}
      ${identityBanner(patient, [...notes, ...calls], app, attempts(ui, redraw))}
      ${bar(primaryLink(t("Done"), `#/patients/${id}`))}`,
        backLink(`#/patients/${id}`, patientName(patient)),
      );
    },
  );
}
