// Asked before what needs a fresh sign-in; loaded then.
import "../app.js"; // see README.md

export { askProof } from "../features/account/proof.js";
