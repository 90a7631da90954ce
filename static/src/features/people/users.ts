import { can } from "../../core/permissions.js";
import { formatAgo, formatDateTime } from "../../lib/dates.js";
import { live } from "../../lib/directives.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { serverView } from "../../live-query.js";
import {
  changeDevice,
  changeUser,
  confirmReset,
  confirmUser,
  inviteUser,
  listDevices,
  listUsers,
  resetUser,
} from "../../sync/people.js";
import type { Account, AppContext, Device, DeviceStatus, Role, User } from "../../types.js";
import { confirmSheet } from "../../ui/controls/dialog.js";
import { attempts, saidBy, type Thrown } from "../../ui/forms/async-action.js";
import { emptyState } from "../../ui/layout/empty-state.js";
import { icon } from "../../ui/layout/icons.js";
import { backToMore, banner, bar, button, dotted, group, page, primary, quiet } from "../../ui/layout/page.js";
import { initials, roleChoices, roleLabel } from "../account/person-menu.js";
import { showInvite, showResetCode } from "./user-invite.js";
import { askPerson } from "./user-new.js";

export const title = () => t("People and devices");

const BACKLOG_DAYS = 2;

interface UsersState {
  /** Null until the server has answered. */
  users: Account[] | null;
  devices: Device[];
  problem: string;
}

type News = Parameters<typeof changeUser>[1];

interface Acts {
  load: () => Promise<unknown>;
  add: () => Promise<void>;
  invite: (user: User) => Promise<void>;
  confirm: (user: Account) => Promise<void>;
  reset: (user: Account) => Promise<void>;
  confirmReset: (user: Account) => Promise<void>;
  change: (user: Account, news: News) => Promise<unknown>;
  device: (device: Device, status: DeviceStatus) => Promise<void>;
}

/** Accounts and devices exist on the server only; offline this page says so. */
export function view(host: HTMLElement, _params: object, app: AppContext) {
  const state: UsersState = { users: null, devices: [], problem: "" };
  return serverView(
    host,
    (redraw) => actsOn(state, redraw, app),
    (acts) => screen(state, acts, app),
  );
}

function actsOn(state: UsersState, redraw: () => void, app: AppContext): Acts {
  const attempt = attempts(state, redraw, words);
  const load = async () => {
    state.users = await listUsers();
    state.devices = can("device.list", app.user, null, app.forms) ? await listDevices() : [];
  };
  /** Runs a change, then shows the lists as the server has them; a refusal is shown as the server worded it. */
  const change = <Answer>(act: () => Promise<Answer>) =>
    attempt(async () => {
      const answer = await act();
      await load();
      return answer;
    });
  const acts: Acts = {
    load: () => attempt(load),
    add: async () => {
      const user = await askPerson();
      if (!user) return;
      await acts.load();
      await acts.invite(user);
    },
    invite: async (user) => {
      const answer = await change(() => inviteUser(user.id));
      if (answer) await showInvite(user, answer);
    },
    confirm: async (user) => {
      if (await sureToConfirm(user)) await change(() => confirmUser(user.id, user.role));
    },
    reset: async (user) => {
      const answer = (await sureToReset(user)) && (await change(() => resetUser(user.id)));
      if (answer) await showInvite(user, answer, besides[answer.needs]());
    },
    confirmReset: async (user) => {
      const code = (await sureToConfirmReset(user)) && (await change(() => confirmReset(user.id)));
      if (code) await showResetCode(user, code);
    },
    change: (user, news) => change(() => changeUser(user.id, news)),
    device: async (device, status) => {
      if (status === "revoked" && !(await sureToRevoke(device))) return;
      await change(() => changeDevice(device.id, status));
    },
  };
  return acts;
}

function words(error: unknown) {
  if ((error as Thrown).problem?.reason === "last_admin")
    return t("This is the last administrator who can sign in. Make someone else administrator first.");
  return saidBy(
    t("People and devices are kept on the server, which cannot be reached now. Notes and patients work as usual."),
  )(error);
}

const besides = {
  code: () => t("It works together with a one-time code of this person only."),
  second_person: () =>
    t("It works together with a code only, which a supervisor or another administrator is given here and hands over."),
};

const sureToReset = (user: Account) =>
  confirmSheet({
    heading: t("Reset the password of {name}?", { name: user.name }),
    body: t("The current password works until another one is chosen. The person and the supervisors are told."),
    confirm: t("Make the link"),
  });

const sureToConfirmReset = (user: Account) =>
  confirmSheet({
    heading: t("Confirm the reset of {name}?", { name: user.name }),
    body: t("You are given a code to hand to {name}, and to nobody else: with it another password is chosen.", {
      name: user.name,
    }),
    confirm: t("Show the code"),
  });

const sureToConfirm = (user: Account) =>
  confirmSheet({
    heading: t("Confirm {name}?", { name: user.name }),
    body: t(
      "You confirm that you know this person and that they work here as {role}. From then on their notes can be approved, and their approvals count. They and the supervisors are told that you confirmed it.",
      { role: roleLabel(user.role) },
    ),
    confirm: t("Confirm the account"),
  });

const sureToRevoke = (device: Device) =>
  confirmSheet({
    heading: t("Block {name}?", { name: device.name }),
    body: device.pending_ops
      ? t(
          "It last reported {n} entries that it has not sent. Blocked, it may still deliver them for two weeks; a supervisor then decides about them.",
          { n: device.pending_ops },
        )
      : t("Everyone signed in on it has to be readmitted by an administrator. Nothing unsent was reported."),
    confirm: t("Block the device"),
    danger: true,
  });

/** One line of a list. `acts` is null for read-only users; `second` for those who cannot be the second person. */
type Item<Of> = (each: Of, acts: Acts | null, app: AppContext, second: Acts | null) => Template;

