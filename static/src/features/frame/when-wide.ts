// What wide screens show beside or instead of a list.
import { watchWide } from "../../lib/wide.js";
import type { Source } from "../../live-query.js";

export type Desktop = typeof import("../../chunks/desktop.js");

/** Null on a narrow screen, which does not load it; where it cannot be loaded, the list stays. */
export const whenWide: Source<Desktop | null> = (listener) =>
  watchWide(async (wide) => listener(wide ? await import("../../chunks/desktop.js").catch(() => null) : null));
