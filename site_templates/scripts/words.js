// Words: folds and splits text exactly as storyarchive/search/analysis.py does.
// Touches nothing on the page. tests/words.json is run by both.
var storyarchive = typeof storyarchive === "object" ? storyarchive : {};

storyarchive.words = (function () {
  "use strict";

  const APOSTROPHES = /[`´ʻʼʽ‘’‛＇]/g;
  // Closed up, “I'd” would be an ID, “we'll” would be well and “he'll” would be in hell.
  const SHORT_VERB = /([\p{L}\p{N}])(?:'(?:d|ll|m|re|ve))+(?![\p{L}\p{N}])/gu;
  // What stands for no letter; the marks among them are those that NFKC leaves of others.
  const UNSEEN = /['`ʼ\p{Cf}]/gu;
  const NOT_WORD = /[^\p{L}\p{N}\p{M}-]+/gu;
  // Marks written on letters; the vowel signs of Indian scripts are letters to their readers and stay. The signs
  // between them that are no marks are gone by then.
  const MARKS =
    /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe2f\u{e0100}-\u{e01ef}]/gu;
  const PLAIN = {ł: "l", ø: "o", đ: "d", ð: "d", ħ: "h", ŧ: "t", ı: "i", æ: "ae", œ: "oe", þ: "th", ß: "ss", ς: "σ"};

  // “Can't!” to “cant”: lower case, no accents, apostrophes or punctuation, words parted by one space.
  function fold(text) {
    return text
      .replace(APOSTROPHES, "'")
      .normalize("NFKC")
      .toLowerCase()
      .replace(SHORT_VERB, "$1")
      .replace(UNSEEN, "")
      .replace(/‐/g, "-")
      .replace(NOT_WORD, " ")
      .normalize("NFKD")
      .replace(MARKS, "")
      .replace(/[^ -~]/g, (letter) => PLAIN[letter] || letter)
      .normalize("NFKC")
      .replace(/ +/g, " ")
      .trim();
  }

  // The folded words of a text, and its hyphenated words closed up ('re-entry' to 'reentry').
  function split(text) {
    const words = [];
    const compounds = [];
    for (const token of fold(text).split(" ")) {
      const parts = token.replace(/^-+|-+$/g, "").split("-");
      for (const part of parts) if (part) words.push(cut(part));
      if (parts.length > 1 && !parts.includes("")) compounds.push(cut(parts.join("")));
    }
    return { words, compounds };
  }

  // What follows is noise or an attack.
  function cut(word) {
    return [...word].slice(0, 64).join("");
  }

  return { fold, split };
})();
