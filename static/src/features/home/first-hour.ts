// The first hour of a clinic, for those who manage it: what to do first, each with its place and its own state. Gone when
// all of it is done, when it is put away, or once the clinic works.

import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { setSetting, storageState, watchSettings } from "../../store/device.js";
import { createPatient, voidRecord } from "../../store/edits.js";
import { currentForms, onForms } from "../../store/forms.js";
import { all, get, watchAll } from "../../store/records.js";
import { type Summaries, watchSummaries } from "../../store/summaries.js";
import { listUsers } from "../../sync/people.js";
import type { AppContext, LocalRecord } from "../../types.js";
import { confirmSheet } from "../../ui/controls/dialog.js";
import { attempts } from "../../ui/forms/async-action.js";
import { icon } from "../../ui/layout/icons.js";
import { button, errorMessage, group, link, quiet } from "../../ui/layout/page.js";
import { mayTreat } from "../note/note-context.js";
import { startNote } from "../patient/choose-patient.js";
import { patientName } from "../patient/patient-labels.js";

/** A clinic with so many notes needs no first steps any more. */
const WORKS = 10;
const PUT_AWAY = "put away";
const THROWN_AWAY = "thrown away";

/** What is known of the first steps; null while it is not, as without the network. */
export interface FirstSteps {
  people: number | null;
  approved: boolean;
  installed: boolean;
  boxes: number;
  notes: number;
  /** The made-up patient, while there is one. */
  practice: LocalRecord | null;
  practised: boolean;
  putAway: boolean;
}

interface Step {
  name: string;
  detail: string;
  done: boolean | null;
  act: Template;
}

const practiceKey = ({ user }: AppContext) => `practice:${user.id}`;
const putAwayKey = ({ user }: AppContext) => `first-hour:${user.id}`;

/** Calls its listener with the state of the steps, now and after each change. */
export function watchFirstSteps(app: AppContext, listener: (steps: FirstSteps) => void): () => void {
  let settings: Record<string, string> | null = null;
  let lots: LocalRecord[] | null = null;
  let written: Summaries | null = null;
  let people: number | null = null;
  let ended = false;
  const tell = async () => {
    if (!settings || !lots || !written) return;
    const kept = settings[practiceKey(app)] ?? "";
    const [storage, patient] = await Promise.all([
      storageState(),
      kept && kept !== THROWN_AWAY ? get("patient", kept) : null,
    ]);
    if (ended) return;
    const notes = written.all.filter(({ state }) => state !== "void").length;
    const practice = patient?.state === "active" ? patient : null;
    if (notes >= WORKS && !practice) await setSetting(putAwayKey(app), PUT_AWAY);
    listener({
      people,
      approved: Boolean(currentForms()?.limits_approved),
      installed: storage.installed,
      boxes: lots?.length ?? 0,
      notes,
      practice,
      practised: kept === THROWN_AWAY,
      putAway: settings?.[putAwayKey(app)] === PUT_AWAY,
    });
  };
  const ask = async () => {
    const users: { active: boolean }[] = await listUsers();
    people = users.filter(({ active }) => active).length;
    await tell();
  };
  const stops = [
    watchSettings((found) => {
      settings = found;
      void tell();
    }),
    watchAll("lot", { states: ["active"] }, (found) => {
      lots = found;
      void tell();
    }),
    watchSummaries("note", (found) => {
      written = found;
      void tell();
    }),
    onForms(() => void tell()),
  ];
  ask().catch(() => {}); // without the network the line says that it is not known
  return () => {
    ended = true;
    for (const stop of stops) stop?.();
  };
}

/** Whether there is anything to show. */
export const isBeginning = (steps: FirstSteps): boolean =>
  !steps.putAway && (steps.practice !== null || (steps.notes < WORKS && !isDone(steps)));

const isDone = ({ people, approved, installed, boxes, notes, practised }: FirstSteps) =>
  (people ?? 0) > 1 && approved && installed && boxes > 0 && (notes > 0 || practised);

const state = { problem: "", busy: false };

