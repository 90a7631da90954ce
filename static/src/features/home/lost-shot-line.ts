import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { LocalRecord } from "../../types.js";
import { bannerLink, dotted } from "../../ui/layout/page.js";
import { draftLabel } from "../patient/draft-labels.js";
import { patientName } from "../patient/patient-labels.js";
import type { LostShot } from "../photos/shots.js";

/** A photo that was being taken when the app was closed. `live`: the notes that are here. */
export function lostShotLine(
  { key, noteId }: LostShot,
  live: LocalRecord[],
  patientOf: (note: LocalRecord) => LocalRecord | undefined,
): Template {
  const note = live.find(({ id }) => id === noteId);
  const words = t("The app was closed before it was saved. Take it again.");
  return bannerLink(
    draftLabel(key).href,
    html`<strong>${t("A photo is not here")}</strong><br />${note ? dotted(patientName(patientOf(note)), words) : words}`,
  );
}
