// Old: says of a copy that it is too old, from the day after the last on which it is good.
storyarchive.early("[data-until]", (note) => {
  "use strict";

  note.hidden = !(new Date() > new Date(note.dataset.until + "T23:59:59"));
});
