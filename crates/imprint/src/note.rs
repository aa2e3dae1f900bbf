//! Notes on the text's own history: updates, corrections, clarifications, retractions, when it first appeared.

use crate::cursor::{Cursor, is_space};
use crate::history::{history, is_self, sentence};
use crate::line::Line;
use crate::stamp::{Stamp, stamp_at};
use memchr::memmem;
use onrecord_record::NoteKind;
use std::ops::Range;

/// A note longer than this is an article.
const LONGEST: usize = 1500;
/// A note, relative to its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) range: Range<usize>,
    pub(crate) kind: NoteKind,
}

/// Whether a word opens a remark of the desk: "(Adds details)".
pub(crate) fn is_desk_word(word: &str) -> bool {
    desk_kind(word).is_some()
}

pub(crate) fn desk_kind(word: &str) -> Option<NoteKind> {
    Some(match word.to_ascii_lowercase().as_str() {
        "adds" | "updates" | "recasts" | "refiles" | "rewrites" | "releads" | "writethru" | "updated"
        | "ups" => NoteKind::Update,
        "corrects" | "fixes" | "corrected" => NoteKind::Correction,
        "clarifies" => NoteKind::Clarification,
        "removes" | "deletes" | "withdraws" | "retracts" => NoteKind::Retraction,
        _ => return None,
    })
}

/// The note that `line` is, or begins with.
pub(crate) fn note(line: &Line<'_>) -> Option<Found> {
    let text = line.text;
    if text.len() > LONGEST {
        return None;
    }
    let whole = |kind| {
        Some(Found {
            range: 0..text.len(),
            kind,
        })
    };
    let mut c = Cursor::new(text);
    while c
        .take(|s| is_space(s) || matches!(s, '•' | '*' | '–' | '—' | '_' | '·' | '†' | '#'))
        .is_some()
    {}
    let bracket = c.take(|s| matches!(s, '(' | '[')).is_some();
    if c.peek().is_some_and(|s| s.is_ascii_digit()) {
        // "6 May 2024, 18:20. Corrected: …"
        let stamp = stamp_at(c.rest())?;
        c.at += stamp.len;
        c.spaces();
        c.take(|s| matches!(s, '.' | ',' | ':' | ';' | '|' | '-' | '–' | '—'))?;
        c.spaces();
        let kind = label(c)?;
        return whole(kind);
    }
    let start = c;
    let word = c.letters();
    if word.is_empty() || !word.starts_with(char::is_uppercase) {
        return None;
    }
    if bracket {
        if let Some(kind) = desk_kind(word) {
            let end = c.rest().find([')', ']']).map_or(text.len(), |at| c.at + at + 1);
            return Some(Found { range: 0..end, kind });
        }
    } else if line.closes
        && let Some(kind) = desk_line(text, word)
    {
        return whole(kind);
    }
    if let Some(found) = headline_prefix(text, start, word) {
        return Some(found);
    }
    label(start).or_else(|| sentence(start.rest())).and_then(whole)
}

/// "UPDATE 2-Brewery …", "CORRECTED-…", "REFILE-…": the sign ahead of a headline.
fn headline_prefix(text: &str, mut c: Cursor<'_>, word: &str) -> Option<Found> {
    let kind = match word {
        "UPDATE" | "REFILE" | "WRAPUP" => NoteKind::Update,
        "CORRECTED" | "CORRECTION" => NoteKind::Correction,
        "CLARIFICATION" => NoteKind::Clarification,
        "RETRACTED" | "WITHDRAWN" => NoteKind::Retraction,
        _ => return None,
    };
    c.at += word.len();
    let mut end = c.at;
    let mut numbered = c;
    let number = numbered.spaces() && numbered.number(2).is_some();
    if number {
        c = numbered;
        end = c.at;
    } else if c.eat(" (OFFICIAL)") {
        end = c.at;
    }
    if word == "WRAPUP" && !number {
        return None;
    }
    let hyphen = c.eat("-") && c.peek().is_some_and(|n| !is_space(n) && n != '-');
    (hyphen && text.is_char_boundary(end)).then_some(Found { range: 0..end, kind })
}

/// "Details added (first published: 12:42)", "Adds details, quotes", "Updated, quotes added".
fn desk_line(text: &str, word: &str) -> Option<NoteKind> {
    if text.len() > 200 || (text.ends_with('.') && desk_kind(word).is_none() && !text.contains("ublished")) {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let first_published = lower.contains("first published") || lower.contains("originally published");
    let unstopped = !text.ends_with('.') || first_published;
    let parts = [
        "detail",
        "quote",
        "background",
        "comment",
        "paragraph",
        "para ",
        "headline",
        "byline",
        "context",
        "reaction",
        "price",
        "photo",
        "figure",
        "spelling",
        "graf",
    ];
    let names_part = parts.iter().any(|p| lower.contains(p));
    if let Some(kind) = desk_kind(word)
        && !matches!(word, "Updated" | "Corrected" | "Fixes")
        && unstopped
        && names_part
    {
        return Some(kind);
    }
    let second = lower
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|w| !w.is_empty())
        .take(4);
    let done = second.skip(1).find_map(|w| match w {
        "added" | "updated" | "adds" => Some(NoteKind::Update),
        "corrected" | "fixed" => Some(NoteKind::Correction),
        "clarified" => Some(NoteKind::Clarification),
        "removed" | "deleted" => Some(NoteKind::Retraction),
        _ => None,
    });
    (done.is_some()
        && names_part
        && (first_published || (unstopped && text.len() < 60 && lower.ends_with("ed"))))
    .then_some(done?)
}

