//! The headline: a short line of its own above the body.

use crate::lexicon::{is_kicker, is_no_place};
use crate::line::Line;

/// Longer lines are no headlines.
const LONGEST: usize = 240;

/// Whether a line, with nothing but marks of the desk above it, reads as a headline. `next` is the line below;
/// `above_something` says that this one is a date, a byline, a note or a dateline.
pub(crate) fn is_title(line: &Line<'_>, next: Option<&Line<'_>>, above_something: bool) -> bool {
    let text = line.text;
    let Some(next) = next else { return false };
    if text.len() > LONGEST || text.len() < 4 || !text.contains(crate::cursor::is_space) {
        return false;
    }
    let first = text.chars().find(|c| c.is_alphanumeric());
    if !first.is_some_and(|f| f.is_uppercase() || f.is_numeric() || !f.is_lowercase())
        && !text.starts_with('i')
    {
        return false;
    }
    if ends_as_sentence(text)
        || (text.len() > 90 && has_inner_stop(text))
        || is_turn(text)
        || text.contains("://")
        || text.starts_with(['•', '*', '-', '–', '—', '(', '[', '©'])
    {
        return false;
    }
    let apart =
        line.closes || above_something || (next.text.len() >= 150 && next.text.len() > text.len() * 3 / 2);
    apart && line.opens
}

/// A stop, comma or colon at the end, also inside closing quotation marks; "U.S." and "Inc." are no such ends.
fn ends_as_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '”', '’', '\'', '»', ')']);
    if bare.ends_with([',', ':', ';']) {
        return true;
    }
    if bare.len() < text.len() && bare.ends_with(['!', '?']) {
        // a question quoted whole may be a headline
        return false;
    }
    if !bare.ends_with('.') || bare.ends_with("...") {
        return false;
    }
    let last = bare.rsplit([' ', '\u{a0}']).next().unwrap_or_default();
    let short = last.trim_end_matches('.');
    let initials = short.contains('.');
    !(initials
        || matches!(
            short,
            "Inc" | "Co" | "Corp" | "Ltd" | "Jr" | "Sr" | "St" | "No" | "vs"
        ))
}

/// Whether one sentence ends and another begins inside.
fn has_inner_stop(text: &str) -> bool {
    text.match_indices(". ").any(|(at, _)| {
        let word = text
            .get(..at)
            .and_then(|t| t.rsplit(' ').next())
            .unwrap_or_default();
        let next = text
            .get(at + 2..)
            .is_some_and(|r| r.starts_with(char::is_uppercase));
        next && word.len() > 3
            && !word.contains('.')
            && word.chars().all(|c| c.is_lowercase() || !c.is_alphabetic())
    })
}

/// "SMITH: …", "Q: …", "18:42 – …".
fn is_turn(text: &str) -> bool {
    let Some((label, rest)) = text.split_once(':') else {
        return false;
    };
    if matches!(label, "Q" | "A" | "Question" | "Answer") {
        return true;
    }
    let time = label.len() <= 2
        && label.bytes().all(|b| b.is_ascii_digit())
        && rest.starts_with(|d: char| d.is_ascii_digit());
    let word = label.split(' ').next().unwrap_or_default();
    let person = label.len() < 40
        && !label.chars().any(char::is_lowercase)
        && is_no_place(word)
        && !is_kicker(word)
        && word.len() > 1;
    time || person
}

/// Lines that say what kind of text follows: "FOR IMMEDIATE RELEASE", "PRESS RELEASE – Embargoed until …".
pub(crate) fn is_desk_mark(text: &str) -> bool {
    const MARKS: [&str; 12] = [
        "for immediate release",
        "press release",
        "news release",
        "media release",
        "embargoed",
        "under embargo",
        "for release",
        "strictly embargoed",
        "immediate release",
        "media statement",
        "press statement",
        "embargo",
    ];
    if text.len() > 110 {
        return false;
    }
    let lower = text.to_lowercase();
    MARKS.iter().any(|mark| {
        lower.strip_prefix(mark).is_some_and(|rest| {
            let rest = rest.trim_start_matches([' ', ':', '–', '—', '-', '|', ',']);
            rest.is_empty()
                || rest.starts_with("embargo")
                || rest.starts_with("for immediate")
                || rest.starts_with("immediate")
                || rest.starts_with("until")
                || rest.starts_with("not for")
                || rest.starts_with("no.")
                || crate::stamp::stamp_at(text.get(text.len() - rest.len()..).unwrap_or_default()).is_some()
        })
    })
}
