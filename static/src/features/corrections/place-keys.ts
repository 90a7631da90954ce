// Whose record it is: the buttons of a note and of a patient, and what a patient's page says of it.
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { banner, link, quiet } from "../../ui/layout/page.js";
import { acts, may, type VoidScreen } from "./void-keys.js";

type Act = "move" | "merge" | "archive" | "unarchive";

const ask = (screen: VoidScreen, name: Act) => async () => (await acts())[name](screen);

/** Only what the server has goes to another patient. */
export const moveKey = (screen: VoidScreen): Template | false =>
  may(screen, "move") && !screen.record.local?.created && quiet(t("Move to another patient"), ask(screen, "move"));

/** For a supervisor, below all else: rarely needed. */
export function patientKeys(screen: VoidScreen): Template {
  if (screen.record.local?.created) return nothing;
  const keys = [
    may(screen, "merge") && quiet(t("Merge with another record"), ask(screen, "merge")),
    may(screen, "archive") && quiet(t("Archive"), ask(screen, "archive")),
  ].filter(Boolean);
  return keys.length ? html`<div class="cluster no-print">${keys}</div>` : nothing;
}

/** Null where this person may not, or the server does not have the record yet. */
export const mergeInto = (screen: VoidScreen) =>
  may(screen, "merge") && !screen.record.local?.created ? async (id: string) => (await acts()).merge(screen, id) : null;

/** That the patient is archived, or is another record now. */
export function placeBanner(screen: VoidScreen): Template {
  const { record } = screen;
  if (record.state === "archived")
    return banner(
      "info",
      t("This patient is archived: not in the lists, and nothing is missing."),
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
