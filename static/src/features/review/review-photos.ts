// The photos of the visit before and of this one, side by side; on a phone one under the other.
import { html, nothing, type Template } from "../../lib/dom.js";
import { formatDate } from "../../lib/dates.js";
import { t } from "../../lib/i18n.js";
import type { Forms, LocalRecord } from "../../types.js";
import { sessionDate, visitLabel } from "../note-record/visit-labels.js";
import { photosOf } from "../photos/photo-list.js";
import { photoRow } from "../photos/photo-strip.js";

/** Nothing where neither visit has one. `notes` are all that are here: any of the patient may be compared with. */
export function bothPhotos(
  note: LocalRecord,
  before: LocalRecord | null,
  notes: LocalRecord[],
  forms: Forms,
): Template {
  const visits = [before, note].filter((each) => each !== null);
  const shown = visits.map((visit) => ({ visit, photos: photosOf(visit, forms) }));
  if (!shown.some(({ photos }) => photos.length)) return nothing;
  const theirs = notes.filter(({ patient_id }) => patient_id === note.patient_id);
  return html`<div class="review-photos">${shown.map(
    ({
      visit,
      photos,
    }) => html`<section><h3>${visit === note ? t("Photos of this visit") : t("Photos of {visit}, {date}", { visit: visitLabel(visit), date: formatDate(sessionDate(visit)) })}</h3>
      ${photos.length ? photoRow(photos, visit, theirs, forms) : html`<p class="quiet">${t("No photos")}</p>`}</section>`,
  )}</div>`;
}
