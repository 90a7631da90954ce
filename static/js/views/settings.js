import { chips } from "../components/chips.js";
import { icon } from "../components/frame-icons.js";
import { listRow } from "../components/list-row.js";
import { roleLabel, themeChoices } from "../components/person-menu.js";
import { attentionCount } from "../components/status-strip.js";
import { textInput } from "../components/text-input.js";
import { formatTime } from "../lib/dates.js";
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { askToPersist, device, renameDevice, setSetting, storageState, watchSettings } from "../store/device.js";
import { watchStatus } from "../store/status.js";
import { checkEverything } from "../sync/engine.js";
import { exportUnsent } from "./export-unsent.js";
import { leave } from "./leave.js";
import { liveView } from "./live-view.js";

export const title = () => t("More");

const HANDS = () => [{ value: "both", label: t("Both hands") }, { value: "left", label: t("Left thumb") }, { value: "right", label: t("Right thumb") }];
const GLOVES = () => [{ value: "off", label: t("Bare hand") }, { value: "on", label: t("Glove") }];
const SOUNDS = () => [{ value: "on", label: t("Chime and buzz") }, { value: "off", label: t("Silent") }];
const SIZES = () => [{ value: "normal", label: t("Normal") }, { value: "large", label: t("Large") }, { value: "larger", label: t("Larger") }];

/** The places that are not for every day, and what this tablet is and promises. */
export function view(host, _params, app) {
  const page = { checking: false, checked: "", name: device().name };
  const storage = (told) => void storageState().then(told);
  return liveView(host, { settings: watchSettings, status: watchStatus, storage }, (found, redraw) => screen(found, page, redraw, app));
}

function screen({ settings, status, storage }, page, redraw, app) {
  return html`
    <div class="page settings">
      <h1 tabindex="-1">${t("More")}</h1>
      <ul class="list">
        ${listRow({ href: "#/waiting", title: t("Waiting and received"), detail: t("What the server does not have yet"), end: status.waiting ? html`<b>${status.waiting}</b>` : t("nothing waits") })}
        ${listRow({ href: "#/conflicts", title: t("Written twice"), detail: t("Two texts for one entry"), end: status.conflicts ? html`<b>${status.conflicts}</b>` : t("none") })}
        ${listRow({ href: "#/users", title: t("People and devices"), detail: app.user.role === "admin" ? t("Accounts, invitations, tablets") : t("Who works in the clinic") })}
      </ul>
      <section class="group">
        <h2 class="group-title">${t("The clinic's own")}</h2>
        <ul class="list">
          ${listRow({ href: "#/shelf", title: t("Shelf"), detail: t("Open boxes with lot, expiry and units") })}
          ${listRow({ href: "#/protocols", title: t("Protocols"), detail: t("Named templates for a device and an indication") })}
          ${listRow({ href: "#/registry", title: t("Registry"), detail: t("Limits of devices, zones and numbing products"), end: app.forms?.limits_approved ? t("approved") : t("not yet approved") })}
          ${oversees(app) ? listRow({ href: "#/lot-recall", title: t("Lot recall"), detail: t("Which patients had a lot") }) : nothing}
        </ul>
      </section>
      ${wishes(settings)}
      ${tablet(page, storage, redraw)}
      ${data(status, page, redraw, app)}
      <section class="group">
        <h2 class="group-title">${t("You")}</h2>
        <p><strong>${app.user.name}</strong><br /><span class="quiet">${roleLabel(app.user.role)} · ${app.clinic?.name} · ${app.user.email}</span></p>
        <div class="cluster"><a class="button" href="#/sign-in">${icon("lock")}${t("Hand over to someone else")}</a>
          <button type="button" class="button" @click=${leave}>${t("Sign out")}</button></div>
        ${attentionCount(status) + status.waiting ? html`<p class="hint">${t("What you have not sent stays on this tablet for you; handing over keeps it too.")}</p>` : nothing}
      </section>
      <p class="hint">Needlepoint ${app.version}</p>
    </div>`;
}

