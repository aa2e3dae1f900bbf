//! Going through units, into everything that holds something else, down to single articles.

use crate::archive::{Allowance, Left, Unreadable};
use crate::arrival::{Arrival, Cursor, MOST_LISTED, Passed, What};
use crate::input::{Place, Unit};
use crate::kind::Kind;
use crate::lent::{Lent, joined, name_of, name_within};
use crate::open::{Content, Hints, Opened, Opener};
use crate::seen::{self, Seen};
use crate::web::{Came, Part, Web};
use onrecord_record::{Extent, Origin, Status, bytes_sha256};
use onrecord_source::{Body, Entry, Found, Skip};
use std::panic::{AssertUnwindSafe, catch_unwind};
use url::Url;

/// Containers inside containers, at most.
const DEEPEST: usize = 8;
/// Sitemaps that point to sitemaps, at most.
const FARTHEST: u32 = 3;

/// What is open, and what it lends to everything inside.
struct Frame {
    content: Content,
    /// What the outer containers say of it.
    lent: Lent,
    /// The answer that it was read from is not done with before it is used up.
    open: Option<Part>,
}

/// Goes through units and yields articles and damages, in order.
pub struct Intake {
    units: Vec<Unit>,
    /// The unit that is open, or the next one.
    unit: usize,
    /// Whether it is open.
    inside: bool,
    /// How many arrivals it has yielded.
    item: u64,
    frames: Vec<Frame>,
    opener: Opener,
    web: Web,
    follow: bool,
    passed: Passed,
    /// How much the unit may unpack to.
    allowance: Allowance,
    /// The answer that what comes next is a part of.
    part: Option<Part>,
    /// By what it is known again, if it was fetched.
    key: Option<String>,
    /// The hash of the answer that the unit at hand is.
    answer: Option<String>,
    /// Where to begin; everything before has been dealt with in an earlier run.
    begin: Cursor,
    /// What in the unit there has been dealt with and cannot be counted.
    seen: Seen,
    /// Whether the answer there has changed since then, and this has not been said.
    changed: bool,
}

impl Intake {
    /// Goes through `units`, from `begin` on.
    ///
    /// Units before it are not opened; arrivals before it, in the unit that it lies in, are dropped.
    pub fn new(units: Vec<Unit>, opener: Opener, mut web: Web, follow: bool, begin: Cursor) -> Self {
        let addresses = units
            .iter()
            .skip(begin.unit)
            .filter_map(|unit| match &unit.place {
                Place::Address(address) => Some(address.clone()),
                Place::File(_) | Place::StandardInput => None,
            });
        web.expect(addresses.collect());
        Self {
            units,
            unit: begin.unit,
            inside: false,
            item: 0,
            frames: Vec::new(),
            opener,
            web,
            follow,
            passed: Passed::default(),
            allowance: Allowance::default(),
            part: None,
            key: None,
            answer: None,
            begin,
            seen: Seen::default(),
            changed: false,
        }
    }

    /// Whether the unit that is open was fetched.
    fn fetching(&self) -> bool {
        let unit = self.units.get(self.unit);
        unit.is_some_and(|unit| matches!(unit.place, Place::Address(_)))
    }

    /// Drops what was `seen` in the unit to begin with as well.
    #[must_use]
    pub fn after(mut self, seen: Seen) -> Self {
        self.seen = seen;
        self
    }

    /// How many units there are in all.
    pub fn len(&self) -> usize {
        self.units.len()
    }

    /// Whether there is nothing to go through.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// Opens the next unit. What comes of it at once is an arrival.
    fn enter(&mut self) -> Option<What> {
        let unit = self.units.get(self.unit)?.clone();
        self.inside = true;
        self.item = 0;
        self.allowance = Allowance::default();
        self.answer = None;
        let lent = Lent {
            origin: Origin {
                input: unit.to_string(),
                ..Origin::default()
            },
            ..Lent::default()
        };
        let opened = match &unit.place {
            Place::Address(address) => {
                let came = self.web.next(address);
                return self.fetched(came, None, lent, unit.kind);
            }
            Place::File(path) => opened(|| self.opener.file(path, unit.kind, self.allowance.clone())),
            Place::StandardInput => opened(|| self.opener.standard_input(unit.kind, self.allowance.clone())),
        };
        self.push(opened, lent, unit.named)
    }

