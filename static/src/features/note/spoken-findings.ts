// What a finding says to a screen reader when it appears, wherever on the screen it is drawn: once.
import { html, type Template } from "../../lib/dom.js";
import { severityWord } from "../../ui/forms/finding.js";
import type { NoteModel } from "./note-model.js";

/** Those that were there when the note was opened are read in their places. */
export function spokenFindings({ judged, ui }: NoteModel): Template {
  const due = judged.open.filter(judged.isDue);
  const fresh = due.filter(({ fp }) => ui.heard && !ui.heard.has(fp));
  if (fresh.length) ui.spoken = fresh.map(({ severity, message }) => `${severityWord(severity)}: ${message}`).join(" ");
  else if (!due.length) ui.spoken = "";
  ui.heard = new Set(due.map(({ fp }) => fp));
  return html`<p class="visually-hidden findings-spoken" role="status">${ui.spoken ?? ""}</p>`;
}
