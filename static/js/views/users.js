import { icon } from "../components/frame-icons.js";
import { emptyState } from "../components/empty-state.js";
import { initials, roleLabel } from "../components/person-menu.js";
import { formatAgo, formatDateTime } from "../lib/dates.js";
import { html, nothing, render } from "../lib/dom.js";
import { live } from "../lib/directives.js";
import { t } from "../lib/i18n.js";
import { changeDevice, changeUser, inviteUser, listDevices, listUsers } from "../sync/people.js";
import { confirmSheet } from "../components/dialog.js";
import { askPerson } from "./user-new.js";
import { showInvite } from "./user-invite.js";

export const title = () => t("People and devices");

const BACKLOG_DAYS = 2;
const isManager = ({ user }) => user.role === "admin";

/** Accounts and devices live on the server alone; without it this page says so. */
export function view(host, _params, app) {
  const page = { users: null, devices: [], problem: null, busy: false };
  let ended = false;
  const draw = () => ended || render(screen(page, acts, app), host);
  const load = async () => {
    try {
      page.users = await listUsers();
      page.devices = app.user.role === "practitioner" ? [] : await listDevices();
      page.problem = null;
    } catch (error) {
      page.problem = words(error);
    }
    draw();
  };
  /** Runs a change, then shows the lists as the server has them; a refusal is shown in its own words. */
  const change = async (act) => {
    try {
      const answer = await act();
      await load();
      return answer;
    } catch (error) {
      page.problem = words(error);
      draw();
      return undefined;
    }
  };
  const acts = {
    load,
    add: async () => {
      const user = await askPerson();
      if (!user) return;
      await load();
      await acts.invite(user);
    },
    invite: async (user) => {
      const answer = await change(() => inviteUser(user.id));
      if (answer) await showInvite(user, answer);
    },
    change: (user, news) => change(() => changeUser(user.id, news)),
    device: async (device, status) => {
      if (status === "revoked" && !(await sureToRevoke(device))) return;
      await change(() => changeDevice(device.id, status));
    },
  };
  draw();
  load();
  return () => {
    ended = true;
  };
}

function words(error) {
  if (error.problem?.reason === "last_admin" || /last administrator/.test(error.detail ?? "")) return t("This is the last administrator who can sign in. Make someone else administrator first.");
  return error.status ? (error.detail ?? error.message) : t("People and devices are kept on the server, which cannot be reached now. Notes and patients work as ever.");
}

const sureToRevoke = (device) =>
  confirmSheet({
    heading: t("Block {name}?", { name: device.name }),
    body: device.pending_ops ? t("It last reported {n} entries that it has not sent. Blocked, it can no longer send them; let it connect first if you can.", { n: device.pending_ops }) : t("Everyone signed in on it has to be readmitted by an administrator. Nothing unsent was reported."),
    confirm: t("Block the device"),
    danger: true,
  });

function screen({ users, devices, problem }, acts, app) {
  const manager = isManager(app);
  return html`
    <div class="page">
      <a class="back" href="#/settings">${icon("back")}${t("More")}</a>
      <h1 tabindex="-1">${t("People and devices")}</h1>
      ${problem ? html`<div class="banner" data-severity=${users ? "block" : "warn"} role="alert">${icon(users ? "block" : "warn")}<p class="grow">${problem}</p><button type="button" class="button" @click=${acts.load}>${t("Try again")}</button></div>` : nothing}
      ${users ? html`
        <section class="group"><h2 class="group-title">${t("People")} <span class="count">${users.length}</span></h2>
          <ul class="list">${users.map((user) => userItem(user, manager, acts, app))}</ul></section>
        ${app.user.role === "practitioner" ? nothing : html`<section class="group"><h2 class="group-title">${t("Devices")} <span class="count">${devices.length}</span></h2>
          ${devices.length ? html`<ul class="list">${devices.map((device) => deviceItem(device, manager, acts, app))}</ul>` : emptyState(t("No device yet"), t("Each tablet or computer somebody signs in on stands here, with what it has not sent."))}</section>`}` : nothing}
      ${manager && users ? html`<div class="bar"><button type="button" class="button button--primary" @click=${acts.add}>${icon("plus")}${t("Add a person")}</button></div>` : nothing}
    </div>`;
}

const roleSelect = (user, acts) => html`<label class="field user-role"><span class="visually-hidden">${t("Role of {name}", { name: user.name })}</span>
  <select .value=${live(user.role)} @change=${(event) => acts.change(user, { role: event.target.value })}>
    ${["practitioner", "supervisor", "admin"].map((role) => html`<option value=${role} ?selected=${role === user.role}>${roleLabel(role)}</option>`)}</select></label>`;

function userItem(user, manager, acts, app) {
  const invited = !user.joined;
  return html`<li class="user" data-active=${user.active ? "yes" : "no"}>
    <span class="initials" aria-hidden="true">${initials(user.name)}</span>
    <span class="row-main"><strong>${user.name}</strong>${user.id === app.user.id ? html` <span class="quiet">${t("you")}</span>` : nothing}
      <span class="row-detail">${[user.email, !manager && roleLabel(user.role), !user.active && t("disabled"), user.active && invited && (user.invite_expires_at ? t("invited, until {time}", { time: formatDateTime(user.invite_expires_at) }) : t("no password yet"))].filter(Boolean).join(" · ")}</span></span>
    ${manager ? html`<span class="cluster user-acts">
      ${roleSelect(user, acts)}
      ${user.role === "practitioner" ? nothing : html`<button type="button" class="chip" aria-pressed=${user.treats ? "true" : "false"} @click=${() => acts.change(user, { treats: !user.treats })}>${t("treats")}</button>`}
      ${user.active ? html`<button type="button" class="button" @click=${() => acts.invite(user)}>${invited ? t("Invite") : t("New password link")}</button>` : nothing}
      <button type="button" class="button button--quiet" @click=${() => acts.change(user, { active: !user.active })}>${user.active ? t("Disable") : t("Readmit")}</button></span>` : nothing}
  </li>`;
}

function deviceItem(device, manager, acts, app) {
  const late = device.pending_ops && device.oldest_pending_at && Date.now() - Date.parse(device.oldest_pending_at) > BACKLOG_DAYS * 86_400_000;
  return html`<li class="user">${icon("tablet")}
    <span class="row-main"><strong>${device.name}</strong>
      <span class="row-detail">${[t("seen {time}", { time: formatAgo(device.last_seen_at) }), device.app_version && device.app_version !== app.version && t("another version of the app"), device.storage && device.storage.persisted === false && t("storage may be cleared by the browser")].filter(Boolean).join(" · ")}</span></span>
    ${device.status === "revoked" ? html`<span class="mark" data-severity="block">${icon("block")}${t("blocked")}</span>` : html`<span class="mark" data-severity=${late ? "reason" : nothing}>${device.pending_ops ? html`${icon("up")}${t("unsent {n}, oldest {time}", { n: device.pending_ops, time: formatAgo(device.oldest_pending_at) })}` : t("all sent")}</span>`}
    ${manager ? html`<button type="button" class="button button--quiet" @click=${() => acts.device(device, device.status === "revoked" ? "active" : "revoked")}>${device.status === "revoked" ? t("Readmit") : t("Block")}</button>` : nothing}
  </li>`;
}
