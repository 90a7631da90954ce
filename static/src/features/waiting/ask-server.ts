import { t } from "../../lib/i18n.js";
import { currentStatus } from "../../store/status.js";

/** Runs a cycle with the server. Settles with why it did not come to its end, or with an empty text. */
export async function askServer(cycle: () => Promise<void>): Promise<string> {
  const { checkedAt } = currentStatus();
  await cycle();
  const now = currentStatus();
  if (now.checkedAt !== checkedAt) return "";
  if (now.connection === "signin") return t("Sign in to send");
  return now.trouble || t("The server cannot be reached now. Everything stays on this tablet.");
}
