/**
 * A list of listeners. `tell` calls each; `listen` returns the way to stop.
 * @template T
 * @returns {{tell: (value: T) => void, listen: (listener: (value: T) => void) => () => void}}
 */
export function signal() {
  /** @type {Set<(value: T) => void>} */
  const listeners = new Set();
  return {
    tell(value) {
      for (const listener of [...listeners]) listener(value);
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
