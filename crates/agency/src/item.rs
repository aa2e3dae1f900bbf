//! What the three forms have in common: facts, status, and the entry that comes of them.

use onrecord_record::{DeclaredBy, DeclaredField, Extent, Status};
use onrecord_source::{Body, Document, Entry, Found, fact};
use onrecord_stamp::Stamp;

/// An item being read.
pub(crate) struct Item {
    by: DeclaredBy,
    kind: &'static str,
    entry: Entry,
    first: Option<(String, String)>,
    version: Option<(String, String)>,
    content: Option<(String, String)>,
    /// When embargoes on it end, as printed; empty where that is not told.
    embargoes: Vec<String>,
}

impl Item {
    pub(crate) fn new(by: DeclaredBy, kind: &'static str) -> Self {
        Self {
            by,
            kind,
            entry: Entry::new(Body::Locator),
            first: None,
            version: None,
            content: None,
            embargoes: Vec::new(),
        }
    }

    /// Writes a fact down, unless it is empty.
    pub(crate) fn fact(&mut self, field: DeclaredField, value: Option<impl Into<String>>, key: &str) {
        let value = value
            .map(Into::into)
            .filter(|value: &String| !value.trim().is_empty());
        if let Some(value) = value {
            let fact = fact(field, value.trim(), self.by, key);
            if !self.entry.facts.contains(&fact) {
                self.entry.facts.push(fact);
            }
        }
    }

    pub(crate) fn first_created(&mut self, value: Option<String>, key: &str) {
        self.first = self.first.take().or(value.map(|value| (value, key.to_owned())));
    }

    pub(crate) fn version_created(&mut self, value: Option<String>, key: &str) {
        self.version = self.version.take().or(value.map(|value| (value, key.to_owned())));
    }

    pub(crate) fn content_created(&mut self, value: Option<String>, key: &str) {
        self.content = self.content.take().or(value.map(|value| (value, key.to_owned())));
    }

    /// Takes the status as printed: a news code (`stat:usable`, or its address) or a word.
    pub(crate) fn status(&mut self, printed: Option<&str>) {
        let Some(printed) = printed.map(str::trim).filter(|p| !p.is_empty()) else {
            return;
        };
        let code = printed.rsplit([':', '/', '#']).next().unwrap_or(printed);
        let status = match code.to_ascii_lowercase().as_str() {
            "usable" => Status::Usable,
            "canceled" | "cancelled" | "killed" => Status::Canceled,
            "withheld" => Status::Withheld,
            "embargoed" => {
                self.note("its status is embargoed: it is treated as withheld".to_owned());
                Status::Withheld
            }
            _ => {
                self.note(format!(
                    "its status {printed:?} is not known: it is treated as withheld"
                ));
                Status::Withheld
            }
        };
        self.entry.status = self.entry.status.max(status);
    }

    /// Takes over the status of the item that it belongs to, where that is stricter.
    pub(crate) fn inherit(&mut self, of_whole: Status) {
        if of_whole > self.entry.status {
            let status = of_whole.as_str();
            self.note(format!("the item that it belongs to is {status}: so is it"));
            self.entry.status = of_whole;
        }
    }

    /// An embargo, until the time printed, or until further notice where none is.
    pub(crate) fn embargo(&mut self, until: &str) {
        self.embargoes.push(until.trim().to_owned());
    }

    /// Withholds it for embargoes that are not known to have ended by the dates of the item itself, or by `moments` that are
    /// known to have come. The clock is not asked: the same item is read alike at any time.
    fn end_embargoes(&mut self, moments: &[Stamp]) {
        let own = [&self.version, &self.first].into_iter().flatten();
        let own = own.filter_map(|(date, _)| onrecord_stamp::read(date));
        let moments: Vec<Stamp> = own.chain(moments.iter().cloned()).collect();
        for until in std::mem::take(&mut self.embargoes) {
            let end = onrecord_stamp::read(&until);
            if end.is_some_and(|end| moments.iter().any(|moment| end.has_passed_by(moment))) {
                continue;
            }
            let until = match until.as_str() {
                "" => "further notice",
                until => until,
            };
            self.note(format!(
                "it is embargoed until {until}: it is treated as withheld"
            ));
            self.entry.status = self.entry.status.max(Status::Withheld);
        }
    }

    pub(crate) fn note(&mut self, note: String) {
        self.entry.notes.push(note);
    }

    /// What the item is called inside its file.
    pub(crate) fn within(&mut self, number: usize, of_several: bool) {
        if of_several {
            self.entry.origin.within.push(format!("item {number}"));
        }
    }

    /// The entry. What may not be used loses its text. `moments` are known to have come.
    pub(crate) fn finish(mut self, body: Body, moments: &[Stamp]) -> Found {
        self.end_embargoes(moments);
        let dates = [
            (self.first.take(), self.version.take()),
            (self.content.take(), None),
        ];
        for (first, changed) in dates {
            let (published, modified) = match (first, changed) {
                (Some(first), Some(version)) if first.0 != version.0 => (Some(first), Some(version)),
                (Some(only), _) | (None, Some(only)) => (Some(only), None),
                (None, None) => (None, None),
            };
            for (field, date) in [
                (DeclaredField::Published, published),
                (DeclaredField::Modified, modified),
            ] {
                let date = date.filter(|_| !self.entry.facts.iter().any(|f| f.field == field));
                if let Some((value, key)) = date {
                    self.fact(field, Some(value), &key);
                }
            }
        }
        self.entry.origin.kind = self.kind.to_owned();
        let empty = match &body {
            Body::Document(document) => document.text.is_empty(),
            Body::Html(html) => html.trim().is_empty(),
            Body::Bytes { .. } | Body::Locator => true,
        };
        self.entry.body = if self.entry.status != Status::Usable {
            Body::Document(Document {
                extent: Extent::Withdrawn,
                status: self.entry.status,
                ..Document::default()
            })
        } else if empty {
            Body::Locator
        } else {
            body
        };
        Found::Entry(Box::new(self.entry))
    }
}
