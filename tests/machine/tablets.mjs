// Tablets in one Node process: reads one JSON command a line and answers with one line. A command is for one tab, and
// names a function of build/machine/tablet.js; `left` closes the tab after so many of its IndexedDB transactions.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import "fake-indexeddb/auto";
import { closed, Tab, Tablet } from "./browser.mjs";

const [code, server] = [readFileSync(process.argv[2], "utf8"), process.argv[3]];
let tablets = [];
let underway = new Map();

/** mulberry32 */
function numbers(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const host = {
  begin({ seed, locks }) {
    tablets = locks.map((has, i) => ({ tablet: new Tablet(server, has, numbers(seed + i)), tabs: [] }));
    underway = new Map();
  },
  async open({ device, tab }) {
    const { tablet, tabs } = tablets[device];
    tabs[tab]?.tab.end();
    const made = new Tab(tablet);
    const globals = made.globals();
    const run = new Function(...Object.keys(globals), `${code}; return tablet;`);
    tabs[tab] = { tab: made, app: run(...Object.values(globals)) };
    return tabs[tab].app.boot();
  },
  set({ device, ...what }) {
    Object.assign(tablets[device].tablet, what);
  },
  /** Resolves when the answer is on its way, or when the work is over. */
  async start(command) {
    const { tab } = tablets[command.device].tabs[command.tab];
    const work = call(command).catch((error) => ({ error: String(error) }));
    underway.set(tab, work);
    const sent = (async () => {
      while (!tab.late) await new Promise(setImmediate);
    })();
    await Promise.race([work, sent]);
    if (!tab.late) tab.late = () => {};
  },
  /** Late answers of a tablet arrive. */
  async arrive({ device }) {
    for (const { tab } of tablets[device].tabs.filter(Boolean)) {
      const work = underway.get(tab);
      tab.late?.();
      tab.late = null;
      underway.delete(tab);
      await (tab.open ? work : null);
    }
  },
};

async function call({ device, tab: number, name, given = [], left = null }) {
  const { tab, app } = tablets[device].tabs[number];
  tab.left = left ?? Number.POSITIVE_INFINITY;
  const work = name.split(".").reduce((from, part) => from[part], app)(...given);
  const done = await Promise.race([work, tab.ended]);
  tab.left = Number.POSITIVE_INFINITY;
  if (!tab.open) throw closed();
  return done;
}

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  try {
    const value = await (command.host ? host[command.host](command) : call(command));
    console.log(JSON.stringify({ value: value ?? null }));
  } catch (error) {
    console.log(JSON.stringify({ error: error.name, detail: String(error.stack ?? error) }));
  }
}
process.exit(0);
