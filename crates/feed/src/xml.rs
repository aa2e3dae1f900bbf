//! Feeds and sitemaps in XML, entry by entry.

use crate::Given;
use crate::entry::{Around, entry};
use crate::facts::Facts;
use crate::head::head;
use crate::kind::Kind;
use crate::sitemap;
use crate::spaces::{SPACES, is_own};
use onrecord_source::{Found, Skip};
use onrecord_xml::{Decoded, Event, Reader, Tag, place};

/// Reads entries one after the other.
pub(crate) struct XmlFeed {
    reader: Reader,
    kind: Option<Kind>,
    root: String,
    feed: Facts,
    encoding: &'static str,
    /// What should be known about the whole.
    notes: Vec<String>,
    /// What addresses start from, outside the feed.
    outside: Vec<String>,
    count: usize,
    ended: bool,
    /// Whether the text breaks off.
    cut: bool,
}

impl XmlFeed {
    pub(crate) fn new(decoded: Decoded, given: &Given) -> Self {
        let Decoded {
            text,
            encoding,
            notes,
        } = decoded;
        let mut reader = Reader::new(text, SPACES, closes);
        let mut found = head(&mut reader);
        let cut = breaks_off(reader.text(), &found.root);
        // what the transport says comes before what the feed says of itself
        let outside: Vec<String> = found
            .home
            .take()
            .into_iter()
            .chain(given.address.clone())
            .collect();
        Self {
            reader: Reader::new(reader.into_text(), SPACES, closes),
            kind: found.kind,
            root: found.root,
            feed: found.facts,
            encoding,
            notes,
            outside,
            count: 0,
            ended: false,
            cut,
        }
    }

    fn item(&mut self, tag: Tag) -> Found {
        self.count += 1;
        let mut bases = self.outside.clone();
        let mut languages = self.reader.inherited("xml:lang");
        let mut inherited = self.reader.inherited("xml:base");
        // the entry is open already, and looks after itself
        if tag.attribute("xml:lang").is_some() {
            languages.pop();
        }
        if tag.attribute("xml:base").is_some() {
            inherited.pop();
        }
        bases.append(&mut inherited);
        let within = format!("{} {}", tag.name, self.count);
        let element = self.reader.element(tag);
        let around = Around {
            bases: &bases,
            languages: &languages,
            feed: &self.feed,
        };
        let found = match self.kind {
            Some(kind) if kind.is_sitemap() => sitemap::entry(&element, within, &bases),
            _ => entry(&element, within, &around),
        };
        self.finished(found)
    }

    /// Adds what is known of the whole, and what was wrong in the entry.
    fn finished(&mut self, found: Found) -> Found {
        let mut wrong = self.reader.take_notes();
        match found {
            Found::Entry(mut entry) => {
                entry.origin.encoding = Some(self.encoding.to_owned());
                entry.notes.extend(self.notes.iter().cloned());
                entry.notes.append(&mut wrong);
                Found::Entry(entry)
            }
            other => other,
        }
    }

    /// What is said at the end.
    fn end(&mut self) -> Option<Found> {
        if std::mem::replace(&mut self.ended, true) {
            return None;
        }
        let damaged = |problem: String, remedy: &str| {
            Some(Found::Damaged {
                within: Vec::new(),
                problem,
                remedy: remedy.to_owned(),
            })
        };
        if self.cut {
            let (line, column) = place(self.reader.text(), self.reader.text().len());
            return damaged(
                format!("it breaks off at line {line}, column {column}; what stands ahead was read"),
                "fetch it again, and see whether it is whole",
            );
        }
        if self.count > 0 {
            return None;
        }
        if self.kind.is_some() {
            return Some(Found::Skipped {
                within: Vec::new(),
                reason: Skip::NoContent,
                what: "a feed without entries".to_owned(),
            });
        }
        let root: String = self.root.chars().take(40).filter(|c| !c.is_control()).collect();
        let what = match root.as_str() {
            "" => "there is no element in it".to_owned(),
            _ => format!("its first element is `{root}`"),
        };
        damaged(
            format!("this is no feed and no sitemap: {what}"),
            "name the feed itself, or say what it is",
        )
    }
}

impl Iterator for XmlFeed {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        while let Some(kind) = self.kind.filter(|_| !self.ended) {
            let Some(event) = self.reader.next() else { break };
            let Event::Start(tag) = event else { continue };
            let own = is_own(tag.space) || tag.space == "rdf";
            match tag.name.as_str() {
                "item" | "entry" if own && !kind.is_sitemap() => return Some(self.item(tag)),
                "url" | "sitemap" if own && kind.is_sitemap() => return Some(self.item(tag)),
                name if own && Kind::of_root(name).is_some() => {}
                _ => self.reader.skip(),
            }
        }
        self.end()
    }
}

/// Elements that hold text alone, and end where the next of a feed's elements begins.
const LEAVES: [&str; 12] = [
    "title",
    "link",
    "guid",
    "pubdate",
    "category",
    "comments",
    "id",
    "updated",
    "published",
    "issued",
    "loc",
    "lastmod",
];
/// Elements that begin behind them.
const NEXT: [&str; 21] = [
    "title",
    "link",
    "guid",
    "pubdate",
    "description",
    "author",
    "category",
    "comments",
    "enclosure",
    "source",
    "id",
    "updated",
    "published",
    "issued",
    "summary",
    "content",
    "loc",
    "lastmod",
    "changefreq",
    "priority",
    "encoded",
];

/// Whether an element that begins ends one that is open.
fn closes(open: &Tag, new: &Tag) -> bool {
    let entry =
        |tag: &Tag| is_own(tag.space) && matches!(tag.name.as_str(), "item" | "entry" | "url" | "sitemap");
    if entry(open) {
        return entry(new) && open.name == new.name;
    }
    let leaf = is_own(open.space) && LEAVES.contains(&open.name.as_str());
    let next =
        (is_own(new.space) || new.space == "content") && (NEXT.contains(&new.name.as_str()) || entry(new));
    leaf && next
}

/// Whether the end of the first element is missing.
fn breaks_off(text: &str, root: &str) -> bool {
    let mut tail: Vec<char> = text.trim_end().chars().rev().take(2000).collect();
    tail.reverse();
    let tail = tail.into_iter().collect::<String>().to_ascii_lowercase();
    !root.is_empty()
        && !tail.contains(&format!("{root}>"))
        && !tail.contains(&format!("{root} >"))
        && !tail.ends_with(&format!("</{root}"))
        && !tail.ends_with("/>")
}
