import { today } from "../../lib/dates.js";
import { t } from "../../lib/i18n.js";
import { saveFile } from "../../lib/save-file.js";
import { exportAll } from "../../store/outbox.js";
import { openSheet } from "../../ui/controls/dialog.js";
import { button, errorMessage } from "../../ui/layout/page.js";

/** Saves everything the server has not confirmed as a file. */
async function exportUnsent() {
  try {
    saveFile(`needlepoint-unsent-${today()}.json`, await exportAll());
  } catch (error) {
    await openSheet(t("The file could not be created"), () => errorMessage((error as Error).message));
  }
}

export const exportKey = () => button(t("Export unsent work"), exportUnsent);
