import { html } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { acceptInvite } from "../../store/session.js";
import { welcome } from "../../ui/layout/welcome.js";
import { accountForm, codeField } from "./account-form.js";
import { passwordHolds, passwordRules } from "./password-rules.js";

export const title = () => t("Welcome");

const NEW = { type: "password", autocomplete: "new-password" };

/** The one-time link from an administrator: the person chooses a password that nobody else knows. */
export function view(host: HTMLElement, { token }: { token: string }) {
  const values = { password: "", again: "", code: "" };
  return accountForm(host, values, (form) => {
    const { input, fields } = form;
    const agree = values.again === values.password;
    return welcome(
      t("Choose your password"),
      html`
      <p class="quiet">${t("This link is for you alone. Only you will know this password.")}</p>
      ${fields(
        html`
        ${input("password", t("Password"), NEW)}
        ${passwordRules(values)}
        ${input("again", t("Type it again"), { ...NEW, error: values.again && !agree ? t("The two are not the same.") : "" })}
        ${codeField(form)}`,
        t("Start working"),
        {
          ready: passwordHolds(values) && agree,
          act: () => acceptInvite(token, values.password, { code: values.code.trim() || undefined }),
          byPasskey: (passkey) => acceptInvite(token, values.password, { passkey }),
        },
      )}
      <p><a href="#/sign-in">${t("I have a password already")}</a></p>`,
    );
  }).dispose;
}
