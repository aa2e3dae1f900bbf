//! From an arrival to what is made of it.

use onrecord_attribution::{Engine, ReadOptions, Worker};
use onrecord_intake::{Arrival, Cursor, Part, Passed, What, finish, name_of};
use onrecord_record::{Article, ArticleRecord, DeclaredFact, Extent, UnreadReason};
use onrecord_source::Entry;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What became of an arrival.
pub(crate) struct Outcome<A> {
    /// Where the work stands after it.
    pub(crate) at: Cursor,
    pub(crate) passed: Passed,
    pub(crate) result: Done<A>,
    /// The unit that it came of.
    pub(crate) input: String,
    /// Whether that unit was named, not found in a folder.
    pub(crate) named: bool,
    /// The answer that it is a part of, if it was fetched.
    pub(crate) part: Option<Part>,
    /// By what it is known again, and the hash of its unit's answer.
    pub(crate) key: Option<String>,
    pub(crate) answer: Option<String>,
    pub(crate) changed: bool,
}

impl<A> Outcome<A> {
    /// The part of an answer that is to be kept once this has been written out; of what failed, none is.
    pub(crate) fn take_part(&mut self) -> Option<Part> {
        let part = self.part.take();
        part.filter(|_| !matches!(&self.result, Done::Article(result) if result.is_err()))
    }
}

/// The same, by what it was.
pub(crate) enum Done<A> {
    Article(Box<Result<Rendered<A>, Failure>>),
    /// Only the end of a unit.
    Unit,
    /// Only things that were passed over.
    Nothing,
}

/// An article that was read, as what was made of it: bytes to print, a record to keep.
pub(crate) struct Rendered<A> {
    pub(crate) name: String,
    pub(crate) number: usize,
    pub(crate) kind: String,
    pub(crate) notes: Vec<String>,
    pub(crate) made: A,
    pub(crate) about: About,
}

/// What is said of an article that was read.
pub(crate) struct About {
    pub(crate) statements: usize,
    pub(crate) unread: Option<(UnreadReason, String)>,
    /// Whether there is only an address.
    pub(crate) pointer: bool,
}

impl About {
    pub(crate) fn of(record: &ArticleRecord) -> Self {
        Self {
            statements: record.statements.len(),
            unread: record
                .unread
                .as_ref()
                .map(|unread| (unread.reason, unread.detail.clone())),
            pointer: record.article.extent == Extent::Locator,
        }
    }
}

/// Why something was not read, and what to do about it.
pub(crate) struct Failure {
    pub(crate) name: String,
    pub(crate) number: usize,
    pub(crate) notes: Vec<String>,
    pub(crate) reason: String,
    pub(crate) remedy: String,
}

/// Reads articles, and makes something of each.
pub(crate) struct Reader<M> {
    pub(crate) options: ReadOptions,
    pub(crate) given: Vec<DeclaredFact>,
    pub(crate) make: M,
}

impl<A, M> Reader<M>
where
    M: Fn(&mut Worker<'_>, &ReadOptions, usize, &str, Article) -> Result<(A, About), String>,
{
    /// Reads what arrived; whatever goes wrong with it, the others are still read, and nobody waits for ever.
    pub(crate) fn read<'e>(
        &self,
        engine: &'e Engine,
        worker: &mut Worker<'e>,
        number: usize,
        arrival: Arrival,
    ) -> Outcome<A> {
        let Arrival {
            at,
            passed,
            what,
            input,
            named,
            part,
            key,
            answer,
            changed,
        } = arrival;
        let result = match what {
            What::End => Done::Unit,
            What::Passed => Done::Nothing,
            What::Damaged {
                name,
                problem,
                remedy,
            } => {
                let failure = Failure {
                    name,
                    number,
                    notes: Vec::new(),
                    reason: problem,
                    remedy,
                };
                Done::Article(Box::new(Err(failure)))
            }
            What::Entry(entry) => {
                let name = name_of(&entry.origin);
                let read = catch_unwind(AssertUnwindSafe(|| self.article(worker, number, &name, *entry)));
                let read = read.unwrap_or_else(|_| {
                    *worker = engine.worker();
                    Err(Failure {
                        name,
                        number,
                        notes: Vec::new(),
                        reason: "the program made a mistake in this article".to_owned(),
                        remedy: "please report this, with the article if you may".to_owned(),
                    })
                });
                Done::Article(Box::new(read))
            }
        };
        Outcome {
            at,
            passed,
            result,
            input,
            named,
            part,
            key,
            answer,
            changed,
        }
    }

    fn article(
        &self,
        worker: &mut Worker<'_>,
        number: usize,
        name: &str,
        entry: Entry,
    ) -> Result<Rendered<A>, Failure> {
        let kind = entry.origin.kind.clone();
        let failed = |notes, reason, remedy| Failure {
            name: name.to_owned(),
            number,
            notes,
            reason,
            remedy,
        };
        let finished = finish(entry, &self.given)
            .map_err(|unfinished| failed(Vec::new(), unfinished.problem, unfinished.remedy))?;
        let notes = finished.notes;
        let mistake = |reason| {
            let remedy = "please report this, with the article if you may".to_owned();
            failed(Vec::new(), reason, remedy)
        };
        let (made, about) =
            (self.make)(worker, &self.options, number, name, finished.article).map_err(mistake)?;
        Ok(Rendered {
            name: name.to_owned(),
            number,
            kind,
            notes,
            made,
            about,
        })
    }
}
