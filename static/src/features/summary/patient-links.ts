// Links for one patient: made with their consent, handed over as a QR code or a slip, listed and ended. Their address is
// shown once, when they are made.
import { formatAgo, formatDate } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { printKey } from "../../live-query.js";
import { addLink, endLink, listLinks, type NewPatientLink, type PatientLink } from "../../sync/links.js";
import type { AppContext, LocalRecord } from "../../types.js";
import { chipField } from "../../ui/controls/chips.js";
import { confirmSheet, openSheet } from "../../ui/controls/dialog.js";
import { type ActionState, type Attempt, attempts, saidBy } from "../../ui/forms/async-action.js";
import { emptyState } from "../../ui/layout/empty-state.js";
import { banner, button, dotted, errorMessage, group, link, primary, tick } from "../../ui/layout/page.js";
import { patientName } from "../patient/patient-labels.js";

const USUAL = 30;

interface State extends ActionState {
  busy: boolean;
  /** Null until the server has answered. */
  links: PatientLink[] | null;
  days: number;
  agreed: boolean;
  /** The one that was just made. */
  made: NewPatientLink | null;
  copied: string;
}

/** The sheet with the links of this patient. */
export function patientLinks(patient: LocalRecord, { forms, clinic }: AppContext): Promise<unknown> {
  const offered = forms.links ?? [];
  const state: State = {
    problem: "",
    busy: false,
    links: null,
    days: offered.includes(USUAL) ? USUAL : Number(offered.at(-1)),
    agreed: false,
    made: null,
    copied: "",
  };
  let attempt: Attempt | undefined;
  return openSheet(
    t("Link for the patient"),
    (_close, update) => {
      const change = (news: Partial<State>) => {
        Object.assign(state, news);
        update();
      };
      const load = () =>
        attempt?.(async () => {
          state.links = await listLinks(patient.id);
        });
      if (!attempt) {
        attempt = attempts(state, update, saidBy(t("Links are made by the server, which cannot be reached now.")));
        queueMicrotask(load);
      }
      const make = () =>
        attempt?.(async () => {
          const made = await addLink(patient.id, state.days, state.agreed);
          Object.assign(state, { made, agreed: false, copied: "" });
        });
      const end = async ({ id }: PatientLink) => {
        if (!(await confirmSheet({ ...ENDING(), about: patientName(patient) }))) return;
        await attempt?.(async () => {
          await endLink(id);
          state.links = await listLinks(patient.id);
        });
      };
      if (state.made) return handOver(state.made, clinic.name, state, change, load);
      if (!state.links) return waiting(state, patient.id, load);
      return html`<div class="stack">
        ${offer(state, offered, change, make)}
        ${errorMessage(state.problem)}
        ${given(state.links, state.busy, end)}</div>`;
    },
    { about: patientName(patient) },
  );
}

const ENDING = () => ({
  heading: t("End this link"),
  body: t("The link stops working for everybody who has it. A page that was saved is not deleted."),
  confirm: t("End the link"),
  danger: true,
});

const waiting = ({ problem, busy }: State, id: string, load: () => unknown): Template =>
  problem && !busy
    ? html`<div class="stack">${banner("warn", problem, nothing, "alert")}
        <div class="cluster">${button(t("Try again"), load)}${link(t("Print on this tablet"), `#/patients/${id}/print`, "print")}</div></div>`
    : html`<p class="quiet" role="status">${t("Asking the server…")}</p>`;

const offer = (
  { days, agreed, busy }: State,
  offered: number[],
  change: (news: Partial<State>) => void,
  make: () => unknown,
): Template => html`
  <p>${t("With the link the patient opens the page about the last signed visit on their own telephone, in their language, after entering their date of birth.")}</p>
  ${chipField(
    "link-days",
    t("The link works for"),
    offered.map((value) => ({ value, label: t("{n} days", { n: value }) })),
    days,
    (value) => change({ days: Number(value ?? days) }),
  )}
  ${tick(t("The patient has agreed to get the page by this link"), agreed, (on) => change({ agreed: on }))}
  ${primary(t("Make the link"), make, busy || !agreed)}`;

function handOver(
  made: NewPatientLink,
  clinic: string,
  { copied }: State,
  change: (news: Partial<State>) => void,
  load: () => unknown,
): Template {
  const { words } = made;
  const copy = async () => {
    const done = navigator.clipboard?.writeText(made.url).then(
      () => t("Copied"),
      () => "",
    );
    change({ copied: (await done) || t("Select the link and copy it by hand") });
  };
  const done = () => {
    change({ made: null });
    load();
  };
  return html`<div class="stack">
    <p class="no-print">${t("This is shown only now. If it is lost, end the link and make another one.")}</p>
    <div class="link-slip" lang=${words.language} dir=${words.dir}>
      <p><strong>${clinic}</strong></p>
      <p>${words.title}</p>
      <img class="qr" src=${made.picture} alt=${t("QR code of the link")} />
      <code class="link-address" dir="ltr">${made.url}</code>
      <p>${words.scan} ${words.ask}</p>
      <p>${words.until}</p>
      <p><strong>${words.call}</strong></p>
    </div>
    <p class="hint no-print" role="status">${copied}</p>
    <div class="cluster no-print">${button(t("Copy the link"), copy)}${printKey(t("Print the slip"))}${button(t("Done"), done)}</div>
  </div>`;
}

const given = (links: PatientLink[], busy: boolean, end: (one: PatientLink) => unknown): Template =>
  group(
    t("Links for this patient"),
    links.length
      ? html`<ul class="list">${links.map((one) => row(one, busy, end))}</ul>`
      : emptyState(t("No link yet"), t("A link that was made is listed here, with how often it was opened.")),
    links.length,
  );

const row = (one: PatientLink, busy: boolean, end: (one: PatientLink) => unknown): Template => html`
  <li class="user"><span class="row-main"><strong>${stateWords(one)}</strong>
    <span class="row-detail">${dotted(
      one.opened ? t("opened: {n}", { n: one.opened }) : t("not opened"),
      one.opened_at && t("last {time}", { time: formatAgo(one.opened_at) }),
      one.failures && t("wrong birth dates: {n}", { n: one.failures }),
      t("made by {name}", { name: one.name }),
      formatDate(one.agreed_at),
    )}</span></span>
    ${one.state === "open" ? button(t("End now"), () => end(one), busy) : nothing}
  </li>`;

function stateWords({ state, expires_at: until, ended_at: ended }: PatientLink): string {
  if (state === "open") return t("Open until {date}", { date: formatDate(until) });
  if (state === "ended") return t("Ended on {date}", { date: formatDate(ended) });
  if (state === "locked") return t("Locked after too many wrong birth dates");
  if (state === "expired") return t("Expired on {date}", { date: formatDate(until) });
  return t("Not working: there is no page about that visit at present");
}
