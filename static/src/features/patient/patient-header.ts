import { choiceIn, sectionFor } from "../../core/catalogue.js";
import { formatDate } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Content, LocalRecord, Section, Unit, Value } from "../../types.js";
import { icon } from "../../ui/layout/icons.js";
import { earlierLines } from "./identity.js";
import { identity, patientAge, patientName } from "./patient-labels.js";
import { eventName, eventsOf } from "./patient-plan.js";

/** A line about a danger for a patient: its name and its details. */
export interface Flag {
  name: string;
  more?: string;
}

export interface Allergy extends Flag {
  severe: boolean;
}

const WEIGHT: Record<string, number> = { severe: 0, moderate: 1, mild: 2 };

const chosen = (parts: Section[], unit: string, name: string, value: Value): string =>
  choiceIn(parts, unit, name, value) ?? value;

/** The active allergies, worst first. */
export function allergies(fields: Content, parts: Section[]): Allergy[] {
  const weight = (value: Unit) => WEIGHT[value.severity] ?? 3;
  return Object.entries(fields)
    .filter(([unit, value]) => unit.startsWith("allergy:") && value.status !== "inactive")
    .map(([, value]) => value)
    .sort((a, b) => weight(a) - weight(b))
    .map((value) => ({
      name: value.name || chosen(parts, "allergy", "substance", value.substance) || t("unnamed"),
      more: [value.reaction, value.severity && chosen(parts, "allergy", "severity", value.severity)]
        .filter(Boolean)
        .join(", "),
      severe: value.severity === "severe",
    }));
}

/** History answered yes, and relevant medicines. */
export function keyHistory(fields: Content, parts: Section[]): Flag[] {
  const asked = sectionFor(parts, "history")?.keys ?? [];
  const said = asked
    .filter(({ key }) => fields[`history:${key}`]?.answer === "yes")
    .map(({ key, label }) => {
      const { detail, on } = fields[`history:${key}`];
      return { name: label, more: [detail, on && formatDate(on)].filter(Boolean).join(", ") };
    });
  const drugs: string[] = fields.meds?.methb_inducing ?? [];
  return drugs.length
    ? [
        ...said,
        { name: t("Medicines"), more: drugs.map((value) => chosen(parts, "meds", "methb_inducing", value)).join(", ") },
      ]
    : said;
}

/** The recorded answer about allergies when the list is empty: none known, not known, never asked. */
export function allergyLabel(fields: Content): string {
  const said = fields.allergy_status?.none_known;
  if (said === "yes") return t("No known allergies");
  return said === "unknown" ? t("Allergies not known") : t("Allergies not asked yet");
}

const flag = ({ name, more }: Flag, tone: string): Template =>
  html`<li class="flag" data-tone=${tone}>${tone === "info" ? nothing : icon(tone)}<span><strong>${name}</strong>${more ? html` <span class="quiet">${more}</span>` : nothing}</span></li>`;

const fact = (label: string, value: unknown): Template =>
  value ? html`<div><dt class="label">${label}</dt><dd class="figure">${value}</dd></div>` : nothing;

/** The patient, their dangers, and the figures that doses depend on. */
export function patientHeader(patient: LocalRecord, parts: Section[]): Template {
  const { mrn, birth_date: birth } = identity(patient);
  const { weight_kg: weight, fitzpatrick, sex_at_birth: sex } = patient.fields.body ?? {};
  const found = allergies(patient.fields, parts);
  return html`
    <header class="patient-head">
      <div class="cluster cluster--apart"><h1 tabindex="-1">${patientName(patient)}</h1>${patient.state === "void" ? html`<span class="tag" data-state="void">${t("Void")}</span>` : nothing}</div>
      ${earlierLines(patient)}
      <dl class="figures">
        ${fact(t("Age"), patientAge(patient))}
        ${fact(t("Born"), birth && formatDate(birth))}
        ${fact(t("Record"), mrn)}
        ${fact(t("Weight"), weight && html`${weight}<small>kg</small>`)}
        ${fact(t("Skin type"), fitzpatrick)}
        ${fact(t("Sex at birth"), sex && chosen(parts, "body", "sex_at_birth", sex))}
      </dl>
      <ul class="flags" aria-label=${t("Allergies and history")}>
        ${found.length ? found.map((each) => flag({ ...each, name: t("Allergy: {name}", { name: each.name }) }, each.severe ? "block" : "reason")) : flag({ name: allergyLabel(patient.fields) }, patient.fields.allergy_status?.none_known === "yes" ? "info" : "warn")}
        ${eventsOf(patient.fields)
          .filter(({ open }) => open)
          .map(({ event }) =>
            flag(
              {
                name: t("Open adverse event: {name}", { name: eventName(event, parts) }),
                more: event.onset_at && formatDate(event.onset_at),
              },
              "reason",
            ),
          )}
        ${keyHistory(patient.fields, parts).map((each) => flag(each, "warn"))}
      </ul>
    </header>`;
}
