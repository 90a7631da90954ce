import { render } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { insteadOf } from "../../live-query.js";
import { primaryLink } from "../../ui/layout/page.js";

export const title = () => t("Not here");

export const view = (host: HTMLElement): void =>
  void render(
    insteadOf(
      t("There is no such page"),
      t("The address may be old, or a letter of it was lost. What you have written is not touched."),
      primaryLink(t("Home"), "#/"),
    ),
    host,
  );
