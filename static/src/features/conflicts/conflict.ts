import { currentKind, currentSide } from "../../core/conflicts.js";
import { type Action, can } from "../../core/permissions.js";
import { formatDateTime } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { insteadOf, liveView, once, one, withPatients } from "../../live-query.js";
import { navigate } from "../../router.js";
import { clearDraft, getDraft, saveDraft } from "../../store/drafts.js";
import { resolve } from "../../store/edits.js";
import { sectionOf, unitLabel } from "../../store/forms.js";
import { watch } from "../../store/records.js";
import { readIfThere } from "../../sync/snapshot.js";
import type { AppContext, Forms, LocalRecord, RecordTypeName, Unit, Value } from "../../types.js";
import { isTooLong } from "../../ui/controls/text-limit.js";
import { attempts } from "../../ui/forms/async-action.js";
import {
  backLink,
  banner,
  bar,
  button,
  danger,
  errorMessage,
  link,
  primary,
  primaryLink,
} from "../../ui/layout/page.js";
import { lateEdit } from "../note/late-edit.js";
import { contentLines } from "../note-record/content-lines.js";
import { askForAbsent } from "../patient/absent.js";
import { patientFacts, patientName } from "../patient/patient-labels.js";
import { type ColumnsActs, conflictColumns } from "./conflict-columns.js";
import {
  aboutOf,
  CLINIC_RECORDS,
  type ConflictAbout,
  type ConflictRow,
  chosenValue,
  conflictKind,
  differing,
  type Picks,
  type Sides,
} from "./conflict-labels.js";
import { lastWriter, type Writer } from "./conflict-writer.js";

interface ConflictState {
  picks: Picks;
  problem: string;
  busy: boolean;
  /** Both sides as last drawn. */
  seen: string;
  /** A side has changed while the screen was open. */
  moved: boolean;
  /** Who wrote what stands on the server; null while that is not known, as without a network. */
  theirs: Writer | null;
  /** The server was asked for that since a side last changed. */
  sought: boolean;
}

/** The current sides, and the current kind of the conflict. */
interface Asked {
  conflict: LocalRecord;
  shown: Sides & { mine: Unit; theirs: Unit };
  kind: string;
  /** What the conflict is about, if it is on this tablet. */
  record: LocalRecord | null;
}

interface ConflictActs extends ColumnsActs {
  decide: (value: Unit | null) => () => unknown;
  amend: () => unknown;
}

export const title = () => t("Conflicting edits");

/** Both sides and their common base, line by line. Nothing is chosen beforehand. */
export function view(host: HTMLElement, { id }: { id: string }, app: AppContext) {
  const state: ConflictState = {
    picks: {},
    problem: "",
    busy: false,
    seen: "",
    moved: false,
    theirs: null,
    sought: false,
  };
  let absent: (() => Template) | undefined;
  const load = async () => {
    state.picks = { ...(await getDraft(draftKey(id))), ...state.picks };
  };
  return liveView(
    host,
    { read: withPatients(one("conflict", id), named), record: subjectOf(id), loaded: once(load) },
    ({ read: { found: conflict, patients }, record }, redraw) => {
      if (!conflict) {
        absent ??= askForAbsent(
          () => readIfThere(id),
          () => settled(null),
          redraw,
        );
        return absent();
      }
      if (conflict.state !== "open" || !app.forms) return settled(conflict);
      const { mine = {}, base = {} } = conflict.fields;
      const shown = { mine: mine.value ?? {}, theirs: currentSide(conflict, record), base: base.value };
      notice(state, shown);
      if (!state.sought) void seek(aboutOf(conflict), state, redraw);
      const asked: Asked = { conflict, shown, kind: currentKind(conflict, record), record };
      return screen(asked, patients.get(aboutOf(conflict).patient_id ?? ""), state, actsOn(asked, state, redraw), app);
    },
  );
}

async function seek(about: ConflictAbout, state: ConflictState, redraw: () => void) {
  state.sought = true;
  state.theirs = await lastWriter(about).catch(() => null);
  redraw();
}

const named = (conflict: LocalRecord | null) => [conflict && aboutOf(conflict).patient_id];

const draftKey = (id: string) => `conflict:${id}`;

const ownTexts = (picks: Picks): Picks =>
  Object.fromEntries(Object.entries(picks).filter(([, pick]) => typeof pick === "object"));

/** The record a conflict is about, once the conflict is read. */
const subjectOf = (id: string) => (listener: (record: LocalRecord | null) => void) => {
  let stop: (() => void) | null = null;
  const stopAsking = watch("conflict", id, (conflict) => {
    if (!conflict) listener(null);
    else stop ??= watch(aboutOf(conflict).record_type, aboutOf(conflict).record_id, listener);
  });
  return () => {
    stopAsking();
    stop?.();
  };
};

/** A side that changes on the screen loses its choice; a text of the person's own is kept. */
function notice(state: ConflictState, { mine, theirs }: Sides) {
  const seen = JSON.stringify([mine, theirs]);
  if (state.seen && seen !== state.seen) {
    Object.assign(state, { moved: true, theirs: null, sought: false });
    state.picks = ownTexts(state.picks);
  }
  state.seen = seen;
}

const settled = (conflict: LocalRecord | null) =>
  insteadOf(
    conflict ? t("This conflict is resolved") : t("This is not on this tablet"),
    conflict
      ? t("The record has the version that was chosen; both stay in its history.")
      : t("It may have been resolved on another tablet."),
    primaryLink(t("Other conflicting edits"), "#/conflicts"),
  );

