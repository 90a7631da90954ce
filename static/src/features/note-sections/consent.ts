// Consent: the text for the patient, a tick for each consent, and the signature under it.
import { fieldNamed } from "../../core/catalogue.js";
import { localIso, today } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Section, Unit, Value } from "../../types.js";
import { chipField } from "../../ui/controls/chips.js";
import { signaturePad } from "../../ui/controls/signature-pad.js";
import { signaturePicture } from "../../ui/controls/signature-picture.js";
import { isEmpty, savedMark } from "../../ui/forms/field.js";
import { noteField } from "../../ui/forms/section-form.js";
import type { NoteModel } from "../note/note-model.js";
import { consentTextShown, type ShownText, textFor } from "./consent-text.js";

const TICKS = ["procedure", "prp", "photo_clinical", "photo_marketing", "off_label"];
const AFTER = ["signed_on", "on_paper"];
const LATER = ["signed_at", "withdrawn_on", "version"];

/** The first line drawn also stores the version of the text that is shown, the day and the time; clearing the signature
 * clears version and time. */
function signed(values: Unit, signature: Value, version: string): Unit {
  if (!signature) return { signature: null, text_version: null, signed_at: null };
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
  const { forms, reads } = model.context;
  const shown = textFor(values, model.ui.consentIn ?? reads, forms.consent_texts);
  const age: number | null = model.judged.fact("visit", "age_years");
  const isAdult = age !== null && age >= forms.limits.ages.adult; // of an unknown age a guardian is asked
  const guardian = !isEmpty(values.guardian) || !isAdult;
  return html`
    <div class="form" data-unit="consent">${TICKS.map(field)}</div>
    <details class="more" ?open=${!isEmpty(values.procedure)}><summary>${t("What the patient is told")}</summary>
      ${isEmpty(values.text_version) && !model.form.disabled ? languageChoice(shown, model) : nothing}
      ${shown ? consentTextShown(shown, values, forms.consent_texts) : html`<p class="hint">${noText()}</p>`}</details>
    <div class="form" data-unit="consent">
      ${guardian ? field("guardian") : nothing}
      <div class="field form-wide" id="f-consent-signature-field">
        <div class="field-head"><span class="label">${t("Signature")}</span>${savedMark(model.form.saved("consent", "signature") || null)}</div>
        ${signatureField(values, shown, model)}
      </div>
      ${AFTER.map(field)}
      <details class="more form-wide" ?open=${!isEmpty(values.withdrawn_on)}><summary>${t("More about: {section}", { section: section.label })}</summary><div class="form">${LATER.map(field)}</div></details>
    </div>`;
}

/** Offered while nothing is signed, where the clinic has approved a text in more than one language. */
function languageChoice(shown: ShownText | null, { context, ui, actions }: NoteModel): Template {
  const { in_use: used = {}, languages = {} } = context.forms.consent_texts ?? {};
  const codes = Object.keys(used);
  if (codes.length < 2) return html``;
  const choose = (value: Value) => {
    ui.consentIn = String(value);
    actions.redraw();
  };
  const choices = codes.map((value) => ({ value, label: languages[value]?.name ?? value }));
  return chipField("consent-language", t("Language of the text"), choices, shown?.language, choose);
}

const noText = () =>
  t(
    "This device does not hold the consent text yet: it comes with the next connection. Until then, let the patient sign on paper.",
  );

function signatureField(values: Unit, shown: ShownText | null, { form, actions }: NoteModel): Template {
  if (form.disabled)
    return values.signature ? signaturePicture(values.signature) : html`<p class="quiet">${t("none")}</p>`;
  if (!shown && !values.signature) return html`<p class="hint">${noText()}</p>`;
  return signaturePad(
    values.signature,
    (signature: Value) => void actions.set("consent", signed(values, signature, shown?.name ?? "")),
  );
}
