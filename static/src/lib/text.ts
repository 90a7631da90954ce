// Text as the server accepts it (server/auth/request_validation.py): no control characters but line break and tab, no
// lone surrogates. The line separators of word processors and scanners become line breaks.

const BREAKS = /\r\n?|[\v\f]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go
const CONTROLS = /[\u0000-\u0008\u000e-\u001f]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the same, but the separator of a GS1 code, which its reader needs
const TYPED_CONTROLS = /[\u0000-\u0008\u000e-\u001c\u001e\u001f]/g;
/** With the flag u a surrogate pair is one character, so only lone surrogates match. */
const HALVES = /[\ud800-\udfff]/gu;

export const cleanText = (text: string) => text.replace(BREAKS, "\n").replace(CONTROLS, "").replace(HALVES, "");

/** Cleans typed or pasted text before any other listener reads it; the cursor keeps its position. */
export function cleanTyping() {
  addEventListener("input", clean, true);
}

function clean(event: Event) {
  const box = event.target;
  const line = box instanceof HTMLInputElement;
  if (!(line || box instanceof HTMLTextAreaElement) || (event as InputEvent).isComposing) return;
  const cleaned = (text: string) =>
    text
      .replace(BREAKS, line ? " " : "\n")
      .replace(TYPED_CONTROLS, "")
      .replace(HALVES, "");
  const text = cleaned(box.value);
  if (text === box.value) return;
  const cursor = box.selectionStart;
  const before = cursor === null ? 0 : cleaned(box.value.slice(0, cursor)).length;
  box.value = text;
  if (cursor !== null) box.setSelectionRange(before, before);
}
