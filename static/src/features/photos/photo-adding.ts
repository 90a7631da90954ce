// Photos on their way into the note that is written. Nothing that happens meanwhile (another view is tapped, the screen is
// left, the tablet is handed over) gives them to another view or another person.
import { PICTURE } from "../../core/pictures.js";
import { html } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { uuid } from "../../lib/ids.js";
import { goingOn } from "../../lib/pending.js";
import { isPicking } from "../../lib/picking.js";
import { type Bytes, NoPhoto, readPhoto } from "../../lib/photo-file.js";
import { takenAt } from "../../lib/photo-time.js";
import type { Database } from "../../store/db.js";
import { hasLocal, local } from "../../store/local.js";
import { keepPicture } from "../../store/pictures.js";
import { report } from "../../store/status.js";
import type { Unit } from "../../types.js";
import { openSheet } from "../../ui/controls/dialog.js";
import { primary } from "../../ui/layout/page.js";
import type { NoteModel } from "../note/note-model.js";
import { mostPhotos, type NotePhoto, viewChoices } from "./photo-list.js";
import type { PhotoUi } from "./photo-step.js";
import { keyOfShots, roomIn } from "./photo-taking.js";
import { beginShot, endShot } from "./shots.js";

export interface Adding {
  model: NoteModel;
  ui: PhotoUi;
  /** By the camera, just now. */
  isShot: boolean;
  /** The photo that it takes the place of, and what puts it there. */
  instead?: NotePhoto;
  swap: Swap;
}

/** Both at once, the one that goes first: a full note has no room for one more. */
export type Swap = (instead: NotePhoto, unit: string, values: Unit) => Promise<boolean>;

/** One file, and the view that it was taken of. */
interface Shot {
  file: File;
  view: string | null;
  bytes: Bytes | null;
}

/** One after the other: each file is on the disk before the note names it. */
export async function addPhotos(given: File[], adding: Adding) {
  const { model, ui, instead } = adding;
  const db = hasLocal() ? local() : null;
  const files = instead ? given.slice(0, 1) : given.slice(0, Math.max(0, roomIn(model, ui)));
  const key = keyOfShots(model);
  if (db) void beginShot(key, instead ? instead.view : ui.view).catch(() => {}); // what cannot be stored is said by the strip
  const added = new Set(Object.values(model.note.content).map((unit) => unit?.sha256));
  const end = goingOn();
  if (!ui.busy) ui.problems = [];
  ui.lost = null;
  if (files.length < given.length) ui.problems.push(tooMany(given.length - files.length, model));
  ui.busy += files.length;
  const shots = files.map((file): Shot => ({ file, view: instead ? instead.view : nextShot(model, ui), bytes: null }));
  model.actions.redraw();
  try {
    for (const shot of shots) shot.bytes = await bytesOf(shot.file); // on some tablets a file is gone soon
    for (const shot of shots) {
      await addOne(shot, added, adding, db).catch((error) => failed(error, shot, adding));
      ui.busy -= 1;
      model.actions.redraw();
    }
  } finally {
    if (!ui.busy && !isPicking() && isHere(db)) await endShot(key).catch(() => {});
    end();
  }
  if (ui.problems.length) tell(ui.problems, isHere(db) ? model.context.about : "");
}

/** The views are taken in their order. */
function nextShot(model: NoteModel, ui: PhotoUi): string | null {
  const { view } = ui;
  ui.view = viewAfter(model, view);
  return view;
}

function viewAfter({ context }: NoteModel, view: string | null): string | null {
  const order: string[] = viewChoices(context.forms).map(({ value }) => value as string);
  return view === null ? null : (order[order.indexOf(view) + 1] ?? null);
}

const tooMany = (n: number, { context: { forms } }: NoteModel) =>
  t("{n} photos were not added: a note takes at most {most}.", { n, most: mostPhotos(forms) });

const bytesOf = (file: File): Promise<Bytes | null> =>
  file.arrayBuffer().then(
    (buffer) => new Uint8Array(buffer),
    () => null,
  );

/** The view is to be taken again, unless another one was chosen meanwhile. */
function back({ view }: Shot, { model, ui, instead }: Adding) {
  if (!instead && ui.view === viewAfter(model, view)) ui.view = view;
}

function failed(error: unknown, shot: Shot, adding: Adding) {
  back(shot, adding);
  const { name } = shot.file;
  adding.ui.problems.push(
    error instanceof NoPhoto
      ? t("{name} cannot be read as a photo on this tablet. Save it as JPEG and choose it again.", { name })
      : t("{name} was not saved: {reason}", { name, reason: error instanceof Error ? error.message : String(error) }),
  );
}

/** Where the step is not shown any more, nobody would see it there. `about`: whose photos, for those who may read it. */
function tell(problems: string[], about: string) {
  report({ trouble: problems.join(" ") });
  if (document.querySelector(".photo-step")) return;
  openSheet(
    t("Not saved on this tablet"),
    (close) => html`<div class="stack">${problems.map((problem) => html`<p>${problem}</p>`)}
      ${primary(t("Close"), () => close())}</div>`,
    { about },
  );
}

/** `added`: the hashes that the note names. */
async function addOne(shot: Shot, added: Set<string>, adding: Adding, db: Database | null) {
  const { model, instead } = adding;
  if (!shot.bytes) throw new NoPhoto("not readable");
  const { full, thumb, width, height, sha256 } = await readPhoto(shot.bytes, shot.file.type);
  await keepPicture(model.note.record.id, sha256, { full, thumb }, sameTablet(db));
  sameTablet(db);
  if (added.has(sha256)) return back(shot, adding); // the file of a photo that the note names already
  added.add(sha256);
  const taken_at = takenAt(shot.bytes, shot.file.lastModified, adding.isShot);
  shot.bytes = null;
  const values = { view: shot.view, ...(taken_at && { taken_at }), sha256, width, height, size: full.length };
  const unit = `${PICTURE}:${uuid()}`;
  await (instead ? adding.swap(instead, unit, values) : model.actions.set(unit, values));
}

const isHere = (db: Database | null): boolean => hasLocal() && local() === db;

/** Whoever has the tablet now may be somebody else, and the note is not theirs. */
function sameTablet(db: Database | null): Database {
  if (db && isHere(db)) return db;
  throw new Error(t("The tablet was locked before the photo was saved."));
}
