// Sheets at the lower edge: one question with its answers. Built on the native dialog element.
import { isLongEnough } from "../../core/reasons.js";
import { html, nothing, render, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { icon } from "../layout/icons.js";
import { LONGEST_COMMENT, textLimit } from "./text-limit.js";

export type Close<Answer> = (answer?: Answer) => void;

/** Draws the content of a sheet; `update` draws it again. */
export type SheetContent<Answer> = (close: Close<Answer>, update: () => void) => Template;

export interface ConfirmOptions {
  heading: string;
  body: unknown;
  /** The text of the button that confirms. */
  confirm: string;
  danger?: boolean;
  /** A word the person must type first. */
  typed?: string;
  about?: string;
}

/** Keeps what is typed in a sheet until it is saved. */
export interface Kept<Values> {
  load: () => Promise<Values | undefined>;
  save: (values: Values) => Promise<unknown>;
  clear: () => Promise<unknown>;
}

export interface AskOptions {
  heading: string;
  label: string;
  confirm: string;
  /** Characters the answer must have. */
  minimum?: number;
  /** Whether the text answers the question; without it the length alone counts. */
  fits?: (text: string) => boolean;
  text?: string;
  about?: string;
  /** Where the text is kept. The caller clears it once the answer is stored. */
  kept?: Kept<string>;
}

/** Dismisses each open sheet, in the order of opening. */
const open: Set<() => void> = new Set();
let screens = 0;

/** A sheet belongs to the screen that opened it: leaving that screen dismisses it, and nothing is written. */
export function closeSheets(): void {
  screens += 1;
  for (const dismiss of [...open]) dismiss();
}

/** For code that waits before it opens a sheet: the returned function says whether the screen is still the same. */
export function sameScreen(): () => boolean {
  const mine = screens;
  return () => mine === screens;
}

/**
 * Opens a sheet and settles when it closes, with the value given to `close` (undefined when dismissed).
 * `about` names the patient whose record the answer goes to.
 */
export function openSheet<Answer = string>(
  heading: string,
  content: SheetContent<Answer>,
  { about = "" }: { about?: string } = {},
): Promise<Answer | undefined> {
  const title = `sheet-title-${document.querySelectorAll("dialog").length}`; // one sheet may open another
  const sheet = document.createElement("dialog");
  sheet.className = "sheet";
  sheet.setAttribute("aria-labelledby", title);
  if (about) sheet.setAttribute("aria-describedby", `${title}-about`);
  const before = document.activeElement as HTMLElement | SVGElement | null;
  let answer: Answer | undefined;
  const close: Close<Answer> = (value) => {
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
    (sheet.querySelector<HTMLElement>("[autofocus]") ?? sheet.querySelector("h2"))?.focus();
  });
}

/**
 * A sheet with a text box, drawn again at each change. `written` is the trimmed text, `write` the listener of the box.
 */
function writingSheet<Answer>(
  heading: string,
  text: string,
  about: string | undefined,
  draw: (close: Close<Answer>, written: string, write: (event: Event) => void) => Template,
  onWrite?: (text: string) => void,
) {
  let written = text;
  const content: SheetContent<Answer> = (close, update) => {
    const write = (event: Event) => {
      written = (event.currentTarget as HTMLInputElement | HTMLTextAreaElement).value;
      update();
      onWrite?.(written);
    };
    return html`<div class="stack">${draw(close, written.trim(), write)}</div>`;
  };
  return openSheet<Answer>(heading, content, { about });
}

/** Asks before an action that cannot be undone. Settles with true when it is confirmed. */
export const confirmSheet = ({ heading, body, confirm, danger, typed = "", about }: ConfirmOptions) =>
  writingSheet<true>(
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
export async function askText({ heading, label, confirm, minimum = 1, text = "", about, kept, ...ask }: AskOptions) {
  const fits = ask.fits ?? ((written: string) => isLongEnough(written, minimum));
  const stays = sameScreen();
  const shown = (await kept?.load()) ?? text;
  if (!stays()) return undefined;
  return writingSheet<string>(
    heading,
    shown,
    about,
    (close, written, write) => html`<label class="field"><span class="label">${label}</span>
      <textarea autofocus maxlength=${LONGEST_COMMENT} .value=${shown} @input=${write}></textarea></label>
    ${textLimit(written, LONGEST_COMMENT)}
    <button type="button" class="button button--primary" ?disabled=${!fits(written)} @click=${() => close(written)}>${confirm}</button>`,
    (written) => void (written.trim() === text ? kept?.clear() : kept?.save(written)),
  );
}
