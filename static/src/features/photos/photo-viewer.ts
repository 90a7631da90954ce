// One photo on the whole screen, and beside the same view of another visit: one over the other, with a slider.
import { formatDate } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { get } from "../../store/records.js";
import type { Forms, LocalRecord } from "../../types.js";
import { chips } from "../../ui/controls/chips.js";
import { openSheet } from "../../ui/controls/dialog.js";
import { button } from "../../ui/layout/page.js";
import { sessionDate } from "../note-record/visit-labels.js";
import { patientName } from "../patient/patient-labels.js";
import { type NotePhoto, photosOf } from "./photo-list.js";
import "./photo-frame.js";

/** A photo with the visit it is of. */
interface Shot {
  photo: NotePhoto;
  note: LocalRecord;
}

const shotsOf = (notes: LocalRecord[], forms: Forms): Shot[] =>
  notes.flatMap((note) => photosOf(note, forms).map((photo) => ({ photo, note })));

/** The visits before come first, the latest of them at the top. */
function candidates({ photo, note }: Shot, others: LocalRecord[], forms: Forms): Shot[] {
  const day = (one: LocalRecord) => sessionDate(one) ?? "";
  const elsewhere = others.filter(({ id, state }) => id !== note.id && state !== "void");
  const sorted = elsewhere.sort((a, b) => (day(a) < day(b) ? 1 : -1));
  return shotsOf(sorted, forms).filter((shot) => photo.view !== null && shot.photo.view === photo.view);
}

export async function openPhoto(photo: NotePhoto, note: LocalRecord, others: LocalRecord[], forms: Forms) {
  const patient = await get("patient", note.patient_id ?? "");
  const mine = shotsOf([note], forms);
  let at = Math.max(
    0,
    mine.findIndex((shot) => shot.photo.unit === photo.unit),
  );
  let beside: Shot | null = null;
  return openSheet(
    t("Photos"),
    (_close, update) => {
      const shown = mine[at];
      const offered = candidates(shown, others, forms);
      const step = (by: number) => {
        at = (at + by + mine.length) % mine.length;
        beside = null;
        update();
      };
      const choose = (unit: string | null) => {
        beside = offered.find((shot) => shot.photo.unit === unit) ?? null;
        update();
      };
      return html`<div class="photo-view">
        ${beside ? compared(beside, shown) : html`<np-photo class="photo-whole" .photo=${shown.photo} .size=${"full"}></np-photo>`}
        <p class="photo-caption">${beside ? nothing : captionOf(shown)}</p>
        <div class="cluster cluster--apart">
          ${mine.length > 1 ? html`<div class="cluster">${button(t("Previous photo"), () => step(-1))}${button(t("Next photo"), () => step(1))}<span class="quiet">${t("{n} of {m}", { n: at + 1, m: mine.length })}</span></div>` : nothing}
        </div>
        ${
          offered.length
            ? html`<p class="label" id="photo-compare">${t("Compare with")}</p>${chips({
                choices: offered.slice(0, 6).map((shot) => ({ value: shot.photo.unit, label: captionOf(shot) })),
                value: beside?.photo.unit ?? null,
                labelledby: "photo-compare",
                onChange: choose,
              })}`
            : html`<p class="hint">${t("No photo of the same view from another visit to compare with.")}</p>`
        }
      </div>`;
    },
    { about: patientName(patient) },
  );
}

const captionOf = ({ photo, note }: Shot): string => `${photo.name} · ${formatDate(sessionDate(note))}`;

/** The earlier one lies under the later one, which the slider uncovers from the left. */
function compared(other: Shot, shown: Shot): Template {
  const when = ({ photo, note }: Shot) => `${sessionDate(note) ?? ""} ${photo.takenAt}`;
  const [before, after] = [other, shown].sort((a, b) => (when(a) < when(b) ? -1 : 1));
  const slide = (event: Event) => {
    const input = event.currentTarget as HTMLInputElement;
    input.closest<HTMLElement>(".photo-compare")?.style.setProperty("--at", `${input.value}%`);
  };
  return html`<div class="photo-compare" data-tall=${Boolean(after.photo.isTall)}>
      <div class="photo-pair">
        <np-photo class="photo-whole" .photo=${before.photo} .size=${"full"}></np-photo>
        <np-photo class="photo-whole photo-over" .photo=${after.photo} .size=${"full"}></np-photo>
      </div>
      <input type="range" min="0" max="100" value="50" aria-label=${t("Before and after")} @input=${slide} />
      <p class="photo-ends"><span>${t("Before")}: ${captionOf(before)}</span><span>${t("After|photo")}: ${captionOf(after)}</span></p>
    </div>`;
}
