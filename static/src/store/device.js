// What belongs to the tablet and not to one person: its name, its wishes, who has worked on it, the form as last received.

import { uuid } from "../lib/ids.js";
import { database } from "./db.js";

export const deviceDb = database("needlepoint:device", 10, {
  meta: { key: "name" },
  settings: { key: "name" },
  people: { key: "key" },
  cache: { key: "name" },
});

const SETTINGS = { theme: "auto", hand: "both", glove: "off", sound: "on", textSize: "normal", language: "en" };

/** @type {{id: string, name: string}} */
let known = { id: "", name: "" };

/** Reads, or on the first start makes, what names this tablet. */
export async function loadDevice() {
  known = await deviceDb.write(["meta"], async ({ meta }) => {
    const row = await meta.get("device");
    if (row) return row.value;
    const made = { id: uuid(), name: guessName() };
    await meta.put({ name: "device", value: made });
    return made;
  });
  return known;
}

export const device = () => known;

/** Which version of the app is running here. */
export const appVersion = () => document.documentElement.dataset.version ?? "";

/** @param {string} name */
export async function renameDevice(name) {
  const value = { ...known, name: name.trim() || known.name };
  await deviceDb.write(["meta"], ({ meta }) => meta.put({ name: "device", value }));
  known = value;
  return known;
}

function guessName() {
  const agent = navigator.userAgent;
  if (/iPad/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1)) return "iPad";
  return (
    ["iPhone", "Android", "Windows", "Macintosh", "CrOS", "Linux"].find((each) => agent.includes(each)) ?? "Tablet"
  );
}

/** @param {import("./db.js").Read} read @returns {Promise<Record<string, any>>} */
async function readSettings(read) {
  const rows = await read(["settings"], (db) => db.settings.getAll());
  return { ...SETTINGS, ...Object.fromEntries(rows.map(({ name, value }) => [name, value])) };
}

/** theme auto|light|dark, hand both|left|right, glove off|on, sound on|off, textSize normal|large|larger, language. */
export const settings = () => readSettings(deviceDb.read);

/** @param {string} name @param {string} value */
export const setSetting = (name, value) => deviceDb.write(["settings"], (db) => db.settings.put({ name, value }));

/** @param {(settings: Record<string, any>) => void} told */
export const watchSettings = (told) => deviceDb.watch(["settings"], readSettings, told);

/** What the browser promises about this tablet's storage. `persisted` is null where it does not say. */
export async function storageState() {
  const { storage } = navigator;
  const persisted = (await storage?.persisted?.().catch(() => null)) ?? null;
  const estimate = await storage?.estimate?.().catch(() => null);
  return { persisted, usage: estimate?.usage ?? null, quota: estimate?.quota ?? null, installed: isInstalled() };
}

const isInstalled = () =>
  matchMedia("(display-mode: standalone)").matches || /** @type {any} */ (navigator).standalone === true;

/** Asks the browser never to clear this origin by itself. */
export const askToPersist = () => Promise.resolve(navigator.storage?.persist?.() ?? false).catch(() => false);
