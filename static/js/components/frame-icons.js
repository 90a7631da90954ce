// The drawings of the frame are those of every screen.
export { icon } from "./icons.js";