    /// Takes in what the web gave, for an address that something in the input `pointed` to.
    fn fetched(
        &mut self,
        came: Came,
        pointed: Option<&Url>,
        mut lent: Lent,
        kind: Option<Kind>,
    ) -> Option<What> {
        let address = pointed.map(Url::to_string);
        // a unit is called by its address
        lent.address = address.or_else(|| Some(lent.origin.input.clone()));
        match came {
            Ok((entry, answer)) => {
                if let (None, Body::Bytes { bytes, .. }) = (pointed, &entry.body) {
                    self.answer = Some(bytes_sha256(bytes));
                    let before = self.seen.answer.as_ref();
                    self.changed = before.is_some_and(|before| self.answer.as_ref() != Some(before));
                }
                lent.answer = Some(answer);
                self.entry(entry, &lent, kind)
            }
            Err(found) => {
                lent.origin.within.extend(pointed.map(Url::to_string));
                self.found(found, &lent)
            }
        }
    }

    /// Puts something that was opened on the stack, or hands on what is an article itself.
    fn push(&mut self, opened: Opened, lent: Lent, named: bool) -> Option<What> {
        let Opened { kind, content, notes } = opened;
        self.passed.opened(kind, self.frames.is_empty());
        match content {
            Content::Unreadable { problem, remedy } => {
                if kind == Kind::Other && !named {
                    self.passed
                        .skipped(Skip::OtherKind, &problem, &name_of(&lent.origin));
                    return None;
                }
                Some(self.damaged(&lent, &[], problem, remedy))
            }
            Content::Leaf(mut entry) => {
                entry.origin.kind = kind.name().to_owned();
                entry.notes.extend(notes);
                Some(self.whole(*entry, &lent))
            }
            content if self.frames.len() >= DEEPEST => {
                drop(content);
                let problem = format!("it lies in {DEEPEST} archives, one inside the other");
                let remedy = "unpack them, and name what is inside".to_owned();
                Some(self.damaged(&lent, &[], problem, remedy))
            }
            content => {
                let mut lent = lent;
                lent.listed = kind == Kind::Addresses && named && self.frames.is_empty() && !self.fetching();
                lent.origin.kind = kind.name().to_owned();
                lent.notes.extend(notes);
                lent.address = None;
                let open = lent.answer.as_ref().map(Part::of);
                self.frames.push(Frame { content, lent, open });
                None
            }
        }
    }

    /// An article, with what its containers say of it.
    fn whole(&mut self, mut entry: Entry, lent: &Lent) -> What {
        self.part = lent.answer.as_ref().map(Part::of);
        self.key = lent
            .is_fetched()
            .then(|| seen::key(&entry, lent.address.as_deref()));
        entry.facts.extend(lent.facts.iter().cloned());
        entry.notes.splice(0..0, lent.notes.iter().cloned());
        entry.status = entry.status.max(lent.status);
        if entry.extent == Extent::Full {
            entry.extent = lent.extent;
        }
        entry.origin = joined(entry.origin, &lent.origin);
        What::Entry(Box::new(entry))
    }

    /// Something that cannot be read.
    fn damaged(&mut self, lent: &Lent, within: &[String], problem: String, remedy: String) -> What {
        self.part = lent.answer.as_ref().map(Part::of);
        let address = lent.address.as_deref();
        self.key = lent.is_fetched().then(|| seen::of_damage(address, &problem));
        // what came in an earlier run is not missed when it does not come again
        if let Some(address) = address
            && self.unit == self.begin.unit
        {
            let mut before = [seen::of_address(address), seen::of_page(address)].into_iter();
            if let Some(known) = before.find(|known| self.seen.holds(known)) {
                self.key = Some(known);
            }
        }
        What::Damaged {
            name: name_within(&lent.origin, within),
            problem,
            remedy,
        }
    }

    /// Looks at what a reader came upon.
    fn found(&mut self, found: Found, lent: &Lent) -> Option<What> {
        match found {
            Found::Entry(entry) => {
                // what is archived is there to be read; a list of addresses in it is not there to be fetched
                let is_text = |entry: &Entry| matches!(&entry.body, Body::Bytes { media_type: Some(m), .. } if m == "text/plain");
                let kind = (entry.origin.record.is_some() && is_text(&entry)).then_some(Kind::Text);
                self.entry(*entry, lent, kind)
            }
            Found::Skipped { within, reason, what } => {
                self.passed
                    .skipped(reason, &what, &name_within(&lent.origin, &within));
                None
            }
            Found::Damaged {
                within,
                problem,
                remedy,
            } => {
                // the place is not said twice
                let place = within.last().map(|place| format!("{place}: "));
                let bare = place.and_then(|place| problem.strip_prefix(&place).map(str::to_owned));
                Some(self.damaged(lent, &within, bare.unwrap_or(problem), remedy))
            }
        }
    }

