//! Addresses by which articles, versions, statements and people are named in linked data.

use crate::export::Item;
use onrecord_record::Article;
use std::fmt::Write;

/// The article: its own address where it has one, else a name made from its id.
pub(crate) fn article(article: &Article) -> String {
    match article.url.as_deref().and_then(absolute) {
        Some(url) => url,
        None => format!("urn:onrecord:article:{}", part(&article.id)),
    }
}

/// The version of the article that was read: by its number where that is known, else by its text.
pub(crate) fn version(item: &Item<'_>) -> String {
    match item.context.and_then(|context| context.version.as_ref()) {
        Some(version) => numbered(item, version.number),
        None => format!("urn:onrecord:text:{}", part(&item.record.article.text_sha256)),
    }
}

/// A version of the article by its number.
pub(crate) fn numbered(item: &Item<'_>, number: u32) -> String {
    format!(
        "urn:onrecord:article:{}:version:{number}",
        part(&item.record.article.id)
    )
}

/// A statement of the version.
pub(crate) fn statement(item: &Item<'_>, id: &str) -> String {
    let text = part(&item.record.article.text_sha256);
    match item.context.and_then(|context| context.version.as_ref()) {
        Some(version) => format!("{}:statement:{}", numbered(item, version.number), part(id)),
        None => format!(
            "urn:onrecord:article:{}:text:{text}:statement:{}",
            part(&item.record.article.id),
            part(id)
        ),
    }
}

/// A person of the article: across articles where that is known.
pub(crate) fn person(item: &Item<'_>, id: &str) -> String {
    match item.context.and_then(|context| context.people.get(id)) {
        Some(known) => format!("urn:onrecord:person:{}", part(&known.id)),
        None => format!(
            "urn:onrecord:article:{}:person:{}",
            part(&item.record.article.id),
            part(id)
        ),
    }
}

/// An address as it may stand in linked data, when it begins with a scheme: what may not stand there is percent-encoded.
pub(crate) fn absolute(address: &str) -> Option<String> {
    let address = address.trim();
    let (scheme, rest) = address.split_once(':')?;
    let first = scheme.chars().next()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    if !first.is_ascii_alphabetic() || !scheme.chars().all(plain) || rest.is_empty() {
        return None;
    }
    let barred = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`')
    };
    Some(encode(address, |c| !barred(c)))
}

/// An id as a part of a name.
fn part(id: &str) -> String {
    encode(id, |c| {
        c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~')
    })
}

fn encode(text: &str, keep: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if keep(c) {
            out.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a string does not fail.
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_with_a_scheme_name_an_article() {
        assert_eq!(
            absolute("https://news.example/a b").as_deref(),
            Some("https://news.example/a%20b")
        );
        assert_eq!(absolute("news.example/a"), None);
        assert_eq!(absolute("1x:a"), None);
        assert_eq!(part("a/ä"), "a%2F%C3%A4");
    }
}
