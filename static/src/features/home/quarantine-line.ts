// That entries were refused or imported, for home.
import { can } from "../../core/permissions.js";
import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { AppContext } from "../../types.js";
import { banner, bannerLink } from "../../ui/layout/page.js";

/** An administrator is told how many wait, and decides about none. */
export function quarantineLine(n: number, { user, forms }: AppContext): Template {
  const heading = html`<strong>${t("{n} refused or imported entries", { n })}</strong><br />`;
  if (can("quarantine.count_all", user, null, forms) && !can("quarantine.read_all", user, null, forms))
    return banner(
      "reason",
      html`${heading}${t("Nothing is lost, and nothing is entered yet. A supervisor decides about each.")}`,
    );
  return bannerLink(
    "#/quarantine",
    html`${heading}${t("Nothing is lost, and nothing is entered yet. Decide about each.")}`,
  );
}
