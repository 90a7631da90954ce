// @ts-nocheck
import { html } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { icon } from "../../ui/layout/icons.js";

export const PASSWORD_MIN = 15;
const DIFFERENT = 5;

const RULES = [
  {
    text: () => t("At least {n} characters", { n: PASSWORD_MIN }),
    holds: ({ password }) => [...password].length >= PASSWORD_MIN,
  },
  {
    text: () => t("Not your name, the clinic's or your email"),
    holds: ({ password, words }) => !words.some((word) => password.toLowerCase().includes(word)),
  },
  {
    text: () => t("At least {n} different characters", { n: DIFFERENT }),
    holds: ({ password }) => new Set(password).size >= DIFFERENT,
  },
];

/** The words somebody would try first, as the server counts them. */
const wordsOf = ({ name = "", email = "", clinic = "" }) =>
  ["needlepoint", ...[name, email.split("@")[0], clinic].flatMap((text) => text.toLowerCase().split(/\s+/))].filter(
    (word) => word.length >= 4,
  );
const facts = (account) => ({ password: (account.password ?? "").normalize("NFKC"), words: wordsOf(account) });

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
