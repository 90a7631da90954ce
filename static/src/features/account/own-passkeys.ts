// Passkeys as a second step at sign-in: adding one, the list of them, removing one.

import { formatAgo, formatDateTime } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { addPasskey, beginPasskey, removePasskey } from "../../sync/own.js";
import type { NewPasskey, OwnFactor, OwnPasskey, OwnPasskeys } from "../../types.js";
import { saidBy } from "../../ui/forms/async-action.js";
import { formSheet } from "../../ui/forms/form-sheet.js";
import { icon } from "../../ui/layout/icons.js";
import { button, dotted, group, quiet } from "../../ui/layout/page.js";
import { askCurrent, type Change, type CodeActs, renewed, showRecoveryCodes } from "./own-codes.js";
import { hasPasskeys, makePasskey } from "./passkey-browser.js";

export interface PasskeyActs {
  addPasskey: () => Promise<void>;
  removePasskey: (passkey: OwnPasskey) => Promise<void>;
}

export const passkeyActs = (change: Change): PasskeyActs => ({
  addPasskey: async () => {
    let asked: NewPasskey | undefined;
    await change(async () => {
      asked = await beginPasskey();
    }, "");
    const codes = asked && (await askNew(asked));
    if (!codes) return;
    if (codes.length) await showRecoveryCodes(codes);
    await change(renewed, t("The passkey is added. A passkey is asked for at each sign-in, or a code in its place."));
  },
  removePasskey: async ({ id, name }) => {
    const text = t("“{name}” will not sign you in any more. Remove it from the device or key as well.", { name });
    if (await askCurrent(t("Remove the passkey"), text, (current) => removePasskey(id, current)))
      await change(renewed, t("The passkey is removed."));
  },
});

/** A second try is asked anew: the server takes each answer once. */
function askNew(first: NewPasskey): Promise<string[] | undefined> {
  const values = { name: "" };
  let asked: NewPasskey | null = first;
  return formSheet(t("Add a passkey"), values, {
    prefix: "passkey-",
    fields: ({ input }) => html`
      <p>${t("Your browser then asks you to unlock this device, a telephone or a security key. What unlocks it does not leave it.")}</p>
      ${input("name", t("Name of the passkey"), { hint: t("So that you know it again: “My telephone”, “Blue key”.") })}`,
    ready: () => Boolean(values.name.trim()),
    save: async () => {
      const now = asked ?? (await beginPasskey());
      asked = null;
      return addPasskey(values.name.trim(), await makePasskey(now));
    },
    confirm: t("Add the passkey"),
    words: saidBy(),
  });
}

export const passkeysGroup = (
  passkeys: OwnPasskeys,
  factor: OwnFactor | undefined,
  acts: PasskeyActs & CodeActs,
): Template =>
  group(
    t("Passkeys"),
    html`${
      passkeys.items.length
        ? html`<ul class="list">${passkeys.items.map((one) => row(one, acts))}</ul>`
        : html`<p class="hint">${t("Your fingerprint, face or security key in place of a code. It works only at the address of this server, so a page that looks like it learns nothing.")}</p>`
    }
    ${why(passkeys)}
    ${passkeys.items.length && !factor?.since ? html`<p>${t("{n} recovery codes are left.", { n: factor?.codes_left ?? 0 })}</p>` : nothing}
    <div class="cluster">
      ${passkeys.possible && hasPasskeys() ? button(t("Add a passkey"), acts.addPasskey) : nothing}
      ${passkeys.items.length && !factor?.since ? button(t("New recovery codes"), acts.renew) : nothing}
    </div>`,
    passkeys.items.length || "",
  );

/** Why none can be added here, and what helps. */
function why({ possible }: OwnPasskeys): Template {
  if (!possible)
    return html`<p class="hint">${t("Passkeys need a server with a name. Whoever runs it can give it one (PUBLIC_URL); one-time codes work without.")}</p>`;
  return hasPasskeys()
    ? nothing
    : html`<p class="hint">${t("This browser has no passkeys. Open Needlepoint in another one to add one; one-time codes work everywhere.")}</p>`;
}

const row = (passkey: OwnPasskey, acts: PasskeyActs): Template => html`<li class="user">${icon("lock")}
    <span class="row-main"><strong>${passkey.name}</strong>
      <span class="row-detail">${dotted(
        t("added {time}", { time: formatDateTime(passkey.created_at) }),
        passkey.last_used_at ? t("used {time}", { time: formatAgo(passkey.last_used_at) }) : t("not used yet"),
      )}</span></span>
    ${quiet(t("Remove"), () => acts.removePasskey(passkey))}</li>`;
