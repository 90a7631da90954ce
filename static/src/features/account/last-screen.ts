// The screen that a person had open when the tablet was locked: it opens again for them, and for nobody else.

import { lastName } from "../../store/session.js";

let last: { path: string; name: string } | null = null;

export function rememberScreen() {
  last = { path: location.hash.slice(1) || "/", name: lastName() };
}

/** The path for the person who has the tablet now; the start where they had no screen open. It is remembered no longer. */
export function takeLastScreen(): string {
  const path = last && last.name === lastName() ? last.path : "/";
  last = null;
  return path;
}
