// Ask: the search box of the first page. Takes the question to the search page behind a # in the address,
// for what stands behind a ? is sent to the web host, and what somebody looks for is nobody's business.
(function () {
  "use strict";

  const form = document.getElementById("ask");
  if (!form) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const asked = "#" + new URLSearchParams({ q: form.elements.q.value });
    location.href = form.getAttribute("action") + storyarchive.choices.onward(asked);
  });
  // A button that waits for this script keeps a form from being sent without it.
  form.querySelectorAll("button").forEach((button) => (button.disabled = false));
})();
