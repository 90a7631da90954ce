// What a tab of a tablet finds around it, as far as static/src/store and static/src/sync use it. Tabs of one tablet
// share storage, locks, channels, cookies and the clock; a closed tab can neither store, send nor hear anything more.
import { createCipheriv, createDecipheriv, createHash, hkdfSync, KeyObject, pbkdf2Sync, sign } from "node:crypto";
import { IDBDatabase, IDBFactory } from "fake-indexeddb";

export const closed = () => new DOMException("The tab was closed", "InvalidStateError");

const FORMS = "/api/v1/forms";

/**
 * The forms, which are large and stay the same for all histories: asked for and read once, and then shared by all tabs.
 * They are frozen, so that code which would change them throws.
 */
export const forms = { areShared: false, text: "", value: null };

function share(text) {
  Object.assign(forms, { text, value: frozen(JSON.parse(text)) });
}

function frozen(value) {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

const json = {
  stringify: JSON.stringify,
  parse: (text, ...more) => (forms.value && text === forms.text ? forms.value : JSON.parse(text, ...more)),
};

/** One tablet. `hasLocks`: an older browser is without Web Locks. `fault` meets the next request of the path `meets`. */
export class Tablet {
  storage = new IDBFactory();
  cookies = new Map();
  channels = new Set();
  held = new Map();
  ahead = 0;
  fault = "none";
  meets = "";
  /** The server is out of reach. */
  isOff = false;

  constructor(server, hasLocks, random) {
    Object.assign(this, { server, hasLocks, random });
  }

  /** Another that holds the same; nobody has it open. */
  copy(random) {
    const made = new Tablet(this.server, this.hasLocks, random);
    made.cookies = new Map(this.cookies);
    for (const [name, database] of this.storage._databases) made.storage._databases.set(name, copyOf(database));
    return made;
  }
}

/** As the version before the summaries left it. */
export function outdate({ storage }) {
  for (const kept of storage._databases.values()) {
    if (!kept.rawObjectStores.delete("summaries")) continue;
    kept.version = 10;
    kept.rawObjectStores.get("base").rawIndexes.delete("[type+seq]");
    kept.rawObjectStores.get("meta").records.delete("summaryShape");
  }
}

const OF_ITS_TABS = ["connections", "transactions"];

/** Of what fake-indexeddb keeps: its records are never changed in place and need no copy. */
function copyOf(kept, known = new Map()) {
  if (typeof kept !== "object" || kept === null || "key" in kept) return kept;
  if (known.has(kept)) return known.get(kept);
  const made = kept instanceof Map ? new Map() : Array.isArray(kept) ? [] : Object.create(Object.getPrototypeOf(kept));
  known.set(kept, made);
  if (kept instanceof Map) for (const [name, value] of kept) made.set(name, copyOf(value, known));
  else
    for (const [name, value] of Object.entries(kept)) {
      if (OF_ITS_TABS.includes(name)) made[name] = [];
      else made[name] = typeof value === "function" ? made[name].bind(made) : copyOf(value, known);
    }
  return made;
}

const TAG = 16;
const failure = () => new DOMException("The operation failed", "OperationError");
/** Keys by their bytes: reading one anew for each tab that opens takes long. */
const pairs = new Map();

/**
 * What the platform's own gives, at once: it hands each piece of work to another thread, which takes longer than the
 * work itself. And the derivation of a key from a secret is quick, for histories begin anew thousands of times.
 */
const subtle = {
  async digest(name, bytes) {
    return new Uint8Array(createHash(name.replace("-", "")).update(bytes).digest()).buffer;
  },
  async encrypt({ iv, additionalData }, key, plain) {
    const cipher = createCipheriv("aes-256-gcm", KeyObject.from(key), iv).setAAD(additionalData);
    return new Uint8Array(Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])).buffer;
  },
  async decrypt({ iv, additionalData }, key, closed) {
    if (closed.length < TAG) throw failure();
    const cipher = createDecipheriv("aes-256-gcm", KeyObject.from(key), iv).setAAD(additionalData);
    cipher.setAuthTag(closed.subarray(-TAG));
    try {
      return new Uint8Array(Buffer.concat([cipher.update(closed.subarray(0, -TAG)), cipher.final()])).buffer;
    } catch {
      throw failure();
    }
  },
  async sign({ hash }, key, text) {
    const how = { key: KeyObject.from(key), dsaEncoding: "ieee-p1363" };
    return new Uint8Array(sign(hash.replace("-", ""), text, how)).buffer;
  },
  async importKey(format, bytes, ...more) {
    if (format !== "pkcs8") return crypto.subtle.importKey(format, bytes, ...more);
    const name = Buffer.from(bytes).toString("base64");
    if (!pairs.has(name)) pairs.set(name, await crypto.subtle.importKey(format, bytes, ...more));
    return pairs.get(name);
  },
  async deriveBits(how, key, length) {
    if (how.name !== "HKDF") return crypto.subtle.deriveBits(how, key, length);
    return hkdfSync(how.hash.replace("-", ""), KeyObject.from(key), how.salt, how.info, length / 8);
  },
  async deriveKey(how, key, { name, length }, ...more) {
    const raw =
      how.name === "PBKDF2"
        ? pbkdf2Sync(KeyObject.from(key).export(), how.salt, 1, length / 8, how.hash.replace("-", ""))
        : await subtle.deriveBits(how, key, length);
    return crypto.subtle.importKey("raw", raw, name, ...more);
  },
  generateKey: (...given) => crypto.subtle.generateKey(...given),
  exportKey: (...given) => crypto.subtle.exportKey(...given),
};

