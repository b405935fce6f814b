// Choosing: the page of choices, but for its boxes: what a link leaves out, what is hidden, what to hand over, and
// forgetting it all.
storyarchive.early("[data-choices]", function (page) {
  "use strict";

  const { choices, root } = storyarchive;
  const part = (name) => page.querySelector("[data-" + name + "]");
  const form = page.querySelector("form");
  const boxes = () => [...form.querySelectorAll("[name=avoid]")];
  const box = (note) => boxes().find(({ value }) => value === note);
  const said = part("said");

  function fill() {
    const { avoid, hidden } = choices.own();
    offerOthers(avoid);
    const visit = choices.visit();
    part("visit").hidden = !visit[0];
    part("notes").textContent = visit.map((id) => choices.called(id, labelOf)).join(", ");
    part("kept").hidden = !choices.isKept();
    part("not-kept").hidden = choices.isKept();
    part("none").hidden = hidden.length > 0;
    part("hidden-stories").textContent = "";
    part("hidden-stories").append(...hidden.map(story));
    part("hand-over").hidden = !avoid[0];
    const link = part("address");
    link.href = root + "index.html#" + choices.given(avoid);
    link.textContent = link.href;
    page.dataset.choices = "done";
  }

  // What was chosen elsewhere, or before a note was given up, can be taken back too.
  function offerOthers(ids) {
    for (const note of ids.map(choices.noteOf).filter((note) => !box(note))) {
      const [first] = boxes();
      if (!first) return;
      const item = first.closest("li").cloneNode(true);
      Object.assign(item.querySelector("input"), { value: note, checked: true });
      item.querySelector("label").lastChild.data = " " + note;
      first.closest("ul").append(item);
    }
  }

  function labelOf(note) {
    return box(note) ? box(note).labels[0].textContent.trim() : note;
  }

  function story(id) {
    const item = part("hidden-story").content.firstElementChild.cloneNode(true);
    const link = item.querySelector("a");
    const button = item.querySelector("button");
    link.href = "stories/" + encodeURIComponent(id) + ".html";
    link.querySelector("span").textContent = id;
    button.setAttribute("aria-label", button.textContent + ": " + id);
    button.onclick = () => {
      choices.hide(id, false);
      tell("saved");
      (part("hidden-stories").querySelector("button") || said).focus();
    };
    return item;
  }

  function tell(name) {
    said.textContent = choices.isKept() ? said.dataset[name] : part("not-kept").textContent;
    part("not-kept").hidden = true;
  }

  addEventListener("choices", fill);
  form.addEventListener("input", () => tell("saved"));
  part("end-visit").onclick = () => {
    choices.forget(false);
    tell("ended");
    said.focus();
  };
  part("forget").onclick = () => {
    choices.forget(true);
    form.reset();
    tell("forgotten");
  };
  fill();
}, true);