/// A label and what shows that it is one: "CORRECTION:", "Editor's note: An earlier version …".
fn label(mut c: Cursor<'_>) -> Option<NoteKind> {
    const LABELS: &[(&str, Option<NoteKind>)] = &[
        ("corrections and clarifications", Some(NoteKind::Correction)),
        ("correction and clarification", Some(NoteKind::Correction)),
        ("correction to this story", Some(NoteKind::Correction)),
        ("correction appended", Some(NoteKind::Correction)),
        ("correction", Some(NoteKind::Correction)),
        ("corrections", Some(NoteKind::Correction)),
        ("corrected", Some(NoteKind::Correction)),
        ("corrected version", Some(NoteKind::Correction)),
        ("amended", Some(NoteKind::Correction)),
        ("amendment", Some(NoteKind::Correction)),
        ("erratum", Some(NoteKind::Correction)),
        ("errata", Some(NoteKind::Correction)),
        ("clarification", Some(NoteKind::Clarification)),
        ("clarifications", Some(NoteKind::Clarification)),
        ("retraction", Some(NoteKind::Retraction)),
        ("retracted", Some(NoteKind::Retraction)),
        ("withdrawn", Some(NoteKind::Retraction)),
        ("withdrawal", Some(NoteKind::Retraction)),
        ("kill notice", Some(NoteKind::Retraction)),
        ("mandatory kill", Some(NoteKind::Retraction)),
        ("story kill", Some(NoteKind::Retraction)),
        ("kill", Some(NoteKind::Retraction)),
        ("update", Some(NoteKind::Update)),
        ("updated", Some(NoteKind::Update)),
        ("last updated", Some(NoteKind::Update)),
        ("last modified", Some(NoteKind::Update)),
        ("editor's note", None),
        ("editors' note", None),
        ("editors note", None),
        ("editor’s note", None),
        ("editors’ note", None),
        ("note to editors", None),
        ("note to clients", None),
        ("note to readers", None),
        ("note", None),
        ("eds", None),
        ("for the record", None),
    ];
    // most lines open with none of them; this is asked of every line
    let first = c.rest().bytes().next()?.to_ascii_lowercase();
    let (words, kind) = LABELS
        .iter()
        .filter(|(words, _)| {
            words.as_bytes().first() == Some(&first)
                && c.rest()
                    .get(..words.len())
                    .is_some_and(|found| found.eq_ignore_ascii_case(words))
        })
        .max_by_key(|(words, _)| words.len())?;
    let shouted = c
        .rest()
        .get(..words.len())
        .is_some_and(|w| !w.chars().any(char::is_lowercase));
    c.at += words.len();
    if !c.at_boundary() {
        return None;
    }
    let alone = c.rest().trim_matches([':', ' ', ')', ']', '.']).is_empty();
    let mut after = c;
    let comma = after.eat(",");
    let blank = after.spaces();
    let opened = after.eat("(") || after.eat("[");
    let dated = (comma || blank || opened)
        && (stamp_at(after.rest()).is_some()
            || after.eat_word("on") && after.spaces() && stamp_at(after.rest()).is_some()
            || after.eat_word("at") && after.spaces() && stamp_at(after.rest()).is_some());
    let mut sign = c;
    sign.spaces();
    let signed = matches!(sign.peek(), Some(':' | '–' | '—' | '|'))
        || sign.rest().starts_with("--")
        || sign.rest().starts_with("- ");
    let stopped = shouted && sign.peek() == Some('.');
    let listed = comma
        && (c.rest().to_ascii_lowercase().contains(" added")
            || c.rest().to_ascii_lowercase().contains("first published"));
    let Some(kind) = kind else {
        return (signed || dated || stopped).then(|| history(c.rest())).flatten();
    };
    if *words == "kill" && !(shouted && signed) {
        return None;
    }
    let plain_update = *kind == NoteKind::Update;
    let told = if plain_update {
        // "Update: The bridge is open again" opens a paragraph that was added
        signed || dated || listed
    } else {
        alone || signed || dated || stopped || listed || opened
    };
    told.then_some(*kind)
}

