// The choice of a device secret.

import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { DIGITS_MIN, SECRET_MIN } from "../../store/keys.js";
import { problemOf } from "../../store/session.js";
import type { AccountForm } from "./account-form.js";

export interface Secrets {
  secret: string;
  again: string;
  /** It replaces one that was forgotten. */
  isForgotten: boolean;
}

const NEW = { type: "password" };

/** The fields, and whether what they hold may be sent. */
export function chooseSecret(
  { values, input }: Pick<AccountForm<Secrets>, "values" | "input">,
  isManaged: boolean,
): { content: Template; ready: boolean } {
  const { secret, again } = values;
  const problem = secret ? problemOf(secret) : null;
  const length = isManaged
    ? t("At least {n} characters, or {m} digits.", { n: SECRET_MIN, m: DIGITS_MIN })
    : t("At least {n} characters.", { n: SECRET_MIN });
  const content = html`
    <p>${t("It unlocks your work on this tablet, with or without a network. It is never sent to the server: only you know it.")}</p>
    ${values.isForgotten ? html`<p>${t("The forgotten one no longer works.")}</p>` : nothing}
    ${input("secret", t("Device secret"), { ...NEW, hint: length, error: problem === "password" ? t("Choose something other than your password.") : "" })}
    ${input("again", t("Type it again"), { ...NEW, error: again && again !== secret ? t("The two are not the same.") : "" })}`;
  return { content, ready: Boolean(secret) && problem === null && again === secret };
}
