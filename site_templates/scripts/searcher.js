// Searcher: from a question and the files of the index to stories in order, and which files are still needed.
// Touches nothing on the page. The ranking is that of storyarchive/search/ranking.py, sum for sum, and the rest
// that of query.py; tests/search.json is run by both. The files are written by storyarchive/search/export.py.
var storyarchive = typeof storyarchive === "object" ? storyarchive : {};

// Every file of the index calls this; what it brings is looked at when it is needed.
storyarchive.received = new Map();
storyarchive.receive = function (name, layout, data) {
  "use strict";
  storyarchive.received.set(name, { layout, data });
};

storyarchive.searcher = (function () {
  "use strict";

  const FILTERS = ["theme", "stage", "role", "reading", "minutes"];
  const NOWHERE = { forms: [], stories: [], levels: [] };
  // More than any score in millionths, and than any place in a story.
  const MOST = 2 ** 34;
  const { split } = storyarchive.words;
  const { understand, once } = storyarchive.asker;

  // Says whether a file that came is one of those that the directory speaks of, in a format that is known here.
  function fits(name, directory) {
    const { layout, data } = storyarchive.received.get(name) || {};
    return data?.format === 2 && (!directory || layout === directory.layout);
  }

  // Gives { needs: [names] } until it has all it needs, then the answer.
  // question: { q, isTyping, offered, hidden } and a list for each of FILTERS, avoid and off. offered: limits of minutes,
  // where it is to be counted what they and all other choices would leave. hidden: ids of stories that are not to be
  // found. files: Map of name to data.
  function search(question, files) {
    const directory = files.get("directory");
    const index = opened(directory, files);
    const { wanted, understood } = understand(question, directory, index);
    const { offered } = question;
    const wishes = { avoid: understood.avoiding };
    // What was chosen comes before what the words were taken to say.
    for (const name of FILTERS) {
      wishes[name] = question[name][0] ? question[name] : once([understood[name]]).map(String);
    }
    const { theme, stage, minutes } = wishes;
    const facts = offered || FILTERS.some((name) => wishes[name][0]) ? index.facts() : null;
    // What each story has of that which may be chosen.
    const has = { ...facts, avoid: offered || wishes.avoid[0] ? index.notes() : null };
    for (const want of wanted) want.best = bestOf(want.ways);
    const needed = understood.exactly.map(standing);
    const banned = understood.without.map(standing);
    const hides = new Set((question.hidden || []).map((id) => index.ids().indexOf(id)));
    const speaking = new Set(once([...understood.about.values()]).flatMap(speakingOf));
    return index.needs.size ? { needs: [...index.needs] } : answer();

    // A thing that can be said in several ways counts as the best of them.
    function bestOf(ways) {
      const best = new Float64Array(directory.stories);
      for (const [term, worth] of ways) {
        const { stories, levels } = index.term(term);
        const rarity = Math.log(1 + (best.length - stories.length + 0.5) / (stories.length + 0.5));
        const one = (worth * rarity) / directory.worth.levels;
        stories.forEach((story, at) => (best[story] = Math.max(best[story], one * levels[at])));
      }
      return best;
    }

    // All stories that the words find, in order; where there are no words, all stories.
    function ranked() {
      return wanted[0] ? rank() : understood.words[0] ? [] : browse();
    }

    function rank() {
      const scores = new Float64Array(directory.stories);
      for (const { best, times } of wanted) best.forEach((score, story) => (scores[story] += times * score));
      const hasAll = (story) => wanted.every(({ best, required }) => !required || best[story]);
      const millionths = (story) => Math.floor(scores[story] * 1e6 + 0.5);
      return sorted(inOrder(), (story) => scores[story] && millionths(story) + hasAll(story) * MOST)
        .map((story) => ({ story, score: millionths(story) / 1e6, hasAll: hasAll(story) }));
    }

    // Where nothing was typed: most about the themes, then now at the stage.
    function browse() {
      const about = (story) => theme.reduce((sum, id) => sum + Math.max(0, facts.theme[story].indexOf(id)), 0);
      const value = (story) => MOST - 2 * about(story) + stage.includes(facts?.now[story][0]);
      return sorted(inOrder(), value).map((story) => ({ story, score: 0, hasAll: true }));
    }

    // Stories as they come among those of one score: those beyond the stages that are asked for, then the easiest.
    function inOrder() {
      const order = (stage) => directory.stageOrder[directory.stages.indexOf(stage)];
      const furthest = Math.max(...stage.map(order));
      const value = (story) => 1 + (order(facts.now[story][0]) > furthest);
      return stage[0] ? sorted(index.easiest, value) : index.easiest;
    }

    // Keeps the stories in which what is quoted stands as it was typed, and what has a minus does not.
    function quoted({ story }) {
      // What stands so nowhere is looked for as words.
      return needed.every((having) => !having.size || having.has(story)) && !banned.some((having) => having.has(story));
    }

    // The stories in which words stand one after the other. Filler has no places, so anything may stand there.
    function standing(said) {
      const words = said.split(" ");
      const begins = words.flatMap((word, at) => {
        if (words[1] && index.isFiller(word)) return [];
        const places = index.lookUp(word).flatMap(index.places);
        return [new Set(places.map((place) => place + words.length - at))];
      });
      const all = [...(begins[0] || [])].filter((place) => begins.every((places) => places.has(place)));
      return new Set(all.map((place) => Math.floor(place / MOST)));
    }

    // The stories that speak of a concept and are of its theme.
    function speakingOf({ key, narrowerKey, theme }) {
      const facts = theme && index.facts();
      const stories = once([key, narrowerKey]).flatMap((term) => index.term(term).stories);
      return stories.filter((story) => !facts || facts.theme[story].includes(theme));
    }

    // The stories that pass the filters, and how many there would be with each other choice of one filter; of what is
    // to be left out, how many there would be without it.
    function answer() {
      const limits = minutes.concat(offered || []);
      has.minutes = facts?.minutes.map((most) => limits.filter((limit) => most <= limit));
      const originals = new Map(directory.pairs);
      const seen = new Set();
      const choices = {};
      if (offered) for (const name in wishes) choices[name] = {};
      const found = [];
      let hidden = 0;
      let unfiltered = 0;
      for (const place of ranked().filter(quoted)) {
        const { story } = place;
        // Of a story and its translations the first fits best.
        const original = originals.get(story) ?? story;
        if (seen.has(original)) continue;
        seen.add(original);
        const failed = Object.keys(wishes).filter((name) => !passes(name, story));
        const isHidden = hides.has(story) || failed.includes("avoid");
        hidden += isHidden && failed.every((name) => name === "avoid");
        unfiltered += !isHidden;
        if (hides.has(story)) continue;
        if (!failed[0]) found.push(place);
        for (const name in choices) if (failed.every((other) => other === name)) tally(has[name][story], choices[name]);
      }
      const near = directory.worth.near * found.reduce((most, { score }) => Math.max(most, score), 0);
      const lost = understood.exactly.filter((said, at) => said.includes(" ") && !needed[at].size);
      understood.nowhere = once([...understood.nowhere, ...lost]);
      return {
        found,
        total: found.length,
        close: found.filter(({ hasAll, score }) => hasAll || score >= near).length,
        hidden,
        unfiltered,
        choices: offered && choices,
        understood,
        marks: marks(),
      };

      function passes(name, story) {
        const isAmong = (id) => has[name][story].includes(id);
        const any = wishes[name].some(isAmong);
        if (name === "avoid") return !any && !speaking.has(story);
        return name === "theme" ? theme.every(isAmong) : any || !wishes[name][0];
      }
    }

    // What to mark, one word or several, to the word that it was found by.
    function marks() {
      const forms = wanted.flatMap(({ word, ways }) =>
        ways.flatMap(([term]) => index.term(term).forms.map((form) => [form, word])));
      return new Map([...understood.exactly.join(" ").split(" ").map((word) => [word, word]), ...forms]);
    }
  }

  function tally(ids, counts) {
    for (const id of once(ids)) counts[id] = (counts[id] || 0) + 1;
  }

  function push(map, key, value) {
    if (!map.has(key)) map.set(key, []);
    map.get(key).push(value);
  }

  // Sorts stories by a whole number, the greatest first, those of one as they came; and leaves out those of 0.
  // Each is made a number of both, for numbers are sorted many times faster than records.
  function sorted(stories, value) {
    const { length } = stories;
    const keys = new Float64Array(length);
    stories.forEach((story, place) => (keys[place] = (value(story) + 1) * length - 1 - place));
    const found = [];
    keys.sort();
    for (let at = length - 1; keys[at] >= length; at--) found.push(stories[length - 1 - (keys[at] % length)]);
    return found;
  }

  // Makes a file ready for looking up when it is first used, and keeps that as long as the file.
  const ready = new WeakMap();
  function kept(data, make, all = ready) {
    if (!all.has(data)) all.set(data, make(data));
    return all.get(data);
  }

  // Reads the files that are here, and notes those that are not; of these it gives nothing.
  function opened(directory, files) {
    const needs = new Set();
    const { firsts, filler, easiest, phrases } = kept(directory, () => ({
      firsts: directory.firsts.split(" "),
      filler: new Set(directory.filler.split(" ")),
      easiest: sorted([...Array(directory.stories).keys()], (story) => 999 - directory.ease.charCodeAt(story)),
      phrases: phrasesIn(directory),
    }));

    function file(name, make) {
      if (files.has(name)) return kept(files.get(name), make);
      needs.add(name);
      return null;
    }

    // The file of words, or of places, that a key would stand in.
    function fileFor(key, kind, make) {
      let number = 0;
      while (firsts[number + 1] <= key) number++;
      return file(kind + "-" + String(number).padStart(4, 0), make);
    }

    function words(key) {
      return fileFor(key, "terms", wordsIn);
    }

    function stems(form) {
      return words(form)?.stems.get(form) || [];
    }

    // The stems that a word may stand for. No browser has a stemmer, so a form that no story has is taken for another
    // if only a common ending is between them. The likeliest is taken until all files are here.
    function lookUp(word) {
      const isStem = (stem) => stems(stem).includes(stem) || needs.size;
      const found = stems(word);
      return found[0] ? found : once([withoutEndings(word, directory.endings).find(isStem)]);
    }

    function term(key) {
      return words(key)?.term(key) || NOWHERE;
    }

    // Where a stem stands: of each place its number, and of its story as well.
    function places(stem) {
      const lines = fileFor(stem, "places", (data) => linesOf(data.places));
      const [, said = ""] = lines?.get(stem) || [];
      return said.split(";").flatMap((steps, at) => {
        let place = term(stem).stories[at] * MOST - 1;
        return steps.split(",").filter(Boolean).map((step) => (place += parseInt(step, 32)));
      });
    }

    // All that may be said to avoid a note: it alone, or with a level that it has reached.
    function notesAs(number) {
      const note = directory.notes[Math.floor(number / 10)];
      return [note, ...directory.levels.slice(0, (number % 10) + 1).map((level) => note + ":" + level)];
    }

    return {
      needs, easiest, lookUp, term, places,
      isFiller: (word) => filler.has(word),
      // Those that are looked up by a word.
      phrases: (word) => (filler.has(word) ? phrases : words(word)?.phrases)?.get(word) || [],
      ids: () => file("ids", (data) => data.ids.split(" ")) || [],
      facts: () => file("facts", (data) => factsIn(data, directory)),
      notes: () => file("notes", (data) => lists(data.notes).map((all) => all.flatMap(notesAs))),
      // Most words are right, so these are asked for only when all files have come and nobody knows a word.
      spellings: () => (!needs.size && file("spellings", (data) => data.words.split(" "))) || [],
    };
  }

  function withoutEndings(word, endings) {
    return once(endings.flatMap(([ending, instead]) => {
      const bare = word.slice(0, -ending.length);
      const short = bare.replace(/(.)\1$/u, "$1");
      // Of a short word too little would be left to know it by: 'caring' is not about a car.
      const rest = word.endsWith(ending) ? [...bare].length - (ending === "s" ? 3 : 4) : -1;
      return [rest >= 0 && bare + instead, rest > 0 && short !== bare && short];
    }));
  }

  // Key to the parts of its line.
  function linesOf(text) {
    return new Map(once(text.split("\n")).map((line) => line.split("\t")).map((parts) => [parts[0], parts]));
  }

  // What a file of words says: stems by form, phrases by word, and terms, which are only read when they are looked up.
  function wordsIn(data) {
    const lines = linesOf(data.terms);
    const stems = new Map();
    for (const [stem, forms] of lines.values()) {
      if (!stem.includes(" ")) for (const form of formsOf(stem, forms)) push(stems, form, stem);
    }
    for (const pair of once(data.elsewhere.split("\n"))) push(stems, ...pair.split(" "));
    stems.forEach((all) => all.sort());
    const term = (key) => lines.has(key) && kept(lines.get(key), termIn);
    return { stems, term, phrases: phrasesIn(data) };
  }

  function formsOf(key, said) {
    return once([key, ...said.split(",").map((form) => (form[0] === "=" ? form.slice(1) : key + form))]);
  }

  // The forms that a term stands for, the stories that hold it, and its level in each.
  function termIn([key, said, postings]) {
    const stories = [];
    const levels = [];
    let story = -1;
    // Each says how many stories are skipped, and the level by a letter.
    for (const [, skipped, level] of postings.matchAll(/([^A-Z]*)(.)/g)) {
      stories.push((story += 1 + parseInt(skipped || 0, 32)));
      levels.push(parseInt(level, 36) - 9);
    }
    return { forms: formsOf(key, said), stories, levels };
  }

  // Word to the phrases of a file that are looked up by it.
  function phrasesIn(data) {
    const found = new Map();
    for (const [slots, at, means, never, need, home] of data.phrases) {
      const forms = slots.split("|").map((said) => said.split(","));
      const key = home + ' "' + forms.map(([word]) => word).join(" ");
      const phrase = { forms, at, key, never, need, means: means.map((id) => conceptOf(id, data.concepts[id])) };
      for (const form of forms[at]) push(found, form, phrase);
    }
    return found;
  }

  function conceptOf(id, [label, key, narrowerKey, shown, theme, stage, note, widerNotes, guarded]) {
    return { id, label, key, narrowerKey, shown, theme, stage, note, widerNotes, guarded };
  }

  function factsIn(data, { themes, stages, roles, bands }) {
    return {
      theme: lists(data.themes, themes),
      stage: lists(data.stages, stages),
      now: lists(data.now, stages),
      role: lists(data.role, roles),
      minutes: lists(data.minutes).map(Number),
      // All that may be asked for: of a language without a formula nobody knows how hard it is.
      reading: lists(data.band).map(([band = Infinity]) => bands.slice(band)),
    };
  }

  // The numbers of each story, or the ids that they stand for.
  function lists(text, ids = []) {
    return text.split(";").map((said) => said.split(",").filter(Boolean).map((number) => ids[number] || number));
  }

  // The passage that shows most of what was looked for, marked; null if none shows any.
  function excerpt(passages, marks) {
    const worth = (pieces) => once(pieces.map(([, word]) => word)).length;
    const [best] = passages.map((text) => marked(text, marks)).sort((a, b) => worth(b) - worth(a));
    return best && worth(best) ? best : null;
  }

  // Most words are shown more than once, and to fold one takes many steps.
  const folds = new Map();

  // Parts a text into [piece, the word that it matches, if any].
  function marked(text, marks) {
    // Every second part is a word.
    const parts = text.split(/([\p{L}\p{N}](?:['’‑-]?[\p{L}\p{N}\p{M}])*)/u);
    const folded = parts.map((part) => kept(part, split, folds));
    const phrases = [...marks.keys()].filter((said) => said.includes(" "));
    const pieces = [];
    for (let at = 0, length = 1; at < parts.length; at += length) {
      const said = (many) => folded.slice(at, at + many).flatMap(({ words }) => words).join(" ");
      const { words, compounds } = folded[at];
      // Nine words are more than any phrase has.
      length = phrases.some((said) => said.startsWith(words[0] + " ")) ? 17 : 1;
      while (length > 1 && (at + length >= parts.length || !marks.has(said(length)))) length -= 2;
      const [found] = once([said(length), ...words, ...compounds].map((form) => marks.get(form)));
      const piece = parts.slice(at, at + length).join("");
      const last = pieces[pieces.length - 1];
      // A page is sooner made of a few long pieces.
      if (found || !last || last[1]) pieces.push([piece, found]);
      else last[0] += piece;
    }
    return pieces;
  }

  return { FILTERS, fits, search, marked, excerpt };
})();
