// What counts for others is done by whoever has just proved who they are: the server asks, here it is answered.

import { html } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { session } from "../../store/session.js";
import { askPasskey, proveMyself } from "../../sync/own.js";
import { openSheet } from "../../ui/controls/dialog.js";
import { attempts, saidBy } from "../../ui/forms/async-action.js";
import { formSheet } from "../../ui/forms/form-sheet.js";
import { button, errorMessage, primary } from "../../ui/layout/page.js";
import { hasPasskeys, usePasskey } from "./passkey-browser.js";

/** Settles with whether a passkey has answered, or the person has given the password or a one-time code. */
export async function askProof(): Promise<boolean> {
  const { since, passkeys } = session()?.second_factor ?? {};
  const answer = passkeys && hasPasskeys() ? await askByPasskey(Boolean(since)) : "other";
  return answer === "other" ? askTyped(Boolean(since)) : answer === "done";
}

function askByPasskey(hasCodes: boolean): Promise<string | undefined> {
  const state = { busy: false, problem: "" };
  return openSheet(t("Confirm that it is you"), (close, update) => {
    const attempt = attempts(state, update, saidBy());
    const use = () =>
      attempt(async () => {
        await proveMyself({ passkey: await usePasskey(await askPasskey()) });
        close("done");
      });
    return html`<div class="stack"><p>${onceInAWhile()}</p>${errorMessage(state.problem)}
      <div class="sheet-actions">${button(hasCodes ? t("Enter a code instead") : t("Enter the password instead"), () => close("other"))}${primary(t("Use a passkey"), use, state.busy)}</div></div>`;
  });
}

const onceInAWhile = () =>
  t("This is about who may sign in or what others may do. You are asked at most once in five minutes.");

async function askTyped(hasCodes: boolean): Promise<boolean> {
  const values = { password: "", code: "" };
  const done = await formSheet(t("Confirm that it is you"), values, {
    prefix: "proof-",
    fields: ({ input }) => html`
      <p>${onceInAWhile()}</p>
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
