// Who is signed in. The login is a cookie that expires; the session on the tablet continues until somebody signs out.

import { ApiError, request } from "../api.js";
import { signal } from "../lib/signal.js";
import type { Session, User } from "../types.js";
import { adoptDevice, askToPersist, device, deviceDb } from "./device.js";
import { allDrafts, type Draft } from "./drafts.js";
import { loadForms } from "./forms.js";
import { closeLocal, local, localName, openLocal, openStores } from "./local.js";
import { list, type Waiting } from "./outbox.js";
import { forgetOpened } from "./payload.js";
import { forgetPlace } from "./queue.js";
import { holdNobody } from "./scope.js";
import { currentStatus, report } from "./status.js";

export type Person = User & { key: string; clinic: { id: string; name: string }; pending: number; signedIn: boolean };

let current: Session | null = null;
const currentName = () => current && localName(current);
/** The pending logout request; nobody signs in before it is done. */
let ending = Promise.resolve();
/** Whose login the server has just confirmed for this browser: the first cycle need not ask again. */
let vouched = "";
const changes = signal<Session | null>();
const arrivals = signal<Session>();

/** Called when somebody signs in or out, or hands over. */
export const onSession = changes.listen;

/** Called before that, as soon as the person is known; the forms may still be loading. */
export const onArrival = arrivals.listen;

export const session = (): Session | null =>
  current && { ...current, expired: currentStatus().connection === "signin" };

/** What the tablet remembers; opens that person's database. Works offline. */
export async function loadSession() {
  const row = await deviceDb.read(["meta"], ({ meta }) => meta.get("session"));
  if (row?.value) await take(row.value);
  return session();
}

export const signIn = (email: string, password: string) => enter("/login", { email, password, device: device() });

export const setUp = (setup: {
  token: string;
  clinic: { name: string };
  user: { name: string; email: string; password: string; treats: boolean };
}) => enter("/setup", { ...setup, device: device() });

export const acceptInvite = (token: string, password: string) =>
  enter("/invites", { token, password, device: device() });

/**
 * Nobody is signed in: returns whether the clinic still has to be set up, or whether the browser of an unused tablet
 * holds somebody's login. Where people have worked, a login that the browser still holds is ignored: they sign in
 * again.
 */
export async function newcomer(): Promise<{ setUp: boolean; session: Session | null }> {
  const known = await deviceDb.read(["people"], (db) => db.people.count());
  const { needed, me } = await request("/setup");
  return { setUp: needed, session: me && !known ? await readopt(me) : null };
}

/** The browser kept the login and nothing else: the tablet goes on as the one that login belongs to. */
async function readopt(me: Session & { device: { id: string; name: string } }) {
  await adoptDevice(me.device);
  return remember(me);
}

/** Whose login the server says this browser holds, by the name of their database; nobody else may send. */
export async function checkLogin(): Promise<string> {
  const known = vouched;
  vouched = "";
  if (known && known === currentName()) return known;
  const me = await request("/me");
  const name = localName(me);
  if (name !== currentName()) return name;
  await remember(me);
  vouched = "";
  return name;
}

/**
 * Signs out at once, also offline: no start of the app restores the session, and the login in the browser's cookie is
 * ended as soon as the server is reachable. With unsent or unfinished work and without `force` nothing happens and the
 * work is listed; with `force` it stays in its owner's database until they are back. What the server has confirmed is
 * deleted either way.
 */
export async function signOut({
  force = false,
}: {
  force?: boolean;
} = {}): Promise<{ done: boolean; pending: Waiting[]; drafts: Draft[] }> {
  const [pending, drafts] = await Promise.all([list(), allDrafts()]);
  if ((pending.length || drafts.length) && !force) return { done: false, pending, drafts };
  await forgetSession();
  try {
    await local().write(["base", "meta"], async (db) => {
      await db.base.clear();
      await forgetPlace(db);
      await holdNobody(db);
    });
  } finally {
    leave();
  }
  endLogin();
  return { done: true, pending, drafts };
}

