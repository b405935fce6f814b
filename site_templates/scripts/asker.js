// Asker: reads a question for what is looked for, what is to be left out, and what was only said around it.
// Touches nothing on the page. It reads as storyarchive/search/question.py does, step for step, and forgives
// slips as spelling.py does; tests/search.json is run by both.
var storyarchive = typeof storyarchive === "object" ? storyarchive : {};

storyarchive.asker = (function () {
  "use strict";

  const { fold, split } = storyarchive.words;
  // Not \s, for Python and scripts do not mean the same by it.
  const SPACES = /[ \t\f\v\u00a0\u3000]+/;

  // Decides what a question asks of an index: { wanted, understood }. What is wanted is { word, ways, required,
  // times }, a way is [term, worth]. The last are the ways of an index, as searcher.js opens it: of what has not come
  // yet it gives nothing, and what is decided then only serves to find out what to load.
  function understand(question, directory, { isFiller, lookUp, phrases, spellings, term }) {
    const { asking, limits, worth } = directory;
    const typed = read(question.q, limits);
    const cues = ["about", "first", "without", "no"].flatMap((kind) =>
      asking[kind].map((said) => [kind, said.split(" ")]));
    const readAs = new Map();
    const completed = new Map();
    const also = new Map();
    const needs = {};
    // What is to be left out: id to concept, or to nothing where it is a content note.
    const guessed = new Map();
    const { without } = typed;
    const kept = [];
    const dropped = [];
    // The cue of what the last clause ended with, if it may go on after a comma.
    let openCue = "";
    for (const { words, isListed } of meant()) {
      const items = itemsOf(words);
      if (isListed && openCue && isList(items)) items.unshift({ words: [], cue: openCue });
      withoutAvoided(items).forEach(sort);
    }
    if (![kept, [...guessed], without, typed.exactly, Object.keys(needs)].flat().length) {
      kept.push(...dropped.splice(0).map(single));
    }
    return plan();

    function isOn(guess) {
      return !question.off.includes(guess) && !question.off.includes("all");
    }

    // The clauses, as far as words are looked for, in the words that were meant.
    function meant() {
      let left = limits.words * 4;
      return typed.clauses.map(({ words, isListed }, place) => {
        const counted = words.slice(0, Math.max(0, left));
        const isOpen = question.isTyping && typed.isOpen && place === typed.clauses.length - 1;
        left -= words.length;
        return { isListed, words: counted.map((word, at) => wordFor(word, isOpen && at === counted.length - 1)) };
      });
    }

    // The word that was meant by one that nobody knows. Of three letters or more, it may only have been begun.
    function wordFor(word, isOpen) {
      const mayGoOn = isOpen && [...word].length > 2;
      const mayBeSlip = slipsAllowed(word) && isOn("spelling:" + word);
      if (!(mayGoOn || mayBeSlip) || isKnown(word)) return word;
      const known = spellings();
      const longer = mayGoOn ? known.filter((other) => other.startsWith(word) && other !== word) : [];
      if (longer[0]) completed.set(word, longer.slice(0, 5));
      if (longer[0] || !mayBeSlip || known.includes(word)) return word;
      const nearest = nearestTo(word, known);
      if (nearest) readAs.set(word, nearest);
      return nearest || word;
    }

    // Words of the cues are spelled right, whatever the library has.
    function isKnown(word) {
      const said = [cues.map((cue) => cue[1]), asking.under, asking.minutes, Object.keys(asking.numbers)];
      return isFiller(word) || said.join().split(/[ ,]/).includes(word) || phrases(word)[0] || lookUp(word)[0];
    }

    // Parts a clause into phrases, cues and words, the longest first.
    function itemsOf(clause) {
      const spans = apart(phrasesOf(clause));
      const opening = clause.findIndex((word) => !asking.done.includes(word) && !isBetween(word));
      clause.forEach((word, start) => {
        for (const under of asking.under) spans.push(...minutesAt(start, under.split(" ")));
        for (const [kind, said] of cues) {
          const cue = kind === "first" ? start <= opening && "about" : kind;
          if (cue) spans.push(...spansAt(start, said, clause, { cue, rank: 1 }));
        }
        spans.push(...spansAt(start, [word], clause, { rank: 2 }));
      });
      return apart(spans).sort((a, b) => a.start - b.start);

      // 'Under ten minutes'.
      function minutesAt(start, under) {
        const said = clause[start + under.length];
        const minutes = Number(asking.numbers[said] || /^\d{1,3}$/.exec(said));
        return minutes ? spansAt(start, [...under, said, asking.minutes], clause, { minutes, rank: 0 }) : [];
      }
    }

    // Every phrase in some words.
    function phrasesOf(clause) {
      return clause.flatMap((word, at) =>
        phrases(word).flatMap((phrase) => spansAt(at - phrase.at, phrase.forms, clause, { ...phrase, rank: 0 })));
    }

    // Tells whether a clause only goes on with a list of content notes: 'self-harm or violence'.
    function isList(items) {
      const others = items.filter((item) => !notesOf(item)[0]);
      return others.length < items.length && others.every(({ words }) => words.every(isBetween));
    }

    function isBetween(word) {
      return asking.between.includes(word);
    }

    // Takes out what a clause says is to be left out, and remembers it.
    function withoutAvoided(items) {
      const left = [];
      let cue = "";
      let waiting = [];
      let isListed = true;
      const settle = (isOver) => {
        for (const item of waiting) {
          const targets = targetsOf(item, cue).filter(({ id }) => isOn("avoid:" + id));
          // 'No' may only say what somebody lacks, if more is said after it.
          if (!targets[0] || (cue === "no" && !isOver)) left.push(item);
          else targets.forEach(({ id, concept, isWord }) => (isWord ? without.push(id) : guessed.set(id, concept)));
        }
        waiting = [];
      };
      for (const item of items) {
        const [word, next] = item.words;
        if (cue && !item.cue && targetsOf(item, cue)[0]) {
          // The word before only said more of this: 'partners hitting them'.
          if (!isListed && !notesOf(waiting[waiting.length - 1])[0]) left.push({ words: waiting.pop().words, cue });
          waiting.push(item);
          isListed = false;
          continue;
        }
        isListed = true;
        if (!cue || item.cue || next || !isBetween(word)) {
          settle(item.cue || asking.done.includes(word));
          cue = item.cue;
        }
        left.push(item);
      }
      openCue = waiting[0] && cue;
      settle(true);
      return left;
    }

    // What an item means to leave out: content notes, concepts where it has none, or itself.
    function targetsOf(item, cue) {
      const notes = notesOf(item).map((id) => ({ id }));
      if (notes[0] || cue === "no") return notes;
      const concepts = item.means.filter(({ id }) => !/^(note|stage):/.test(id));
      const isWord = cue === "about" && !item.words[1] && !isFiller(item.words[0]);
      if (isWord && !concepts[0]) return [{ id: item.words[0], isWord }];
      return concepts.map((concept) => ({ id: "about:" + concept.id, concept }));
    }

    // Sorts an item: a limit, a thing to look for, or nothing that says anything.
    function sort(item) {
      const { words, means = [], never = [], key, need, minutes, cue } = item;
      if (need && isOn(need)) {
        const [name, value] = need.split(":");
        needs[name] = value;
      } else if (minutes && isOn("minutes:" + minutes)) needs.minutes = minutes;
      else if (means[0] || wayOf(key)[0] || (never[0] && !words[1])) kept.push(item);
      else {
        for (const word of words) {
          if (cue || isFiller(word)) dropped.push(word);
          else kept.push(single(word));
        }
      }
    }

    function plan() {
      const wanted = [];
      const concepts = kept.flatMap(meansOf);
      for (const item of kept) {
        const word = item.words.join(" ");
        const want = wantedFor(word, waysOf(item, word));
        // Two forms of one word are one thing to look for, said twice.
        const same = wanted.find((other) => other.word === word || (want.said && other.said === want.said));
        if (same) same.times++;
        else if (wanted.length < limits.words) wanted.push(want);
      }
      for (const words of typed.exactly.map((said) => said.split(" "))) {
        for (const word of words) if (!words[1] || !isFiller(word)) wanted.push(wantedFor(word, stemsOf(word)));
      }
      const maybe = (worth) => (word) => {
        const want = wantedFor(word, lookUp(word).map((stem) => [stem, worth]), false);
        if (want.said) wanted.push(want);
      };
      // A story that has the word closed up may be meant as well, and one with a part of a phrase is better than none.
      typed.compounds.slice(0, limits.words).forEach(maybe(1));
      partsOfPhrases().slice(0, limits.words).forEach(maybe(worth.narrower));
      const understood = {
        words: once(wanted.map(({ word, required }) => required && word)),
        dropped: once(dropped),
        nowhere: once(wanted.map(({ word, said }) => !said && word)),
        also: [...also.values()],
        readAs: [...readAs],
        exactly: typed.exactly,
        without: once(without),
        avoiding: once([...question.avoid, ...guessed.keys()]),
        themes: once(concepts.map(({ theme }) => theme)),
        stages: once(concepts.map(({ stage }) => stage)),
        ...needs,
        needsHelp: needsHelp(),
        about: guessed,
      };
      return { wanted: wanted.filter(({ said }) => said), understood };
    }

    // Somebody may speak of a crisis: no guess that can be wrong, so none that can be switched off.
    function needsHelp() {
      const said = kept.concat(typed.exactly.flatMap((said) => phrasesOf(said.split(" "))));
      const notes = said.flatMap(({ means }) => means).map(({ note }) => directory.notes.indexOf(note));
      return notes.some((note) => directory.crisis.includes(note));
    }

    // The words that stand in phrases alone; not in false friends, which do not mean them.
    function partsOfPhrases() {
      const alone = kept.map(({ words }) => !words[1] && words[0]);
      const isParted = ({ words, means, never }) => words[1] && means[0] && !never[0];
      const parts = once(kept.filter(isParted).flatMap(({ words }) => words));
      return parts.filter((word) => !isFiller(word) && !alone.includes(word));
    }

    function waysOf(item, word) {
      // A false friend is looked for as it stands: 'cleaning' is not 'clean'.
      const isWord = !item.words[1] && (item.means[0] || !item.key);
      let ways = isWord ? stemsOf(word) : wayOf(item.key, 1);
      for (const { id, key, narrowerKey, shown, guarded } of meansOf(item)) {
        const more = [...wayOf(key, worth.expanded), ...wayOf(narrowerKey, worth.narrower)];
        const words = shown.filter((text) => fold(text).replace(/-/g, " ") !== word);
        if (more[0] && words[0] && !also.has(id)) also.set(id, { word, id, words });
        // Where it stands in a false friend, it was not meant.
        ways = ways.map(([term, worth]) => [guarded.includes(term) ? term + " !" + id : term, worth]).concat(more);
      }
      return ways;
    }

    // Chooses among the concepts that a phrase may mean: 'graft' is hard work, unless the talk is of crime.
    function meansOf(item) {
      const means = item.means.filter(({ id }) => isOn("also:" + id));
      const others = means.filter(isNoCrime);
      const isOfCrime = (other) => other !== item && !other.means.every(isNoCrime);
      return others[0] && !kept.some(isOfCrime) ? others : means;
    }

    function stemsOf(word) {
      return [word].concat(completed.get(word) || []).flatMap(lookUp).map((stem) => [stem, 1]);
    }

    function wayOf(key, worth) {
      return key && term(key).levels[0] ? [[key, worth]] : [];
    }
  }

  // Takes a question apart: its clauses, what is quoted, what has a minus.
  function read(text, { letters, sentence }) {
    const said = [...text].slice(0, letters).join("").replace(/[“”„‟«»]/g, '"');
    // In a text, marks of quotation quote and do not command.
    const pieces = split(said).words.length > sentence ? [said.replace(/"/g, " ")] : said.split('"');
    // A quotation that does not end is none.
    if (pieces.length % 2 === 0) pieces.push(pieces.splice(-2).join(" "));
    const [clauses, compounds, exactly, without] = [[], [], [], []];
    pieces.forEach((piece, place) => {
      if (place % 2) {
        const isMinus = pieces[place - 1].split(SPACES).pop() === "-";
        (isMinus ? without : exactly).push(split(piece).words.join(" "));
        return;
      }
      // Every second part is what stands between two.
      piece.split(/([.,;:!?()\n\r–—]+)/).forEach((part, at, parts) => {
        const words = [];
        for (const chunk of at % 2 ? [] : part.split(SPACES)) {
          const said = split(chunk);
          if (chunk[0] === "-") without.push(said.words.join(" "));
          else {
            words.push(...said.words);
            compounds.push(...said.compounds);
          }
        }
        if (words[0]) clauses.push({ words, isListed: /^,+$/.test(parts[at - 1]) });
      });
    });
    const isOpen = /[\p{L}\p{N}]$/u.test(said);
    return { clauses, compounds: once(compounds), exactly: once(exactly), without: once(without), isOpen };
  }

  // Some words where they stand in a clause, if they do. Each may have several forms.
  function spansAt(start, words, clause, what) {
    const stands = words.every((forms, at) => [].concat(forms).includes(clause[start + at]));
    const end = start + words.length;
    return stands ? [{ means: [], ...what, start, end, words: clause.slice(start, end) }] : [];
  }

  function single(word) {
    return { words: [word], means: [] };
  }

  // Chooses among spans so that none overlap: the longest first, then by rank.
  function apart(spans) {
    const chosen = [];
    spans.sort((a, b) => b.words.length - a.words.length || a.rank - b.rank || a.start - b.start);
    for (const span of spans) {
      if (chosen.every(({ start, end }) => end <= span.start || span.end <= start)) chosen.push(span);
    }
    return chosen;
  }

  function notesOf({ means }) {
    // Of heroin and of crack no note speaks, but of drug use one does.
    return once([means.map(({ note }) => note), means.map(({ widerNotes }) => widerNotes)].flat(2));
  }

  // A concept of crime is never a theme.
  function isNoCrime({ theme, stage, note }) {
    return theme || stage || note;
  }

  // Something to look for; what is said in the same ways is the same.
  function wantedFor(word, ways, required = true) {
    return { word, ways, said: String(once(ways.map(String))), required, times: 1 };
  }

  // One slip is forgiven in 5 to 7 letters, two in more.
  function slipsAllowed(word) {
    const { length } = [...word];
    return length < 5 ? 0 : length < 8 ? 1 : 2;
  }

  // The word with the fewest slips, then the commonest; none if all have too many.
  function nearestTo(word, known) {
    const isNear = (slips) => (other) => {
      // A short word that is two slips away is another word, and so is one that begins otherwise.
      const most = word.codePointAt(0) === other.codePointAt(0) ? 2 : 1;
      return slips <= Math.min(most, slipsAllowed(word), slipsAllowed(other)) && isSlip([...word], [...other], slips);
    };
    return known.find(isNear(1)) || known.find(isNear(2));
  }

  // Tells whether no more letters are wrong, missing, too many, or two that changed places (Damerau 1964, CACM 7(3)).
  function isSlip(a, b, slips) {
    if (Math.abs(a.length - b.length) > slips) return false;
    const [[x, ...afterX], [y, ...afterY]] = [a, b];
    if (!x || !y) return true;
    if (x === y) return isSlip(afterX, afterY, slips);
    const isTurned = x === afterY[0] && y === afterX[0] && isSlip(afterX.slice(1), afterY.slice(1), slips - 1);
    return isTurned || [[afterX, afterY], [afterX, b], [a, afterY]].some(([a, b]) => isSlip(a, b, slips - 1));
  }

  // Each once, without those that are nothing.
  function once(list) {
    return [...new Set(list)].filter(Boolean);
  }

  return { understand, once };
})();
