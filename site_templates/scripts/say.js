// Say: the messages of the site, in the reader's page. Their words come before this script, from the language file.
storyarchive.say = (function () {
  "use strict";

  const { language, messages } = storyarchive.said;
  let rules;
  try {
    rules = new Intl.PluralRules(language);
  } catch (unknown) {
    rules = { select: (count) => (count === 1 ? "one" : "other") };
  }

  function written(value) {
    return typeof value === "number" ? value.toLocaleString(language) : value;
  }

  // Says a message with values in its places; `count` chooses its form.
  return function say(name, values = {}) {
    const forms = messages[name];
    const form = typeof forms === "string" ? forms : forms[rules.select(values.count)] || forms.other;
    return form.replace(/\{(\w+)\}/g, (place, key) => (key in values ? written(values[key]) : place));
  };
})();
