//! From an arrival to what is printed of it.

use super::printer::Printer;
use onrecord_attribution::{Engine, ReadOptions, Worker};
use onrecord_intake::{Arrival, Cursor, Part, Passed, What, finish, name_of};
use onrecord_record::{DeclaredFact, Extent, UnreadReason};
use onrecord_source::Entry;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What became of an arrival.
pub(super) struct Outcome {
    /// Where the work stands after it.
    pub(super) at: Cursor,
    pub(super) passed: Passed,
    pub(super) result: Done,
    /// The unit that it came of.
    pub(super) input: String,
    /// Whether that unit was named, not found in a folder.
    pub(super) named: bool,
    /// The answer that it is a part of, if it was fetched.
    pub(super) part: Option<Part>,
    /// By what it is known again, and the hash of its unit's answer.
    pub(super) key: Option<String>,
    pub(super) answer: Option<String>,
    pub(super) changed: bool,
}

impl Outcome {
    /// The part of an answer that is to be kept once this has been written out; of what failed, none is.
    pub(super) fn take_part(&mut self) -> Option<Part> {
        let part = self.part.take();
        part.filter(|_| !matches!(&self.result, Done::Article(result) if result.is_err()))
    }
}

/// The same, by what it was.
pub(super) enum Done {
    Article(Box<Result<Rendered, Failure>>),
    /// Only the end of a unit.
    Unit,
    /// Only things that were passed over.
    Nothing,
}

/// An article, ready to print.
pub(super) struct Rendered {
    pub(super) name: String,
    pub(super) number: usize,
    pub(super) kind: String,
    pub(super) notes: Vec<String>,
    pub(super) bytes: Vec<u8>,
    pub(super) statements: usize,
    pub(super) unread: Option<(UnreadReason, String)>,
    /// Whether there is only an address.
    pub(super) pointer: bool,
}

/// Why something was not read, and what to do about it.
pub(super) struct Failure {
    pub(super) name: String,
    pub(super) number: usize,
    pub(super) notes: Vec<String>,
    pub(super) reason: String,
    pub(super) remedy: String,
}

pub(super) struct Reader {
    pub(super) options: ReadOptions,
    pub(super) given: Vec<DeclaredFact>,
    pub(super) printer: Printer,
}

impl Reader {
    /// Reads what arrived; whatever goes wrong with it, the others are still read, and nobody waits for ever.
    pub(super) fn read<'e>(
        &self,
        engine: &'e Engine,
        worker: &mut Worker<'e>,
        number: usize,
        arrival: Arrival,
    ) -> Outcome {
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
    ) -> Result<Rendered, Failure> {
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
        let record = worker
            .read_article(finished.article, &self.options)
            .map_err(|error| mistake(error.to_string()))?;
        let bytes = self
            .printer
            .print(number, name, &record)
            .map_err(|error| mistake(error.to_string()))?;
        Ok(Rendered {
            name: name.to_owned(),
            number,
            kind,
            notes,
            bytes,
            statements: record.statements.len(),
            unread: record
                .unread
                .as_ref()
                .map(|unread| (unread.reason, unread.detail.clone())),
            pointer: record.article.extent == Extent::Locator,
        })
    }
}
