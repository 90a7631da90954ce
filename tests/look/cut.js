// Lists what cannot be read on the page: words that are cut or leave their box, words over other words, and a page that
// is wider than the screen. What lies over the page on purpose (a toolbar that stays at the edge) is left out.
() => {
  const NEAR = 1.5;
  const said = (text) => `"${text.trim().replace(/\s+/g, " ").slice(0, 40)}"`;
  const named = (one) => `${one.tagName.toLowerCase()}.${String(one.className?.baseVal ?? one.className).split(" ")[0]}`;
  const found = [];
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth + NEAR) found.push(`wider than the screen: ${page.scrollWidth} px`);
  const isOver = (one) => {
    for (let each = one; each && each !== document.body; each = each.parentElement)
      if (["sticky", "fixed"].includes(getComputedStyle(each).position)) return true;
    return false;
  };
  const scrolls = (one) => {
    for (let each = one; each && each !== document.body; each = each.parentElement)
      if (["auto", "scroll"].includes(getComputedStyle(each).overflowX)) return true;
    return false;
  };
  /** For screen readers only. */
  const isUnseen = (one) => {
    for (let each = one; each; each = each.parentElement) if (getComputedStyle(each).clipPath !== "none") return true;
    return false;
  };
  const hides = (one) => /hidden|clip/.test(getComputedStyle(one).overflowX);
  const texts = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { parentElement: parent, data } = walk.currentNode;
    if (!data.trim() || !parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (parent.closest("svg, option, [inert]") || isUnseen(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(walk.currentNode);
    for (const box of range.getClientRects()) if (box.width > 1 && box.height > 1) texts.push({ parent, data, box });
  }
  for (const { parent, data, box } of texts) {
    if (scrolls(parent)) continue;
    if (box.left < -NEAR || box.right > page.clientWidth + NEAR) found.push(`off the screen: ${named(parent)} ${said(data)}`);
    for (let each = parent; each && each !== document.body; each = each.parentElement) {
      const around = each.getBoundingClientRect();
      const isFramed = each.matches("button, a.button, .chip") && getComputedStyle(each).paddingInlineStart !== "0px";
      const edge = isFramed ? -3 : NEAR;
      const leaves = box.left < around.left - edge || box.right > around.right + edge;
      const isBox = each.matches("button, a, label, summary, td, th, .chip, .mark, .tag, .banner, .notice");
      if (leaves && around.width > 1 && (hides(each) || isBox)) {
        found.push(`${hides(each) ? "cut" : "outside"}: ${named(parent)} ${said(data)} in ${named(each)}`);
        break;
      }
    }
  }
  const plain = texts.filter(({ parent }) => !isOver(parent));
  plain.forEach((one, i) => {
    for (const other of plain.slice(i + 1)) {
      if (other.parent === one.parent || other.parent.contains(one.parent) || one.parent.contains(other.parent)) continue;
      const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      if (wide > 3 && high > Math.min(one.box.height, other.box.height) / 3)
        found.push(`over each other: ${said(one.data)} and ${said(other.data)}`);
    }
  });
  return [...new Set(found)];
}
