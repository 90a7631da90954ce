// A list as a table for wide screens: sorted by any of its columns, narrowed by words.
import { folded } from "../../core/search.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { textInput } from "../controls/text-input.js";
import { icon } from "./icons.js";

/** A column and what its rows are sorted by; null comes last in either direction. */
export interface Column<Row> {
  key: string;
  name: () => string;
  by: (row: Row) => string | number | null;
  cell: (row: Row) => unknown;
}

/** The column and direction by which a table is sorted. */
export interface TableOrder {
  key: string;
  down: boolean;
}

export interface SortedTable<Row> {
  /** The first one names the row. */
  columns: Column<Row>[];
  /** In the order that decides where a column does not. */
  rows: Row[];
  order: TableOrder;
  onOrder: (order: TableOrder) => void;
  first?: (rows: Row[]) => Row[];
  /** The row that is shown beside the table. */
  isHere?: (row: Row) => boolean;
}

function compared(a: string | number | null, b: string | number | null, down: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
  return down ? -order : order;
}

export function sortedTable<Row>({ columns, rows, order, onOrder, first, isHere }: SortedTable<Row>): Template {
  const column = columns.find(({ key }) => key === order.key);
  const sorted = column ? [...rows].sort((a, b) => compared(column.by(a), column.by(b), order.down)) : rows;
  const head = ({ key, name }: Column<Row>) => {
    if (!name()) return html`<td></td>`; // the buttons of a row: nothing to sort by
    const isIt = key === column?.key;
    const press = () => onOrder({ key, down: isIt && !order.down });
    return html`<th scope="col" aria-sort=${isIt ? (order.down ? "descending" : "ascending") : "none"}>
      <button type="button" @click=${press}>${name()}${isIt ? icon(order.down ? "down" : "up", 16) : nothing}</button></th>`;
  };
  const line = (row: Row) =>
    html`<tr aria-current=${isHere?.(row) ? "true" : nothing}>${columns.map(({ cell }, i) => (i === 0 ? html`<th scope="row">${cell(row)}</th>` : html`<td>${cell(row)}</td>`))}</tr>`;
  return html`<table class="wide-table"><thead><tr>${columns.map(head)}</tr></thead>
    <tbody>${(first?.(sorted) ?? sorted).map(line)}</tbody></table>`;
}

/** How a table with a filter is shown, as long as its screen is open. */
export interface TableState {
  order: TableOrder;
  filter: string;
}

export const tableState = (): TableState => ({ order: { key: "", down: false }, filter: "" });

export interface FilteredTable<Row> extends Pick<SortedTable<Row>, "columns" | "rows" | "first"> {
  /** Of the filter's box, where a page has more than one. */
  id?: string;
  state: TableState;
  redraw: () => void;
  /** The server has more rows than these. */
  isPart?: boolean;
  /** What a row is found by. */
  words: (row: Row) => string;
}

/** A table with a box above it that narrows its rows. */
export function filteredTable<Row>(table: FilteredTable<Row>): Template {
  const { id = "filter", columns, rows, first, state, redraw, isPart, words } = table;
  const asked = folded(state.filter).split(" ");
  const found = rows.filter((row) => asked.every((word) => folded(words(row)).includes(word)));
  const change = (news: Partial<TableState>) => {
    Object.assign(state, news);
    redraw();
  };
  const all = isPart ? t("{n} shown, there are more", { n: rows.length }) : t("{n} in all", { n: rows.length });
  const count = found.length === rows.length ? all : t("{n} of {m}", { n: found.length, m: rows.length });
  return html`<div class="table-filter no-print">
      ${textInput(id, t("Filter this list"), { type: "search", value: state.filter, required: false, placeholder: t("Filter this list"), onInput: (filter) => change({ filter }) })}
      <span class="quiet" role="status">${count}</span></div>
    ${sortedTable({ columns, rows: found, order: state.order, onOrder: (order) => change({ order }), first })}`;
}
