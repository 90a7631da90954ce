// The question why two patients are two people; loaded when it is asked.
import "../app.js"; // see README.md

export { askTwo } from "../features/patient/settle-twins.js";
