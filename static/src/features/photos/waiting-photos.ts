// The photos on this tablet that the server does not have: by note, and one by one where a person has to decide.
import { hashesIn } from "../../core/pictures.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { formatDateTime } from "../../lib/dates.js";
import { t } from "../../lib/i18n.js";
import { saveFile } from "../../lib/save-file.js";
import { allDrafts } from "../../store/drafts.js";
import { listRefused } from "../../store/outbox.js";
import { discardPicture, type PictureRow, readFile, retryPicture, watchPictures } from "../../store/pictures.js";
import { all, get } from "../../store/records.js";
import type { LocalRecord } from "../../types.js";
import { confirmSheet } from "../../ui/controls/dialog.js";
import { listRow } from "../../ui/layout/list-row.js";
import { button, group, quiet } from "../../ui/layout/page.js";
import { type Records, subject } from "../waiting/op-subject.js";
import type { NotePhoto } from "./photo-list.js";
import "./photo-frame.js";

export interface WaitingPhoto extends PictureRow {
  /** Whether the note, or a change of it that is begun, refused or in conflict, names the photo, or nobody can tell. */
  isNamed: boolean;
  /** The note may name it, but is not to be seen here as it was. */
  note?: "elsewhere" | "void";
}

export const watchWaitingPhotos = (listener: (photos: WaitingPhoto[]) => void) =>
  watchPictures((rows) => withNames(rows).then(listener));

async function withNames(rows: PictureRow[]): Promise<WaitingPhoto[]> {
  if (!rows.length) return [];
  const ids = [...new Set(rows.map(({ note_id }) => note_id))];
  const [notes, ...open] = await Promise.all([
    Promise.all(ids.map((id) => get("note", id))),
    ...[allDrafts(), listRefused(), all("conflict", { states: ["open"] })],
  ]);
  const named = new Set(notes.flatMap((note) => (note ? hashesIn(note.fields) : [])));
  const begun = JSON.stringify(open);
  const states = new Map(notes.map((note, i) => [ids[i], stateOf(note)]));
  return rows.map((row) => {
    const note = states.get(row.note_id);
    return { ...row, note, isNamed: Boolean(note) || named.has(row.sha256) || begun.includes(row.sha256) };
  });
}

function stateOf(note: LocalRecord | null): WaitingPhoto["note"] {
  if (!note) return "elsewhere";
  return note.state === "void" ? "void" : undefined;
}

const NOTE = {
  elsewhere: () => t("The note is not on this tablet now. Its photos wait for it here."),
  void: () => t("The note is void. Its photos are still sent."),
};

const needsDecision = ({ code, isNamed }: WaitingPhoto) => Boolean(code) || !isNamed;

export function waitingPhotos(photos: WaitingPhoto[], records: Records): Template {
  if (!photos.length) return nothing;
  const open = photos.filter(needsDecision);
  const byNote = new Map<string, WaitingPhoto[]>();
  for (const photo of photos) byNote.set(photo.note_id, [...(byNote.get(photo.note_id) ?? []), photo]);
  return html`
    ${open.length ? group(t("Photos to look at"), html`<ul class="photo-cards">${open.map((photo) => decision(photo, records))}</ul>`, open.length, "reason") : nothing}
    ${group(
      t("Photos waiting to be sent"),
      html`<p class="hint">${t("Photos are sent by themselves, one by one, after all text.")}</p>
        <ul class="list">${[...byNote].map(([id, some]) => {
          const { name, href } = subject({ type: "note", id }, records);
          return listRow({
            href,
            title: name,
            detail: [t("{n} photos", { n: some.length }), some[0].note && NOTE[some[0].note]()]
              .filter(Boolean)
              .join(". "),
            end: formatDateTime(some[0].at),
          });
        })}</ul>
        ${button(t("Save these photos as files"), () => saveAll(photos))}`,
      photos.length,
    )}`;
}

const WHY: Record<string, () => string> = {
  lost: () => t("The file is no longer on this tablet."),
  damaged: () => t("The file cannot be read on this tablet. Try again after the next sign-in before you discard it."),
  too_large: () => t("The file is too large for the server."),
};

function decision(photo: WaitingPhoto, records: Records): Template {
  const { name, href } = subject({ type: "note", id: photo.note_id }, records);
  const shown: NotePhoto = {
    ...{ noteId: photo.note_id, unit: "", sha256: photo.sha256, view: null, takenAt: photo.at },
    name: t("Photo of {time}", { time: formatDateTime(photo.at) }),
  };
  const why = photo.code
    ? (WHY[photo.code]?.() ?? t("The server did not accept this photo. It stays here until you decide."))
    : t("This photo was saved on this tablet, but it is in no note.");
  return html`<li class="photo-card"><np-photo .photo=${shown}></np-photo>
    <div class="stack stack--tight grow"><p><strong>${name}</strong> <span class="quiet">${shown.name}</span></p><p>${why}</p>
      <div class="cluster"><a class="button" href=${href}>${t("Open")}</a>
        ${photo.code ? button(t("Try again"), () => retryPicture(photo)) : nothing}
        ${button(t("Save as file"), () => saveOne(photo))}
        ${quiet(t("Discard"), () => discard(photo, name))}</div></div></li>`;
}

async function saveOne({ sha256, at }: PictureRow) {
  const bytes = await readFile(sha256, "full");
  if (!bytes) return;
  const name = `needlepoint-photo-${at.slice(0, 10)}-${sha256.slice(0, 12)}.jpg`;
  saveFile(name, new Blob([new Uint8Array(bytes)], { type: "image/jpeg" }));
}

/** One file each: a saved one that is chosen again in its note keeps its hash, and is then sent from there. */
async function saveAll(photos: PictureRow[]) {
  for (const photo of photos) {
    await saveOne(photo);
    await new Promise((go) => setTimeout(go, 300)); // browsers drop downloads that come all at once
  }
}

async function discard(photo: WaitingPhoto, about: string) {
  const sure = await confirmSheet({
    heading: t("Discard this photo?"),
    body: t("It is deleted from this tablet, and nobody else has it. Save it as a file first if in doubt."),
    confirm: t("Discard for good"),
    danger: true,
    typed: t("discard"),
    about,
  });
  if (sure) await discardPicture(photo);
}
