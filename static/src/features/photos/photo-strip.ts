// The photos of a note, small, where it is read; each opens whole.
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Forms, LocalRecord } from "../../types.js";
import { type NotePhoto, photosOf } from "./photo-list.js";
import { openPhoto } from "./photo-viewer.js";
import "./photo-frame.js";

/** `others`: notes whose photos may be compared with these. */
export function photoStrip(note: LocalRecord, others: LocalRecord[], forms: Forms): Template {
  const photos = photosOf(note, forms);
  if (!photos.length) return nothing;
  return html`<section class="photos no-print" aria-label=${t("Photos")}>${photoRow(photos, note, others, forms)}</section>`;
}

export const photoRow = (photos: NotePhoto[], note: LocalRecord, others: LocalRecord[], forms: Forms): Template =>
  html`<ul class="photo-row">${photos.map(
    (photo) =>
      html`<li><button type="button" class="photo-button" @click=${() => openPhoto(photo, note, others, forms)}>
      <np-photo .photo=${photo}></np-photo><span class="photo-name">${photo.name}</span></button></li>`,
  )}</ul>`;
