//! From what a phrase means to the days it stands for.

use crate::days::{Anchors, Days};
use crate::lexicon::Unit;
use crate::phrase::{Meaning, Turn};
use jiff::Span;
use jiff::civil::{Date, Weekday};

/// A date without a year is read as past, unless that would be more than this many days ago.
const LONG_AGO: i64 = 270;

/// What a phrase is counted from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context {
    pub(crate) anchors: Anchors,
    /// The day that the text told of last.
    pub(crate) told: Option<Date>,
    /// The clause speaks of what has yet to come.
    pub(crate) future: bool,
}

const NO_ANCHOR: &str = "nothing says which day the text was written";

/// The days that `meaning` stands for, and why those.
pub(crate) fn resolve(meaning: Meaning, context: &Context) -> (Option<Days>, String) {
    let found = match meaning {
        Meaning::Date {
            year,
            month,
            day,
            last,
            weekday,
        } => return date(context, year, month, day, last, weekday),
        Meaning::Month(month, Some(year), _) => {
            return (
                Days::month(year, month),
                "the month is printed in full".to_owned(),
            );
        }
        Meaning::Year(year) => return (Days::year(year), "the year is printed".to_owned()),
        Meaning::Vague => return (None, "the text does not say which day".to_owned()),
        Meaning::Told(days) => {
            let Some(told) = context.told else {
                return (None, "no day is told of before it".to_owned());
            };
            let why = match days {
                0 => format!("the day told of before it, {told}"),
                n if n < 0 => format!("{} before the day told of before it, {told}", count(-n)),
                n => format!("{} after the day told of before it, {told}", count(n)),
            };
            return (shift(told, i64::from(days)).map(Days::day), why);
        }
        Meaning::Weekday(day, turn) => context.anchors.written().and_then(|written| {
            let (days, rule) = weekday(written, day, turn, context.future)?;
            Some((days, format!("the {} {rule}", weekday_name(day))))
        }),
        Meaning::Deictic(days) => context.anchors.written().and_then(|written| {
            let rule = match days {
                0 => "the day of",
                n if n < 0 => "the day before",
                _ => "the day after",
            };
            Some((Days::day(shift(written, i64::from(days))?), rule.to_owned()))
        }),
        Meaning::Overnight => context.anchors.written().and_then(|written| {
            Some((
                Days::new(shift(written, -1)?, written)?,
                "the night to".to_owned(),
            ))
        }),
        Meaning::Month(month, None, turn) => context.anchors.written().and_then(|written| {
            let (year, rule) = month_year(written, month, turn);
            Some((Days::month(year, month)?, rule.to_owned()))
        }),
        Meaning::Unit(unit, turn) => context.anchors.written().and_then(|written| {
            let (n, rule) = match turn {
                Turn::Last | Turn::OfLastWeek => (-1, "the one before that of"),
                Turn::This | Turn::Plain => (0, "that of"),
                Turn::Next => (1, "the one after that of"),
            };
            Some((period(written, unit, n)?, rule.to_owned()))
        }),
        Meaning::Ago(n, unit) => context.anchors.written().and_then(|written| {
            let days = match unit {
                Unit::Day => Days::day(shift(written, -i64::from(n))?),
                // people round: the week, month or year is as near as this goes
                _ => period(written, unit, -i64::from(n))?,
            };
            Some((days, "counted back from".to_owned()))
        }),
    };
    match (found, context.anchors.written()) {
        (Some((days, rule)), Some(written)) => (
            Some(days),
            format!("{rule} {}, {written}", context.anchors.named()),
        ),
        _ => (None, NO_ANCHOR.to_owned()),
    }
}

fn count(days: i16) -> String {
    if days == 1 {
        "a day".to_owned()
    } else {
        format!("{days} days")
    }
}

