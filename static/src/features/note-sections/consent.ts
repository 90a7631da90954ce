// Consent: the text for the patient, a tick for each consent, and the signature under it.
import { fieldNamed } from "../../core/catalogue.js";
import { localIso, today } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Section, Unit, Value } from "../../types.js";
import { signaturePad } from "../../ui/controls/signature-pad.js";
import { signaturePicture } from "../../ui/controls/signature-picture.js";
import { isEmpty, savedMark } from "../../ui/forms/field.js";
import { noteField } from "../../ui/forms/section-form.js";
import type { NoteModel } from "../note/note-model.js";
import { consentText, textVersion } from "./consent-text.js";

const TICKS = ["procedure", "prp", "photo_clinical", "photo_marketing", "off_label"];
const AFTER = ["signed_on", "on_paper"];
const LATER = ["signed_at", "withdrawn_on", "version"];

/** The first line drawn also stores the version of the text, the day and the time; clearing the signature clears version
 * and time. */
function signed(values: Unit, signature: Value): Unit {
  if (!signature) return { signature: null, text_version: null, signed_at: null };
  const version = textVersion();
  return {
    signature,
    ...(isEmpty(values.text_version) ? { text_version: version } : {}),
    ...(isEmpty(values.version) ? { version } : {}),
    ...(isEmpty(values.signed_on) ? { signed_on: today() } : {}),
    ...(isEmpty(values.signature) ? { signed_at: localIso() } : {}),
  };
}

export function consentStep(section: Section, model: NoteModel): Template {
  const values = model.note.content.consent ?? {};
  const field = (name: string) => noteField(fieldNamed(section, name), "consent", model);
  const text = consentText();
  const sentences = [...text.all, ...TICKS.filter((name) => values[name] === true).flatMap((name) => text[name] ?? [])];
  const age: number | null = model.judged.fact("visit", "age_years");
  const isAdult = age !== null && age >= model.context.forms.limits.ages.adult; // of an unknown age a guardian is asked
  const guardian = !isEmpty(values.guardian) || !isAdult;
  return html`
    <div class="form" data-unit="consent">${TICKS.map(field)}</div>
    <details class="more" ?open=${!isEmpty(values.procedure)}><summary>${t("What the patient is told")}</summary>
      <div class="consent-text">${sentences.map((sentence) => html`<p>${sentence}</p>`)}<p class="hint">${t("Text {version}", { version: values.text_version ?? textVersion() })}</p></div></details>
    <div class="form" data-unit="consent">
      ${guardian ? field("guardian") : nothing}
      <div class="field form-wide" id="f-consent-signature-field">
        <div class="field-head"><span class="label">${t("Signature")}</span>${savedMark(model.form.saved("consent", "signature") || null)}</div>
        ${model.form.disabled ? (values.signature ? signaturePicture(values.signature) : html`<p class="quiet">${t("none")}</p>`) : signaturePad(values.signature, (signature: Value) => model.actions.set("consent", signed(values, signature)))}
      </div>
      ${AFTER.map(field)}
      <details class="more form-wide" ?open=${!isEmpty(values.withdrawn_on)}><summary>${t("More about: {section}", { section: section.label })}</summary><div class="form">${LATER.map(field)}</div></details>
    </div>`;
}
