import { formatDateTime } from "../../lib/dates.js";
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Invite, User } from "../../types.js";
import { openSheet } from "../../ui/controls/dialog.js";
import { button, primary } from "../../ui/layout/page.js";

/** The link to choose a password, shown once: it must be handed over in person or over a trusted channel. */
export function showInvite(user: User, { token, expires_at: until, mailed }: Invite, besides = "") {
  const link = `${location.origin}/#/invite/${token}`;
  let copied = "";
  return openSheet(t("A link for {name}", { name: user.name }), (close, update) => {
    const copy = async () => {
      try {
        await navigator.clipboard.writeText(link);
        copied = t("Copied");
      } catch {
        copied = t("Select the link and copy it by hand");
        document.querySelector<HTMLTextAreaElement>("#invite-link")?.select();
      }
      update();
    };
    return html`<div class="stack">
      <p>${t("With it {name} chooses a password. It works once, until {time}, and is shown only now.", { name: user.name, time: formatDateTime(until) })}</p>
      ${mailed ? html`<p>${t("It is also on its way to {email}. Hand it over only if it does not arrive.", { email: user.email })}</p>` : nothing}
      ${besides ? html`<p>${besides}</p>` : nothing}
      <label class="field"><span class="label">${t("Link")}</span><textarea id="invite-link" class="invite-link" readonly rows="3" .value=${link} @focus=${(event: Event) => (event.currentTarget as HTMLTextAreaElement).select()}></textarea></label>
      <p class="hint" role="status">${copied}</p>
      <div class="sheet-actions">
        ${button(t("Done"), () => close())}
        ${primary(t("Copy the link"), copy)}
      </div></div>`;
  });
}

/** The code of the second person, shown once. */
export const showResetCode = (user: User, code: string) =>
  openSheet(
    t("A code for {name}", { name: user.name }),
    (close) => html`<div class="stack">
      <p>${t("Give it to {name} yourself, once you are sure that it is them. With the link and this code they choose another password.", { name: user.name })}</p>
      <p><code class="typed-key">${code}</code></p>
      ${primary(t("Done"), () => close())}</div>`,
  );
