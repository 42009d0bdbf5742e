"""Do words in pictures stand where they should? Measured in Chromium, whose letters they are."""

from __future__ import annotations

from playwright.sync_api import Page

# Everything in the units of a picture. A word stands from the top of its capitals to the foot of its letters; a box for
# words is the smallest one in which they begin: they must end in it. A sign that is drawn counts as a word.
_ILL_PLACED = """() => [...document.querySelectorAll('.p2-picture svg')].flatMap(svg => {
  if (!svg.checkVisibility()) return [];
  const all = svg.viewBox.baseVal, inverse = svg.getScreenCTM().inverse();
  const place = e => {
    const seen = e.getBoundingClientRect(), tall = parseFloat(getComputedStyle(e).fontSize);
    const from = new DOMPoint(seen.left, seen.top).matrixTransform(inverse);
    const to = new DOMPoint(seen.right, seen.bottom).matrixTransform(inverse);
    const across = {left: from.x, right: to.x, said: e.parentNode.dataset.words || e.textContent};
    if (e.tagName !== 'text') return {...across, top: from.y, foot: to.y};
    const line = e.y.baseVal[0].value;
    return {...across, top: line - 0.7 * tall, foot: line + 0.2 * tall};
  };
  const words = [...svg.querySelectorAll('text, [data-words] > path')].map(place).filter(w => w.right > w.left);
  const boxes = [...svg.querySelectorAll('rect')].slice(1).map(e => e.getBBox());
  const faults = words.filter(w => w.left < -1 || w.right > all.width + 1 || w.top < -1 || w.foot > all.height + 1)
    .map(w => 'out of the picture: ' + w.said);
  for (const w of words) {
    const [x, y] = [w.left + 2, (w.top + w.foot) / 2];
    const around = boxes.filter(b => b.x <= x && x <= b.x + b.width && b.y <= y && y <= b.y + b.height);
    const box = around.sort((a, b) => a.width * a.height - b.width * b.height)[0];
    if (box && w.right > box.x + box.width + 1) faults.push('out of its box: ' + w.said);
    if (boxes.some(b => w.left < b.x && b.x < w.right - 1 && b.y <= y && y <= b.y + b.height))
      faults.push('into a box: ' + w.said);
  }
  words.forEach((one, i) => words.slice(i + 1).forEach(other => {
    const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const down = Math.min(one.foot, other.foot) - Math.max(one.top, other.top);
    if (across > 1 && down > 1) faults.push('over each other: ' + one.said + ' / ' + other.said);
  }));
  return faults;
})"""


def ill_placed(page: Page) -> list[str]:
    """List the words in the pictures of a page that leave the picture or their box, or lie on others."""
    page.evaluate("document.fonts.ready.then(() => true)")
    words: list[str] = page.evaluate(_ILL_PLACED)
    return words


def machine_fonts(page: Page, within: str) -> set[str]:
    """Name the fonts of the machine that letters inside the elements that match are really drawn with, and where."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    session.send("DOM.getDocument")
    said = "text() and normalize-space(text())"
    other = "self::style or self::script or ancestor-or-self::pre or descendant-or-self::code"
    query = f"{within}//*[not({other})][{said}]"
    search = session.send("DOM.performSearch", {"query": query})
    fonts: set[str] = set()
    if search["resultCount"]:
        span = {"searchId": search["searchId"], "fromIndex": 0, "toIndex": search["resultCount"]}
        for node in session.send("DOM.getSearchResults", span)["nodeIds"]:
            for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]:
                if not font["isCustomFont"]:
                    html = session.send("DOM.getOuterHTML", {"nodeId": node})["outerHTML"]
                    fonts.add(f"{font['familyName']}: {html[:160]}")
    session.detach()
    assert search["resultCount"], f"nothing is said in {within}"
    return fonts
