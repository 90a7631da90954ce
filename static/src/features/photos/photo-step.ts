// The photos in the note that is written: taking, naming the view, taking again, taking away and back.
import { hasPictures } from "../../core/pictures.js";
import { formatDate } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { pickerClosed, pickerOpened } from "../../lib/picking.js";
import { markRemoved } from "../../store/pictures.js";
import type { Section, Unit } from "../../types.js";
import { chips } from "../../ui/controls/chips.js";
import { banner, button, errorMessage, quiet } from "../../ui/layout/page.js";
import { sectionForm } from "../../ui/forms/section-form.js";
import { icon } from "../../ui/layout/icons.js";
import type { NoteModel } from "../note/note-model.js";
import { sessionDate, visitLabel } from "../note-record/visit-labels.js";
import { addPhotos } from "./photo-adding.js";
import { type NotePhoto, photosIn, photosOf, pictureSection, viewChoices, viewName } from "./photo-list.js";
import { photoRow } from "./photo-strip.js";
import { openPhoto } from "./photo-viewer.js";
import "./photo-frame.js";

/** `isShot`: by the camera, just now; `instead` of one that is taken away then. */
type Take = (files: Iterable<File>, isShot: boolean, instead?: NotePhoto) => void;

/** What the step remembers while the note is open. */
export interface PhotoUi {
  /** The view of the next photo. */
  view: string | null;
  busy: number;
  /** One for each photo that was not kept. */
  problems: string[];
  removed: { unit: string; values: Unit } | null;
}

const freshUi = (): PhotoUi => ({ view: null, busy: 0, problems: [], removed: null });

export function photoStep(section: Section, model: NoteModel): Template {
  const { forms } = model.context;
  const pictures = pictureSection(forms);
  const form = sectionForm(section, section.unit, model);
  if (!pictures) return form;
  model.ui.photos ??= freshUi();
  const ui: PhotoUi = model.ui.photos;
  const photos = photosIn(model.note.record.id, model.note.content, forms).sort((a, b) => (a.unit < b.unit ? -1 : 1));
  const take: Take = (files, isShot, instead) =>
    addPhotos([...files], { model, ui, isShot, instead, drop: (photo) => remove(photo, model, ui, pictures) });
  const drop = (event: DragEvent) => {
    event.preventDefault();
    take(imagesIn(event.dataTransfer), false);
  };
  const paste = (event: ClipboardEvent) => {
    const files = imagesIn(event.clipboardData);
    if (files.length) take(files, false);
  };
  return html`<section class="photo-step" aria-label=${t("Photos")} @dragover=${(event: Event) => event.preventDefault()} @drop=${drop} @paste=${paste}>
      ${model.form.disabled ? nothing : takeButtons(ui, model, take)}
      ${ui.problems.map((problem) => errorMessage(problem))}
      ${ui.busy ? html`<p role="status" class="quiet">${t("Saving photos on this tablet: {n}", { n: ui.busy })}</p>` : nothing}
      ${ui.removed ? undoBanner(ui, model) : nothing}
      ${photos.length ? html`<ul class="photo-cards">${photos.map((photo) => photoCard(photo, model, ui, pictures, take))}</ul>` : html`<p class="quiet">${t("No photo on this note yet.")}</p>`}
    </section>
    ${photosBefore(model)}${form}`;
}

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

function takeButtons(ui: PhotoUi, model: NoteModel, take: Take): Template {
  const choose = (view: string | null) => {
    ui.view = view;
    model.actions.redraw();
  };
  return html`<p class="label" id="photo-next">${t("View of the next photo")}</p>
    ${chips({
      choices: viewChoices(model.context.forms).map(({ value, label }) => ({ value, label })),
      value: ui.view,
      labelledby: "photo-next",
      onChange: choose,
    })}
    <div class="cluster photo-take">
      ${filePicker(t("Take a photo"), take, true)}
      ${filePicker(t("Choose photos"), take, false)}
    </div>
    <p class="hint">${t("The place and the device are removed from each photo. It is saved on this tablet first and sent after all text.")}</p>`;
}

function filePicker(words: string, take: Take, isCamera: boolean, look = ""): Template {
  const taken = (event: Event) => {
    const input = event.currentTarget as HTMLInputElement;
    take([...(input.files ?? [])], isCamera);
    pickerClosed();
    input.value = ""; // the same file may be chosen again
  };
  return html`<label class="button ${look || (isCamera ? "button--primary" : "")} photo-pick">${look ? nothing : icon(isCamera ? "camera" : "plus")}${words}
    <input type="file" accept="image/*" class="visually-hidden" capture=${isCamera ? "environment" : nothing} ?multiple=${!isCamera}
      @click=${() => pickerOpened()} @cancel=${pickerClosed} @change=${taken} /></label>`;
}

function photoCard(photo: NotePhoto, model: NoteModel, ui: PhotoUi, pictures: Section, take: Take): Template {
  const { forms } = model.context;
  const name = `photo-view-${photo.unit}`;
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
          : html`<div class="cluster">${filePicker(t("Take again"), (files, isShot) => take(files, isShot, photo), true, "button--quiet")}
              ${quiet(t("Remove"), () => remove(photo, model, ui, pictures))}</div>`
      }
    </div></li>`;
}

async function remove(photo: NotePhoto, model: NoteModel, ui: PhotoUi, pictures: Section) {
  ui.removed = { unit: photo.unit, values: { ...model.note.content[photo.unit] } };
  const emptied = Object.fromEntries(pictures.fields.map((field) => [field.name, null]));
  if (await model.actions.set(photo.unit, emptied)) await markRemoved(photo.noteId, photo.sha256, true);
  model.actions.redraw();
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