fn shift(date: Date, days: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// The weekday meant by a text written on `written`: the last one, the day itself included, unless told otherwise.
/// Within a week; "last Monday" and "Monday last week" within two.
fn weekday(written: Date, day: Weekday, turn: Turn, future: bool) -> Option<(Days, &'static str)> {
    let back = i64::from(written.weekday().since(day));
    let ahead = i64::from(written.weekday().until(day));
    let week = i64::from(day.to_monday_zero_offset()) - i64::from(written.weekday().to_monday_zero_offset());
    let (days, rule) = match turn {
        Turn::Plain if future && back > 0 => (ahead, "that comes after"),
        Turn::Plain => (-back, "on or before"),
        Turn::Last if week == -back && back > 0 => {
            // some mean the last one, others that of the week before: no telling which
            let (first, last) = (shift(written, week - 7)?, shift(written, week)?);
            return Some((Days::new(first, last)?, "in the week of, or in the week before,"));
        }
        Turn::Last => (week - 7, "before"),
        Turn::This => (week, "in the week of"),
        Turn::Next if ahead == 0 => (7, "after"),
        Turn::Next => (ahead, "after"),
        Turn::OfLastWeek => (week - 7, "in the week before that of"),
    };
    Some((Days::day(shift(written, days)?), rule))
}

fn month_year(written: Date, month: i8, turn: Turn) -> (i16, &'static str) {
    let (year, now) = (written.year(), written.month());
    match turn {
        Turn::Plain | Turn::OfLastWeek if month <= now => (year, "the last one up to"),
        Turn::Plain | Turn::OfLastWeek => (year - 1, "the last one up to"),
        Turn::Last if month < now => (year, "the last one before"),
        Turn::Last => (year - 1, "the last one before"),
        Turn::This => (year, "that of the year of"),
        Turn::Next if month > now => (year, "the next one after"),
        Turn::Next => (year + 1, "the next one after"),
    }
}

/// The week (from Monday), weekend, month or year `n` after that of `written`.
fn period(written: Date, unit: Unit, n: i64) -> Option<Days> {
    let monday = || {
        let since = i64::from(written.weekday().to_monday_zero_offset());
        shift(written, n.checked_mul(7)? - since)
    };
    let index = |months: i64| i64::from(written.year()) * 12 + i64::from(written.month()) - 1 + months;
    match unit {
        Unit::Week => {
            let monday = monday()?;
            Days::new(monday, shift(monday, 6)?)
        }
        Unit::Weekend => {
            let monday = monday()?;
            Days::new(shift(monday, 5)?, shift(monday, 6)?)
        }
        Unit::Month => {
            let month = index(n);
            Days::month(
                i16::try_from(month.div_euclid(12)).ok()?,
                i8::try_from(month.rem_euclid(12) + 1).ok()?,
            )
        }
        Unit::Year => Days::year(i16::try_from(i64::from(written.year()) + n).ok()?),
        Unit::Day | Unit::Hour => None,
    }
}

fn date(
    context: &Context,
    year: Option<i16>,
    month: i8,
    day: i8,
    last: Option<i8>,
    weekday: Option<Weekday>,
) -> (Option<Days>, String) {
    let in_year = |year: i16| {
        let first = Date::new(year, month, day).ok()?;
        if weekday.is_some_and(|w| w != first.weekday()) {
            return None;
        }
        let last = match last {
            Some(last) => Date::new(year, month, last).ok()?,
            None => first,
        };
        Days::new(first, last)
    };
    if let Some(year) = year {
        let days = in_year(year);
        let why = match days {
            Some(_) => "the date is printed in full",
            None => "no such day is in the calendar",
        };
        return (days, why.to_owned());
    }
    let Some(written) = context.anchors.written() else {
        return (None, NO_ANCHOR.to_owned());
    };
    let near = |days: &Days| {
        let away = days_between(written, days.first());
        let expected = if context.future { away >= 0 } else { away <= 0 };
        away.abs() + if expected { 0 } else { 2 * LONG_AGO - 365 }
    };
    let days = [-1, 0, 1]
        .into_iter()
        .filter_map(|n| in_year(written.year().checked_add(n)?))
        .min_by_key(near);
    let why = match days {
        Some(_) => format!("the one nearest to {}, {written}", context.anchors.named()),
        None => "no such day is near the day of writing".to_owned(),
    };
    (days, why)
}
