//! Whether text is the article or a summary, and what becomes of it.

use crate::base64;
use crate::facts::Facts;
use onrecord_record::{DeclaredField as Field, Extent};
use onrecord_source::{Body, Document};
use onrecord_xml::{Element, unescape_html};

/// Text, as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Text {
    Html(String),
    Plain(String),
}

/// Characters from which a summary that is not cut off is the article.
const LONG: usize = 1500;
/// Characters from which it is, when it has three paragraphs.
const LONG_IN_PARAGRAPHS: usize = 600;

impl Text {
    /// HTML where something in it is HTML's, else plain text.
    pub(crate) fn guess(text: String) -> Self {
        // a `<` that the last `>` stands ahead of closes nowhere
        let closes = text.rfind('>').unwrap_or(0);
        let html = text[..closes].match_indices('<').any(|(at, _)| {
            let rest = text[at + 1..].trim_start_matches('/');
            rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!')
        });
        if html || unescape_html(&text) != text {
            Self::Html(text)
        } else {
            Self::Plain(text)
        }
    }

    /// What is read on the page, with single spaces.
    fn shown(&self) -> String {
        let text = match self {
            Self::Html(html) => {
                let mut out = String::with_capacity(html.len());
                let mut rest = html.as_str();
                while let Some(open) = rest.find('<') {
                    out.push_str(&rest[..open]);
                    out.push(' ');
                    let inside = &rest[open..];
                    rest = match inside.find('>') {
                        Some(close) => &inside[close + 1..],
                        None => "",
                    };
                }
                out.push_str(rest);
                unescape_html(&out).into_owned()
            }
            Self::Plain(text) => text.clone(),
        };
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn paragraphs(&self) -> usize {
        match self {
            Self::Html(html) => {
                let lower = html.to_ascii_lowercase();
                lower.matches("<p>").count() + lower.matches("<p ").count() + lower.matches("<br").count() / 2
            }
            Self::Plain(text) => text.split("\n\n").filter(|p| !p.trim().is_empty()).count(),
        }
    }

    fn into_body(self, extent: Extent) -> Body {
        match self {
            Self::Html(html) => Body::Html(html),
            Self::Plain(text) => Body::Document(Document {
                text: text.trim().to_owned(),
                extent,
                ..Document::default()
            }),
        }
    }
}

/// The text of an Atom construct: its `type`, the `mode` of Atom 0.3, and what is in it really. Nothing for what is no text.
pub(crate) fn construct(element: &Element) -> Option<Text> {
    let kind = element
        .attribute("type")
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let mode = element.attribute("mode").unwrap_or_default().to_ascii_lowercase();
    let is_html = matches!(kind, "html" | "text/html" | "xhtml" | "application/xhtml+xml");
    let is_text = is_html || matches!(kind, "" | "text") || kind.starts_with("text/");
    let is_markup = kind.ends_with("+xml") || kind.ends_with("/xml");
    if mode == "base64" || (!is_text && !is_markup) {
        let bytes = base64::decode(&element.text())?;
        let text = String::from_utf8(bytes).ok().filter(|_| is_text || is_markup)?;
        return Some(if is_html || is_markup {
            Text::Html(text)
        } else {
            Text::guess(text)
        });
    }
    if element.elements().next().is_some() {
        // xhtml stands in a `div` that is not part of it
        let mut inside = element.elements();
        let only = inside
            .next()
            .filter(|first| first.name == "div" && inside.next().is_none());
        return Some(Text::Html(only.unwrap_or(element).inner_html()));
    }
    let text = element.text();
    Some(if is_html || is_markup {
        Text::Html(text)
    } else {
        Text::Plain(text)
    })
}

/// The text of an element of RSS: HTML, written out or as elements, or plain text.
pub(crate) fn written(element: &Element) -> Text {
    if element.elements().next().is_some() {
        Text::Html(element.inner_html())
    } else {
        Text::guess(element.text())
    }
}

/// What an entry brings of its article, each with the element that it stands in.
#[derive(Debug, Default)]
pub(crate) struct Brought {
    pub(crate) content: Option<(&'static str, Text)>,
    pub(crate) summary: Option<(&'static str, Text)>,
}

impl Brought {
    /// Takes the first content that has words.
    pub(crate) fn content(&mut self, key: &'static str, text: Option<Text>) {
        keep(&mut self.content, key, text);
    }

    /// Takes the first summary that has words.
    pub(crate) fn summary(&mut self, key: &'static str, text: Option<Text>) {
        keep(&mut self.summary, key, text);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.content.is_none() && self.summary.is_none()
    }

    /// The body, and how much of the article it is. `found` says whether the article has an address. What is not the body becomes a fact.
    pub(crate) fn body(self, found: bool, facts: &mut Facts) -> (Body, Extent) {
        let shown = |(key, text): (&'static str, Text)| (key, text.shown(), text);
        let summary = self.summary.map(shown);
        if let Some((key, shown, text)) = self.content.map(shown) {
            let twice = summary.as_ref().is_some_and(|s| s.1 == shown);
            let excerpt = match is_cut(&shown) {
                Cut::Pointer => true,
                Cut::Ellipsis => shown.chars().count() < LONG,
                Cut::No => twice && !is_long(&shown, &text),
            };
            if let Some((key, shown, _)) = summary.filter(|_| !twice) {
                facts.add(Field::Summary, key, Some(shown));
            }
            if !excerpt {
                return (text.into_body(Extent::Full), Extent::Full);
            }
            if found {
                facts.add(Field::Summary, key, Some(shown));
                return (Body::Locator, Extent::Locator);
            }
            facts
                .notes
                .push(format!("{key} is a summary, and there is no address"));
            return (text.into_body(Extent::Summary), Extent::Summary);
        }
        let Some((key, shown, text)) = summary else {
            return (Body::Locator, Extent::Locator);
        };
        let cut = is_cut(&shown) != Cut::No;
        if found && (cut || !is_long(&shown, &text)) {
            facts.add(Field::Summary, key, Some(shown));
            return (Body::Locator, Extent::Locator);
        }
        let extent = if cut { Extent::Summary } else { Extent::Full };
        facts.notes.push(match (found, cut) {
            (true, _) => format!("{key} is long enough to be the article"),
            (false, true) => format!("{key} is a summary, and there is no address"),
            (false, false) => format!("{key} is the article: there is no address"),
        });
        (text.into_body(extent), extent)
    }
}

/// Whether a text that is not cut off is long enough to be the article.
fn is_long(shown: &str, text: &Text) -> bool {
    let length = shown.chars().count();
    length >= LONG || (length >= LONG_IN_PARAGRAPHS && text.paragraphs() >= 3)
}

fn keep(slot: &mut Option<(&'static str, Text)>, key: &'static str, text: Option<Text>) {
    let text = text.filter(|text| !text.shown().is_empty());
    if slot.is_none()
        && let Some(text) = text
    {
        *slot = Some((key, text));
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Cut {
    No,
    /// It ends in an ellipsis, as some articles do.
    Ellipsis,
    /// It ends in words that point to the rest.
    Pointer,
}

/// Whether a text ends like one that goes on elsewhere.
fn is_cut(shown: &str) -> Cut {
    // what weblogs put behind their summaries
    let said = shown
        .rfind(" appeared first on ")
        .and_then(|at| shown[..at].rfind("The post "));
    let text = said.map_or(shown, |at| &shown[..at]);
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '»' | '›' | '→' | '>' | '|'));
    if text.ends_with("[…]")
        || text.ends_with("[...]")
        || text.ends_with("(more…)")
        || text.ends_with("(more...)")
    {
        return Cut::Pointer;
    }
    let tail: String = text.chars().rev().take(40).collect();
    let tail: String = tail.chars().rev().collect::<String>().to_lowercase();
    let bare = tail.trim_end_matches(['.', '…', ':', '!', ' ', ')', ']']);
    const POINTERS: [&str; 9] = [
        "read more",
        "read on",
        "continue reading",
        "full story",
        "full article",
        "read the rest",
        "more details",
        "read the full story",
        "view original",
    ];
    if POINTERS.iter().any(|p| bare.ends_with(p)) {
        return Cut::Pointer;
    }
    if text.ends_with('…') || text.ends_with("...") {
        Cut::Ellipsis
    } else {
        Cut::No
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_told_by_a_tag_that_closes() {
        for (text, html) in [
            ("<b>Rain</b>", true),
            ("1 < 2 > 0, <br/", false),
            ("rain > wind <b", false),
            ("rain <b and wind >", true),
            ("</p>", true),
            ("<//!-- x -->", true),
            (">", false),
            ("<", false),
            ("", false),
        ] {
            let guessed = Text::guess(text.to_owned());
            assert_eq!(matches!(guessed, Text::Html(_)), html, "{text}");
        }
    }

    #[test]
    fn hostile_text_takes_linear_time() {
        for unit in ["<a", "<!", "</", "<"] {
            let text = unit.repeat(4_000_000);
            assert!(matches!(Text::guess(text), Text::Plain(_)), "{unit}");
        }
    }
}
