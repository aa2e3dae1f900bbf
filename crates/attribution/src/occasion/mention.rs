//! Where the text speaks of an occasion: noun phrases by their heads, and how the words before them use them.

use crate::draft::Draft;
use onrecord_text::{Layout, QuoteState};
use std::ops::Range;

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

/// How a mention is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Use {
    /// Only spoken of.
    Bare,
    /// Said to take place: "held a rally", "the session took place".
    Setting,
    /// What is said is said there: "at the ceremony", "told a rally".
    On,
}

/// A noun phrase that names an occasion.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub(super) tokens: Range<usize>,
    pub(super) head: usize,
    pub(super) kind: Kind,
    pub(super) used: Use,
    /// "the …", "this …": known from elsewhere.
    pub(super) definite: bool,
    /// "another interview": not one that is known.
    pub(super) new: bool,
}

/// Most tokens before a head that describe it.
const MOST_BEFORE: usize = 9;
/// Most tokens of one phrase behind a head ("of the Third Dates Festival").
const MOST_BEHIND: usize = 12;

fn word<'t>(layout: &Layout<'t>, at: usize) -> &'t str {
    if at < layout.tokens().len() {
        layout.word(at)
    } else {
        ""
    }
}

fn lower(layout: &Layout<'_>, at: usize) -> String {
    word(layout, at).to_lowercase()
}

fn before(layout: &Layout<'_>, at: usize, back: usize) -> String {
    at.checked_sub(back)
        .map_or_else(String::new, |i| lower(layout, i))
}

fn capital(word: &str) -> bool {
    word.chars()
        .next()
        .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
}

/// What kind of occasion a noun is the head of, judged with the word before it.
fn kind(noun: &str, described: &str) -> Option<Kind> {
    Some(match noun {
        "conference" | "conferences" => match described {
            "press" | "news" | "media" => Kind::Press,
            "video" => Kind::Meeting,
            _ => Kind::Forum,
        },
        "briefing" | "presser" => Kind::Press,
        "interview" => Kind::Interview,
        "meeting" | "talks" | "negotiations" | "consultations" | "session" | "sitting" | "roundtable" => {
            if matches!(
                described,
                "trading" | "early" | "morning" | "afternoon" | "opening" | "previous"
            ) {
                return None;
            }
            Kind::Meeting
        }
        "ceremony" | "inauguration" | "unveiling" | "festival" | "reception" | "celebration"
        | "celebrations" | "banquet" | "opening" | "launch" | "premiere" => Kind::Ceremony,
        "service" if matches!(described, "memorial" | "funeral" | "prayer" | "church") => Kind::Ceremony,
        "funeral" | "vigil" => Kind::Ceremony,
        "rally" | "demonstration" | "gathering" => Kind::Rally,
        "summit" | "forum" | "congress" | "convention" | "symposium" | "seminar" | "workshop" | "debate"
        | "webinar" | "panel" | "exhibition" => Kind::Forum,
        "speech" | "address" | "sermon" | "lecture" => Kind::Speech,
        "statement" | "statements" if matches!(described, "opening" | "closing") => Kind::Speech,
        "hearing" | "inquest" | "proceedings" => Kind::Court,
        "trial" => {
            if matches!(
                described,
                "clinical" | "vaccine" | "drug" | "human" | "phase" | "controlled" | "field" | "pilot"
            ) {
                return None;
            }
            Kind::Court
        }
        "examination" if described == "-" => Kind::Court,
        "call"
            if matches!(
                described,
                "conference" | "phone" | "telephone" | "video" | "earnings" | "a" | "the"
            ) =>
        {
            Kind::Call
        }
        "event" | "occasion" | "function" => Kind::Generic,
        _ => return None,
    })
}

