// What was done to accounts: to the person's own, and for those who confirm roles to those of others.

import { formatDateTime } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { setSetting } from "../../store/device.js";
import type { AccountNotice, User } from "../../types.js";
import { banner, button, link } from "../../ui/layout/page.js";

const notYou = () => t("If that was not you, tell a supervisor: somebody else may have signed in as you.");
const byWhom = (by = "") => by || t("the server's console");

const NOTICES: Record<string, (notice: AccountNotice) => [heading: string, text: string]> = {
  password_reset: ({ at, by }) => [
    t("A link to choose another password for you was made by {who}, {time}", {
      who: byWhom(by),
      time: formatDateTime(at),
    }),
    t(
      "If you did not ask for it, tell a supervisor and whoever runs the server: somebody else may have signed in as you.",
    ),
  ],
  renamed: ({ at, by }) => [
    t("Your name, as shown with your signatures, was changed by {who}, {time}", {
      who: byWhom(by),
      time: formatDateTime(at),
    }),
    t("If this is wrong, tell a supervisor."),
  ],
  password_changed: ({ at, device = "" }) => [
    t("Your password was changed on {device}, {time}", { device, time: formatDateTime(at) }),
    notYou(),
  ],
  second_factor_on: ({ at, device = "" }) => [
    t("One-time codes were set up for you on {device}, {time}", { device, time: formatDateTime(at) }),
    notYou(),
  ],
  second_factor_off: ({ at, device }) => [
    t("One-time codes are no longer asked of you, by {device}, {time}", {
      device: byWhom(device),
      time: formatDateTime(at),
    }),
    notYou(),
  ],
  recovery_code: ({ at, device = "" }) => [
    t("You were signed in with a recovery code on {device}, {time}", { device, time: formatDateTime(at) }),
    notYou(),
  ],
  passkey_added: ({ at, device = "" }) => [
    t("A passkey was added to your account on {device}, {time}", { device, time: formatDateTime(at) }),
    notYou(),
  ],
  passkey_removed: ({ at, device }) => [
    t("A passkey was removed from your account, by {device}, {time}", {
      device: byWhom(device),
      time: formatDateTime(at),
    }),
    notYou(),
  ],
  passkey_copied: ({ at }) => [
    t("A passkey of yours was refused, {time}: there seems to be a copy of it", { time: formatDateTime(at) }),
    t("Remove it under Your account, and tell a supervisor: somebody else may have tried to sign in as you."),
  ],
  codes_asked: () => [
    t("Set up a passkey or one-time codes for your account"),
    t("Whoever approves or manages people signs in with the password and a passkey, or a code from an app."),
  ],
  signing_key: ({ at, device = "" }) => [
    t("A new key to sign with was made for you on {device}, {time}", { device, time: formatDateTime(at) }),
    notYou(),
  ],
  data_key: ({ at, device = "" }) => [
    t("What you keep on {device} was opened without its secret, {time}", { device, time: formatDateTime(at) }),
    notYou(),
  ],
  own_waits: ({ at, by }) => [
    t("Your account waits for a second person. {who} gave you your role, {time}", {
      who: byWhom(by),
      time: formatDateTime(at),
    }),
    t("You can write and sign. Approving and managing people wait until somebody else confirms it."),
  ],
  own_confirmed: ({ at, by }) => [
    t("Your account was confirmed by {who}, {time}", { who: byWhom(by), time: formatDateTime(at) }),
    t("Your approvals count from then on."),
  ],
  waits: ({ at, by, name = "" }) => [
    t("{name} waits for a second person. The role was given by {who}, {time}", {
      name,
      who: byWhom(by),
      time: formatDateTime(at),
    }),
    t("Their notes cannot be approved, and they cannot approve, until somebody who knows them confirms the account."),
  ],
  reset: ({ by, name = "" }) => [
    t("{who} has started a reset of the password of {name}", { who: byWhom(by), name }),
    t("Without one-time codes it needs a second person. If {name} did not ask for it, tell a supervisor.", { name }),
  ],
  confirmed: ({ at, by, name = "" }) => [
    t("The account of {name} was confirmed by {who}, {time}", { name, who: byWhom(by), time: formatDateTime(at) }),
    t("If you do not know this person, tell a supervisor."),
  ],
};

/** They tell of nothing that somebody may have to stop. */
const CALM = new Set(["own_confirmed", "codes_asked"]);

const nameOf = ({ kind, at, name = "" }: AccountNotice) => `${kind} ${at} ${name}`;

/** What is new about accounts, until it has been read on this tablet. */
export function accountNotices(user: User, notices: AccountNotice[], settings: Record<string, string>): Template[] {
  const read = `notices-read:${user.id}`;
  const seen: string[] = JSON.parse(settings[read] ?? "[]");
  const before = settings[`notices-seen:${user.id}`] ?? ""; // how an app of before kept it
  const known = notices.filter(({ kind }) => kind in NOTICES);
  const isNew = (one: AccountNotice) => !seen.includes(nameOf(one)) && !(one.name === undefined && one.at <= before);
  const keep = (one: AccountNotice) =>
    setSetting(read, JSON.stringify([...known.map(nameOf).filter((name) => seen.includes(name)), nameOf(one)]));
  const place: Record<string, Template> = {
    waits: link(t("People and devices"), "#/users"),
    reset: link(t("People and devices"), "#/users"),
    codes_asked: link(t("Your account"), "#/account"),
  };
  return known.filter(isNew).map((one) => {
    const [heading, text] = NOTICES[one.kind](one);
    return banner(
      CALM.has(one.kind) ? "info" : "warn",
      html`<strong>${heading}</strong><p>${text}</p>
      <div class="cluster">${place[one.kind] ?? nothing}${button(one.kind === "codes_asked" ? t("Not now") : t("I have read this"), () => keep(one))}</div>`,
    );
  });
}
