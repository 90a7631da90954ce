import { today } from "../../lib/dates.js";
import { t } from "../../lib/i18n.js";
import { saveFile } from "../../lib/save-file.js";
import { exportAll } from "../../store/outbox.js";
import { button } from "../../ui/layout/page.js";

/** Saves everything the server has not confirmed as a file. */
const exportUnsent = async () => saveFile(`needlepoint-unsent-${today()}.json`, await exportAll());

export const exportKey = () => button(t("Export unsent work"), exportUnsent);
