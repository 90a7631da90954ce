// The running figure of a clock, by itself: the frame and the first page show it without the ways to set one.

function elapsedText(from, to) {
  const seconds = Math.max(0, Math.floor((to - from) / 1000));
  const pad = (number) => String(number).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
}

/** Counts up from `start`; stands still once `end` is given. Says when `planned` minutes are reached, once, to screen readers too. */
class Elapsed extends HTMLElement {
  #timer = null;

  static get observedAttributes() {
    return ["start", "end", "planned"];
  }

  connectedCallback() {
    this.#draw();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    this.#timer = null;
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#draw();
  }

  #draw() {
    const start = Date.parse(this.getAttribute("start"));
    const end = Date.parse(this.getAttribute("end"));
    const running = !Number.isNaN(start) && Number.isNaN(end);
    this.textContent = Number.isNaN(start) ? "0:00:00" : elapsedText(start, running ? Date.now() : end);
    const planned = Number(this.getAttribute("planned"));
    const reached = running && planned > 0 && Date.now() - start >= planned * 60_000;
    if (reached !== this.hasAttribute("data-reached")) {
      this.toggleAttribute("data-reached", reached);
      this.dispatchEvent(new CustomEvent("reached", { detail: reached, bubbles: true }));
    }
    if (running && this.#timer === null) this.#timer = setInterval(() => this.#draw(), 1000);
    if (!running) this.disconnectedCallback();
  }
}
customElements.define("np-elapsed", Elapsed);
