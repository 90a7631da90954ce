import { welcome } from "../components/welcome.js";
import { passwordHolds, passwordRules } from "../components/password-rules.js";
import { textInput } from "../components/text-input.js";
import { html } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { navigate } from "../router.js";
import { setUp } from "../store/session.js";
import { accountForm } from "./account-form.js";

export const title = () => t("Set up");

/** The first start: the token printed on the server's console proves who is asking. */
export function view(host) {
  const values = { token: "", clinic: "", name: "", email: "", password: "", treats: true };
  const { dispose } = accountForm(host, values, (form) => welcome(t("Set up your clinic"), html`
    <p class="quiet">${t("This is done once. You become the administrator and invite the others.")}</p>
    <form class="stack" @submit=${(event) => form.submit(event, () => finish(values))}>
      ${textInput("token", t("Set-up code"), { value: values.token, onInput: form.set("token"), hint: t("Printed in the window where the server was started.") })}
      ${textInput("clinic", t("Name of the clinic"), { value: values.clinic, onInput: form.set("clinic"), autocomplete: "organization" })}
      ${textInput("name", t("Your name"), { value: values.name, onInput: form.set("name"), autocomplete: "name" })}
      ${textInput("email", t("Email"), { type: "email", value: values.email, onInput: form.set("email"), autocomplete: "username" })}
      ${textInput("password", t("Password"), { type: "password", value: values.password, onInput: form.set("password"), autocomplete: "new-password" })}
      ${passwordRules(values)}
      <label class="tick"><input type="checkbox" .checked=${values.treats} @change=${(event) => form.set("treats")(event.target.checked)} />${t("I treat patients myself")}</label>
      ${form.error()}
      <div class="bar"><button class="button button--primary" ?disabled=${form.held() || !complete(values)}>${form.busy ? t("Setting up") : t("Open the clinic")}</button></div>
    </form>`));
  return dispose;
}

const complete = (values) => ["token", "clinic", "name", "email"].every((name) => values[name].trim()) && passwordHolds(values);

async function finish({ token, clinic, name, email, password, treats }) {
  await setUp({ token: token.trim(), clinic: { name: clinic.trim() }, user: { name: name.trim(), email: email.trim(), password, treats } });
  navigate("/");
}
