// The list of keyboard shortcuts; loaded when it is asked for.
import "../app.js"; // see README.md

export { showShortcuts } from "../features/frame/shortcut-sheet.js";
