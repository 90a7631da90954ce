// One-time codes of an app as a second step at sign-in: setting them up, recovery codes, ending them.

import { formatDateTime } from "../../lib/dates.js";
import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { checkLogin } from "../../store/session.js";
import { beginCodes, confirmCodes, endCodes, type NewSecret, renewRecoveryCodes } from "../../sync/own.js";
import type { OwnFactor } from "../../types.js";
import { openSheet } from "../../ui/controls/dialog.js";
import { saidBy } from "../../ui/forms/async-action.js";
import { formSheet } from "../../ui/forms/form-sheet.js";
import { button, group, primary } from "../../ui/layout/page.js";

export interface CodeActs {
  setUp: () => Promise<void>;
  renew: () => Promise<void>;
  endCodes: () => Promise<void>;
}

export type Change = (act: () => Promise<unknown>, done: string) => Promise<unknown>;

export function codeActs(change: Change): CodeActs {
  return {
    setUp: async () => {
      let made: NewSecret | undefined;
      await change(async () => {
        made = await beginCodes();
      }, "");
      const codes = made && (await askFirstCode(made));
      if (!codes) return;
      await showRecoveryCodes(codes);
      await change(renewed, t("One-time codes are set up."));
    },
    renew: async () => {
      let codes: string[] = [];
      await change(async () => {
        codes = await renewRecoveryCodes();
        await renewed();
      }, "");
      if (codes.length) await showRecoveryCodes(codes);
    },
    endCodes: async () => {
      const text = t("After that, the password or a passkey is enough to sign in.");
      if (await askCurrent(t("Turn off one-time codes"), text, endCodes))
        await change(renewed, t("One-time codes are off."));
    },
  };
}

/** What the app knows of the account, as the server has it now. */
export async function renewed() {
  await checkLogin();
}

export const codesGroup = (factor: OwnFactor | undefined, acts: CodeActs): Template =>
  group(
    t("One-time codes"),
    factor?.since
      ? html`<p>${t("Asked at each sign-in since {time}. {n} recovery codes are left.", { time: formatDateTime(factor.since), n: factor.codes_left })}</p>
        <div class="cluster">${button(t("New recovery codes"), acts.renew)}${button(t("Another telephone"), acts.setUp)}${button(t("Turn off one-time codes"), acts.endCodes)}</div>`
      : html`<p class="hint">${t("A six-digit code from an app on your telephone, asked for after the password. Somebody who has seen your password then cannot sign in as you.")}</p>
        <div class="cluster">${button(t("Set up one-time codes"), acts.setUp)}</div>`,
  );

const askFirstCode = ({ secret, picture }: NewSecret): Promise<string[] | undefined> => {
  const values = { code: "" };
  return formSheet(t("Set up one-time codes"), values, {
    prefix: "codes-",
    fields: ({ input }) => html`
      <p>${t("Scan this with the app that makes codes for you, or type the key into it.")}</p>
      <img class="qr" src=${picture} alt=${t("QR code with the key")} />
      <p><code class="typed-key">${secret.replace(/(.{4})(?=.)/g, "$1 ")}</code></p>
      ${input("code", t("The code that it shows now"), { inputmode: "numeric", autocomplete: "one-time-code" })}`,
    ready: () => values.code.trim().length >= 6,
    save: () => confirmCodes(values.code.replace(/\s/g, "")),
    confirm: t("Turn on one-time codes"),
    words: saidBy(),
  });
};

/** They are shown once: to be written down or printed, away from the tablet. */
export const showRecoveryCodes = (codes: string[]) =>
  openSheet(
    t("Recovery codes"),
    (close) => html`<div class="stack">
      <p>${t("Each of these signs you in once if the telephone is lost. They are shown only now: write them down and keep them away from this tablet.")}</p>
      <ul class="recovery-codes">${codes.map((code) => html`<li><code>${code}</code></li>`)}</ul>
      ${primary(t("I have written them down"), () => close("done"))}</div>`,
  );

/** Asks for the password, with which `act` is done; settles with undefined when the sheet was dismissed. */
export const askCurrent = (heading: string, text: string, act: (current: string) => Promise<unknown>) => {
  const values = { current: "" };
  return formSheet(heading, values, {
    prefix: "end-",
    fields: ({ input }) => html`<p>${text}</p>
      ${input("current", t("Password"), { type: "password", autocomplete: "current-password" })}`,
    ready: () => Boolean(values.current),
    save: async () => {
      await act(values.current);
      return true as const;
    },
    confirm: heading,
    words: saidBy(),
  });
};
