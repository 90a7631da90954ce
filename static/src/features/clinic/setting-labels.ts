// What the settings of a clinic are called, and their values in words: on their screen and in the audit trail.
import { locale, t } from "../../lib/i18n.js";
import { currentForms } from "../../store/forms.js";

export const countryName = (code: string): string =>
  new Intl.DisplayNames([locale()], { type: "region" }).of(code) ?? code;

export const factorChoices = () => [
  { value: "leads", label: t("Supervisors and administrators") },
  { value: "everybody", label: t("Everybody") },
];

export const reviewChoices = () => [
  { value: "all", label: t("All notes") },
  { value: "chosen", label: t("Trainees, findings and a share") },
];

export const countersignChoices = () => [
  { value: "required", label: t("A second person") },
  { value: "none", label: t("No countersign") },
];

export function settingLabel(name: string): string {
  const labels: Record<string, string | undefined> = {
    phone: t("Telephone of the clinic, at any hour"),
    emergency: t("Emergency number of the country"),
    country: t("Country"),
    time_zone: t("Time zone"),
    lock_minutes: t("Tablets lock after"),
    scope_months: t("Patients stay on the tablets for"),
    lease_days: t("Tablets show records without the server for"),
    second_factor: t("One-time codes or a passkey are asked of"),
    review: t("Which notes are reviewed"),
    review_share: t("Share of the other notes"),
    trainees: t("Trainees"),
    review_days: t("A review is late after"),
    reviewers: t("Who reviews whom"),
    deputies: t("Stand-ins"),
    countersign: t("Who countersigns"),
    trained: t("Trained on a device"),
    link_days: t("Links for patients last at most"),
  };
  return labels[name] ?? name;
}

export function settingWords(name: string, value: unknown): string {
  if (value === "" || value === null || value === undefined) return t("not set");
  if (name === "lock_minutes") return t("{n} min", { n: value });
  if (name === "scope_months") return t("{n} months", { n: value });
  if (name === "review_share") return t("{n} %", { n: value });
  if (["trainees", "reviewers", "deputies"].includes(name)) return String((value as unknown[]).length);
  if (name === "trained")
    return (
      Object.entries(value as object)
        .map(([device, ids]) => `${currentForms()?.limits.devices[device]?.label ?? device} (${ids.length})`)
        .join(", ") || t("not set")
    );
  if (name === "link_days" && !value) return t("no links");
  if (["lease_days", "review_days", "link_days"].includes(name))
    return value === 1 ? t("1 day") : t("{n} days", { n: value });
  if (name === "country") return countryName(String(value));
  const choices = [...factorChoices(), ...reviewChoices(), ...countersignChoices()];
  return choices.find((each) => each.value === value)?.label ?? String(value);
}

/** A change as the audit trail shows it. */
export const changeWords = ({ name, before, after }: { name: string; before: unknown; after: unknown }): string =>
  t("{setting}: {before} → {after}", {
    setting: settingLabel(name),
    before: settingWords(name, before),
    after: settingWords(name, after),
  });
