// @ts-nocheck
// Sheets that rise from the lower edge: one question, its answers under the thumb. Built on the native dialog element.
import { isLongEnough } from "../../core/reasons.js";
import { html, nothing, render } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { icon } from "../layout/icons.js";

/** What closes each sheet that is open, in the order they were opened. */
const open: Set<() => void> = new Set();
let screens = 0;

/** A sheet belongs to the screen it was opened on: whoever leaves that one has dismissed it, and nothing is written. */
export function closeSheets() {
  screens += 1;
  for (const dismiss of [...open]) dismiss();
}

/** For whoever waits for something before a sheet can open: whether the screen is still the same. */
export function sameScreen() {
  const mine = screens;
  return () => mine === screens;
}

/**
 * Opens a sheet and settles when it closes, with what `close(value)` was given (undefined when dismissed).
 * `content(close, update)` returns a template; `update()` draws it again. `about` names the patient whose record the answer goes to.
 */
export function openSheet(heading, content, { about = "" } = {}) {
  const title = `sheet-title-${document.querySelectorAll("dialog").length}`; // one sheet may open another
  const sheet = document.createElement("dialog");
  sheet.className = "sheet";
  sheet.setAttribute("aria-labelledby", title);
  if (about) sheet.setAttribute("aria-describedby", `${title}-about`);
  const before = document.activeElement;
  let answer;
  const close = (value) => {
    answer = value;
    sheet.close();
  };
  const update = () =>
    render(
      html`<header class="sheet-head">
          <div><h2 id=${title} tabindex="-1">${heading}</h2>
            ${about ? html`<p class="sheet-about" id="${title}-about">${about}</p>` : nothing}</div>
          <button type="button" class="button button--quiet" aria-label=${t("Close")} @click=${() => close()}>${icon("close")}</button>
        </header>
        ${content(close, update)}`,
      sheet,
    );
  return new Promise((settle) => {
    const dismiss = () => {
      open.delete(dismiss);
      sheet.remove();
      settle(answer);
    };
    sheet.addEventListener("close", () => {
      if (!open.has(dismiss)) return;
      dismiss();
      before?.focus?.({ preventScroll: true });
    });
    open.add(dismiss);
    sheet.addEventListener("click", (event) => event.target === sheet && close());
    document.body.append(sheet);
    update();
    sheet.showModal();
    (sheet.querySelector("[autofocus]") ?? sheet.querySelector("h2")).focus();
  });
}

/** A sheet on which something may be written first: draw(close, written, write) is called again whenever it is. */
function writingSheet(heading, text, about, draw) {
  let written = text;
  const content = (close, update) => {
    const write = ({ target }) => {
      written = target.value;
      update();
    };
    return html`<div class="stack">${draw(close, written.trim(), write)}</div>`;
  };
  return openSheet(heading, content, { about });
}

/** Asks before something that cannot be taken back. `typed` is a word the person must write. Settles with true when it is confirmed. */
export const confirmSheet = ({ heading, body, confirm, danger, typed = "", about }) =>
  writingSheet(
    heading,
    "",
    about,
    (close, written, write) => html`<p>${body}</p>
    ${
      typed
        ? html`<label class="field"><span class="label">${t("Write {word} to go on", { word: typed })}</span>
          <input autocomplete="off" autocapitalize="off" spellcheck="false" @input=${write} /></label>`
        : nothing
    }
    <div class="sheet-actions">
      <button type="button" class="button" @click=${() => close()}>${t("Keep as it is")}</button>
      <button type="button" class="button button--${danger ? "danger" : "primary"}" ?disabled=${written !== typed} @click=${() => close(true)}>${confirm}</button>
    </div>`,
  );

/** Asks for a sentence. Settles with the trimmed text, or undefined when the sheet is dismissed. */
export const askText = ({ heading, label, confirm, minimum = 1, text = "", about }) =>
  writingSheet(
    heading,
    text,
    about,
    (close, written, write) => html`<label class="field"><span class="label">${label}</span>
      <textarea autofocus .value=${text} @input=${write}></textarea></label>
    <button type="button" class="button button--primary" ?disabled=${!isLongEnough(written, minimum)} @click=${() => close(written)}>${confirm}</button>`,
  );
