// One window of a tablet writes in a record; in the others it can be read, so that two windows never overwrite each
// other.
import { html, render, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { insteadOf } from "../../live-query.js";
import { link, primary } from "../../ui/layout/page.js";

/** What is written in: the name of its lock, and what another window says of it. */
export interface Written {
  lock: string;
  heading: string;
  /** The link to read it. */
  read: Template;
}

export const noteWritten = (id: string): Written => ({
  lock: `note:${id}`,
  heading: t("This note is open in another window"),
  read: link(t("Read the note"), `#/notes/${id}`),
});

export const patientWritten = (id: string): Written => ({
  lock: `patient:${id}`,
  heading: t("This patient is open in another window"),
  read: link(t("To the patient"), `#/patients/${id}`),
});

export const callWritten = (lock: string, read: Template): Written => ({
  lock: `call:${lock}`,
  heading: t("This follow-up is open in another window"),
  read,
});

/** A window that was just left gives the record free within this time. */
const GIVEN_FREE_MS = 250;

/**
 * Draws a screen that writes in the record as soon as no other window does. Until then it can be read, or be taken
 * over: the other window then stores what is typed there and waits in turn. Returns the dispose function.
 */
export function oneEditor(host: HTMLElement, written: Written, draw: () => () => void): () => void {
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

  /** With `steal`, the window that has the record loses it. */
  function ask(steal: boolean) {
    const wait = setTimeout(
      () =>
        render(
          waiting(written, () => ask(true)),
          host,
        ),
      GIVEN_FREE_MS,
    );
    const options: LockOptions = steal ? { steal } : { signal: left.signal };
    navigator.locks
      .request(written.lock, options, () => {
        clearTimeout(wait);
        if (!dispose && !left.signal.aborted) return hold();
      })
      .catch((error) => {
        clearTimeout(wait);
        if (left.signal.aborted) return;
        if (error?.name !== "AbortError") throw error; // only a window that takes the record over ends this one's turn
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

const waiting = ({ heading, read }: Written, takeOver: () => void) =>
  insteadOf(
    heading,
    t("It is written there, so that two windows do not overwrite each other. It opens here once it is closed there."),
    html`<div class="cluster">${read}${primary(t("Write here instead"), takeOver)}</div>`,
  );
