// What counts for others is done by whoever has just proved who they are: the server asks, here it is answered.

import { html } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { session } from "../../store/session.js";
import { proveMyself } from "../../sync/own.js";
import { saidBy } from "../../ui/forms/async-action.js";
import { formSheet } from "../../ui/forms/form-sheet.js";

/** Settles with whether the person has given the password, or a one-time code where they have them. */
export async function askProof(): Promise<boolean> {
  const values = { password: "", code: "" };
  const hasCodes = Boolean(session()?.second_factor?.since);
  const done = await formSheet(t("Confirm that it is you"), values, {
    prefix: "proof-",
    fields: ({ input }) => html`
      <p>${t("This affects other people. You are asked at most once in five minutes.")}</p>
      ${
        hasCodes
          ? input("code", t("Code from your app"), { inputmode: "numeric", autocomplete: "one-time-code" })
          : input("password", t("Password"), { type: "password", autocomplete: "current-password" })
      }`,
    ready: () => Boolean(hasCodes ? values.code.trim() : values.password),
    save: async () => {
      await proveMyself(hasCodes ? { code: values.code } : { password: values.password });
      return true;
    },
    confirm: t("Continue"),
    words: saidBy(),
  });
  return done ?? false;
}
