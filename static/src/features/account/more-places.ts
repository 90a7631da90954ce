// The screens of the clinic as a whole, as "More" and the search for everything list them.
import { can } from "../../core/permissions.js";
import { t } from "../../lib/i18n.js";
import type { AppContext } from "../../types.js";

/** The detail at the end is left out when it is empty. */
export type Place = [path: string, name: string, detail: string, end?: unknown];

export const clinicPlaces = ({ user, forms }: AppContext): Place[] => [
  ...(can("clinic.change", user, null, forms) ? [clinicSettings()] : []),
  ["shelf", t("Shelf"), t("Open boxes with lot, expiry and units")],
  ["protocols", t("Protocols"), t("Named templates for a device and an indication")],
  [
    "registry",
    t("Registry"),
    t("Limits of devices, sites and numbing products"),
    forms?.limits_approved ? t("approved") : t("not yet approved"),
  ],
  ["consent-texts", t("Consent texts"), t("What patients read before they sign, by language")],
  ["patient-page", t("Patient's page"), t("Text in each language, and the numbers patients call")],
  ...(can("recall.read", user, null, forms) ? [lotRecall(), notOnFile()] : []),
  ...(can("review.list", user, null, forms) ? [outcomes()] : []),
  ...(can("audit.read", user, null, forms) ? [reports(), trail()] : []),
  ...(can("clinic.export", user, null, forms) ? [exportMany()] : []),
  ...(can("import.write", user, null, forms) ? [importTable()] : []),
  ...(can("server.read", user, null, forms) ? [server()] : []),
];
const clinicSettings = (): Place => ["clinic", t("Clinic settings"), t("Telephone, time zone, lock, one-time codes")];
const server = (): Place => ["server", t("Server"), t("Backups, free disk space, nightly checks")];
const exportMany = (): Place => ["exports", t("Export of many records"), t("All patients or a selection, as files")];
const importTable = (): Place => ["imports", t("Import of patients and visits"), t("From a CSV or XLSX table")];
const lotRecall = (): Place => ["lot-recall", t("Lot recall"), t("Which patients had a lot")];
const trail = (): Place => [
  "audit",
  t("Who saw and did what"),
  t("By person and day; for one patient, open their page"),
];
const outcomes = (): Place => ["outcomes", t("Outcomes"), t("What treatments came to, session by session")];
const reports = (): Place => ["reports", t("Reports"), t("What waits, findings, adverse events, time to approval")];
const notOnFile = (): Place => ["not-on-file", t("Not on file"), t("Missing data that the safety rules need")];