/// A word that ends a noun phrase to its left.
fn bounds(word: &str) -> bool {
    matches!(
        word,
        "of" | "in"
            | "at"
            | "on"
            | "for"
            | "with"
            | "to"
            | "by"
            | "from"
            | "about"
            | "over"
            | "under"
            | "into"
            | "through"
            | "during"
            | "after"
            | "before"
            | "following"
            | "since"
            | "until"
            | "ahead"
            | "as"
            | "than"
            | "and"
            | "or"
            | "but"
            | "nor"
            | "that"
            | "which"
            | "who"
            | "whom"
            | "whose"
            | "where"
            | "when"
            | "while"
            | "if"
            | "because"
            | "although"
            | "though"
            | "is"
            | "was"
            | "were"
            | "are"
            | "be"
            | "been"
            | "being"
            | "has"
            | "had"
            | "have"
            | "having"
            | "will"
            | "would"
            | "could"
            | "should"
            | "may"
            | "might"
            | "can"
            | "did"
            | "do"
            | "does"
            | "not"
            | "he"
            | "she"
            | "it"
            | "they"
            | "we"
            | "i"
            | "you"
            | "him"
            | "them"
            | "us"
            | "me"
            | "said"
            | "says"
            | "told"
            | "held"
            | "hosted"
            | "attended"
            | "chaired"
            | "delivered"
            | "gave"
            | "addressed"
            | "addressing"
            | "chairing"
            | "concluding"
            | "hosting"
            | "organised"
            | "organized"
            | "there"
            | "here"
            | "also"
            | "later"
            | "earlier"
            | "without"
            | "against"
            | "between"
            | "among"
            | "via"
            | "published"
            | "including"
            | "opened"
            | "joined"
            | "throughout"
            | "via-à-vis"
            | "so"
            | "then"
    )
}

pub(super) fn determiner(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "the"
            | "this"
            | "that"
            | "these"
            | "his"
            | "her"
            | "its"
            | "their"
            | "our"
            | "my"
            | "another"
            | "one"
            | "some"
            | "each"
            | "every"
    )
}

/// First token of the noun phrase whose head is `head`, and its determiner (`'s` for a possessive, empty for none).
fn start_of(layout: &Layout<'_>, head: usize, floor: usize) -> (usize, String) {
    let mut at = head;
    while at > floor && head - at < MOST_BEFORE {
        let previous = lower(layout, at - 1);
        if previous == "s" && at >= floor + 3 && matches!(word(layout, at - 2), "'" | "’") {
            // "the Commission's briefing", "Monday's session"
            let mut owner = at - 3;
            while owner > floor
                && at - owner < MOST_BEFORE
                && capital(word(layout, owner))
                && capital(word(layout, owner - 1))
            {
                owner -= 1;
            }
            if owner > floor && determiner(&lower(layout, owner - 1)) {
                owner -= 1;
            }
            return (owner, "'s".to_owned());
        }
        if determiner(&previous) && !(previous == "that" || previous == "one" && at == head) {
            return (at - 1, previous);
        }
        let joins = previous == "-" && !layout.tokens()[at].spaced;
        if !joins && (!layout.tokens()[at - 1].is_word() || bounds(&previous)) {
            break;
        }
        at -= 1;
    }
    (at, String::new())
}

/// Words for times, which do not belong to an occasion's name.
fn temporal(word: &str) -> bool {
    matches!(
        word,
        "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "today"
            | "yesterday"
            | "tomorrow"
            | "january"
            | "february"
            | "march"
            | "april"
            | "may"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
            | "jan"
            | "feb"
            | "mar"
            | "apr"
            | "jun"
            | "jul"
            | "aug"
            | "sept"
            | "sep"
            | "oct"
            | "nov"
            | "dec"
            | "morning"
            | "afternoon"
            | "evening"
            | "night"
            | "weekend"
            | "week"
            | "month"
            | "year"
            | "last"
            | "late"
            | "early"
    )
}

/// Small nouns that may follow a capitalised name inside a name of a place or body.
fn place_noun(word: &str) -> bool {
    matches!(
        word,
        "hall"
            | "square"
            | "stadium"
            | "palace"
            | "hotel"
            | "university"
            | "province"
            | "region"
            | "city"
            | "town"
            | "centre"
            | "center"
            | "district"
            | "island"
            | "park"
            | "museum"
            | "office"
            | "school"
            | "headquarters"
            | "airport"
            | "port"
            | "ministry"
            | "building"
            | "theatre"
            | "theater"
            | "church"
            | "embassy"
            | "station"
            | "campus"
            | "pipeline"
            | "magazine"
            | "newspaper"
            | "television"
            | "radio"
            | "tv"
            | "news"
            | "agency"
            | "products"
            | "border"
            | "village"
            | "committee"
            | "council"
            | "parliament"
    )
}

