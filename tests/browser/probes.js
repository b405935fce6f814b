// Probes: what tests ask a page about what is drawn on it. Each gives a list of complaints, or facts.
globalThis.probes = (function () {
  "use strict";

  const CONTROLS = "a[href], button, input, select, textarea, summary, audio[controls], video[controls], [tabindex]";

  // A word on an element for whoever reads a complaint.
  function called(element) {
    const { id, classList } = element;
    const name = element.localName + (id && "#" + id) + [...classList].map((each) => "." + each).join("");
    const words = (element.innerText || element.value || "").trim().replace(/\s+/g, " ").slice(0, 40);
    return words ? `${name} “${words}”` : name;
  }

  // Whether an element is drawn. What is there for screen readers only is cut down to nothing.
  function drawn(element) {
    if (!element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return false;
    for (let each = element; each; each = each.parentElement) {
      if (getComputedStyle(each).clipPath === "inset(50%)") return false;
    }
    return true;
  }

  const all = (selector) => [...document.querySelectorAll(selector)].filter(drawn);
  const controls = () => all(CONTROLS).filter((each) => !each.disabled && each.tabIndex >= 0);

  // Each piece of text that is drawn, a line at a time, with where it is.
  function lines() {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walker.nextNode()) {
      const { parentElement: element, data } = walker.currentNode;
      if (!data.trim() || !drawn(element) || element.closest("option, noscript")) continue;
      range.selectNodeContents(walker.currentNode);
      for (const box of range.getClientRects()) {
        // What waits above the page is drawn once the keyboard is on it.
        if (box.width > 1 && box.bottom + scrollY > 0) found.push({ element, box, text: walker.currentNode });
      }
    }
    return found;
  }

  // What readers would miss: text cut off, text on text, or a page that moves from side to side.
  function lost() {
    const complaints = [];
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) complaints.push("the page moves from side to side");
    const found = lines();
    for (const { element, box } of found) {
      if (box.left < -1 || box.right > width + 1) complaints.push("beside the page: " + called(element));
      for (let each = element; each !== document.body; each = each.parentElement) {
        const { overflowX, overflowY, display } = getComputedStyle(each);
        if (display === "inline" || (overflowX === "visible" && overflowY === "visible")) continue;
        const frame = each.getBoundingClientRect();
        const out = box.left < frame.left - 1 || box.right > frame.right + 1
          || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
        if (out) complaints.push("cut off: " + called(element) + " by " + called(each));
      }
    }
    // Letters reach a little over their line; words on words reach further.
    const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > Math.min(a.height, b.height) / 3;
    found.sort((a, b) => a.box.top - b.box.top);
    found.forEach((one, at) => {
      for (let next = at + 1; next < found.length && found[next].box.top < one.box.bottom; next++) {
        const other = found[next];
        if (over(one.box, other.box)) complaints.push(called(one.element) + " is on " + called(other.element));
      }
    });
    return [...new Set(complaints)];
  }

  // Controls that are too small for a thumb. A link among words may be as high as its line (WCAG 2.5.8, inline):
  // it is drawn inline, and the paragraph or item that it stands in has words of its own besides its controls.
  function small(least) {
    return controls().map((control) => [control, extent(control)])
      .filter(([control, [width, height]]) => (width < least || height < least) && !isAmongWords(control))
      .map(([control, size]) => `${called(control)}: ${size.map((each) => each.toFixed(1)).join(" by ")}`);
  }

  // How wide and high a control is; a press on its label presses it as well.
  function extent(control) {
    const boxes = [control, ...(control.labels || [])].map((each) => each.getBoundingClientRect());
    if (!["checkbox", "radio"].includes(control.type)) boxes.length = 1;
    const side = (from, to) => Math.max(...boxes.map((box) => box[to])) - Math.min(...boxes.map((box) => box[from]));
    return [side("left", "right") + 0.5, side("top", "bottom") + 0.5];
  }

  function isAmongWords(control) {
    if (getComputedStyle(control).display !== "inline") return false;
    const block = control.parentElement.closest("p, li, dd, dt, td, figcaption, legend, label");
    if (!block) return false;
    const copy = block.cloneNode(true);
    copy.querySelectorAll(CONTROLS).forEach((each) => each.remove());
    return /\p{L}{2}/u.test(copy.textContent);
  }

  // Walking with the keyboard: the stops that there should be, in the order of the page.
  const stops = [];
  function walk() {
    // Of a group of which one is chosen, that one is the stop; arrows lead to the others.
    const isStop = (each) => each.type !== "radio" || each.checked;
    stops.splice(0, Infinity, ...controls().filter(isStop));
    // A page may put the keyboard somewhere; the walk begins at the top.
    const top = Object.assign(document.createElement("i"), { tabIndex: -1 });
    document.body.prepend(top);
    top.focus();
    top.remove();
    return stops.map(called);
  }

  // Where the keyboard is now: which stop, where it is drawn, and what is wrong with how it is drawn.
  function here() {
    const stop = document.activeElement;
    const at = stops.indexOf(stop);
    if (at < 0) return { at, complaints: [] };
    const boxes = parts(stop);
    const [{ left, top, bottom }] = boxes;
    const isLoose = /fixed|absolute/.test(getComputedStyle(stop).position);
    const complaints = [marked(stop), seen(stop, boxes)].filter(Boolean).map((what) => what + ": " + called(stop));
    return { at, place: isLoose ? null : [left, top + scrollY, bottom + scrollY], complaints };
  }

  // The lines of its words, or the box of what has none.
  function parts(element) {
    const range = document.createRange();
    range.selectNodeContents(element);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 1);
    return boxes.length && element.localName !== "select" ? boxes : [element.getBoundingClientRect()];
  }

  // A mark of 2 pixels or more all round is what WCAG 2.4.13 asks. A player marks the parts of itself.
  function marked(element) {
    if (/audio|video/.test(element.localName)) return "";
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
    const isThere = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && !/, 0\)$/.test(outlineColor);
    return isThere ? "" : "no mark of the focus";
  }

  // Its words and the mark around them are in the window with nothing on them; of more lines than fit, some.
  function seen(element, boxes) {
    const inside = boxes.filter((box) => box.top >= 2 && box.bottom <= innerHeight - 2);
    if (!inside.length || (inside.length < boxes.length && boxes.length < 9)) return "out of sight";
    for (const box of inside) {
      if (box.left < 2 || box.right > innerWidth - 2) return "beside the window";
      for (const [across, down] of [[0.5, 0.5], [0.02, 0.2], [0.98, 0.2], [0.02, 0.8], [0.98, 0.8]]) {
        const top = document.elementFromPoint(box.left + box.width * across, box.top + box.height * down);
        if (!top || (!element.contains(top) && !top.contains(element))) return `under ${top && called(top)}`;
      }
    }
    for (let each = element.parentElement; each !== document.body; each = each.parentElement) {
      if (getComputedStyle(each).overflowX === "visible" || getComputedStyle(each).display === "inline") continue;
      const frame = each.getBoundingClientRect();
      const own = element.getBoundingClientRect();
      const room = Math.min(own.left - frame.left, frame.right - own.right, own.top - frame.top, frame.bottom - own.bottom);
      if (room < 2) return "its mark is cut off by " + called(each);
    }
    return "";
  }

  // What is seen of the name of each control, by the number that is written on it.
  function names() {
    return controls().map((control, number) => {
      control.dataset.probe = number;
      const { localName, type } = control;
      const words = control.labels?.length ? [...control.labels] : [control];
      return { element: localName, type, words: words.map((each) => each.innerText || "").join(" ") };
    });
  }

  // Words that keep colours of ours where a reader has their own: any but a pair that the system gives.
  const SYSTEM = ["CanvasText Canvas", "HighlightText Highlight", "MarkText Mark", "ButtonText ButtonFace"];
  function ownColours() {
    const pairs = SYSTEM.map((pair) => {
      const sample = document.body.appendChild(document.createElement("i"));
      [sample.style.color, sample.style.backgroundColor] = pair.split(" ");
      sample.style.forcedColorAdjust = "none";
      const { color, backgroundColor } = getComputedStyle(sample);
      sample.remove();
      return color + backgroundColor;
    });
    const behind = (element) => {
      const { backgroundColor } = getComputedStyle(element);
      return /, 0\)$/.test(backgroundColor) && element.parentElement ? behind(element.parentElement) : backgroundColor;
    };
    return lines().map(({ element }) => element).filter((each) => {
      const { color, forcedColorAdjust } = getComputedStyle(each);
      return forcedColorAdjust === "none" && !pairs.includes(color + behind(each));
    }).map(called);
  }

  // What says that it is where one is, and looks like its neighbours but for colour.
  function unmarked() {
    const shapes = (item) => [item, ...item.querySelectorAll("*")].map((each) => {
      const { fontWeight, outlineStyle, borderStyle, borderWidth, textDecorationLine } = getComputedStyle(each);
      const { content } = getComputedStyle(each, "::before");
      return [fontWeight, outlineStyle, borderStyle, borderWidth, textDecorationLine, content];
    }).join();
    return all("[aria-current]").filter((item) => {
      const others = all(item.localName).filter((each) => {
        return !each.hasAttribute("aria-current") && item.closest("ul, ol, nav").contains(each);
      });
      return others.some((other) => shapes(other) === shapes(item));
    }).map(called);
  }

  // Each piece of text, with the language that it is said to be in.
  function tongues() {
    const found = new Map(lines().map(({ text }) => [text, text.parentElement]));
    return [...found].map(([text, element]) => [text.data, element.closest("[lang]").lang]);
  }

  // What moves, or would when something happens to it.
  function moving() {
    const slow = (times) => times.split(",").some((time) => parseFloat(time) > 0.01);
    const found = [...document.querySelectorAll("*")].flatMap((each) => ["", "::before", "::after"].flatMap((part) => {
      const { transitionDuration, animationName, animationDuration, scrollBehavior } = getComputedStyle(each, part);
      const moves = slow(transitionDuration) || (animationName !== "none" && slow(animationDuration));
      return moves || scrollBehavior === "smooth" ? [called(each) + part] : [];
    }));
    return found.concat(document.getAnimations().map((each) => "an animation of " + called(each.effect.target)));
  }

  // What is seen and may do nothing without a script: controls of a form, but for those that open by themselves.
  let suspects = [];
  function suspect() {
    suspects = all("button, input, select, textarea, [role=button], a:not([href]), [href='#']")
      .filter((each) => !each.matches("[popovertarget], [commandfor]"));
  }

  // Those of them that do nothing: a box to tick may change how a page looks, or prints, by the style alone.
  function dead() {
    const looks = () => [...document.querySelectorAll("body *")]
      .map((each) => getComputedStyle(each).fontSize + getComputedStyle(each).display).join();
    return suspects.filter((each) => {
      if (each.type !== "checkbox" && each.type !== "radio") return true;
      const before = looks();
      each.checked = !each.checked;
      const after = looks();
      each.checked = !each.checked;
      return before === after;
    }).map(called);
  }

  return { called, controls, dead, here, lost, moving, names, ownColours, small, suspect, tongues, unmarked, walk };
})();
