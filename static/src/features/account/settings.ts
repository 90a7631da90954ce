import { can } from "../../core/permissions.js";
import { formatTime } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { byteSize } from "../../lib/numbers.js";
import { liveView, once } from "../../live-query.js";
import { askToPersist, device, renameDevice, setSetting, storageState, watchSettings } from "../../store/device.js";
import { currentStatus, watchStatus } from "../../store/status.js";
import { checkEverything } from "../../sync/engine.js";
import type { AppContext, Status } from "../../types.js";
import { type ChipChoice, chipField } from "../../ui/controls/chips.js";
import { textInput } from "../../ui/controls/text-input.js";
import type { ActionState } from "../../ui/forms/async-action.js";
import { fact } from "../../ui/layout/facts.js";
import { listRow } from "../../ui/layout/list-row.js";
import { button, dotted, group, link, page } from "../../ui/layout/page.js";
import { attentionCount } from "../../ui/layout/status-strip.js";
import { askServer } from "../waiting/ask-server.js";
import { exportKey } from "../waiting/export-unsent.js";
import { keptFact } from "./install.js";
import { languageField } from "./language.js";
import { clinicPlaces, type Place } from "./more-places.js";
import { roleLabel, themeChoices } from "./person-menu.js";
import { handOver, leave } from "./sign-out.js";

export const title = () => t("More");

interface SettingsState extends ActionState {
  /** The name of the tablet as typed. */
  name: string;
  renamed?: boolean;
  /** The tablet is being compared with the server. */
  checking: boolean;
  /** The result of the comparison, as text. */
  checked: string;
}

type Change = (news?: Partial<SettingsState>) => void;
type Storage = Awaited<ReturnType<typeof storageState>>;
type Wish = [setting: string, label: string, choices: ChipChoice[]];

interface Found {
  settings: Record<string, string>;
  status: Status;
  storage: Storage;
}

const choices = (words: Record<string, string>): ChipChoice[] =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

/** The preferences of this tablet. */
const wishes = (): Wish[] => [
  ["theme", t("Theme"), themeChoices()],
  ["textSize", t("Text size"), choices({ normal: t("Normal"), large: t("Large"), larger: t("Larger") })],
  ["glove", t("Input"), choices({ off: t("Fingers"), on: t("Gloves") })],
  ["hand", t("Holding the tablet"), choices({ both: t("Both hands"), left: t("Left thumb"), right: t("Right thumb") })],
  ["sound", t("When a clock reaches its planned time"), choices({ on: t("Chime and buzz"), off: t("Silent") })],
];

/** Links to screens that are used rarely. */
const places = (status: Status, { user, forms }: AppContext): Place[] => [
  [
    "waiting",
    t("Waiting and received"),
    t("What the server does not have yet"),
    counted(status.waiting + status.photos, t("nothing waiting")),
  ],
  ["conflicts", t("Conflicting edits"), t("Two versions of the same entry"), counted(status.conflicts, t("none"))],
  [
    "users",
    t("People and devices"),
    can("user.manage", user, null, forms) ? t("Accounts, invitations, tablets") : t("Who works in the clinic"),
  ],
];

const counted = (n: number, none: string) => (n ? html`<b>${n}</b>` : none);
const list = (rows: Place[]) =>
  html`<ul class="list">${rows.map(([path, name, detail, end]) => listRow({ href: `#/${path}`, title: name, detail, end }))}</ul>`;

/** Rarely used links, and facts about this tablet and its storage. */
export function view(host: HTMLElement, _params: object, app: AppContext) {
  const state: SettingsState = { checking: false, checked: "", name: device().name, problem: "" };
  return liveView(
    host,
    { settings: watchSettings, status: watchStatus, storage: once(storageState) },
    (found, redraw) => {
      const change: Change = (news) => {
        Object.assign(state, news);
        redraw();
      };
      return screen(found, state, change, app);
    },
  );
}

const screen = (
  { settings, status, storage }: Found,
  state: SettingsState,
  change: Change,
  app: AppContext,
): Template =>
  page(
    title(),
    html`
  ${list(places(status, app))}
  ${group(t("The clinic's own"), list(clinicPlaces(app)))}
  ${group(t("Display and handling"), [
    languageField(state, change),
    ...wishes().map(([name, label, words]) =>
      chipField(`set-${name}`, label, words, settings[name], (value) => setSetting(name, value), "setting"),
    ),
  ])}
  ${tablet(state, storage, change)}
  ${data(state, status, change, app)}
  ${you(status, app)}
  <p class="hint">Needlepoint ${app.version}</p>`,
    nothing,
    "settings",
  );

function tablet(state: SettingsState, storage: Storage, change: Change): Template {
  const { persisted, installed, usage, quota } = storage;
  const rename = async (event: Event) => {
    event.preventDefault();
    change({ name: (await renameDevice(state.name)).name, renamed: true });
  };
  const keep = async () => {
    await askToPersist();
    Object.assign(storage, await storageState());
    change();
  };
  return group(
    t("This tablet"),
    html`
    <form class="cluster device-name" @submit=${rename}>
      ${textInput("device-name", t("Name shown to others"), { value: state.name, onInput: (name) => change({ name, renamed: false }) })}
      ${button(state.renamed ? t("Kept") : t("Rename"), null, !state.name.trim() || state.name === device().name)}</form>
    <dl class="facts">
      ${keptFact(persisted, keep)}
      ${installed ? fact("good", t("Installed"), t("Yes, it opens as an app.")) : fact("info", t("Installed"), t("No. In the browser's menu choose “Add to home screen”."))}
      ${fact("info", t("Space"), usage === null || quota === null ? t("not reported by the browser") : t("{used} used of {all}", { used: byteSize(usage), all: byteSize(quota) }), nothing, "tablet")}
    </dl>`,
  );
}

function data(state: SettingsState, status: Status, change: Change, app: AppContext): Template {
  const check = async () => {
    change({ checking: true, checked: "" });
    const problem = await askServer(checkEverything);
    const done = () => t("Compared with the server at {time}.", { time: formatTime(currentStatus().checkedAt) });
    change({ checking: false, checked: problem || done() });
  };
  return group(
    t("Data"),
    html`
    ${status.updateReady ? html`<div class="notice"><span class="grow">${t("A new version is ready. Nothing you have written is touched.")}</span>${button(t("Update now"), app.applyUpdate)}</div>` : nothing}
    <div class="cluster">
      ${button(state.checking ? t("Comparing") : t("Check everything against the server"), check, state.checking)}
      ${exportKey()}
    </div>
    <p class="hint" role="status">${state.checked || t("Compares every record on this tablet with the server's list and fetches what is missing.")}</p>`,
  );
}

const you = (status: Status, { user, clinic }: AppContext): Template =>
  group(
    t("You"),
    html`
  <p><strong>${user.name}</strong><br /><span class="quiet">${dotted(roleLabel(user.role), clinic?.name, user.email)}</span></p>
  <div class="cluster">${link(t("Your account"), "#/account")}${button(t("Hand over to someone else"), handOver, false, "lock")}${button(t("Sign out"), leave)}</div>
  ${attentionCount(status) + status.waiting + status.photos ? html`<p class="hint">${t("What you have not sent stays on this tablet for you; handing over keeps it too.")}</p>` : nothing}`,
  );
