/** Waits until no other tab of this tablet exchanges the work of this person; an older browser has no locks. */
export const inTurn = <T>(name: string, work: () => Promise<T>): Promise<T> =>
  navigator.locks ? navigator.locks.request(`sync ${name}`, work) : work();
