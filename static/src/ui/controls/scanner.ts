// Reads the code on a box with the camera, where the browser supports it; elsewhere the code is typed.
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { icon } from "../layout/icons.js";
import { type Close, openSheet } from "./dialog.js";

/** The part of the Barcode Detection API that is used here; TypeScript's DOM library does not declare it. */
interface BarcodeDetectorClass {
  new (options: {
    formats: string[];
  }): {
    detect: (source: HTMLVideoElement) => Promise<{ rawValue: string; format: string }[]>;
  };
  getSupportedFormats: () => Promise<string[]>;
}

/** One run of the camera. */
interface Camera {
  stream: MediaStream | null;
  timer: number;
  problem: boolean;
  closed: boolean;
}

const FORMATS = ["data_matrix", "qr_code", "code_128", "ean_13", "ean_8", "upc_a", "upc_e", "itf"];
const EVERY_MS = 250;

export const canScan = (): boolean => "BarcodeDetector" in globalThis && Boolean(navigator.mediaDevices?.getUserMedia);

/** The text of a code, and what the Barcode Detection API calls its symbology. */
export interface Scanned {
  text: string;
  format: string;
}

/** Settles with the first code found, or undefined when the sheet is closed. */
export async function scanCode(): Promise<Scanned | undefined> {
  const camera: Camera = { stream: null, timer: 0, problem: false, closed: false };
  const found = await openSheet<Scanned>(t("Scan the code on the box"), (close, update) => {
    if (!camera.timer) camera.timer = setTimeout(() => watch(camera, close, update));
    return html`<div class="stack">
      <video class="scan" playsinline muted></video>
      ${camera.problem ? html`<p class="banner" data-severity="warn" role="alert">${icon("warn")}${t("The camera cannot be used here. Type what is printed beside the code.")}</p>` : nothing}
      <p class="hint">${t("Hold the square or the bars into the picture. Product, lot, expiry and unit are read from it.")}</p>
    </div>`;
  });
  clearTimeout(camera.timer);
  camera.closed = true;
  for (const track of camera.stream?.getTracks() ?? []) track.stop();
  return found;
}

/** canScan() has checked that the browser has it. */
const detectorClass = () => (globalThis as unknown as { BarcodeDetector: BarcodeDetectorClass }).BarcodeDetector;

async function watch(camera: Camera, close: Close<Scanned>, update: () => void) {
  try {
    const Detector = detectorClass();
    const known = await Detector.getSupportedFormats();
    const detector = new Detector({ formats: FORMATS.filter((format) => known.includes(format)) });
    camera.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    if (camera.closed) return camera.stream.getTracks().forEach((track) => void track.stop());
    const video = document.querySelector<HTMLVideoElement>("video.scan");
    if (!video) return;
    video.srcObject = camera.stream;
    await video.play();
    const look = async () => {
      const [seen] = await detector.detect(video).catch(() => []);
      if (seen?.rawValue) return close({ text: seen.rawValue, format: seen.format });
      if (!camera.closed) camera.timer = setTimeout(look, EVERY_MS);
    };
    await look();
  } catch {
    camera.problem = true;
    update();
  }
}
