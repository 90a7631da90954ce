// How much the screen shows side by side.

const tablet = matchMedia("(min-width: 48rem)");
const wide = matchMedia("(min-width: 75rem)");

/** As wide as a tablet: a button is in view together with the copied values that it confirms. */
export const isTabletWide = (): boolean => tablet.matches;

/** From 1200 px on there is room for tables. Calls its listener now and at each change, until it is stopped. */
export function watchWide(listener: (wide: boolean) => void): () => void {
  const tell = () => listener(wide.matches);
  wide.addEventListener("change", tell);
  tell();
  return () => wide.removeEventListener("change", tell);
}
