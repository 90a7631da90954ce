// @ts-nocheck
// The camera reads the code on a box, where the browser can; elsewhere the code is typed.
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { icon } from "../layout/icons.js";
import { openSheet } from "./dialog.js";

const FORMATS = ["data_matrix", "qr_code", "code_128", "ean_13", "itf"];
const EVERY_MS = 250;

export const canScan = () => "BarcodeDetector" in globalThis && Boolean(navigator.mediaDevices?.getUserMedia);

/** Settles with the text of the first code seen, or undefined when the sheet is closed. */
export async function scanCode() {
  const eye = { stream: null, timer: 0, problem: false };
  const text = await openSheet(t("Scan the code on the box"), (close, update) => {
    if (!eye.timer) eye.timer = setTimeout(() => watch(eye, close, update));
    return html`<div class="stack">
      <video class="scan" playsinline muted></video>
      ${eye.problem ? html`<p class="banner" data-severity="warn" role="alert">${icon("warn")}${t("The camera cannot be used here. Type what is printed beside the code.")}</p>` : nothing}
      <p class="hint">${t("Hold the square or the bars into the picture. Product, lot, expiry and unit are read from it.")}</p>
    </div>`;
  });
  clearTimeout(eye.timer);
  eye.closed = true;
  for (const track of eye.stream?.getTracks() ?? []) track.stop();
  return text;
}

async function watch(eye, close, update) {
  try {
    const known = await globalThis.BarcodeDetector.getSupportedFormats();
    const detector = new globalThis.BarcodeDetector({ formats: FORMATS.filter((format) => known.includes(format)) });
    eye.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    if (eye.closed) return eye.stream.getTracks().forEach((track) => void track.stop());
    const video = document.querySelector("video.scan");
    video.srcObject = eye.stream;
    await video.play();
    const look = async () => {
      const [seen] = await detector.detect(video).catch(() => []);
      if (seen?.rawValue) return close(seen.rawValue);
      if (!eye.closed) eye.timer = setTimeout(look, EVERY_MS);
    };
    await look();
  } catch {
    eye.problem = true;
    update();
  }
}
