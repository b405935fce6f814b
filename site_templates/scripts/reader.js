// Reader: the search page. What it shows comes from searcher.js, and what it says from the language file.
// It begins when the page and the directory of the index are here.
addEventListener("DOMContentLoaded", function () {
  "use strict";

  const { asker, choices, searcher, received, say, words } = storyarchive;
  const part = (id) => document.getElementById(id);
  const form = part("search");
  if (!form) return;
  const [help, status, said, guesses, list, more, near, ways] =
    ["help", "status", "said", "guesses", "results", "more", "near", "ways"].map((id) => part("search-" + id));

  // The words of the search come with its page.
  Object.assign(storyarchive.said.messages, JSON.parse(form.dataset.words));
  const BROKEN = say("broken");
  const MORE = more.textContent;
  const { FILTERS } = searcher;
  const LISTS = FILTERS.concat("off");

  const { q } = form.elements;
  const { dataset } = document.body;
  // What stands below the stories on a small screen.
  const below = document.querySelector(".filters") || list;
  const files = new Map();
  // Name to the promise of a file.
  const coming = new Map();
  const offers = [...form.querySelectorAll("option:not([value='']), [name=avoid]")];
  const filterOf = (offer) => offer.name || offer.closest("select").name;
  const textOf = (offer) => offer.firstChild || offer.nextSibling;
  const labels = new Map(offers.map((offer) => [filterOf(offer) + offer.value, textOf(offer).data.trim()]));

  // A search that is overtaken by a later one stops.
  let turn = 0;
  let waiting, telling, slow;
  let hasFacets = false;
  // What is shown.
  let answer;
  // The question: q, and a list for each of LISTS. What a reader chose not to see stays out of the address.
  let asked;
  // What of it this library does not know.
  let unknown;
  // The one that Back leads to, and the one in the address.
  let step, written;
  // Stories that were shown by asking for more, or 0.
  let count;

  // The address, as a mentor may have handed it over.
  function read() {
    const given = new URLSearchParams(location.hash.slice(1) || location.search);
    asked = { q: given.get("q") || "" };
    for (const name of LISTS) asked[name] = asker.once(given.getAll(name).join().split(","));
    step = written = query();
    count = Number(history.state);
  }

  function query(lists = LISTS) {
    const said = new URLSearchParams();
    if (asked.q.trim()) said.append("q", asked.q);
    for (const name of lists) asked[name].forEach((value) => said.append(name, value));
    return String(said).replace(/%3A/g, ":");
  }

  // Behind the #, which no browser sends: an address with a ? is read, and made into one with a # at once.
  // What is being typed stands in for the last step, until it is one itself.
  function write(isStep) {
    const now = query();
    const isNew = isStep && now !== step;
    const address = (said) => location.pathname + (said && "#" + said);
    try {
      if (!isNew || written !== step) history.replaceState(count, "", address(isNew ? step : now));
      if (isNew) history.pushState(0, "", address(now));
    } catch (refused) {
      // Some browsers refuse it for a page opened from a file.
      location.replace("#" + now);
    }
    written = now;
    if (isStep) step = now;
  }

  // The form shows the first of several themes or stages.
  function fill() {
    q.value = asked.q;
    for (const name of FILTERS) {
      const select = form.elements[name];
      select.value = asked[name][0];
      if (select.selectedIndex < 0) select.selectedIndex = 0;
      // On a small screen it would push the stories out of sight.
      if (asked[name].length && innerWidth > 640) part("narrow").open = true;
    }
  }

  // What the form does not change stays as the address had it: a second theme.
  function change({ name, value }) {
    if (name === "q") asked.q = value;
    else asked[name] = value ? [value] : [];
    if (!asked.q) asked.off = [];
  }

  // A step is what Back takes back: a question that was sent, a choice, a guess taken back.
  function go() {
    fill();
    count = 0;
    write(true);
    return run();
  }

  // After a button, the keyboard is at the beginning of what was found.
  async function land() {
    if (!(await go())) return null;
    const first = help.hidden ? status : help;
    first.focus({ preventScroll: true });
    return first;
  }

  function overtake() {
    clearTimeout(waiting);
    clearTimeout(slow);
    delete dataset.answered;
    return ++turn;
  }

  function run(isTyping = false) {
    const now = overtake();
    slow = setTimeout(() => (status.textContent = say("looking")), 800);
    hasFacets = hasFacets || !!form.querySelector("details[open]");
    return unlessBroken(now, async () => {
      await load("directory");
      if (now !== turn) return;
      const question = known(isTyping);
      const isBlank = !(query(FILTERS) || question.avoid[0]) || (isTyping && asked.q.trim().length === 1);
      const ask = () => (isBlank && !hasFacets ? {} : searcher.search(question, files));
      let found = ask();
      while (found.needs) {
        await Promise.all(found.needs.map(load));
        if (now !== turn) return;
        found = ask();
      }
      const cards = isBlank ? [] : await cardsOf(found, 0, count || next(0, found));
      if (!answer && found.understood?.needsHelp) await cleared();
      if (now !== turn) return;
      showCounts(found.choices);
      show(isBlank ? {} : found, cards);
      tell(isBlank ? [] : sentences(found, isTyping), isTyping);
      dataset.answered = asked.q;
    });
  }

  // Where the next ten stories end: those that fit well are shown by themselves first.
  function next(from, { close, total }) {
    return Math.min(from + 10, from < close ? close : total);
  }

  function cardsOf({ found }, from, to) {
    return Promise.all(found.slice(from, to).map(({ story }) => load("cards-" + String(story).padStart(5, 0))));
  }

  // Tells whether what was asked was not overtaken.
  async function unlessBroken(now, work) {
    try {
      await work();
    } catch (error) {
      if (now !== turn) return false;
      // Where more was asked for, what is here stays.
      if (!("answered" in dataset)) show({}, []);
      tell([BROKEN]);
      if (error !== BROKEN) throw error;
    } finally {
      // In the frame after this, so that nobody sees it move.
      requestAnimationFrame(() => setTimeout(() => (below.style.visibility = "")));
    }
    return now === turn;
  }

  // The question, as far as this library knows what it speaks of.
  function known(isTyping) {
    const { themes, stages, notes, roles, bands } = files.get("directory");
    const all = {
      theme: themes,
      stage: stages,
      avoid: notes.flatMap((note) => [note, note + ":described"]),
      role: roles,
      reading: bands,
      minutes: asked.minutes.filter((value) => value > 0),
    };
    const question = { ...asked, avoid: choices.avoid(), hidden: choices.own().hidden, isTyping };
    question.offered = hasFacets && Array.from(form.elements.minutes, (option) => option.value);
    unknown = [];
    for (const name in all) question[name] = question[name].filter((id) => all[name].includes(id) || !unknown.push(id));
    return question;
  }

  // Loads a file once, by adding a script: a page opened from a file may load in no other way.
  function load(name) {
    const directory = files.get("directory");
    const src = "search/" + name + ".js" + (directory ? "?" + directory.version : "");
    if (!coming.has(name)) {
      coming.set(name, new Promise((resolve) => {
        // The page itself asks for the directory.
        if (received.has(name)) resolve();
        else document.head.append(make("script", "", { src, onload: resolve, onerror: resolve }));
      }).then(() => {
        if (searcher.fits(name, directory)) return files.set(name, received.get(name).data).get(name);
        // The next search may try again.
        coming.delete(name);
        received.delete(name);
        throw BROKEN;
      }));
    }
    return coming.get(name);
  }

  // "Looking" would be pushed down by the help that comes first: it goes before, for as long as it takes to be painted.
  function cleared() {
    status.textContent = "";
    return new Promise((resolve) => setTimeout(resolve, 50));
  }

  // Shows an answer, all of it at once; or that there is none.
  function show(found, cards) {
    answer = found;
    for (const shown of [list, guesses, near]) shown.textContent = "";
    list.append(...cards.map(item));
    help.hidden = !found.understood?.needsHelp;
    if (found.understood) showUnderstood(found.understood);
    offerMore();
  }

  function item({ id, title, summary, meta, notes, invented, language, passages }) {
    const copy = part("card").content.cloneNode(true);
    const { marks } = answer;
    const told = {
      link: searcher.marked(title, marks),
      summary: searcher.marked(summary, marks),
      excerpt: searcher.excerpt(passages, marks),
    };
    const slots = { ...told, meta: [[meta]], notes: notes && [[notes]], invented: invented && [] };
    for (const name in slots) {
      const element = copy.querySelector("[data-slot=" + name + "]");
      element.hidden = !slots[name];
      for (const [piece, isMatch] of slots[name] || []) element.append(isMatch ? make("mark", piece) : piece);
      if (language && told[name]) Object.assign(element, { lang: language, dir: "auto" });
    }
    copy.querySelector("a").href = "stories/" + encodeURIComponent(id) + ".html";
    return copy;
  }

  function offerMore() {
    const shown = list.children.length;
    const { total, close } = answer;
    more.hidden = !(shown < total);
    more.textContent = shown === close ? say("more_rest", { count: total - close }) : MORE;
  }

  function showMore() {
    const now = turn;
    const from = list.children.length;
    const to = next(from, answer);
    return unlessBroken(now, async () => {
      const cards = await cardsOf(answer, from, to);
      // Overtaken, or pressed twice.
      if (now !== turn || from !== list.children.length) return;
      list.append(...cards.map(item));
      offerMore();
      count = to;
      write(false);
      list.children[from].querySelector("a").focus();
    });
  }

  // What was understood, each part of it a button that takes it back; and pages that it belongs to.
  function showUnderstood(found) {
    const add = (name, values, takeBack) => {
      const text = say(name, values);
      const button = press(text, () => {
        takeBack();
        land();
      });
      button.setAttribute("aria-label", say("undo", { words: text }));
      guesses.append(button);
    };
    const guess = (name, values, id) => add(name, values, () => asked.off.push(id));
    for (const { id, words } of found.also) {
      guess("also", { words: words.slice(0, 3).join(", ") + (words[3] ? " …" : "") }, "also:" + id);
    }
    for (const [typed, words] of found.readAs) guess("read_as", { typed, words }, "spelling:" + typed);
    for (const id of found.avoiding) {
      const words = found.about.get(id)?.label || choices.called(id, (note) => called("avoid", note));
      if (choices.avoid().includes(id)) add("leaving_out", { words }, () => choices.choose(id, false));
      else guess("leaving_out", { words }, "avoid:" + id);
    }
    // What was typed with a minus is no guess.
    if (!/(^|\s)-/.test(asked.q)) for (const words of found.without) guess("leaving_out", { words }, "avoid:" + words);
    for (const name of FILTERS) {
      const words = (value) => ({ words: called(name, value) });
      for (const value of asked[name].filter((value) => !unknown.includes(value))) {
        add("only", words(value), () => (asked[name] = asked[name].filter((id) => id !== value)));
      }
      if (found[name] && !asked[name][0]) guess("only", words(found[name]), name + ":" + found[name]);
    }
    if (asked.off[0]) guesses.append(press(say("put_back"), () => land(asked.off = [])));
    for (const kind of ["theme", "stage"]) {
      for (const id of found[kind + "s"]) {
        const href = kind + "s/" + id + ".html";
        if (labels.has(kind + id)) near.append(make("a", called(kind, id), { href }));
      }
    }
    if (near.firstChild) near.prepend(make("span", say("look_here")));
  }

  // Each choice says how many stories it would leave; one that leaves none cannot be chosen.
  function showCounts(counts) {
    for (const offer of counts ? offers : []) {
      const filter = filterOf(offer);
      const count = counts[filter][offer.value] || 0;
      textOf(offer).data = " " + say("offer", { label: labels.get(filter + offer.value), count });
      // What is not to be shown may be said before there is any.
      offer.disabled = filter !== "avoid" && !count && !offer.selected;
    }
  }

  function sentences({ total, close, hidden, unfiltered, understood }, isTyping) {
    const said = [];
    const rest = total - close;
    // The last word may only have been begun.
    const nowhere = understood.nowhere.filter((word) => !isTyping || !words.fold(asked.q).endsWith(word));
    if (asked.q.trim() && !understood.words[0] && !guesses.firstChild) said.push(say("no_words"));
    if (!total) said.push(say("none"));
    else said.push(say(rest ? "close" : "found", { count: close }));
    if (rest) said.push(say("rest", { count: rest }));
    if (nowhere[0]) said.push(say("nowhere", { words: quoted(nowhere) }));
    if (unknown[0]) said.push(say("unknown", { words: quoted(unknown) }));
    if (!total && unfiltered) {
      said.push(say("without", { count: unfiltered }), press(say("show"), () => {
        for (const name of FILTERS) {
          asked[name] = [];
          if (understood[name]) asked.off.push(name + ":" + understood[name]);
        }
        land();
      }));
    }
    if (hidden) {
      // Stories that were hidden one by one are on the page of choices.
      const change = understood.avoiding[0] ? press(say("change"), openAvoid)
        : make("a", say("change"), { href: "choices.html" });
      said.push(say("hidden", { count: hidden }), change);
    }
    return said;
  }

  function openAvoid() {
    const avoid = part("avoid");
    avoid.open = true;
    (avoid.querySelector(":checked") || avoid.firstElementChild).focus();
  }

  // Screen readers are told once the typing has come to rest, and never the same words twice.
  function tell([first, ...parts], isTyping) {
    clearTimeout(slow);
    status.textContent = "";
    if (first) status.append(make("strong", first));
    for (const part of parts) status.append(" ", part);
    ways.hidden = !first || list.children.length > 0;
    const text = (help.hidden ? "" : say("help_first") + " ") + status.textContent;
    clearTimeout(telling);
    telling = setTimeout(() => said.textContent === text || (said.textContent = text), isTyping ? 1200 : 0);
  }

  function make(kind, text, more) {
    return Object.assign(document.createElement(kind), { textContent: text }, more);
  }

  function press(text, onclick) {
    return make("button", text, { onclick });
  }

  function called(filter, value) {
    return labels.get(filter + value) || (value > 0 ? say("minutes", { count: value }) : value.replace(/-/g, " "));
  }

  function quoted(all) {
    return all.slice(0, 3).map((word) => say("quoted", { words: word.slice(0, 40) })).join(say("or"));
  }

  form.onsubmit = async (event) => {
    event.preventDefault();
    // Not all that fills a box in says so.
    change(q);
    // On a small screen the first story is below the choices.
    (await land())?.scrollIntoView();
  };
  form.oninput = ({ target }) => {
    // Of these boxes.js tells, on this page and all others.
    if (/^(avoid|described)$/.test(target.name)) return;
    change(target);
    if (target !== q) return go();
    overtake();
    waiting = setTimeout(() => {
      count = 0;
      write(false);
      run(true);
      // Where a browser is to save data, its reader pays only for what stays typed for a second.
    }, navigator.connection?.saveData ? 1000 : 150);
  };
  q.onkeydown = (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    q.value = "";
    form.oninput({ target: q });
  };
  form.addEventListener("toggle", () => hasFacets || run(), true);
  more.onclick = showMore;
  addEventListener("choices", go);
  window.onpopstate = window.onhashchange = () => {
    // A link within the page.
    if (/^#[^=]+$/.test(location.hash)) return write(false);
    if (location.hash.slice(1) === written) return;
    read();
    fill();
    run();
  };

  // What was typed before this script came is not lost.
  const typed = q.value;
  read();
  asked.q = typed || asked.q;
  fill();
  write(false);
  form.querySelector("button").disabled = false;
  if (innerWidth < 960 && (step || choices.avoid()[0])) below.style.visibility = "hidden";
  run(typed !== "");
});
