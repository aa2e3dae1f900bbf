//! A sequence in which every start has its end, and names are resolved.

use crate::attribute::Attributes;
use crate::element::{Element, Node};
use crate::entity::Entities;
use crate::scan::{Scan, Token};

/// Namespaces and what they are called here: `("http://purl.org/dc/elements/1.1/", "dc")`. Several may be called the same.
pub type Spaces = &'static [(&'static str, &'static str)];

/// Deepest element that is kept as one; deeper ones give their text to it.
const DEPTH: usize = 200;
/// Most elements in one tree.
const ELEMENTS: usize = 100_000;
/// Most attributes of an element that are kept.
const ATTRIBUTES: usize = 64;
/// Most namespace declarations in force at once.
const DECLARATIONS: usize = 256;
/// Longest name that is kept.
const NAME: usize = 256;

/// The start of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// What its namespace is called; empty for none and for a default one that is unknown, `?` for an unknown prefix.
    pub space: &'static str,
    /// Its name without prefix, in small letters.
    pub name: String,
    /// Its attributes: names as written, in small letters.
    pub attributes: Vec<(String, String)>,
    /// Where it begins: a byte of the text.
    pub at: usize,
}

impl Tag {
    /// Whether it is this one.
    pub fn is(&self, space: &str, name: &str) -> bool {
        self.space == space && self.name == name
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|a| a.0 == name);
        found.map(|a| a.1.as_str())
    }
}

/// What comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// An element begins.
    Start(Tag),
    /// The innermost open element ends.
    End,
    /// Text, with its references replaced.
    Text(String),
}

struct Open {
    tag: Tag,
    /// As written, to be found by its end.
    written: String,
    declarations: usize,
}

