// Reads codes from pictures of the camera: with the browser's own reader where it knows the codes on boxes, else with one
// that is fetched when the camera is first used and kept for when there is no network.
import { trusted } from "../../lib/trusted.js";

/** The text of a code, and what the Barcode Detection API calls its symbology. */
export interface Scanned {
  text: string;
  format: string;
}

export interface CodeReader {
  /** Undefined when the picture shows no code. */
  look: (video: HTMLVideoElement) => Promise<Scanned | undefined>;
  end: () => void;
}

/** The part of the Barcode Detection API that is used here; TypeScript's DOM library does not declare it. */
interface BarcodeDetectorClass {
  new (options: {
    formats: string[];
  }): {
    detect: (source: HTMLVideoElement) => Promise<{ rawValue: string; format: string }[]>;
  };
  getSupportedFormats: () => Promise<string[]>;
}

const FORMATS = ["data_matrix", "qr_code", "code_128", "ean_13", "ean_8", "upc_a", "upc_e", "itf"];
const SCRIPT = "/static/dist/reader.js";
/** Larger pictures take longer and show no more. */
const WIDEST = 1280;

export const canRead = (): boolean => "BarcodeDetector" in globalThis || "WebAssembly" in globalThis;

export async function openReader(): Promise<CodeReader> {
  return (await ownReader()) ?? (await fetchedReader());
}

/** The browser's; null where it has none, or none for the square codes that boxes bear. */
async function ownReader(): Promise<CodeReader | null> {
  const { BarcodeDetector: Detector } = globalThis as { BarcodeDetector?: BarcodeDetectorClass };
  const known = (await Detector?.getSupportedFormats().catch(() => [])) ?? [];
  if (!Detector || !known.includes("data_matrix")) return null;
  const detector = new Detector({ formats: FORMATS.filter((format) => known.includes(format)) });
  return {
    async look(video) {
      const [seen] = await detector.detect(video).catch(() => []);
      return seen?.rawValue ? { text: seen.rawValue, format: seen.format } : undefined;
    },
    end() {},
  };
}

interface Answer {
  ready?: true;
  text?: string;
  problem?: string;
}

/** Rejects when the reader can neither be fetched nor is kept. */
async function fetchedReader(): Promise<CodeReader> {
  const worker = new Worker(trusted(SCRIPT));
  const answer = () =>
    new Promise<Answer>((resolve, reject) => {
      worker.onerror = () => reject(new Error("The code reader could not be started."));
      worker.onmessage = ({ data }: MessageEvent<Answer>) =>
        data.problem ? reject(new Error(data.problem)) : resolve(data);
    });
  try {
    await answer();
  } catch (error) {
    worker.terminate();
    throw error;
  }
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return {
    async look(video) {
      const scale = Math.min(1, WIDEST / Math.max(1, video.videoWidth));
      const [width, height] = [video.videoWidth, video.videoHeight].map((side) => Math.round(side * scale));
      if (!pen || !width || !height) return undefined;
      Object.assign(canvas, { width, height });
      pen.drawImage(video, 0, 0, width, height);
      const picture = pen.getImageData(0, 0, width, height);
      worker.postMessage(picture, [picture.data.buffer]);
      const { text } = await answer();
      return text ? { text, format: "" } : undefined;
    },
    end: () => worker.terminate(),
  };
}
