export default {
  layout: "story.njk",
  tags: "story",
  permalink: (data) => `stories/${data.id}.html`,
  eleventyComputed: {
    words: (data) => data.page.rawInput.split(/\s+/).length,
  },
};
