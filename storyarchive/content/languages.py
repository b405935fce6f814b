"""What languages are called, in their own words and in English, and which way they run.

The names are those of the Unicode CLDR, for languages that libraries in Britain, Ireland and the
United States often hold; others are called by their tag.
"""

_NAMES = {
    "am": ("አማርኛ", "Amharic"),
    "ar": ("العربية", "Arabic"),
    "bg": ("български", "Bulgarian"),
    "bn": ("বাংলা", "Bengali"),
    "cs": ("čeština", "Czech"),
    "cy": ("Cymraeg", "Welsh"),
    "de": ("Deutsch", "German"),
    "el": ("Ελληνικά", "Greek"),
    "en": ("English", "English"),
    "es": ("español", "Spanish"),
    "et": ("eesti", "Estonian"),
    "fa": ("فارسی", "Persian"),
    "fr": ("français", "French"),
    "ga": ("Gaeilge", "Irish"),
    "gd": ("Gàidhlig", "Scottish Gaelic"),
    "gu": ("ગુજરાતી", "Gujarati"),
    "he": ("עברית", "Hebrew"),
    "hi": ("हिन्दी", "Hindi"),
    "ht": ("Kreyòl ayisyen", "Haitian Creole"),
    "hu": ("magyar", "Hungarian"),
    "it": ("italiano", "Italian"),
    "ku": ("kurdî", "Kurdish"),
    "lt": ("lietuvių", "Lithuanian"),
    "lv": ("latviešu", "Latvian"),
    "nl": ("Nederlands", "Dutch"),
    "pa": ("ਪੰਜਾਬੀ", "Punjabi"),
    "pl": ("polski", "Polish"),
    "ps": ("پښتو", "Pashto"),
    "pt": ("português", "Portuguese"),
    "ro": ("română", "Romanian"),
    "ru": ("русский", "Russian"),
    "sk": ("slovenčina", "Slovak"),
    "so": ("Soomaali", "Somali"),
    "sq": ("shqip", "Albanian"),
    "sv": ("svenska", "Swedish"),
    "ta": ("தமிழ்", "Tamil"),
    "ti": ("ትግርኛ", "Tigrinya"),
    "tl": ("Tagalog", "Tagalog"),
    "tr": ("Türkçe", "Turkish"),
    "uk": ("українська", "Ukrainian"),
    "ur": ("اردو", "Urdu"),
    "vi": ("Tiếng Việt", "Vietnamese"),
    "yo": ("Yorùbá", "Yoruba"),
    "zh": ("中文", "Chinese"),
}

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur", "yi"})


def own_name(tag: str) -> str:
    """Call a language what its speakers call it: `pl` is 'polski'."""
    return _NAMES.get(primary(tag), (tag, tag))[0]


def english_name(tag: str) -> str:
    """Call a language what English speakers call it: `pl` is 'Polish'."""
    return _NAMES.get(primary(tag), (tag, tag))[1]


def same(one: str, other: str) -> bool:
    """Say whether two tags name one language, whatever the country: `en-GB` and `en`."""
    return primary(one) == primary(other)


def direction(tag: str) -> str:
    """Say which way a language runs: `ltr` or `rtl`."""
    return "rtl" if primary(tag) in _RIGHT_TO_LEFT else "ltr"


def primary(tag: str) -> str:
    """Give the language of a tag without its country or script: `en-GB` is `en`."""
    return tag.split("-")[0].lower()
