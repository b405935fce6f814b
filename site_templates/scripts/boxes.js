// Boxes: those in which a reader says what not to show, on the page of choices and at the search.
// A form has them by the name of `avoid`, and one control that says whether only what is told in detail is meant.
(function () {
  "use strict";

  const { choices, early } = storyarchive;

  function wire(form) {
    const level = form.querySelector("[name=described], [value=described]");
    if (!level) return;
    fill();
    addEventListener("choices", fill);
    form.addEventListener("input", ({ target: { name, value, checked } }) => {
      if (name === "avoid") choices.choose(value, checked, level.checked);
      else if (name === level.name) choices.chooseLevel(level.checked);
    });

    function fill() {
      // On the page of choices, what a link leaves out is told apart.
      const ids = level.type === "radio" ? choices.own().avoid : choices.avoid();
      for (const box of form.querySelectorAll("[name=avoid]")) {
        box.checked = ids.some((id) => choices.noteOf(id) === box.value);
      }
      // How much is remembered with each note: where there is none, it stays as the reader set it.
      if (!ids[0]) return;
      level.checked = ids.some(choices.isDetail);
      const other = form.querySelector("[value=any]");
      if (other) other.checked = !level.checked;
    }
  }

  early("form", wire, true);
})();
