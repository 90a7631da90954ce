// A screen with room for tables and two panes: from 1200 px on.
const wide = matchMedia("(min-width: 75rem)");

export const isWide = (): boolean => wide.matches;

export function watchWide(listener: (wide: boolean) => void): () => void {
  const tell = () => listener(wide.matches);
  wide.addEventListener("change", tell);
  tell();
  return () => wide.removeEventListener("change", tell);
}
