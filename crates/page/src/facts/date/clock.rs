//! Times of day, and what stands between them and days.

use super::super::token::Cursor;
use super::Time;
use super::words::half_of_day;

/// What may stand between a day and a time.
pub(super) fn joint(c: &mut Cursor<'_>) {
    for _ in 0..3 {
        let sign = [',', '-', '–', '—', '|', '•', '·', '@', '/', '.', '(', ':']
            .into_iter()
            .any(|s| c.eat(s));
        let word = matches!(
            c.word(),
            Some("t" | "at" | "on" | "um" | "à" | "a" | "alle" | "às" | "om" | "las")
        );
        if word {
            c.step();
        }
        if !sign && !word {
            break;
        }
    }
}

pub(super) fn clock_time(hour: u64, minute: u64, second: Option<u64>) -> Option<Time> {
    Some(Time {
        hour: u8::try_from(hour).ok().filter(|h| *h < 24)?,
        minute: u8::try_from(minute).ok().filter(|m| *m < 60)?,
        // the 61st of a leap second is no second of the clocks that read this
        second: match second {
            Some(s) => Some(u8::try_from(s).ok().filter(|s| *s < 60)?),
            None => None,
        },
    })
}

/// `14:05`, `2:05:09.123 p.m.`, `5.30am`, `3pm`, `14h05`.
pub(super) fn time(c: &mut Cursor<'_>, iso: bool) -> Option<Time> {
    let (hour, digits) = c
        .number()
        .filter(|n| n.1 <= 2 || (iso && (n.1 == 4 || n.1 == 6)))?;
    let mut ahead = *c;
    ahead.step();
    if digits > 2 {
        let (clock, second) = if digits == 6 {
            (hour / 100, Some(hour % 100))
        } else {
            (hour, None)
        };
        let time = clock_time(clock / 100, clock % 100, second)?;
        *c = ahead;
        return Some(time);
    }
    let (mut minute, mut second) = (None, None);
    let mut apart = ahead;
    let sign = if apart.eat(':') {
        Some(':')
    } else if apart.touches('.') && apart.eat('.') {
        Some('.')
    } else if apart.word() == Some("h") {
        apart.step();
        Some('h')
    } else {
        None
    };
    if let (Some(_), Some((m, 2))) = (sign, apart.number()) {
        minute = Some(m);
        apart.step();
        ahead = apart;
        if ahead.eat(':') {
            if let Some((s, 2)) = ahead.number() {
                second = Some(s);
                ahead.step();
                let mut fraction = ahead;
                if ((fraction.touches('.') && fraction.eat('.'))
                    || (fraction.touches(',') && fraction.eat(',')))
                    && fraction.number().is_some()
                {
                    fraction.step();
                    ahead = fraction;
                }
            } else {
                ahead = apart;
            }
        }
    }
    let afternoon = half_of_day(&mut ahead);
    let hour = match afternoon {
        // "14:05 PM" is written, too
        Some(_) if hour > 12 => hour,
        Some(pm) if hour > 0 => hour % 12 + if pm { 12 } else { 0 },
        Some(_) => hour,
        None if minute.is_none() || sign == Some('.') => return None,
        None => hour,
    };
    let time = clock_time(hour, minute.unwrap_or(0), second)?;
    *c = ahead;
    Some(time)
}
