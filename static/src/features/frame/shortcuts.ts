// Keyboard shortcuts of the places of the app. They rest while something is being entered, on screens of one task, and
// while a sheet is open; those screens have shortcuts of their own.
import { currentRoute, navigate } from "../../router.js";

const PLACES: Partial<Record<string, string>> = { h: "/", p: "/patients", r: "/review", m: "/settings" };
const TYPING = "input, textarea, select, [contenteditable]";

export interface ShortcutActs {
  /** Whether this screen leaves single letters to the places. */
  isFree: () => boolean;
  newNote: () => unknown;
  /** Opens the search for patients, screens and actions. */
  palette: () => unknown;
}

/** The box takes the focus as soon as it is drawn. */
async function search() {
  if (currentRoute().path !== "/patients") await navigate("/patients");
  const take = () => {
    const box = document.querySelector<HTMLInputElement>("#search");
    box?.focus();
    return Boolean(box);
  };
  if (take()) return;
  const watcher = new MutationObserver(() => take() && watcher.disconnect());
  watcher.observe(document.body, { childList: true, subtree: true });
}

export const showHelp = () => import("../../chunks/desktop.js").then(({ showShortcuts }) => showShortcuts());

/** What this key does here; undefined where it does nothing. */
function actOf({ key, ctrlKey, metaKey, altKey }: KeyboardEvent, acts: ShortcutActs): (() => unknown) | undefined {
  if (key.toLowerCase() === "k" && (ctrlKey || metaKey) && !altKey) return acts.palette;
  if (ctrlKey || metaKey || altKey) return undefined;
  if (key === "?") return showHelp;
  if (!acts.isFree()) return undefined;
  const place = PLACES[key];
  if (place) return () => navigate(place);
  return key === "/" ? search : key === "n" ? acts.newNote : undefined;
}

export function listenForShortcuts(acts: ShortcutActs): () => void {
  const press = (event: KeyboardEvent) => {
    const isTyping = (event.target as Element).closest?.(TYPING);
    if (event.defaultPrevented || (isTyping && !event.ctrlKey && !event.metaKey)) return;
    if (document.querySelector("dialog[open]")) return;
    const act = actOf(event, acts);
    if (!act) return;
    event.preventDefault();
    act();
  };
  addEventListener("keydown", press);
  return () => removeEventListener("keydown", press);
}
