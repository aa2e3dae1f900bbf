//! Sentences that speak of the text they stand in: "This article was amended on …".

use crate::note::desk_kind;
use crate::stamp::stamp_at;
use onrecord_record::NoteKind;

/// What a note calls the text it stands in.
const SELF: [&str; 14] = [
    "story",
    "article",
    "report",
    "page",
    "post",
    "piece",
    "headline",
    "column",
    "item",
    "dispatch",
    "version",
    "caption",
    "newsletter",
    "transcript",
];

/// Whether a note calls the text it stands in so.
pub(crate) fn is_self(noun: &str) -> bool {
    SELF.contains(&noun)
}

/// What an editor's note does, if it speaks of the text's history.
pub(crate) fn history(words: &str) -> Option<NoteKind> {
    let lower = words.to_lowercase();
    let has = |list: &[&str]| list.iter().any(|w| lower.contains(w));
    if has(&[
        "withdrawn",
        "retracted",
        "retraction",
        "has been removed",
        "was removed",
        "have removed",
        "taken down",
    ]) && !has(&["earlier version", "previous version", "corrected"])
    {
        return Some(NoteKind::Retraction);
    }
    if has(&[
        "correct",
        "misstated",
        "misspelled",
        "misidentified",
        "incorrectly",
        "earlier version",
        "previous version",
        "in error",
        "wrongly",
        "erroneous",
        "amended",
        "original version",
    ]) {
        return Some(NoteKind::Correction);
    }
    if has(&["clarif"]) {
        return Some(NoteKind::Clarification);
    }
    if has(&[
        "has been updated",
        "was updated",
        "have updated",
        "is being updated",
        "been revised",
        "was first published",
        "was originally published",
        "updates with",
        "adds ",
    ]) {
        return Some(NoteKind::Update);
    }
    None
}

/// A sentence that speaks of the text it stands in: "This article was amended on …".
pub(crate) fn sentence(text: &str) -> Option<NoteKind> {
    const OPENERS: [&str; 13] = [
        "this",
        "the",
        "an",
        "a",
        "earlier",
        "previous",
        "because",
        "due",
        "in",
        "we",
        "first",
        "originally",
        "details",
    ];
    let word = text.split(' ').next().unwrap_or_default();
    let word = OPENERS.into_iter().find(|o| o.eq_ignore_ascii_case(word))?;
    let lower = text
        .get(..text.floor_char_boundary(400))
        .unwrap_or_default()
        .to_lowercase();
    match word {
        "this" => {
            let noun = self_noun(lower.get(5..)?)?;
            let after = lower.get(5 + noun..)?;
            done(after)
        }
        "the" => {
            let rest = lower.get(4..)?;
            let rest = rest
                .strip_prefix("above ")
                .or_else(|| rest.strip_prefix("original "))
                .unwrap_or(rest);
            let rest = rest
                .strip_prefix("story")
                .or_else(|| rest.strip_prefix("article"))
                .or_else(|| rest.strip_prefix("headline"))?;
            // elsewhere in an article, a "story" is somebody else's
            let kind = done(rest)?;
            (lower.len() < 160 && (kind == NoteKind::Retraction || rest.contains("earlier version")))
                .then_some(kind)
        }
        "an" | "a" | "earlier" | "previous" | "because" | "due" | "in" => {
            version_of_this(&lower).then_some(NoteKind::Correction)
        }
        "we" => {
            let rest = lower
                .strip_prefix("we have ")
                .or_else(|| lower.strip_prefix("we "))
                .unwrap_or_default();
            let rest = rest.strip_prefix("since ").unwrap_or(rest);
            let names = SELF.iter().any(|n| rest.contains(&format!("this {n}")));
            let verb = rest.split(' ').next().unwrap_or_default();
            names.then(|| verb_kind(verb)).flatten()
        }
        "first" | "originally" => {
            let rest = lower
                .strip_prefix("first ")
                .or_else(|| lower.strip_prefix("originally "))?;
            let rest = ["published", "posted", "appeared"]
                .iter()
                .find_map(|w| rest.strip_prefix(w))?;
            let told = rest.trim_start_matches([':', ' ', ',']);
            let told = told
                .strip_prefix("on ")
                .or_else(|| told.strip_prefix("at "))
                .unwrap_or(told);
            let at = lower.len() - told.len();
            stamp_at(text.get(at..)?).map(|_| NoteKind::FirstPublished)
        }
        "details" => lower.starts_with("details added").then_some(NoteKind::Update),
        _ => None,
    }
}

/// Whether an earlier version of this text is spoken of.
fn version_of_this(lower: &str) -> bool {
    [
        "earlier version",
        "previous version",
        "original version",
        "earlier versions",
        "previous versions",
        "initial version",
    ]
    .iter()
    .any(|v| {
        lower.find(v).is_some_and(|at| {
            let after = lower.get(at + v.len()..).unwrap_or_default();
            let after = after.strip_prefix('s').unwrap_or(after);
            after
                .strip_prefix(" of this ")
                .or_else(|| after.strip_prefix(" of the "))
                .and_then(self_noun)
                .is_some()
        })
    })
}

/// The length of the words that name the text itself: "story", "news article", "BBC report".
fn self_noun(text: &str) -> Option<usize> {
    let mut at = 0;
    for (i, word) in text.split([' ', ',', '.', ':']).enumerate() {
        let noun = SELF.contains(&word) || word.strip_suffix("'s").is_some_and(|w| SELF.contains(&w));
        at += word.len() + 1;
        if noun {
            return Some((at - 1).min(text.len()));
        }
        if i >= 3 || word.is_empty() {
            break;
        }
    }
    None
}

/// What was done to it: " has been updated to …".
fn done(after: &str) -> Option<NoteKind> {
    let mut words = after.split([' ', '.', ',', ':', ';']).filter(|w| !w.is_empty());
    let mut first = words.next()?;
    if matches!(
        first,
        "from" | "on" | "of" | "by" | "about" | "published" | "originally" | "first" | "dated"
    ) {
        // "This story from May 4 has been corrected …"
        let published = matches!(first, "originally" | "first");
        first = words
            .by_ref()
            .take(12)
            .find(|w| matches!(*w, "has" | "was" | "have" | "is" | "published" | "appeared"))?;
        if published && matches!(first, "published" | "appeared") {
            return Some(NoteKind::FirstPublished);
        }
    }
    if !matches!(
        first,
        "has" | "was" | "have" | "is" | "will" | "includes" | "corrects" | "adds" | "updates" | "clarifies"
    ) {
        return None;
    }
    if let Some(kind) = desk_kind(first) {
        return Some(kind);
    }
    let mut seen = words.take(6);
    while let Some(word) = seen.next() {
        match word {
            "been" | "being" | "since" | "also" | "now" | "later" | "and" | "further" | "substantially"
            | "be" | "subsequently" => {}
            "first" | "originally" => {
                return seen
                    .next()
                    .filter(|w| matches!(*w, "published" | "posted"))
                    .map(|_| NoteKind::FirstPublished);
            }
            other => return verb_kind(other),
        }
    }
    None
}

fn verb_kind(verb: &str) -> Option<NoteKind> {
    Some(match verb {
        "updated" | "revised" | "expanded" | "edited" | "changed" | "modified" | "refiled" | "rewritten" => {
            NoteKind::Update
        }
        "corrected" | "amended" | "fixed" => NoteKind::Correction,
        "clarified" => NoteKind::Clarification,
        "retracted" | "withdrawn" | "removed" | "deleted" | "unpublished" | "killed" => NoteKind::Retraction,
        _ => return None,
    })
}
