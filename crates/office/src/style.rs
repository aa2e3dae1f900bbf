//! What the styles of paragraphs stand for.

use onrecord_record::BlockKind;
use std::collections::BTreeMap;

/// Styles inherit from styles; this far is looked.
const CHAIN: usize = 16;

#[derive(Clone, Debug, Default)]
pub(crate) struct Style {
    /// What its users call it; word processors keep these names whatever their language.
    pub(crate) name: String,
    pub(crate) parent: Option<String>,
    pub(crate) heading: bool,
    pub(crate) list: bool,
    pub(crate) hidden: bool,
}

/// What a paragraph of a style is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Block(BlockKind),
    /// A line of a table of contents or an index.
    Contents,
    Hidden,
}

/// All styles by their ids.
#[derive(Debug, Default)]
pub(crate) struct Styles(pub(crate) BTreeMap<String, Style>);

impl Styles {
    /// What a paragraph of the style is, when that is anything special.
    pub(crate) fn role(&self, id: &str) -> Option<Role> {
        let mut id = id;
        for _ in 0..CHAIN {
            let Some(style) = self.0.get(id) else {
                return by_name(id);
            };
            let own = by_name(&style.name).or_else(|| by_name(id));
            if own.is_some() {
                return own;
            }
            if style.hidden {
                return Some(Role::Hidden);
            }
            if style.heading {
                return Some(Role::Block(BlockKind::Heading));
            }
            if style.list {
                return Some(Role::Block(BlockKind::ListItem));
            }
            id = style.parent.as_deref()?;
        }
        None
    }
}

fn by_name(name: &str) -> Option<Role> {
    let mut plain = name.to_ascii_lowercase();
    plain.retain(|c| c.is_ascii_alphanumeric());
    // ODF escapes spaces in names: Quotations_20_x
    let begins = |with: &str| plain.starts_with(with);
    let block = match plain.as_str() {
        "title" | "subtitle" | "headline" => BlockKind::Heading,
        "quote" | "intensequote" | "quotations" | "blocktext" | "blockquote" | "blockquotation" => {
            BlockKind::BlockQuote
        }
        "preformattedtext" | "htmlpreformatted" => BlockKind::Preformatted,
        _ if begins("heading") => BlockKind::Heading,
        _ if begins("listparagraph") => return None,
        _ if begins("listbullet") || begins("listnumber") => BlockKind::ListItem,
        _ => {
            let number = plain
                .strip_prefix("toc")
                .or_else(|| plain.strip_prefix("contents"));
            let level = number.is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()));
            return level.then_some(Role::Contents);
        }
    };
    Some(Role::Block(block))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_is_what_it_inherits() {
        let style = |name: &str, parent: &str| Style {
            name: name.to_owned(),
            parent: Some(parent.to_owned()),
            ..Style::default()
        };
        let styles = Styles(BTreeMap::from([
            ("P1".to_owned(), style("", "Zitat")),
            ("Zitat".to_owned(), style("Quote", "Normal")),
            ("A".to_owned(), style("mine", "B")),
            ("B".to_owned(), style("yours", "A")),
        ]));
        assert_eq!(styles.role("P1"), Some(Role::Block(BlockKind::BlockQuote)));
        assert_eq!(styles.role("A"), None, "a ring of styles ends");
        assert_eq!(styles.role("Heading2"), Some(Role::Block(BlockKind::Heading)));
        assert_eq!(styles.role("TOC3"), Some(Role::Contents));
        assert_eq!(styles.role("Contents"), None);
    }
}
