// Early: hands elements to whoever waits for them as soon as a page has got that far, before they are painted.
storyarchive.early = (function () {
  "use strict";

  const waiting = [];

  function look() {
    const isAllHere = document.readyState !== "loading";
    for (const { selector, work, isWhole, seen } of waiting) {
      for (const element of document.querySelectorAll(selector)) {
        // What something follows is whole.
        if (seen.has(element) || (isWhole && !isAllHere && !element.nextSibling)) continue;
        seen.add(element);
        try {
          work(element);
        } catch (error) {
          // It is told, and holds up no other work.
          setTimeout(() => {
            throw error;
          });
        }
      }
    }
  }

  // What a browser reads of a page in one go it tells of before it paints.
  const observer = new MutationObserver(look);
  observer.observe(document, { childList: true, subtree: true });
  addEventListener("DOMContentLoaded", () => {
    look();
    observer.disconnect();
  });

  // isWhole: whether to wait until the end of the element has come.
  return function early(selector, work, isWhole = false) {
    waiting.push({ selector, work, isWhole, seen: new Set() });
  };
})();
