import { html, render } from "../lib/dom.js";
import { t } from "../lib/i18n.js";

export const bones = () => [1, 2, 3, 4].map(() => html`<div class="skeleton"></div>`);

const skeleton = () => html`<div class="page" role="status"><span class="visually-hidden">${t("Opening")}</span>${bones()}</div>`;

/**
 * Draws a view from several live sources: once all have answered, and again whenever one of them changes.
 * sources: {name: (told) => stop}; template(found, redraw) gets what each source told last; waiting() is drawn before.
 * Returns the view's dispose.
 */
export function liveView(host, sources, template, waiting = skeleton) {
  const found = {};
  let queued = false;
  let drawn = false;
  let ended = false;
  const draw = () => {
    queued = false;
    if (ended) return;
    const complete = Object.keys(sources).every((name) => name in found);
    drawn ||= complete;
    render(complete ? template(found, redraw) : waiting(), host);
  };
  function redraw() {
    if (queued) return;
    queued = true;
    if (drawn) queueMicrotask(draw);
    else setTimeout(draw); // the first reading has taken its time: between it and the drawing a tap is heard
  }
  const stops = Object.entries(sources).map(([name, watchSource]) =>
    watchSource((value) => {
      found[name] = value;
      redraw();
    }),
  );
  draw();
  return () => {
    ended = true;
    for (const stop of stops) stop?.();
  };
}
