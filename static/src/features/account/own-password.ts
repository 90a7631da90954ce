// Another password for whoever is signed in: the current one is asked with it.

import { html } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { session } from "../../store/session.js";
import { changePassword } from "../../sync/own.js";
import type { AppContext } from "../../types.js";
import { saidBy } from "../../ui/forms/async-action.js";
import { formSheet } from "../../ui/forms/form-sheet.js";
import { PASSWORD_MIN, PASSWORD_MIN_WITH_CODES, passwordHolds, passwordRules } from "./password-rules.js";

const secret = (autocomplete: string) => ({ type: "password", autocomplete });

/** Settles with true once it is changed, with undefined when the sheet was dismissed. */
export function askPassword({ user, clinic }: AppContext): Promise<true | undefined> {
  const values = { current: "", password: "", again: "" };
  const { since, passkeys } = session()?.second_factor ?? {};
  const least = since || passkeys ? PASSWORD_MIN_WITH_CODES : PASSWORD_MIN;
  const account = () => ({ ...user, password: values.password, clinic: clinic?.name, least });
  const agree = () => values.again === values.password;
  return formSheet(t("Change password"), values, {
    prefix: "own-",
    fields: ({ input }) => html`
      <input type="text" class="visually-hidden" autocomplete="username" tabindex="-1" aria-hidden="true" readonly .value=${user.email} />
      ${input("current", t("Current password"), secret("current-password"))}
      ${input("password", t("New password"), secret("new-password"))}
      ${passwordRules(account())}
      ${input("again", t("Type it again"), { ...secret("new-password"), error: values.again && !agree() ? t("The two are not the same.") : "" })}`,
    ready: () => Boolean(values.current) && passwordHolds(account()) && agree(),
    save: async () => {
      await changePassword(values.current, values.password);
      return true as const;
    },
    confirm: t("Change password"),
    words: saidBy(),
  });
}
