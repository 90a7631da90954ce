import { can } from "../../core/permissions.js";
import { formatAgo } from "../../lib/dates.js";
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
import type { Account, AppContext, Device } from "../../types.js";
import { confirmSheet } from "../../ui/controls/dialog.js";
import { attempts, saidBy, type Thrown } from "../../ui/forms/async-action.js";
import { emptyState } from "../../ui/layout/empty-state.js";
import { icon } from "../../ui/layout/icons.js";
import { backToMore, banner, bar, button, dotted, group, page, primary } from "../../ui/layout/page.js";
import { type TableState, tableState } from "../../ui/layout/sorted-table.js";
import { initials, roleLabel } from "../account/person-menu.js";
import { type Desktop, whenWide } from "../frame/when-wide.js";
import {
  accountActs,
  accountMark,
  accountWords,
  confirmActs,
  deviceActs,
  deviceMarks,
  deviceWords,
  type May,
  type PeopleActs,
  roleCell,
} from "./account-parts.js";
import { showInvite, showResetCode } from "./user-invite.js";
import { askPerson } from "./user-new.js";

export const title = () => t("People and devices");

interface UsersState {
  /** Null until the server has answered. */
  users: Account[] | null;
  devices: Device[];
  problem: string;
  peopleShown: TableState;
  devicesShown: TableState;
}

interface Acts extends PeopleActs {
  load: () => Promise<unknown>;
  add: () => Promise<void>;
  redraw: () => void;
}

/** Accounts and devices exist on the server only; offline this page says so. */
export function view(host: HTMLElement, _params: object, app: AppContext) {
  const state: UsersState = {
    users: null,
    devices: [],
    problem: "",
    peopleShown: tableState(),
    devicesShown: tableState(),
  };
  return serverView(
    host,
    (redraw) => actsOn(state, redraw, app),
    (acts, { desktop }) => screen(state, desktop ?? null, acts, app),
    { desktop: whenWide },
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
    redraw,
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

function screen(state: UsersState, desktop: Desktop | null, acts: Acts, app: AppContext): Template {
  const { users, devices, problem } = state;
  const manager = can("user.manage", app.user, null, app.forms);
  const confirms = can("user.confirm", app.user, null, app.forms);
  const may: May = { app, manage: manager ? acts : null, second: confirms ? acts : null };
  const redraw = acts.redraw;
  const list = <Of>(all: Of[], item: (each: Of, may: May) => Template) =>
    html`<ul class="list">${all.map((each) => item(each, may))}</ul>`;
  const people = (all: Account[]) =>
    desktop ? desktop.peopleTable(all, may, { state: state.peopleShown, redraw }) : list(all, userItem);
  const machines = (all: Device[]) =>
    desktop ? desktop.deviceTable(all, may, { state: state.devicesShown, redraw }) : list(all, deviceItem);
  return page(
    title(),
    html`
    ${problem ? banner(users ? "block" : "warn", problem, button(t("Try again"), acts.load), "alert") : nothing}
    ${users ? group(t("People"), people(users), users.length) : nothing}
    ${users && manager ? html`<p class="hint">${t("Without a second person a forgotten password is reset on the server, and its person is told: {command}", { command: "flask users reset EMAIL" })}</p>` : nothing}
    ${users?.some(({ active, waits_since }) => active && waits_since) ? html`<p class="hint">${t("Whoever gives somebody a role is one person, whoever confirms it another: a supervisor or an administrator, or, where there is none, whoever runs the server ({command}). Until then the person writes and signs; approvals wait.", { command: "flask users confirm EMAIL" })}</p>` : nothing}
    ${
      users && can("device.list", app.user, null, app.forms)
        ? group(
            t("Devices"),
            devices.length
              ? machines(devices)
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
    desktop ? "page--wide" : "",
  );
}

function userItem(user: Account, may: May): Template {
  return html`<li class="user" data-active=${user.active ? "yes" : "no"}>
    <span class="initials" aria-hidden="true">${initials(user.name)}</span>
    <span class="row-main"><strong>${user.name}</strong>${user.id === may.app.user.id ? html` <span class="quiet">${t("you")}</span>` : nothing}
      <span class="row-detail">${dotted(user.email, !may.manage && roleLabel(user.role), ...accountWords(user, may))}</span></span>
    ${accountMark(user)}
    ${confirmActs(user, may)}
    ${may.manage ? html`<span class="cluster user-acts">${roleCell(user, may)}${accountActs(user, may)}</span>` : nothing}
  </li>`;
}

const deviceItem = (device: Device, may: May): Template => html`<li class="user">${icon("tablet")}
    <span class="row-main"><strong>${device.name}</strong>
      <span class="row-detail">${dotted(
        device.last_person
          ? t("seen {time} with {name}", { time: formatAgo(device.last_seen_at), name: device.last_person })
          : t("seen {time}", { time: formatAgo(device.last_seen_at) }),
        ...deviceWords(device, may),
      )}</span></span>
    ${deviceMarks(device)}
    ${deviceActs(device, may)}
  </li>`;
