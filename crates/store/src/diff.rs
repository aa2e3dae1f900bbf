//! What became of the statements of an article from one version to another.
//!
//! [`compare`] aligns them: first those with the same words by the same speaker, then those with the same words, then those that are
//! alike, the same speaker's ahead of others'. What is left was removed or added. Nothing is read or kept; the same two versions give the same result.

use crate::load::Stored;
use onrecord_compare::Words;
use onrecord_compare::diff::{self, ChangeKind};
use onrecord_record::{CodePointIndex, Note, Span, Statement};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// From this likeness on, a statement of the same speaker is the same one reworded.
const ALIKE: f32 = 0.4;
/// The same for one that another speaker makes.
const ALIKE_OTHER: f32 = 0.6;
/// Statements that one is compared with, at most: those that share most words with it.
const CANDIDATES: usize = 48;
/// A word that more statements have finds none of them.
const COMMON: usize = 200;

/// Two versions of an article, compared.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compared {
    /// The article's key.
    pub article: String,
    /// The number of the earlier version.
    pub from: u32,
    /// The number of the later one.
    pub to: u32,
    /// Headline, dates and the like that are others.
    pub facts: Vec<FactChange>,
    /// Notes on the text's own history that only the later one prints: corrections, updates.
    pub notes_added: Vec<Note>,
    /// Notes that only the earlier one prints.
    pub notes_removed: Vec<Note>,
    /// What became of statements, in the order of the later text; what was removed behind the statement that it stood behind.
    pub statements: Vec<Outcome>,
    /// How many statements stayed as they were.
    pub unchanged: usize,
    /// The texts, compared.
    pub text: TextChange,
}

/// A fact of the article that is another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FactChange {
    /// `title`, `byline`, `published`, `modified`, `outlet`, `url`, `dateline`.
    pub field: &'static str,
    /// As it was.
    pub from: Option<String>,
    /// As it is.
    pub to: Option<String>,
}

/// What became of a statement.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Outcome {
    /// Only the later version has it.
    Added {
        /// The statement.
        to: Line,
    },
    /// Only the earlier version has it.
    Removed {
        /// The statement.
        from: Line,
    },
    /// It has other words.
    Reworded {
        /// As it was.
        from: Line,
        /// As it is.
        to: Line,
        /// Word by word.
        words: Vec<Piece>,
        /// What else is different.
        attribution: Vec<AttributionChange>,
    },
    /// The words are the same; who says them, in which role or how is not.
    Reattributed {
        /// As it was.
        from: Line,
        /// As it is.
        to: Line,
        /// What is different.
        attribution: Vec<AttributionChange>,
    },
}

/// What is different about who says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AttributionChange {
    /// Another speaker, or one where there was none.
    Speaker,
    /// The same speaker in another role.
    Role,
    /// Another mode: denied where it was said.
    Mode,
}

/// A statement in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What it is called.
    pub key: String,
    /// Who says it.
    pub speakers: Vec<Who>,
    /// The source as printed.
    pub source: Option<String>,
    /// `direct`, `indirect`, `mixed`.
    pub kind: &'static str,
    /// `said`, `denied`, ….
    pub mode: &'static str,
    /// What is said; fragments are joined by " … ".
    pub content: String,
    /// Whether somebody put it right in this record.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub corrected: bool,
}

/// Somebody who says something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Who {
    /// By the fullest name that the article prints.
    pub name: Option<String>,
    /// The role as printed.
    pub role: Option<String>,
    /// The body of the role as printed.
    pub org: Option<String>,
    /// Whether the speaker is left open.
    pub open: bool,
}

/// A run of words that both have or that one has in place of the other's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// `kept`, `added`, `removed`, `replaced`.
    pub change: &'static str,
    /// The words of the earlier one, in code points of its content or text; none where words were added.
    pub from: Span,
    /// The words of the later one.
    pub to: Span,
}

/// The texts, compared word by word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TextChange {
    /// Words that both have.
    pub kept: usize,
    /// Words of the earlier text alone.
    pub removed: usize,
    /// Words of the later text alone.
    pub added: usize,
    /// Run by run.
    pub pieces: Vec<Piece>,
}

