// The patient of the note in two compact lines: name, age, skin type, allergies, visit.

import { formatDate } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Forms, LocalRecord } from "../../types.js";
import { icon } from "../../ui/layout/icons.js";
import { sessionDate, stateWords, visitLabel } from "../note-record/visit-labels.js";
import { signedAs } from "../patient/identity.js";
import { allergies, allergyLabel } from "../patient/patient-header.js";
import { patientAge, patientName } from "../patient/patient-labels.js";

function allergyFlag(patient: LocalRecord | null, forms: Forms): Template {
  const fields = patient?.fields ?? {};
  const known = allergies(fields, forms.record_types.patient.sections);
  if (known.length)
    return html`<span class="note-flag" data-tone="block">${icon("block", 20)}${t("Allergy: {names}", { names: known.map((each) => each.name).join(", ") })}</span>`;
  if (fields.allergy_status?.none_known === "yes") return html`<span>${allergyLabel(fields)}</span>`;
  return html`<span class="note-flag" data-tone="warn">${icon("warn", 20)}${allergyLabel(fields)}</span>`;
}

/** `back`: the target of the button at the left. */
export function noteHead(note: LocalRecord, patient: LocalRecord | null, forms: Forms, back: string): Template {
  const skin = patient?.fields?.body?.fitzpatrick;
  return html`<header class="note-head">
    <a class="button button--quiet note-back" href=${back} aria-label=${t("Back|button")}>${icon("back")}</a>
    <div class="grow">
      <h1 tabindex="-1">${patientName(patient)}</h1>
      ${signedAs(note, patient)}
      <p class="note-facts">
        ${patient ? html`<span>${patientAge(patient, sessionDate(note) || undefined)}</span>` : nothing}
        ${skin ? html`<span>${t("skin type {n}", { n: skin })}</span>` : nothing}
        ${allergyFlag(patient, forms)}
      </p>
    </div>
    <p class="note-visit"><b>${visitLabel(note)}</b><span>${sessionDate(note) ? formatDate(sessionDate(note)) : nothing}</span>
      <span class="tag" data-state=${note.state}>${stateWords(note)}</span></p>
  </header>`;
}
