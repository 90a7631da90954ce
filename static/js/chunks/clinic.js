// Screens of the clinic as a whole: people, registry, shelf, protocols, recall, set-up: fetched at first use.
export * as invite from "../views/invite.js";
export * as lotRecall from "../views/lot-recall.js";
export * as protocols from "../views/protocols.js";
export * as registry from "../views/registry.js";
export * as setup from "../views/setup.js";
export * as shelf from "../views/shelf.js";
export * as users from "../views/users.js";
