//! The verbatim gate: a record that does not re-slice is refused.
//!
//! [`check`] compares every offset of a record with the text it points into and every reference with what it refers
//! to. It takes time in proportion to the record: one pass over the text to index it, a short walk for each span, and one
//! more pass that looks for all names at once.
//!
//! Names, roles and bodies carry no offsets of their own (`speakers[].name`, `role`, `org`, `people[].name`,
//! `via[].name`, `dateline.place`, `dateline.agency`), yet the contract gives them "as printed": each must stand somewhere in the text,
//! where any run of white space equals any other (a name may be broken over two lines).

use crate::article::{Article, ArticleRecord, Event, OFFSETS, Person, SCHEMA};
use crate::identity::text_sha256;
use crate::printed::Names;
use crate::refusal::{At, excerpt};
pub use crate::refusal::{GateError, Place, Problem};
use crate::span::{ByteIndex, Span};
use crate::statement::{Speaker, Statement};
use std::collections::{BTreeMap, BTreeSet};

/// Checks that a record keeps its promises; see the [module](self).
///
/// # Errors
/// The first broken promise found.
pub fn check(record: &ArticleRecord) -> Result<(), GateError> {
    for (field, expected, found) in [
        ("schema", SCHEMA, &record.schema),
        ("offsets", OFFSETS, &record.offsets),
    ] {
        if found != expected {
            return At::top(field).err(Problem::Header {
                expected,
                found: found.clone(),
            });
        }
    }
    let article = &record.article;
    let expected = text_sha256(&article.text);
    if article.text_sha256 != expected {
        let found = article.text_sha256.clone();
        return At::top("article.text_sha256").err(Problem::TextHash { expected, found });
    }

    let text = Text::new(&article.text);
    let mut names = Names::default();
    if let Some(line) = &article.dateline {
        text.slice(At::top("article.dateline"), line.start, line.end, &line.text)?;
        names.add(At::top("article.dateline.place"), line.place.as_deref());
        names.add(At::top("article.dateline.agency"), line.agency.as_deref());
    }
    for (i, fact) in article.printed.iter().enumerate() {
        text.slice(
            At::top("article.printed").nth(i),
            fact.start,
            fact.end,
            &fact.text,
        )?;
    }
    for (i, note) in article.notes.iter().enumerate() {
        text.slice(At::top("article.notes").nth(i), note.start, note.end, &note.text)?;
    }
    check_blocks(&text, article)?;
    for (i, left) in record.unattributed.iter().enumerate() {
        text.slice(At::top("unattributed").nth(i), left.start, left.end, &left.text)?;
    }
    let people = check_people(&text, &mut names, &record.people)?;
    let events = check_events(&text, &record.events)?;
    check_references(&record.statements, &people, &events)?;
    for statement in &record.statements {
        check_spans(&text, &mut names, statement)?;
    }
    check_nesting(&record.statements)?;
    names.check(&article.text)
}

/// Blocks and mapped runs lie inside the text, in order, without overlap; so do the bytes that the runs stand for, except that
/// a page may set its words in another order.
fn check_blocks(text: &Text<'_>, article: &Article) -> Result<(), GateError> {
    let places = |at: At<'static>, places: &mut dyn Iterator<Item = (u32, u32)>| {
        let mut before = 0;
        for (i, (start, end)) in places.enumerate() {
            let at = at.nth(i);
            if start >= end {
                return at.err(Problem::Empty { start, end });
            }
            if start < before || end > text.index.len() {
                return at.err(Problem::OutOfBounds {
                    start,
                    end,
                    len: text.index.len(),
                });
            }
            before = end;
        }
        Ok(())
    };
    let mut blocks = article.blocks.iter().map(|b| (b.start, b.end));
    places(At::top("article.blocks"), &mut blocks)?;
    let mut runs = article.source_map.iter().map(|r| (r.start, r.end));
    places(At::top("article.source_map"), &mut runs)?;
    for (i, run) in article.source_map.iter().enumerate() {
        let bytes = run.source_end.saturating_sub(run.source_start);
        if bytes == 0 || bytes % u64::from(run.end - run.start) != 0 {
            return At::top("article.source_map").nth(i).err(Problem::Uneven {
                points: run.end - run.start,
                bytes,
            });
        }
    }
    Ok(())
}

