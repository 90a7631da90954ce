// Who has the tablet. The login is a cookie that expires; a person can work on the tablet until they sign out, but only
// with their device secret. It is asked for after a sign-in, a start of the app, a hand-over and a pause, offline too.

import { ApiError, openWith, request } from "../api.js";
import { signal } from "../lib/signal.js";
import type { PasskeyAnswer, Session } from "../types.js";
import { adoptDevice, askToPersist, device, deviceDb } from "./device.js";
import { allDrafts, type Draft } from "./drafts.js";
import { ERASED } from "./erase.js";
import { loadForms } from "./forms.js";
import { freezeAll } from "./freeze.js";
import { forgetKeys, hasKeys, keysOpenFor, type Owner, openKeys, saysOpen, secretHolds } from "./keys.js";
import { speakTo } from "./language.js";
import { keepLease, noteContact } from "./lease.js";
import { closeLocal, local, localName, openLocal } from "./local.js";
import { endLogin, loginEnded } from "./logout.js";
import { moveIn } from "./move.js";
import { copyAgain, makeKeys, noteProof, recoverKeys, renewKeys } from "./new-keys.js";
import { list, type Waiting } from "./outbox.js";
import { forgetOpened } from "./payload.js";
import { countWaiting, forgetSent } from "./pictures.js";
import { forgetPlace } from "./queue.js";
import { holdNobody } from "./scope.js";
import { currentStatus, report } from "./status.js";

/** Somebody who has signed in and has not given or chosen their device secret yet. */
export interface Arrival {
  session: Session;
  /** They have no keys on this tablet. */
  isNew: boolean;
}

export { endLogin } from "./logout.js";

/** So long the server is asked for before what is kept is hidden. */
const PATIENCE = 4_000;

let current: Session | null = null;
let arriving: (Arrival & { password: string }) | null = null;
let last = "";
const currentName = () => current && localName(current);
/** Whose login the server has just confirmed for this browser: the first cycle need not ask again. */
let vouched = "";
const changes = signal<Session | null>();
/** Called when somebody signs in, also again, or out, or hands over. */
export const onSession = changes.listen;

/** What the server shows of records, it shows to an open tablet only: the cookie stays in a locked browser too. */
openWith(async () => (current?.login ? saysOpen(localName(current), current.login) : null));

export const session = (): Session | null =>
  current && { ...current, expired: currentStatus().connection === "signin" };

/** Reads who had the tablet last. They have it again once they have given their secret. */
export async function readLast() {
  const [row, before] = await deviceDb.read(["meta"], ({ meta }) =>
    Promise.all([meta.get("last"), meta.get("session")]),
  );
  last = row?.value ?? (before?.value ? localName(before.value) : "");
}

/** Who has the tablet or had it last, by the name of their database; empty for nobody. */
export const lastName = () => last;

/** A one-time or recovery code, or the answer of a passkey. */
export interface Second {
  code?: string;
  passkey?: PasskeyAnswer;
}

export const signIn = (email: string, password: string, second: Second = {}) =>
  enter("/login", { email, password, ...second, device: device() }, password);

export const setUp = (setup: {
  token: string;
  clinic: { name: string };
  user: { name: string; email: string; password: string; treats: boolean };
}) => enter("/setup", { ...setup, device: device() }, setup.user.password);

export const acceptInvite = (token: string, password: string, second: Second = {}) =>
  enter("/invites", { token, password, ...second, device: device() }, password);

/**
 * Whether the clinic is still to be set up; asked only on a tablet where nobody has worked. A browser that lost its
 * storage and kept a login takes the id of the tablet of that login; the person signs in again.
 */
export async function isToBeSetUp(): Promise<boolean> {
  const known = await deviceDb.read(["people"], (db) => db.people.count());
  if (known) return false;
  const { needed, me } = await request("/setup");
  if (me) await adoptDevice(me.device);
  return needed;
}

/** Whose login the server says this browser holds, by the name of their database; nobody else may send. */
export async function checkLogin(): Promise<string> {
  const isKnown = vouched !== "" && vouched === currentName();
  vouched = "";
  if (!isKnown) {
    const me = await request("/me");
    if (localName(me) !== currentName()) return localName(me);
    await keep(sessionOf(me));
  }
  if (current) await renewKeys(ownerOf(current)); // where the server does not know them
  return currentName() ?? "";
}

/** Whose login the browser holds, by the name of their database; empty when nobody's. */
export async function loginHere(timeout?: number): Promise<string> {
  try {
    return localName(await request("/me", { timeout }));
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return "";
    throw error;
  }
}

type Left = { done: boolean; pending: Waiting[]; drafts: Draft[]; photos: number };

/**
 * Signs out at once, also offline: no start of the app restores the session, and the login in the browser's cookie is
 * ended as soon as the server is reachable. With unsent or unfinished work and without `force` nothing happens and the
 * work is listed; with `force` it stays in its owner's database until they are back. What the server has confirmed is
 * deleted either way.
 */
export async function signOut({ force = false }: { force?: boolean } = {}): Promise<Left> {
  const [pending, drafts, photos] = await Promise.all([list(), allDrafts(), countWaiting()]);
  if ((pending.length || drafts.length || photos) && !force) return { done: false, pending, drafts, photos };
  await freezeAll(local());
  await forgetSession();
  try {
    await local().write(["base", "meta"], async (db) => {
      await db.base.clear();
      await forgetPlace(db);
      await holdNobody(db);
    });
    await forgetSent(local());
  } finally {
    leave();
  }
  endLogin();
  return { done: true, pending, drafts, photos };
}

