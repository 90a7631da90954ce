import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/** Shown while a tablet reads the clinic's records for the first time. */
export const firstRead = (): Template => html`
  <p class="first-read" role="status">${t("The clinic's records are being read onto this tablet. This happens once: from then on they open at once, with or without a network.")}</p>`;
