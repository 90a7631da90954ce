/** A list of listeners. `tell` calls each; `listen` returns the function that removes the listener. */
export function signal<T>(): { tell: (value: T) => void; listen: (listener: (value: T) => void) => () => void } {
  const listeners: Set<(value: T) => void> = new Set();
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
