// Where a person was when the tablet was locked: they go on there, and nobody else does.

import { lastName } from "../../store/session.js";

let wanted: { path: string; name: string } | null = null;

/** The screen of the address is shown again once its person has given their secret. */
export function wantThis() {
  wanted = { path: location.hash.slice(1) || "/", name: lastName() };
}

/** For the person who has the tablet now. */
export function takeWanted(): string {
  const path = wanted && wanted.name === lastName() ? wanted.path : "/";
  wanted = null;
  return path;
}