/// A start that was held back: its tag, as written, what it declares, and whether it ends at once.
type Due = (Tag, String, Vec<(String, &'static str)>, bool);

/// Reads a text.
pub struct Reader {
    text: String,
    scan: Scan,
    spaces: Spaces,
    closes: fn(&Tag, &Tag) -> bool,
    entities: Entities,
    open: Vec<Open>,
    declared: Vec<(String, &'static str)>,
    /// Ends that are due.
    ends: usize,
    /// A start that is due behind them.
    start: Option<Due>,
    /// Elements open below [`DEPTH`].
    below: usize,
    too_deep: bool,
    stray: usize,
    too_large: usize,
}

impl Reader {
    /// Reads `text`. `spaces` names the namespaces that matter; `closes` says whether an element that begins (the second) ends
    /// one that is open (the first), as an item does that begins inside another.
    pub fn new(text: String, spaces: Spaces, closes: fn(&Tag, &Tag) -> bool) -> Self {
        Self {
            text,
            scan: Scan::default(),
            spaces,
            closes,
            entities: Entities::default(),
            open: Vec::new(),
            declared: Vec::new(),
            ends: 0,
            start: None,
            below: 0,
            too_deep: false,
            stray: 0,
            too_large: 0,
        }
    }

    /// The text that is read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text again.
    pub fn into_text(self) -> String {
        self.text
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// The values of an attribute of the open elements, outermost first.
    pub fn inherited(&self, name: &str) -> Vec<String> {
        let values = self.open.iter().filter_map(|open| open.tag.attribute(name));
        values.map(str::to_owned).collect()
    }

    /// What comes next. Every start has its end.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Option<Event> {
        loop {
            if self.ends > 0 {
                self.ends -= 1;
                self.close();
                return Some(Event::End);
            }
            if let Some((tag, written, declarations, empty)) = self.start.take() {
                return Some(self.begin(tag, written, declarations, empty));
            }
            let Some((at, token)) = self.scan.next(&self.text) else {
                self.ends = self.open.len();
                if self.ends == 0 {
                    return None;
                }
                continue;
            };
            match token {
                Token::Text(raw) => return Some(Event::Text(self.entities.replace(raw).into_owned())),
                Token::Verbatim(text) => return Some(Event::Text(text.to_owned())),
                Token::Subset(subset) => self.entities.declare(subset),
                Token::End(name) => {
                    if self.below > 0 {
                        self.below -= 1;
                        continue;
                    }
                    let found = self
                        .open
                        .iter()
                        .rposition(|open| open.written.eq_ignore_ascii_case(name));
                    match found {
                        Some(found) => self.ends = self.open.len() - found,
                        None => self.stray += 1,
                    }
                }
                Token::Start {
                    name,
                    attributes,
                    empty,
                } => {
                    let read = resolve(
                        self.spaces,
                        &self.declared,
                        &mut self.entities,
                        name,
                        attributes,
                        at,
                    );
                    let (tag, declarations) = read;
                    let written: String = name.chars().take(NAME).collect();
                    let closed = self.open.iter().position(|open| (self.closes)(&open.tag, &tag));
                    if let Some(closed) = closed {
                        self.ends = self.open.len() - closed;
                        self.below = 0;
                    } else if self.open.len() >= DEPTH {
                        self.below += usize::from(!empty);
                        self.too_deep = true;
                        continue;
                    }
                    self.start = Some((tag, written, declarations, empty));
                }
            }
        }
    }

    fn begin(
        &mut self,
        tag: Tag,
        written: String,
        mut declarations: Vec<(String, &'static str)>,
        empty: bool,
    ) -> Event {
        declarations.truncate(DECLARATIONS.saturating_sub(self.declared.len()));
        let count = declarations.len();
        self.declared.append(&mut declarations);
        self.open.push(Open {
            tag: tag.clone(),
            written,
            declarations: count,
        });
        self.ends += usize::from(empty);
        Event::Start(tag)
    }

    fn close(&mut self) {
        if let Some(open) = self.open.pop() {
            let left = self.declared.len().saturating_sub(open.declarations);
            self.declared.truncate(left);
        }
    }

    /// The element that `tag` began, which must have come last: up to its end.
    pub fn element(&mut self, tag: Tag) -> Element {
        let depth = self.open.len();
        let mut stack = vec![Element::new(tag)];
        let (mut count, mut over) = (0usize, 0usize);
        while let Some(event) = self.next() {
            match event {
                Event::Start(tag) => {
                    count += 1;
                    if count > ELEMENTS {
                        over += 1;
                    } else {
                        stack.push(Element::new(tag));
                    }
                }
                Event::Text(text) => {
                    if let Some(last) = stack.last_mut() {
                        last.push_text(&text);
                    }
                }
                Event::End => {
                    if over > 0 {
                        over -= 1;
                    } else if stack.len() > 1
                        && let Some(done) = stack.pop()
                        && let Some(last) = stack.last_mut()
                    {
                        last.children.push(Node::Element(done));
                    }
                    if self.open.len() < depth {
                        break;
                    }
                }
            }
        }
        self.too_large += usize::from(count > ELEMENTS);
        while stack.len() > 1
            && let Some(done) = stack.pop()
            && let Some(last) = stack.last_mut()
        {
            last.children.push(Node::Element(done));
        }
        // there is one left: it was there from the beginning, and the loops leave it
        stack.pop().unwrap_or_default()
    }

    /// Passes over the element that began last.
    pub fn skip(&mut self) {
        let depth = self.open.len();
        while self.open.len() >= depth && self.next().is_some() {}
    }

    /// What should be known about what has been read since this was last asked.
    pub fn take_notes(&mut self) -> Vec<String> {
        let mut notes = Vec::new();
        let mut say = |count: usize, one: &str, more: &str| match count {
            0 => {}
            1 => notes.push(one.to_owned()),
            _ => notes.push(format!("{count} {more}")),
        };
        say(
            std::mem::take(&mut self.stray),
            "an end tag without a beginning",
            "end tags without a beginning",
        );
        say(
            std::mem::take(&mut self.scan.unclosed),
            "a comment or CDATA section that nothing closes",
            "comments or CDATA sections that nothing closes",
        );
        say(
            usize::from(std::mem::take(&mut self.too_deep)),
            "elements more than 200 deep, read as text",
            "",
        );
        say(
            std::mem::take(&mut self.too_large),
            "an element with more than 100000 others in it: their text was kept, they were not",
            "elements with more than 100000 others in them: their text was kept, they were not",
        );
        say(
            usize::from(std::mem::take(&mut self.entities.refused)),
            "entities that would have become too long, left as written",
            "",
        );
        notes
    }
}

/// The tag, and the namespaces that it declares.
fn resolve(
    spaces: Spaces,
    declared: &[(String, &'static str)],
    entities: &mut Entities,
    written: &str,
    attributes: &str,
    at: usize,
) -> (Tag, Vec<(String, &'static str)>) {
    let mut declarations: Vec<(String, &'static str)> = Vec::new();
    let mut kept: Vec<(String, String)> = Vec::new();
    for (name, value) in Attributes::new(attributes).take(ATTRIBUTES) {
        let name: String = name.chars().take(NAME).collect::<String>().to_ascii_lowercase();
        let value = entities.replace(value);
        if let Some(prefix) = name.strip_prefix("xmlns") {
            let prefix = prefix.trim_start_matches(':');
            declarations.push((prefix.to_owned(), called(spaces, &value, prefix)));
        } else if !kept.iter().any(|k| k.0 == name) {
            kept.push((name, value.into_owned()));
        }
    }
    let written: String = written.chars().take(NAME).collect();
    let (prefix, local) = written.split_once(':').unwrap_or(("", &written));
    let prefix = prefix.to_ascii_lowercase();
    let all = declarations.iter().rev().chain(declared.iter().rev());
    let space = all.into_iter().find(|d| d.0 == prefix).map(|d| d.1);
    let space = space.unwrap_or_else(|| called(spaces, "", &prefix));
    let tag = Tag {
        space,
        name: local.to_ascii_lowercase(),
        attributes: kept,
        at,
    };
    (tag, declarations)
}

/// What a namespace is called; one that is not known goes by its prefix, if that is one of the usual.
fn called(spaces: Spaces, uri: &str, prefix: &str) -> &'static str {
    let plain = |uri: &str| uri.trim().trim_end_matches(['/', '#']).to_ascii_lowercase();
    let uri = plain(uri);
    let by_uri = spaces.iter().find(|s| !uri.is_empty() && plain(s.0) == uri);
    if let Some(space) = by_uri {
        return space.1;
    }
    match prefix {
        "" => "",
        _ => spaces.iter().find(|s| s.1 == prefix).map_or("?", |s| s.1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPACES: Spaces = &[
        ("http://purl.org/dc/elements/1.1/", "dc"),
        ("http://a.example/own", ""),
    ];

    fn outline(text: &str) -> String {
        let mut reader = Reader::new(text.to_owned(), SPACES, |open, new| {
            open.name == "item" && new.name == "item"
        });
        let mut out = String::new();
        while let Some(event) = reader.next() {
            match event {
                Event::Start(tag) => {
                    out += &format!(
                        "<{}{}{}",
                        tag.space,
                        if tag.space.is_empty() { "" } else { ":" },
                        tag.name
                    )
                }
                Event::End => out.push('>'),
                Event::Text(text) => out += &text,
            }
        }
        out
    }

    #[test]
    fn every_start_has_its_end() {
        assert_eq!(outline("<a><b>x</a></c>y"), "<a<bx>>y");
        assert_eq!(
            outline("<item>1<item>2</item><b/><item>3"),
            "<item1><item2><b><item3>"
        );
        assert_eq!(outline("<a><b><A>x</a></b></a>"), "<a<b<ax>>>");
    }

    #[test]
    fn namespaces_go_by_their_address_and_then_by_their_prefix() {
        let named = "<x xmlns:d='HTTP://PURL.ORG/dc/elements/1.1'><d:Creator/><dc:date/><e:title/></x>";
        assert_eq!(outline(named), "<x<dc:creator><dc:date><?:title>>");
        assert_eq!(
            outline("<o:x xmlns:o='http://a.example/own' xmlns='http://b.example/'><y/></o:x><o:x/>"),
            "<x<y>><?:x>"
        );
        assert_eq!(
            outline("<a xmlns='http://purl.org/dc/elements/1.1/'><b xmlns=''><c/></b><d/></a>"),
            "<dc:a<b<c>><dc:d>>"
        );
    }

    #[test]
    fn depth_is_bounded_and_said() {
        let text = "<a>".repeat(100_000) + "x" + &"</a>".repeat(100_000) + "<b>y</b>";
        let mut reader = Reader::new(text, &[], |_, _| false);
        let Some(Event::Start(tag)) = reader.next() else {
            panic!()
        };
        assert_eq!(reader.element(tag).text(), "x");
        assert_eq!(reader.take_notes().len(), 1);
        assert!(matches!(reader.next(), Some(Event::Start(tag)) if tag.name == "b"));
    }

    #[test]
    fn hostile_text_takes_linear_time() {
        for unit in [
            "<a b='",
            "<!--",
            "<![CDATA[",
            "<?",
            "<!DOCTYPE a [\"",
            "</",
            "<a \"",
            "&",
            "<item>",
            "<a xmlns:b='c'>",
        ] {
            let mut reader = Reader::new(unit.repeat(200_000), &[], |open, new| {
                open.name == "item" && new.name == "item"
            });
            let mut count = 0usize;
            while reader.next().is_some() {
                count += 1;
            }
            assert!(count <= 600_000, "{unit}: {count}");
        }
    }

    #[test]
    fn hostile_text_in_one_piece_takes_linear_time() {
        for (begins, unit) in [
            ("<!DOCTYPE a [", "<!--"),
            ("<!DOCTYPE a [", "<!-->"),
            ("<a ", "'"),
            ("<a ", "\""),
            ("<a ", "=' "),
            ("<a b='", "=\""),
        ] {
            let text = begins.to_owned() + &unit.repeat(4_000_000);
            let mut reader = Reader::new(text, &[], |_, _| false);
            let mut count = 0usize;
            while reader.next().is_some() {
                count += 1;
            }
            assert!(count <= 8_000_000, "{begins}{unit}: {count}");
        }
    }
}
