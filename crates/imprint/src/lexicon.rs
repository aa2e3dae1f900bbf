//! Words that tell what a line is. News agencies, cities, and the labels of the trade.

use std::collections::BTreeSet;
use std::sync::LazyLock;

static AGENCIES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    include_str!("agencies.txt")
        .lines()
        .map(str::to_lowercase)
        .collect()
});
static CITIES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    include_str!("cities.txt")
        .lines()
        .map(str::to_lowercase)
        .collect()
});

/// Longer words than any in the lists are not looked up.
const LONGEST: usize = 48;

/// Whether this is the name or the sign of a news agency.
pub(crate) fn is_agency(words: &str) -> bool {
    words.len() <= LONGEST && AGENCIES.contains(&words.to_lowercase())
}

/// Whether this is a city that news is often written from.
pub(crate) fn is_city(words: &str) -> bool {
    words.len() <= LONGEST && CITIES.contains(&words.to_lowercase())
}

fn within(list: &[&str], word: &str) -> bool {
    list.iter().any(|w| w.eq_ignore_ascii_case(word))
}

/// Words that open a headline or a label, never a dateline.
pub(crate) fn is_kicker(word: &str) -> bool {
    const KICKERS: &[&str] = &[
        "abstract",
        "adds",
        "advisory",
        "alert",
        "also",
        "analysis",
        "announcement",
        "answer",
        "background",
        "brief",
        "briefing",
        "briefs",
        "breaking",
        "bulletin",
        "caption",
        "clarification",
        "column",
        "comment",
        "commentary",
        "contact",
        "contacts",
        "copyright",
        "corrected",
        "correction",
        "corrections",
        "coverage",
        "dateline",
        "date",
        "diary",
        "disclaimer",
        "editorial",
        "ends",
        "embargoed",
        "exclusive",
        "explainer",
        "factbox",
        "fact",
        "faq",
        "feature",
        "file",
        "flash",
        "focus",
        "graphic",
        "headline",
        "highlights",
        "important",
        "insight",
        "instant",
        "interview",
        "invitation",
        "key",
        "latest",
        "letter",
        "letters",
        "live",
        "media",
        "memo",
        "newsline",
        "news",
        "newsmaker",
        "note",
        "notes",
        "notice",
        "obituary",
        "opinion",
        "photo",
        "photos",
        "picture",
        "pictures",
        "podcast",
        "poll",
        "press",
        "preview",
        "profile",
        "question",
        "quote",
        "quotes",
        "readout",
        "recap",
        "release",
        "report",
        "retraction",
        "retracted",
        "review",
        "roundup",
        "scoop",
        "source",
        "special",
        "spotlight",
        "statement",
        "story",
        "subject",
        "summary",
        "text",
        "timeline",
        "transcript",
        "trending",
        "update",
        "updated",
        "urgent",
        "video",
        "viewpoint",
        "warning",
        "watch",
        "withdrawn",
        "wrapup",
        "readmore",
        "related",
        "tags",
        "keywords",
        "topics",
        "title",
        "author",
        "by",
        "written",
        "posted",
        "published",
        "chess",
        "cricket",
        "football",
        "soccer",
        "tennis",
        "golf",
        "rugby",
        "hockey",
        "cycling",
        "boxing",
        "athletics",
        "markets",
        "stocks",
        "grains",
        "metals",
        "oil",
        "gold",
        "forex",
    ];
    within(KICKERS, word)
}

/// Words that do not open a place, and labels of people who speak.
pub(crate) fn is_no_place(word: &str) -> bool {
    const OTHERS: &[&str] = &[
        "a",
        "about",
        "according",
        "after",
        "all",
        "although",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "because",
        "before",
        "but",
        "by",
        "can",
        "dear",
        "do",
        "does",
        "during",
        "each",
        "every",
        "for",
        "from",
        "he",
        "her",
        "here",
        "hers",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "just",
        "many",
        "most",
        "my",
        "no",
        "none",
        "not",
        "now",
        "of",
        "on",
        "one",
        "only",
        "or",
        "our",
        "over",
        "she",
        "since",
        "so",
        "some",
        "such",
        "than",
        "that",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "though",
        "through",
        "to",
        "today",
        "tomorrow",
        "under",
        "until",
        "up",
        "us",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "would",
        "yes",
        "yesterday",
        "yet",
        "you",
        "your",
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "sir",
        "lord",
        "lady",
        "dame",
        "hon",
        "prof",
        "professor",
        "rev",
        "gen",
        "col",
        "capt",
        "sen",
        "rep",
        "gov",
        "judge",
        "justice",
        "minister",
        "president",
        "premier",
        "chancellor",
        "governor",
        "mayor",
        "senator",
        "chair",
        "chairman",
        "chairwoman",
        "speaker",
        "secretary",
        "ambassador",
        "spokesperson",
        "spokesman",
        "spokeswoman",
        "moderator",
        "host",
        "reporter",
        "interviewer",
        "presenter",
        "narrator",
        "counsel",
        "witness",
        "officer",
        "member",
        "members",
        "q",
        "ministers",
        "ceo",
        "cfo",
        "coo",
        "cto",
        "vp",
        "evp",
        "mp",
        "mep",
        "mps",
    ];
    within(OTHERS, word)
        || crate::day::weekday(&capitalised(word)).is_some()
        || crate::day::month(&capitalised(word)).is_some()
}

fn capitalised(word: &str) -> String {
    let mut c = word.chars();
    c.next().map_or_else(String::new, |first| {
        first
            .to_uppercase()
            .chain(c.flat_map(char::to_lowercase))
            .collect()
    })
}

/// Bodies and things written in capitals that are no places.
pub(crate) fn is_acronym(word: &str) -> bool {
    const KNOWN: &[&str] = &[
        "nato", "nasa", "nasdaq", "unicef", "unesco", "uefa", "fifa", "opec", "asean", "brics", "interpol",
        "europol", "covid", "aids", "osce", "oecd", "iaea", "darpa", "noaa", "fema", "isis", "hamas",
        "usaid", "unhcr", "ocha", "aukus", "apec", "mercosur", "ecowas", "saarc", "caricom", "nafta",
        "usmca", "ikea", "tesla", "apple", "toyota", "boeing", "airbus", "lego", "visa", "sec", "ebay",
        "fiat", "nokia", "intel", "ai", "iss", "who", "un", "eu", "uk", "us", "usa", "uae", "gop", "imf",
        "bbc", "cnn",
    ];
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let vowels = word
        .chars()
        .any(|c| "aeiouyáéíóúäöüåøæăâîşșçãõêôAEIOUYÁÉÍÓÚÄÖÜÅØÆÂÎÃÕÊÔİ".contains(c));
    within(KNOWN, word) || (!vowels && letters > 1) || letters < 3
}

/// Shortened words whose stop does not end a place.
pub(crate) fn is_short(word: &str) -> bool {
    const SHORT: &[&str] = &[
        "st", "ste", "ft", "mt", "pt", "ala", "ariz", "ark", "calif", "colo", "conn", "del", "fla", "ga",
        "ill", "ind", "kan", "kans", "ky", "la", "mass", "md", "mich", "minn", "miss", "mo", "mont", "neb",
        "nebr", "nev", "okla", "ore", "pa", "penn", "tenn", "tex", "va", "vt", "wash", "wis", "wisc", "wyo",
        "alta", "man", "ont", "que", "sask", "nfld",
    ];
    within(SHORT, word)
}
