//! What classes and ids say about the text in an element.

use crate::tree::{NodeId, Tree};
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::sync::LazyLock;

/// Words in classes and ids; alternatives stand for the same hint.
pub(crate) const HINTS: &[(&str, &[&str])] = &[
    (
        "body",
        &[
            "articlebody",
            "article-body",
            "article_body",
            "body-text",
            "bodytext",
            "story-body",
            "storybody",
            "post-body",
            "entry-body",
            "body-copy",
        ],
    ),
    (
        "content",
        &[
            "content",
            "maintext",
            "main-text",
            "richtext",
            "rich-text",
            "prose",
            "wysiwyg",
        ],
    ),
    ("article", &["article"]),
    ("story", &["story"]),
    ("entry", &["entry"]),
    ("post", &["post"]),
    ("text", &["text", "copy"]),
    ("paragraph", &["paragraph", "-graf"]),
    ("main", &["main"]),
    ("body-word", &["body"]),
    (
        "related",
        &[
            "related",
            "recirc",
            "more-from",
            "more-stories",
            "morestories",
            "read-more",
            "readmore",
            "read-next",
            "readnext",
            "further",
            "see-also",
        ],
    ),
    (
        "promo",
        &["promo", "teaser", "upsell", "cta", "campaign", "banner"],
    ),
    ("share", &["share", "sharing"]),
    ("social", &["social", "follow"]),
    ("newsletter", &["newsletter", "signup", "sign-up"]),
    ("comment", &["comment", "disqus", "discussion"]),
    ("caption", &["caption"]),
    ("credit", &["credit", "copyright", "attribution"]),
    ("byline", &["byline", "by-line"]),
    ("author", &["author", "contributor", "writer"]),
    ("bio", &["bio", "profile"]),
    ("tag", &["tags", "tag-", "-tag", "keyword", "topic", "categor"]),
    (
        "ad",
        &["advert", "ad-", "-ad", "ads", "outbrain", "taboola", "dfp"],
    ),
    ("sponsor", &["sponsor", "partner"]),
    ("cookie", &["cookie", "consent", "gdpr", "privacy"]),
    (
        "subscribe",
        &["subscri", "paywall", "premium", "donat", "membership", "piano"],
    ),
    ("footer", &["footer", "footnote", "bottom"]),
    ("header", &["header", "masthead", "head"]),
    ("title", &["title", "headline", "hed"]),
    (
        "summary",
        &[
            "summary",
            "standfirst",
            "dek",
            "excerpt",
            "subtitle",
            "sub-title",
            "subhead",
            "lead",
            "lede",
            "description",
            "intro",
            "abstract",
            "sub-head",
        ],
    ),
    ("sidebar", &["sidebar", "aside", "rail", "secondary"]),
    ("recommended", &["recommend", "suggest", "you-may", "also-like"]),
    (
        "trending",
        &[
            "trending",
            "popular",
            "most-read",
            "mostread",
            "most-viewed",
            "latest",
        ],
    ),
    ("toolbar", &["toolbar", "tools", "actions", "button", "btn"]),
    ("breadcrumb", &["breadcrumb"]),
    ("menu", &["menu", "nav"]),
    (
        "meta",
        &[
            "meta",
            "timestamp",
            "dateline",
            "pubdate",
            "published",
            "date",
            "time",
        ],
    ),
    ("popup", &["popup", "modal", "overlay", "tooltip", "dialog"]),
    (
        "media",
        &[
            "image",
            "photo",
            "video",
            "gallery",
            "media",
            "figure",
            "carousel",
            "slideshow",
            "player",
            "img",
        ],
    ),
    (
        "unseen",
        &[
            "sr-only",
            "screen-reader",
            "visually-hidden",
            "visuallyhidden",
            "hidden",
            "hide",
        ],
    ),
    ("quote", &["quote"]),
    ("embed", &["embed", "widget", "inline", "module", "component"]),
    ("list", &["list", "item", "card", "grid", "feed", "river"]),
    ("box", &["box", "callout", "infobox", "fact", "highlight"]),
    (
        "disclaimer",
        &[
            "disclaimer",
            "correction",
            "notice",
            "disclosure",
            "editors-note",
            "legal",
        ],
    ),
];

/// Finds any of a few fixed words in one pass, whatever the case of its letters if that is asked for.
pub(super) fn finder(words: impl IntoIterator<Item = &'static str>, any_case: bool) -> AhoCorasick {
    let words = AhoCorasick::builder()
        .ascii_case_insensitive(any_case)
        .kind(Some(AhoCorasickKind::DFA))
        .build(words);
    #[expect(
        clippy::expect_used,
        reason = "the words are fixed and few; every test of a page builds them"
    )]
    words.expect("the words fit an automaton")
}

/// Finds all words of all hints in one pass over a class.
pub(crate) struct Finder {
    words: AhoCorasick,
    /// Which hint each word stands for.
    hints: Vec<u8>,
}

static FINDER: LazyLock<Finder> = LazyLock::new(|| {
    let all = HINTS
        .iter()
        .zip(0u8..)
        .flat_map(|((_, words), hint)| words.iter().map(move |word| (*word, hint)));
    let (words, hints): (Vec<&str>, Vec<u8>) = all.unzip();
    Finder {
        words: finder(words, true),
        hints,
    }
});

impl Finder {
    pub(crate) fn new() -> &'static Self {
        &FINDER
    }

    /// The hints of an element's class and id, one bit each.
    pub(crate) fn of(&self, tree: &Tree, id: NodeId) -> u64 {
        let mut found = 0;
        for attribute in tree.attributes(id) {
            if !matches!(
                &*attribute.name.local,
                "class" | "id" | "data-testid" | "data-component" | "itemprop"
            ) {
                continue;
            }
            // Lists of utility classes go on for long; what tells stands ahead.
            let value = attribute.value.as_bytes();
            let value = &value[..value.len().min(200)];
            for word in self.words.find_overlapping_iter(value) {
                found |= 1 << self.hints[word.pattern().as_usize()];
            }
        }
        found
    }
}