    /// Looks into an entry: an article, something that holds articles, or a pointer.
    fn entry(&mut self, mut entry: Entry, lent: &Lent, kind: Option<Kind>) -> Option<What> {
        match std::mem::replace(&mut entry.body, Body::Locator) {
            Body::Bytes {
                bytes,
                media_type,
                charset,
            } => {
                let within = entry.origin.within.last().cloned();
                let name = within.or_else(|| entry.origin.address.clone());
                let hints = Hints {
                    name,
                    media_type,
                    charset,
                    address: entry.origin.address.clone(),
                    kind,
                    allowance: self.allowance.clone(),
                };
                if entry.origin.address.is_some() && self.frames.is_empty() {
                    self.allowance.grow(bytes.len() as u64);
                }
                let opened = opened(|| self.opener.bytes(bytes, &hints));
                let named = lent.origin.kind.is_empty();
                let lent = lent.to_inside(entry);
                self.push(opened, lent, named)
            }
            Body::Locator if entry.status == Status::Usable => self.pointer(entry, lent),
            body => {
                entry.body = body;
                if entry.origin.kind.is_empty() {
                    entry.origin.kind.clone_from(&lent.origin.kind);
                }
                Some(self.whole(entry, lent))
            }
        }
    }

    /// Follows a pointer, if that was asked for; else an article's pointer is its record, and a list's is passed over.
    fn pointer(&mut self, mut entry: Entry, lent: &Lent) -> Option<What> {
        let list = matches!(entry.origin.kind.as_str(), "sitemap" | "feed");
        let address = entry
            .facts
            .iter()
            .find(|f| f.field == onrecord_record::DeclaredField::Url)
            .and_then(|f| Url::parse(&f.value).ok());
        let far = lent.followed >= FARTHEST;
        match address {
            // dealt with before the work was cut off: no page is asked for twice
            Some(address)
                if (self.follow || lent.listed)
                    && self.unit == self.begin.unit
                    && self.seen.take(&seen::of_page(address.as_str())) =>
            {
                None
            }
            Some(address) if (self.follow || lent.listed) && !far => {
                entry.extent = Extent::Full;
                entry.origin.kind.clear();
                let mut next = lent.to_inside(entry);
                next.followed += 1;
                let came = self.web.one(&address, lent.answer.as_ref());
                self.fetched(came, Some(&address), next, None)
            }
            address if list => {
                let name = address.map_or_else(|| name_of(&lent.origin), |a| a.to_string());
                self.passed.skipped(Skip::Pointer, "a list of addresses", &name);
                None
            }
            _ => {
                entry.extent = Extent::Locator;
                if entry.origin.kind.is_empty() {
                    entry.origin.kind.clone_from(&lent.origin.kind);
                }
                Some(self.whole(entry, lent))
            }
        }
    }

    /// Takes the next thing out of what is open. Nothing when it is used up.
    fn advance(&mut self) -> Option<Option<What>> {
        let frame = self.frames.last_mut()?;
        match &mut frame.content {
            Content::Reader(reader) => match catch_unwind(AssertUnwindSafe(|| reader.next())) {
                Ok(Some(found)) => {
                    let lent = frame.lent.clone();
                    Some(self.found(found, &lent))
                }
                Ok(None) => None,
                Err(_) => Some(self.fallen()),
            },
            Content::Members(members) => match catch_unwind(AssertUnwindSafe(|| members.next())) {
                Err(_) => Some(self.fallen()),
                Ok(None) => None,
                Ok(Some(member)) => {
                    let mut lent = frame.lent.clone();
                    lent.origin.within.push(member.name.clone());
                    lent.origin.kind.clear();
                    match member.content {
                        Ok(stream) => {
                            let hints = Hints::of_member(&member.name, &self.allowance);
                            let opened = opened(|| self.opener.stream(stream, &hints));
                            Some(self.push(opened, lent, false))
                        }
                        // what is damaged is no thing of another kind
                        Err(Left::Unreadable(Unreadable { problem, remedy })) => {
                            Some(Some(self.damaged(&lent, &[], problem, remedy.to_owned())))
                        }
                        Err(Left::Bare(what)) => {
                            self.passed.skipped(Skip::OtherKind, what, &name_of(&lent.origin));
                            Some(None)
                        }
                    }
                }
            },
            Content::Leaf(_) | Content::Unreadable { .. } => None,
        }
    }

