//! Heads of messages and of their parts.

use crate::date::{self, Date};
use crate::{charset, words};
use mail_parser::{Address, ContentType, HeaderName, Message, MessageParser};
use onrecord_record::{DeclaredBy, DeclaredFact, DeclaredField};
use onrecord_source::fact;

/// A longer head is no head.
pub(crate) const LONGEST_HEAD: usize = 512 << 10;
/// Names and values longer than this are no names.
const LONGEST_NAME: usize = 300;

/// What is said of a part.
#[derive(Clone, Debug, Default)]
pub(crate) struct Head {
    /// `text/plain`, in small letters; empty when nothing is said.
    pub(crate) media_type: String,
    pub(crate) charset: Option<String>,
    pub(crate) boundary: Option<String>,
    pub(crate) smime_type: Option<String>,
    pub(crate) format: String,
    pub(crate) del_sp: bool,
    pub(crate) transfer: String,
    pub(crate) attached: bool,
    /// The name of its file.
    pub(crate) name: Option<String>,
    /// `Content-Location`.
    pub(crate) location: Option<String>,
    /// `Snapshot-Content-Location`, with which browsers mark pages that they saved.
    pub(crate) snapshot: Option<String>,
    /// The raw fields that are read as facts, when the head is a message's.
    pub(crate) facts: Vec<DeclaredFact>,
    pub(crate) notes: Vec<String>,
    /// How many fields there are.
    pub(crate) fields: usize,
}

/// Where the head ends and where the body begins, in the bytes of a part.
pub(crate) fn ends(bytes: &[u8]) -> (usize, usize) {
    let mut at = 0;
    while at < bytes.len() {
        let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |found| at + found + 1);
        let line = bytes[at..end].trim_ascii_end();
        if line.is_empty() {
            return (at, end);
        }
        let folded = at > 0 && bytes[at].is_ascii_whitespace();
        if !folded && !is_field(line) {
            // whoever wrote this left out the empty line
            return (at, at);
        }
        at = end;
    }
    (at, at)
}

/// Whether a line is `Name: value`.
pub(crate) fn is_field(line: &[u8]) -> bool {
    let Some(colon) = memchr::memchr(b':', line) else {
        return false;
    };
    let name = line[..colon].trim_ascii_end();
    !name.is_empty() && name.len() <= 80 && name.iter().all(u8::is_ascii_graphic)
}

/// Reads a head.
pub(crate) fn read(bytes: &[u8], is_message: bool) -> Head {
    let mut head = Head::default();
    let mut decoded = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            let text = charset::text(bytes.to_vec(), None, "the head");
            head.notes = text.notes;
            text.text
        }
    };
    decoded.push_str("\r\n\r\n");
    let Some(message) = MessageParser::default().parse_headers(decoded.as_bytes()) else {
        return head;
    };
    head.fields = message.headers().len();
    head.mime(&message);
    if is_message {
        head.facts(&message);
    }
    head
}

