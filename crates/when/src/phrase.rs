//! From words to phrases that mean a time, whatever the date of the text.

use crate::lexicon::{Unit, Word, Written};
use jiff::civil::Weekday;
use onrecord_text::{Layout, Shape};
use std::ops::Range;

/// Which of the days, months and so on of a name is meant, counted from the day of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Nothing says.
    Plain,
    Last,
    This,
    Next,
    /// "Monday last week"
    OfLastWeek,
}

/// What a phrase means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    Weekday(Weekday, Turn),
    Date {
        year: Option<i16>,
        month: i8,
        day: i8,
        /// Last day of a range within the month.
        last: Option<i8>,
        weekday: Option<Weekday>,
    },
    Month(i8, Option<i16>, Turn),
    Year(i16),
    /// Days from the day of writing.
    Deictic(i8),
    Overnight,
    Unit(Unit, Turn),
    Ago(i16, Unit),
    /// Days from the day told of last.
    Told(i16),
    /// Some time, not which.
    Vague,
}

/// A phrase that means a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Phrase {
    pub(crate) tokens: Range<usize>,
    pub(crate) meaning: Meaning,
    /// It is an end of a period ("until Friday").
    pub(crate) bound: bool,
}

/// Reads phrases in one sentence.
pub(crate) struct Grammar<'a, 't> {
    pub(crate) layout: &'a Layout<'t>,
    pub(crate) words: &'a [Word],
    /// The sentence.
    pub(crate) within: Range<usize>,
}

impl Grammar<'_, '_> {
    /// The word `ahead` tokens after `at`, while the sentence lasts.
    fn get(&self, at: usize) -> Word {
        if self.within.contains(&at) {
            self.words[at]
        } else {
            Word::Other
        }
    }

    fn before(&self, at: usize) -> Word {
        at.checked_sub(1).map_or(Word::Other, |i| self.get(i))
    }

    fn tight(&self, tokens: Range<usize>) -> bool {
        tokens.end <= self.within.end && tokens.skip(1).all(|i| !self.layout.tokens()[i].spaced)
    }

    /// The phrase that begins at token `at`.
    pub(crate) fn phrase(&self, at: usize) -> Option<Phrase> {
        let (end, meaning) = match self.get(at) {
            Word::Weekday(day) => self.weekday(at, day)?,
            Word::Month(month) => self.month(at, month)?,
            Word::Number(n, written) => self.number(at, n, written)?,
            Word::One => self.counted(at, 1)?,
            Word::Some => self.counted(at, 0)?,
            Word::The => self.told(at + 1)?,
            Word::Same | Word::Previous | Word::Following => self.told(at)?,
            Word::That => self.that(at)?,
            Word::Earlier | Word::Later => self.adverb(at),
            Word::Last => self.turned(at, Turn::Last)?,
            Word::This => self.turned(at, Turn::This)?,
            Word::Next => self.told(at).or_else(|| self.turned(at, Turn::Next))?,
            Word::Deictic(days) if !self.is_title(at) => (self.part(at + 1), Meaning::Deictic(days)),
            Word::Overnight => (at + 1, Meaning::Overnight),
            Word::Vague => (at + 1, Meaning::Vague),
            _ => return None,
        };
        Some(Phrase {
            tokens: at..end,
            meaning,
            bound: self.is_bound(at),
        })
    }

    /// Past a part of the day, when one stands at `at`.
    fn part(&self, at: usize) -> usize {
        if self.get(at) == Word::Part { at + 1 } else { at }
    }

    /// "Coast Today": a name that only looks like a day.
    fn is_title(&self, at: usize) -> bool {
        let tokens = self.layout.tokens();
        at > self.within.start
            && tokens[at].shape == Shape::Capitalised
            && matches!(
                tokens[at - 1].shape,
                Shape::Capitalised | Shape::Upper | Shape::Mixed | Shape::Initial
            )
    }

    fn is_bound(&self, at: usize) -> bool {
        let mut i = at;
        while i > self.within.start {
            i -= 1;
            match self.get(i) {
                Word::The | Word::Within => {}
                Word::Of => return self.before(i) == Word::As,
                Word::Bound | Word::Before | Word::After => return true,
                Word::Dash => return matches!(self.before(i), Word::Weekday(_)),
                _ => return false,
            }
        }
        false
    }

