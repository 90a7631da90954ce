// What a tab of a tablet finds around it, as far as static/src/store and static/src/sync use it. Tabs of one tablet
// share storage, locks, channels, cookies and the clock; a closed tab can neither store, send nor hear anything more.
import { IDBFactory, IDBDatabase } from "fake-indexeddb";

export const closed = () => new DOMException("The tab was closed", "InvalidStateError");

/** One tablet. `hasLocks`: an older browser is without Web Locks. `fault` meets the next push. */
export class Tablet {
  storage = new IDBFactory();
  cookies = new Map();
  channels = new Set();
  held = new Map();
  ahead = 0;
  fault = "none";

  constructor(server, hasLocks, random) {
    Object.assign(this, { server, hasLocks, random });
  }
}

export class Tab {
  open = true;
  /** transactions until the tab is closed */
  left = Number.POSITIVE_INFINITY;
  /** an answer that is on its way */
  late = null;

  constructor(tablet) {
    this.tablet = tablet;
    this.ended = new Promise((_, reject) => {
      this.end = () => {
        this.open = false;
        for (const each of [...tablet.channels]) if (each.tab === this) each.close();
        reject(closed());
      };
    });
    this.ended.catch(() => {});
  }

  /** The globals of the scripts of this tab, by name. */
  globals() {
    const { tablet } = this;
    const quiet = () => {};
    return {
      indexedDB: this.database(),
      fetch: (path, init) => this.fetch(path, init),
      BroadcastChannel: channelOf(this),
      navigator: { userAgent: "Node", language: "en-GB", locks: tablet.hasLocks ? locksOf(this) : undefined },
      document: { documentElement: { dataset: { version: "0.0.0" } }, visibilityState: "visible", addEventListener: quiet },
      matchMedia: () => ({ matches: false }),
      addEventListener: quiet,
      setTimeout: quiet, // cycles are begun by the machine only
      clearTimeout: quiet,
      reportError: (error) => console.error(error),
      crypto: { subtle: crypto.subtle, getRandomValues: (bytes) => bytes.map((_, i) => (bytes[i] = tablet.random() * 256)) },
      Date: clockOf(tablet),
    };
  }

  database() {
    const counted = (handle) => {
      handle.transaction = (...given) => {
        if (this.open && this.left-- <= 0) this.end();
        if (!this.open) throw closed();
        return IDBDatabase.prototype.transaction.apply(handle, given);
      };
    };
    return {
      open: (...given) => {
        if (!this.open) throw closed();
        const asked = this.tablet.storage.open(...given);
        asked.addEventListener("success", () => counted(asked.result));
        return asked;
      },
    };
  }

  async fetch(path, init) {
    const { tablet } = this;
    const fault = path.includes("/sync/push") ? tablet.fault : "none";
    if (fault !== "none") tablet.fault = "none";
    if (fault === "request lost" || !this.open) throw new TypeError("fetch failed");
    if (fault === "duplicated") await this.send(path, init);
    const response = await this.send(path, init);
    if (fault === "response lost") throw new TypeError("fetch failed");
    if (fault === "response cut") return new Response(response.text.slice(0, -9), response);
    if (fault === "response delayed") await new Promise((arrive) => (this.late = arrive));
    if (!this.open) throw closed();
    return new Response(response.status === 204 ? null : response.text, response);
  }

  async send(path, init) {
    const { cookies, server } = this.tablet;
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(server + path, { ...init, headers: { ...init.headers, cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [name, value] = set.split(";", 1)[0].split(/=(.*)/);
      cookies.set(name, value);
    }
    const headers = { "Content-Type": response.headers.get("Content-Type") ?? "" };
    return { status: response.status, headers, text: await response.text() };
  }
}

/** A lock is free again when its work or its tab has ended. */
const locksOf = (tab) => ({
  request(name, work) {
    const { held } = tab.tablet;
    const done = (held.get(name) ?? Promise.resolve()).then(() => Promise.race([tab.ended, work()]));
    held.set(
      name,
      done.catch(() => {}),
    );
    return done;
  },
});

const channelOf = (tab) =>
  class {
    constructor(name) {
      Object.assign(this, { name, tab });
      tab.tablet.channels.add(this);
    }
    postMessage(data) {
      const others = [...tab.tablet.channels].filter((other) => other !== this && other.name === this.name);
      for (const other of others) queueMicrotask(() => other.onmessage?.({ data }));
    }
    close() {
      tab.tablet.channels.delete(this);
    }
  };

const clockOf = (tablet) =>
  class extends Date {
    constructor(...given) {
      if (given.length) super(...given);
      else super(Date.now() + tablet.ahead);
    }
    static now() {
      return Date.now() + tablet.ahead;
    }
  };
