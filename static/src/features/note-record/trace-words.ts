import { t } from "../../lib/i18n.js";

/** What was done to a record beside its content, in two or three words; undefined for anything else. */
export function traceWords(kind: string): string | undefined {
  const words: Record<string, string | undefined> = {
    propose_void: t("Proposed to declare void"),
    keep: t("Kept: not declared void"),
    unvoid: t("Taken back into use"),
    take_over: t("Taken over to complete it"),
    move: t("Moved to another patient"),
    merge: t("Merged with another record"),
    identity: t("Name, birth date or record number changed after a signature"),
    confirm_identity: t("Confirmed: the same person"),
    archive: t("Archived"),
    unarchive: t("Taken out of the archive"),
  };
  return words[kind];
}
