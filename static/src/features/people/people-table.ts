// People and devices as tables, for wide screens.
import { formatAgo } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Account, Device } from "../../types.js";
import { dotted } from "../../ui/layout/page.js";
import { type Column, type FilteredTable, filteredTable } from "../../ui/layout/sorted-table.js";
import { roleLabel } from "../account/person-menu.js";
import {
  accountActs,
  accountMark,
  accountWords,
  confirmActs,
  deviceActs,
  deviceMarks,
  deviceWords,
  type May,
  roleCell,
} from "./account-parts.js";

type Drawn<Row> = Pick<FilteredTable<Row>, "state" | "redraw">;

const stateKey = ({ active, joined, waits_since: waits }: Account) => [active, joined, waits === null].join();

const accountColumns = (may: May): Column<Account>[] => [
  {
    key: "name",
    name: () => t("Name"),
    by: ({ name }) => name,
    cell: ({ id, name }) =>
      html`${name}${id === may.app.user.id ? html` <span class="quiet">${t("you")}</span>` : nothing}`,
  },
  { key: "email", name: () => t("Email"), by: ({ email }) => email, cell: ({ email }) => email },
  {
    key: "role",
    name: () => t("Role"),
    by: ({ role }) => roleLabel(role),
    cell: (user) => html`<span class="cluster">${roleCell(user, may)}</span>`,
  },
  {
    key: "state",
    name: () => t("State"),
    by: stateKey,
    cell: (user) => html`${accountMark(user)} ${dotted(...accountWords(user, may))}`,
  },
  {
    key: "acts",
    name: () => "",
    by: () => null,
    cell: (user) => html`<span class="cluster">${confirmActs(user, may)}${accountActs(user, may)}</span>`,
  },
];

export const peopleTable = (users: Account[], may: May, drawn: Drawn<Account>): Template =>
  filteredTable({
    ...drawn,
    columns: accountColumns(may),
    rows: users,
    words: (user) => [user.name, user.email, roleLabel(user.role), ...accountWords(user, may)].join(" "),
  });

const deviceColumns = (may: May): Column<Device>[] => [
  { key: "name", name: () => t("Device"), by: ({ name }) => name, cell: ({ name }) => name },
  {
    key: "person",
    name: () => t("Last used by"),
    by: ({ last_person: person }) => person ?? null,
    cell: ({ last_person: person }) => person ?? nothing,
  },
  {
    key: "seen",
    name: () => t("Last seen"),
    by: ({ last_seen_at: at }) => at,
    cell: ({ last_seen_at: at }) => formatAgo(at),
  },
  {
    key: "state",
    name: () => t("State"),
    by: ({ status, pending_ops: pending }) => [status, pending ?? 0].join(),
    cell: (device) => html`${deviceMarks(device)} ${dotted(...deviceWords(device, may))}`,
  },
  { key: "acts", name: () => "", by: () => null, cell: (device) => deviceActs(device, may) },
];

export const deviceTable = (devices: Device[], may: May, drawn: Drawn<Device>): Template =>
  filteredTable({
    ...drawn,
    id: "filter-devices",
    columns: deviceColumns(may),
    rows: devices,
    words: (device) => [device.name, device.last_person, ...deviceWords(device, may)].join(" "),
  });
