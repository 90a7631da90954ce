// What was done to accounts: to the person's own, and for those who confirm roles to those of others.

import { formatDateTime } from "../../lib/dates.js";
import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { setSetting } from "../../store/device.js";
import type { AccountNotice, User } from "../../types.js";
import { banner, button, link } from "../../ui/layout/page.js";

const notYou = () => t("If that was not you, tell a supervisor: somebody else may have signed in as you.");
const byWhom = (by = "") => by || t("the server's console");

const NOTICES: Record<string, (notice: AccountNotice) => [heading: string, text: string]> = {
  password_reset: ({ at }) => [
    t("A link to choose another password for you was made on the server, {time}", { time: formatDateTime(at) }),
    t(
      "If you did not ask for it, tell a supervisor and whoever runs the server: somebody else may have signed in as you.",
    ),
  ],
  password_changed: ({ at, device = "" }) => [
    t("Your password was changed on {device}, {time}", { device, time: formatDateTime(at) }),
    notYou(),
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
  confirmed: ({ at, by, name = "" }) => [
    t("The account of {name} was confirmed by {who}, {time}", { name, who: byWhom(by), time: formatDateTime(at) }),
    t("If you do not know this person, tell a supervisor."),
  ],
};

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
  return known.filter(isNew).map((one) => {
    const [heading, text] = NOTICES[one.kind](one);
    return banner(
      "warn",
      html`<strong>${heading}</strong><p>${text}</p>`,
      html`<div class="cluster">${one.kind === "waits" ? link(t("People and devices"), "#/users") : ""}${button(t("I have read this"), () => keep(one))}</div>`,
    );
  });
}
