import { passwordHolds, passwordRules } from "../components/password-rules.js";
import { textInput } from "../components/text-input.js";
import { welcome } from "../components/welcome.js";
import { html } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { navigate } from "../router.js";
import { acceptInvite } from "../store/session.js";
import { accountForm } from "./account-form.js";

export const title = () => t("Welcome");

/** The one-time link an administrator handed over: the person chooses a password nobody else knows. */
export function view(host, { token }) {
  const values = { password: "", again: "" };
  const { dispose } = accountForm(host, values, (form) => {
    const differ = Boolean(values.again) && values.again !== values.password;
    return welcome(t("Choose your password"), html`
      <p class="quiet">${t("Your administrator has made an account for you. Only you will know this password.")}</p>
      <form class="stack" @submit=${(event) => form.submit(event, () => finish(token, values))}>
        ${textInput("password", t("Password"), { type: "password", value: values.password, onInput: form.set("password"), autocomplete: "new-password" })}
        ${passwordRules(values)}
        ${textInput("again", t("The same once more"), { type: "password", value: values.again, onInput: form.set("again"), autocomplete: "new-password", error: differ ? t("The two are not the same.") : "" })}
        ${form.error()}
        <div class="bar"><button class="button button--primary" ?disabled=${form.held() || !passwordHolds(values) || values.again !== values.password}>${t("Start working")}</button></div>
      </form>
      <p><a href="#/sign-in">${t("I have a password already")}</a></p>`);
  });
  return dispose;
}

async function finish(token, { password }) {
  await acceptInvite(token, password);
  navigate("/");
}
