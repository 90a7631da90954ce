import { backLink, bar, page, primaryLink, saverTrouble } from "../components/parts.js";
import { patientForm } from "../components/patient-form.js";
import { patientName } from "../components/patient-words.js";
import { asShown } from "../core/merge.js";
import { html } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { formSections, oldest } from "../store/forms.js";
import { active, once } from "./live-view.js";
import { patientView, twinWarning } from "./patient-parts.js";

export const title = () => t("Edit patient");

export function view(host, { id }) {
  const begun = new Set();
  return patientView(
    host,
    id,
    { patients: active("patient"), parts: once(formSections) },
    ({ patient, patients, parts, fields, saver, redraw }) => {
      const acts = {
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
      ${saverTrouble(saver)}
      ${twinWarning(patients, fields, id)}
      ${patientForm(parts, fields, acts)}
      ${bar(primaryLink(t("Done"), `#/patients/${id}`))}`,
        backLink(`#/patients/${id}`, patientName(patient)),
      );
    },
  );
}