/// All notes of a text, in order; ranges of the text.
pub(crate) fn notes(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut headed = false;
    let mut open = false;
    let mut labelled_only = false;
    for line in crate::line::lines(text) {
        if open && !line.opens && line.text.starts_with(char::is_lowercase) {
            // a paragraph broken into lines
            if let Some(last) = found.last_mut() {
                last.range.end = line.range().end;
                open = !ends(line.text);
            }
            continue;
        }
        open = false;
        if std::mem::take(&mut labelled_only)
            && line.text.len() <= LONGEST
            && let Some(last) = found.last_mut()
        {
            // "CORRECTION:" on a line of its own
            last.range.end = line.range().end;
            continue;
        }
        if let Some(note) = note(&line) {
            headed = found.is_empty() && is_heading(line.text);
            open = !line.closes && !ends(line.text) && note.range.len() == line.text.len();
            if headed {
                continue;
            }
            labelled_only = line.text.ends_with(':') && line.text.len() <= 40;
            found.push(Found {
                range: line.start + note.range.start..line.start + note.range.end,
                kind: note.kind,
            });
        } else if headed && line.is_prose() && owns_up(line.text) {
            found.push(Found {
                range: line.range(),
                kind: NoteKind::Correction,
            });
        }
    }
    add_versions(text, &mut found);
    found
}

fn ends(line: &str) -> bool {
    line.trim_end_matches(['"', '”', ')', ']', '’'])
        .ends_with(['.', '!', '?'])
}

/// "Corrections and clarifications" over a list of them.
fn is_heading(line: &str) -> bool {
    let lower = line.trim_end_matches(':').to_lowercase();
    matches!(
        lower.as_str(),
        "corrections and clarifications" | "corrections" | "corrections & clarifications"
    )
}

/// Whether an item in a list of corrections says what was wrong.
fn owns_up(line: &str) -> bool {
    let lower = line.to_lowercase();
    [
        "editing error",
        "we printed",
        "we said",
        "we wrote",
        "mistaken",
        "wrongly",
        "incorrectly",
        "misspelled",
        "omitted",
        "should have",
        "was given as",
        " gave the ",
        "in error",
        "our report",
        "misstated",
        "misidentified",
    ]
    .iter()
    .any(|w| lower.contains(w))
}

/// Paragraphs that speak of an earlier version of this article, wherever they do.
fn add_versions(text: &str, found: &mut Vec<Found>) {
    let mut from = 0;
    for at in memmem::find_iter(text.as_bytes(), "version of this ") {
        if at < from {
            continue;
        }
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(at..).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |n| n + 1);
        let end = after.find('\n').map_or(text.len(), |n| at + n);
        from = end;
        let line = text.get(start..end).unwrap_or_default();
        if line.len() > LONGEST {
            continue;
        }
        let earlier = ["earlier ", "previous ", "original "]
            .iter()
            .any(|w| before.ends_with(w));
        let noun = after
            .get("version of this ".len()..)
            .and_then(|rest| rest.split(|c: char| !c.is_alphabetic()).next())
            .is_some_and(|n| n != "report" && n != "version" && n != "transcript" && is_self(n));
        let trimmed = line.trim();
        let start = start + line.len() - line.trim_start().len();
        let range = start..start + trimmed.len();
        let overlaps = found
            .iter()
            .any(|n| n.range.start < range.end && range.start < n.range.end);
        if earlier && noun && !overlaps && trimmed.starts_with(char::is_uppercase) {
            found.push(Found {
                range,
                kind: NoteKind::Correction,
            });
        }
    }
    found.sort_by_key(|n| n.range.start);
}

/// When the text first appeared, if a note says so; the range is that of the whole expression.
pub(crate) fn first_published(note: &str) -> Option<(Range<usize>, Stamp)> {
    labelled(
        note,
        &[
            "first published",
            "originally published",
            "first posted",
            "originally posted",
        ],
    )
}

/// When the text was changed, if a note says so.
pub(crate) fn changed(note: &str) -> Option<(Range<usize>, Stamp)> {
    labelled(
        note,
        &[
            "updated",
            "amended",
            "corrected",
            "revised",
            "modified",
            "clarified",
        ],
    )
    .or_else(|| {
        // "6 May 2024, 18:20. Corrected: …"
        let stamp = stamp_at(note)?;
        stamp.day.map(|_| (0..stamp.len, stamp))
    })
}

/// A stamp behind one of the labels, wherever it stands in a note.
fn labelled(note: &str, labels: &[&str]) -> Option<(Range<usize>, Stamp)> {
    let lower = note.to_ascii_lowercase();
    labels.iter().find_map(|label| {
        let start = lower.find(label)?;
        let mut c = Cursor::new(note);
        c.at = start + label.len();
        c.eat(":");
        c.eat(",");
        c.spaces();
        for word in ["on", "at", "to"] {
            if c.eat_word(word) {
                c.spaces();
            }
        }
        let stamp = stamp_at(c.rest())?;
        Some((start..c.at + stamp.len, stamp))
    })
}
