// What was done to accounts; loaded when home has something to tell.
import "../app.js"; // see README.md

export { accountNotices } from "../features/home/account-notices.js";
