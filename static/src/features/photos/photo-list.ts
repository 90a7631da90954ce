// The photos of a note as a list, and what each is called.
import { choiceLabel, fieldNamed, sectionFor } from "../../core/catalogue.js";
import { PICTURE, picturesOf } from "../../core/pictures.js";
import { formatTime } from "../../lib/dates.js";
import { t } from "../../lib/i18n.js";
import type { Content, Forms, LocalRecord } from "../../types.js";

/** One photo that a note names. */
export interface NotePhoto {
  noteId: string;
  unit: string;
  sha256: string;
  view: string | null;
  takenAt: string;
  /** Higher than wide. */
  isTall?: boolean;
  /** "Front, 09:12" */
  name: string;
}

/** Those of forms that know no photos are none. */
export const pictureSection = (forms: Forms) => sectionFor(forms.record_types.note.sections, PICTURE);

/** How many photos a note takes. */
export const mostPhotos = (forms: Forms): number => pictureSection(forms)?.most ?? Number.POSITIVE_INFINITY;

export const viewChoices = (forms: Forms) => {
  const section = pictureSection(forms);
  return section ? fieldNamed(section, "view").choices : [];
};

export function viewName(forms: Forms, view: unknown): string {
  const section = pictureSection(forms);
  return (section && choiceLabel(fieldNamed(section, "view"), view)) ?? t("Photo");
}

/** In the order of the views, then by time. */
export function photosOf({ id, fields }: Pick<LocalRecord, "id" | "fields">, forms: Forms): NotePhoto[] {
  const order = viewChoices(forms).map(({ value }) => value);
  return photosIn(id, fields, forms).sort(
    (a, b) => place(order, a) - place(order, b) || (a.takenAt < b.takenAt ? -1 : Number(a.takenAt > b.takenAt)),
  );
}

const place = (order: unknown[], { view }: NotePhoto) => (view ? order.indexOf(view) : order.length);

export const photosIn = (noteId: string, content: Content, forms: Forms): NotePhoto[] =>
  picturesOf(content).map((unit) => {
    const { sha256, view = null, taken_at: takenAt = "", width = 0, height = 0 } = content[unit];
    const name = [viewName(forms, view), takenAt && formatTime(takenAt)].filter(Boolean).join(", ");
    return { noteId, unit, sha256, view, takenAt: takenAt ?? "", isTall: height > width, name };
  });