impl Head {
    fn mime(&mut self, message: &Message<'_>) {
        let content = message
            .header(HeaderName::ContentType)
            .and_then(|value| value.as_content_type());
        if let Some(content) = content {
            let sub = content.subtype().unwrap_or_default();
            self.media_type = format!("{}/{sub}", content.ctype()).to_ascii_lowercase();
            let attribute = |name: &str| content.attribute(name).map(str::to_owned);
            self.charset = attribute("charset");
            self.boundary = attribute("boundary").filter(|boundary| !boundary.is_empty());
            self.smime_type = attribute("smime-type");
            self.format = attribute("format").unwrap_or_default().to_ascii_lowercase();
            self.del_sp = attribute("delsp").is_some_and(|said| said.eq_ignore_ascii_case("yes"));
        }
        let disposition = message.header(HeaderName::ContentDisposition);
        let disposition = disposition.and_then(|value| value.as_content_type());
        self.attached = disposition.is_some_and(ContentType::is_attachment);
        let name = disposition
            .and_then(|disposition| disposition.attribute("filename"))
            .or_else(|| content.and_then(|content| content.attribute("name")));
        self.name = name.map(|name| file_name(&words::decode(name, "a name", &mut self.notes)));
        self.name = self.name.take().filter(|name| !name.is_empty());
        let text = |name: HeaderName<'static>| {
            let raw = message.header_raw(name)?;
            let value = words::decode(raw, "the head", &mut Vec::new());
            (!value.is_empty()).then_some(value)
        };
        self.transfer = text(HeaderName::ContentTransferEncoding).unwrap_or_default();
        self.location = text(HeaderName::ContentLocation);
        self.snapshot = text(HeaderName::Other("Snapshot-Content-Location".into()));
    }

    fn facts(&mut self, message: &Message<'_>) {
        let mut facts = Vec::new();
        let mut push = |field, value: String, key: &str| {
            if !value.is_empty() {
                facts.push(fact(field, value, DeclaredBy::Mail, key));
            }
        };
        let mut notes = std::mem::take(&mut self.notes);
        let mut text = |name: HeaderName<'static>, what: &str| {
            let raw = message.header_raw(name).unwrap_or_default();
            words::decode(raw, what, &mut notes)
        };
        let id = text(HeaderName::MessageId, "the head");
        push(DeclaredField::ProviderId, bare(&id).to_owned(), "Message-ID");
        push(
            DeclaredField::Title,
            text(HeaderName::Subject, "the subject"),
            "Subject",
        );
        let organisation = text(HeaderName::Organization, "the head");
        let list = text(HeaderName::ListId, "the head");
        let sender = message.from().map(|from| (from, "From"));
        let sender = sender.or_else(|| message.sender().map(|sender| (sender, "Sender")));
        let (people, desks) = sender.map(|(from, _)| senders(from)).unwrap_or_default();
        let key = sender.map_or("From", |sender| sender.1);
        if !people.is_empty() {
            push(DeclaredField::Byline, people.join(", "), key);
        }
        for person in people {
            push(DeclaredField::Author, person, key);
        }
        push(DeclaredField::Outlet, organisation, "Organization");
        push(DeclaredField::Outlet, list_name(&list), "List-Id");
        for desk in desks {
            push(DeclaredField::Outlet, desk, key);
        }
        let languages = text(HeaderName::ContentLanguage, "the head");
        let language = languages.split(',').next().unwrap_or_default().trim();
        push(DeclaredField::Language, language.to_owned(), "Content-Language");
        let archived = text(HeaderName::ArchivedAt, "the head");
        let archived = bare(&archived);
        if archived.starts_with("http://") || archived.starts_with("https://") {
            push(DeclaredField::Url, archived.to_owned(), "Archived-At");
        }
        let date = text(HeaderName::Date, "the head");
        match date::read(&date) {
            Some(Date::Told(date)) => push(DeclaredField::Published, date, "Date"),
            Some(Date::Local(local, zone)) => {
                let zone = match zone.as_str() {
                    "" => "no time zone".to_owned(),
                    _ => format!("a time zone that is not known, “{}”", short(&zone)),
                };
                notes.push(format!("its date has {zone}; it is kept as local time"));
                push(DeclaredField::Published, local, "Date");
            }
            None if date.is_empty() => {}
            None => {
                notes.push(format!("its date, “{}”, is in no known form", short(&date)));
                push(DeclaredField::Published, date, "Date");
            }
        }
        self.facts = facts;
        self.notes = notes;
    }
}

fn short(text: &str) -> String {
    text.chars().take(60).collect()
}

/// What stands between `<` and `>`, or all of it.
fn bare(value: &str) -> &str {
    let inside = value.split_once('<').and_then(|(_, after)| after.split_once('>'));
    inside.map_or(value, |(inside, _)| inside).trim()
}

/// What a list calls itself, else its identifier: `Press releases <press.lake.example>`.
fn list_name(value: &str) -> String {
    let phrase = value
        .split('<')
        .next()
        .unwrap_or_default()
        .trim()
        .trim_matches('"')
        .trim();
    if phrase.is_empty() {
        bare(value).to_owned()
    } else {
        phrase.to_owned()
    }
}

