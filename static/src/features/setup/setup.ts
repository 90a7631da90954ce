// @ts-nocheck
import { html } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { setUp } from "../../store/session.js";
import { tick } from "../../ui/layout/page.js";
import { welcome } from "../../ui/layout/welcome.js";
import { accountForm } from "../account/account-form.js";
import { passwordHolds, passwordRules } from "../account/password-rules.js";

export const title = () => t("Set up");

/** The first start: the token printed on the server's console proves who is asking. */
export function view(host) {
  const values = { token: "", clinic: "", name: "", email: "", password: "", treats: true };
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

const complete = (values) =>
  ["token", "clinic", "name", "email"].every((name) => values[name].trim()) && passwordHolds(values);

const finish = ({ token, clinic, name, email, password, treats }) =>
  setUp({
    token: token.trim(),
    clinic: { name: clinic.trim() },
    user: { name: name.trim(), email: email.trim(), password, treats },
  });
