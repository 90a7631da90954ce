// The worker that reads codes where the browser has no reader of its own: zxing-cpp as WebAssembly. Only the answer with
// this script allows WebAssembly (server/auth/headers.py). It gets pictures, and answers each with what it saw.
import { prepareZXingModule, type ReaderOptions, readBarcodes } from "zxing-wasm/reader";

const scope = self as unknown as DedicatedWorkerGlobalScope;
const OPTIONS: ReaderOptions = {
  formats: ["DataMatrix", "QRCode", "Code128", "DataBar", "EAN13", "EAN8", "UPCA", "UPCE", "ITF"],
  textMode: "Plain",
  tryHarder: true,
  maxNumberOfSymbols: 1,
};

const ready = prepareZXingModule({
  overrides: { locateFile: () => "/static/reader/zxing_reader.wasm" },
  fireImmediately: true,
});

/** The text behind its symbology identifier, "]d2" for element strings in a Data Matrix; "" when nothing was seen. */
async function read(picture: ImageData): Promise<string> {
  await ready;
  const [found] = await readBarcodes(picture, OPTIONS);
  return found?.isValid ? found.symbologyIdentifier + found.text : "";
}

scope.addEventListener("message", ({ data }: MessageEvent<ImageData>) => {
  read(data).then(
    (text) => scope.postMessage({ text }),
    (error) => scope.postMessage({ problem: String(error) }),
  );
});
ready.then(
  () => scope.postMessage({ ready: true }),
  (error) => scope.postMessage({ problem: String(error) }),
);
