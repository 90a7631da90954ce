// The text that the patient reads before signing: the clinic's version in use, in the language the patient chose; and
// the version that was signed, for ever.

import { formatDate } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { ConsentForms, ConsentVersion, Content, Forms, Unit } from "../../types.js";

const USUAL = "en";
/** What is told beside each tick; `all` comes before every signature. */
export const PARTS = ["all", "prp", "photo_clinical", "photo_marketing", "off_label"];

export interface ShownText {
  /** As the note names it: "3.es". */
  name: string;
  language: string;
  /** Null where this device does not hold that version. */
  version: ConsentVersion | null;
}

/** The text of a signed consent; before, the one in use, in English where there is none in that language. */
export function textFor(values: Unit, wanted: string, texts?: ConsentForms): ShownText | null {
  const signed = values.text_version;
  const language = texts?.in_use[wanted] ? wanted : USUAL;
  const name = typeof signed === "string" && signed ? signed : texts?.in_use[language];
  if (!name) return null;
  const version = texts?.versions[name] ?? null;
  return { name, language: version?.language ?? name.slice(name.lastIndexOf(".") + 1), version };
}

/** What was read with these ticks, line by line. */
export const linesOf = (text: Record<string, string>, values: Unit): string[] =>
  PARTS.filter((part) => part === "all" || values[part] === true)
    .flatMap((part) => (text[part] ?? "").split("\n"))
    .map((line) => line.trim())
    .filter(Boolean);

/** Which version it is and who approved it. */
export const versionLine = ({ name, version }: ShownText): string =>
  version?.approved_at
    ? t("Version {name}, approved by {person} on {date}", {
        name,
        person: version.approved_name ?? "",
        date: formatDate(version.approved_at),
      })
    : t("Version {name}", { name });

/** The text as it is read with these ticks, and which version it is. */
export function consentTextShown(shown: ShownText, values: Unit, texts?: ConsentForms): Template {
  const { name, language, version } = shown;
  if (!version)
    return html`<p class="hint">${t("Version {name} was signed. This device does not hold its text.", { name })}</p>`;
  const dir = texts?.languages[language]?.dir ?? "ltr";
  return html`<div class="consent-text" lang=${language} dir=${dir}>${linesOf(version.text, values).map((line) => html`<p>${line}</p>`)}</div>
    <p class="hint">${versionLine(shown)}</p>`;
}

/** Below the lines of a note: the text that its patient signed, whatever the clinic has approved since. */
export function signedConsentText({ consent }: Content, { consent_texts: texts }: Forms): Template {
  const shown = consent?.text_version ? textFor(consent, USUAL, texts) : null;
  if (!consent || !shown) return nothing;
  return html`<details class="more"><summary>${t("Consent text that was signed")}</summary>${consentTextShown(shown, consent, texts)}</details>`;
}
