// @ts-nocheck
import { html, render } from "./lib/dom.js";
import { t } from "./lib/i18n.js";
import { watch, watchAll } from "./store/records.js";
import { flushTyping } from "./ui/forms/typed-text.js";
import { primary } from "./ui/layout/page.js";

export const bones = () => [1, 2, 3, 4].map(() => html`<div class="skeleton"></div>`);

const skeleton = () =>
  html`<div class="page" role="status"><span class="visually-hidden">${t("Opening")}</span>${bones()}</div>`;

/** Sources of a view: one record, all of a kind, those that count, all by their id, or what is asked for once. */
export const one = (type, id) => (told) => watch(type, id, told);
export const every =
  (type, filter = {}) =>
  (told) =>
    watchAll(type, filter, told);
export const active = (type) => every(type, { states: ["active"] });
export const openConflicts = (filter) => every("conflict", { ...filter, states: ["open"] });
export const byId = (type) => (told) =>
  watchAll(type, {}, (records) => told(new Map(records.map((record) => [record.id, record]))));
export const once = (ask) => (told) => void Promise.resolve(ask()).then(told);

/** In place of a screen: why there is nothing to show, and where to go from here. */
export const insteadOf = (heading, text, action) => html`
  <div class="page"><section class="empty"><h1 tabindex="-1">${heading}</h1><p>${text}</p>${action}</section></div>`;

export const printKey = (words = t("Print"), off = false) => primary(words, () => print(), off, "print", off);

/**
 * Draws a view from several live sources: once all have answered, and again whenever one of them changes.
 * sources: {name: (told) => stop}, or a function of redraw that gives them; template(found, redraw) gets what each source told
 * last; waiting() is drawn before. Returns the view's dispose, with which what is being typed goes to the store.
 */
export function liveView(host, sources, template, waiting = skeleton) {
  const found = {};
  let queued = false;
  let drawn = false;
  let ended = false;
  const draw = () => {
    queued = false;
    if (ended) return;
    const complete = Object.keys(watched).every((name) => name in found);
    drawn ||= complete;
    render(complete ? template(found, redraw) : waiting(), host);
  };
  function redraw() {
    if (queued) return;
    queued = true;
    if (drawn) queueMicrotask(draw);
    else setTimeout(draw); // the first reading has taken its time: between it and the drawing a tap is heard
  }
  const watched = typeof sources === "function" ? sources(redraw) : sources;
  const stops = Object.entries(watched).map(([name, watchSource]) =>
    watchSource((value) => {
      found[name] = value;
      redraw();
    }),
  );
  draw();
  return () => {
    flushTyping();
    ended = true;
    for (const stop of stops) stop?.();
  };
}
