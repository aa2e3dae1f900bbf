//! JSON Feed, item by item.

use crate::Given;
use crate::address::resolve;
use crate::content::{Brought, Text};
use crate::facts::Facts;
use crate::head::language;
use onrecord_record::{DeclaredBy, DeclaredField as Field};
use onrecord_source::{Entry, Found, Skip};
use onrecord_xml::{Decoded, plain};
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// Reads items one after the other.
pub(crate) struct JsonFeed {
    text: String,
    encoding: &'static str,
    notes: Vec<String>,
    items: std::vec::IntoIter<Range<usize>>,
    count: usize,
    feed: Facts,
    bases: Vec<String>,
    /// What is said at the end.
    last: Option<Found>,
}

impl JsonFeed {
    pub(crate) fn new(decoded: Decoded, given: &Given) -> Self {
        let Decoded {
            text,
            encoding,
            notes,
        } = decoded;
        let mut outline = Outline::default();
        let mut parser = serde_json::Deserializer::from_str(&text);
        let read = Top(&mut outline)
            .deserialize(&mut parser)
            .and_then(|()| parser.end());
        let start = text.as_ptr() as usize;
        let place = |raw: &&RawValue| {
            // the values are slices of the text
            let from = raw.get().as_ptr() as usize - start;
            from..from + raw.get().len()
        };
        let items: Vec<Range<usize>> = outline.items.iter().map(place).collect();
        let feed = of_feed(&outline.head);
        let of = |key: &str| outline.head.get(key).and_then(Value::as_str).map(str::to_owned);
        let bases = of("home_page_url")
            .into_iter()
            .chain(of("feed_url"))
            .chain(given.address.clone())
            .collect();
        let last = match read {
            Err(error) => Some(Found::Damaged {
                within: Vec::new(),
                problem: format!(
                    "it is no JSON from here on: {error}; {} item{} ahead of that",
                    items.len(),
                    if items.len() == 1 { " stands" } else { "s stand" }
                ),
                remedy: "fetch it again, and see whether it is whole".to_owned(),
            }),
            Ok(()) if !outline.has_items => Some(Found::Damaged {
                within: Vec::new(),
                problem: "this is no feed: it has no `items`".to_owned(),
                remedy: "name the feed itself, or say what it is".to_owned(),
            }),
            Ok(()) if items.is_empty() => Some(Found::Skipped {
                within: Vec::new(),
                reason: Skip::NoContent,
                what: "a feed without entries".to_owned(),
            }),
            Ok(()) => None,
        };
        Self {
            encoding,
            notes,
            items: items.into_iter(),
            count: 0,
            feed,
            bases,
            last,
            text,
        }
    }

    fn item(&self, place: Range<usize>) -> Found {
        let within = vec![format!("item {}", self.count)];
        let raw = self.text.get(place).unwrap_or_default();
        let value: Value = match serde_json::from_str(raw) {
            Ok(value @ Value::Object(_)) => value,
            Ok(_) => return damaged(within, "it is no object"),
            Err(error) => return damaged(within, &error.to_string()),
        };
        let mut facts = Facts::new(DeclaredBy::Feed);
        facts.add(
            Field::Title,
            "title",
            text(&value, "title").map(|t| plain(&t, false)),
        );
        for key in ["url", "external_url", "id"] {
            let url = text(&value, key).and_then(|u| match key {
                "id" => resolve([], &u),
                _ => resolve(self.bases.iter().map(String::as_str), &u),
            });
            // the address of something else that the item only points to counts where there is no other
            if key == "url" || !facts.has(Field::Url) {
                facts.add(Field::Url, key, url);
            }
        }
        facts.add(Field::ProviderId, "id", text(&value, "id"));
        authors(&value, "", &mut facts);
        facts.date(Field::Published, "date_published", text(&value, "date_published"));
        facts.date(Field::Modified, "date_modified", text(&value, "date_modified"));
        facts.add(
            Field::Language,
            "language",
            text(&value, "language").map(language),
        );
        let mut brought = Brought::default();
        brought.content("content_html", text(&value, "content_html").map(Text::Html));
        brought.content("content_text", text(&value, "content_text").map(Text::Plain));
        brought.summary("summary", text(&value, "summary").map(Text::Plain));
        let found = facts.has(Field::Url);
        if !found && brought.is_empty() {
            return Found::Skipped {
                within,
                reason: Skip::NoContent,
                what: "an entry without text and address".to_owned(),
            };
        }
        let (body, extent) = brought.body(found, &mut facts);
        facts.inherit(&self.feed.facts);
        let mut entry = Entry::new(body);
        entry.extent = extent;
        entry.facts = facts.facts;
        entry.notes = facts.notes;
        entry.notes.extend(self.notes.iter().cloned());
        entry.origin.within = within;
        entry.origin.encoding = Some(self.encoding.to_owned());
        Found::Entry(Box::new(entry))
    }
}

impl Iterator for JsonFeed {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        match self.items.next() {
            Some(place) => {
                self.count += 1;
                Some(self.item(place))
            }
            None => self.last.take(),
        }
    }
}

fn damaged(within: Vec<String>, problem: &str) -> Found {
    Found::Damaged {
        within,
        problem: format!("the item cannot be read: {problem}"),
        remedy: "nothing need be done: the others are read".to_owned(),
    }
}

fn of_feed(head: &BTreeMap<String, Value>) -> Facts {
    let mut facts = Facts::new(DeclaredBy::Feed);
    let of = |key: &str| head.get(key).and_then(Value::as_str).map(str::to_owned);
    facts.add(Field::Outlet, "feed/title", of("title").map(|t| plain(&t, false)));
    let value = Value::Object(head.clone().into_iter().collect());
    authors(&value, "feed/", &mut facts);
    facts.add(Field::Language, "feed/language", of("language").map(language));
    facts
}

/// `authors`, and the `author` of version 1.0.
fn authors(value: &Value, prefix: &str, facts: &mut Facts) {
    let many = value.get("authors").and_then(Value::as_array);
    for author in many.into_iter().flatten() {
        facts.person(&format!("{prefix}authors"), text(author, "name"));
    }
    if let Some(author) = value.get("author") {
        let name = text(author, "name").or_else(|| author.as_str().map(str::to_owned));
        facts.person(&format!("{prefix}author"), name);
    }
}

/// A value as text; ids are often numbers.
fn text(value: &Value, key: &str) -> Option<String> {
    match value.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// What a feed consists of: its items as they are written, and the rest.
#[derive(Default)]
struct Outline<'de> {
    head: BTreeMap<String, Value>,
    items: Vec<&'de RawValue>,
    has_items: bool,
}

/// What of the rest matters.
const HEAD: [&str; 6] = [
    "title",
    "home_page_url",
    "feed_url",
    "language",
    "authors",
    "author",
];

/// Fills an outline as far as the text is JSON.
struct Top<'o, 'de>(&'o mut Outline<'de>);

impl<'de> DeserializeSeed<'de> for Top<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Top<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the items of a feed")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            if key == "items" {
                self.0.has_items = true;
                map.next_value_seed(Items(&mut *self.0))?;
            } else if HEAD.contains(&key.as_ref()) {
                let value = map.next_value::<&'de RawValue>()?;
                let value = serde_json::from_str(value.get()).map_err(A::Error::custom)?;
                self.0.head.entry(key.into_owned()).or_insert(value);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

struct Items<'o, 'de>(&'o mut Outline<'de>);

impl<'de> DeserializeSeed<'de> for Items<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Items<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the items of a feed")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(item) = seq.next_element::<&'de RawValue>()? {
            self.0.items.push(item);
        }
        Ok(())
    }
}
