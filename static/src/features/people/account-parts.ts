// What is said of a person or a device and what can be done with them, for the list and for the table.
import { formatAgo, formatDateTime } from "../../lib/dates.js";
import { live } from "../../lib/directives.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Account, AppContext, Device, DeviceStatus, Role, User } from "../../types.js";
import { icon } from "../../ui/layout/icons.js";
import { button, quiet } from "../../ui/layout/page.js";
import { roleChoices, roleLabel } from "../account/person-menu.js";

const BACKLOG_DAYS = 2;

/** What may change of a person. */
export type News = Partial<Pick<Account, "role" | "treats" | "active">>;

export interface PeopleActs {
  invite: (user: User) => unknown;
  confirm: (user: Account) => unknown;
  reset: (user: Account) => unknown;
  confirmReset: (user: Account) => unknown;
  change: (user: Account, news: News) => unknown;
  device: (device: Device, status: DeviceStatus) => unknown;
}

/** `manage` is null for read-only users; `second` for those who cannot be the second person. */
export interface May {
  app: AppContext;
  manage: PeopleActs | null;
  second: PeopleActs | null;
}

const waits = ({ active, waits_since: since }: Account) => active && since !== null;

const isOwnToConfirm = (user: Account, { app }: May) => user.id === app.user.id || user.waits_by === app.user.id;

/** What is not as usual with an account. */
export const accountWords = (user: Account, may: May): (string | false)[] => [
  !user.active && t("disabled"),
  user.active &&
    !user.joined &&
    (user.invite_expires_at
      ? t("invited, until {time}", { time: formatDateTime(user.invite_expires_at) })
      : t("no password yet")),
  waits(user) && isOwnToConfirm(user, may) && t("somebody else confirms this account"),
];

export const accountMark = (user: Account): Template | typeof nothing =>
  waits(user) ? html`<span class="mark" data-severity="reason">${icon("reason")}${t("not confirmed")}</span>` : nothing;

const roleSelect = (
  user: Account,
  acts: PeopleActs,
) => html`<label class="field user-role"><span class="visually-hidden">${t("Role of {name}", { name: user.name })}</span>
  <select .value=${live(user.role)} @change=${(event: Event) => acts.change(user, { role: (event.currentTarget as HTMLSelectElement).value as Role })}>
    ${roleChoices().map(({ value, label }) => html`<option value=${value} ?selected=${value === user.role}>${label}</option>`)}</select></label>`;

/** Who somebody is here: to be chosen by whoever manages people, else in words. */
export const roleCell = (user: Account, { manage }: May): unknown =>
  manage
    ? html`${roleSelect(user, manage)}
      ${user.role === "practitioner" ? nothing : html`<button type="button" class="chip" aria-pressed=${user.treats ? "true" : "false"} @click=${() => manage.change(user, { treats: !user.treats })}>${t("treats")}</button>`}`
    : roleLabel(user.role);

/** What a second person does. */
export function confirmActs(user: Account, may: May): unknown {
  const { app, second } = may;
  const resets = user.active && user.reset_by !== null && ![user.id, user.reset_by].includes(app.user.id);
  return html`${waits(user) && second && !isOwnToConfirm(user, may) ? button(t("Confirm"), () => second.confirm(user)) : nothing}
    ${resets && second ? button(t("Confirm the reset"), () => second.confirmReset(user)) : nothing}`;
}

export const accountActs = (user: Account, { app, manage }: May): unknown =>
  manage
    ? html`${user.active && !user.joined ? button(t("Invite"), () => manage.invite(user)) : nothing}
      ${user.active && user.joined && user.id !== app.user.id ? button(t("Reset password"), () => manage.reset(user)) : nothing}
      ${quiet(user.active ? t("Disable") : t("Readmit"), () => manage.change(user, { active: !user.active }))}`
    : nothing;

const isBlocked = ({ status }: Device) => status === "revoked";

export const deviceWords = (device: Device, { app }: May): (string | false)[] => [
  Boolean(device.app_version) && device.app_version !== app.version && t("another version of the app"),
  device.storage?.persisted === false && t("storage may be cleared by the browser"),
];

/** Whether it is blocked, and what it has not sent. */
export function deviceMarks(device: Device): Template {
  const late =
    device.pending_ops &&
    device.oldest_pending_at &&
    Date.now() - Date.parse(device.oldest_pending_at) > BACKLOG_DAYS * 86_400_000;
  return html`${isBlocked(device) ? html`<span class="mark" data-severity="block">${icon("block")}${t("blocked")}</span>` : nothing}
    ${isBlocked(device) && !device.pending_ops ? nothing : html`<span class="mark" data-severity=${late ? "reason" : nothing}>${device.pending_ops ? html`${icon("up")}${t("unsent {n}, oldest {time}", { n: device.pending_ops, time: formatAgo(device.oldest_pending_at) })}` : t("all sent")}</span>`}`;
}

export const deviceActs = (device: Device, { manage }: May): unknown =>
  manage
    ? quiet(isBlocked(device) ? t("Readmit") : t("Block"), () =>
        manage.device(device, isBlocked(device) ? "active" : "revoked"),
      )
    : nothing;
