// Instead of the screen of a record that is not on this tablet: the server is asked for its patient at once.

import type { Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { insteadOf } from "../../live-query.js";
import { attempts, type ErrorWords, saidBy } from "../../ui/forms/async-action.js";
import { button, link } from "../../ui/layout/page.js";

export const unreached: ErrorWords = (error) =>
  saidBy(t("The server cannot be reached now. The patient may exist there."))(error);

/** `read` gets the records, and resolves with false when the server has none; then `gone` is drawn. */
export function askForAbsent(read: () => Promise<boolean>, gone: () => Template, redraw: () => void): () => Template {
  const state = { problem: "", busy: false };
  const attempt = attempts(state, redraw, unreached);
  const ask = () => attempt(read);
  let begun = false;
  return () => {
    if (!begun) queueMicrotask(ask);
    begun = true;
    if (state.busy) return insteadOf(t("Asking the server"), "", link(t("Back to home"), "#/"));
    return state.problem
      ? insteadOf(t("It is not on this tablet"), state.problem, button(t("Try again"), ask))
      : gone();
  };
}

export const gonePatient = (): Template =>
  insteadOf(
    t("This patient is not on this tablet"),
    t(
      "The record may not have arrived yet, or it was taken back. It comes by itself once the server has been reached.",
    ),
    link(t("To the patients"), "#/patients"),
  );
