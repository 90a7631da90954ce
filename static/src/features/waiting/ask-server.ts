import { t } from "../../lib/i18n.js";
import { currentStatus } from "../../store/status.js";

/** Runs a cycle with the server. Settles with why it did not come to its end, or with an empty text. */
export async function askServer(cycle: () => Promise<boolean>): Promise<string> {
  if (await cycle()) return "";
  if (!obstacle() && (await cycle())) return ""; // the first one met a restored server and went back to its beginning
  return obstacle() || t("The server cannot be reached now. Everything stays on this tablet.");
}

/** What the status says stands in the way; empty when the server answers. */
function obstacle() {
  const { connection, trouble } = currentStatus();
  if (connection === "signin") return t("Sign in to send");
  return connection === "online" || trouble
    ? trouble
    : t("The server cannot be reached now. Everything stays on this tablet.");
}
