// The trail as a table, for wide screens: what follows each other alike is one row, as in the list.
import { formatDate } from "../../lib/dates.js";
import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { TrailRow } from "../../sync/audit.js";
import { dotted } from "../../ui/layout/page.js";
import { type Column, type FilteredTable, filteredTable } from "../../ui/layout/sorted-table.js";
import { addressOf, besides, dayOf, patientOf, type Run, runsOf, timesOf } from "./trail-rows.js";

const sentence = ({ row }: Run): string => t(row.sentence, row.params);

function sentenceCell(run: Run): Template {
  const href = addressOf(run.row);
  return href ? html`<a href=${href}>${sentence(run)}</a>` : html`${sentence(run)}`;
}

const COLUMNS: Column<Run>[] = [
  { key: "what", name: () => t("What was done"), by: sentence, cell: sentenceCell },
  {
    key: "at",
    name: () => t("When"),
    by: ({ row }) => row.at,
    cell: (run) => `${formatDate(dayOf(run.row.at))} ${timesOf(run)}`,
  },
  {
    key: "patient",
    name: () => t("Patient"),
    by: ({ row }) => patientOf(row) || null,
    cell: ({ row }) => patientOf(row),
  },
  {
    key: "device",
    name: () => t("Device"),
    by: ({ row }) => row.device_name ?? null,
    cell: ({ row }) => row.device_name,
  },
  { key: "more", name: () => t("Details"), by: () => null, cell: (run) => dotted(...besides(run)) },
];

/** `ofPatient`: all are about one patient, who is named above. */
export const trailTable = (
  rows: TrailRow[],
  ofPatient: boolean,
  drawn: Pick<FilteredTable<Run>, "state" | "redraw" | "isPart">,
): Template =>
  filteredTable({
    ...drawn,
    columns: COLUMNS.filter(({ key }) => !(ofPatient && key === "patient")),
    rows: runsOf(rows),
    words: (run) => [sentence(run), patientOf(run.row), run.row.device_name, ...besides(run)].join(" "),
  });
