// Text as the server takes it (server/auth/gate.py): no control characters but line break and tab, no half characters. What a
// word processor or a scanner puts between its lines becomes a line break.

const BREAKS = /\r\n?|[\v\f]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go
const CONTROLS = /[\u0000-\u0008\u000e-\u001f]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the same, but the separator of a GS1 code, which its reader needs
const TYPED_CONTROLS = /[\u0000-\u0008\u000e-\u001c\u001e\u001f]/g;
/** With the flag u a pair is one character, so that only halves match. */
const HALVES = /[\ud800-\udfff]/gu;

export const cleanText = (text: string) => text.replace(BREAKS, "\n").replace(CONTROLS, "").replace(HALVES, "");

/** Cleans what is typed or pasted into any box before anybody reads it; the cursor stays where it was. */
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
