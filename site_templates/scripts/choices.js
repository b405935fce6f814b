// Choices: what a reader does not want to see, their own and those of a link, and what that means for a story.
// Touches nothing on the page; of every change the window hears an event called `choices`. Their own are kept by the
// browser, those of a link for the visit; nothing is kept until something is chosen, nor after all is taken back.
storyarchive.choices = (function () {
  "use strict";

  const KEY = "storyarchive";
  const VERSION = 1;
  const DETAIL = ":described";
  // What a link leaves out, as a part of its address.
  const GIVEN = /^avoid=/;

  // What the browser does not let us use.
  const refused = new Set();
  // Each { avoid, hidden }: content notes, `suicide` or `suicide:described`, and the ids of stories.
  let own = nothing();
  let visit = nothing();
  // Whether pages that are opened from here are to be told of the visit, or of its end.
  let isTold = false;

  function nothing() {
    return { avoid: [], hidden: [] };
  }

  // Of a level that nobody knows, any mention counts.
  function clean(ids) {
    const words = ids.map(String).filter((id) => /^[^\s,\ud800-\udfff]{1,99}$/.test(id));
    return once(words.map((id) => as(id, isDetail(id))));
  }

  function once(ids) {
    return [...new Set(ids)];
  }

  function noteOf(id) {
    return id.split(":")[0];
  }

  function isDetail(id) {
    return id.endsWith(DETAIL);
  }

  function as(id, inDetail) {
    return noteOf(id) + (inDetail ? DETAIL : "");
  }

  // What is damaged, or of a version that is not known here, counts as nothing. What could not be kept lasts as long as
  // the page.
  function recalled(storage, current) {
    let said;
    try {
      said = window[storage].getItem(KEY);
    } catch (error) {
      refused.add(storage);
    }
    if (refused.has(storage)) return current;
    try {
      const { version, avoid, hidden } = JSON.parse(said);
      if (version === VERSION) return { avoid: clean(avoid), hidden: clean(hidden) };
    } catch (damaged) {
      // The next choice is written over it.
    }
    return nothing();
  }

  // Reads again what is kept, for another tab may have changed it.
  function recall() {
    own = recalled("localStorage", own);
    visit = recalled("sessionStorage", visit);
  }

  function keep(storage, { avoid, hidden }) {
    refused.delete(storage);
    try {
      const kept = window[storage];
      if (avoid[0] || hidden[0]) kept.setItem(KEY, JSON.stringify({ version: VERSION, avoid, hidden }));
      else kept.removeItem(KEY);
    } catch (error) {
      refused.add(storage);
    }
  }

  function isKept() {
    return !refused.has("localStorage");
  }

  function change(make) {
    recall();
    make();
    keep("localStorage", own);
    keep("sessionStorage", visit);
    tell();
  }

  function tell() {
    dispatchEvent(new Event("choices"));
  }

  // Takes what a link leaves out from the address: what stands behind a ? is sent to the web host, and an address
  // stays in the history. Where it cannot be kept otherwise it stays, behind the #. Tells whether there was any.
  function arrive() {
    const { hash, pathname, search } = location;
    const parts = [search, hash].map((said) => said.slice(1).split("&").filter(Boolean));
    const given = parts.flat().filter((part) => GIVEN.test(part));
    if (!given[0]) return false;
    const said = new URLSearchParams(given.join("&")).getAll("avoid");
    visit = { avoid: clean(said.join().split(",")), hidden: [] };
    isTold = true;
    // Where nothing is kept, a reader's own choices come by links too.
    if (!isKept()) own.avoid = visit.avoid.splice(0);
    keep("sessionStorage", visit);
    const [asked, rest] = parts.map((part) => part.filter((each) => !GIVEN.test(each)).join("&"));
    const left = refused.size ? onward("#" + rest) : "#" + rest;
    try {
      history.replaceState(history.state, "", pathname + (asked && "?" + asked) + (left === "#" ? "" : left));
    } catch (error) {
      // Some browsers refuse it for a page opened from a file. Then nothing was sent either.
    }
    return true;
  }

  function avoid() {
    return once(own.avoid.concat(visit.avoid));
  }

  // The # of an address, with what the page there is to be told. It is needed where the browser keeps nothing, for new
  // tabs, and in Firefox for files, which may not share a visit.
  function onward(hash) {
    const ids = isKept() ? visit.avoid : avoid();
    if (!ids[0] && !isTold) return hash;
    const others = hash.slice(1).split("&").filter((part) => part && !GIVEN.test(part));
    return "#" + others.concat(given(ids)).join("&");
  }

  function given(ids) {
    return "avoid=" + ids.map((id) => as(encodeURIComponent(noteOf(id)), isDetail(id)));
  }

  recall();
  arrive();
  // Another tab may change them, a page from which Back leads here, or an address that is put in the place of this one.
  addEventListener("storage", reread);
  addEventListener("pageshow", ({ persisted }) => persisted && reread());
  addEventListener("hashchange", () => arrive() && tell());

  function reread() {
    const before = JSON.stringify([own, visit]);
    recall();
    if (JSON.stringify([own, visit]) !== before) tell();
  }

  return {
    avoid, given, isDetail, isKept, noteOf, onward,
    own: () => own,
    visit: () => visit.avoid,

    // Why a story is not to be seen: { isHidden, notes: those of its notes that are avoided }; null where it may be.
    against(id, mentions) {
      const avoided = avoid();
      const isHidden = own.hidden.includes(id);
      const notes = mentions.filter((note) => avoided.includes(note) || avoided.includes(noteOf(note)));
      return isHidden || notes[0] ? { isHidden, notes } : null;
    },

    // Says what is avoided, in the words that a page has for a note.
    called(id, label) {
      const note = label(noteOf(id));
      return isDetail(id) ? storyarchive.say("in_detail", { note }) : note;
    },

    // Leaves a note out or in, at whatever level. A link's can only be made fewer.
    choose(id, isAvoided, inDetail) {
      const isOther = (other) => noteOf(other) !== noteOf(id);
      change(() => {
        own.avoid = own.avoid.filter(isOther);
        if (isAvoided) own.avoid.push(as(id, inDetail));
        else visit.avoid = visit.avoid.filter(isOther);
      });
    },

    chooseLevel(inDetail) {
      change(() => {
        for (const each of [own, visit]) each.avoid = each.avoid.map((id) => as(id, inDetail));
      });
    },

    hide(story, isHidden) {
      change(() => {
        own.hidden = own.hidden.filter((id) => id !== story).concat(isHidden ? story : []);
      });
    },

    // Ends the visit, and with it all that was chosen where `andOwn` is true.
    forget(andOwn) {
      change(() => {
        isTold = isTold || visit.avoid.length > 0;
        visit = nothing();
        if (andOwn) own = nothing();
      });
    },
  };
})();