/** Who has signed in and does not have the tablet yet; null when nobody does. */
export const arrival = (): Arrival | null => arriving;

/** Why this may not become the device secret of whoever has just signed in; null when it may. */
export function problemOf(secret: string): "short" | "password" | null {
  if (!secretHolds(secret, Boolean(arriving?.session.keys?.managed))) return "short";
  return secret === arriving?.password ? "password" : null;
}

/** Sets the first device secret of whoever has just signed in, or with `isForgotten` another one; they have the tablet. */
export async function setSecret(secret: string, isForgotten = false) {
  const { session: value, isNew } = arriving ?? notSignedIn();
  await lockOther(value);
  await (isForgotten && !isNew ? recoverKeys : makeKeys)(ownerOf(value), secret);
  const id = keysOpenFor(localName(value))?.id;
  if (value.keys && id) value.keys = { ...value.keys, signing: [id], recovery: true };
  await settleIn(value);
}

/**
 * Takes the device secret of whoever has just signed in or, with the `key` of their database, of somebody who has not
 * signed out of this tablet; also offline. They have the tablet then. Throws WrongSecret.
 */
export async function giveSecret(secret: string, key?: string) {
  const value: Session = arriving && key === undefined ? arriving.session : await sessionFor(key ?? "");
  await lockOther(value);
  const raw = await openKeys(ownerOf(value), secret);
  await settleIn(value);
  if (value.keys?.recovery === false) copyAgain(ownerOf(value), raw).catch(() => {}); // the next unlock tries again
}

const lockOther = async (next: Session) => {
  if (currentName() !== localName(next)) await lock();
};

async function sessionFor(key: string): Promise<Session> {
  const row = await deviceDb.read(["people"], (db) => db.people.get(key));
  return row?.signedIn && row.session ? row.session : notSignedIn();
}

function notSignedIn(): never {
  throw new ApiError(401, { code: "not_signed_in" }, null);
}

async function settleIn(value: Session) {
  await moveIn(localName(value), value.user);
  vouched = arriving ? localName(value) : "";
  arriving = null;
  await keep(value);
}

/** Whoever has just signed in does not go on to their secret. */
export function forgetArrival() {
  arriving = null;
}

/**
 * Locks the tablet, at once and in all its windows; the caller has stored what is on the screen. What waits to be sent is
 * signed first, so that it can be sent without its author. After a hand-over the lock proposes nobody.
 */
export async function lock(isHandOver = false) {
  if (!current) return;
  await freezeAll(local());
  current = null;
  vouched = "";
  if (isHandOver) last = "";
  leave();
  await deviceDb.write(["meta"], ({ meta }) =>
    Promise.all([meta.delete("session"), ...(isHandOver ? [meta.delete("last")] : [])]),
  );
}

async function enter(path: string, body: unknown, password: string) {
  await loginEnded();
  const { proof } = await request(path, { method: "POST", body });
  await deviceDb.write(["meta"], ({ meta }) => Promise.all(["signedOut", ERASED].map((name) => meta.delete(name))));
  const value = sessionOf(await request("/me"));
  const name = localName(value);
  noteProof(name, proof);
  report({ connection: "online" });
  askToPersist();
  if (name === currentName()) {
    vouched = name;
    await keep(value);
    changes.tell(value);
  } else arriving = { session: value, isNew: !(await hasKeys(name)), password };
}

/** `me`: the answer of GET /me, of which the device and the time of the server are not kept. */
const sessionOf = ({ device: _device, server_time: _time, ...kept }: Session): Session => kept;

const ownerOf = (value: Session): Owner => ({ key: localName(value), userId: value.user.id, clinic: value.keys });

async function keep(value: Session) {
  const { user, clinic } = value;
  const key = localName(value);
  await deviceDb.write(["meta", "people"], async ({ meta, people }) => {
    await meta.put({ name: "session", value });
    await meta.put({ name: "last", value: key });
    await people.put({ ...user, key, clinic, signedIn: true, session: value });
  });
  await take(value);
}

/** Called only when the forms are loaded as well, so that the first screen can be drawn completely. */
async function take(value: Session) {
  const same = currentName() === localName(value);
  if (!same) forgetOpened();
  current = value;
  last = localName(value);
  openLocal(value);
  if (same) return;
  if (vouched === last) await noteContact();
  else await keepLease(value.keys?.lease_days, () => answersHere(last));
  report({ checkedAt: null });
  await speakTo(last);
  await loadForms().catch((error) => report({ trouble: error.message }));
  changes.tell(value);
}

const answersHere = (name: string) =>
  loginHere(PATIENCE).then(
    (found) => found === name,
    () => false,
  );

async function forgetSession() {
  const key = currentName();
  await deviceDb.write(["meta", "people"], async ({ meta, people }) => {
    await meta.delete("session");
    await meta.delete("last");
    await meta.put({ name: "signedOut", value: key });
    const row = key && (await people.get(key));
    if (row) await people.put({ ...row, signedIn: false, session: null });
  });
  current = null;
  vouched = "";
}

function leave() {
  forgetKeys();
  forgetOpened();
  closeLocal();
  report({ connection: "unknown" });
  changes.tell(null);
}

/** Another tab of this tablet was locked, or has another person. */
export const onOtherPerson = (listener: () => void) =>
  deviceDb.watch(
    ["meta"],
    (read) => read(["meta"], ({ meta }) => meta.get("session")),
    (row) => {
      if (current && row?.value?.user.id !== current.user.id) listener();
    },
  );
