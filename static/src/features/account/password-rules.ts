import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { icon } from "../../ui/layout/icons.js";

export const PASSWORD_MIN = 15;
/** For whoever has one-time codes or a passkey. */
export const PASSWORD_MIN_WITH_CODES = 8;
const DIFFERENT = 5;

/** A password, and what it must not contain. */
export interface NewAccount {
  password: string;
  name?: string;
  email?: string;
  clinic?: string;
  /** Characters it needs at least. */
  least?: number;
}

interface Facts {
  password: string;
  /** Parts of the names and of the address. */
  words: string[];
  least: number;
}

interface Rule {
  text: (facts: Facts) => string;
  holds: (facts: Facts) => boolean;
}

const RULES: Rule[] = [
  {
    text: ({ least }) => t("At least {n} characters", { n: least }),
    holds: ({ password, least }) => [...password].length >= least,
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
  least: account.least ?? PASSWORD_MIN,
});

export const passwordHolds = (account: NewAccount): boolean => RULES.every(({ holds }) => holds(facts(account)));

/** The password rules, each ticked once it is met. */
export const passwordRules = (account: NewAccount): Template => html`
  <ul class="rules" aria-label=${t("The password needs")}>
    ${RULES.map(({ text, holds }) => {
      const met = Boolean(account.password) && holds(facts(account));
      return html`<li class="rule" data-met=${met ? "yes" : "no"}>${met ? icon("check") : html`<span class="rule-open" aria-hidden="true"></span>`}${text(facts(account))}
        <span class="visually-hidden">${met ? t("met") : t("not yet met")}</span></li>`;
    })}
  </ul>`;
