// One sync loop for all tabs of this tablet: push until nothing more can be sent, pull to the end, compare once a day.
// It is triggered by a start, an edit, the network's return, the screen's return and every minute; it never uses
// navigator.onLine.

import { ApiError, Offline, onContact, syncRequest } from "../api.js";
import { onEdit } from "../store/append.js";
import { FORMS_EVERY, renewForms } from "../store/forms.js";
import { getMeta, hasLocal, local, localName, me } from "../store/local.js";
import { onPicture } from "../store/pictures.js";
import { startEpoch } from "../store/queue.js";
import { keepLease, noteContact } from "../store/lease.js";
import { checkLogin, endLogin, onSession } from "../store/session.js";
import { currentStatus, report, watchStatus } from "../store/status.js";
import type { Status } from "../types.js";
import { failed, succeeded, waitTime } from "./backoff.js";
import { admitted, drain } from "./drain.js";
import { askForOthers, sendForOthers } from "./others.js";
import { forgetRests, sendPictures } from "./pictures.js";
import { checkManifest, pull } from "./pull.js";
import { push } from "./push.js";
import { sendSeen } from "./seen.js";
import { readMissingTwins } from "./snapshot.js";
import { inTurn } from "./turns.js";

const EVERY = 60_000;
/**
 * The connection is checked again after this time without an answer; a server silent for longer than FRESH is not shown
 * as connected.
 */
const BEAT = 5_000;
const PATIENCE = 4_000;
const FRESH = 10_000;
/** Typing continues in one op until it is sent, so a short delay makes fewer ops. */
const REST = 1_500;
const LONGEST_REST = 8_000;

let started = false;
let compare = false;
let again = false;

/** Settles with whether the cycle came to its end. */
let running: Promise<boolean> | null = null;
/** the cycle that starts when the running one is over */
let next: Promise<boolean> | null = null;

let timer: ReturnType<typeof setTimeout> | undefined;
let due = 0;
let heardAt = 0;

let beat: ReturnType<typeof setTimeout> | undefined;
let unrested = 0;
/**
 * The login last confirmed to be the signed-in person's; a different answer of the server makes the engine ask again.
 */
let verified = "";
/** Whose login the browser was last found to hold. */
let login = "";
/** How often somebody signed in or out: an answer to a login of before says nothing of the one of now. */
let logins = 0;

export function start() {
  if (started) return;
  started = true;
  onEdit(() => {
    unrested ||= Date.now();
    plan(Math.max(waitTime(), Math.min(REST, unrested + LONGEST_REST - Date.now())));
  });
  onPicture(() => plan(Math.max(waitTime(), REST)));
  onSession(() => {
    logins += 1;
    verified = "";
    succeeded();
    plan(0);
  });
  watchStatus(badge);
  onContact(heard);
  addEventListener("online", () => syncNow());
  addEventListener("offline", () => {
    heard(new Offline("offline")); // only a hint, because a local server may still be reachable
    plan(0);
  });
  addEventListener("pageshow", (event) => event.persisted && awake());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && awake());
  plan(0);
}

/** The result of any request updates the connection state. `error` is null when the request was granted. */
function heard(error: unknown) {
  const { connection } = currentStatus();
  if (error instanceof Offline) {
    if (connection === "online") report({ connection: "offline" });
  } else if (error instanceof ApiError && (error.code === "not_signed_in" || error.code === "other_login")) {
    verified = "";
    if (hasLocal()) report({ connection: "signin" });
  } else if (!(error instanceof ApiError && error.status >= 500)) {
    heardAt = Date.now();
    clearTimeout(beat);
    beat = setTimeout(askAgain, BEAT);
    if (connection === "offline" && !running) plan(0);
  }
}

function askAgain() {
  beat = setTimeout(askAgain, BEAT);
  if (currentStatus().connection !== "online" || document.visibilityState !== "visible") return;
  syncRequest("ping", { timeout: PATIENCE }).catch(() => plan(waitTime())); // its errors are already handled
}

/**
 * After sleep the database handle may be dead: it is tested before anybody writes. An earlier connection state is out
 * of date.
 */
function awake() {
  if (currentStatus().connection === "online" && Date.now() - heardAt > FRESH) report({ connection: "unknown" });
  if (hasLocal())
    local()
      .probe()
      .catch((error) => report({ trouble: error.message }));
  plan(waitTime());
}

/**
 * Runs a cycle at once, ignoring the delay; settles when a cycle that began after this call is over, with whether that
 * one came to its end.
 */
export function syncNow(): Promise<boolean> {
  succeeded();
  askForOthers();
  forgetRests();
  if (!running) return cycle();
  next ??= running.then(() => {
    next = null;
    return cycle();
  });
  return next;
}

/** Reads the server's own list and repairs differences. */
export function checkEverything() {
  compare = true;
  return syncNow();
}

