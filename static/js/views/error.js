import { html, nothing, render } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { icon } from "../components/frame-icons.js";

export const title = () => t("This page stopped");

/** Shown in place of a view that failed. Entries are durable before they are shown as saved, so reading them again is safe. */
export function view(host, { error } = {}) {
  const words = error?.message ?? "";
  render(html`
    <div class="page">
      <div class="banner" data-severity="block" role="alert">${icon("block")}
        <div class="stack stack--tight grow">
          <h1 tabindex="-1">${t("This page stopped")}</h1>
          <p>${t("Everything marked as saved is on this tablet. Open the page again; if it stops once more, export what is unsent and tell the clinic's administrator the line below.")}</p>
          ${words ? html`<p class="hint"><code>${words}</code></p>` : nothing}
        </div></div>
      <div class="bar">
        <a class="button" href="#/waiting">${t("What is unsent")}</a>
        <a class="button" href="#/">${t("Home")}</a>
        <button type="button" class="button button--primary" @click=${() => location.reload()}>${t("Open again")}</button>
      </div>
    </div>`, host);
  return () => {};
}
