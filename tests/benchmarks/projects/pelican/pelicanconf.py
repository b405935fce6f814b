AUTHOR = "Nobody"
SITENAME = "Old Roads"
SITESUBTITLE = "Life stories from old books, for measuring with."
SITEURL = ""
PATH = "content"
ARTICLE_PATHS = ["stories"]
STATIC_PATHS: list[str] = []
THEME = "theme"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
DEFAULT_PAGINATION = 40
DIRECT_TEMPLATES = ["index", "tags", "categories"]
ARTICLE_URL = ARTICLE_SAVE_AS = "stories/{slug}.html"
TAG_URL = TAG_SAVE_AS = "themes/{slug}.html"
TAGS_SAVE_AS = "themes.html"
CATEGORY_URL = CATEGORY_SAVE_AS = "stages/{slug}.html"
CATEGORIES_SAVE_AS = "stages.html"
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = ARCHIVES_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
