// Searcher: from a question and the files of the index to stories in order, and which files are still needed.
// Touches nothing on the page. The ranking is that of storyarchive/search/ranking.py, sum for sum;
// tests/search.json is run by both. The files are written by storyarchive/search/export.py.
var storyarchive = typeof storyarchive === "object" ? storyarchive : {};

// Every file of the index calls this; what it brings is looked at when it is needed.
storyarchive.received = new Map();
storyarchive.receive = function (name, digest, data) {
  "use strict";
  storyarchive.received.set(name, { digest, data });
};

storyarchive.searcher = (function () {
  "use strict";

  const FORMAT = 1;
  const { split } = storyarchive.words;

  // Says whether a file that came is the one that was asked for, in a format that is known here.
  function fits(name, directory) {
    const came = storyarchive.received.get(name);
    if (!came || !came.data || came.data.format !== FORMAT) return false;
    return name === "directory" || came.digest === directory.files[name];
  }

  // question: { q, themes, stages, avoid }, ids; files: Map of name to data, with the directory.
  // Gives { needs: [names] } until it has all it needs, then the answer.
  function search(question, files) {
    const directory = files.get("directory");
    const index = reader(directory, files);
    const understood = understand(question.q, directory, index);
    if (index.needs.size) return { needs: Array.from(index.needs) };

    const { wanted } = understood;
    const ranked = wanted.length ? rank(wanted, directory, index) : browsed(question, directory);
    return Object.assign(understood, chosen(ranked, question, directory), { forms: formsOf(wanted, index) });
  }

  function understand(q, directory, index) {
    const typed = split(q);
    const said = once(typed.words);
    const filler = new Set(directory.filler);
    const kept = said.filter((word) => !filler.has(word));
    const words = (kept.length ? kept : said).slice(0, directory.mostWords);

    const wanted = [];
    for (const word of words) {
      const stems = lookUp(word, directory, index);
      const isNew = wanted.every((other) => other.stems.join(" ") !== stems.join(" "));
      if (!stems.length || isNew) wanted.push({ word, stems, required: true });
    }
    for (const word of once(typed.compounds).slice(0, directory.mostWords)) {
      const stems = index.stems(word);
      if (stems.length) wanted.push({ word, stems, required: false });
    }
    const nowhere = wanted.filter((want) => !want.stems.length).map((want) => want.word);
    return { wanted, words, dropped: said.filter((word) => !words.includes(word)), nowhere };
  }

  function lookUp(word, directory, index) {
    const stems = index.stems(word);
    if (stems.length || !index.has(word)) return stems;
    for (const stem of withoutEndings(word, directory.endings)) {
      if (index.term(stem)) return [stem];
      if (!index.has(stem)) break; // Only its file can say whether to look further.
    }
    return [];
  }

  function withoutEndings(word, endings) {
    const likely = [];
    for (const [ending, instead] of endings) {
      if (!word.endsWith(ending)) continue;
      const bare = Array.from(word.slice(0, word.length - ending.length));
      const shortest = ending === "s" ? 3 : 4;
      if (bare.length >= shortest) likely.push(bare.join("") + instead);
      if (bare.length > shortest && bare[bare.length - 1] === bare[bare.length - 2]) {
        likely.push(bare.slice(0, -1).join(""));
      }
    }
    return likely;
  }

  // Looks words up in the files that are here, and notes the files that are not.
  function reader(directory, files) {
    const needs = new Set();

    function fileOf(word) {
      if (!directory.firsts.length) return NOTHING;
      let low = 0;
      let high = directory.firsts.length;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (directory.firsts[middle] <= word) low = middle;
        else high = middle;
      }
      const name = "terms-" + String(low).padStart(3, "0");
      if (files.has(name)) return opened(files.get(name));
      needs.add(name);
      return null;
    }

    // Whether the file that a word would be in is here.
    function has(word) {
      return fileOf(word) !== null;
    }

    function term(stem) {
      const file = fileOf(stem);
      return file && file.terms.get(stem);
    }

    function stems(form) {
      const file = fileOf(form);
      if (!file) return [];
      const found = new Set(file.stems.get(form));
      if (file.terms.has(form)) found.add(form);
      const sorted = Array.from(found).sort();
      sorted.forEach(term); // Their postings are needed next, so their files are asked for now.
      return sorted;
    }

    return { needs, has, term, stems };
  }

  // A file of words made ready for looking up, once.
  const NOTHING = { terms: new Map(), stems: new Map() };
  const ready = new WeakMap();
  function opened(data) {
    if (ready.has(data)) return ready.get(data);
    const terms = new Map();
    const stems = new Map();
    const add = (form, stem) => stems.set(form, (stems.get(form) || []).concat(stem));
    for (const [stem, said, packed] of data.terms) {
      const forms = said === "" ? [] : said.split(" ").map((form) => (form[0] === "=" ? form.slice(1) : stem + form));
      forms.forEach((form) => add(form, stem));
      terms.set(stem, { packed, forms, counts: null });
    }
    data.forms.forEach(([form, stem]) => add(form, stem));
    const file = { terms, stems };
    ready.set(data, file);
    return file;
  }

  // Story → how often a stem stands in each field.
  function countsOf(term, fields) {
    if (term.counts) return term.counts;
    term.counts = new Map();
    let story = -1;
    for (let at = 0; at < term.packed.length; at++) {
      const step = term.packed[at];
      const counts = new Array(fields).fill(0);
      story += step >> 1;
      if (step & 1) counts[fields - 1] = 1;
      else {
        const bits = term.packed[++at];
        for (let field = 0; field < fields; field++) if (bits & (1 << field)) counts[field] = term.packed[++at];
      }
      term.counts.set(story, counts);
    }
    return term.counts;
  }

  function rank(wanted, directory, index) {
    const fields = directory.fields.length;
    const scores = new Map();
    const found = new Map();
    for (const want of wanted) {
      const counts = together(want.stems.map((stem) => countsOf(index.term(stem), fields)));
      const rarity = Math.log(1 + (directory.stories - counts.size + 0.5) / (counts.size + 0.5));
      for (const [story, times] of counts) {
        const weighted = weigh(times, story, directory);
        scores.set(story, (scores.get(story) || 0) + rarity * (weighted / (directory.k1 + weighted)));
        found.set(story, (found.get(story) || 0) + (want.required ? 1 : 0));
      }
    }
    const needed = wanted.filter((want) => want.required).length;
    return Array.from(scores, ([story, score]) => ({
      story,
      score: Math.floor(score * 1e6 + 0.5) / 1e6,
      hasAll: found.get(story) === needed,
    })).sort((a, b) => b.hasAll - a.hasAll || b.score - a.score || a.story - b.story);
  }

  function together(each) {
    if (each.length === 1) return each[0];
    const sum = new Map();
    for (const counts of each) {
      for (const [story, times] of counts) {
        const before = sum.get(story);
        sum.set(story, before ? before.map((count, field) => count + times[field]) : times);
      }
    }
    return sum;
  }

  function weigh(times, story, directory) {
    let weighted = 0;
    directory.fields.forEach(([boost, b], field) => {
      if (!times[field]) return;
      const stretch = 1 - b + b * (directory.lengths[field][story] / directory.averages[field]);
      weighted += (boost * times[field]) / stretch;
    });
    return weighted;
  }

  // All stories where nothing was typed: most about the themes, now at the stage, shortest.
  function browsed(question, directory) {
    const themes = numbers(question.themes, directory.themes);
    const stages = numbers(question.stages, directory.stages);
    const all = [];
    for (let story = 0; story < directory.stories; story++) {
      const places = themes.map((theme) => Math.max(0, directory.themesOf[story].indexOf(theme)));
      const about = places.reduce((sum, place) => sum + place, 0);
      const isNow = stages.includes(directory.stageNow[story]) ? 0 : 1;
      all.push({ story, score: 0, hasAll: true, order: [about, isNow, directory.minutes[story], story] });
    }
    return all.sort((a, b) => a.order.map((part, at) => part - b.order[at]).find((way) => way) || 0);
  }

  // The stories that pass the filters, and how many there would be with each other choice of one filter.
  function chosen(ranked, question, directory) {
    const themes = numbers(question.themes, directory.themes);
    const stages = numbers(question.stages, directory.stages);
    const avoid = question.avoid.map((asked) => {
      const [note, level] = asked.split(":");
      return [directory.notes.indexOf(note), level ? directory.levels.indexOf(level) : 0];
    });
    const found = [];
    const facets = { themes: {}, stages: {} };
    const choices = { themes: {}, stages: {} };
    let hidden = 0;
    let unfiltered = 0;
    for (const place of ranked) {
      const itsThemes = directory.themesOf[place.story];
      const itsStages = directory.stagesOf[place.story];
      const ofThemes = themes.every((theme) => itsThemes.includes(theme));
      const ofStages = !stages.length || stages.some((stage) => itsStages.includes(stage));
      const isAvoided = directory.notesOf[place.story].some(([note, level]) =>
        avoid.some(([avoided, from]) => note === avoided && level >= from));
      if (isAvoided) {
        hidden += ofThemes && ofStages ? 1 : 0;
        continue;
      }
      unfiltered++;
      if (ofStages) tally(itsThemes, directory.themes, choices.themes);
      if (ofThemes) tally(itsStages, directory.stages, choices.stages);
      if (!ofThemes || !ofStages) continue;
      tally(itsThemes, directory.themes, facets.themes);
      tally(itsStages, directory.stages, facets.stages);
      found.push(place);
    }
    return { found, total: found.length, facets, choices, hidden, unfiltered };
  }

  function tally(places, ids, counts) {
    for (const place of places) counts[ids[place]] = (counts[ids[place]] || 0) + 1;
  }

  // Every form of the words that are looked for, to mark them where they are shown.
  function formsOf(wanted, index) {
    const forms = new Set();
    for (const stem of wanted.flatMap((want) => want.stems)) {
      forms.add(stem);
      index.term(stem).forms.forEach((form) => forms.add(form));
    }
    return forms;
  }

  // Parts a text into [piece, whether it matches].
  function marked(text, forms) {
    const pieces = [];
    let end = 0;
    const words = /[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}]|['`´ʻʼʽ‘’‛＇\u00ad‐‑-](?=[\p{L}\p{N}\p{M}_]))*/gu;
    for (let word = words.exec(text); word; word = words.exec(text)) {
      const { words: parts, compounds } = split(word[0]);
      if (!parts.concat(compounds).some((part) => forms.has(part))) continue;
      if (word.index > end) pieces.push([text.slice(end, word.index), false]);
      pieces.push([word[0], true]);
      end = word.index + word[0].length;
    }
    if (end < text.length) pieces.push([text.slice(end), false]);
    return pieces;
  }

  // The cards of some stories, or { needs: [names] }.
  function cards(stories, files) {
    const size = files.get("directory").cardsInFile;
    const names = stories.map((story) => "cards-" + String(Math.floor(story / size)).padStart(3, "0"));
    const needs = once(names).filter((name) => !files.has(name));
    if (needs.length) return { needs };
    return {
      cards: stories.map((story, at) => {
        const [id, title, summary, meta, notes, isInvented, language] = files.get(names[at]).cards[story % size];
        return { id, title, summary, meta, notes, isInvented, language };
      }),
    };
  }

  function numbers(ids, all) {
    return ids.map((id) => all.indexOf(id));
  }

  function once(list) {
    return Array.from(new Set(list));
  }

  return { fits, search, marked, cards };
})();