function screen({ users, devices, problem }: UsersState, acts: Acts, app: AppContext): Template {
  const manager = can("user.manage", app.user, null, app.forms);
  const confirms = can("user.confirm", app.user, null, app.forms);
  const list = <Of>(all: Of[], item: Item<Of>) =>
    html`<ul class="list">${all.map((each) => item(each, manager ? acts : null, app, confirms ? acts : null))}</ul>`;
  return page(
    title(),
    html`
    ${problem ? banner(users ? "block" : "warn", problem, button(t("Try again"), acts.load), "alert") : nothing}
    ${users ? group(t("People"), list(users, userItem), users.length) : nothing}
    ${users && manager ? html`<p class="hint">${t("Without a second person a forgotten password is reset on the server, and its person is told: {command}", { command: "flask users reset EMAIL" })}</p>` : nothing}
    ${users?.some(({ active, waits_since }) => active && waits_since) ? html`<p class="hint">${t("Whoever gives somebody a role is one person, whoever confirms it another: a supervisor or an administrator, or, where there is none, whoever runs the server ({command}). Until then the person writes and signs; approvals wait.", { command: "flask users confirm EMAIL" })}</p>` : nothing}
    ${
      users && can("device.list", app.user, null, app.forms)
        ? group(
            t("Devices"),
            devices.length
              ? list(devices, deviceItem)
              : emptyState(
                  t("No device yet"),
                  t("Each tablet or computer that somebody signs in on is listed here, with what it has not sent."),
                ),
            devices.length,
          )
        : nothing
    }
    ${users && manager ? bar(primary(t("Add a person"), acts.add, false, "plus")) : nothing}`,
    backToMore(),
  );
}

const roleSelect = (
  user: Account,
  acts: Acts,
) => html`<label class="field user-role"><span class="visually-hidden">${t("Role of {name}", { name: user.name })}</span>
  <select .value=${live(user.role)} @change=${(event: Event) => acts.change(user, { role: (event.currentTarget as HTMLSelectElement).value as Role })}>
    ${roleChoices().map(({ value, label }) => html`<option value=${value} ?selected=${value === user.role}>${label}</option>`)}</select></label>`;

function userItem(user: Account, acts: Acts | null, app: AppContext, second: Acts | null): Template {
  const invited = !user.joined;
  const waits = user.active && user.waits_since !== null;
  const resets = user.active && user.reset_by !== null && ![user.id, user.reset_by].includes(app.user.id);
  const mine = user.id === app.user.id || user.waits_by === app.user.id;
  return html`<li class="user" data-active=${user.active ? "yes" : "no"}>
    <span class="initials" aria-hidden="true">${initials(user.name)}</span>
    <span class="row-main"><strong>${user.name}</strong>${user.id === app.user.id ? html` <span class="quiet">${t("you")}</span>` : nothing}
      <span class="row-detail">${dotted(
        user.email,
        !acts && roleLabel(user.role),
        !user.active && t("disabled"),
        user.active &&
          invited &&
          (user.invite_expires_at
            ? t("invited, until {time}", { time: formatDateTime(user.invite_expires_at) })
            : t("no password yet")),
        waits && mine && t("somebody else confirms this account"),
      )}</span></span>
    ${waits ? html`<span class="mark" data-severity="reason">${icon("reason")}${t("not confirmed")}</span>` : nothing}
    ${waits && second && !mine ? button(t("Confirm"), () => second.confirm(user)) : nothing}
    ${resets && second ? button(t("Confirm the reset"), () => second.confirmReset(user)) : nothing}
    ${
      acts
        ? html`<span class="cluster user-acts">
      ${roleSelect(user, acts)}
      ${user.role === "practitioner" ? nothing : html`<button type="button" class="chip" aria-pressed=${user.treats ? "true" : "false"} @click=${() => acts.change(user, { treats: !user.treats })}>${t("treats")}</button>`}
      ${user.active && invited ? button(t("Invite"), () => acts.invite(user)) : nothing}
      ${user.active && !invited && user.id !== app.user.id ? button(t("Reset password"), () => acts.reset(user)) : nothing}
      ${quiet(user.active ? t("Disable") : t("Readmit"), () => acts.change(user, { active: !user.active }))}</span>`
        : nothing
    }
  </li>`;
}

function deviceItem(device: Device, acts: Acts | null, app: AppContext): Template {
  const blocked = device.status === "revoked";
  const late =
    device.pending_ops &&
    device.oldest_pending_at &&
    Date.now() - Date.parse(device.oldest_pending_at) > BACKLOG_DAYS * 86_400_000;
  return html`<li class="user">${icon("tablet")}
    <span class="row-main"><strong>${device.name}</strong>
      <span class="row-detail">${dotted(
        device.last_person
          ? t("seen {time} with {name}", { time: formatAgo(device.last_seen_at), name: device.last_person })
          : t("seen {time}", { time: formatAgo(device.last_seen_at) }),
        device.app_version && device.app_version !== app.version && t("another version of the app"),
        device.storage?.persisted === false && t("storage may be cleared by the browser"),
      )}</span></span>
    ${blocked ? html`<span class="mark" data-severity="block">${icon("block")}${t("blocked")}</span>` : nothing}
    ${blocked && !device.pending_ops ? nothing : html`<span class="mark" data-severity=${late ? "reason" : nothing}>${device.pending_ops ? html`${icon("up")}${t("unsent {n}, oldest {time}", { n: device.pending_ops, time: formatAgo(device.oldest_pending_at) })}` : t("all sent")}</span>`}
    ${acts ? quiet(blocked ? t("Readmit") : t("Block"), () => acts.device(device, blocked ? "active" : "revoked")) : nothing}
  </li>`;
}
