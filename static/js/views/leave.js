import { openSheet } from "../components/dialog.js";
import { danger, primary } from "../components/parts.js";
import { byRecord } from "../components/op-words.js";
import { html } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { navigate } from "../router.js";
import { signOut } from "../store/session.js";
import { exportKey } from "./export-unsent.js";

/** Signs out. With something unsent it first says what, and offers to stay, to hand over, or to export. */
export async function leave() {
  const { done, pending } = await signOut();
  if (done) return navigate("/sign-in");
  const answer = await openSheet(
    t("Not everything is sent"),
    (close) => html`<div class="stack">
    <p>${t("On this tablet wait {n} entries in {m} records. Signed out, they stay here under your name and are sent when you sign in again on this tablet.", { n: pending.length, m: byRecord(pending).length })}</p>
    <div class="stack stack--tight">
      ${primary(t("Stay signed in"), () => close("stay"))}
      <a class="button" href="#/sign-in" @click=${() => close("hand")}>${t("Hand over; I come back")}</a>
      <a class="button" href="#/waiting" @click=${() => close("list")}>${t("See what waits")}</a>
      ${exportKey()}
      ${danger(t("Sign out all the same"), () => close("leave"))}
    </div></div>`,
  );
  if (answer !== "leave") return undefined;
  await signOut({ force: true });
  return navigate("/sign-in");
}
