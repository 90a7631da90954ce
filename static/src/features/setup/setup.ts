import { html } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { setUp } from "../../store/session.js";
import { tick } from "../../ui/layout/page.js";
import { welcome } from "../../ui/layout/welcome.js";
import { accountForm } from "../account/account-form.js";
import { type NewAccount, passwordHolds, passwordRules } from "../account/password-rules.js";

interface Setup extends Required<Omit<NewAccount, "least">> {
  /** The set-up code. */
  token: string;
  treats: boolean;
}

export const title = () => t("Set up");

/** The first start: the token printed on the server's console proves that the person may set it up. */
export function view(host: HTMLElement) {
  const values: Setup = { token: "", clinic: "", name: "", email: "", password: "", treats: true };
  return accountForm(host, values, ({ input, fields, set, busy }) =>
    welcome(
      t("Set up your clinic"),
      html`
    <p class="quiet">${t("This is done once. You become the administrator and invite the others.")}</p>
    ${fields(
      html`
      ${input("token", t("Set-up code"), { hint: t("Printed in the window where the server was started.") })}
      ${input("clinic", t("Name of the clinic"), { autocomplete: "organization" })}
      ${input("name", t("Your name"), { autocomplete: "name" })}
      ${input("email", t("Email"), { type: "email", autocomplete: "username" })}
      ${input("password", t("Password"), { type: "password", autocomplete: "new-password" })}
      ${passwordRules(values)}
      ${tick(t("I treat patients myself"), values.treats, set("treats"))}`,
      busy ? t("Setting up") : t("Open the clinic"),
      { ready: complete(values), act: () => finish(values) },
    )}`,
    ),
  ).dispose;
}

const NEEDED = ["token", "clinic", "name", "email"] as const;
const complete = (values: Setup) => NEEDED.every((name) => values[name].trim()) && passwordHolds(values);

const finish = ({ token, clinic, name, email, password, treats }: Setup) =>
  setUp({
    token: token.trim(),
    clinic: { name: clinic.trim() },
    user: { name: name.trim(), email: email.trim(), password, treats },
  });
