// The running clocks of the people of this tablet, without any patient: they go on while the tablet is locked.

import { deviceDb } from "./device.js";

/** What runs, since when, and the times that are announced, in minutes. */
export interface Timer {
  what: string;
  since: string;
  planned: number | null;
  limit: number | null;
}

/** A timer with the name of the person who runs it. */
export type NamedTimer = Timer & { name: string };

const DAY = 86_400_000;
const STORES = ["meta", "people"];
/** The name in meta. */
export const timersOf = (key: string) => `timers:${key}`;

/** `key`: the name of the person's database. */
export async function keepTimers(key: string, timers: Timer[]) {
  const value = timers.map(({ what, since, planned, limit }) => ({ what, since, planned, limit }));
  await deviceDb.write(["meta"], async ({ meta }) => {
    const known = await meta.get(timersOf(key));
    if (JSON.stringify(known?.value ?? []) !== JSON.stringify(value)) await meta.put({ name: timersOf(key), value });
  });
}

export const watchTimers = (listener: (timers: NamedTimer[]) => void) =>
  deviceDb.watch(
    STORES,
    (read) =>
      read(STORES, async ({ meta, people }) => {
        const all: NamedTimer[] = [];
        for (const { key, name } of await people.getAll()) {
          const timers: Timer[] = (await meta.get(timersOf(key)))?.value ?? [];
          all.push(...timers.filter(isOfToday).map((timer) => ({ ...timer, name })));
        }
        return all;
      }),
    listener,
  );

const isOfToday = ({ since }: Timer) => Date.now() - Date.parse(since) < DAY;