/// One past the noun phrase that begins at `from`; `from` when there is none. `taken` are tokens of other parts of the sentence.
pub(super) fn noun_phrase(
    layout: &Layout<'_>,
    from: usize,
    end: usize,
    taken: &impl Fn(usize) -> bool,
) -> usize {
    let mut at = from;
    if at < end && determiner(&lower(layout, at)) {
        at += 1;
    }
    let first = at;
    let mut named = false;
    while at < end && at - from < MOST_BEHIND && !taken(at) {
        let printed = word(layout, at);
        let small = printed.to_lowercase();
        if layout.quote_states()[at] == QuoteState::Opening {
            // a title in marks
            let close = (at + 1..end.min(at + MOST_BEHIND))
                .find(|&i| layout.quote_states()[i] == QuoteState::Closing);
            match close {
                Some(close) if (at..close).all(|i| !taken(i)) => return close + 1,
                _ => break,
            }
        }
        let hyphen = printed == "-" && at > first && !layout.tokens()[at].spaced;
        let possessive =
            matches!(printed, "'" | "’") && !layout.tokens()[at].spaced && word(layout, at + 1) == "s";
        let stop = printed == "."
            && at > first
            && !layout.tokens()[at].spaced
            && word(layout, at - 1).len() <= 3
            && at + 1 < end;
        if hyphen || possessive || stop {
            at += 1;
            continue;
        }
        if !layout.tokens()[at].is_word() {
            break;
        }
        if temporal(&small) && !(named && capital(printed) && small.len() > 3 && at > first) {
            break;
        }
        if capital(printed) {
            named = true;
            at += 1;
            continue;
        }
        let next = word(layout, at + 1);
        let goes_on = matches!(
            small.as_str(),
            "of" | "and" | "for" | "de" | "la" | "del" | "von" | "van" | "bin" | "al" | "s" | "the"
        ) && at > first
            && (capital(next)
                || matches!(next, "the") && capital(word(layout, at + 2)) && small == "of"
                || small == "s");
        if named && !goes_on && !place_noun(&small) {
            break;
        }
        if !named
            && (bounds(&small) && !goes_on
                || determiner(&small)
                || small.len() > 4 && small.ends_with("ed") && at > first)
        {
            break;
        }
        at += 1;
    }
    // "a session on the", "a rally and": nothing was named
    while at > first && matches!(lower(layout, at - 1).as_str(), "of" | "and" | "for" | "the" | "-") {
        at -= 1;
    }
    if at == first { from } else { at }
}

/// One past the phrase of which `head` is the head: "… of the Garden", "… with Alfa TV", "… organised by the guild".
fn end_of(layout: &Layout<'_>, head: usize, end: usize, taken: &impl Fn(usize) -> bool) -> usize {
    let mut at = head + 1;
    // `the panel "Breaking Into Print"`
    if at < end && layout.quote_states()[at] == QuoteState::Opening {
        at = noun_phrase(layout, at, end, taken).max(at);
    }
    loop {
        let mut next = at;
        if matches!(
            lower(layout, next).as_str(),
            "held"
                | "hosted"
                | "organised"
                | "organized"
                | "convened"
                | "moderated"
                | "marking"
                | "commemorating"
                | "celebrating"
                | "dedicated"
        ) && !taken(next)
        {
            next += 1;
        }
        let participle = next > at;
        let preposition = lower(layout, next);
        let opens = match preposition.as_str() {
            "of" | "in" | "at" | "with" | "on" | "between" | "about" | "over" | "for" => true,
            "by" | "to" => participle,
            _ => false,
        };
        if next >= end || taken(next) || at - head > 2 * MOST_BEHIND {
            return at;
        }
        let from = if opens { next + 1 } else { next };
        if !opens
            && !(participle
                && matches!(
                    lower(layout, at).as_str(),
                    "marking" | "commemorating" | "celebrating"
                ))
        {
            return at;
        }
        let to = noun_phrase(layout, from, end, taken);
        if to == from {
            return at;
        }
        at = to;
    }
}