/// The text that a record points into.
struct Text<'r> {
    index: ByteIndex<'r>,
}

impl<'r> Text<'r> {
    fn new(text: &'r str) -> Self {
        Self {
            index: ByteIndex::new(text),
        }
    }

    fn slice(&self, at: At<'_>, start: u32, end: u32, words: &str) -> Result<(), GateError> {
        if start >= end {
            return at.err(Problem::Empty { start, end });
        }
        match self.index.slice(start, end) {
            None => at.err(Problem::OutOfBounds {
                start,
                end,
                len: self.index.len(),
            }),
            Some(slice) if slice == words => Ok(()),
            Some(slice) => at.err(Problem::NotVerbatim {
                start,
                end,
                expected: excerpt(slice),
                found: excerpt(words),
            }),
        }
    }

    fn span(&self, at: At<'_>, span: &Span) -> Result<(), GateError> {
        self.slice(at, span.start, span.end, &span.text)
    }
}

fn check_people<'r>(
    text: &Text<'_>,
    names: &mut Names<'r>,
    people: &'r [Person],
) -> Result<BTreeSet<&'r str>, GateError> {
    let mut ids = BTreeSet::new();
    for (i, person) in people.iter().enumerate() {
        let at = At::top("people").nth(i);
        if !ids.insert(person.id.as_str()) {
            return at.inner("id").err(Problem::DuplicateId {
                id: person.id.clone(),
            });
        }
        names.add(at.inner("name"), person.name.as_deref());
        for (j, role) in person.roles.iter().enumerate() {
            text.slice(at.inner("roles").inner_nth(j), role.start, role.end, &role.role)?;
            names.add(at.inner("roles").inner_nth(j), role.org.as_deref());
        }
        for (j, mention) in person.mentions.iter().enumerate() {
            text.span(at.inner("mentions").inner_nth(j), mention)?;
        }
    }
    Ok(ids)
}

fn check_events<'r>(text: &Text<'_>, events: &'r [Event]) -> Result<BTreeSet<&'r str>, GateError> {
    let mut ids = BTreeSet::new();
    for (i, event) in events.iter().enumerate() {
        let at = At::top("events").nth(i);
        if !ids.insert(event.id.as_str()) {
            return at.inner("id").err(Problem::DuplicateId { id: event.id.clone() });
        }
        text.span(at.inner("name"), &event.name)?;
        if let Some(place) = &event.place {
            text.span(at.inner("place"), place)?;
        }
        for (field, spans) in [
            ("organisers", &event.organisers),
            ("participants", &event.participants),
            ("mentions", &event.mentions),
        ] {
            for (j, span) in spans.iter().enumerate() {
                text.span(at.inner(field).inner_nth(j), span)?;
            }
        }
    }
    Ok(ids)
}

fn check_spans<'r>(text: &Text<'_>, names: &mut Names<'r>, s: &'r Statement) -> Result<(), GateError> {
    if s.content.is_empty() {
        return At::of(s, "content").err(Problem::NoContent);
    }
    for (field, spans) in [("content", &s.content), ("cue", &s.cue), ("source", &s.source)] {
        for (i, span) in spans.iter().enumerate() {
            text.span(At::of(s, field).nth(i), span)?;
        }
    }
    for (i, pair) in s.content.windows(2).enumerate() {
        if let [previous, span] = pair
            && span.start < previous.end
        {
            let problem = Problem::Order {
                start: span.start,
                end: span.end,
                previous_end: previous.end,
            };
            return At::of(s, "content").nth(i + 1).err(problem);
        }
    }
    for (field, span) in [
        ("addressee", &s.addressee),
        ("medium", &s.medium),
        ("event", &s.event),
    ] {
        if let Some(span) = span {
            text.span(At::of(s, field), span)?;
        }
    }
    for (i, via) in s.via.iter().enumerate() {
        let at = At::of(s, "via").nth(i);
        text.slice(at, via.start, via.end, &via.text)?;
        names.add(at.inner("name"), Some(&via.name));
    }
    if let Some(said) = &s.said_on {
        text.slice(At::of(s, "said_on"), said.start, said.end, &said.text)?;
    }
    for (field, speaker) in speakers(s) {
        names.add(field.inner("name"), speaker.name.as_deref());
        names.add(field.inner("role"), speaker.role.as_deref());
        names.add(field.inner("org"), speaker.org.as_deref());
    }
    Ok(())
}

