// The elapsed time of a clock alone: the frame and the home screen show it without the controls to set it.

const MINUTE = 60_000;
const NOTICE_MIN = 10;

/** How many minutes before the longest time a clock says so: ten, or a sixth of a short one. */
export const noticeBefore = (limit: number): number => Math.min(NOTICE_MIN, Math.floor(limit / 6));

function elapsedText(from: number, to: number) {
  const seconds = Math.max(0, Math.floor((to - from) / 1000));
  const pad = (number: number) => String(number).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
}

/** The event "reached" of np-elapsed has the new stage as its detail. */
export type Stage = "" | "planned" | "near" | "limit" | "over";

/** Counts up from `start`; stops once `end` is given. `data-stage` is the stage reached: the `planned` minutes, near the
 * `limit` or at it, or a minute and more over it; the event "reached" announces each once. */
class Elapsed extends HTMLElement {
  #timer: number | undefined;

  static get observedAttributes() {
    return ["start", "end", "planned", "limit"];
  }

  connectedCallback() {
    this.#draw();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#draw();
  }

  #draw() {
    const start = Date.parse(this.getAttribute("start") ?? "");
    const end = Date.parse(this.getAttribute("end") ?? "");
    const running = !Number.isNaN(start) && Number.isNaN(end);
    this.textContent = Number.isNaN(start) ? "0:00:00" : elapsedText(start, running ? Date.now() : end);
    const stage = running ? this.#stage(Date.now() - start) : "";
    if (stage !== (this.dataset.stage ?? "")) {
      if (stage) this.dataset.stage = stage;
      else delete this.dataset.stage;
      this.dispatchEvent(new CustomEvent<Stage>("reached", { detail: stage, bubbles: true }));
    }
    if (running && this.#timer === undefined) this.#timer = setInterval(() => this.#draw(), 1000);
    if (!running) this.disconnectedCallback();
  }

  /** `passed` is in milliseconds. */
  #stage(passed: number): Stage {
    const [planned, limit] = ["planned", "limit"].map((name) => Number(this.getAttribute(name)) * MINUTE);
    if (limit && passed >= limit + MINUTE) return "over";
    if (limit && passed >= limit) return "limit";
    if (limit && passed >= limit - noticeBefore(limit / MINUTE) * MINUTE) return "near";
    return planned && passed >= planned ? "planned" : "";
  }
}
customElements.define("np-elapsed", Elapsed);
