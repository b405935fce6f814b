// Reader: the search page. The only script that touches a page; what it shows comes from searcher.js.
(function () {
  "use strict";

  const { searcher, received } = storyarchive;
  const form = document.getElementById("search");
  const status = document.getElementById("search-status");
  const said = document.getElementById("search-said");
  const list = document.getElementById("search-results");
  const template = document.getElementById("card");
  if (!form || !status || !said || !list || !template) return;

  const AT_ONCE = 20;
  const PAUSE = 200; // milliseconds without a key before a search
  const REST = 1200; // and before what was found is told
  const root = document.body.dataset.root || "";
  const files = new Map();
  const coming = new Map(); // name to the promise of a file
  const BROKEN = new Error("a search file is missing, cut short or of another version");
  const labels = new Map(Array.from(form.querySelectorAll("select option"), (option) => [option, option.textContent]));
  const more = document.createElement("button");
  more.type = "button";
  more.textContent = "Show more";
  more.hidden = true;
  list.after(more);

  let turn = 0; // a search that is overtaken by a later one stops
  let waiting = 0;
  let telling = 0;
  const asked = fromAddress();

  // The address, as a mentor may have handed it over; the form shows the first of several themes or stages.
  function fromAddress() {
    const given = new URLSearchParams(location.hash.length > 1 ? location.hash.slice(1) : location.search);
    const all = (name) => given.getAll(name).flatMap((ids) => ids.split(",")).map((id) => id.trim()).filter(Boolean);
    return { q: given.get("q") || "", themes: all("theme"), stages: all("stage"), avoid: all("avoid") };
  }

  function toAddress() {
    const said = new URLSearchParams();
    if (asked.q.trim()) said.append("q", asked.q);
    asked.themes.forEach((id) => said.append("theme", id));
    asked.stages.forEach((id) => said.append("stage", id));
    asked.avoid.forEach((id) => said.append("avoid", id));
    const query = String(said).replace(/%3A/g, ":");
    try {
      // Behind the #, which no browser sends: an address with a ? is read, and made into one with a # at once.
      history.replaceState(null, "", location.pathname + (query && "#" + query));
    } catch (refused) {
      // Some browsers refuse it for a page opened from a file; the search works all the same.
    }
  }

  function fillForm() {
    form.elements.q.value = asked.q;
    form.elements.theme.value = asked.themes[0] || "";
    form.elements.stage.value = asked.stages[0] || "";
    for (const box of boxes()) box.checked = asked.avoid.some((id) => id.split(":")[0] === box.value);
    const details = form.querySelector("details");
    if (details && asked.avoid.length) details.open = true;
  }

  function boxes() {
    return Array.from(form.querySelectorAll("input[name=avoid]"));
  }

  // What the form does not change stays as the address had it: a second theme, or a note's level.
  function readForm(changed) {
    asked.q = form.elements.q.value;
    if (changed === form.elements.theme) asked.themes = changed.value ? [changed.value] : [];
    if (changed === form.elements.stage) asked.stages = changed.value ? [changed.value] : [];
    if (changed && changed.name === "avoid") {
      asked.avoid = asked.avoid.filter((id) => id.split(":")[0] !== changed.value);
      if (changed.checked) asked.avoid.push(changed.value);
    }
  }

  function soon() {
    clearTimeout(waiting);
    waiting = setTimeout(() => run(true), PAUSE);
  }

  async function run(isTyping) {
    clearTimeout(waiting);
    const now = ++turn;
    toAddress();
    const question = Object.assign({}, asked);
    await unlessBroken(now, async () => {
      await load("directory");
      const unknown = forget(question, files.get("directory"));
      const answer = await complete(() => searcher.search(question, files));
      if (now !== turn) return;
      showChoices(answer.choices);
      if (!question.q.trim() && !asked.themes.length && !asked.stages.length && !asked.avoid.length) return clear();
      await showResults(answer, AT_ONCE, now);
      if (now === turn) say(sentences(question, answer, unknown, isTyping), isTyping);
    });
  }

  // Asks again until every file that the answer needs is here.
  async function complete(ask) {
    let answer = ask();
    while (answer.needs) {
      await Promise.all(answer.needs.map(load));
      answer = ask();
    }
    return answer;
  }

  async function unlessBroken(now, work) {
    try {
      await work();
    } catch (error) {
      if (error !== BROKEN) throw error;
      if (now !== turn) return;
      clear();
      say(["The search files could not be read here. You can reload the page, or look by ", ...ways(), "."]);
    }
  }

  function clear() {
    list.textContent = "";
    more.hidden = true;
    say([]);
  }

  // Takes out of a question what this library does not know, and gives it back to be named.
  function forget(question, directory) {
    const unknown = [];
    const keep = (ids, known) => ids.filter((id) => known(id) || (unknown.push(id), false));
    question.themes = keep(asked.themes, (id) => directory.themes.includes(id));
    question.stages = keep(asked.stages, (id) => directory.stages.includes(id));
    question.avoid = keep(asked.avoid, (id) => {
      const [note, level] = id.split(":");
      return directory.notes.includes(note) && (level === undefined || directory.levels.includes(level));
    });
    return unknown;
  }

  // Loads a file once, by adding a script: a page opened from a file may load in no other way.
  function load(name) {
    if (!coming.has(name)) {
      coming.set(name, new Promise((resolve, reject) => {
        const came = () => (searcher.fits(name, files.get("directory")) ? resolve() : reject(BROKEN));
        if (received.has(name)) return came(); // The page itself asks for the directory.
        const script = document.createElement("script");
        const digest = name === "directory" ? "" : "?" + files.get("directory").files[name];
        script.src = root + "search/" + name + ".js" + digest;
        script.onload = came;
        script.onerror = () => reject(BROKEN);
        document.head.append(script);
      }).then(() => {
        files.set(name, received.get(name).data);
      }).catch((error) => {
        coming.delete(name); // The next search may try again.
        received.delete(name);
        throw error;
      }));
    }
    return coming.get(name);
  }

  async function showResults(answer, count, now) {
    const stories = answer.found.slice(0, count).map((place) => place.story);
    const { cards } = await complete(() => searcher.cards(stories, files));
    if (now !== turn) return;
    const shown = count > AT_ONCE ? list.children.length : 0;
    if (!shown) list.textContent = "";
    list.append(...cards.slice(shown).map((card) => item(card, answer.forms)));
    more.hidden = answer.total <= count;
    more.onclick = () => unlessBroken(now, async () => {
      await showResults(answer, count + AT_ONCE, now);
      const next = list.children[count];
      if (next) next.querySelector("a").focus();
    });
  }

  function item(card, forms) {
    const copy = template.content.cloneNode(true);
    const slot = (name) => copy.querySelector("[data-slot=" + name + "]");
    const link = slot("link");
    link.href = root + "stories/" + encodeURIComponent(card.id) + ".html";
    fill(link, card.title, card.language, forms);
    fill(slot("summary"), card.summary, card.language, forms);
    slot("meta").textContent = card.meta;
    slot("notes").textContent = card.notes && "Mentions: " + card.notes;
    slot("notes").hidden = !card.notes;
    slot("invented").hidden = !card.isInvented;
    slot("excerpt").hidden = true;
    return copy;
  }

  function fill(element, text, language, forms) {
    element.textContent = "";
    if (language) {
      element.lang = language;
      element.dir = "auto";
    }
    for (const [piece, isMatch] of searcher.marked(text, forms)) {
      const mark = isMatch ? document.createElement("mark") : null;
      if (mark) mark.textContent = piece;
      element.append(mark || piece);
    }
  }

  // Each choice says how many stories it would leave; one that leaves none cannot be chosen.
  function showChoices(choices) {
    for (const [name, counts] of [["theme", choices.themes], ["stage", choices.stages]]) {
      for (const option of form.elements[name].options) {
        if (!option.value) continue;
        const count = counts[option.value] || 0;
        option.textContent = labels.get(option) + " (" + count + ")";
        option.disabled = !count && !option.selected;
      }
    }
  }

  function sentences(question, answer, unknown, isTyping) {
    const said = [];
    const typed = question.q.trim().slice(0, 100);
    const what = typed && " for ‘" + typed + "’";
    if (!answer.total) {
      said.push("Nothing found" + (isTyping ? " yet" : "") + what + ". ");
      if (answer.unfiltered) said.push(stories(answer.unfiltered) + " without the theme and stage. ", widen(), " ");
      said.push("Try fewer words, or look by ", ...ways(), ". In a bad place right now? ", help(), ".");
    } else if (answer.found[0].hasAll) {
      said.push(stories(answer.total) + " found.");
    } else {
      said.push("No story has all of these words. " + stories(answer.total) + " found with some of them.");
    }
    if (answer.hidden) said.push(" " + stories(answer.hidden) + " hidden by your choices.");
    for (const id of unknown) said.push(" There is no theme, stage or note called ‘" + id.slice(0, 60) + "’ here, so that was left out.");
    return said;
  }

  function widen() {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Show them";
    button.onclick = () => {
      asked.themes = asked.stages = [];
      fillForm();
      form.elements.q.focus();
      run(false);
    };
    return button;
  }

  function ways() {
    const link = (text, address) => Object.assign(document.createElement("a"), { textContent: text, href: root + address });
    return [
      link("theme", "index.html#themes"), ", ",
      link("where the person is now", "index.html#stages"), " or ",
      link("words from A to Z", "words.html"),
    ];
  }

  function help() {
    return Object.assign(document.createElement("a"), { textContent: "There is help", href: root + "help.html" });
  }

  function stories(count) {
    return count.toLocaleString("en") + (count === 1 ? " story" : " stories");
  }

  // Screen readers are told once the typing has come to rest, and never the same words twice.
  function say(parts, isTyping) {
    const text = parts.map((part) => (typeof part === "string" ? part : part.textContent)).join("");
    clearTimeout(telling);
    telling = setTimeout(() => {
      if (said.textContent !== text) said.textContent = text;
    }, isTyping ? REST : 0);
    if (status.textContent === text) return;
    status.textContent = "";
    status.append(...parts);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    readForm();
    run(false).then(() => {
      // On a small screen the first story is below the choices.
      status.tabIndex = -1;
      status.focus({ preventScroll: true });
      status.scrollIntoView();
    });
  });
  form.elements.q.addEventListener("input", () => {
    readForm();
    soon();
  });
  form.addEventListener("change", (event) => {
    if (event.target === form.elements.q) return;
    readForm(event.target);
    run(false);
  });
  // Some browsers put old words back into a form after this script has run.
  window.addEventListener("pageshow", fillForm);
  window.addEventListener("hashchange", () => {
    Object.assign(asked, fromAddress());
    fillForm();
    run(false);
  });
  fillForm();
  run(false);
})();
