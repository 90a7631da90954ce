import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { workDone } from "../../lib/pending.js";
import { navigate } from "../../router.js";
import { allDrafts } from "../../store/drafts.js";
import { signOut } from "../../store/session.js";
import { type Close, openSheet } from "../../ui/controls/dialog.js";
import { button, danger, primary } from "../../ui/layout/page.js";
import { type Begun, begunList, described } from "../waiting/begun.js";
import { exportKey } from "../waiting/export-unsent.js";
import { byRecord } from "../waiting/op-labels.js";
import { lockTablet, mayLeave } from "./leaving.js";

/** Signs out. With unsent or unfinished work it lists that first, and offers to stay, to hand over, or to export. */
export async function leave(): Promise<void> {
  await workDone();
  if (!(await mayLeave())) return undefined;
  const { done, pending, drafts, photos } = await signOut();
  if (done) return navigate("/sign-in");
  const answer = await askBegun(
    pending.length || photos ? t("Not everything is sent") : t("Not everything is finished"),
    await Promise.all(drafts.map(described)),
    (close, begun) => html`
    ${pending.length ? html`<p>${t("Not sent yet: {n} entries in {m} records. If you sign out, they stay on this tablet under your name and are sent when you sign in here again.", { n: pending.length, m: byRecord(pending).length })}</p>` : nothing}
    ${photos ? html`<p>${t("Photos not sent yet: {n}. They stay on this tablet under your name and are sent when you sign in here again.", { n: photos })}</p>` : nothing}
    ${begun}
    <div class="stack stack--tight">
      ${primary(t("Stay signed in"), () => close("stay"))}
      ${button(t("Hand over, I'll be back"), () => close("hand"))}
      ${pending.length || photos ? html`<a class="button" href="#/waiting" @click=${() => close("list")}>${t("See what is waiting")}</a>` : nothing}
      ${exportKey()}
      ${danger(t("Sign out anyway"), () => close("leave"))}
    </div>`,
  );
  if (answer === "hand") return lockTablet();
  if (answer !== "leave") return undefined;
  await signOut({ force: true });
  return navigate("/sign-in");
}

/** Hands the tablet over. Unfinished work is listed first: it stays here for its author. */
export async function handOver(): Promise<void> {
  if (!(await mayLeave())) return undefined;
  const drafts = await allDrafts();
  const answer =
    !drafts.length ||
    (await askBegun(
      t("Not everything is finished"),
      await Promise.all(drafts.map(described)),
      (close, begun) => html`${begun}
    <div class="stack stack--tight">
      ${primary(t("Hand over, keep it for me"), () => close("hand"))}
      ${exportKey()}
      ${button(t("Stay here"), () => close())}
    </div>`,
    ));
  return answer === true || answer === "hand" ? lockTablet() : undefined;
}

/** A sheet with what is begun; each line can be continued or discarded. */
function askBegun(
  heading: string,
  begun: Begun[],
  content: (close: Close<string>, begun: Template) => Template,
): Promise<string | undefined> {
  let all = begun;
  return openSheet(heading, (close, update) => {
    const gone = (one: Begun) => {
      all = all.filter((each) => each !== one);
      update();
    };
    const list = html`
  <p>${t("This is unfinished. It stays on this tablet under your name until you continue or discard it.")}</p>
  ${begunList(all, { open: () => close("go"), gone })}`;
    return html`<div class="stack">${content(close, all.length ? list : nothing)}</div>`;
  });
}
