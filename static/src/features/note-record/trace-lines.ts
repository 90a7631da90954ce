// What was done to a record beside its content, as sentences with the reason.
import { isTraced } from "../../core/trace.js";
import { formatDateTime } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { LocalRecord, TraceEntry } from "../../types.js";
import { identityWords } from "../patient/patient-labels.js";
import { traceWords } from "./trace-words.js";

type Words = (entry: TraceEntry, record: LocalRecord) => string;

/** Those that name somebody. */
const WORDS: Record<string, Words | undefined> = {
  take_over: ({ name, author_name }) =>
    t("Recorded by {author}, completed by {name}", { author: author_name ?? t("its author"), name: name || t("you") }),
  move: (entry, { id, type }) => {
    if (type !== "patient") return t("Moved from {from_name} to {to_name}", { ...entry });
    return entry.to === id
      ? t("A note came here from {from_name}", { ...entry })
      : t("A note was moved to {to_name}", { ...entry });
  },
  merge: (entry, { id, type }) =>
    type === "patient" && entry.from === id
      ? t("Merged into the record of {to_name}", { ...entry })
      : t("Came from the record of {from_name}, who is the same person", { ...entry }),
};

const line = (entry: TraceEntry, record: LocalRecord): Template =>
  html`<li class="stack stack--tight"><span><b>${WORDS[entry.kind]?.(entry, record) ?? traceWords(entry.kind) ?? entry.kind}</b>
    ${linkOf(entry, record)}</span>
    ${entry.kind === "identity" && entry.before?.identity ? html`<span>${t("Before: {identity}", { identity: identityWords(entry.before.identity) })}</span>` : nothing}
    ${entry.reason ? html`<span>“${entry.reason}”</span>` : nothing}
    <span class="hint">${[entry.name || t("You"), formatDateTime(entry.at)].join(", ")}</span></li>`;

/** To the other record that the entry names. */
function linkOf({ kind, from, to, note_id }: TraceEntry, { id, type }: LocalRecord): Template {
  if (type === "patient" && note_id && to === id) return html`<a href="#/notes/${note_id}">${t("Open the note")}</a>`;
  const other = [to, from].find((patient) => patient && patient !== id);
  return (kind === "move" || kind === "merge") && other
    ? html`<a href="#/patients/${other}">${t("Open the patient")}</a>`
    : nothing;
}

/** The latest first; nothing where nothing was done. */
export function traceLines(record: LocalRecord): Template {
  const entries = (record.trace ?? []).filter(({ kind }) => isTraced(kind)).reverse();
  if (!entries.length) return nothing;
  return html`<section class="stack stack--tight" aria-labelledby="trace-title">
    <h2 id="trace-title">${t("Corrections")}</h2>
    <ul class="list trace">${entries.map((entry) => line(entry, record))}</ul>
  </section>`;
}
