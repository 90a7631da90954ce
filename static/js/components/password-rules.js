import { html } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { icon } from "./frame-icons.js";

export const PASSWORD_MIN = 12;

const RULES = [
  { text: () => t("At least {n} characters", { n: PASSWORD_MIN }), holds: ({ password }) => [...password].length >= PASSWORD_MIN },
  { text: () => t("Not your name or email"), holds: ({ password, name, email }) => !contains(password, [...name.split(/\s+/), email.split("@")[0]]) },
  { text: () => t("More than a few characters repeated"), holds: ({ password }) => new Set(password).size >= 5 },
];

const contains = (password, words) => words.some((word) => word.length >= 3 && password.toLowerCase().includes(word.toLowerCase()));
const facts = (account) => ({ name: "", email: "", ...account, password: account.password ?? "" });

export const passwordHolds = (account) => RULES.every(({ holds }) => holds(facts(account)));

/** The rules of a password, each ticked as it comes true. */
export const passwordRules = (account) => html`
  <ul class="rules" aria-label=${t("The password needs")}>
    ${RULES.map(({ text, holds }) => {
      const met = Boolean(account.password) && holds(facts(account));
      return html`<li class="rule" data-met=${met ? "yes" : "no"}>${met ? icon("check") : html`<span class="rule-open" aria-hidden="true"></span>`}${text()}
        <span class="visually-hidden">${met ? t("met") : t("not yet met")}</span></li>`;
    })}
  </ul>`;