/// Compares two versions. What was decided here is no news of the newspaper's: statements are put to each other as they were read; one that was
/// rejected or suppressed in either version is not told of; words that were put right are others only if they were read as others too, and a
/// speaker only if it was read as another too, or the source is printed otherwise.
///
/// Takes time in proportion to the texts, and to the statements that stay in neither words nor place; each of these is compared with a bounded number
/// of others.
pub fn compare(from: &Stored, to: &Stored) -> Compared {
    let (a, b) = (Side::of(from), Side::of(to));
    let pairs = paired(from, to);
    let (a_article, b_article) = (&from.record.article, &to.record.article);
    let lone = |notes: &[Note], others: &[Note]| -> Vec<Note> {
        let has = |note: &Note| others.iter().any(|o| o.kind == note.kind && o.text == note.text);
        notes.iter().filter(|note| !has(note)).cloned().collect()
    };
    let (statements, unchanged) = outcomes(&a, &b, &pairs);
    Compared {
        article: to.key.article.clone(),
        from: from.key.version,
        to: to.key.version,
        facts: facts(a_article, b_article),
        notes_added: lone(&b_article.notes, &a_article.notes),
        notes_removed: lone(&a_article.notes, &b_article.notes),
        statements,
        unchanged,
        text: text_change(&a_article.text, &b_article.text),
    }
}

/// What became of the statements alone, and how many stayed as they were.
pub(crate) fn statements(from: &Stored, to: &Stored) -> (Vec<Outcome>, usize) {
    outcomes(&Side::of(from), &Side::of(to), &paired(from, to))
}

/// Which statement of the later version each one of the earlier is, as they were read and in whatever words; by number.
pub(crate) fn paired(from: &Stored, to: &Stored) -> BTreeMap<usize, usize> {
    align(&Side::read(from), &Side::read(to)).into_iter().collect()
}

fn facts(a: &onrecord_record::Article, b: &onrecord_record::Article) -> Vec<FactChange> {
    let dateline = |article: &onrecord_record::Article| article.dateline.as_ref().map(|d| d.text.clone());
    [
        ("title", a.title.clone(), b.title.clone()),
        ("byline", a.byline.clone(), b.byline.clone()),
        ("published", a.published.clone(), b.published.clone()),
        ("modified", a.modified.clone(), b.modified.clone()),
        ("outlet", a.outlet.clone(), b.outlet.clone()),
        ("url", a.url.clone(), b.url.clone()),
        ("dateline", dateline(a), dateline(b)),
    ]
    .into_iter()
    .filter(|(_, from, to)| from != to)
    .map(|(field, from, to)| FactChange { field, from, to })
    .collect()
}

/// The statements of one version.
struct Side {
    lines: Vec<Entry>,
}

struct Entry {
    line: Line,
    /// The words of the content, folded.
    folded: Vec<String>,
    /// Who, by which two attributions are compared.
    names: BTreeSet<String>,
    who: BTreeSet<Who>,
    /// What was read, where that was put right.
    read: Option<Read>,
    /// Whether it was rejected or suppressed.
    hidden: bool,
}

/// What was read, as far as it can be put right, with the source as it is printed.
#[derive(Clone, PartialEq)]
struct Read {
    who: BTreeSet<Who>,
    source: Vec<String>,
    content: Vec<String>,
}

impl Side {
    /// All statements, as they are shown, by number.
    fn of(stored: &Stored) -> Self {
        let rows = stored.rows.iter().map(Some).chain(std::iter::repeat(None));
        let statements = stored.record.statements.iter().zip(stored.keys()).zip(rows);
        let lines = statements.map(|((s, key), row)| {
            let entry = Entry::of(s, key.map_or_else(String::new, |key| key.to_string()));
            let review = row.and_then(|row| row.review.as_deref());
            Entry {
                hidden: matches!(review, Some("rejected" | "suppressed")),
                ..entry.put_right(row.and_then(|row| row.read.as_deref()))
            }
        });
        Self {
            lines: lines.collect(),
        }
    }

    /// All statements, as they were read, by number.
    fn read(stored: &Stored) -> Self {
        let read = stored.rows.iter().map(|row| row.read.as_deref());
        let read = read.chain(std::iter::repeat(None));
        let statements = stored.record.statements.iter().zip(read);
        Self {
            lines: statements
                .map(|(s, read)| Entry::of(read.unwrap_or(s), String::new()))
                .collect(),
        }
    }
}

impl Entry {
    fn of(s: &Statement, key: String) -> Self {
        let speakers = speakers(s);
        let content = joined(&s.content);
        let source = Some(joined(&s.source)).filter(|source| !source.is_empty());
        // who is not named is known by the words of the source
        let names = speakers
            .iter()
            .map(|who| who.name.as_ref().or(source.as_ref()))
            .map(|name| fold(name.map_or("", String::as_str)).join(" "))
            .collect();
        let folded = fold(&content);
        Self {
            who: speakers.iter().cloned().collect(),
            line: Line {
                key,
                speakers,
                source,
                kind: s.kind.as_str(),
                mode: s.mode.as_str(),
                content,
                corrected: false,
            },
            folded,
            names,
            read: None,
            hidden: false,
        }
    }