/** Ends the login of a person who signed out here while the server was unreachable. */
export function endLogin(): Promise<void> {
  ending = ending.then(endNow).catch(() => {});
  return ending;
}

async function endNow() {
  const left = await deviceDb.read(["meta"], ({ meta }) => meta.get("signedOut"));
  if (!left) return;
  try {
    const me = await request("/me", { timeout: 5_000 });
    if (localName(me) === left.value) await request("/logout", { method: "POST", body: {}, timeout: 5_000 });
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) return;
  }
  await deviceDb.write(["meta"], ({ meta }) => meta.delete("signedOut"));
}

/** The people who have worked on this tablet. */
export const allPeople = (): Promise<Omit<Person, "pending">[]> =>
  deviceDb.read(["people"], (db) => db.people.getAll());

/** The people who have worked on this tablet, with their unsent changes. */
export async function people(): Promise<Person[]> {
  const rows = await allPeople();
  const found = await Promise.all(rows.map(async (row) => ({ ...row, pending: await unsent(row.key) })));
  return found.sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * Hands the tablet over to someone who has not signed out of it, also offline. False: their password is needed first.
 * Nothing they write is sent until the server has confirmed who they are.
 */
export async function switchTo({ key }: Person) {
  const row = await deviceDb.read(["people"], (db) => db.people.get(key));
  if (!row?.signedIn || !row.session) return false;
  if (current?.user.id !== row.id) await keep(row.session);
  return true;
}

async function enter(path: string, body: unknown) {
  await ending;
  await request(path, { method: "POST", body });
  await deviceDb.write(["meta"], ({ meta }) => meta.delete("signedOut"));
  const found = await remember(await request("/me"));
  report({ connection: "online" });
  askToPersist();
  return found;
}

/** `me`: the answer of GET /me. */
async function remember(me: Session): Promise<Session> {
  const { user, clinic, demo, epoch, version, notices, signed_in_until, idle_minutes } = me;
  const value = { user, clinic, demo, epoch, version, notices, signed_in_until, idle_minutes };
  vouched = localName(value);
  return keep(value);
}

async function keep(value: Session) {
  const { user, clinic } = value;
  const key = localName(value);
  await deviceDb.write(["meta", "people"], async ({ meta, people }) => {
    await meta.put({ name: "session", value });
    await people.put({ ...user, key, clinic, signedIn: true, session: value });
  });
  await take(value);
  return value;
}

/** Called only when the forms are loaded as well, so that the first screen can be drawn completely. */
async function take(value: Session) {
  const same = currentName() === localName(value);
  if (!same) forgetOpened();
  current = value;
  openLocal(value);
  if (same) return;
  local()
    .probe()
    .catch(() => {}); // it opens while the forms are read
  report({ checkedAt: null });
  arrivals.tell(value);
  await loadForms().catch((error) => report({ trouble: error.message }));
  changes.tell(value);
}

async function forgetSession() {
  const key = currentName();
  await deviceDb.write(["meta", "people"], async ({ meta, people }) => {
    await meta.delete("session");
    await meta.put({ name: "signedOut", value: key });
    const row = key && (await people.get(key));
    if (row) await people.put({ ...row, signedIn: false, session: null });
  });
  current = null;
  vouched = "";
}

function leave() {
  forgetOpened();
  closeLocal();
  report({ connection: "unknown" });
  changes.tell(null);
}

/** Another tab of this tablet switched to another person. */
export const onOtherPerson = (listener: () => void) =>
  deviceDb.watch(
    ["meta"],
    (read) => read(["meta"], ({ meta }) => meta.get("session")),
    (row) => {
      if ((row?.value?.user.id ?? null) !== (current?.user.id ?? null)) listener();
    },
  );

async function unsent(key: string) {
  const open = currentName() === key;
  const store = open ? local() : openStores(key);
  try {
    return await store.read(
      ["outbox", "attention"],
      async (db) => (await db.outbox.count()) + (await db.attention.count()),
    );
  } finally {
    if (!open) store.close();
  }
}
