import { html, render, type Template } from "./lib/dom.js";
import { drawSoon } from "./lib/draw-soon.js";
import { t } from "./lib/i18n.js";
import type { Database } from "./store/db.js";
import { local } from "./store/local.js";
import { type Filter, watch, watchAll } from "./store/records.js";
import { type ById, type Summaries, watchSummaries, watchSummariesOf } from "./store/summaries.js";
import type { LocalRecord, RecordTypeName } from "./types.js";
import { flushTyping } from "./ui/forms/typed-text.js";
import { primary } from "./ui/layout/page.js";

export const bones = () => [1, 2, 3, 4].map(() => html`<div class="skeleton"></div>`);

const skeleton = (): Template =>
  html`<div class="page" role="status"><span class="visually-hidden">${t("Opening")}</span>${bones()}</div>`;

/** Calls its listener with the watched value now and after each change, until it is stopped. */
export type Source<T = unknown> = (listener: (value: T) => void) => (() => void) | undefined;
export type Sources = Record<string, Source>;
/** The last value of each source, by name. */
export type Found<All extends Sources> = { [Name in keyof All]: All[Name] extends Source<infer T> ? T : never };

/** Sources of a view: one record, all of a type, the active ones, the summaries of all, or the answer to one question. */
export const one =
  (type: RecordTypeName, id: string): Source<LocalRecord | null> =>
  (listener) =>
    watch(type, id, listener);
export const every =
  (type: RecordTypeName, filter: Filter = {}): Source<LocalRecord[]> =>
  (listener) =>
    watchAll(type, filter, listener);
export const active = (type: RecordTypeName) => every(type, { states: ["active"] });
export const openConflicts = (filter?: Filter) => every("conflict", { ...filter, states: ["open"] });
/** What lists need of all records of a type; a record itself is read where it is opened. */
export const summaries =
  (type: RecordTypeName): Source<Summaries> =>
  (listener) =>
    watchSummaries(type, listener);
/** Of those only what is open, what waits, and what is of the last `days`. */
export const recent =
  (type: RecordTypeName, days: number): Source<Summaries> =>
  (listener) =>
    watchSummaries(type, listener, days);
/** What another source finds, with the patients it names; told when both are read, and when one of either changes. */
export const withPatients =
  <T>(source: Source<T>, namedIn: (found: T) => (string | null | undefined)[]): Source<{ found: T; patients: ById }> =>
  (listener) => {
    let [asked, stop, names]: [string, () => void, ById | null] = ["", () => {}, new Map()];
    let found: T;
    const tell = () => names && listener({ found, patients: names });
    const stopSource = source((news) => {
      found = news;
      const ids = [...new Set(namedIn(news).filter((id): id is string => Boolean(id)))].sort();
      const key = ids.join();
      if (key === asked) return tell();
      stop();
      [asked, names] = [key, null];
      stop = watchSummariesOf("patient", new Set(ids), (theirs) => {
        names = theirs;
        tell();
      });
    });
    return () => {
      stop();
      stopSource?.();
    };
  };
/** A source that is costly to begin: read once for all who listen in a database, and followed as long as that is open. */
export function shared<T>(source: Source<T>): Source<T> {
  const held: WeakMap<Database, { last?: { value: T }; listeners: Set<(value: T) => void> }> = new WeakMap();
  return (listener) => {
    const db = local();
    const known = held.get(db) ?? { listeners: new Set() };
    known.listeners.add(listener);
    if (!held.has(db)) {
      held.set(db, known);
      source((value) => {
        known.last = { value };
        for (const each of [...known.listeners]) each(value);
      });
    } else if (known.last) {
      const { last } = known;
      queueMicrotask(() => known.listeners.has(listener) && listener(last.value));
    }
    return () => void known.listeners.delete(listener);
  };
}
export const once =
  <T>(ask: () => T | Promise<T>): Source<T> =>
  (listener) =>
    void Promise.resolve(ask()).then(listener);

/** Shown instead of a screen: why there is nothing to show, with a link to continue. */
export const insteadOf = (heading: string, text: string, action: Template): Template => html`
  <div class="page"><section class="empty"><h1 tabindex="-1">${heading}</h1><p>${text}</p>${action}</section></div>`;

export const printKey = (words = t("Print"), off = false): Template => primary(words, () => print(), off, "print");

/**
 * Draws a view from several live sources: once all have answered, and again whenever one of them changes. `sources` may
 * be a function of redraw that returns them; `waiting` is drawn before. Returns the view's dispose, which stores the
 * text that is being typed.
 */
export function liveView<All extends Sources>(
  host: HTMLElement,
  sources: All | ((redraw: () => void) => All),
  template: (found: Found<All>, redraw: () => void) => Template,
  waiting: () => Template = skeleton,
): () => void {
  const found: Record<string, unknown> = {};
  let drawn = false;
  let ended = false;
  const draw = () => {
    if (ended) return;
    const complete = Object.keys(watched).every((name) => name in found);
    drawn ||= complete;
    render(complete ? template(found as Found<All>, redraw) : waiting(), host);
  };
  // the first reading has taken its time: between it and the drawing a tap is heard
  const redraw = () => drawSoon(draw, drawn ? queueMicrotask : setTimeout);
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

/**
 * Draws a view of what only the server has. `begin` returns the view's actions; `load` asks the server at once. Further
 * live sources may be drawn from too.
 */
export function serverView<Acts extends { load: () => unknown }, All extends Sources = Record<never, never>>(
  host: HTMLElement,
  begin: (redraw: () => void) => Acts,
  template: (acts: Acts, found: Found<All>) => Template,
  sources: All = {} as All,
): () => void {
  let acts: Acts;
  return liveView(
    host,
    (redraw) => {
      acts = begin(redraw);
      acts.load();
      return sources;
    },
    (found: Found<All>) => template(acts, found),
  );
}
