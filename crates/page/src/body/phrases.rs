//! What stands between an article's paragraphs and is not of it, by what it says: calls to subscribe, who the writer is, where a
//! picture is from.

use super::hints::finder;
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// Phrases as sites of any subject write them; alternatives stand for the same thing.
pub(super) const PHRASES: &[(&str, &[&str])] = &[
    (
        "subscribe",
        &[
            "subscri",
            "newsletter",
            "sign up",
            "signing up",
            "sign-up",
            "inbox",
            "log in",
            "sign in",
            "register",
            "free trial",
            "our app",
        ],
    ),
    (
        "bought",
        &[
            "affiliate",
            "commission",
            "we may earn",
            "we may receive",
            "compensation",
            "independently",
            "buy through",
            "buy something",
            "links on our",
            "links in our",
            "sponsor",
            "advertis",
        ],
    ),
    (
        "writer",
        &[
            "reporter",
            "writer",
            "editor",
            "journalist",
            "columnist",
            "author",
            "correspondent",
            "producer",
            "contributor",
            "critic",
            "professor",
            "fellow",
            "reviewer",
        ],
    ),
    (
        "career",
        &[
            " is a ",
            " is an ",
            " is the ",
            "has written",
            "has worked",
            "has covered",
            "have written",
            "can be reached",
            " writes about",
            " covers ",
            " lives in",
            "joined the",
            "he holds",
            "her work",
            "his work",
        ],
    ),
    (
        "picture",
        &[
            "photo",
            "getty",
            "courtesy",
            "shutterstock",
            "credit",
            "reuters/",
            "/ap",
            "via ap",
            "image",
            "illustration",
            "pictured",
            "screenshot",
        ],
    ),
    (
        "rights",
        &[
            "copyright",
            "all rights",
            "©",
            "terms of",
            "privacy",
            "licens",
            "reproduc",
            "trademark",
        ],
    ),
    (
        "onwards",
        &[
            "read more",
            "read next",
            "related",
            "see also",
            "more from",
            "also read",
            "read:",
            "watch",
            "listen",
            "click here",
            "continue reading",
            "read the",
            "full story",
            "view all",
            "view more",
            "more stories",
            "see more",
            "show more",
            "check out",
            "find out more",
            "learn more",
            "more on",
            "up next",
            "trending",
            "popular",
        ],
    ),
    (
        "history",
        &[
            "originally",
            "republish",
            "editor's note",
            "editor’s note",
            "correction",
            "this story ",
            "this article ",
            "this piece ",
            "this post ",
            "contributed",
            "an earlier version",
            "updated",
            "was published",
            "appeared in",
            "appeared on",
        ],
    ),
    (
        "contact",
        &[
            "email", "e-mail", "contact", "comment", "letter", "send us", "feedback", " tips", "p.o. box",
        ],
    ),
    (
        "social",
        &[
            "follow",
            "twitter",
            "facebook",
            "instagram",
            "tiktok",
            "youtube",
            "linkedin",
            "whatsapp",
            "share",
            "podcast",
            "social media",
        ],
    ),
    (
        "support",
        &[
            "support our",
            "support us",
            "support the",
            "donat",
            "member",
            "become a",
            "reader-supported",
            "nonprofit",
            "non-profit",
        ],
    ),
    ("address", &["http://", "https://", "www.", ".com", ".org"]),
];

/// How many bytes of a block are read: what is said stands ahead.
const READ: usize = 1500;

static FINDER: LazyLock<(AhoCorasick, Vec<usize>)> = LazyLock::new(|| {
    let all = PHRASES.iter().enumerate();
    let all = all.flat_map(|(kind, (_, phrases))| phrases.iter().map(move |phrase| (*phrase, kind)));
    let (phrases, kinds): (Vec<&str>, Vec<usize>) = all.unzip();
    (finder(phrases, true), kinds)
});

/// Pushes 1 for each kind of phrase that the text has, else 0, and how many kinds those are.
pub(super) fn said(text: &str, row: &mut Vec<f32>) {
    let (words, kinds) = &*FINDER;
    let mut found = [false; PHRASES.len()];
    let read = &text.as_bytes()[..text.len().min(READ)];
    for phrase in words.find_overlapping_iter(read) {
        if let Some(kind) = kinds.get(phrase.pattern().as_usize())
            && let Some(found) = found.get_mut(*kind)
        {
            *found = true;
        }
    }
    row.extend(found.map(|f| f32::from(u8::from(f))));
    row.push(found.iter().filter(|f| **f).count() as f32);
}

/// Texts that ask for something are short, and those that send on say so at once.
const SHORT: usize = 250;
const HEAD: usize = 40;

/// Whether a text asks for a subscription, says that the site earns by it, or sends on to something else.
pub(super) fn asks(text: &str) -> bool {
    let (words, kinds) = &*FINDER;
    let name = |kind: usize| PHRASES.get(kind).map(|(name, _)| *name);
    let asking = |at: usize, start: usize| match kinds.get(at).and_then(|kind| name(*kind)) {
        Some("subscribe" | "bought") => true,
        Some("onwards") => start < HEAD,
        _ => false,
    };
    text.len() < SHORT
        && words
            .find_overlapping_iter(text)
            .any(|phrase| asking(phrase.pattern().as_usize(), phrase.start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<&'static str> {
        let mut row = Vec::new();
        said(text, &mut row);
        assert_eq!(row.len(), PHRASES.len() + 1);
        let names = PHRASES.iter().zip(&row).filter(|(_, r)| **r > 0.0);
        names.map(|((name, _), _)| *name).collect()
    }

    #[test]
    fn phrases_tell_what_is_no_paragraph() {
        assert_eq!(
            kinds("Ana Lopes is a senior reporter at the Harbour Herald."),
            ["writer", "career"]
        );
        assert_eq!(kinds("SIGN UP for the harbour report"), ["subscribe"]);
        assert_eq!(
            kinds("We may earn a commission when you buy through links on our site."),
            ["bought"]
        );
        assert!(kinds("The ferry left Lyttelton at noon.").is_empty());
    }

    #[test]
    fn what_asks_for_something_says_so_early_or_by_its_words() {
        assert!(asks("Click here for the harbour's timetable"));
        assert!(asks("The Herald's newsletter comes on Fridays."));
        assert!(!asks(
            "Ana Lopes, who has sailed for forty years, was asked to watch over the port."
        ));
        assert!(!asks("2019: Ana Lopes"));
    }
}
