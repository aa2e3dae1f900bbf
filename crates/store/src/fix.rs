//! What can be decided about a statement, and what a statement is once it holds.

use crate::error::StoreError;
use crate::key::VersionKey;
use crate::printed;
use crate::reading::places;
use onrecord_record::{
    ArticleRecord, ByteIndex, CheckedRecord, Person, Span, Speaker, SpeakerType, Statement,
};
use serde::{Deserialize, Serialize};

/// What is decided about a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "action")]
pub enum Fix {
    /// It is right.
    Accept,
    /// It is no statement, or not this one: it leaves all results but a search for rejected ones.
    Reject,
    /// It is not to be shown or exported at all.
    Suppress,
    /// Somebody disputes it; the note is shown with it.
    Dispute {
        /// The note.
        note: String,
    },
    /// Its content is this: ranges of code points, in text order.
    Content {
        /// The fragments.
        spans: Vec<(u32, u32)>,
    },
    /// Somebody else said it: a name that the article prints, or nobody that it names.
    Speaker {
        /// The name as printed; none leaves the speaker unknown.
        name: Option<String>,
        /// What that is, of somebody who is not among those who speak in the article; a person if nothing is said.
        #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
        kind: Option<SpeakerType>,
    },
    /// The speaker's role is this, as the article prints it.
    Role {
        /// The role; none takes it away.
        role: Option<String>,
        /// Its body.
        org: Option<String>,
    },
}

impl Fix {
    pub(crate) fn as_str(&self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Suppress => "suppress",
            Self::Dispute { .. } => "dispute",
            Self::Content { .. } => "content",
            Self::Speaker { .. } => "speaker",
            Self::Role { .. } => "role",
        }
    }

    /// Whether it takes a statement away, beside saying something about it.
    pub(crate) fn hides(&self) -> bool {
        matches!(self, Self::Reject | Self::Suppress)
    }

    /// Whether the statement is already what this makes of it.
    fn is_read(&self, statement: &Statement) -> bool {
        match self {
            Self::Content { spans } => places(&statement.content) == *spans,
            Self::Speaker { name, kind } => match statement.speakers.as_slice() {
                [only] => {
                    let is_kind = kind.is_none_or(|kind| kind == only.kind);
                    only.name == *name && is_kind && !only.open && statement.candidates.is_empty()
                }
                _ => false,
            },
            Self::Role { role, org } => statement
                .speakers
                .first()
                .is_some_and(|speaker| speaker.role == *role && speaker.org == *org),
            Self::Accept | Self::Reject | Self::Suppress | Self::Dispute { .. } => false,
        }
    }
}

/// A statement with everything that was decided about it.
#[derive(Debug)]
pub(crate) struct Settled {
    pub(crate) statement: Statement,
    /// Those who speak in it, as the record with all corrections has them: not all of them need be people of the reading.
    pub(crate) people: Vec<Person>,
    /// What is shown as `review`.
    pub(crate) review: Option<&'static str>,
    pub(crate) dispute: Option<String>,
    /// Corrections that say what was read anyhow.
    pub(crate) read: Vec<i64>,
    /// Corrections that cannot be applied, and why.
    pub(crate) failed: Vec<(i64, StoreError)>,
}

/// Makes statement number `at` of `record` what was read, `base`, with all corrections in their order, each of which has to pass the gate. In
/// `record`, the statement is that then.
pub(crate) fn settled(
    record: &mut ArticleRecord,
    place: &VersionKey,
    at: usize,
    base: &Statement,
    corrections: &[(i64, Fix)],
) -> Settled {
    let mut out = Settled {
        statement: base.clone(),
        people: Vec::new(),
        review: None,
        dispute: None,
        read: Vec::new(),
        failed: Vec::new(),
    };
    put(record, at, base);
    let mut lacks_speaker = false;
    for (id, fix) in corrections {
        match fix {
            Fix::Speaker { .. } => lacks_speaker = false,
            // it would be about somebody else
            Fix::Role { .. } | Fix::Accept if lacks_speaker => {
                let error = StoreError::Conflict {
                    what: fix.as_str().to_owned(),
                    problem: "the speaker whom it is about could not be put right".to_owned(),
                };
                out.failed.push((*id, error));
                continue;
            }
            _ => {}
        }
        let review = match fix {
            Fix::Accept => Some("accepted"),
            Fix::Reject => Some("rejected"),
            Fix::Suppress => Some("suppressed"),
            Fix::Dispute { note } => {
                out.dispute = Some(note.clone());
                None
            }
            fix if fix.is_read(&out.statement) => {
                out.read.push(*id);
                Some("accepted")
            }
            fix => match applied(fix, &out.statement, record, place, at) {
                Ok((statement, person)) => {
                    put(record, at, &statement);
                    record.people.extend(person);
                    out.statement = statement;
                    Some("corrected")
                }
                Err(error) => {
                    lacks_speaker |= matches!(fix, Fix::Speaker { .. });
                    out.failed.push((*id, error));
                    continue;
                }
            },
        };
        if rank(review) > rank(out.review) {
            out.review = review;
        }
    }
    let speakers = out.statement.speakers.iter();
    out.people = speakers
        .filter_map(|speaker| {
            record
                .people
                .iter()
                .find(|p| Some(&p.id) == speaker.person.as_ref())
        })
        .cloned()
        .collect();
    out
}