/// How the words before (and behind) the phrase use it.
fn used(layout: &Layout<'_>, tokens: &Range<usize>, noun: &str, kind: Kind) -> Use {
    let (one, two, three) = (
        before(layout, tokens.start, 1),
        before(layout, tokens.start, 2),
        before(layout, tokens.start, 3),
    );
    let on = match one.as_str() {
        "at" | "during" | "throughout" => !matches!(two.as_str(), "later" | "look" | "looked"),
        "addressing" | "chairing" | "concluding" | "hosting" | "moderating" => true,
        "of" => {
            matches!(
                two.as_str(),
                "sidelines" | "margins" | "course" | "framework" | "sideline"
            ) || two == "part" && three == "as"
        }
        "in" => match kind {
            Kind::Interview | Kind::Meeting | Kind::Press | Kind::Speech | Kind::Call => true,
            Kind::Court => noun != "trial",
            Kind::Forum => noun == "debate",
            _ => false,
        },
        "on" => matches!(kind, Kind::Call | Kind::Press),
        "over" => kind == Kind::Call,
        "under" => noun == "examination",
        "told" | "telling" | "addressed" => {
            !matches!(kind, Kind::Interview | Kind::Call | Kind::Speech) && noun != "panel"
        }
        "assured" | "informed" => kind == Kind::Meeting,
        _ => false,
    };
    if on {
        return Use::On;
    }
    let held = matches!(
        one.as_str(),
        "held"
            | "hosted"
            | "chaired"
            | "attended"
            | "delivered"
            | "gave"
            | "opened"
            | "convened"
            | "organised"
            | "organized"
            | "for"
    );
    let behind = (lower(layout, tokens.end), lower(layout, tokens.end + 1));
    let takes_place = matches!(behind, (ref a, ref b) if matches!(a.as_str(), "was" | "were") && matches!(b.as_str(), "held" | "organised" | "organized" | "hosted")
        || a == "took" && b == "place");
    if one == "for" {
        // "gathered for a rally"
        return if (2..6).any(|n| {
            matches!(
                before(layout, tokens.start, n).as_str(),
                "gathered" | "met" | "assembled"
            )
        }) {
            Use::Setting
        } else {
            Use::Bare
        };
    }
    if held || takes_place {
        Use::Setting
    } else {
        Use::Bare
    }
}

/// Most mentions that are looked at in one section; an article that speaks of more occasions is a list of events.
const MOST: usize = 400;

/// All mentions outside quotations, in text order.
pub(super) fn mentions(layout: &Layout<'_>, drafts: &[Draft]) -> Vec<Mention> {
    let mut marked: Vec<bool> = vec![false; layout.tokens().len()];
    let parts = drafts
        .iter()
        .filter(|d| d.parent.is_none())
        .flat_map(|d| d.cue.iter().chain(&d.source));
    for range in parts {
        // a long source may itself speak of an occasion; its first token bounds what stands before it
        if let Some(first) = marked.get_mut(range.start) {
            *first = true;
        }
    }
    for content in drafts
        .iter()
        .filter(|d| d.parent.is_none())
        .flat_map(|d| &d.content)
    {
        if let Some(first) = marked.get_mut(content.start) {
            *first = true;
        }
    }
    let taken = |i: usize| marked.get(i).copied().unwrap_or(false);
    let mut out: Vec<Mention> = Vec::new();
    for sentence in layout.sentences() {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let head = at;
            at += 1;
            if layout.quote_states()[head] != QuoteState::Outside {
                continue;
            }
            let noun = lower(layout, head);
            let described = before(layout, head.max(sentence.tokens.start + 1), 1);
            let Some(kind) = kind(&noun, &described) else {
                continue;
            };
            // in "the opening ceremony" the ceremony is the head
            if head + 1 < sentence.tokens.end && kind_of_next(layout, head) {
                continue;
            }
            let (start, determined) = start_of(layout, head, sentence.tokens.start);
            let definite = matches!(determined.as_str(), "the" | "this" | "that" | "these");
            let opening = matches!(noun.as_str(), "opening" | "launch" | "address");
            if opening && determined.is_empty() {
                continue;
            }
            let end = end_of(layout, head, sentence.tokens.end, &taken).max(head + 1);
            let tokens = start..end;
            let used = used(layout, &tokens, &noun, kind);
            if determined.is_empty() && (used == Use::Bare || capital(word(layout, head)) && start == head) {
                continue;
            }
            // "launch an appeal", "the address of the house"
            if matches!(
                noun.as_str(),
                "launch" | "address" | "call" | "panel" | "exhibition"
            ) && used == Use::Bare
                && !definite
            {
                continue;
            }
            let described_as = (start..head).map(|i| lower(layout, i));
            let new = determined == "another" || described_as.into_iter().any(|w| w == "separate");
            out.push(Mention {
                tokens,
                head,
                kind,
                used,
                definite,
                new,
            });
            at = end;
            if out.len() >= MOST {
                return out;
            }
        }
    }
    out
}

fn kind_of_next(layout: &Layout<'_>, head: usize) -> bool {
    let next = lower(layout, head + 1);
    kind(&next, &lower(layout, head)).is_some()
        || matches!(
            next.as_str(),
            "room" | "hall" | "discussion" | "table" | "session" | "day"
        )
}
