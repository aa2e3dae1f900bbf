//! What is no article's text wherever it stands, by the names that its elements have: dialogs that ask for consent, comments
//! of readers, words below pictures.

use super::hints::finder;
use crate::tree::{NodeId, Tree};
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// Names that well-spread tools for consent and for comments give to what they put into a page.
const TOOLS: &[&str] = &[
    "onetrust",
    "ot-sdk",
    "optanon",
    "didomi",
    "qc-cmp",
    "cybotcookiebot",
    "truste-",
    "trustarc",
    "osano-",
    "usercentrics",
    "sp_message",
    "fc-consent",
    "cmplz-",
    "cky-",
    "borlabs",
    "iubenda",
    "termly",
    "evidon",
    "cookie-law-info",
    "moove_gdpr",
    "disqus_thread",
    "wpdcom",
    "hyvor",
    "fb-comments",
    "livefyre",
    "viafoura",
    "spotim",
    "openweb",
    "coral_thread",
];

/// What consent is about, and what it is asked for with: both in one name.
const SUBJECTS: &[&str] = &["cookie", "consent", "privacy", "gdpr"];
const DIALOGS: &[&str] = &[
    "modal", "banner", "dialog", "popup", "pop-up", "overlay", "prompt",
];

static TOLD: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let words = TOOLS.iter().chain(SUBJECTS).chain(&["comment", "caption"]);
    finder(words.copied(), true)
});

/// Whether an element is one of these.
pub(crate) fn is_never(tree: &Tree, id: NodeId, name: &str) -> bool {
    if !matches!(
        name,
        "div" | "section" | "aside" | "ul" | "ol" | "li" | "p" | "span" | "form" | "dd" | "small"
    ) {
        return false;
    }
    ["class", "id"].into_iter().any(|key| {
        tree.attr(id, key).is_some_and(|names| {
            names.len() >= 4 && TOLD.is_match(names) && names.split_ascii_whitespace().any(tells)
        })
    })
}

fn tells(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let any = |words: &[&str]| words.iter().any(|w| name.contains(w));
    let comments = matches!(
        name.as_str(),
        "comments"
            | "comment-list"
            | "commentlist"
            | "comments-list"
            | "comments-area"
            | "comment-content"
            | "comment-body"
            | "comment-text"
            | "comments-section"
            | "comments-container"
    );
    let caption = matches!(name.as_str(), "caption" | "wp-caption-text" | "caption-text")
        || name.ends_with("-caption")
        || name.ends_with("__caption");
    let tool = TOOLS.iter().any(|w| name.starts_with(w));
    comments || caption || tool || any(SUBJECTS) && any(DIALOGS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_dialogs_comments_and_captions_tell() {
        for name in [
            "onetrust-pc-sdk",
            "privacy-modal-box",
            "Cookie-Banner",
            "comments",
            "comment-content",
            "image-caption",
            "media__caption",
        ] {
            assert!(tells(name), "{name}");
        }
        for name in [
            "privacy-policy",
            "cookie-recipe",
            "commentary",
            "comment-count-link",
            "captioned-story",
            "overlay",
            "article-body",
        ] {
            assert!(!tells(name), "{name}");
        }
    }
}
