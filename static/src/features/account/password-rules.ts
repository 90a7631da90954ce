import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { icon } from "../../ui/layout/icons.js";

export const PASSWORD_MIN = 15;
const DIFFERENT = 5;

/** A password, and what it must not contain. */
export interface NewAccount {
  password: string;
  name?: string;
  email?: string;
  clinic?: string;
}

interface Facts {
  password: string;
  /** Parts of the names and of the address. */
  words: string[];
}

interface Rule {
  text: () => string;
  holds: (facts: Facts) => boolean;
}

const RULES: Rule[] = [
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

/** The words an attacker would try first, as the server counts them. */
const wordsOf = ({ name = "", email = "", clinic = "" }: NewAccount) =>
  ["needlepoint", ...[name, email.split("@")[0], clinic].flatMap((text) => text.toLowerCase().split(/\s+/))].filter(
    (word) => word.length >= 4,
  );
const facts = (account: NewAccount): Facts => ({
  password: account.password.normalize("NFKC"),
  words: wordsOf(account),
});

export const passwordHolds = (account: NewAccount): boolean => RULES.every(({ holds }) => holds(facts(account)));

/** The password rules, each ticked once it is met. */
export const passwordRules = (account: NewAccount): Template => html`
  <ul class="rules" aria-label=${t("The password needs")}>
    ${RULES.map(({ text, holds }) => {
      const met = Boolean(account.password) && holds(facts(account));
      return html`<li class="rule" data-met=${met ? "yes" : "no"}>${met ? icon("check") : html`<span class="rule-open" aria-hidden="true"></span>`}${text()}
        <span class="visually-hidden">${met ? t("met") : t("not yet met")}</span></li>`;
    })}
  </ul>`;
