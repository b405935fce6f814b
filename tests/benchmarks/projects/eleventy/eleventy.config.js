const byTitle = (a, b) => (a.data.title < b.data.title ? -1 : a.data.title > b.data.title ? 1 : 0);
const parts = (address, title, stories) => {
  const total = Math.max(1, Math.ceil(stories.length / 40));
  const part = (number) => `${address}${number === 1 ? "" : `-${number}`}.html`;
  return Array.from({ length: total }, (_, at) => ({
    title, total, number: at + 1, count: stories.length, address: part(at + 1),
    before: at ? part(at) : "", next: at + 1 < total ? part(at + 2) : "",
    stories: stories.slice(at * 40, (at + 1) * 40),
  }));
};

export default function (settings) {
  settings.addPassthroughCopy({ "src/style.css": "style.css" });
  settings.addCollection("lists", (all) => {
    const stories = all.getFilteredByTag("story").sort(byTitle);
    const labels = stories[0].data.labels;
    const lists = parts("stories/index", "All stories", stories);
    for (const kind of ["themes", "stages"])
      for (const [id, label] of Object.entries(labels[kind]))
        lists.push(...parts(`${kind}/${id}`, label, stories.filter((s) => s.data[kind].includes(id))));
    return lists;
  });
  return { dir: { input: "src" }, markdownTemplateEngine: false, htmlTemplateEngine: "njk" };
}
