// <np-photo>: one photo, small or whole. What is not on this tablet is fetched; what cannot be shown says why.
import { ApiError, Offline } from "../../api.js";
import { html, nothing, render } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { type Bytes, thumbOf } from "../../lib/photo-file.js";
import { local } from "../../store/local.js";
import { keepThumb, readFile } from "../../store/pictures.js";
import { fetchPicture } from "../../sync/pictures.js";
import { icon } from "../../ui/layout/icons.js";
import type { NotePhoto } from "./photo-list.js";

export type Size = "thumb" | "full";

const OFFLINE = () => t("This photo is not on this tablet. It is shown once there is a connection.");

class PhotoFrame extends HTMLElement {
  #photo: NotePhoto | null = null;
  #size: Size = "thumb";
  #url = "";
  #problem = "";
  #asked = "";

  set photo(photo: NotePhoto) {
    this.#photo = photo;
    this.#show();
  }
  set size(size: Size) {
    this.#size = size;
    this.#show();
  }

  connectedCallback() {
    this.#asked = "";
    this.#show();
  }
  disconnectedCallback() {
    this.#forget();
  }

  #forget() {
    if (this.#url) URL.revokeObjectURL(this.#url);
    this.#url = "";
  }

  async #show() {
    const [photo, size] = [this.#photo, this.#size];
    if (!photo || !this.isConnected) return;
    const wanted = `${photo.sha256} ${size}`;
    if (wanted === this.#asked) return this.#draw();
    this.#asked = wanted;
    const isWanted = () => this.#asked === wanted && this.isConnected;
    this.#forget();
    this.#problem = "";
    this.#draw();
    try {
      const bytes = await (size === "thumb" ? small(photo, isWanted) : whole(photo));
      if (!bytes || !isWanted()) return;
      this.#take(bytes);
    } catch (error) {
      if (!isWanted()) return;
      this.#problem = said(error);
      const thumb = size === "full" ? await readFile(photo.sha256, "thumb").catch(() => null) : null;
      if (!isWanted()) return;
      if (thumb) this.#take(new Uint8Array(thumb));
    }
    this.#draw();
  }

  #take(bytes: Bytes) {
    this.#forget();
    this.#url = URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
  }

  #draw() {
    const name = this.#photo?.name ?? "";
    render(
      html`${
        this.#url
          ? html`<img src=${this.#url} alt=${name} draggable="false" />`
          : this.#problem
            ? nothing
            : html`<span class="photo-empty" role="img" aria-label=${t("Opening")}></span>`
      }${this.#problem ? html`<span class="photo-problem">${icon("info", 20)}${this.#problem}</span>` : nothing}`,
      this,
    );
  }
}

async function small(photo: NotePhoto, isWanted: () => boolean): Promise<Bytes | null> {
  const db = local();
  const here = await readFile(photo.sha256, "thumb", db);
  if (here) return new Uint8Array(here);
  return inTurn(async () => {
    if (!isWanted()) return null;
    const thumb = await thumbOf(await fetchPicture(photo.noteId, photo.sha256));
    await keepThumb(photo.sha256, thumb, db).catch(() => {}); // it is fetched again
    return thumb;
  });
}

let last: Promise<unknown> = Promise.resolve();

/** One after the other: a list of whole photos decoded at once is more memory than a tablet has. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work);
  last = mine.catch(() => {});
  return mine;
}

const whole = ({ noteId, sha256 }: NotePhoto) => fetchPicture(noteId, sha256);

function said(error: unknown): string {
  if (error instanceof Offline) return OFFLINE();
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  return error.code === "picture_not_there"
    ? t("This photo has not arrived yet: it is still on the tablet that took it.")
    : error.status === 401 || error.code === "locked"
      ? OFFLINE()
      : error.message;
}

customElements.define("np-photo", PhotoFrame);
