import { emptyState } from "../components/empty-state.js";
import { html, render } from "../lib/dom.js";
import { t } from "../lib/i18n.js";

export const title = () => t("Not here");

export function view(host) {
  render(html`<div class="page">${emptyState(
    t("There is no such page"),
    t("The address may be old, or a letter of it was lost. What you have written is not touched."),
    html`<a class="button button--primary" href="#/">${t("Home")}</a>`,
  )}</div>`, host);
  return () => {};
}