fn speakers(s: &Statement) -> impl Iterator<Item = (At<'_>, &Speaker)> {
    let listed = |field| move |(i, speaker)| (At::of(s, field).nth(i), speaker);
    let open = s.candidates.iter().enumerate().map(listed("candidates"));
    s.speakers.iter().enumerate().map(listed("speakers")).chain(open)
}

fn check_references(
    statements: &[Statement],
    people: &BTreeSet<&str>,
    events: &BTreeSet<&str>,
) -> Result<(), GateError> {
    let mut earlier = BTreeSet::new();
    let mut ids = BTreeSet::new();
    for s in statements {
        if !ids.insert(s.id.as_str()) {
            return At::of(s, "id").err(Problem::DuplicateId { id: s.id.clone() });
        }
    }
    let probable = |at: At<'_>, value: f32| {
        if (0.0..=1.0).contains(&value) {
            Ok(())
        } else {
            at.err(Problem::Confidence { value })
        }
    };
    for s in statements {
        probable(At::of(s, "confidence"), s.confidence)?;
        for (at, speaker) in speakers(s) {
            probable(at.inner("confidence"), speaker.confidence)?;
            if let Some(id) = speaker.person.as_deref().filter(|id| !people.contains(id)) {
                return at.inner("person").err(Problem::Unknown {
                    id: id.to_owned(),
                    list: "people",
                });
            }
        }
        if let Some(id) = s.event_id.as_deref().filter(|id| !events.contains(id)) {
            return At::of(s, "event_id").err(Problem::Unknown {
                id: id.to_owned(),
                list: "events",
            });
        }
        for (i, id) in s.same_as.iter().enumerate() {
            let at = At::of(s, "same_as").nth(i);
            if !ids.contains(id.as_str()) {
                return at.err(Problem::Unknown {
                    id: id.clone(),
                    list: "statements",
                });
            }
            if !earlier.contains(id.as_str()) {
                return at.err(Problem::NotEarlier { id: id.clone() });
            }
        }
        earlier.insert(s.id.as_str());
    }
    Ok(())
}

fn check_nesting(statements: &[Statement]) -> Result<(), GateError> {
    let numbers: BTreeMap<&str, usize> = statements
        .iter()
        .enumerate()
        .map(|(i, s)| (s.id.as_str(), i))
        .collect();
    let mut parents: Vec<Option<usize>> = Vec::with_capacity(statements.len());
    for s in statements {
        let Some(id) = &s.parent else {
            parents.push(None);
            continue;
        };
        let Some(&number) = numbers.get(id.as_str()) else {
            return At::of(s, "parent").err(Problem::Unknown {
                id: id.clone(),
                list: "statements",
            });
        };
        parents.push(Some(number));
    }

    // Each walk upwards stops where an earlier walk has been; meeting its own mark is a cycle.
    let mut walked = vec![usize::MAX; statements.len()];
    for (walk, s) in statements.iter().enumerate() {
        let mut up = Some(walk);
        while let Some(number) = up {
            match walked.get_mut(number) {
                Some(mark) if *mark == usize::MAX => *mark = walk,
                Some(mark) if *mark == walk => return At::of(s, "parent").err(Problem::Cycle),
                _ => break,
            }
            up = parents.get(number).copied().flatten();
        }
    }

    for (s, parent) in statements.iter().zip(&parents) {
        let Some(parent) = parent.and_then(|number| statements.get(number)) else {
            continue;
        };
        if let (Some((start, end)), Some((parent_start, parent_end))) = (envelope(s), envelope(parent))
            && (start < parent_start || end > parent_end)
        {
            let parent = parent.id.clone();
            return At::of(s, "parent").err(Problem::OutsideParent {
                parent,
                parent_start,
                parent_end,
                start,
                end,
            });
        }
    }
    Ok(())
}

/// From where the first fragment begins to where the last ends.
fn envelope(s: &Statement) -> Option<(u32, u32)> {
    Some((s.content.first()?.start, s.content.last()?.end))
}
