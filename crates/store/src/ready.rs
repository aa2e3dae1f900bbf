//! What of adding an article asks nothing of the record: it can be done on other threads, ahead of the one that writes.

use crate::add::{is_bare, json};
use crate::link::newcomers;
use crate::name::names;
use crate::reading::words;
use crate::why;
use onrecord_compare::Shingles;
use onrecord_compare::statements::{Content, PRINTS};
use onrecord_identity::Newcomer;
use onrecord_record::{ArticleRecord, CheckedRecord, Person, Statement};
use std::borrow::Borrow;
use std::sync::Arc;

/// An article that is ready to be added: see [`Change::add_ready`](crate::Change::add_ready).
///
/// Made on any thread; a record is written by one.
pub struct Ready<R = CheckedRecord> {
    pub(crate) record: R,
    /// By what the article is known again.
    pub(crate) names: Vec<String>,
    /// Nothing of an article without a text.
    pub(crate) made: Option<rusqlite::Result<Made>>,
}

/// What is made of an article with a text.
pub(crate) struct Made {
    pub(crate) drawn: Drawn,
    pub(crate) newcomers: Vec<Option<Newcomer>>,
    pub(crate) shingles: Shingles,
    pub(crate) anchors: Vec<u64>,
}

/// What is made of a reading.
pub(crate) struct Drawn {
    pub(crate) why: Option<Vec<u8>>,
    /// The places of each person, as JSON.
    pub(crate) mentions: Vec<String>,
    pub(crate) wordings: Vec<Wording>,
}

/// A statement as it is compared with others.
pub(crate) struct Wording {
    /// Its words, as the view `statement_words` has them.
    pub(crate) words: String,
    pub(crate) content: Arc<Content>,
    pub(crate) signature: u64,
    /// None for a content that says too little.
    pub(crate) prints: Vec<u64>,
}

impl<R: Borrow<CheckedRecord>> Ready<R> {
    /// Makes an article ready. Takes time in proportion to its text and its statements.
    pub fn of(record: R) -> Self {
        let checked: &CheckedRecord = record.borrow();
        Self {
            names: names(&checked.article),
            made: (!is_bare(&checked.article)).then(|| Made::of(checked)),
            record,
        }
    }

    /// The article with what was read in it.
    pub fn record(&self) -> &CheckedRecord {
        self.record.borrow()
    }
}

impl Made {
    fn of(record: &ArticleRecord) -> rusqlite::Result<Self> {
        let shingles = Shingles::of(&record.article.text);
        Ok(Self {
            drawn: Drawn::of(record)?,
            newcomers: newcomers(&record.article.id, record),
            anchors: shingles.sketch().anchors().to_vec(),
            shingles,
        })
    }
}

impl Drawn {
    pub(crate) fn of(record: &ArticleRecord) -> rusqlite::Result<Self> {
        let mentions = record.people.iter().map(mentions);
        Ok(Self {
            why: why::packed(record.statements.iter().map(|s| s.why.as_slice()))?,
            mentions: mentions.collect::<rusqlite::Result<_>>()?,
            wordings: record.statements.iter().map(Wording::of).collect(),
        })
    }
}

/// Where the text names somebody, as the record has it.
pub(crate) fn mentions(person: &Person) -> rusqlite::Result<String> {
    let places: Vec<(u32, u32)> = person.mentions.iter().map(|m| (m.start, m.end)).collect();
    json(&places)
}

impl Wording {
    /// Contents of fewer words are the same by chance ("he agreed").
    const FEWEST: usize = 4;

    pub(crate) fn of(s: &Statement) -> Self {
        let words = words(s);
        let content = Content::of(&words);
        let tells = words.split_whitespace().nth(Self::FEWEST - 1).is_some();
        let prints = if tells { content.prints() } else { [0; PRINTS] };
        Self {
            signature: content.signature(),
            prints: prints.into_iter().filter(|&print| print != 0).collect(),
            words,
            content: Arc::new(content),
        }
    }
}