function plan(wait: number) {
  const at = Date.now() + Math.max(0, wait);
  if (timer !== undefined && due <= at) return;
  clearTimeout(timer);
  due = at;
  timer = setTimeout(
    () => {
      timer = undefined;
      cycle();
    },
    Math.max(0, wait),
  );
}

function cycle(): Promise<boolean> {
  if (running) {
    again = true;
    return running;
  }
  running = locked().finally(() => {
    running = null;
    const soon = again && !waitTime();
    again = false;
    if (soon) plan(0);
    else if (document.visibilityState === "visible" || currentStatus().waiting || currentStatus().photos)
      plan(waitTime() || EVERY);
  });
  return running;
}

async function locked() {
  await endLogin();
  const open = hasLocal() ? localName(me()) : null;
  const ended = open !== null && (await cycleOf(open));
  if (currentStatus().connection === "offline") return ended;
  await sendForOthers(open, login).catch((error) => error instanceof Offline || reportError(error));
  return ended;
}

async function cycleOf(name: string): Promise<boolean> {
  unrested = 0;
  const begun = logins;
  report({ syncing: true });
  try {
    const ended = await inTurn(name, () => once(name));
    succeeded();
    return ended;
  } catch (error) {
    if (isOpen(name)) await stumbled(error, begun === logins);
    return false;
  } finally {
    if (isOpen(name)) await keepLease(me().keys?.lease_days).catch((error) => isOpen(name) && reportError(error));
    report({ syncing: false });
  }
}

const isOpen = (name: string) => hasLocal() && localName(me()) === name;

/**
 * `name`: the person this cycle is for. Somebody else may be signed in by the time the lock is granted, or an answer
 * arrives: everything is read and written in the database of this one.
 */
async function once(name: string): Promise<boolean> {
  if (!isOpen(name)) return false;
  const db = local();
  if (verified !== name) {
    login = "";
    login = await checkLogin();
    if (login !== name) return shutOut();
    await admitted(db);
    await noteContact(db);
    verified = name;
  }
  const refused = await push(db).then(
    () => null,
    (error) => ({ error }),
  );
  await pull(db); // records of others are pulled even if the push failed
  if (refused) throw refused.error;
  await sendSeen(db);
  await readMissingTwins(db);
  const asked = compare;
  compare = false; // requests from here on are served by the next cycle
  try {
    if (await checkManifest(db, asked)) {
      await push(db); // ops that the server turned out to have lost
      await pull(db);
    }
    await renewForms(asked ? 0 : FORMS_EVERY);
  } catch (error) {
    compare ||= asked;
    throw error;
  }
  await noteContact(db, true);
  if (!isOpen(name)) return false;
  report({ connection: "online", checkedAt: new Date().toISOString(), trouble: "" });
  if (await sendPictures(db)) again = true; // text that was written meanwhile goes first
  return isOpen(name);
}

/** A login is needed; whoever cannot get one any more delivers what is unsent. The cycle came to no end. */
async function shutOut(): Promise<false> {
  report({ connection: "signin" });
  if (await drain()) askForOthers(); // nor does it take anything of theirs
  return false;
}

/** The error decides the status and the time of the next attempt; the outbox is never changed here. */
async function stumbled(error: unknown, isOfThisLogin = true): Promise<unknown> {
  if (error instanceof Offline) {
    failed();
    return report({ connection: "offline" });
  }
  if (!(error instanceof ApiError)) {
    failed();
    return report({ trouble: error instanceof Error ? error.message : String(error) });
  }
  if (error.status === 401 || error.status === 403) {
    verified = "";
    login = "";
    if (!isOfThisLogin) return;
    failed(60);
    return shutOut().catch(stumbled);
  }
  if (error.status === 409 && error.code === "epoch_changed") return changeEpoch(error).catch(stumbled);
  failed(error.retryAfter);
  report({
    connection: error.status >= 500 || error.status === 429 ? "offline" : "online",
    trouble: error.status < 500 && error.status !== 429 ? error.message : "",
  });
}

/**
 * The server's history differs from this tablet's: another epoch, or the same one with an end before the cursor, after
 * a restore without a new epoch.
 */
async function changeEpoch(error: ApiError) {
  const db = local();
  const epoch = error.problem.epoch ?? (await syncRequest("ping")).epoch;
  if (epoch === (await getMeta("epoch", db)) && !(await getMeta("cursor", db))) return failed();
  await startEpoch(epoch, db);
  report({ connection: "online" });
  again = true;
}

/** The number on the app's icon: pending changes, and those that need a person. */
function badge({ waiting, attention, conflicts }: Status) {
  const n = waiting + attention + conflicts;
  const set = n ? navigator.setAppBadge?.(n) : navigator.clearAppBadge?.();
  set?.catch(() => {});
}
