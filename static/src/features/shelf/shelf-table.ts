// The opened boxes, and the visits at which a lot was used, as tables for wide screens.
import { formatDate } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { LocalRecord } from "../../types.js";
import { type Column, type FilteredTable, filteredTable } from "../../ui/layout/sorted-table.js";
import { patientName, telHref } from "../patient/patient-labels.js";
import type { LotUse } from "./lot-recall.js";
import { itemOf, kindWord } from "./shelf-labels.js";

interface BoxRow {
  box: LocalRecord;
  left: number | null;
  of: number;
}

export interface BoxTable extends Pick<FilteredTable<BoxRow>, "state" | "redraw"> {
  /** The single units that are left of a box. */
  leftOf: (box: LocalRecord) => number;
  marks: (box: LocalRecord) => unknown;
  approval: (box: LocalRecord) => string;
  acts: (box: LocalRecord) => Template;
}

const dated = (date: string | null | undefined) =>
  date ? html`<span class="unbroken">${formatDate(date)}</span>` : nothing;

const boxColumns = ({ marks, acts, approval }: Pick<BoxTable, "marks" | "acts" | "approval">): Column<BoxRow>[] => [
  {
    key: "product",
    name: () => t("Product"),
    by: ({ box }) => itemOf(box).product ?? null,
    cell: ({ box }) =>
      html`${itemOf(box).product || t("Unnamed product")} <span class="row-detail">${approval(box)}</span>`,
  },
  {
    key: "kind",
    name: () => t("Kind"),
    by: ({ box }) => kindWord(itemOf(box).kind),
    cell: ({ box }) => kindWord(itemOf(box).kind),
  },
  {
    key: "lot",
    name: () => t("LOT"),
    by: ({ box }) => itemOf(box).lot ?? null,
    cell: ({ box }) => html`<span class="box-lot unbroken">${itemOf(box).lot}</span>`,
  },
  {
    key: "expiry",
    name: () => t("Expiry"),
    by: ({ box }) => itemOf(box).expiry ?? null,
    cell: ({ box }) => html`${dated(itemOf(box).expiry)} ${marks(box)}`,
  },
  {
    key: "left",
    name: () => t("Units left"),
    by: ({ left }) => left,
    cell: ({ left, of }) => (left === null ? nothing : t("{n} of {m}", { n: left, m: of })),
  },
  {
    key: "opened",
    name: () => t("Opened on"),
    by: ({ box }) => itemOf(box).opened_on ?? null,
    cell: ({ box }) => dated(itemOf(box).opened_on),
  },
  { key: "acts", name: () => "", by: () => null, cell: ({ box }) => acts(box) },
];

export function boxTable(boxes: LocalRecord[], { leftOf, marks, acts, approval, state, redraw }: BoxTable): Template {
  const rows = boxes.map((box) => {
    const of = itemOf(box).unit_codes?.length ?? 0;
    return { box, left: of ? leftOf(box) : null, of };
  });
  const words = ({ box }: BoxRow) => [itemOf(box).product, itemOf(box).lot, kindWord(itemOf(box).kind)].join(" ");
  return filteredTable({ columns: boxColumns({ marks, acts, approval }), rows, state, redraw, words });
}

const USES: Column<LotUse>[] = [
  {
    key: "name",
    name: () => t("Patient"),
    by: ({ patient }) => `${patient.family ?? ""} ${patient.given ?? ""}`,
    cell: ({ patient, note_id: note }) =>
      html`<a href="#/notes/${note}">${patientName({ fields: { identity: patient } })}</a>`,
  },
  {
    key: "phone",
    name: () => t("Telephone"),
    by: ({ patient }) => patient.phone ?? null,
    cell: ({ patient: { phone } }) =>
      phone ? html`<a href=${telHref(phone)}>${phone}</a>` : html`<span class="quiet">${t("no number")}</span>`,
  },
  {
    key: "born",
    name: () => t("Date of birth"),
    by: ({ patient }) => patient.birth_date ?? null,
    cell: ({ patient }) => dated(patient.birth_date),
  },
  {
    key: "number",
    name: () => t("Number"),
    by: ({ patient }) => patient.mrn ?? null,
    cell: ({ patient }) => patient.mrn ?? nothing,
  },
  {
    key: "day",
    name: () => t("Date of visit"),
    by: ({ happened_at: at }) => at,
    cell: ({ happened_at: at }) => formatDate(at.slice(0, 10)),
  },
  {
    key: "kind",
    name: () => t("Kind"),
    by: ({ kind, lot }) => `${kindWord(kind)} ${lot}`,
    cell: ({ kind, lot }) => html`${kindWord(kind)} <span class="box-lot unbroken">${lot}</span>`,
  },
  {
    key: "unit",
    name: () => t("Unit"),
    by: ({ unit_code: code }) => code || null,
    cell: ({ unit_code: code }) => code,
  },
  {
    key: "operator",
    name: () => t("Treated by"),
    by: ({ operator_name: name }) => name,
    cell: ({ operator_name: name }) => name ?? nothing,
  },
];

export const recallLotTable = (uses: LotUse[], drawn: Pick<FilteredTable<LotUse>, "state" | "redraw">): Template =>
  filteredTable({
    ...drawn,
    columns: USES,
    rows: uses,
    words: ({ patient, operator_name: name }) =>
      [patientName({ fields: { identity: patient } }), patient.phone, patient.mrn, name].join(" "),
  });
