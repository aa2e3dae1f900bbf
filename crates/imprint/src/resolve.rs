//! From what is printed to facts: which year, which of two readings, what wins.

use crate::dates::{Dated, Meaning};
use crate::day::Day;
use crate::head::Parts;
use crate::note;
use crate::{Anchors, Dateline, Fact, Given, Imprint, check_date};
use jiff::Span;
use jiff::civil::Date;
use std::ops::Range;

/// A report may carry the date of the day after, where it is read in another time zone.
const AHEAD: i64 = 2;

/// What of the dates of a text is known.
struct Calendar {
    /// The day of publication, or the best that stands in for it.
    reference: Option<Date>,
    /// Whether numbers put the month first, where the text shows it.
    month_first: Option<bool>,
}

impl Calendar {
    /// The reading of an ambiguous day that the text decides for; nothing when it does not.
    fn reading(&self, day: &Day) -> Option<Day> {
        if !day.either {
            return Some(*day);
        }
        let first = Day {
            either: false,
            ..*day
        };
        let second = day.swapped();
        if let Some(month_first) = self.month_first {
            return Some(if month_first { second } else { first });
        }
        let near = |d: &Day| {
            let (Some(reference), Some(date)) = (self.reference, d.in_year(None)) else {
                return false;
            };
            days_between(date, reference).abs() <= AHEAD
        };
        match (near(&first), near(&second)) {
            (true, false) => Some(first),
            (false, true) => Some(second),
            _ => None,
        }
    }

    /// The day, in the last year in which it is not later than the reference.
    fn before(&self, day: &Day) -> Option<Date> {
        let day = self.reading(day)?;
        if day.year.is_some() {
            return day.in_year(None);
        }
        let reference = self.reference?;
        let latest = reference
            .checked_add(Span::new().days(AHEAD))
            .unwrap_or(reference);
        // a leap day may be four years, or eight, in the past
        (0..=8).find_map(|back| {
            let date = day.in_year(Some(latest.year().checked_sub(back)?))?;
            (date <= latest).then_some(date)
        })
    }

    /// The day, in the first year in which it is not earlier than the reference.
    fn after(&self, day: &Day) -> Option<Date> {
        let day = self.reading(day)?;
        if day.year.is_some() {
            return day.in_year(None);
        }
        let reference = self.reference?;
        let date = |year| day.in_year(Some(year)).filter(|d| *d >= reference);
        date(reference.year()).or_else(|| date(reference.year().checked_add(1)?))
    }
}

fn days_between(a: Date, b: Date) -> i64 {
    // both are civil dates of four-digit years, whose distance is known
    a.until(b).map_or(i64::MAX, |span| i64::from(span.get_days()))
}

