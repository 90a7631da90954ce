// Where the browser keeps what is written: whether it promises to, and what to do on a tablet that erases it.

import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { isErasable } from "../../store/device.js";
import { openSheet } from "../../ui/controls/dialog.js";
import { fact } from "../../ui/layout/facts.js";
import { button, primary } from "../../ui/layout/page.js";

let accepted = false;

export const erasedWords = () =>
  t(
    "Needlepoint is open in the browser. After seven days without use, this tablet erases everything stored there, including entries not yet sent.",
  );

export const installWords = () =>
  t(
    "Tap “Share”, then “Add to Home Screen”, open Needlepoint from there and sign in. The app on the home screen has its own storage, so send what is waiting here first.",
  );

/** What the browser has answered to the request to keep the storage; `ask` asks again. */
export const keptFact = (persisted: boolean | null, ask: () => unknown): Template =>
  persisted
    ? fact("good", t("Stored data"), t("The browser does not delete it by itself."))
    : fact(
        "reason",
        t("Stored data"),
        t("The browser may delete stored data. Send often; adding the app to the home screen helps."),
        button(t("Ask the browser to keep it"), ask),
      );

/** Whether a note may be written here: where it could be erased, the person is told so first. */
export async function mayWriteHere(): Promise<boolean> {
  if (accepted || !isErasable()) return true;
  const answer = await openSheet(
    t("Not on the home screen"),
    (close) => html`<div class="stack"><p>${erasedWords()}</p><p>${installWords()}</p>
      <div class="sheet-actions">${button(t("Write here anyway"), () => close("write"))}${primary(t("Not now"), () => close())}</div></div>`,
  );
  accepted = answer === "write";
  return accepted;
}
