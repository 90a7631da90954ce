// A long list searched by word: typing narrows it, and one that is chosen is passed on at once. The equal of a drawing
// for the keyboard, the screen reader and large text.

import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

interface Entry {
  value: string;
  label: string;
}

interface SearchListOptions {
  id: string;
  label: string;
  entries: Entry[];
  onPick: (value: string) => unknown;
}

const plain = (text: string) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** The entries with a word that begins with each of the typed ones; one that has the very words stands alone. */
export function found<Each extends { label: string }>(entries: Each[], typed: string): Each[] {
  const asked = plain(typed);
  if (!asked.length) return [];
  const same = entries.filter(({ label }) => plain(label).join(" ") === asked.join(" "));
  if (same.length) return same;
  return entries.filter(({ label }) => asked.every((word) => plain(label).some((one) => one.startsWith(word))));
}

export function searchList({ id, label, entries, onPick }: SearchListOptions): Template {
  const pick = (event: Event) => {
    const input = event.currentTarget as HTMLInputElement;
    const [only, ...more] = found(entries, input.value);
    if (!only || more.length) return;
    input.value = "";
    onPick(only.value);
  };
  return html`<label class="field search-list"><span class="label">${label}</span>
    <input id=${id} type="search" list="${id}-list" autocomplete="off" autocorrect="off" autocapitalize="off" spellcheck="false" placeholder=${t("Type a word, such as thigh")} @change=${pick} />
    <datalist id="${id}-list">${entries.map((entry) => html`<option value=${entry.label}></option>`)}</datalist></label>`;
}
