//! Feeds and sitemaps in XML, entry by entry.

use crate::Given;
use crate::entry::{Around, entry};
use crate::facts::Facts;
use crate::head::head;
use crate::kind::{Kind, junk};
use crate::sitemap;
use crate::spaces::{SPACES, is_own};
use onrecord_record::DeclaredField;
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
            mut notes,
        } = decoded;
        let (text, junk) = without_junk(text);
        notes.extend(junk);
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

    /// Reads an entry. Nothing when it breaks off early.
    fn item(&mut self, tag: Tag) -> Option<Found> {
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
        let unfinished = self.cut && is_last(self.reader.text(), tag.at, &tag.name);
        let mut element = self.reader.element(tag);
        if unfinished {
            // it may be anything: half an address, half an article
            element.children.pop();
        }
        let around = Around {
            bases: &bases,
            languages: &languages,
            feed: &self.feed,
        };
        let found = match self.kind {
            Some(kind) if kind.is_sitemap() => sitemap::entry(&element, within, &bases),
            _ => entry(&element, within, &around),
        };
        let mut found = self.finished(found);
        if unfinished {
            // without an address, what is left of it would be taken for all of it; the end tells that it is missing
            let Found::Entry(entry) = &mut found else {
                return None;
            };
            if !entry.facts.iter().any(|f| f.field == DeclaredField::Url) {
                return None;
            }
            entry
                .notes
                .push("the feed breaks off in it: what came last of it was left out".to_owned());
        }
        Some(found)
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
                what: match self.kind.is_some_and(Kind::is_sitemap) {
                    true => "a sitemap without addresses",
                    false => "a feed without entries",
                }
                .to_owned(),
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
            let is_entry = match tag.name.as_str() {
                "item" | "entry" => own && !kind.is_sitemap(),
                "url" | "sitemap" => own && kind.is_sitemap(),
                _ => false,
            };
            if is_entry {
                if let Some(found) = self.item(tag) {
                    return Some(found);
                }
                continue;
            }
            match tag.name.as_str() {
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

/// The text without what stands ahead of its declaration, and a note of that. Lines keep their numbers.
fn without_junk(text: String) -> (String, Option<String>) {
    let lead = text.len() - text.trim_start().len();
    let junk = lead + junk(&text[lead..]);
    if junk == lead {
        return (text, None);
    }
    let (ahead, feed) = text.split_at(junk);
    let shown: String = ahead
        .trim()
        .chars()
        .take(60)
        .filter(|c| !c.is_control())
        .collect();
    let note = format!("left out what stands ahead of the XML declaration: {shown}");
    ("\n".repeat(ahead.matches('\n').count()) + feed, Some(note))
}

/// Whether the end of the first element is missing.
fn breaks_off(text: &str, root: &str) -> bool {
    let last = text
        .rmatch_indices('<')
        .find(|(at, _)| local(&text[at + 1..]).1.eq_ignore_ascii_case(root));
    let Some((at, _)) = last.filter(|_| !root.is_empty()) else {
        return false;
    };
    let empty = text[at..].split('>').next().is_some_and(|tag| tag.ends_with('/'));
    !empty && !local(&text[at + 1..]).0
}

/// Whether the element that begins at `at` has no end and is the last of its name.
fn is_last(text: &str, at: usize, name: &str) -> bool {
    let rest = text.get(at + 1..).unwrap_or_default();
    !rest
        .match_indices('<')
        .any(|(at, _)| local(&rest[at + 1..]).1.eq_ignore_ascii_case(name))
}

/// Whether a tag, of which what stands behind its `<` is given, is an end, and its name without prefix.
fn local(tag: &str) -> (bool, &str) {
    let name = tag.strip_prefix('/').unwrap_or(tag);
    let end = name
        .bytes()
        .take(NAME)
        .take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'>' | b'/' | b'<'))
        .count();
    // a name that goes on behind that is none of ours
    let name = name.get(..end).unwrap_or_default();
    (tag.starts_with('/'), name.rsplit(':').next().unwrap_or(name))
}

/// Bytes of a name that are looked at.
const NAME: usize = 64;
