// One window of a tablet writes in a note; in the others it can be read, so that two windows never overwrite each other.
import { html, render } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { insteadOf } from "../../live-query.js";
import { link, primary } from "../../ui/layout/page.js";

/** A window that was just left gives the note free within this time. */
const GIVEN_FREE_MS = 250;

/**
 * Draws a screen that writes in the note as soon as no other window does. Until then the note can be read, or be taken
 * over: the other window then stores what is typed there and waits in turn. Returns the dispose function.
 */
export function oneEditor(host: HTMLElement, noteId: string, draw: () => () => void): () => void {
  if (!navigator.locks) return draw();
  const left = new AbortController();
  let dispose: null | (() => void) = null;
  let release = () => {};

  function hold() {
    dispose = draw();
    return new Promise<void>((done) => {
      release = done;
    });
  }

  /** With `steal`, the window that has the note loses it. */
  function ask(steal: boolean) {
    const wait = setTimeout(
      () =>
        render(
          waiting(noteId, () => ask(true)),
          host,
        ),
      GIVEN_FREE_MS,
    );
    const options: LockOptions = steal ? { steal } : { signal: left.signal };
    navigator.locks
      .request(`note:${noteId}`, options, () => {
        clearTimeout(wait);
        if (!dispose && !left.signal.aborted) return hold();
      })
      .catch((error) => {
        clearTimeout(wait);
        if (left.signal.aborted) return;
        if (error?.name !== "AbortError") throw error; // only a window that takes the note over ends this one's turn
        dispose?.();
        dispose = null;
        ask(false);
      });
  }

  ask(false);
  return () => {
    left.abort();
    dispose?.();
    release();
  };
}

const waiting = (noteId: string, takeOver: () => void) =>
  insteadOf(
    t("This note is open in another window"),
    t("It is written there, so that two windows do not overwrite each other. It opens here once it is closed there."),
    html`<div class="cluster">${link(t("Read the note"), `#/notes/${noteId}`)}${primary(t("Write here instead"), takeOver)}</div>`,
  );
