// Tablets in one Node process: reads one JSON command a line and answers with one line. A command is for one tab, and
// names a function of build/machine/tablet.js; `left` closes the tab after so many of its IndexedDB transactions. The
// requests of the tablets are lines too, which whoever started this process answers.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import "fake-indexeddb/auto";
import { closed, forms, outdate, Tab, Tablet } from "./browser.mjs";

const codes = process.argv.slice(2).map((file) => readFileSync(file, "utf8"));
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const asked = new Map();
let requests = 0;
let tablets = [];
let underway = new Map();
let kept = [];
/** the scripts of a tab, given its globals, of each version */
const runs = [];

/** The rows of fake-indexeddb are plain, and the bytes in them are never changed in place: these need no copy. */
const cloned = structuredClone;
globalThis.structuredClone = function copy(value) {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  if (Object.isFrozen(value)) return value;
  if (Array.isArray(value)) return value.map(copy);
  if (Object.getPrototypeOf(value) !== Object.prototype) return cloned(value);
  const made = {};
  for (const name in value) made[name] = copy(value[name]);
  return made;
};

/** What was last told of each tablet, by place and id. */
let told = new Map();

/** Of what is as it was told before, the id alone. */
function news(device, found) {
  for (const place of ["waiting", "received", "refused", "notes", "conflicts"])
    found[place] = found[place].map((each) => {
      const id = each.op_id ?? each.id;
      const [key, text] = [`${device} ${place} ${id}`, JSON.stringify(each)];
      if (told.get(key) === text) return id;
      told.set(key, text);
      return each;
    });
  return found;
}

const server = (request) =>
  new Promise((answered) => {
    asked.set(++requests, answered);
    say({ request, number: requests });
  });

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
  begin({ seed, locks, shareForms = false }) {
    forms.areShared = shareForms;
    tablets = locks.map((has, i) => ({ tablet: new Tablet(server, has, numbers(seed + i)), tabs: [] }));
    underway = new Map();
    told = new Map();
  },
  /** The tablets as they are now, for `again`. */
  keep() {
    kept = tablets.map(({ tablet }) => tablet.copy());
  },
  again({ seed }) {
    for (const { tab } of tablets.flatMap((each) => each.tabs.filter(Boolean))) tab.end();
    tablets = kept.map((tablet, i) => ({ tablet: tablet.copy(numbers(seed + i)), tabs: [] }));
    told = new Map();
    underway = new Map();
  },
  /** The names of the databases there are; one whose making was aborted stays in fake-indexeddb as version 0. */
  files: ({ device }) =>
    [...tablets[device].tablet.storage._databases].filter(([, { version }]) => version > 0).map(([name]) => name),
  /** Everything on a tablet. */
  async look({ device }) {
    return news(device, await call({ device, tab: 0, name: "everything" }));
  },
  /** One cycle, which the fault meets; then whether it was let in. */
  async sync({ device, tab, ...what }) {
    await host.arrive({ device });
    host.set({ device, ...what });
    await call({ device, tab, name: "engine.syncNow" });
    return (await call({ device, tab, name: "status.currentStatus" })).connection;
  },
  /** `version` is the place among the files this process was started with. */
  async open({ device, tab, version = 0, left = null }) {
    const { tablet, tabs } = tablets[device];
    tabs[tab]?.tab.end();
    const made = new Tab(tablet);
    const globals = made.globals();
    runs[version] ??= new Function(...Object.keys(globals), `${codes[version]}; return tablet;`);
    tabs[tab] = { tab: made, app: runs[version](...Object.values(globals)) };
    made.left = left ?? Number.POSITIVE_INFINITY;
    await Promise.race([tabs[tab].app.boot(), made.ended]);
    made.left = Number.POSITIVE_INFINITY;
  },
  /** All tabs are closed, and the next one finds databases of the version before. */
  upgrade({ device }) {
    const { tablet, tabs } = tablets[device];
    for (const { tab } of tabs.filter(Boolean)) tab.end();
    const older = tablet.copy(tablet.random);
    outdate(older);
    tablets[device] = { tablet: Object.assign(older, { ahead: tablet.ahead }), tabs: [] };
  },
  set({ device, ...what }) {
    Object.assign(tablets[device].tablet, what);
  },
  /** Resolves when the answer is on its way, or when the work is over. */
  async start(command) {
    if (!tablets[command.device].tabs[command.tab]) await host.open(command);
    const { tab } = tablets[command.device].tabs[command.tab];
    const work = call(command).catch((error) => ({ error: String(error) }));
    underway.set(tab, work);
    await Promise.race([work, new Promise((sent) => (tab.whenLate = sent))]);
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

/** In a tab that is opened by the first call. */
async function call({ device, tab: number, name, given = [], left = null }) {
  if (!tablets[device].tabs[number]) await host.open({ device, tab: number });
  const { tab, app } = tablets[device].tabs[number];
  tab.left = left ?? Number.POSITIVE_INFINITY;
  const work = name.split(".").reduce((from, part) => from[part], app)(...given);
  const done = await Promise.race([work, tab.ended]);
  tab.left = Number.POSITIVE_INFINITY;
  if (!tab.open) throw closed();
  return done;
}

/** With `look`, the answer tells what is on the tablet after it, whether the command failed or not. */
async function obey({ look = false, ...command }) {
  const said = {};
  try {
    said.value = (await (command.host ? host[command.host](command) : call(command))) ?? null;
  } catch (error) {
    Object.assign(said, { error: error.name, detail: String(error.stack ?? error) });
  }
  if (look) said.found = await host.look(command);
  say(said);
}

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const said = JSON.parse(line);
    if (!said.response) return obey(said);
    asked.get(said.number)(said.response);
    asked.delete(said.number);
  })
  .on("close", () => process.exit(0));
