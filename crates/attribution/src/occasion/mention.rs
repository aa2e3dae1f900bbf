//! Where the text speaks of an occasion: noun phrases by their heads, and how the words before them use them.

use super::nouns::{Kind, bounds, determiner, holding, kind, place_noun, publishing, temporal};
use crate::draft::Draft;
use onrecord_text::{Layout, QuoteState};
use std::ops::Range;

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
    /// It opens its sentence: "At the meeting, …".
    pub(super) framing: bool,
    /// Who is said to hold it ("the guild held a rally"), or to bring it out ("the paper ran an interview").
    pub(super) holder: Option<Range<usize>>,
}

/// Most tokens before a head that describe it.
const MOST_BEFORE: usize = 9;
/// Most tokens of one phrase behind a head ("of the Third Dates Festival").
const MOST_BEHIND: usize = 12;
/// Most mentions that are looked at in one section; a text that speaks of more occasions is a list of events.
const MOST: usize = 400;

pub(super) fn word<'t>(layout: &Layout<'t>, at: usize) -> &'t str {
    if at < layout.tokens().len() {
        layout.word(at)
    } else {
        ""
    }
}

pub(super) fn lower(layout: &Layout<'_>, at: usize) -> String {
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

/// First token of the noun phrase whose head is `head`, and its determiner (`'s` for a possessive, empty for none).
fn start_of(layout: &Layout<'_>, head: usize, floor: usize) -> (usize, String) {
    let mut at = head;
    while at > floor && head - at < MOST_BEFORE {
        let previous = lower(layout, at - 1);
        if previous == "s" && at >= floor + 3 && matches!(word(layout, at - 2), "'" | "’") {
            // "the Commission's briefing", "Monday's session"
            let mut owner = at - 3;
            let named = |i: usize| capital(word(layout, i)) && capital(word(layout, i - 1));
            while owner > floor && at - owner < MOST_BEFORE && named(owner) {
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

/// One past the noun phrase that begins at `from`; `from` when there is none. `taken` are first tokens of other parts of
/// the sentence.
pub(super) fn noun_phrase(
    layout: &Layout<'_>,
    from: usize,
    end: usize,
    taken: &impl Fn(usize) -> bool,
) -> usize {
    let first = from + usize::from(from < end && determiner(&lower(layout, from)));
    let (mut at, mut named) = (first, false);
    while at < end && at - from < MOST_BEHIND && !taken(at) {
        if layout.quote_states()[at] == QuoteState::Opening {
            // a title in marks
            let reach = at + 1..end.min(at + MOST_BEHIND);
            let close = { reach }.find(|&i| layout.quote_states()[i] == QuoteState::Closing);
            match close {
                Some(close) if (at..close).all(|i| !taken(i)) => return close + 1,
                _ => break,
            }
        }
        let printed = word(layout, at);
        let small = printed.to_lowercase();
        let inner = at > first && !layout.tokens()[at].spaced;
        let hyphen = inner && printed == "-";
        let possessive = inner && matches!(printed, "'" | "’") && word(layout, at + 1) == "s";
        let stop = inner && printed == "." && word(layout, at - 1).len() <= 3 && at + 1 < end;
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
        } else {
            let next = word(layout, at + 1);
            let linked = match small.as_str() {
                "s" => true,
                "of" => capital(next) || next == "the" && capital(word(layout, at + 2)),
                "and" | "for" | "de" | "la" | "del" | "von" | "van" | "bin" | "al" | "the" => capital(next),
                _ => false,
            };
            let goes_on = at > first && linked;
            let place = place_noun(&small) || place_noun(next) && !bounds(&small);
            if named && !goes_on && !place {
                break;
            }
            let verb = small.len() > 4 && small.ends_with("ed") && at > first;
            if !named && (bounds(&small) && !goes_on || determiner(&small) || verb) {
                break;
            }
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
    while at - head <= 2 * MOST_BEHIND {
        let verb = lower(layout, at);
        let marks = matches!(verb.as_str(), "marking" | "commemorating" | "celebrating");
        let held = holding(&verb) && !matches!(verb.as_str(), "chaired" | "delivered" | "gave");
        let participle = held || marks || matches!(verb.as_str(), "moderated" | "dedicated");
        let next = at + usize::from(participle && !taken(at));
        let opens = match lower(layout, next).as_str() {
            "of" | "in" | "at" | "with" | "on" | "between" | "about" | "over" | "for" => true,
            "by" | "to" => next > at,
            _ => false,
        };
        if next >= end || taken(next) || !(opens || marks && next > at) {
            break;
        }
        let from = next + usize::from(opens);
        let to = noun_phrase(layout, from, end, taken);
        if to == from {
            break;
        }
        at = to;
    }
    at
}

/// How the words before (and behind) the phrase use it.
fn used(layout: &Layout<'_>, tokens: &Range<usize>, noun: &str, kind: Kind) -> Use {
    let back = |n: usize| before(layout, tokens.start, n);
    let (one, two, three) = (back(1), back(2), back(3));
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
            Kind::Interview | Kind::Meeting | Kind::Press | Kind::Speech | Kind::Call | Kind::Rally => true,
            Kind::Court => noun != "trial",
            Kind::Forum => matches!(noun, "debate" | "panel"),
            _ => false,
        },
        "on" => matches!(kind, Kind::Call | Kind::Press),
        // "…, who chaired the function, said"
        "chaired" | "attended" => two == "who",
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
    let behind = (lower(layout, tokens.end), lower(layout, tokens.end + 1));
    let takes_place = match (behind.0.as_str(), behind.1.as_str()) {
        ("was" | "were", verb) => holding(verb),
        ("took", "place") => true,
        _ => false,
    };
    let gathered =
        one == "for" && (2..6).any(|n| matches!(back(n).as_str(), "gathered" | "met" | "assembled"));
    let brought_out = kind == Kind::Interview && publishing(&one);
    if holding(&one) || takes_place || gathered || brought_out || hears(layout, tokens, kind) {
        Use::Setting
    } else {
        Use::Bare
    }
}

/// "An inquest has heard": what follows was said in court.
pub(super) fn hears(layout: &Layout<'_>, tokens: &Range<usize>, kind: Kind) -> bool {
    let behind = lower(layout, tokens.end);
    kind == Kind::Court && (behind == "heard" || behind == "has" && lower(layout, tokens.end + 1) == "heard")
}

/// The name before the verb in "the guild held a rally", "the Harbour Post published an interview".
fn holder(layout: &Layout<'_>, start: usize, floor: usize) -> Option<Range<usize>> {
    let verb = start.checked_sub(1).filter(|&v| v > floor)?;
    let small = lower(layout, verb);
    if !holding(&small) && !publishing(&small) {
        return None;
    }
    let mut at = verb;
    while at > floor && verb - at < MOST_BEFORE {
        let previous = word(layout, at - 1);
        let joins = matches!(previous, "-" | "of" | "and" | "for") && at < verb;
        if !capital(previous) && !joins {
            break;
        }
        at -= 1;
    }
    while at < verb && !capital(word(layout, at)) {
        at += 1;
    }
    // "The November issue of Magyar Hírlap": the name behind the last "of" that a small word precedes
    (at < verb).then_some(at..verb)
}

/// All mentions outside quotations, in text order.
pub(super) fn mentions(layout: &Layout<'_>, drafts: &[Draft]) -> Vec<Mention> {
    // the first token of a cue, source or content bounds what stands before it
    let mut firsts: Vec<bool> = vec![false; layout.tokens().len()];
    let outermost = || drafts.iter().filter(|d| d.parent.is_none());
    for range in outermost().flat_map(|d| d.cue.iter().chain(&d.source).chain(&d.content)) {
        if let Some(first) = firsts.get_mut(range.start) {
            *first = true;
        }
    }
    let taken = |i: usize| firsts.get(i).copied().unwrap_or(false);
    let mut out: Vec<Mention> = Vec::new();
    for sentence in layout.sentences() {
        let mut free = sentence.tokens.start;
        for head in sentence.tokens.clone() {
            if head < free || layout.quote_states()[head] != QuoteState::Outside {
                continue;
            }
            if let Some(mention) = at_head(layout, head, &sentence.tokens, &taken) {
                free = mention.tokens.end;
                out.push(mention);
            }
            if out.len() >= MOST {
                return out;
            }
        }
    }
    out
}

/// The mention with its head here, if this is one.
fn at_head(
    layout: &Layout<'_>,
    head: usize,
    sentence: &Range<usize>,
    taken: &impl Fn(usize) -> bool,
) -> Option<Mention> {
    let noun = lower(layout, head);
    let described = if head > sentence.start {
        before(layout, head, 1)
    } else {
        String::new()
    };
    let kind = kind(&noun, &described)?;
    // in "the opening ceremony" the ceremony is the head
    if head + 1 < sentence.end && goes_on_to_head(layout, head) {
        return None;
    }
    let (start, determined) = start_of(layout, head, sentence.start);
    let definite = matches!(determined.as_str(), "the" | "this" | "that" | "these");
    if determined.is_empty() && matches!(noun.as_str(), "opening" | "launch" | "address") {
        return None;
    }
    let tokens = start..end_of(layout, head, sentence.end, taken).max(head + 1);
    let used = used(layout, &tokens, &noun, kind);
    if determined.is_empty() && (used == Use::Bare || capital(word(layout, head)) && start == head) {
        return None;
    }
    // "launch an appeal", "the address of the house"
    let other_sense = kind == Kind::Forum && matches!(noun.as_str(), "conference" | "panel" | "exhibition")
        || matches!(noun.as_str(), "launch" | "address" | "call");
    if other_sense && used == Use::Bare && !definite {
        return None;
    }
    let new = determined == "another" || (start..head).any(|i| lower(layout, i) == "separate");
    let opens = start.saturating_sub(sentence.start);
    let framing = used == Use::On && opens <= 4 && (sentence.start..start).all(|i| word(layout, i) != ",");
    let holder = holder(layout, start, sentence.start);
    Some(Mention {
        tokens,
        head,
        kind,
        used,
        definite,
        new,
        framing,
        holder,
    })
}

fn goes_on_to_head(layout: &Layout<'_>, head: usize) -> bool {
    let next = lower(layout, head + 1);
    kind(&next, &lower(layout, head)).is_some()
        || matches!(
            next.as_str(),
            "room" | "hall" | "discussion" | "table" | "session" | "day" | "call"
        )
}
