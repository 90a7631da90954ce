import { today } from "./dates.js";
import { html, render } from "./dom.js";
import { t } from "./i18n.js";
import { saveFile } from "./save-file.js";

/**
 * The error screen, shown instead of a blank page: what happened, that the work is safe, and what to do next.
 * `exportAll` returns the unsent work as text.
 */
export function showErrorScreen(place: HTMLElement, error: unknown, exportAll: () => Promise<string>) {
  console.error(error);
  const host = document.createElement("div");
  place.replaceChildren(host);
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const draw = (refused: string) => render(template(text, refused, save), host);
  const save = async () => {
    try {
      saveFile(`needlepoint-unsent-${today()}.json`, await exportAll());
    } catch (reason) {
      draw(reason instanceof Error ? reason.message : String(reason));
    }
  };
  draw("");
}

const template = (text: string, refused: string, save: () => void) => html`
  <div class="page stack" role="alert">
    <h1 tabindex="-1">${t("This screen stopped working")}</h1>
    <p>${t("What you have written is kept on this tablet. Open the page again; if it stops again, export the unsent work and show the line below to whoever looks after Needlepoint.")}</p>
    <p class="hint">${text}</p>
    <p class="banner" data-severity="block" ?hidden=${!refused}>${refused}</p>
    <div class="bar">
      <button type="button" class="button" @click=${save}>${t("Export unsent work")}</button>
      <a class="button" href="#/">${t("Home")}</a>
      <button type="button" class="button button--primary" @click=${() => location.reload()}>${t("Open again")}</button>
    </div>
  </div>`;
