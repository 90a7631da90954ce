// The one door to signature_pad: it smooths the line of a finger or a pen.
export { default } from "../../vendor/signature_pad/signature_pad.min.js";
