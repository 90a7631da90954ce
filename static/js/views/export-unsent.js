import { today } from "../lib/dates.js";
import { saveFile } from "../lib/save-file.js";
import { exportAll } from "../store/outbox.js";

/** Everything the server has not confirmed, as a file in the hands of the person. */
export async function exportUnsent() {
  saveFile(`needlepoint-unsent-${today()}.json`, await exportAll());
}
