import { t } from "../../lib/i18n.js";
import { currentStatus } from "../../store/status.js";

/** Runs a cycle with the server. Settles with why it did not come to its end, or with an empty text. */
export async function askServer(cycle: () => Promise<boolean>): Promise<string> {
  if (await cycle()) return "";
  // a server that was restored sends the first cycle back to its beginning
  if (isHeard() && (await cycle())) return "";
  const { connection, trouble } = currentStatus();
  if (connection === "signin") return t("Sign in to send");
  return trouble || t("The server cannot be reached now. Everything stays on this tablet.");
}

function isHeard(): boolean {
  const { connection, trouble } = currentStatus();
  return connection === "online" && !trouble;
}