function actsOn({ conflict, shown }: Asked, state: ConflictState, redraw: () => void): ConflictActs {
  const attempt = attempts(state, redraw);
  const pick = (picks: Picks) => {
    state.picks = picks;
    state.problem = "";
    redraw();
    const own = ownTexts(picks);
    const key = draftKey(conflict.id);
    const kept = Object.keys(own).length ? saveDraft(key, own) : clearDraft(key);
    kept.catch((error) => {
      state.problem = error.message;
      redraw();
    });
  };
  return {
    pick: (name, choice, names) =>
      pick({ ...state.picks, ...Object.fromEntries(names.map((each) => [each, choice])), [name]: choice }),
    pickAll: (rows, side) => pick(Object.fromEntries(rows.map(({ field }) => [field.name, side]))),
    decide: (value) => () =>
      value &&
      attempt(async () => {
        await resolve(conflict.id, value, shown);
        await clearDraft(draftKey(conflict.id));
        await navigate("/conflicts");
      }),
    amend: () => lateEdit(conflict, shown.theirs),
  };
}

/** Whether the person may write in the record; others choose between the texts as they are. */
const mayEdit = (conflict: LocalRecord, record: LocalRecord | null, { user, forms }: AppContext) =>
  can(`${aboutOf(conflict).record_type}.patch` as Action, user, record, forms);

/** Formats a value of a field of the unit. */
const textOf = (type: RecordTypeName, unit: string, forms: Forms) => (name: string, value: Value) =>
  value === undefined || value === null
    ? ""
    : (contentLines(type, { [unit]: { [name]: value } }, forms)[0]?.lines[0]?.value ?? String(value));

function screen(
  { conflict, shown: sides, kind, record }: Asked,
  patient: LocalRecord | undefined,
  state: ConflictState,
  acts: ConflictActs,
  app: AppContext,
): Template {
  const { record_type: type, unit } = aboutOf(conflict);
  const { mine = {} } = conflict.fields;
  const words = conflictKind(kind);
  const whole = !mayEdit(conflict, record, app);
  const own = mine.author === app.user.id;
  const rows = unit ? differing(sectionOf(type, unit), sides) : [];
  const open = rows.filter(({ same }) => !same);
  const mineName = own ? t("Yours") : (mine.author_name ?? t("The other text"));
  const wrote = t("{name}, {time}, on {device}", {
    name: own ? t("You") : mine.author_name,
    time: formatDateTime(mine.client_time),
    device: mine.device ?? t("another tablet"),
  });
  const { theirs } = state;
  const theirName = theirs?.id === app.user.id ? t("You") : theirs?.name;
  return html`
    <div class="page page--wide conflict">
      ${backLink("#/conflicts", title())}
      <header class="stack stack--tight">
        <h1 tabindex="-1">${unit ? unitLabel(type, unit) : t("The whole record")}</h1>
        <p class="row-links">${patient ? html`<a href="#/patients/${patient.id}">${patientName(patient)}</a> <span class="quiet">${patientFacts(patient)}</span>` : nothing}</p>
      </header>
      ${banner("info", html`<div class="stack stack--tight"><strong>${words.name()}</strong><p>${words.why()}</p><p class="hint">${wrote}</p>${theirs ? html`<p class="hint">${t("On the server: {name}, {time}", { name: theirName, time: formatDateTime(theirs.at) })}</p>` : nothing}</div>`)}
      ${state.moved ? banner("warn", t("One of the versions has changed while this was open. Check both again."), nothing, "status") : nothing}
      ${
        unit
          ? conflictColumns(
              rows,
              {
                picks: state.picks,
                shown: textOf(type, unit, app.forms),
                mineName,
                theirsName: theirName ? t("{name}, on the server", { name: theirName }) : t("On the server"),
                unit,
                fixed: kind === "late_edit" || kind === "edit_of_void",
                whole,
              },
              whole ? { ...acts, pick: (_name, side) => acts.pickAll(open, side as "mine" | "theirs") } : acts,
            )
          : html`<p>${t("Reason given: {text}", { text: mine.value?.reason ?? t("none") })}</p>`
      }
      ${errorMessage(state.problem)}
      ${bar(...answers({ conflict, shown: sides, kind, record }, rows, state, acts))}
    </div>`;
}

/** The buttons that resolve the conflict, by its kind. */
function answers(
  { conflict, shown, kind }: Asked,
  rows: ConflictRow[],
  { busy, picks }: ConflictState,
  { decide, amend }: ConflictActs,
): Template[] {
  const current = shown.theirs;
  const { record_type: type, record_id: record } = aboutOf(conflict);
  const look = link(t("Open the record"), CLINIC_RECORDS[type]?.href ?? `#/${type}s/${record}`);
  if (kind === "late_edit")
    return [button(t("Leave the note as it is"), decide(current), busy), primary(t("Amend the note with this"), amend)];
  if (kind === "edit_of_void") return [look, primary(t("I have what I need; keep it void"), decide(current), busy)];
  if (kind === "void_vs_edit")
    return [
      danger(t("Declare void"), decide({ void: true }), busy),
      look,
      primary(t("Keep the record"), decide({ void: false }), busy),
    ];
  const value = chosenValue(rows, picks);
  const left = rows.filter(({ field, same }) => !same && !picks[field.name]).length;
  const fits = rows.every(({ field }) => {
    const pick = picks[field.name];
    return typeof pick !== "object" || !isTooLong(pick.text, field.longest);
  });
  const words = left ? t("Still to choose: {n}", { n: left }) : t("Use this version");
  return [primary(words, decide(value), !value || !fits || busy)];
}