export function firstHour(steps: FirstSteps, app: AppContext, redraw: () => void): Template {
  if (!isBeginning(steps)) return nothing;
  const rows = stepsOf(steps, app, attempts(state, redraw));
  const left = rows.filter(({ done }) => !done).length;
  return group(
    t("Your first hour"),
    html`${errorMessage(state.problem)}
      <ol class="list first-steps">${rows.map(row)}</ol>
      <div class="cluster cluster--apart"><p class="hint">${t("This list goes when everything is done.")}</p>${quiet(t("Put this list away"), () => setSetting(putAwayKey(app), PUT_AWAY))}</div>`,
    left,
  );
}

const row = ({ name, detail, done, act }: Step): Template => html`<li class="first-step" data-done=${String(done)}>
  <span class="first-mark">${done ? icon("check") : nothing}<span class="visually-hidden">${done ? t("Done") : done === null ? t("Not known") : t("To do")}</span></span>
  <div class="first-words"><strong>${name}</strong><p class="quiet">${detail}</p></div>${act}</li>`;

type Attempt = ReturnType<typeof attempts>;

function stepsOf(steps: FirstSteps, app: AppContext, attempt: Attempt): Step[] {
  const { people, approved, installed, boxes } = steps;
  const found: Step[] = [
    {
      name: t("Add the people who work here"),
      detail:
        people === null
          ? t("Not known without the server")
          : people > 1
            ? t("{n} people have an account", { n: people })
            : t("So far only you. Each person signs under their own name."),
      done: people === null ? null : people > 1,
      act: link(t("People"), "#/users"),
    },
    {
      name: t("Approve the limits"),
      detail: approved
        ? t("Approved")
        : t("A supervisor compares them with the labels of your devices and products. Until then they are a draft."),
      done: approved,
      act: link(t("Limits"), "#/registry"),
    },
    {
      name: t("Install the app on this device"),
      detail: installed
        ? t("Installed: it opens without a network.")
        : t("As an app it keeps notes safely and opens without a network."),
      done: installed,
      act: link(t("How"), "#/ready"),
    },
    {
      name: t("Open a box"),
      detail: boxes
        ? t("Boxes on the shelf: {n}", { n: boxes })
        : t("Enter lot and expiry once; notes then take them with one tap."),
      done: boxes > 0,
      act: link(t("Shelf"), "#/shelf"),
    },
  ];
  return mayTreat(app) ? [...found, practice(steps, app, attempt)] : found;
}

function practice({ practice: patient, practised, notes }: FirstSteps, app: AppContext, attempt: Attempt): Step {
  const begin = () =>
    attempt(async () => {
      const id = await createPatient({ identity: { given: t("Made-up"), family: t("Practice patient") } });
      await setSetting(practiceKey(app), id);
      await startNote(id, app);
    });
  const name = t("Write a practice note");
  if (patient)
    return {
      name,
      detail: t("The practice patient is not a real one. Throw the patient and the note away when you have tried it."),
      done: false,
      act: html`<div class="cluster">${link(t("Open"), `#/patients/${patient.id}`)}${button(t("Throw away"), () => attempt(() => throwAway(patient, app)), state.busy)}</div>`,
    };
  const done = practised || notes > 0;
  return {
    name,
    detail: done ? t("Done") : t("For a made-up patient, who can be thrown away with the note."),
    done,
    act: done ? nothing : button(t("Begin"), begin, state.busy),
  };
}

/** The notes first: a patient with notes is not declared void. */
async function throwAway(patient: LocalRecord, app: AppContext): Promise<void> {
  const sure = await confirmSheet({
    heading: t("Throw the practice patient away?"),
    body: t("The patient and what was written are declared void. They are no longer shown or counted."),
    confirm: t("Throw away"),
    danger: true,
    about: patientName(patient),
  });
  if (!sure) return;
  const reason = t("Practice, not a real patient");
  const theirs = await Promise.all([
    all("follow_up", { patientId: patient.id }),
    all("note", { patientId: patient.id }),
  ]);
  for (const record of theirs.flat())
    if (record.state !== "void") await voidRecord(record.type, record.id, reason, record);
  const now = await get("patient", patient.id);
  if (now) await voidRecord("patient", now.id, reason, now);
  await setSetting(practiceKey(app), THROWN_AWAY);
}