    /// The same, where another statement was read.
    fn put_right(mut self, read: Option<&Statement>) -> Self {
        let Some(read) = read else { return self };
        let read = Read {
            who: speakers(read).into_iter().collect(),
            source: fold(&joined(&read.source)),
            content: fold(&joined(&read.content)),
        };
        self.line.corrected = read.who != self.who || read.content != self.folded;
        self.read = Some(read).filter(|_| self.line.corrected);
        self
    }

    /// What was read.
    fn as_read(&self) -> Read {
        self.read.clone().unwrap_or_else(|| Read {
            who: self.who.clone(),
            source: fold(self.line.source.as_deref().unwrap_or_default()),
            content: self.folded.clone(),
        })
    }

    /// Whether a later statement has other words, beside what was put right in one of the two.
    fn is_reworded(&self, later: &Self) -> bool {
        let put_right = self.line.corrected || later.line.corrected;
        self.folded != later.folded && !(put_right && self.as_read().content == later.as_read().content)
    }

    fn attribution(&self, later: &Self) -> Vec<AttributionChange> {
        let mut all = Vec::new();
        let put_right = self.line.corrected || later.line.corrected;
        let is_read_alike = || {
            let (one, other) = (self.as_read(), later.as_read());
            one.who == other.who && one.source == other.source
        };
        if put_right && is_read_alike() {
            // nothing of it is the newspaper's
        } else if self.names != later.names {
            all.push(AttributionChange::Speaker);
        } else if self.who != later.who {
            all.push(AttributionChange::Role);
        }
        if self.line.mode != later.line.mode {
            all.push(AttributionChange::Mode);
        }
        all
    }
}

fn joined(spans: &[Span]) -> String {
    let words: Vec<&str> = spans.iter().map(|span| span.text.as_str()).collect();
    words.join(" … ")
}

/// The words of a text, as they are compared.
pub(crate) fn fold(text: &str) -> Vec<String> {
    Words::of(text)
        .iter()
        .map(|word| word.folded.to_owned())
        .collect()
}

fn speakers(s: &Statement) -> Vec<Who> {
    s.speakers
        .iter()
        .map(|speaker| Who {
            name: speaker.name.clone(),
            role: speaker.role.clone(),
            org: speaker.org.clone(),
            open: speaker.open,
        })
        .collect()
}

/// Which statement of the earlier version is which of the later: pairs, each statement in one at most.
fn align(a: &Side, b: &Side) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut free_a: BTreeSet<usize> = (0..a.lines.len()).collect();
    let mut free_b: BTreeSet<usize> = (0..b.lines.len()).collect();
    // the same words by the same speakers in the same role, then by the same speakers, then by whomever; those of the same words in their order
    for rank in 0..3 {
        let key = |entry: &Entry| {
            let words = entry.folded.clone();
            match rank {
                0 => (words, Some(entry.names.clone()), Some(entry.who.clone())),
                1 => (words, Some(entry.names.clone()), None),
                _ => (words, None, None),
            }
        };
        let mut waiting: BTreeMap<_, VecDeque<usize>> = BTreeMap::new();
        for &at in &free_b {
            if let Some(entry) = b.lines.get(at).filter(|entry| !entry.folded.is_empty()) {
                waiting.entry(key(entry)).or_default().push_back(at);
            }
        }
        for from in free_a.clone() {
            let Some(entry) = a.lines.get(from) else { continue };
            if let Some(to) = waiting.get_mut(&key(entry)).and_then(VecDeque::pop_front) {
                free_a.remove(&from);
                free_b.remove(&to);
                pairs.push((from, to));
            }
        }
    }
    let mut alike = likely(a, &free_a, b, &free_b);
    alike.sort_by(|x, y| {
        x.other
            .cmp(&y.other)
            .then_with(|| y.score.total_cmp(&x.score))
            .then_with(|| x.from.abs_diff(x.to).cmp(&y.from.abs_diff(y.to)))
            .then_with(|| (x.from, x.to).cmp(&(y.from, y.to)))
    });
    for pair in alike {
        if free_a.contains(&pair.from) && free_b.contains(&pair.to) {
            free_a.remove(&pair.from);
            free_b.remove(&pair.to);
            pairs.push((pair.from, pair.to));
        }
    }
    pairs
}

struct Alike {
    from: usize,
    to: usize,
    other: bool,
    score: f32,
}

