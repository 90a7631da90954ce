// Whose record it is: the buttons of a note and of a patient, and what a patient's page says of it.
import { completer } from "../../core/trace.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { banner, link, quiet } from "../../ui/layout/page.js";
import { acts, type CorrectionScreen, may } from "./void-buttons.js";

type Act = "complete" | "move" | "merge" | "archive" | "unarchive";

const ask = (screen: CorrectionScreen, name: Act) => async () => (await acts())[name](screen);

const cluster = (keys: (Template | false)[]): Template =>
  keys.some(Boolean) ? html`<div class="cluster no-print">${keys.filter(Boolean)}</div>` : nothing;

/** Of a note that the server has. It lets a note be completed once its author can no longer sign in. */
export function noteButtons(screen: CorrectionScreen): Template {
  const { record, app } = screen;
  if (record.local?.created) return nothing;
  const ofOther = ![record.author_id, completer(record.trace)].includes(app.user.id);
  return cluster([
    may(screen, "move") && quiet(t("Move to another patient"), ask(screen, "move")),
    may(screen, "take_over") && ofOther && quiet(t("Author has left: complete it"), ask(screen, "complete")),
  ]);
}

/** For a supervisor, below all else: rarely needed. */
export function patientButtons(screen: CorrectionScreen): Template {
  if (screen.record.local?.created) return nothing;
  return cluster([
    may(screen, "merge") && quiet(t("Merge with another record"), ask(screen, "merge")),
    may(screen, "archive") && quiet(t("Archive"), ask(screen, "archive")),
  ]);
}

/** Null where this person may not, or the server does not have the record yet. */
export const mergeInto = (screen: CorrectionScreen) =>
  may(screen, "merge") && !screen.record.local?.created ? async (id: string) => (await acts()).merge(screen, id) : null;

/** That the patient is archived, or is another record now. */
export function filingBanner(screen: CorrectionScreen): Template {
  const { record } = screen;
  if (record.state === "archived")
    return banner(
      "info",
      t("This patient is archived: not in the lists, and nothing is deleted."),
      may(screen, "unarchive") ? quiet(t("Take out of the archive"), ask(screen, "unarchive")) : nothing,
    );
  const merged = record.state === "merged" && record.trace?.findLast(({ kind }) => kind === "merge");
  if (!merged) return nothing;
  return banner(
    "info",
    html`<strong>${t("This record was merged into another one of the same person.")}</strong><p>“${merged.reason}”</p>`,
    link(merged.to_name || t("Open the patient"), `#/patients/${merged.to}`),
  );
}
