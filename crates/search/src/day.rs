//! Days as numbers, and the orders that are made of them.

use jiff::civil::Date;

/// The first and the last day of an ISO date that may be shortened to a month or a year, or lengthened by a time: in days
/// since 1970.
pub(crate) fn days(date: &str) -> Option<(i64, i64)> {
    let day = date.get(..10).unwrap_or(date);
    // a number may have a sign, a part of a date has none
    if !day.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
        return None;
    }
    let mut parts = day.split('-');
    let year: i16 = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
    let month: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
    let date: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
    if parts.next().is_some() {
        return None;
    }
    let first = Date::new(year, month.unwrap_or(1), date.unwrap_or(1)).ok()?;
    let last = match (month, date) {
        (_, Some(_)) => first,
        (Some(_), None) => first.last_of_month(),
        (None, None) => first.last_of_year(),
    };
    Some((number(first), number(last)))
}

fn number(date: Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    date.since((jiff::Unit::Day, epoch))
        .map_or(0, |span| i64::from(span.get_days()))
}

/// Bits of an order that are the row's.
const ROW: u32 = 40;
/// Days that are added so that none is negative; the day 0 stands for none.
const SHIFT: i64 = 800_000;

/// A number that orders by day and then by row.
pub(crate) fn order(day: Option<i64>, row: u64) -> u64 {
    let day = day.and_then(|day| u64::try_from(day + SHIFT).ok()).unwrap_or(0);
    (day << ROW) | (row & ((1 << ROW) - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_far_as_they_go() {
        assert_eq!(days("1970-01-02"), Some((1, 1)));
        assert_eq!(days("1970-01-02T10:00:00Z"), Some((1, 1)));
        assert_eq!(days("1970-02"), Some((31, 58)));
        assert_eq!(days("1971"), Some((365, 729)));
        assert_eq!(days("--05-12"), None);
        assert_eq!(days("2019-13"), None);
        assert_eq!(days("soon"), None);
        assert_eq!(days("+019"), None);
        assert_eq!(days("2019-+1"), None);
        assert!(days("1650-01-01").unwrap().0 < 0);
    }

    #[test]
    fn orders_go_by_day_then_row() {
        assert!(order(Some(1), 5) < order(Some(1), 6));
        assert!(order(Some(1), 6) < order(Some(2), 1));
        assert!(order(None, 9) < order(Some(-700_000), 1));
    }
}
