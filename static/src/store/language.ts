// The language of whoever has the tablet: their choice here, else the one chosen last, else the browser's.

import { loadWords } from "../api.js";
import { LANGUAGES, languageNow, setLanguage } from "../lib/i18n.js";
import { signal } from "../lib/signal.js";
import { setSetting, settings } from "./device.js";

const LAST = "language";
const settingOf = (key: string) => `${LAST}:${key}`;

const changes = signal<void>();

/** Called when another language was chosen: what is on the screen has to be drawn again. */
export const onLanguage = changes.listen;

/** `key`: the name of a person's database; empty for nobody. It stays English while the words are not on the tablet. */
export async function speakTo(key: string) {
  const wishes = await settings();
  const wished = wishes[settingOf(key)] ?? wishes[LAST] ?? navigator.language.slice(0, 2);
  await speak(wished in LANGUAGES ? wished : "en").catch(() => setLanguage("en"));
}

/** For this person, and for whoever comes without a choice. Throws Offline while its words cannot be fetched. */
export async function chooseLanguage(language: string, key: string) {
  await speak(language);
  const names = key ? [LAST, settingOf(key)] : [LAST];
  await Promise.all(names.map((name) => setSetting(name, language)));
  changes.tell();
}

async function speak(language: string) {
  if (language === "en") setLanguage(language);
  else if (language !== languageNow()) setLanguage(language, await loadWords(language));
}
