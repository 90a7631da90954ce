// The service worker of this page: registration, check for updates, and activation of a new version on request.

import { trusted } from "./lib/trusted.js";

const CHECK = 3_600_000;

let registration: ServiceWorkerRegistration | null = null;
let asked = false;
let sought = "";

export async function registerWorker(report: (news: { updateReady: boolean }) => void) {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;
  let controlled = Boolean(serviceWorker.controller);
  serviceWorker.addEventListener("controllerchange", () => {
    if (controlled && asked) location.reload();
    else if (controlled) report({ updateReady: true });
    controlled = true;
  });
  try {
    registration = await serviceWorker.register(trusted("/sw.js"), { scope: "/", updateViaCache: "none" });
  } catch (error) {
    return console.warn("No service worker", error);
  }
  const announce = () => {
    if (registration?.waiting && serviceWorker.controller) report({ updateReady: true });
  };
  announce();
  registration.addEventListener("updatefound", () =>
    registration?.installing?.addEventListener("statechange", announce),
  );
  const check = () => registration?.update().catch(() => {});
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && check());
  addEventListener("pageshow", (event) => event.persisted && check());
  setInterval(check, CHECK);
}

/** The server names its version in its answers, for the case that the worker no longer checks. */
export function lookForVersion(version: string | undefined) {
  if (!version || version === sought || version === document.documentElement.dataset.version) return;
  sought = version;
  registration?.update().catch(() => {});
}

/** Activates the waiting version: the worker first, then this page. An unresponsive old worker is not waited for. */
export function applyUpdate() {
  asked = true;
  if (!registration?.waiting) return location.reload();
  registration.waiting.postMessage("skipWaiting");
  setTimeout(() => location.reload(), 3_000);
}