    fn weekday(&self, at: usize, day: Weekday) -> Option<(usize, Meaning)> {
        let mut next = at + 1;
        if self.get(next) == Word::Stop && matches!(self.get(next + 1), Word::Month(_) | Word::Number(..)) {
            next += 1;
        }
        let date = if self.get(next) == Word::Comma {
            next + 1
        } else {
            next
        };
        let dated = match self.get(date) {
            Word::Month(month) => self.month(date, month),
            Word::Number(n, written) => self.number(date, n, written),
            Word::The => match self.get(date + 1) {
                Word::Number(n, written) => self.number(date + 1, n, written),
                _ => None,
            },
            _ => None,
        };
        if let Some((
            end,
            Meaning::Date {
                year,
                month,
                day: number,
                last: None,
                ..
            },
        )) = dated
        {
            return Some((
                end,
                Meaning::Date {
                    year,
                    month,
                    day: number,
                    last: None,
                    weekday: Some(day),
                },
            ));
        }
        let next = self.part(at + 1);
        let week = if self.get(next) == Word::Of {
            next + 1
        } else {
            next
        };
        if self.get(week + 1) == Word::Unit(Unit::Week) {
            let turn = match self.get(week) {
                Word::Last => Some(Turn::OfLastWeek),
                Word::This => Some(Turn::This),
                _ => None,
            };
            if let Some(turn) = turn {
                return Some((week + 2, Meaning::Weekday(day, turn)));
            }
        }
        Some((next, Meaning::Weekday(day, Turn::Plain)))
    }

    /// A year at `at`, possibly after a comma.
    fn year(&self, at: usize) -> Option<(usize, i16)> {
        let at = if self.get(at) == Word::Comma { at + 1 } else { at };
        match self.get(at) {
            Word::Number(year @ 1000..=2999, Written::Padded) => Some((at + 1, year)),
            _ => None,
        }
    }

    fn date(&self, end: usize, month: i8, day: i8, last: Option<i8>) -> (usize, Meaning) {
        let (end, year) = match self.year(end) {
            Some((end, year)) => (end, Some(year)),
            None => (end, None),
        };
        let date = Meaning::Date {
            year,
            month,
            day,
            last,
            weekday: None,
        };
        (end, date)
    }

    /// "March 3", "Mar. 3–5, 2019", "March 2019", "in March".
    fn month(&self, at: usize, month: i8) -> Option<(usize, Meaning)> {
        let mut next = at + 1;
        if self.get(next) == Word::Stop && matches!(self.get(next + 1), Word::Number(..)) {
            next += 1;
        }
        if let Some(day) = self.day_number(next) {
            return Some(
                match self.get(next + 1) == Word::Dash && self.tight(next..next + 3) {
                    true => match self.day_number(next + 2) {
                        Some(last) if last > day => self.date(next + 3, month, day, Some(last)),
                        _ => self.date(next + 1, month, day, None),
                    },
                    false => self.date(next + 1, month, day, None),
                },
            );
        }
        if let Some((end, year)) = self.year(next) {
            return Some((end, Meaning::Month(month, Some(year), Turn::Plain)));
        }
        let dash = self.before(at) == Word::Dash && at >= 2 && self.get(at - 2) == Word::Within;
        let named = matches!(self.before(at), Word::Of | Word::Within | Word::Bound) || dash;
        named.then_some((at + 1, Meaning::Month(month, None, Turn::Plain)))
    }

    fn day_number(&self, at: usize) -> Option<i8> {
        match self.get(at) {
            Word::Number(day @ 1..=31, Written::Digits | Written::Padded | Written::Ordinal) => {
                i8::try_from(day).ok()
            }
            _ => None,
        }
    }

    /// "3 March", "3rd of March", "3–5 March 2019", "2019-03-03", "03.03.2019", "in 2019", "three days ago".
    fn number(&self, at: usize, n: i16, written: Written) -> Option<(usize, Meaning)> {
        if let Some(day) = self.day_number(at) {
            if self.get(at + 1) == Word::Dash
                && let Some(last) = self.day_number(at + 2)
                && let Word::Month(month) = self.get(at + 3)
                && last > day
            {
                return Some(self.date(at + 4, month, day, Some(last)));
            }
            let of = usize::from(written == Written::Ordinal && self.get(at + 1) == Word::Of);
            if let Word::Month(month) = self.get(at + 1 + of) {
                let stop =
                    usize::from(self.get(at + 2 + of) == Word::Stop && self.year(at + 3 + of).is_some());
                return Some(self.date(at + 2 + of + stop, month, day, None));
            }
        }
        if let Some(date) = self.figures(at, n, written) {
            return Some((at + 5, date));
        }
        if let Some(counted) = self.counted(at, n) {
            return Some(counted);
        }
        let year = written == Written::Padded
            && (1900..=2099).contains(&n)
            && !matches!(self.get(at + 1), Word::Unit(_) | Word::Dash)
            && (matches!(self.before(at), Word::Of | Word::Within | Word::Bound)
                && !matches!(self.get(at + 1), Word::Number(..)));
        year.then_some((at + 1, Meaning::Year(n)))
    }

