// The text that the patient reads before signing. A change of the text needs a new version.
import { t } from "../../lib/i18n.js";

const VERSION = "2026-11-24";

/** Version and language, as stored with the signature. */
export const textVersion = (): string => `${VERSION}.${document.documentElement.lang}`;

/** The sentences about each consent; those of `all` come before every signature. */
export interface ConsentText {
  all: string[];
  [consent: string]: string[] | undefined;
}

export const consentText = (): ConsentText => ({
  all: [
    t("Fine needles make many small punctures in the skin so that it renews itself. The skin is numbed before."),
    t(
      "Redness, swelling and small bleeding are usual for some days. Infection, cold sores, lasting dark marks, scars and allergic reactions are rare, but possible.",
    ),
    t(
      "Several sessions are usual, and nobody can promise the result. You may ask anything, wait, or stop at any time.",
    ),
  ],
  prp: [t("PRP is made from your own blood, drawn today. It is used outside what the device was approved for.")],
  photo_clinical: [t("Photos for the record show the course of treatment and stay in the record.")],
  photo_marketing: [
    t(
      "Photos for publicity may be seen by anyone. You may say no, and take this back later, without any effect on your treatment.",
    ),
  ],
  off_label: [t("A part of the treatment is outside what the device or the product was approved for.")],
});
