import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/** On every page of a demo, so that nobody takes its people for real ones or writes real ones into it. */
export const demoBanner = (): Template => html`
  <aside class="demo-banner" aria-label=${t("Demo")}><strong>${t("Demo")}</strong> ${t("Invented people. Do not enter real ones.")}</aside>`;