/// Pairs of statements that are alike.
fn likely(a: &Side, free_a: &BTreeSet<usize>, b: &Side, free_b: &BTreeSet<usize>) -> Vec<Alike> {
    let mut having: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for &at in free_b {
        let words = b.lines.get(at).map(|entry| &entry.folded);
        let words: BTreeSet<&str> = words.into_iter().flatten().map(String::as_str).collect();
        for word in words {
            having.entry(word).or_default().push(at);
        }
    }
    let mut found = Vec::new();
    for &from in free_a {
        let Some(entry) = a.lines.get(from) else { continue };
        let mut shared: BTreeMap<usize, u32> = BTreeMap::new();
        let words: BTreeSet<&str> = entry.folded.iter().map(String::as_str).collect();
        for word in words {
            let Some(those) = having.get(word).filter(|those| those.len() <= COMMON) else {
                continue;
            };
            for &to in those {
                *shared.entry(to).or_default() += 1;
            }
        }
        let mut most: Vec<(usize, u32)> = shared.into_iter().collect();
        most.sort_by_key(|&(to, words)| (std::cmp::Reverse(words), to.abs_diff(from), to));
        for (to, _) in most.into_iter().take(CANDIDATES) {
            let Some(later) = b.lines.get(to) else { continue };
            let other = entry.names != later.names;
            let score = likeness(entry, later);
            if score >= if other { ALIKE_OTHER } else { ALIKE } {
                found.push(Alike {
                    from,
                    to,
                    other,
                    score,
                });
            }
        }
    }
    found
}

/// Words that both have, twice, among the words of both; or how alike they are in what they say, if that is more.
fn likeness(a: &Entry, b: &Entry) -> f32 {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for word in &a.folded {
        *counts.entry(word).or_default() += 1;
    }
    let mut shared = 0;
    for word in &b.folded {
        if let Some(left) = counts.get_mut(word.as_str()).filter(|left| **left > 0) {
            *left -= 1;
            shared += 1;
        }
    }
    let all = a.folded.len() + b.folded.len();
    let words = if all == 0 {
        0.0
    } else {
        2.0 * shared as f32 / all as f32
    };
    let said = onrecord_compare::statements::alike(&a.line.content, &b.line.content);
    words.max(said.score)
}

/// What became of each, and how many stayed.
fn outcomes(a: &Side, b: &Side, to_of: &BTreeMap<usize, usize>) -> (Vec<Outcome>, usize) {
    let from_of: BTreeMap<usize, usize> = to_of.iter().map(|(&from, &to)| (to, from)).collect();
    let mut unchanged = 0;
    // the place in the later text, then whether it was removed behind it, then the place in the earlier text
    let mut placed: Vec<((usize, usize), Outcome)> = Vec::new();
    for (to, later) in b.lines.iter().enumerate() {
        let earlier = from_of.get(&to).and_then(|&from| a.lines.get(from));
        if later.hidden || earlier.is_some_and(|earlier| earlier.hidden) {
            continue;
        }
        let outcome = match earlier {
            None => Outcome::Added {
                to: later.line.clone(),
            },
            Some(earlier) => {
                let attribution = earlier.attribution(later);
                let (from, to) = (earlier.line.clone(), later.line.clone());
                if earlier.is_reworded(later) {
                    Outcome::Reworded {
                        words: pieces(&from.content, &to.content),
                        from,
                        to,
                        attribution,
                    }
                } else if attribution.is_empty() {
                    unchanged += 1;
                    continue;
                } else {
                    Outcome::Reattributed {
                        from,
                        to,
                        attribution,
                    }
                }
            }
        };
        placed.push(((to + 1, 0), outcome));
    }
    let mut behind = 0;
    for (from, earlier) in a.lines.iter().enumerate() {
        match to_of.get(&from) {
            Some(&to) => behind = to + 1,
            None if earlier.hidden => {}
            None => placed.push((
                (behind, from + 1),
                Outcome::Removed {
                    from: earlier.line.clone(),
                },
            )),
        }
    }
    placed.sort_by_key(|(place, _)| *place);
    (
        placed.into_iter().map(|(_, outcome)| outcome).collect(),
        unchanged,
    )
}

/// The words of two texts, run by run.
fn pieces(a: &str, b: &str) -> Vec<Piece> {
    let (at_a, at_b) = (CodePointIndex::new(a), CodePointIndex::new(b));
    diff::words(a, b)
        .into_iter()
        .filter_map(|change| {
            Some(Piece {
                change: match change.kind {
                    ChangeKind::Kept => "kept",
                    ChangeKind::Added => "added",
                    ChangeKind::Removed => "removed",
                    ChangeKind::Replaced => "replaced",
                },
                from: at_a.span(change.a)?,
                to: at_b.span(change.b)?,
            })
        })
        .collect()
}

fn text_change(a: &str, b: &str) -> TextChange {
    let pieces = pieces(a, b);
    let mut out = TextChange::default();
    for piece in &pieces {
        let (from, to) = (Words::of(&piece.from.text).len(), Words::of(&piece.to.text).len());
        if piece.change == "kept" {
            out.kept += to;
        } else {
            out.removed += from;
            out.added += to;
        }
    }
    out.pieces = pieces;
    out
}

#[cfg(test)]
mod tests;