const wish = (name, label, choices, settings) => html`
  <div class="setting"><span class="label" id="set-${name}">${label}</span>
    ${chips({ choices, value: settings[name], labelledby: `set-${name}`, onChange: (value) => value && setSetting(name, value) })}</div>`;

const wishes = (settings) => html`
  <section class="group">
    <h2 class="group-title">${t("How it looks and lies in the hand")}</h2>
    ${wish("theme", t("Light and dark"), themeChoices(), settings)}
    ${wish("textSize", t("Text size"), SIZES(), settings)}
    ${wish("glove", t("Worked with"), GLOVES(), settings)}
    ${wish("hand", t("Held and worked with"), HANDS(), settings)}
    ${wish("sound", t("When a clock reaches its planned time"), SOUNDS(), settings)}
  </section>`;

const oversees = ({ user }) => user.role === "admin" || user.role === "supervisor";

const gigabytes = (bytes) => (bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.max(0.1, bytes / 1e6).toFixed(1)} MB`);

function tablet(page, storage, redraw) {
  const rename = async (event) => {
    event.preventDefault();
    page.name = (await renameDevice(page.name)).name;
    page.renamed = true;
    redraw();
  };
  const keep = async () => {
    await askToPersist();
    Object.assign(storage, await storageState());
    redraw();
  };
  return html`
    <section class="group">
      <h2 class="group-title">${t("This tablet")}</h2>
      <form class="cluster device-name" @submit=${rename}>
        ${textInput("device-name", t("Name, as the others see it"), { value: page.name, onInput: (name) => {
          Object.assign(page, { name, renamed: false });
          redraw();
        } })}
        <button class="button" ?disabled=${!page.name.trim() || page.name === device().name}>${page.renamed ? t("Kept") : t("Rename")}</button></form>
      <dl class="facts">
        <div data-tone=${storage.persisted ? "good" : "reason"}><dt>${icon(storage.persisted ? "check" : "reason")}${t("Kept by the browser")}</dt>
          <dd>${storage.persisted ? t("Yes. The browser promises not to clear it by itself.") : html`${t("Not promised. Send often; installing the app on the home screen helps.")}<br /><button type="button" class="button" @click=${keep}>${t("Ask for it")}</button>`}</dd></div>
        <div data-tone=${storage.installed ? "good" : "info"}><dt>${icon(storage.installed ? "check" : "info")}${t("Installed")}</dt><dd>${storage.installed ? t("Yes, it opens as an app.") : t("No. In the browser's menu choose “Add to home screen”.")}</dd></div>
        <div><dt>${icon("tablet")}${t("Space")}</dt><dd>${storage.usage === null ? t("not told by the browser") : t("{used} used of {all}", { used: gigabytes(storage.usage), all: gigabytes(storage.quota) })}</dd></div>
      </dl>
    </section>`;
}

function data(status, page, redraw, app) {
  const check = async () => {
    Object.assign(page, { checking: true, checked: "" });
    redraw();
    await checkEverything();
    Object.assign(page, { checking: false, checked: status.connection === "offline" ? t("The server cannot be reached now.") : t("Compared with the server at {time}.", { time: formatTime(new Date().toISOString()) }) });
    redraw();
  };
  return html`
    <section class="group">
      <h2 class="group-title">${t("Data")}</h2>
      ${status.updateReady ? html`<div class="notice"><span class="grow">${t("A new version is ready. Nothing you have written is touched.")}</span><button type="button" class="button" @click=${app.applyUpdate}>${t("Update now")}</button></div>` : nothing}
      <div class="cluster">
        <button type="button" class="button" ?disabled=${page.checking} @click=${check}>${page.checking ? t("Comparing") : t("Check everything against the server")}</button>
        <button type="button" class="button" @click=${exportUnsent}>${t("Export unsent work")}</button>
      </div>
      <p class="hint" role="status">${page.checked || t("Compares every record on this tablet with the server's list and fetches what is missing.")}</p>
    </section>`;
}