/// What of several decisions is shown.
fn rank(review: Option<&str>) -> u8 {
    match review {
        Some("suppressed") => 4,
        Some("rejected") => 3,
        Some("corrected") => 2,
        Some(_) => 1,
        None => 0,
    }
}

fn put(record: &mut ArticleRecord, at: usize, statement: &Statement) {
    if let Some(place) = record.statements.get_mut(at) {
        place.clone_from(statement);
    }
}

/// The statement as a correction makes it, and who speaks then that was not among the people, if the record passes the gate with them.
fn applied(
    fix: &Fix,
    statement: &Statement,
    record: &ArticleRecord,
    place: &VersionKey,
    at: usize,
) -> Result<(Statement, Option<Person>), StoreError> {
    let mut statement = statement.clone();
    let person = apply(fix, &mut statement, record)?;
    let mut tried = record.clone();
    put(&mut tried, at, &statement);
    tried.people.extend(person.clone());
    match CheckedRecord::new(tried) {
        Ok(_) => Ok((statement, person)),
        Err(source) => Err(StoreError::Refused {
            place: place.to_string(),
            source: Box::new(source),
        }),
    }
}

/// Changes the statement itself; somebody who is named and not among the people is returned.
fn apply(fix: &Fix, statement: &mut Statement, record: &ArticleRecord) -> Result<Option<Person>, StoreError> {
    let mut other = None;
    let refused = |what: &str, problem: &str| StoreError::Conflict {
        what: what.to_owned(),
        problem: problem.to_owned(),
    };
    match fix {
        Fix::Content { spans } => {
            let index = ByteIndex::new(&record.article.text);
            let content: Option<Vec<Span>> =
                spans.iter().map(|&(start, end)| index.span(start, end)).collect();
            statement.content = content.filter(|content| !content.is_empty()).ok_or_else(|| {
                refused(
                    "the content",
                    "it lies outside the article's text, or there is none",
                )
            })?;
        }
        Fix::Speaker { name, kind } => {
            let known = name.as_ref().and_then(|name| named(name, &record.people));
            let is_kind = |p: &&Person| kind.is_none_or(|kind| kind == p.kind);
            let known = known.filter(is_kind);
            if let (Some(name), None) = (name, known) {
                other = printed::person(name, kind.unwrap_or(SpeakerType::Person), record);
            }
            let person = known.or(other.as_ref());
            let kind = person.map_or(SpeakerType::Unnamed, |p| p.kind);
            let role = person.and_then(|p| p.roles.first());
            statement.speakers = vec![Speaker {
                person: person.map(|p| p.id.clone()),
                name: name.clone(),
                kind,
                role: role.map(|r| r.role.clone()),
                org: role.and_then(|r| r.org.clone()),
                confidence: 1.0,
                open: false,
            }];
            statement.candidates.clear();
        }
        Fix::Role { role, org } => {
            let Some(speaker) = statement.speakers.first_mut() else {
                return Err(refused(
                    "the role",
                    "the statement has no speaker; correct the speaker first",
                ));
            };
            speaker.role.clone_from(role);
            speaker.org.clone_from(org);
        }
        Fix::Accept | Fix::Reject | Fix::Suppress | Fix::Dispute { .. } => {}
    }
    Ok(other)
}

/// Who in the article goes by this name: by the fullest one, else the only one who is ever called so.
fn named<'p>(name: &str, people: &'p [Person]) -> Option<&'p Person> {
    let fullest = people.iter().find(|p| p.name.as_deref() == Some(name));
    let called = |p: &&Person| p.mentions.iter().any(|mention| mention.text == name);
    fullest.or_else(|| {
        let mut all = people.iter().filter(called);
        all.next().filter(|_| all.next().is_none())
    })
}
