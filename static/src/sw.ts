// The shell of the app, so that it opens without a network. The server puts two lines in front of this file:
//   const VERSION = "<hash over all shipped files>";
//   const PRECACHE = {"/": "<sha256 in base64>", "/static/dist/app.js": "<sha256 in base64>", ...};
//   const ON_DEMAND = {...}, which is kept from when it is first asked for
// The worker answers GETs of these and opens the cached shell for a page. Everything else, and all of /api, goes past it
// untouched. A new version waits until the person lets it take over.

const worker = self as unknown as ServiceWorkerGlobalScope;
const PREFIX = "needlepoint-shell-";
const CACHE = PREFIX + VERSION;
const SHELL = "/";
/** The id of each open page and the cache it uses. */
type OlderPages = Record<string, string>;
/** In a cache that has been active: the open pages that still use older caches. */
const OLDER = "/older-pages";
const STATIC = "/static/";

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("message", (event) => {
  if (event.data === "skipWaiting") worker.skipWaiting();
});

worker.addEventListener("fetch", (event) => {
  const { request, clientId } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== worker.location.origin) return;
  if (request.mode === "navigate") {
    if (pathname !== SHELL) return;
    event.respondWith(cached(CACHE, SHELL, request));
    event.waitUntil(tidy());
  } else if (pathname.startsWith(STATIC) || (pathname !== SHELL && pathname in PRECACHE)) {
    event.respondWith(
      pathname in ON_DEMAND
        ? kept(pathname, request)
        : cacheOf(clientId).then((name) => cached(name, pathname, request)),
    );
  }
});

/**
 * All or nothing: one file that is missing or differs from its hash fails the installation, and the old version stays.
 */
async function install() {
  const known = await caches.has(CACHE);
  const held = await heldOnDemand();
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(Object.entries({ ...PRECACHE, ...held }).map(([url, hash]) => take(cache, url, hash)));
  } catch (error) {
    if (!known) await caches.delete(CACHE);
    throw error;
  }
}

async function take(cache: Cache, url: string, hash: string) {
  const response = await fetch(url, { cache: "reload", credentials: "same-origin", redirect: "error" });
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
  const bytes = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  if (btoa(String.fromCharCode(...digest)) !== hash) throw new Error(`${url}: not what was announced`);
  const headers = new Headers(response.headers); // a cached page keeps its policies, not its transfer headers
  for (const name of ["Content-Encoding", "Content-Length", "Transfer-Encoding"]) headers.delete(name);
  await cache.put(url, new Response(bytes, { headers }));
}

/** Open pages belong to the previous version and keep getting its files; unused caches are deleted. */
async function activate() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  const before = await lastActive(names);
  const inherited: OlderPages = before ? await olderPages(before) : {};
  const pages = before ? await openPages() : [];
  const older: OlderPages = before ? Object.fromEntries(pages.map((id) => [id, inherited[id] ?? before])) : {};
  await remember(older);
  await Promise.all(names.filter((name) => !Object.values(older).includes(name)).map((name) => caches.delete(name)));
  if (!before) await worker.clients.claim();
}

async function lastActive(names: string[]) {
  for (const name of [...names].reverse()) if (await caches.match(OLDER, { cacheName: name })) return name;
  return null;
}

const openPages = async () =>
  (await worker.clients.matchAll({ type: "window", includeUncontrolled: true })).map(({ id }) => id);
const olderPages = async (name: string): Promise<OlderPages> =>
  (await caches.match(OLDER, { cacheName: name }))?.json() ?? {};
const remember = async (older: OlderPages) =>
  (await caches.open(CACHE)).put(OLDER, new Response(JSON.stringify(older)));

async function cacheOf(clientId: string) {
  return (await olderPages(CACHE))[clientId] ?? CACHE;
}

async function tidy() {
  const older = await olderPages(CACHE);
  const pages = await openPages();
  const kept = Object.fromEntries(Object.entries(older).filter(([id]) => pages.includes(id)));
  const spare = Object.values(older).filter((name) => !Object.values(kept).includes(name));
  if (!spare.length) return;
  await remember(kept);
  await Promise.all(spare.map((name) => caches.delete(name)));
}

async function cached(name: string, url: string, request: Request) {
  return (await caches.match(url, { cacheName: name, ignoreVary: true })) ?? fetch(request);
}

/** An earlier version kept these. */
async function heldOnDemand(): Promise<Record<string, string>> {
  const held = Object.keys(ON_DEMAND).map(async (url) => ((await caches.match(url)) ? [[url, ON_DEMAND[url]]] : []));
  return Object.fromEntries((await Promise.all(held)).flat());
}

async function kept(url: string, request: Request) {
  if (!(await caches.match(url, { cacheName: CACHE }))) await take(await caches.open(CACHE), url, ON_DEMAND[url]);
  return cached(CACHE, url, request);
}
