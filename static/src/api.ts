// The only fetch of the app. Anything that is not an answer of our own server (no network, a captive portal, a proxy's
// page, a redirect, a truncated body) raises Offline; a refusal by our own server raises ApiError.

import { languageNow } from "./lib/i18n.js";
import { signal as listeners } from "./lib/signal.js";
import type { Value } from "./types.js";

const ROOT = "/api/v1";
const PROTO = 1;
const TIMEOUT = 20_000;
const JPEG = "image/jpeg";
const UNCHANGED = 304;

/** When a person last did something here: the server renews a login for that alone, not for what a clock asks. */
let actedAt = Date.now();
for (const act of ["pointerdown", "keydown", "input"])
  globalThis.addEventListener?.(act, () => (actedAt = Date.now()), { capture: true, passive: true });

/** Milliseconds since then. */
export const idleFor = () => Date.now() - actedAt;

const contacts = listeners<unknown>();
const times = listeners<string>();

/** Called after each request: with null when our server granted it, else with what was thrown. */
export const onContact = contacts.listen;

/** Called with the server's time in each of its answers. */
export const onServerTime = times.listen;

/** The server did not answer, or something else answered in its place. */
export class Offline extends Error {
  name = "Offline";
}

/** The body of a refusal (RFC 9457). */
export interface Problem {
  title?: string;
  detail?: string;
  code?: string;
  fields?: Record<string, string | string[]>;
  [more: string]: Value;
}

/** The server refused. `problem` is its RFC 9457 body; `code`, `detail` and `fields` of it are properties as well. */
export class ApiError extends Error {
  name = "ApiError";
  readonly status: number;
  readonly problem: Problem;
  readonly code: string | undefined;
  readonly detail: string | undefined;
  /** Why each field was refused, by its path. */
  readonly fields: Record<string, string | string[]> | undefined;
  /** In seconds. */
  readonly retryAfter: number | null;

  constructor(status: number, problem: Problem, retryAfter: number | null) {
    super(problem.detail || problem.title || `HTTP ${status}`);
    this.status = status;
    this.problem = problem;
    this.code = problem.code;
    this.detail = problem.detail;
    this.fields = problem.fields;
    this.retryAfter = retryAfter;
  }
}

/** `timeout` in milliseconds. */
export interface RequestOptions {
  method?: string;
  body?: unknown;
  /** The bytes of a photo, in place of a body. */
  photo?: Uint8Array<ArrayBuffer>;
  query?: Record<string, unknown>;
  timeout?: number;
  signal?: AbortSignal;
  /** It is about somebody who is not open here: a refusal says nothing of the login of the person who is. */
  forOther?: boolean;
  /** Whose work it is (see `ownerOf`): with another login the server refuses the request. */
  owner?: string;
}

/** Asks the person to prove who they are; resolves with whether they did. */
let prove: () => Promise<boolean> = async () => false;
export const proveWith = (ask: typeof prove) => {
  prove = ask;
};

/** Says that the person whose login it is has opened their keys here; null while nobody has. */
let opening: () => Promise<string | null> = async () => null;
export const openWith = (say: typeof opening) => {
  opening = say;
};

/**
 * `path` is below /api/v1. Returns the parsed body, null when there is none. What needs a fresh sign-in is asked again
 * once the person has given one.
 */
export async function request(path: string, options: RequestOptions = {}): Promise<Value> {
  try {
    return await reported(ask(path, options), options);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== "fresh_sign_in" || !(await prove())) throw error;
    return reported(ask(path, options), options);
  }
}

/** What stands under a path, and the version by which it is asked for again. */
export interface Versioned {
  body: Value;
  version: string | null;
}

/** Resolves with null where `had` is still the version that stands there. */
export const requestNewer = (path: string, had: string | null, timeout: number): Promise<Versioned | null> =>
  reported(askNewer(path, had, timeout));

async function askNewer(path: string, had: string | null, timeout: number) {
  const { response, body } = await exchange(path, { timeout }, had === null ? {} : { "If-None-Match": had });
  return response.status === UNCHANGED ? null : { body, version: response.headers.get("ETag") };
}

const ask = async (path: string, options: RequestOptions): Promise<Value> => (await exchange(path, options)).body;

async function exchange(
  path: string,
  { method = "GET", body, photo, query, timeout = TIMEOUT, signal, owner }: RequestOptions,
  more: Record<string, string> = {},
): Promise<{ response: Response; body: Value }> {
  const { response, text } = await answer(ROOT + path + search(query), {
    method,
    headers: {
      Accept: "application/json",
      "X-Requested-With": "needlepoint",
      ...(owner === undefined ? {} : { "X-Needlepoint-For": owner }),
      "X-Idle": String(Math.floor(idleFor() / 1000)),
      ...(photo ? { "Content-Type": JPEG } : body === undefined ? {} : { "Content-Type": "application/json" }),
      ...more,
    },
    body: photo ?? (body === undefined ? undefined : JSON.stringify(body)),
    signal: signal ? anyOf(signal, timeout) : AbortSignal.timeout(timeout),
  });
  const type = response.headers.get("Content-Type") ?? "";
  if (response.status === UNCHANGED && more["If-None-Match"]) {
    hearTime(response);
    return { response, body: null };
  }
  if (!response.ok) {
    if (!/^application\/(problem\+)?json/.test(type)) throw new Offline(`HTTP ${response.status} from something else`);
    hearTime(response);
    throw new ApiError(response.status, parsed(text), retryAfter(response));
  }
  if (response.status === 204) return { response, body: null };
  if (!type.startsWith("application/json")) throw new Offline("Not an answer of this server");
  const answered = parsed(text);
  hearTime(response);
  return { response, body: answered };
}

