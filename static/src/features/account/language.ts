// The choice of a language: among the settings, and before anybody has the tablet.

import { html, type Template } from "../../lib/dom.js";
import { LANGUAGES, languageNow, t } from "../../lib/i18n.js";
import { chooseLanguage } from "../../store/language.js";
import { lastName } from "../../store/session.js";
import { chipField } from "../../ui/controls/chips.js";
import { type ActionState, attempts } from "../../ui/forms/async-action.js";
import { errorMessage, quiet } from "../../ui/layout/page.js";

const notFetched = () => t("The words of this language have to be fetched once. Connect the tablet and try again.");

/** The language of the person who has the tablet. */
export function languageField(state: ActionState, redraw: () => void): Template {
  const attempt = attempts(state, redraw, notFetched);
  const choices = Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }));
  const choose = (value: unknown) => value && attempt(() => chooseLanguage(String(value), lastName()));
  return html`${chipField("set-language", t("Language"), choices, languageNow(), choose, "setting")}${errorMessage(state.problem)}`;
}

/** The other languages, each by its own name. */
export const otherLanguages = (): Template =>
  html`<p class="cluster">${Object.entries(LANGUAGES)
    .filter(([code]) => code !== languageNow())
    .map(
      ([code, name]) => html`<span lang=${code}>${quiet(name, () => chooseLanguage(code, "").catch(() => {}))}</span>`,
    )}</p>`;
