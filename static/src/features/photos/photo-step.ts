// The photos in the note that is written: taking, naming the view, taking again, taking away and back.
import { hasPictures } from "../../core/pictures.js";
import { formatDate } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { markRemoved } from "../../store/pictures.js";
import type { Content, Section, Unit } from "../../types.js";
import { chips } from "../../ui/controls/chips.js";
import { banner, button, errorMessage, quiet } from "../../ui/layout/page.js";
import { sectionForm } from "../../ui/forms/section-form.js";
import type { NoteModel } from "../note/note-model.js";
import { sessionDate, visitLabel } from "../note-record/visit-labels.js";
import { addPhotos, type Swap } from "./photo-adding.js";
import { type NotePhoto, photosIn, photosOf, pictureSection, viewChoices, viewName } from "./photo-list.js";
import { photoRow } from "./photo-strip.js";
import { filePicker, keyOfShots, lostBanner, roomIn, takeButtons } from "./photo-taking.js";
import { openPhoto } from "./photo-viewer.js";
import "./photo-frame.js";
import { type LostShot, lostShot } from "./shots.js";

/** `isShot`: by the camera, just now; `instead` of one that is taken away then. */
type Take = (files: File[], isShot: boolean, instead?: NotePhoto) => void;

/** What the step remembers while the note is open. */
export interface PhotoUi {
  /** The view of the next photo. */
  view: string | null;
  busy: number;
  /** One for each photo that was not kept. */
  problems: string[];
  removed: { unit: string; values: Unit } | null;
  /** What was being taken when this page was opened anew. */
  lost: LostShot | null;
}

function begin(model: NoteModel): PhotoUi {
  const ui: PhotoUi = { view: null, busy: 0, problems: [], removed: null, lost: null };
  if (model.form.disabled) return ui;
  void lostShot(keyOfShots(model)).then((lost) => {
    ui.lost = lost;
    ui.view ??= lost?.view ?? null;
    if (lost) model.actions.redraw();
  });
  return ui;
}

export function photoStep(section: Section, model: NoteModel): Template {
  const { forms } = model.context;
  const pictures = pictureSection(forms);
  const form = sectionForm(section, section.unit, model);
  if (!pictures) return form;
  model.ui.photos ??= begin(model);
  const ui: PhotoUi = model.ui.photos;
  const photos = photosIn(model.note.record.id, model.note.content, forms).sort(asTaken);
  const swap: Swap = (photo, unit, values) =>
    removing(photo, model, ui, { ...emptied(photo, pictures), [unit]: values });
  const take: Take = (files, isShot, instead) => addPhotos(files, { model, ui, isShot, instead, swap });
  const found = () => {
    ui.lost = null;
    model.actions.redraw();
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    take(imagesIn(event.dataTransfer), false);
  };
  const paste = (event: ClipboardEvent) => {
    const files = imagesIn(event.clipboardData);
    if (files.length) take(files, false);
  };
  return html`<section class="photo-step" aria-label=${t("Photos")} @dragover=${(event: Event) => event.preventDefault()} @drop=${drop} @paste=${paste}>
      ${ui.lost ? lostBanner(ui.lost, model, found) : nothing}
      ${model.form.disabled ? nothing : takeButtons(model, ui, take)}
      ${ui.problems.map((problem) => errorMessage(problem))}
      ${ui.busy ? html`<p role="status" class="quiet">${t("Saving photos on this tablet: {n}", { n: ui.busy })}</p>` : nothing}
      ${ui.removed && roomIn(model, ui) > 0 ? undoBanner(ui, model) : nothing}
      ${photos.length ? html`<ul class="photo-cards">${photos.map((photo) => photoCard(photo, model, ui, pictures, take))}</ul>` : html`<p class="quiet">${t("No photo on this note yet.")}</p>`}
    </section>
    ${photosBefore(model)}${form}`;
}

/** A card stays in its place when its view is changed. */
const asTaken = (a: NotePhoto, b: NotePhoto) => (`${a.takenAt} ${a.unit}` < `${b.takenAt} ${b.unit}` ? -1 : 1);

/** Those of the last visit that has any, so that view, distance and light can be the same. */
function photosBefore({ note, context: { notes, forms } }: NoteModel): Template {
  const [last] = notes
    .filter(({ id, state, fields }) => id !== note.record.id && state !== "void" && hasPictures(fields))
    .sort((a, b) => ((sessionDate(a) ?? "") < (sessionDate(b) ?? "") ? 1 : -1));
  if (!last) return nothing;
  const heading = t("Photos of {visit}, {date}", { visit: visitLabel(last), date: formatDate(sessionDate(last)) });
  return html`<section class="stack stack--tight"><h3>${heading}</h3>${photoRow(photosOf(last, forms), last, notes, forms)}</section>`;
}

const imagesIn = (given: DataTransfer | null): File[] =>
  [...(given?.files ?? [])].filter(({ type }) => type.startsWith("image/"));

function photoCard(photo: NotePhoto, model: NoteModel, ui: PhotoUi, pictures: Section, take: Take): Template {
  const { forms } = model.context;
  const name = `photo-view-${photo.unit}`;
  const again = {
    ...{ key: keyOfShots(model), view: photo.view, isCamera: true, look: "button--quiet" },
    taken: (files: File[], isShot: boolean) => take(files, isShot, photo),
  };
  const open = () => openPhoto(photo, { ...model.note.record, fields: model.note.content }, model.context.notes, forms);
  return html`<li class="photo-card" data-unit=${photo.unit}>
    <button type="button" class="photo-button" @click=${open}><np-photo .photo=${photo}></np-photo><span class="photo-name">${photo.name}</span></button>
    <div class="stack stack--tight grow">
      <span class="visually-hidden" id=${name}>${t("View of {photo}", { photo: photo.name })}</span>
      ${chips({
        choices: viewChoices(forms).map(({ value, label }) => ({ value, label })),
        value: photo.view,
        labelledby: name,
        disabled: model.form.disabled,
        onChange: (view: string | null) => model.actions.set(photo.unit, { view }),
      })}
      ${
        model.form.disabled
          ? nothing
          : html`<div class="cluster">${filePicker(t("Take again"), again)}
              ${quiet(t("Remove"), () => remove(photo, model, ui, pictures))}</div>`
      }
    </div></li>`;
}

const emptied = ({ unit }: NotePhoto, pictures: Section): Content => ({
  [unit]: Object.fromEntries(pictures.fields.map((field) => [field.name, null])),
});

const remove = (photo: NotePhoto, model: NoteModel, ui: PhotoUi, pictures: Section) =>
  removing(photo, model, ui, emptied(photo, pictures));

/** `changes` take the photo out of the note. Settles with whether that is stored. */
async function removing(photo: NotePhoto, model: NoteModel, ui: PhotoUi, changes: Content): Promise<boolean> {
  ui.removed = { unit: photo.unit, values: { ...model.note.content[photo.unit] } };
  const isDone = await model.actions.setAll(changes);
  if (isDone) await markRemoved(photo.noteId, photo.sha256, true);
  model.actions.redraw();
  return isDone;
}

function undoBanner(ui: PhotoUi, model: NoteModel): Template {
  const back = async () => {
    const { removed } = ui;
    ui.removed = null;
    if (!removed) return;
    await markRemoved(model.note.record.id, removed.values.sha256, false);
    await model.actions.set(removed.unit, removed.values);
    model.actions.redraw();
  };
  const name = viewName(model.context.forms, ui.removed?.values.view);
  return banner("info", t("Removed: {photo}", { photo: name }), button(t("Undo"), back, false, "undo"), "status");
}