function hearTime({ headers }: Response) {
  const time = headers.get("Date");
  if (time) times.tell(time);
}

/** A request of the sync protocol: an answer without `proto` is not our server's. */
export const syncRequest: typeof request = (path, options = {}) => reported(askSync(path, options), options);

async function askSync(path: string, options: RequestOptions = {}) {
  const body = await ask(`/sync/${path}`, options);
  if (body?.proto !== PROTO) throw new Offline("Not an answer of this server");
  return body;
}

/** Notifies the listeners that watch the connection; that a large photo did not arrive says nothing of it. */
async function reported<T>(asked: Promise<T>, { forOther, photo }: RequestOptions = {}): Promise<T> {
  try {
    const answered = await asked;
    contacts.tell(null);
    return answered;
  } catch (error) {
    if (!photo || error instanceof ApiError) contacts.tell(forOther && error instanceof ApiError ? null : error);
    throw error;
  }
}

/** The message catalogue of a language, as shipped. */
export async function loadWords(code: string) {
  const { response, text } = await answer(`/static/i18n/${code}.json`, { signal: AbortSignal.timeout(TIMEOUT) });
  if (!response.ok) throw new Offline(`No catalogue for ${code}`);
  return parsed(text);
}

/** A file the server renders (a summary). `inLatin`: a header that names what its fonts could not draw. */
export const download = (path: string): Promise<{ blob: Blob; name: string; inLatin: string | null }> =>
  reported(fetchFile(path));

/** A file that leaves the server once. */
export async function takeFile(path: string): Promise<{ blob: Blob; name: string }> {
  const take = () =>
    reported(fetchFile(path, { method: "POST", body: "{}", headers: { "Content-Type": "application/json" } }));
  try {
    return await take();
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== "fresh_sign_in" || !(await prove())) throw error;
    return take();
  }
}

async function fetchFile(path: string, how: RequestInit = {}) {
  const response = await send(ROOT + path, { ...how, signal: AbortSignal.timeout(how.method ? 600_000 : 60_000) });
  const type = response.headers.get("Content-Type") ?? "";
  if (!response.ok && !/^application\/(problem\+)?json/.test(type))
    throw new Offline(`HTTP ${response.status} from something else`);
  if (!response.ok) throw new ApiError(response.status, await response.json().catch(() => ({})), retryAfter(response));
  const disposition = response.headers.get("Content-Disposition") ?? "";
  if (!disposition.startsWith("attachment")) throw new Offline("Not a file of this server");
  const name = /filename="?([^";]+)/.exec(disposition)?.[1];
  const blob = await response.blob().catch((error) => {
    throw new Offline(String(error), { cause: error });
  });
  const inLatin = response.headers.get("Needlepoint-In-Latin");
  return { blob, name: name ?? path.split("/").at(-1) ?? "file", inLatin };
}

async function answer(url: string, init: RequestInit) {
  const response = await send(url, init);
  try {
    return { response, text: await response.text() };
  } catch (error) {
    throw new Offline(String(error), { cause: error });
  }
}

async function send(url: string, init: RequestInit) {
  try {
    const open = await opening();
    const headers = { "Accept-Language": languageNow(), ...(open && { "X-Needlepoint-Open": open }), ...init.headers };
    return await fetch(url, { ...init, headers, redirect: "error", credentials: "same-origin", cache: "no-store" });
  } catch (error) {
    throw new Offline(String(error), { cause: error });
  }
}

function parsed(text: string) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Offline("The answer was cut", { cause: error });
  }
}

function search(query: Record<string, unknown> | undefined) {
  const known = Object.entries(query ?? {}).filter(
    ([, value]) => value !== undefined && value !== null && value !== "",
  );
  return known.length ? `?${new URLSearchParams(known.map(([name, value]) => [name, String(value)]))}` : "";
}

/** AbortSignal.any is newer than some supported tablets. */
function anyOf(signal: AbortSignal, timeout: number) {
  const both = new AbortController();
  for (const each of [signal, AbortSignal.timeout(timeout)]) {
    if (each.aborted) both.abort(each.reason);
    each.addEventListener("abort", () => both.abort(each.reason), { once: true });
  }
  return both.signal;
}

function retryAfter(response: Response) {
  const header = response.headers.get("Retry-After");
  if (!header) return null;
  const seconds = Number(header);
  return Number.isNaN(seconds) ? Math.max(0, (Date.parse(header) - Date.now()) / 1000) : seconds;
}
