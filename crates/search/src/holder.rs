//! Which statements hold a place of a text, and whose they are.

use onrecord_record::{ByteIndex, Span, Speaker};
use onrecord_store::Stored;
use serde::Serialize;
use std::ops::Range;

/// A statement that holds a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Holder {
    /// What it is called.
    pub key: String,
    /// Whether all words of the place are its content; else some are.
    pub whole: bool,
    /// Who is named as the speaker.
    pub speakers: Vec<Named>,
    /// The source as printed.
    pub source: Option<String>,
    /// `direct`, `indirect`, `mixed`.
    pub kind: &'static str,
    /// `said`, `denied`, ….
    pub mode: &'static str,
    /// A note that disputes it.
    pub dispute: Option<String>,
}

/// Somebody who is named as a speaker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    /// By the fullest name that the article prints.
    pub name: Option<String>,
    /// The person across articles, by key.
    pub person: Option<String>,
    /// The role as printed.
    pub role: Option<String>,
    /// The body of the role as printed.
    pub org: Option<String>,
    /// Whether the speaker is left open.
    pub open: bool,
}

/// A quotation for which no source could be given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sourceless {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// Why there is none.
    pub reason: String,
}

/// The statements of which the content has words of `place`, bytes of the text: innermost first. What was rejected or suppressed is none.
pub(crate) fn holders(stored: &Stored, place: &[Range<usize>]) -> Vec<Holder> {
    let text = stored.record.article.text.as_str();
    let index = ByteIndex::new(text);
    let mut found = Vec::new();
    let keys = stored.keys();
    for (at, (s, row)) in stored.record.statements.iter().zip(&stored.rows).enumerate() {
        if matches!(row.review.as_deref(), Some("rejected" | "suppressed")) {
            continue;
        }
        let content = ranges(&index, s.content.iter().map(|f| (f.start, f.end)));
        let (inside, outside) = parted(text, place, &content);
        let Some(key) = keys.get(at).and_then(Option::as_ref).filter(|_| inside) else {
            continue;
        };
        let length: usize = content.iter().map(Range::len).sum();
        let holder = Holder {
            key: key.to_string(),
            whole: !outside,
            speakers: s.speakers.iter().map(|speaker| named(stored, speaker)).collect(),
            source: joined(&s.source),
            kind: s.kind.as_str(),
            mode: s.mode.as_str(),
            dispute: row.dispute.clone(),
        };
        found.push((!holder.whole, length, at, holder));
    }
    found.sort_by_key(|(part, length, at, _)| (*part, *length, *at));
    found.into_iter().map(|(_, _, _, holder)| holder).collect()
}

/// Whether a suppressed statement has words of `place`.
pub(crate) fn is_suppressed(stored: &Stored, place: &[Range<usize>]) -> bool {
    let text = stored.record.article.text.as_str();
    let index = ByteIndex::new(text);
    let all = stored.record.statements.iter().zip(&stored.rows);
    all.filter(|(_, row)| row.review.as_deref() == Some("suppressed"))
        .any(|(s, _)| {
            let content = ranges(&index, s.content.iter().map(|f| (f.start, f.end)));
            parted(text, place, &content).0
        })
}

/// The quotations without a source that have words of `place`.
pub(crate) fn sourceless(stored: &Stored, place: &[Range<usize>]) -> Vec<Sourceless> {
    let text = stored.record.article.text.as_str();
    let index = ByteIndex::new(text);
    let all = stored.record.unattributed.iter();
    all.filter(|q| parted(text, place, &ranges(&index, [(q.start, q.end)])).0)
        .map(|q| Sourceless {
            start: q.start,
            end: q.end,
            reason: q.reason.clone(),
        })
        .collect()
}

fn named(stored: &Stored, speaker: &Speaker) -> Named {
    let at = stored
        .record
        .people
        .iter()
        .position(|p| Some(&p.id) == speaker.person.as_ref());
    Named {
        name: speaker.name.clone(),
        person: at
            .and_then(|at| stored.people.get(at))
            .and_then(|row| row.person.clone()),
        role: speaker.role.clone(),
        org: speaker.org.clone(),
        open: speaker.open,
    }
}

fn joined(spans: &[Span]) -> Option<String> {
    let words: Vec<&str> = spans.iter().map(|span| span.text.as_str()).collect();
    (!words.is_empty()).then(|| words.join(" … "))
}

fn ranges(index: &ByteIndex<'_>, places: impl IntoIterator<Item = (u32, u32)>) -> Vec<Range<usize>> {
    let byte = |(start, end)| Some(index.byte(start)?..index.byte(end)?);
    places.into_iter().filter_map(byte).collect()
}

/// Whether letters or digits of `place` lie in `content`, and whether some lie outside. Both are in text order.
fn parted(text: &str, place: &[Range<usize>], content: &[Range<usize>]) -> (bool, bool) {
    let has = |range: Range<usize>| {
        text.get(range)
            .is_some_and(|words| words.chars().any(char::is_alphanumeric))
    };
    let (mut inside, mut outside) = (false, false);
    for range in place {
        let mut at = range.start;
        for part in content {
            let (start, end) = (part.start.clamp(at, range.end.max(at)), part.end.min(range.end));
            if end <= start {
                continue;
            }
            outside |= has(at..start);
            inside |= has(start..end);
            at = end;
        }
        outside |= at < range.end && has(at..range.end);
    }
    (inside, outside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_inside_and_outside() {
        let text = "“It is late,” he said, “and dark.”";
        let at = |words: &str| {
            let start = text.find(words).unwrap_or(usize::MAX);
            start..start + words.len()
        };
        let content = [at("It is late"), at("and dark")];
        assert_eq!(parted(text, &[at("“It is late,”")], &content), (true, false));
        assert_eq!(parted(text, &[at("late,” he")], &content), (true, true));
        assert_eq!(parted(text, &[at("he said")], &content), (false, true));
        assert_eq!(
            parted(text, &[at("It is late"), at("and dark")], &content),
            (true, false)
        );
        let around = 0..text.len();
        assert_eq!(
            parted(text, std::slice::from_ref(&around), &content),
            (true, true)
        );
    }
}
