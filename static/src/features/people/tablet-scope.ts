// For how long after the last visit tablets hold a patient; decided by an administrator.

import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { ClinicSettings } from "../../sync/people.js";
import { type ChipChoice, chipField } from "../../ui/controls/chips.js";
import { group } from "../../ui/layout/page.js";

const USUAL = [12, 24, 36, 60, 120];

/** Another number of months, set through the API, stands among the usual ones. */
const choices = (now: number): ChipChoice[] =>
  [...new Set([...USUAL, now])]
    .sort((a, b) => a - b)
    .map((months) => ({ value: months, label: t("{n} months", { n: months }) }));

export const tabletScope = ({ scope_months: now }: ClinicSettings, change: (months: number) => unknown): Template =>
  group(
    t("Patients on the tablets"),
    html`<p class="hint">${t("Tablets hold every patient with something still to be done. Others stay for so long after the last visit or change; after that they are found by search and fetched from the server.")}</p>
    ${chipField("scope-months", t("After the last visit or change"), choices(now), now, (months) => months !== now && change(months))}`,
  );
