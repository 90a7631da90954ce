// Which records a write changes: tracked as it writes, so that no writer has to say it.

import type { BaseRow, Value } from "../types.js";
import type { Opened, OpenStore } from "./db.js";

/** A record that was changed; `patient` is whose it is, undefined where that is not known. */
export type RecordKey = { type: string; id: string; patient?: string | null };

/** A record as a transaction has changed it; `row` is what was written to base, which need not be read again. */
export type Changed = RecordKey & { row?: BaseRow };

/** The records that were changed; null when any may have been. */
export type Touched = RecordKey[] | null;

/** Which changed records a watch is called for; without it, for each write to its stores. */
export type Range = { type: string; id?: string; ids?: Set<string>; patientId?: string };

/** What another tab has written. One of an earlier version names stores only, and none that is computed from them. */
export function readMessage(data: (string | { touched: Touched })[], all: string[]): [string[], Touched] {
  const more = data.find((each) => typeof each === "object");
  return more ? [data.filter((each) => typeof each === "string"), more.touched] : [all, null];
}

export const joinTouched = (one: Touched, other: Touched): Touched => (one && other ? [...one, ...other] : null);

export const isIn = (range: Range | undefined, touched: Touched): boolean =>
  !range || !touched || touched.some((key) => matches(range, key));

const matches = ({ type, id, ids, patientId }: Range, key: RecordKey): boolean =>
  key.type === type &&
  (id === undefined || key.id === id) &&
  (ids === undefined || ids.has(key.id)) &&
  (patientId === undefined || key.patient === undefined || key.patient === patientId);

/** The stores of a write, and the records it has changed in those named in `of`, each once. */
export function trackWrites(opened: Opened, of: string[]) {
  const found: Map<string, Changed> = new Map();
  const asked: Promise<unknown>[] = [];
  let all = false;
  const note = (one?: RecordKey, more: Pick<Changed, "row"> = {}) => {
    const key = one && `${one.type}/${one.id}`;
    if (key) found.set(key, { ...found.get(key), type: one.type, id: one.id, ...more });
  };
  const tracked = (name: string, store: OpenStore): OpenStore => {
    const instead: Record<string, unknown> = {
      put(row: Value) {
        note(row, name === "base" ? { row } : {});
        return store.put(row);
      },
      delete(key: Value) {
        asked.push(store.get(key).then((row) => note(row, name === "base" ? { row: undefined } : {}))); // before it is gone
        return store.delete(key);
      },
      clear() {
        all = true;
        return store.clear();
      },
    };
    return new Proxy(store, {
      get(target, name) {
        const own = instead[name as string] ?? Reflect.get(target, name, target);
        return typeof own === "function" ? own.bind(target) : own;
      },
    });
  };
  return {
    stores: Object.fromEntries(
      Object.entries(opened).map(([name, store]) => [name, of.includes(name) ? tracked(name, store) : store]),
    ) as Opened,
    async touched(): Promise<Changed[] | null> {
      await Promise.all(asked);
      return all ? null : [...found.values()];
    },
  };
}
