// What belongs to the tablet and not to one person: its name, its settings, the people who have worked on it, the forms
// as last received.

import { uuid } from "../lib/ids.js";
import type { Unit } from "../types.js";
import type { Read } from "./db.js";
import { database } from "./db.js";

export const deviceDb = database("needlepoint:device", 11, {
  meta: { key: "name" },
  settings: { key: "name" },
  people: { key: "key" },
  keys: { key: "key" },
  cache: { key: "name" },
});

const SETTINGS = { theme: "auto", hand: "both", glove: "off", sound: "on", textSize: "normal" };

let known: { id: string; name: string } = { id: "", name: "" };

/** Reads the tablet's identity, or creates it on the first start. */
export async function loadDevice() {
  const kept = await deviceDb.read(["meta"], ({ meta }) => meta.get("device"));
  known = kept?.value ?? (await firstStart());
  return known;
}

/** Another tab may be the first as well. */
const firstStart = () =>
  deviceDb.write(["meta"], async ({ meta }) => {
    const row = await meta.get("device");
    if (row) return row.value;
    const id = uuid();
    const made = { id, name: `${guessName()} ${id.slice(-4).toUpperCase()}` };
    await meta.put({ name: "device", value: made });
    return made;
  });

export const device = () => known;

/** The newest shape of content this app can show; the server lets no app sign what it cannot show. */
export const SCHEMA = 2;

/** The version of the app that is running. */
export const appVersion = () => document.documentElement.dataset.version ?? "";

export async function renameDevice(name: string) {
  return adoptDevice({ ...known, name: name.trim() || known.name });
}

/** From now on this tablet is the one the server knows by this id. */
export async function adoptDevice(value: { id: string; name: string }) {
  await deviceDb.write(["meta"], ({ meta }) => meta.put({ name: "device", value }));
  known = value;
  return known;
}

const isIPad = () =>
  /iPad/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

/**
 * Whether the browser erases everything kept here after a week without use: on an iPad or iPhone, unless the app is on
 * the home screen.
 */
export const isErasable = () => (isIPad() || /iPhone/.test(navigator.userAgent)) && !isInstalled();

/** Whether the app opens without a network: its files are kept, all of them, or the worker would not be in charge. */
export const isShellKept = async () =>
  Boolean(
    navigator.serviceWorker?.controller && (await caches.match("/")) && (await caches.match("/static/dist/app.js")),
  );

/** By a word of the browser's name for itself, the first that is found. */
const KINDS = {
  iPhone: "iPhone",
  Android: "Android",
  Windows: "Windows PC",
  Macintosh: "Mac",
  CrOS: "Chromebook",
  Linux: "Linux PC",
};

/** A first name for this device; the end of its id tells it apart from others of the kind. */
function guessName() {
  const agent = navigator.userAgent;
  if (isIPad()) return "iPad";
  const found = Object.entries(KINDS).find(([mark]) => agent.includes(mark));
  return found?.[1] ?? "Tablet";
}

async function readSettings(read: Read): Promise<Unit> {
  const rows = await read(["settings"], (db) => db.settings.getAll());
  return { ...SETTINGS, ...Object.fromEntries(rows.map(({ name, value }) => [name, value])) };
}

/** theme auto|light|dark, hand both|left|right, glove off|on, sound on|off, textSize normal|large|larger; language: see language.ts. */
export const settings = () => readSettings(deviceDb.read);

export const setSetting = (name: string, value: string) =>
  deviceDb.write(["settings"], (db) => db.settings.put({ name, value }));

export const watchSettings = (listener: (settings: Unit) => void) =>
  deviceDb.watch(["settings"], readSettings, listener);

/** What the browser guarantees about this tablet's storage. `persisted` is null where it does not say. */
export async function storageState() {
  const { storage } = navigator;
  const persisted = (await storage?.persisted?.().catch(() => null)) ?? null;
  const estimate = await storage?.estimate?.().catch(() => null);
  return { persisted, usage: estimate?.usage ?? null, quota: estimate?.quota ?? null, installed: isInstalled() };
}

const isInstalled = () =>
  matchMedia("(display-mode: standalone)").matches ||
  (navigator as Navigator & { standalone?: boolean }).standalone === true;

/** Asks the browser never to evict this origin's storage. */
export const askToPersist = () => Promise.resolve(navigator.storage?.persist?.() ?? false).catch(() => false);