/// The last part of a file's name: names that lead elsewhere are cut down to it.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    last.chars()
        .filter(|c| !c.is_control())
        .take(LONGEST_NAME)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Words that name an office, not a person.
const OFFICES: [&str; 47] = [
    "agency",
    "alerts",
    "association",
    "authority",
    "board",
    "bureau",
    "centre",
    "center",
    "commission",
    "committee",
    "communications",
    "company",
    "contact",
    "corporation",
    "council",
    "department",
    "desk",
    "editor",
    "editorial",
    "editors",
    "federation",
    "foundation",
    "gmbh",
    "government",
    "group",
    "inc",
    "info",
    "institute",
    "ltd",
    "media",
    "ministry",
    "news",
    "newsletter",
    "newsroom",
    "noreply",
    "office",
    "press",
    "pressroom",
    "relations",
    "releases",
    "reply",
    "service",
    "society",
    "spokesperson",
    "team",
    "union",
    "university",
];

/// The display names of a field: those of persons, and those of offices. Addresses alone name nobody.
fn senders(from: &Address<'_>) -> (Vec<String>, Vec<String>) {
    let (mut people, mut desks) = (Vec::new(), Vec::new());
    for sender in from.iter().take(20) {
        let Some(name) = sender.name() else {
            continue;
        };
        // mailing lists write `Ana Kovac via Press`
        let name = name.split(" via ").next().unwrap_or(name);
        let name = name.trim().trim_matches(['"', '\'']).trim();
        let address = name.contains('@')
            || sender
                .address()
                .is_some_and(|address| address.eq_ignore_ascii_case(name));
        if name.is_empty() || name.len() > LONGEST_NAME || address {
            continue;
        }
        let office = |word: &str| OFFICES.contains(&word.to_lowercase().as_str());
        let one_word = !name.contains(char::is_whitespace);
        let is_office = one_word
            || name.split(|c: char| !c.is_alphanumeric()).any(office)
            || name.chars().any(|c| c.is_numeric());
        let to = if is_office { &mut desks } else { &mut people };
        to.push(name.to_owned());
    }
    (people, desks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(head: &str) -> Vec<(DeclaredField, String, String)> {
        let head = read(head.as_bytes(), true);
        head.facts
            .into_iter()
            .map(|f| (f.field, f.value, f.key))
            .collect()
    }

    #[test]
    fn persons_are_told_from_offices() {
        let of = |from: &str| {
            let facts = facts(&format!("From: {from}\r\n"));
            facts
                .into_iter()
                .map(|f| format!("{:?} {}", f.0, f.1))
                .collect::<Vec<_>>()
                .join("; ")
        };
        assert_eq!(
            of("Ana Kovac <ana@lake.example>"),
            "Byline Ana Kovac; Author Ana Kovac"
        );
        assert_eq!(
            of("\"Kovac, Ana\" <ana@lake.example>"),
            "Byline Kovac, Ana; Author Kovac, Ana"
        );
        assert_eq!(
            of("Lake Authority Press Office <p@lake.example>"),
            "Outlet Lake Authority Press Office"
        );
        assert_eq!(of("ana@lake.example"), "");
        assert_eq!(
            of("=?utf-8?Q?Zo=C3=AB_Ng?= <z@lake.example>"),
            "Byline Zoë Ng; Author Zoë Ng"
        );
        assert_eq!(
            of("Ana Kovac via Press <l@lake.example>"),
            "Byline Ana Kovac; Author Ana Kovac"
        );
    }

    #[test]
    fn a_head_ends_with_an_empty_line_or_where_fields_end() {
        assert_eq!(ends(b"A: b\r\n c\r\n\r\nText"), (10, 12));
        assert_eq!(ends(b"A: b\nText"), (5, 5));
        assert_eq!(ends(b"\nText"), (0, 1));
        assert_eq!(ends(b"A: b"), (4, 4));
    }
}
