// Sparing: leaves out of lists what a reader chose not to see, asks before a story, and hides one at a press.
(function () {
  "use strict";

  const { choices, early, say } = storyarchive;
  const page = document.documentElement;
  // Where the site begins, with a slash at its end.
  const root = (storyarchive.root = new URL("../", document.currentScript.src).href);
  const part = (name, from = document) => from.querySelector("[data-" + name + "]");

  function against({ dataset }) {
    return choices.against(dataset.story, (dataset.notes || "").split(" "));
  }

  function spare(list) {
    const left = new Set();
    for (const item of list.querySelectorAll("[data-story]")) {
      item.hidden = !!against(item);
      if (item.hidden) left.add(item.dataset.story);
    }
    const line = part("hidden", list);
    line.hidden = !left.size;
    line.firstElementChild.textContent = say("hidden", { count: left.size });
    list.dataset.list = "done";
  }

  // What stands in the place of a story; the style leaves out the rest.
  function guard(story) {
    const why = against(story);
    if (!why) return;
    const gate = part("gate").content.firstElementChild.cloneNode(true);
    for (const note of gate.querySelectorAll("[data-note]")) note.hidden = !why.notes.includes(note.dataset.note);
    if (!why.notes[0]) part("because", gate)?.remove();
    part("hid", gate).hidden = !why.isHidden;
    part("show", gate).onclick = () => {
      open(gate);
      const title = story.querySelector("h1");
      title.tabIndex = -1;
      title.focus();
    };
    story.before(gate);
    page.classList.add("gated");
    addEventListener("load", () => gate.querySelector("h1").focus());
  }

  function open(gate) {
    gate.remove();
    page.classList.remove("gated");
  }

  // What the reader can take back at once, as long as it is so.
  function showHidden() {
    const story = document.querySelector("article[data-story]");
    const said = part("hide-said");
    const button = part("hide");
    if (!story || !said) return;
    const { story: id } = story.dataset;
    button.hidden = choices.own().hidden.includes(id);
    button.onclick = () => {
      choices.hide(id, true);
      said.lastChild.focus();
    };
    said.textContent = "";
    if (!button.hidden) return;
    const undo = Object.assign(document.createElement("button"), { type: "button", textContent: say("undo_hide") });
    undo.onclick = () => {
      choices.hide(id, false);
      said.textContent = say("unhid");
      button.focus();
    };
    said.append(say(choices.isKept() ? "hid" : "not_kept") + " ", undo);
  }

  // After a change: what is open stays open, and what is allowed again comes back.
  function refresh() {
    document.querySelectorAll("[data-list]").forEach(spare);
    const gate = document.querySelector(".gate");
    if (gate && !against(document.querySelector("article[data-story]"))) open(gate);
    showHidden();
  }

  // The style paints no list until it is looked through, nor ever again if this goes wrong.
  addEventListener("DOMContentLoaded", () => page.classList.remove("sparing"));
  if (choices.avoid()[0] || choices.own().hidden[0]) page.classList.add("sparing");
  early("[data-list]", spare, true);
  early("article[data-story]", guard);
  early("[data-scripted]", (actions) => (actions.hidden = false));
  early("[data-print]", (button) => (button.onclick = () => print()));
  early("[data-hide-said]", showHidden, true);

  addEventListener("choices", refresh);
  for (const kind of ["click", "auxclick", "contextmenu"]) addEventListener(kind, handOn, true);

  function handOn({ target }) {
    const link = target.closest?.("a[href]:not([data-exit])");
    if (!link || !link.href.startsWith(root)) return;
    const isWithinPage = link.hash && link.pathname === location.pathname;
    if (!isWithinPage) link.hash = choices.onward(link.hash);
  }
})();
