// Leaving: "Exit this page" at a press, or when Shift is pressed three times. The page goes blank at once, and gives its
// place in the history to the one that it leads to. Without this script the link is a plain link.
(function () {
  "use strict";

  const { early, say } = storyarchive;
  const TIMES = 3;
  const WITHIN = 5000;

  let title;

  function leave({ href }) {
    title = title || document.title;
    // First of all, for the next page may be slow to come.
    document.body.hidden = true;
    document.title = say("leaving");
    location.replace(href);
  }

  // A page to which somebody is taken back must be usable.
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted || !title) return;
    document.title = title;
    document.body.hidden = false;
    title = "";
  });

  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-exit]");
    if (!link) return;
    event.preventDefault();
    leave(link);
  });

  early(".skip[data-exit]", (link) => (link.textContent = say("exit_keys")), true);

  early(".exit", (link) => {
    // Where words are to be spoken, the place of them must be there before.
    const said = Object.assign(document.createElement("p"), { className: "exit-said" });
    said.setAttribute("role", "status");
    said.setAttribute("aria-live", "assertive");
    link.after(said);

    // Only Shift that is pressed and let go by itself counts: whoever types a capital does not want to leave.
    let isAlone = false;
    let count = 0;
    let timer;
    addEventListener("keydown", ({ key, repeat, altKey, ctrlKey, metaKey }) => {
      if (key !== "Shift" || altKey || ctrlKey || metaKey) startAgain("");
      else if (!repeat) isAlone = true;
    }, true);
    addEventListener("keyup", ({ key }) => {
      if (key !== "Shift" || !isAlone) return;
      isAlone = false;
      count++;
      if (count === TIMES) leave(link);
      else said.textContent = say("exit_more", { count: TIMES - count });
      if (count === 1) soon(say("exit_stopped"));
    }, true);
    for (const kind of ["pointerdown", "wheel", "blur"]) addEventListener(kind, () => startAgain(""), { passive: true });

    function startAgain(words) {
      isAlone = false;
      count = 0;
      said.textContent = words;
      clearTimeout(timer);
      if (words) soon("");
    }

    function soon(words) {
      clearTimeout(timer);
      timer = setTimeout(() => startAgain(words), WITHIN);
    }
  });
})();
