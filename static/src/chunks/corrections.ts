// What is asked before a record is set right; loaded when it is asked.
import "../app.js"; // see README.md

export { archive, complete, merge, move, unarchive } from "../features/corrections/place-acts.js";
export { declareVoid, propose, takeBack } from "../features/corrections/void-acts.js";
