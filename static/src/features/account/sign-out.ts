import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { pendingCount, settled } from "../../lib/pending.js";
import { navigate } from "../../router.js";
import { clearDraft } from "../../store/drafts.js";
import { get } from "../../store/records.js";
import { signOut } from "../../store/session.js";
import { giveUp } from "../../store/status.js";
import { type Close, confirmSheet, openSheet } from "../../ui/controls/dialog.js";
import { flushTyping } from "../../ui/forms/typed-text.js";
import { danger, primary, quiet } from "../../ui/layout/page.js";
import { draftLabel } from "../patient/draft-labels.js";
import { patientName } from "../patient/patient-labels.js";
import { exportKey } from "../waiting/export-unsent.js";
import { byRecord } from "../waiting/op-labels.js";

/** A write that takes longer than this shows a message. */
const HANGS_MS = 2_000;

/** Unfinished work: what it is, and the address at which it can be continued. */
interface Unfinished {
  /** The key of its draft. */
  key: string;
  words: string;
  href: string;
  /** The name of the patient, or empty. */
  name: string;
}

let asking: Promise<boolean> | null = null;

/**
 * Whether this screen may be left: typed text is stored first, and the person is asked about text that could not be
 * stored.
 */
export function mayLeave(): boolean | Promise<boolean> {
  void flushTyping();
  if (!pendingCount()) return true;
  asking ??= ask().finally(() => {
    asking = null;
  });
  return asking;
}

async function ask(): Promise<boolean> {
  await Promise.race([settled(), new Promise((go) => setTimeout(go, HANGS_MS))]);
  if (!pendingCount()) return true;
  const answer = await openSheet(
    t("Not saved on this tablet"),
    (close) => html`<div class="stack">
    <p>${t("What you entered last could not be saved. It is lost when you leave this page.")}</p>
    <div class="sheet-actions">${danger(t("Leave it unsaved"), () => close("leave"))}${primary(t("Stay on this page"), () => close())}</div></div>`,
  );
  if (answer !== "leave") return false;
  giveUp();
  return true;
}

/** Signs out. With unsent or unfinished work it lists that first, and offers to stay, to hand over, or to export. */
export async function leave(): Promise<void> {
  if (!(await mayLeave())) return undefined;
  const { done, pending, drafts } = await signOut();
  if (done) return navigate("/sign-in");
  let begun = await Promise.all(drafts.map(described));
  const discard = async (one: Unfinished, update: () => void) => {
    if (!(await discarded(one))) return;
    begun = begun.filter((each) => each !== one);
    update();
  };
  const answer = await openSheet(
    pending.length ? t("Not everything is sent") : t("Not everything is finished"),
    (close, update) => html`<div class="stack">
    ${pending.length ? html`<p>${t("On this tablet wait {n} entries in {m} records. Signed out, they stay here under your name and are sent when you sign in again on this tablet.", { n: pending.length, m: byRecord(pending).length })}</p>` : nothing}
    ${begun.length ? unfinished(begun, close, (one) => discard(one, update)) : nothing}
    <div class="stack stack--tight">
      ${primary(t("Stay signed in"), () => close("stay"))}
      <a class="button" href="#/sign-in" @click=${() => close("hand")}>${t("Hand over; I come back")}</a>
      ${pending.length ? html`<a class="button" href="#/waiting" @click=${() => close("list")}>${t("See what waits")}</a>` : nothing}
      ${pending.length + begun.length ? exportKey() : nothing}
      ${danger(t("Sign out all the same"), () => close("leave"))}
    </div></div>`,
  );
  if (answer !== "leave") return undefined;
  await signOut({ force: true });
  return navigate("/sign-in");
}

async function described({ key }: { key: string }): Promise<Unfinished> {
  const { words, href, noteId } = draftLabel(key);
  const note = noteId ? await get("note", noteId) : null;
  const patient = note?.patient_id ? await get("patient", note.patient_id) : null;
  return { key, words, href, name: note ? patientName(patient) : "" };
}

async function discarded({ key, words, name }: Unfinished): Promise<boolean> {
  const sure = await confirmSheet({
    heading: t("Discard this entry?"),
    body: [words, name].filter(Boolean).join(", "),
    confirm: t("Discard for good"),
    danger: true,
  });
  if (sure) await clearDraft(key);
  return Boolean(sure);
}

const unfinished = (begun: Unfinished[], close: Close<string>, discard: (one: Unfinished) => void): Template => html`
  <p>${t("This is begun and not finished. Signed out, it stays on this tablet under your name.")}</p>
  <ul class="list">${begun.map((one) => {
    const { words, href, name } = one;
    return html`<li class="cluster cluster--apart"><a class="button button--quiet" href=${href} @click=${() => close("go")}>${words}${name ? html` · ${name}` : nothing}</a>${quiet(t("Discard"), () => discard(one))}</li>`;
  })}</ul>`;
