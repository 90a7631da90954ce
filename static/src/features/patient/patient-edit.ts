import { asShown } from "../../core/merge.js";
import { html } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { once, summaries } from "../../live-query.js";
import { formSections, oldest } from "../../store/forms.js";
import { autosaveError, backLink, bar, page, primaryLink } from "../../ui/layout/page.js";
import { patientView, twinWarning } from "./patient-controller.js";
import { type PatientActs, patientForm } from "./patient-form.js";
import { patientName } from "./patient-labels.js";

export const title = () => t("Edit patient");

export function view(host: HTMLElement, { id }: { id: string }) {
  const begun = new Set<string>();
  return patientView(
    host,
    id,
    { patients: summaries("patient"), parts: once(formSections) },
    ({ patient, patients, parts, fields, saver, redraw }) => {
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
      ${autosaveError(saver)}
      ${twinWarning(patients.all, fields, id)}
      ${patientForm(parts, fields, acts)}
      ${bar(primaryLink(t("Done"), `#/patients/${id}`))}`,
        backLink(`#/patients/${id}`, patientName(patient)),
      );
    },
  );
}
