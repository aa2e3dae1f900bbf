//! One element as a tree.

use crate::reader::Tag;
use std::fmt::Write as _;

/// What an element holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Another element.
    Element(Element),
    /// Text.
    Text(String),
}

/// An element with all that it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// What its namespace is called.
    pub space: &'static str,
    /// Its name without prefix, in small letters.
    pub name: String,
    /// Its attributes: names as written, in small letters.
    pub attributes: Vec<(String, String)>,
    /// What it holds, in order.
    pub children: Vec<Node>,
    /// Where it begins: a byte of the text.
    pub at: usize,
}

/// Elements of HTML that hold nothing.
const VOID: [&str; 10] = [
    "area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr",
];

impl Element {
    pub(crate) fn new(tag: Tag) -> Self {
        Self {
            space: tag.space,
            name: tag.name,
            attributes: tag.attributes,
            children: Vec::new(),
            at: tag.at,
        }
    }

    pub(crate) fn push_text(&mut self, text: &str) {
        match self.children.last_mut() {
            Some(Node::Text(last)) => last.push_str(text),
            _ => self.children.push(Node::Text(text.to_owned())),
        }
    }

    /// Whether it is this one.
    pub fn is(&self, space: &str, name: &str) -> bool {
        self.space == space && self.name == name
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|a| a.0 == name);
        found.map(|a| a.1.as_str())
    }

    /// The elements right inside.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements right inside that are this one.
    pub fn all<'a>(&'a self, space: &'a str, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |e| e.is(space, name))
    }

    /// The first element right inside that is this one.
    pub fn first(&self, space: &str, name: &str) -> Option<&Element> {
        self.elements().find(|e| e.is(space, name))
    }

    /// All text inside.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.text_into(&mut out);
        out
    }

    fn text_into(&self, out: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.text_into(out),
            }
        }
    }

    /// All text inside with white space made single, without any at the ends; nothing when there is none.
    pub fn words(&self) -> Option<String> {
        let text = self.text();
        let words: Vec<&str> = text.split_whitespace().collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// What it holds, as HTML. Prefixes are left off.
    pub fn inner_html(&self) -> String {
        let mut out = String::new();
        for child in &self.children {
            child.html_into(&mut out);
        }
        out
    }

    fn html_into(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for (name, value) in &self.attributes {
            // the `write!`s go to a String and cannot fail
            let _ = write!(out, " {name}=\"");
            escape(value, true, out);
            out.push('"');
        }
        out.push('>');
        let void = VOID.contains(&self.name.as_str());
        for child in &self.children {
            child.html_into(out);
        }
        if !void {
            let _ = write!(out, "</{}>", self.name);
        }
    }
}

impl Node {
    fn html_into(&self, out: &mut String) {
        match self {
            Self::Text(text) => escape(text, false, out),
            Self::Element(element) => element.html_into(out),
        }
    }
}

fn escape(text: &str, quotes: bool, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if quotes => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Event, Reader};

    #[test]
    fn a_tree_is_html_again() {
        let text = "<d xmlns:h='http://www.w3.org/1999/xhtml'><h:p class='a\"b'>1 &lt; 2 &amp; <h:br/>x</h:p><br>y</d>";
        let mut reader = Reader::new(
            text.to_owned(),
            &[("http://www.w3.org/1999/xhtml", "h")],
            |_, _| false,
        );
        let Some(Event::Start(tag)) = reader.next() else {
            panic!()
        };
        let element = reader.element(tag);
        assert_eq!(
            element.inner_html(),
            "<p class=\"a&quot;b\">1 &lt; 2 &amp; <br>x</p><br>y"
        );
        assert_eq!(element.words().as_deref(), Some("1 < 2 & xy"));
        assert!(reader.next().is_none());
    }
}
