// Reads the code on a box with the camera; where there is none, the code is typed.
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { icon } from "../layout/icons.js";
import { type CodeReader, canRead, openReader, type Scanned } from "./code-reader.js";
import { type Close, openSheet } from "./dialog.js";

export type { Scanned } from "./code-reader.js";

/** One run of the camera. */
interface Camera {
  stream: MediaStream | null;
  reader: CodeReader | null;
  timer: number;
  problem: "camera" | "reader" | null;
  closed: boolean;
}

const EVERY_MS = 250;

export const canScan = (): boolean => canRead() && Boolean(navigator.mediaDevices?.getUserMedia);

/** Settles with the first code found, or undefined when the sheet is closed. */
export async function scanCode(): Promise<Scanned | undefined> {
  const camera: Camera = { stream: null, reader: null, timer: 0, problem: null, closed: false };
  const found = await openSheet<Scanned>(t("Scan the code on the box"), (close, update) => {
    if (!camera.timer) camera.timer = setTimeout(() => watch(camera, close, update));
    return html`<div class="stack">
      <video class="scan" playsinline muted></video>
      ${camera.problem ? html`<p class="banner" data-severity="warn" role="alert">${icon("warn")}${problemLabel(camera.problem)}</p>` : nothing}
      <p class="hint">${t("Hold the square code or the bar code in front of the camera. Product, lot, expiry and unit are read from it.")}</p>
    </div>`;
  });
  clearTimeout(camera.timer);
  camera.closed = true;
  letGo(camera);
  return found;
}

const problemLabel = (problem: "camera" | "reader"): string =>
  problem === "camera"
    ? t("The camera cannot be used here. Type what is printed beside the code.")
    : t(
        "The code reader is not on this device yet: it comes with the first scan while connected. Type what is printed beside the code.",
      );

function letGo({ stream, reader }: Camera) {
  for (const track of stream?.getTracks() ?? []) track.stop();
  reader?.end();
}

async function watch(camera: Camera, close: Close<Scanned>, update: () => void) {
  let doing: "camera" | "reader" = "camera";
  try {
    camera.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: 1280 } });
    const video = document.querySelector<HTMLVideoElement>("video.scan");
    if (camera.closed || !video) return letGo(camera);
    video.srcObject = camera.stream;
    await video.play();
    doing = "reader";
    const reader = await openReader();
    camera.reader = reader;
    if (camera.closed) return letGo(camera);
    const look = async () => {
      const seen = await reader.look(video);
      if (seen) return close(seen);
      if (!camera.closed) camera.timer = setTimeout(() => look().catch(failed), EVERY_MS);
    };
    const failed = () => {
      camera.problem = "reader";
      update();
    };
    await look();
  } catch {
    if (camera.closed) return;
    camera.problem = doing;
    update();
  }
}
