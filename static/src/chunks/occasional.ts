// Amendment, settings and the list of unsent changes; loaded on first use.

export * as settings from "../features/account/settings.js";
export * as noteAmend from "../features/note/note-amend.js";
export * as waiting from "../features/waiting/waiting.js";
