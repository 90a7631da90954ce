// The buttons that open the camera and the chooser of files, how many photos there is room for, and what is said of one that
// did not arrive.
import { picturesOf } from "../../core/pictures.js";
import { isEditable } from "../../core/workflow.js";
import { formatDateTime } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { pickerClosed, pickerOpened } from "../../lib/picking.js";
import { chips } from "../../ui/controls/chips.js";
import { icon } from "../../ui/layout/icons.js";
import { banner, quiet } from "../../ui/layout/page.js";
import type { NoteModel } from "../note/note-model.js";
import { mostPhotos, viewChoices, viewName } from "./photo-list.js";
import type { PhotoUi } from "./photo-step.js";
import { beginShot, endShot, type LostShot, shotKey } from "./shots.js";

/** `isShot`: by the camera, just now. */
type Taken = (files: File[], isShot: boolean) => void;

/** From here on the number of photos is said. */
const NEAR = 0.8;

export const keyOfShots = ({ note: { record } }: NoteModel) => shotKey(record.id, !isEditable("note", record.state));

/** How many more photos the note takes. */
export const roomIn = ({ context, note }: NoteModel, { busy }: PhotoUi): number =>
  mostPhotos(context.forms) - picturesOf(note.content).length - busy;

export function takeButtons(model: NoteModel, ui: PhotoUi, taken: Taken): Template {
  const [most, room] = [mostPhotos(model.context.forms), roomIn(model, ui)];
  if (room <= 0)
    return banner("info", t("This note has {most} photos, as many as it takes. Remove one to add another.", { most }));
  const choose = (view: string | null) => {
    ui.view = view;
    model.actions.redraw();
  };
  const pick = { key: keyOfShots(model), view: ui.view, taken };
  return html`<p class="label" id="photo-next">${t("View of the next photo")}</p>
    ${chips({
      choices: viewChoices(model.context.forms).map(({ value, label }) => ({ value, label })),
      value: ui.view,
      labelledby: "photo-next",
      onChange: choose,
    })}
    <div class="cluster photo-take">
      ${filePicker(t("Take a photo"), { ...pick, isCamera: true })}
      ${filePicker(t("Choose photos"), { ...pick, isCamera: false })}
    </div>
    ${most - room >= NEAR * most ? html`<p class="hint" role="status">${t("{n} of {most} photos", { n: most - room, most })}</p>` : nothing}
    <p class="hint">${t("The place and the device are removed from each photo. It is saved on this tablet first and sent after all text.")}</p>`;
}

interface Pick {
  /** Of the mark that stays while it is open. */
  key: string;
  view: string | null;
  isCamera: boolean;
  taken: Taken;
  look?: string;
}

export function filePicker(words: string, { key, view, isCamera, taken, look = "" }: Pick): Template {
  const opened = () => {
    pickerOpened();
    beginShot(key, view).catch(() => {}); // what cannot be stored is said by the strip
  };
  const cancelled = () => {
    pickerClosed();
    endShot(key).catch(() => {});
  };
  const chosen = (event: Event) => {
    const input = event.currentTarget as HTMLInputElement;
    pickerClosed();
    taken([...(input.files ?? [])], isCamera);
    input.value = ""; // the same file may be chosen again
  };
  return html`<label class="button ${look || (isCamera ? "one-tap" : "")} photo-pick">${look ? nothing : icon(isCamera ? "camera" : "plus")}${words}
    <input type="file" accept="image/*" class="visually-hidden" capture=${isCamera ? "environment" : nothing} ?multiple=${!isCamera}
      @click=${opened} @cancel=${cancelled} @change=${chosen} /></label>`;
}

/** What was being taken when the page was closed. */
export function lostBanner(lost: LostShot, model: NoteModel, done: () => void): Template {
  const params = { view: viewName(model.context.forms, lost.view), time: formatDateTime(lost.at) };
  const forget = async () => {
    await endShot(lost.key);
    done();
  };
  return banner(
    "reason",
    t("A photo is not here: {view}, {time}. The app was closed before it was saved. Take it again.", params),
    quiet(t("Not needed"), forget),
    "status",
  );
}
