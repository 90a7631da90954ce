import { render } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { insteadOf } from "../../live-query.js";
import { primaryLink } from "../../ui/layout/page.js";

export const title = () => t("Not here");

export const view = (host: HTMLElement): void =>
  void render(
    insteadOf(
      t("Page not found"),
      t("The address may be out of date or mistyped. Nothing you have written is affected."),
      primaryLink(t("Home"), "#/"),
    ),
    host,
  );
