//! Where sentences end, inside one paragraph.

use crate::abbreviation::{is_open, precedes_name};
use crate::mark::Mark;
use crate::token::{Shape, Token};

/// Indices (into `tokens`) of the tokens that begin a sentence; the first is always 0 unless there are no tokens.
///
/// Quotation marks do not hide sentence ends: `"Yes." He left.` is two sentences, but `"Is it?" he asked.` is one,
/// because what follows the mark goes on in small letters.
///
/// `cased`: the text uses capitals to begin sentences, so that a small letter says that the sentence goes on.
pub(crate) fn starts(text: &str, tokens: &[Token], cased: bool) -> Vec<usize> {
    let mut out = Vec::new();
    if tokens.is_empty() {
        return out;
    }
    out.push(0);
    let mut at = 0;
    while at < tokens.len() {
        let word = tokens[at].text(text);
        if !matches!(word, "." | "!" | "?" | "…" | "。" | "！" | "？" | "‽") {
            at += 1;
            continue;
        }
        // swallow "?!", "...", and the closing marks and brackets that belong to this end
        let stop = at;
        let mut next = at + 1;
        while next < tokens.len() {
            let t = tokens[next].text(text);
            let closes = matches!(t, "." | "!" | "?" | "…" | ")" | "]" | "}")
                || (Mark::of(t).is_some() && !tokens[next].spaced && closes_here(tokens, next));
            if !closes || (tokens[next].spaced && t != ".") {
                break;
            }
            next += 1;
        }
        if next >= tokens.len() {
            break;
        }
        if ends(text, tokens, stop, next, cased) {
            out.push(next);
        }
        at = next;
    }
    out
}

/// A mark without a space before it closes, unless a word follows directly (`."Then`).
fn closes_here(tokens: &[Token], at: usize) -> bool {
    match tokens.get(at + 1) {
        Some(next) => next.spaced || !next.is_word(),
        None => true,
    }
}

fn ends(text: &str, tokens: &[Token], stop: usize, next: usize, cased: bool) -> bool {
    let mark = tokens[stop].text(text);
    let follower = &tokens[next];
    let word = follower.text(text);
    // "3.5", "example.org", "U.S.A": no space, no end (but a quotation mark or capital may follow without one)
    if !follower.spaced && stop + 1 == next {
        let before = stop.checked_sub(1).map(|i| &tokens[i]);
        let glued_sentence = follower.shape == Shape::Capitalised
            && before
                .is_some_and(|b| b.shape == Shape::Lower && b.text(text).len() > 3 && !tokens[stop].spaced);
        return mark != "." || (glued_sentence && !text_is_address(text, tokens, stop));
    }
    let opens = Mark::of(word).is_some() || matches!(word, "(" | "[" | "-" | "–" | "—" | "―");
    let after = if opens {
        tokens.get(next + 1)
    } else {
        Some(follower)
    };
    let starts_small = after.is_some_and(|t| t.shape == Shape::Lower);
    if mark != "." {
        // `"Is it?" he asked` goes on; `Is it? he asked` does too
        return !(starts_small && cased);
    }
    if starts_small && cased {
        return false;
    }
    if matches!(word, "," | ";" | ":" | "%" | "/") {
        return false;
    }
    let ellipsis = next - stop > 1 && tokens[stop + 1].text(text) == ".";
    if ellipsis {
        return true;
    }
    let Some(before) = stop.checked_sub(1).map(|i| &tokens[i]) else {
        return false;
    };
    if tokens[stop].spaced {
        return true;
    }
    let last = before.text(text);
    let glued = next == stop + 1;
    if precedes_name(last) && glued {
        // "No." may be a sentence of its own
        return last.eq_ignore_ascii_case("no") && !after.is_some_and(|t| t.shape == Shape::Digits);
    }
    if before.shape == Shape::Initial && glued {
        return initial_ends(text, tokens, stop, after);
    }
    if is_open(last) && glued {
        return !after.is_some_and(|t| t.shape == Shape::Digits)
            && after.is_some_and(|t| starts_sentence(t.text(text)));
    }
    if before.shape == Shape::Lower && last.len() == 1 && stop >= 2 && tokens[stop - 2].text(text) == "." {
        // "a.m. Monday", "i.e. This"
        return after.is_some_and(|t| starts_sentence(t.text(text)));
    }
    true
}

/// "J. Doe" goes on; "in the U.S. The council" ends when a word that begins sentences follows.
fn initial_ends(text: &str, tokens: &[Token], stop: usize, after: Option<&Token>) -> bool {
    let Some(after) = after else { return false };
    let acronym = stop >= 2 && tokens[stop - 2].text(text) == "." && !tokens[stop - 1].spaced;
    let word = after.text(text);
    if word == "I" && !acronym {
        return false;
    }
    acronym && starts_sentence(word)
}

fn text_is_address(text: &str, tokens: &[Token], stop: usize) -> bool {
    tokens[stop.saturating_sub(4)..stop]
        .iter()
        .any(|t| matches!(t.text(text), "www" | "http" | "https" | "@"))
}

/// Words that begin sentences far more often than they begin names.
fn starts_sentence(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "It",
        "He",
        "She",
        "They",
        "We",
        "I",
        "But",
        "And",
        "This",
        "That",
        "These",
        "Those",
        "There",
        "If",
        "When",
        "While",
        "As",
        "For",
        "From",
        "After",
        "Before",
        "His",
        "Her",
        "Their",
        "Its",
        "Our",
        "My",
        "You",
        "Your",
        "What",
        "Who",
        "How",
        "Why",
        "No",
        "Not",
        "Some",
        "Many",
        "Most",
        "All",
        "By",
        "With",
        "To",
        "So",
        "Or",
        "Yet",
        "Both",
        "Each",
        "However",
        "Meanwhile",
        "According",
        "Also",
        "More",
        "One",
        "Two",
        "Under",
        "Last",
        "Since",
        "Such",
        "Then",
        "Other",
        "Another",
        "Asked",
        "During",
        "Although",
        "Though",
        "Because",
    ];
    WORDS.contains(&word)
}
