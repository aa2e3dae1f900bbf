//! The nouns and small words by which occasions are told.

/// What an occasion is; mentions of one kind may mean the same occasion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Questions and answers with journalists.
    Press,
    Interview,
    Meeting,
    Ceremony,
    Rally,
    Forum,
    Speech,
    Court,
    Call,
    /// "The event", "the occasion": any of those where people come together.
    Generic,
    /// A proper name that only the tagger knows.
    Named,
}

impl Kind {
    /// Whether more than one person speaks there as a rule.
    pub(super) fn shared(self) -> bool {
        !matches!(self, Self::Press | Self::Interview | Self::Speech | Self::Call)
    }
}

const MEETINGS: &[&str] = &[
    "meeting",
    "talks",
    "negotiations",
    "consultations",
    "session",
    "sitting",
    "roundtable",
];
const NOT_MEETINGS: &[&str] = &["trading", "early", "morning", "afternoon", "opening", "previous"];
const CEREMONIES: &[&str] = &[
    "ceremony",
    "inauguration",
    "unveiling",
    "festival",
    "reception",
    "celebration",
    "celebrations",
    "banquet",
    "opening",
    "launch",
    "premiere",
    "funeral",
    "vigil",
];
const FORUMS: &[&str] = &[
    "summit",
    "forum",
    "congress",
    "convention",
    "symposium",
    "seminar",
    "workshop",
    "debate",
    "webinar",
    "panel",
    "exhibition",
];
const NOT_IN_COURT: &[&str] = &[
    "clinical",
    "vaccine",
    "drug",
    "human",
    "phase",
    "controlled",
    "field",
    "pilot",
];
const CALLS: &[&str] = &[
    "conference",
    "phone",
    "telephone",
    "video",
    "earnings",
    "a",
    "the",
];

/// What kind of occasion a noun is the head of, judged with the word before it.
pub(super) fn kind(noun: &str, described: &str) -> Option<Kind> {
    let has = |list: &[&str]| list.contains(&noun);
    Some(match noun {
        "conference" | "conferences" => match described {
            "press" | "news" | "media" => Kind::Press,
            "video" => Kind::Meeting,
            _ => Kind::Forum,
        },
        "briefing" | "presser" => Kind::Press,
        "interview" => Kind::Interview,
        _ if has(MEETINGS) => return (!NOT_MEETINGS.contains(&described)).then_some(Kind::Meeting),
        _ if has(CEREMONIES) => Kind::Ceremony,
        "service" if matches!(described, "memorial" | "funeral" | "prayer" | "church") => Kind::Ceremony,
        "rally" | "demonstration" | "gathering" => Kind::Rally,
        _ if has(FORUMS) => Kind::Forum,
        "speech" | "address" | "sermon" | "lecture" => Kind::Speech,
        "statement" | "statements" if matches!(described, "opening" | "closing") => Kind::Speech,
        "hearing" | "inquest" | "proceedings" => Kind::Court,
        "trial" => return (!NOT_IN_COURT.contains(&described)).then_some(Kind::Court),
        "examination" if described == "-" => Kind::Court,
        "call" if CALLS.contains(&described) => Kind::Call,
        "event" | "occasion" | "function" => Kind::Generic,
        _ => return None,
    })
}

const BOUNDS: &[&str] = &[
    "of",
    "in",
    "at",
    "on",
    "for",
    "with",
    "to",
    "by",
    "from",
    "about",
    "over",
    "under",
    "into",
    "through",
    "during",
    "after",
    "before",
    "following",
    "since",
    "until",
    "ahead",
    "as",
    "than",
    "throughout",
    "without",
    "against",
    "between",
    "among",
    "via",
    "and",
    "or",
    "but",
    "nor",
    "so",
    "then",
    "that",
    "which",
    "who",
    "whom",
    "whose",
    "where",
    "when",
    "while",
    "if",
    "because",
    "although",
    "though",
    "is",
    "was",
    "were",
    "are",
    "be",
    "been",
    "being",
    "has",
    "had",
    "have",
    "having",
    "will",
    "would",
    "could",
    "should",
    "may",
    "might",
    "can",
    "did",
    "do",
    "does",
    "not",
    "he",
    "she",
    "it",
    "they",
    "we",
    "i",
    "you",
    "him",
    "them",
    "us",
    "me",
    "there",
    "here",
    "also",
    "later",
    "earlier",
    "including",
    "said",
    "says",
    "told",
    "held",
    "hosted",
    "attended",
    "chaired",
    "delivered",
    "gave",
    "addressed",
    "addressing",
    "chairing",
    "concluding",
    "hosting",
    "organised",
    "organized",
    "published",
    "aired",
    "broadcast",
    "carried",
    "opened",
    "joined",
];

/// A word that ends a noun phrase to its left.
pub(super) fn bounds(word: &str) -> bool {
    BOUNDS.contains(&word)
}

const DETERMINERS: &[&str] = &[
    "a", "an", "the", "this", "that", "these", "his", "her", "its", "their", "our", "my", "another", "one",
    "some", "each", "every",
];

pub(super) fn determiner(word: &str) -> bool {
    DETERMINERS.contains(&word)
}

const TIMES: &[&str] = &[
    "today",
    "yesterday",
    "tomorrow",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sept",
    "sep",
    "oct",
    "nov",
    "dec",
    "morning",
    "afternoon",
    "evening",
    "night",
    "weekend",
    "week",
    "month",
    "year",
    "last",
    "late",
    "early",
];

/// Words for times, which do not belong to an occasion's name.
pub(super) fn temporal(word: &str) -> bool {
    TIMES.contains(&word) || DAYS.contains(&word) || MONTHS.contains(&word)
}

const DAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The day or month that opens "On Monday", "In February".
pub(super) fn day_or_month(word: &str) -> bool {
    DAYS.contains(&word) || MONTHS.contains(&word)
}

const PLACES: &[&str] = &[
    "hall",
    "square",
    "stadium",
    "palace",
    "hotel",
    "university",
    "province",
    "region",
    "city",
    "town",
    "centre",
    "center",
    "district",
    "island",
    "park",
    "museum",
    "office",
    "school",
    "headquarters",
    "airport",
    "port",
    "ministry",
    "building",
    "theatre",
    "theater",
    "church",
    "embassy",
    "station",
    "campus",
    "pipeline",
    "magazine",
    "newspaper",
    "television",
    "radio",
    "tv",
    "news",
    "agency",
    "products",
    "border",
    "village",
    "committee",
    "council",
    "parliament",
    "capital",
    "law",
    "plant",
    "factory",
    "library",
    "hospital",
    "club",
    "bank",
    "bridge",
];

/// Small nouns that may end a capitalised name of a place or body.
pub(super) fn place_noun(word: &str) -> bool {
    PLACES.contains(&word)
}

const HOLDING: &[&str] = &[
    "held",
    "hosted",
    "chaired",
    "delivered",
    "gave",
    "convened",
    "organised",
    "organized",
];

/// Verbs whose subject holds the occasion.
pub(super) fn holding(word: &str) -> bool {
    HOLDING.contains(&word)
}

/// Verbs by which a medium brings out an interview.
pub(super) fn publishing(word: &str) -> bool {
    matches!(word, "published" | "aired" | "broadcast" | "carried" | "ran")
}

/// Words that tell one of a row of occasions from the others.
pub(super) fn ordinal(word: &str) -> bool {
    matches!(
        word,
        "first" | "second" | "third" | "fourth" | "final" | "next" | "last" | "previous"
    )
}