    /// Drops what a mistake was made in: nothing is known of its state, so nothing behind the mistake is read.
    fn fallen(&mut self) -> Option<What> {
        let frame = self.frames.pop()?;
        let problem = format!("{MISTAKE}; what comes behind it was not read");
        Some(self.damaged(&frame.lent, &[], problem, REPORT.to_owned()))
    }

    /// The next arrival, whether or not it was dealt with before.
    fn arrive(&mut self) -> Option<Arrival> {
        loop {
            let what = if !self.inside {
                if self.unit >= self.units.len() {
                    return None;
                }
                self.enter()
            } else if self.frames.is_empty() {
                self.inside = false;
                self.unit += 1;
                let at = Cursor {
                    unit: self.unit,
                    item: 0,
                };
                return Some(self.arrival(at, What::End));
            } else {
                match self.advance() {
                    Some(what) => what,
                    None => {
                        let open = self.frames.pop().and_then(|frame| frame.open);
                        open.into_iter().for_each(Part::kept);
                        None
                    }
                }
            };
            let full = self.passed.listed.len() >= MOST_LISTED;
            let what = what.or_else(|| full.then_some(What::Passed));
            if let Some(what) = what {
                self.item += u64::from(self.key.is_none());
                let at = Cursor {
                    unit: self.unit,
                    item: self.item,
                };
                return Some(self.arrival(at, what));
            }
        }
    }

    fn arrival(&mut self, at: Cursor, what: What) -> Arrival {
        Arrival {
            input: self
                .units
                .get(self.unit)
                .map(ToString::to_string)
                .unwrap_or_default(),
            named: self.units.get(self.unit).is_some_and(|unit| unit.named),
            at,
            passed: std::mem::take(&mut self.passed),
            what,
            part: self.part.take(),
            key: self.key.take(),
            answer: self.answer.clone(),
            changed: false,
        }
    }
}

impl Iterator for Intake {
    type Item = Arrival;

    fn next(&mut self) -> Option<Arrival> {
        loop {
            let mut arrival = self.arrive()?;
            let same_unit = arrival.at.unit == self.begin.unit;
            let dealt_with = match &arrival.key {
                None => arrival.at <= self.begin,
                Some(key) => same_unit && self.seen.take(key),
            };
            if !dealt_with {
                if same_unit && (self.begin.item > 0 || !self.seen.keys.is_empty()) {
                    // that the unit was opened has been counted
                    arrival.passed.opened.clear();
                }
                arrival.changed = std::mem::take(&mut self.changed);
                return Some(arrival);
            }
            // what could not be read in an earlier run is still to be asked for in a later one
            if !matches!(arrival.what, What::Damaged { .. }) {
                arrival.part.into_iter().for_each(Part::kept);
            }
        }
    }
}

/// Opens something; a mistake of a reader is told like a damage, so that everything else is still read.
fn opened(open: impl FnOnce() -> Opened) -> Opened {
    catch_unwind(AssertUnwindSafe(open)).unwrap_or_else(|_| Opened {
        // not something that is passed over
        kind: Kind::Text,
        ..Opened::unreadable(MISTAKE, REPORT)
    })
}

const MISTAKE: &str = "the program made a mistake in this input";
const REPORT: &str = "please report this, with the input if you may";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::Web;
    use onrecord_source::Reader;

    #[test]
    fn a_reader_that_panics_costs_its_own_input_alone() {
        let mut intake = Intake::new(
            Vec::new(),
            Opener::default(),
            Web::closed(),
            false,
            Cursor::default(),
        );
        let mut left = 2;
        let reader: Reader<'static> = Box::new(std::iter::from_fn(move || {
            left -= 1;
            assert!(left > 0, "a mistake");
            let entry = Entry::new(Body::Document(onrecord_source::Document::default()));
            Some(Found::Entry(Box::new(entry)))
        }));
        intake.frames.push(Frame {
            content: Content::Reader(reader),
            lent: Lent::default(),
            open: None,
        });
        assert!(matches!(intake.advance(), Some(Some(What::Entry(_)))));
        let Some(Some(What::Damaged { problem, .. })) = intake.advance() else {
            panic!("the mistake is told");
        };
        assert!(problem.starts_with(MISTAKE));
        assert!(intake.advance().is_none());
        let unreadable = opened(|| panic!("a mistake"));
        assert!(matches!(unreadable.content, Content::Unreadable { .. }));
    }
}