    /// Dates in figures, where the order of day and month is certain.
    fn figures(&self, at: usize, n: i16, written: Written) -> Option<Meaning> {
        let (Word::Number(b, _), Word::Number(c, last)) = (self.get(at + 2), self.get(at + 4)) else {
            return None;
        };
        let mark = self.get(at + 1);
        if mark != self.get(at + 3) || !self.tight(at..at + 5) {
            return None;
        }
        let four = |n: i16, w: Written| w == Written::Padded && (1000..=2999).contains(&n);
        let (year, month, day) = match mark {
            Word::Dash if four(n, written) => (n, b, c),
            Word::Stop if four(c, last) => (c, b, n),
            Word::Dash if four(c, last) && n > 12 => (c, b, n),
            Word::Dash if four(c, last) && b > 12 => (c, n, b),
            _ => return None,
        };
        Some(Meaning::Date {
            year: Some(year),
            month: i8::try_from(month).ok()?,
            day: i8::try_from(day).ok()?,
            last: None,
            weekday: None,
        })
    }

    /// "three days ago", "a day earlier", "several weeks later"; `count` is 0 where the text does not say how many.
    fn counted(&self, at: usize, count: i16) -> Option<(usize, Meaning)> {
        let (mut next, mut count) = (at + 1, count);
        while self.get(next) == Word::Some || self.get(next) == Word::Of && count == 0 {
            (next, count) = (next + 1, 0);
        }
        let Word::Unit(unit) = self.get(next) else {
            return None;
        };
        let days = match unit {
            Unit::Day => Some(count),
            Unit::Week => count.checked_mul(7),
            _ => None,
        };
        let exact = days.filter(|_| count > 0 && unit == Unit::Day);
        let told = |sign: i16| exact.map_or(Meaning::Vague, |n| Meaning::Told(sign * n));
        let meaning = match self.get(next + 1) {
            Word::Ago if count > 0 && unit != Unit::Hour => Meaning::Ago(count, unit),
            Word::Ago => Meaning::Vague,
            Word::Earlier => told(-1),
            Word::Later => told(1),
            // "two days before the vote" counts from the vote
            Word::Before | Word::After if matches!(self.get(next + 2), Word::Comma | Word::Stop) => {
                told(if self.get(next + 1) == Word::Before { -1 } else { 1 })
            }
            Word::Before | Word::After => Meaning::Vague,
            _ => return None,
        };
        Some((next + 2, meaning))
    }

    /// "the same day", "the next morning", "the day before"; `at` is behind the article.
    fn told(&self, at: usize) -> Option<(usize, Meaning)> {
        let day = |i: usize| matches!(self.get(i), Word::Unit(Unit::Day) | Word::Part);
        let meaning = match self.get(at) {
            Word::Same if day(at + 1) => Meaning::Told(0),
            Word::Previous if day(at + 1) => Meaning::Told(-1),
            Word::Next | Word::Following if day(at + 1) => Meaning::Told(1),
            Word::Unit(Unit::Day) => {
                let closes =
                    matches!(self.get(at + 2), Word::Comma | Word::Stop) || at + 2 == self.within.end;
                match self.get(at + 1) {
                    Word::Before if closes => Meaning::Told(-1),
                    Word::After if closes => Meaning::Told(1),
                    _ => return None,
                }
            }
            _ => return None,
        };
        Some((at + 2, meaning))
    }

    /// "later that day": not the conjunction, which stands behind a verb.
    fn that(&self, at: usize) -> Option<(usize, Meaning)> {
        let free = at == self.within.start
            || matches!(
                self.before(at),
                Word::Comma | Word::Of | Word::Earlier | Word::Later
            )
            || matches!(self.get(at + 2), Word::Comma | Word::Stop);
        let day = matches!(self.get(at + 1), Word::Unit(Unit::Day) | Word::Part);
        (free && day).then_some((at + 2, Meaning::Told(0)))
    }

    /// "earlier", "later in the day".
    fn adverb(&self, at: usize) -> (usize, Meaning) {
        let day = self.get(at + 1) == Word::Of
            && self.get(at + 2) == Word::The
            && matches!(self.get(at + 3), Word::Unit(Unit::Day) | Word::Part);
        if day {
            (at + 4, Meaning::Told(0))
        } else {
            (at + 1, Meaning::Vague)
        }
    }

    /// "last Monday", "this morning", "next week".
    fn turned(&self, at: usize, turn: Turn) -> Option<(usize, Meaning)> {
        Some(match (self.get(at + 1), turn) {
            (Word::Weekday(day), _) => (self.part(at + 2), Meaning::Weekday(day, turn)),
            (Word::Month(month), _) => (at + 2, Meaning::Month(month, None, turn)),
            (Word::Part, Turn::This) => (at + 2, Meaning::Deictic(0)),
            (Word::Part, Turn::Last) => (at + 2, Meaning::Deictic(-1)),
            (Word::Unit(unit @ (Unit::Week | Unit::Weekend | Unit::Month | Unit::Year)), _) => {
                (at + 2, Meaning::Unit(unit, turn))
            }
            _ => return None,
        })
    }
}
