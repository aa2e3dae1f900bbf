//! What the schema asks of every document: its identification, with a day.

use crate::export::Item;
use crate::out::xml::escape;
use std::fmt::Write as _;

/// What stands for a day that is not known; its name says so.
pub(super) const NO_DAY: (&str, &str) = ("0001-01-01", "unknown");

/// The day that a date or time begins with; days that do not exist are left to none.
fn day(text: &str) -> Option<String> {
    let head = text.get(..10)?;
    let shape = head.bytes().zip(*b"0000-00-00").all(|(have, want)| {
        if want == b'0' {
            have.is_ascii_digit()
        } else {
            have == want
        }
    });
    let number = |digits: Option<&str>| digits.and_then(|digits| digits.parse::<u32>().ok()).unwrap_or(0);
    let (year, month, day) = (
        number(head.get(..4)),
        number(head.get(5..7)),
        number(head.get(8..)),
    );
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (shape && year > 0 && (1..=last).contains(&day)).then(|| head.to_owned())
}

/// The day of publication, else the day on which it was seen.
pub(super) fn day_of(item: &Item<'_>) -> (String, &'static str) {
    let seen = item
        .context
        .and_then(|c| c.version.as_ref())
        .and_then(|v| v.seen.as_deref());
    let published = item
        .record
        .article
        .published
        .as_deref()
        .and_then(day)
        .map(|day| (day, "publication"));
    let seen = || seen.and_then(day).map(|day| (day, "seen"));
    published.or_else(seen).unwrap_or((NO_DAY.0.to_owned(), NO_DAY.1))
}

/// XML in the making.
pub(super) struct Xml {
    pub(super) out: String,
    pub(super) lost: u64,
}

impl Xml {
    pub(super) fn raw(&mut self, xml: &str) {
        self.out.push_str(xml);
    }

    pub(super) fn text(&mut self, text: &str) {
        let (escaped, lost) = escape(text);
        self.out.push_str(&escaped);
        self.lost += lost;
    }

    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.raw(" ");
        self.raw(name);
        self.raw("=\"");
        self.text(value);
        self.raw("\"");
    }

    /// What the schema asks of every document; `meta` is left open.
    pub(super) fn meta(&mut self, kind: &str, name: &str, day: (&str, &str), language: &str, author: &str) {
        let path = format!("/akn/xx/{kind}/{}/{name}", day.0);
        self.raw("<meta><identification source=\"#onrecord\">");
        for (level, end) in [
            ("Work", "/!main"),
            ("Expression", "/und@/!main"),
            ("Manifestation", "/und@/!main.xml"),
        ] {
            let _ = write!(self.out, "<FRBR{level}>");
            for (element, value) in [("FRBRthis", format!("{path}{end}")), ("FRBRuri", path.clone())] {
                let _ = write!(self.out, "<{element}");
                self.attribute("value", &value);
                self.raw("/>");
            }
            self.raw("<FRBRdate");
            self.attribute("date", day.0);
            self.attribute("name", day.1);
            self.raw("/><FRBRauthor");
            self.attribute("href", author);
            self.raw("/>");
            match level {
                "Work" => self.raw("<FRBRcountry value=\"xx\"/>"),
                "Expression" => {
                    self.raw("<FRBRlanguage");
                    self.attribute("language", language);
                    self.raw("/>");
                }
                _ => self.raw("<FRBRformat value=\"application/xml\"/>"),
            }
            let _ = write!(self.out, "</FRBR{level}>");
        }
        self.raw("</identification>");
    }
}