/// What the parts of a text say, with what was handed in.
pub(crate) fn resolve(text: &str, given: &Given, parts: Parts) -> Imprint {
    let given_day = given.published.as_deref().and_then(|p| check_date(p).ok());
    let mut calendar = Calendar {
        reference: given_day,
        month_first: month_first(&parts),
    };
    let plain = |d: &&Dated| matches!(d.meaning, Meaning::Plain | Meaning::Published);
    let published = parts
        .dates
        .iter()
        .filter(plain)
        .min_by_key(|d| d.meaning == Meaning::Plain)
        .and_then(|d| fact(&calendar, d, Calendar::before));
    if calendar.reference.is_none() {
        calendar.reference = published
            .as_ref()
            .map(|p| p.1)
            .or_else(|| {
                let line = parts.dateline.as_ref()?;
                calendar.reading(line.day.as_ref()?)?.in_year(None)
            })
            .or_else(|| {
                let dated = parts.dates.iter().filter(|d| d.meaning != Meaning::Plain);
                dated
                    .filter_map(|d| calendar.reading(d.stamp.day.as_ref()?)?.in_year(None))
                    .min()
            });
    }
    let line_day = parts.dateline.as_ref().and_then(|l| l.day);
    let dateline_date = line_day.and_then(|d| calendar.before(&d));
    let of = |meaning| parts.dates.iter().filter(move |d| d.meaning == meaning);
    let mut modified = of(Meaning::Modified)
        .next_back()
        .and_then(|d| fact(&calendar, d, Calendar::after));
    let mut first = of(Meaning::FirstPublished)
        .next()
        .and_then(|d| timed(&calendar, d));
    for note in &parts.notes {
        let words = text.get(note.range.clone()).unwrap_or_default();
        if first.is_none()
            && let Some((range, stamp)) = note::first_published(words)
        {
            first = timed(
                &calendar,
                &dated(Meaning::FirstPublished, range, stamp, note.range.start),
            );
        }
        if modified.is_none()
            && let Some((range, stamp)) = note::changed(words)
        {
            modified = fact(
                &calendar,
                &dated(Meaning::Modified, range, stamp, note.range.start),
                Calendar::after,
            );
        }
    }
    let printed_day = published.as_ref().map(|p| p.1);
    let anchors = Anchors {
        dateline: dateline_date,
        published: given_day.or(printed_day),
        modified: modified.as_ref().map(|m| m.1),
    };
    let published = match (&given.published, published) {
        (Some(value), printed) => Some(Fact {
            value: value.clone(),
            // the text says so too
            at: printed.filter(|p| Some(p.1) == given_day).and_then(|p| p.0.at),
        }),
        (None, printed) => printed.map(|p| p.0),
    };
    let dateline = parts.dateline.map(|line| Dateline {
        date: line.day.and_then(|day| calendar.reading(&day)).map(|day| {
            dateline_date.map_or_else(|| format!("--{:02}-{:02}", day.month, day.day), |d| d.to_string())
        }),
        range: line.range,
        place: line.place,
        agency: line.agency,
    });
    let agency = dateline.as_ref().and_then(|l| l.agency.clone());
    Imprint {
        title: worded(text, given.title.as_deref(), parts.title),
        outlet: worded(text, given.outlet.as_deref(), parts.outlet.or(agency)),
        byline: parts.byline,
        published,
        modified: modified.map(|m| m.0),
        first_published: first,
        dateline,
        notes: parts.notes,
        body: parts.body,
        anchors,
    }
}

fn dated(meaning: Meaning, range: Range<usize>, stamp: crate::stamp::Stamp, by: usize) -> Dated {
    let range = range.start + by..range.end + by;
    Dated {
        meaning,
        stamp,
        printed: range.clone(),
        range,
    }
}

/// A fact with a day.
fn fact(
    calendar: &Calendar,
    dated: &Dated,
    year: impl Fn(&Calendar, &Day) -> Option<Date>,
) -> Option<(Fact, Date)> {
    let day = year(calendar, dated.stamp.day.as_ref()?)?;
    let fact = Fact {
        value: dated.stamp.iso(Some(day))?,
        at: Some(dated.range.clone()),
    };
    Some((fact, day))
}

/// A fact with a day or, without one, the time of day.
fn timed(calendar: &Calendar, dated: &Dated) -> Option<Fact> {
    let day = dated.stamp.day.and_then(|d| calendar.before(&d));
    Some(Fact {
        value: dated.stamp.iso(day)?,
        at: Some(dated.range.clone()),
    })
}

/// Whether another date of the text shows which number is the month; nothing when two disagree.
fn month_first(parts: &Parts) -> Option<bool> {
    let line = parts.dateline.as_ref().and_then(|l| l.day);
    let days = parts.dates.iter().filter_map(|d| d.stamp.day).chain(line);
    let mut shown = days.filter_map(|d| d.month_first);
    let first = shown.next()?;
    shown.all(|other| other == first).then_some(first)
}

/// What was handed in, else what is printed.
fn worded(text: &str, given: Option<&str>, printed: Option<Range<usize>>) -> Option<Fact> {
    let words = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
    match given {
        Some(value) => Some(Fact {
            value: value.to_owned(),
            at: printed.filter(|r| words(r) == value.trim()),
        }),
        None => printed.map(|range| Fact {
            value: words(&range).to_owned(),
            at: Some(range),
        }),
    }
}
