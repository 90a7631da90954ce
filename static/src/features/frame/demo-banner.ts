import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/** Shown on every page of a demo, so that nobody takes its patients for real ones or enters real ones. */
export const demoBanner = (): Template => html`
  <aside class="demo-banner" aria-label=${t("Demo")}><strong>${t("Demo")}</strong> ${t("Demo data only. Don't enter real patients.")}</aside>`;
