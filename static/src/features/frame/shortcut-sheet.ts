import { html } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { openSheet } from "../../ui/controls/dialog.js";

type Shortcut = [keys: string[], words: string];

const everywhere = (): Shortcut[] => [
  [["?"], t("Show this list")],
  [["Ctrl K"], t("Search for a patient, a screen or an action")],
  [["/"], t("Search for a patient")],
  [["N"], t("New note")],
  [["H"], t("Home")],
  [["P"], t("Patients")],
  [["R"], t("Review")],
  [["M"], t("More")],
  [["Esc"], t("Close a sheet")],
];

const inReview = (): Shortcut[] => [
  [["A"], t("Approve")],
  [["R"], t("Return")],
  [["L"], t("Later")],
  [["U"], t("Undo")],
  [["←", "→", "K", "J"], t("The note before, the note after")],
];

const inControls = (): Shortcut[] => [
  [["←", "→"], t("Move between the answers of a question, or the parts of a note")],
  [["Enter", "Space"], t("Choose the answer; once more takes it away")],
];

const list = (heading: string, shortcuts: Shortcut[]) => html`<section class="stack stack--tight"><h3>${heading}</h3>
  <dl class="shortcuts">${shortcuts.map(([keys, words]) => html`<dt>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dt><dd>${words}</dd>`)}</dl></section>`;

export const showShortcuts = () =>
  openSheet(
    t("Keyboard shortcuts"),
    () =>
      html`<div class="stack">${list(t("On every screen"), everywhere())}${list(t("In the review"), inReview())}${list(t("In a form"), inControls())}</div>`,
  );
