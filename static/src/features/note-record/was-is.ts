// What changed, field by field: the old value beside the new one.

import { same } from "../../core/canonical.js";
import { sectionFor } from "../../core/catalogue.js";
import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Content, Person, Section } from "../../types.js";
import { isForTheApp, unitLabel, valueText } from "./content-lines.js";
import { scarField } from "./scar-field.js";

/** One line of the table. */
export interface WasIs {
  section: string;
  label: string;
  was: string;
  is: string;
  /** Used by the app only and never displayed. */
  quiet?: boolean;
}

/** A changed field, with its unit. */
export interface Difference extends WasIs {
  unit: string;
  name: string;
}

/** The fields in which two contents differ. */
export function differences(
  before: Content,
  after: Content,
  sections: Section[],
  people: Person[] | undefined,
): Difference[] {
  const units = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return units.flatMap((unit) => {
    const section: Section | undefined = sectionFor(sections, unit);
    if (!section) return [];
    const [was, is] = [before[unit] ?? {}, after[unit] ?? {}];
    return section.fields
      .filter(({ name }) => !same(was[name] ?? null, is[name] ?? null))
      .map((field) => ({
        unit,
        name: field.name,
        section: unitLabel(section, unit),
        label: field.label,
        quiet: isForTheApp(section, field),
        was: valueText(scarField(field, unit, before, sections), was[field.name], people),
        is: valueText(scarField(field, unit, after, sections), is[field.name], people),
      }));
  });
}

export const isRead = ({ quiet }: Pick<WasIs, "quiet">) => !quiet;

export const wasIs = (rows: WasIs[]): Template => html`<table class="was-is">
  <thead><tr><th scope="col">${t("Field")}</th><th scope="col">${t("Was")}</th><th scope="col">${t("Is")}</th></tr></thead>
  <tbody>${rows
    .filter(isRead)
    .map(
      (row) =>
        html`<tr><th scope="row">${row.section === row.label ? row.label : html`${row.section}<br /><b>${row.label}</b>`}</th><td><del>${row.was || t("empty")}</del></td><td><ins>${row.is || t("empty")}</ins></td></tr>`,
    )}</tbody>
</table>`;