/** Of a Response what the scripts ask of it; that of Node makes streams of each text. */
class Answer {
  constructor(text, { status, headers }) {
    Object.assign(this, { status, ok: status >= 200 && status < 300, headers: new Headers(headers) });
    this.text = async () => text;
    this.json = async () => JSON.parse(text);
  }
}

export class Tab {
  open = true;
  /** transactions until the tab is closed */
  left = Number.POSITIVE_INFINITY;
  /** an answer that is on its way */
  late = null;
  /** told once there is one */
  whenLate = () => {};

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
      document: {
        documentElement: { dataset: { version: "0.0.0" } },
        visibilityState: "visible",
        addEventListener: quiet,
        getElementById: () => null, // where the first release has its words
      },
      matchMedia: () => ({ matches: false }),
      addEventListener: quiet,
      setTimeout: quiet, // cycles are begun by the machine only
      clearTimeout: quiet,
      reportError: (error) => this.open && console.error(error), // what a closed tab could not store is nobody's to see
      crypto: { subtle, getRandomValues: (bytes) => bytes.map((_, i) => (bytes[i] = tablet.random() * 256)) },
      AbortSignal: { timeout: () => new AbortController().signal }, // no answer takes long
      Date: clockOf(tablet),
      JSON: json,
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
      deleteDatabase: (...given) => {
        if (!this.open) throw closed();
        return this.tablet.storage.deleteDatabase(...given);
      },
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
    const fault = path.includes(tablet.meets) ? tablet.fault : "none";
    if (fault !== "none") tablet.fault = "none";
    if (fault === "request lost" || tablet.isOff || !this.open) throw new TypeError("fetch failed");
    if (fault === "batch cut" && init.body) init.body = half(init.body);
    if (fault === "duplicated") await this.send(path, init);
    const response = await this.send(path, init);
    if (fault === "response lost") throw new TypeError("fetch failed");
    if (fault === "response cut") return new Answer(response.text.slice(0, -9), response);
    if (fault === "response delayed") await this.delay();
    if (!this.open) throw closed();
    return new Answer(response.text, response);
  }

  delay() {
    return new Promise((arrive) => {
      this.late = arrive;
      this.whenLate();
    });
  }

  async send(path, { method = "GET", headers, body }) {
    const { cookies, server } = this.tablet;
    if (path === FORMS && forms.value) return formsAgain();
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const sent = ArrayBuffer.isView(body) ? { photo: Buffer.from(body).toString("base64") } : { body };
    const response = await server({ path, method, headers: { ...headers, Cookie: cookie }, ...sent });
    for (const [name, value] of response.headers.filter(([name]) => name === "Set-Cookie")) {
      const [, key, kept] = /^([^=]+)=([^;]*)/.exec(value);
      cookies.set(key, kept);
    }
    if (path === FORMS && forms.areShared && response.status === 200) share(response.text);
    return response;
  }
}

const formsAgain = () => ({
  status: 200,
  headers: [
    ["Content-Type", "application/json"],
    ["Date", new Date().toUTCString()],
  ],
  text: forms.text,
});

function half(body) {
  const { ops, ...rest } = JSON.parse(body);
  return JSON.stringify({ ...rest, ops: ops.slice(0, Math.ceil(ops.length / 2)) });
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
