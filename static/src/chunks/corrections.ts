// What is asked before a record is set right, or two patients are told apart; loaded when it is asked.
import "../app.js"; // see README.md

export { archive, complete, confirmSame, merge, move, unarchive } from "../features/corrections/filing-acts.js";
export { declareVoid, propose, takeBack } from "../features/corrections/void-acts.js";
export { askTwo } from "../features/patient/settle-twins.js";
