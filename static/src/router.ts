import { pause } from "./lib/slices.js";
import type { Value } from "./types.js";

/** The named parts of a pattern; each screen knows its own. */
type Params = Value;
export type Route = { path: string; params: Record<string, string>; query: Record<string, string> };
/**
 * A screen. `view` draws it into `host` and returns its dispose function; `params` are the named parts of its pattern.
 */
export type View = {
  title: string | ((params: Params, app: Value) => string);
  view: (host: HTMLElement, params: Params, app: Value) => (() => void) | void;
};
export type LoadView = () => View | Promise<View>;

/**
 * What the router needs from the app. `before(route)` may return another path instead; `leaving()` says whether the
 * current screen may be left; `trouble` draws an error.
 */
interface Page {
  main: HTMLElement;
  app: () => Value;
  before: (route: Route) => string | void;
  leaving: () => boolean | Promise<boolean>;
  trouble: (error: unknown) => void;
}

const NAME = "Needlepoint";

let table: Array<{ match: ReturnType<typeof matcher>; load: LoadView }> = [];
/** scroll position of each page when it was left */
const scrolled: Map<string, number> = new Map();
let turn = 0;
let going = "";

let dispose: null | (() => void) = null;

let page: Page | null = null;

/** "/notes/:id" -> a function that returns the params of a matching path, else null. */
function matcher(pattern: string) {
  const names = [...pattern.matchAll(/:(\w+)/g)].map((found) => found[1]);
  const shape = new RegExp(`^${pattern.replace(/:\w+/g, "([^/]+)")}$`);
  return (path: string) => {
    const found = shape.exec(path);
    return found && Object.fromEntries(names.map((name, i) => [name, decode(found[i + 1])]));
  };
}

function decode(part: string) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function find(path: string) {
  for (const { match, load } of table) {
    const params = match(path);
    if (params) return { params, load };
  }
  return { params: {}, load: table.at(-1)?.load };
}

export function currentRoute(): Route {
  const [path, search = ""] = (location.hash.slice(1) || "/").split("?");
  return { path, params: find(path).params, query: Object.fromEntries(new URLSearchParams(search)) };
}

/** Opens a screen of the app, "/notes/x". `replace` adds no history entry. */
export function navigate(path: string, { replace = false }: { replace?: boolean } = {}): Promise<void> {
  const hash = `#${path}`;
  if (replace) history.replaceState(history.state, "", hash);
  else if (location.hash !== hash) history.pushState(null, "", hash);
  return show();
}

/** Starts routing. */
export function startRouter(routes: Array<[string, LoadView]>, shown: Page) {
  table = routes.map(([pattern, load]) => ({ match: matcher(pattern), load }));
  page = shown;
  history.scrollRestoration = "manual";
  addEventListener("popstate", () => show());
  addEventListener("hashchange", () => location.hash !== going && show());
  return show();
}

/**
 * Shows the screen of the address. A view may redirect while it is mounted; the router follows when the mount is done.
 */
async function show(): Promise<void> {
  if (!page) return;
  const mine = ++turn;
  const free = page.leaving();
  if (free !== true && !(await free)) return mine === turn ? stay() : undefined;
  if (mine !== turn) return undefined;
  const route = currentRoute();
  const instead = page.before(route);
  if (instead && instead !== route.path) return navigate(instead, { replace: true });
  if (going) scrolled.set(going, scrollY);
  going = location.hash;
  const known = scrolled.get(going);
  const { params, load } = find(route.path);
  try {
    const view = await load?.();
    await pause(); // the frame is drawn by now; a tap is answered before the screen is drawn
    if (view && mine === turn) mount(page, view, params, known);
  } catch (error) {
    page.trouble(error);
  }
}

/** Restores the address of the current screen. */
const stay = () => history.pushState(null, "", going);

function mount({ main, app }: Page, view: View, params: Record<string, string>, position: number | undefined) {
  const last = dispose;
  dispose = null;
  last?.();
  const host = document.createElement("div");
  host.className = "view";
  main.replaceChildren(host);
  const given = app();
  dispose = view.view(host, params, given) ?? null;
  const name = typeof view.title === "function" ? view.title(params, given) : view.title;
  document.title = name ? `${name} · ${NAME}` : NAME;
  scrollTo(0, position ?? 0);
  focusHeading(host, position);
}

/** Focuses the heading, so that a screen reader announces the page; if it is not drawn yet, as soon as it is. */
function focusHeading(host: HTMLElement, position: number | undefined) {
  const take = () => {
    const heading = host.querySelector("h1");
    if (!heading) return false;
    if (position) scrollTo(0, position);
    if (host.contains(document.activeElement)) return true;
    if (!heading.hasAttribute("tabindex")) heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    return true;
  };
  if (take()) return;
  const watcher = new MutationObserver(() => take() && watcher.disconnect());
  watcher.observe(host, { childList: true, subtree: true });
}
