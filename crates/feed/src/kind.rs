//! Telling feeds and sitemaps by their beginning.

use std::borrow::Cow;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// RSS, of any version.
    Rss,
    /// Atom.
    Atom,
    /// JSON Feed.
    JsonFeed,
    /// A sitemap.
    Sitemap,
    /// A list of sitemaps.
    SitemapIndex,
}

impl Kind {
    /// Whether it lists addresses and brings no text.
    pub fn is_sitemap(self) -> bool {
        matches!(self, Self::Sitemap | Self::SitemapIndex)
    }

    /// The kind whose first element this is: its local name, in small letters.
    pub(crate) fn of_root(name: &str) -> Option<Self> {
        match name {
            // a feed that somebody cut out of its wrapping begins with its channel
            "rss" | "rdf" | "channel" => Some(Self::Rss),
            "feed" => Some(Self::Atom),
            "urlset" => Some(Self::Sitemap),
            "sitemapindex" => Some(Self::SitemapIndex),
            _ => None,
        }
    }
}

/// What the bytes that begin with `head` are, if they are a feed or a sitemap. A few KB are enough.
///
/// `media_type` decides only where the bytes do not.
pub fn looks_like(head: &[u8], media_type: Option<&str>) -> Option<Kind> {
    let media = media_type.unwrap_or_default().to_ascii_lowercase();
    // most of what is asked about is something else
    if !head.iter().any(|b| matches!(b, b'<' | b'{')) {
        return by_media(&media);
    }
    let text = text_of(head)?;
    let start = text.trim_start_matches('\u{FEFF}').trim_start();
    if start.starts_with('{') {
        let declared = media == "application/feed+json" && start.contains("\"items\"");
        return (declared || has_version(start)).then_some(Kind::JsonFeed);
    }
    let (ahead, start) = start.split_at(junk(start));
    // a feed in a mail message or in an answer of a server is for those who read these
    if ahead.to_ascii_lowercase().contains("content-type:") {
        return None;
    }
    if start.starts_with('<') {
        let root = root(start)?;
        let kind = Kind::of_root(&root)?;
        let has = |what: &str| start.contains(what);
        let sure = match root.as_str() {
            // RDF holds many things, and a channel may be of anything
            "rdf" | "channel" => has("purl.org/rss/") || has("netscape.com/rdf") || has("<item"),
            "feed" => has("/Atom") || has("purl.org/atom") || has("<entry") || has("<title"),
            _ => true,
        };
        return sure.then_some(kind);
    }
    by_media(&media)
}

/// The text as far as what is ASCII in it goes, which all encodings but UTF-16 have in common.
fn text_of(head: &[u8]) -> Option<Cow<'_, str>> {
    let wide = matches!(head, [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..]) || head.iter().take(4).any(|b| *b == 0);
    if wide {
        return onrecord_xml::decode(head.to_vec(), None)
            .ok()
            .map(|decoded| Cow::Owned(decoded.text));
    }
    Some(String::from_utf8_lossy(head))
}

fn by_media(media: &str) -> Option<Kind> {
    match media {
        "application/rss+xml" | "application/rdf+xml" => Some(Kind::Rss),
        "application/atom+xml" => Some(Kind::Atom),
        _ => None,
    }
}

/// Whether JSON says that it is a feed, or has what only feeds have.
fn has_version(text: &str) -> bool {
    let value = |key: &str| {
        let after = text.split_once(&format!("\"{key}\""))?.1.trim_start();
        Some(after.strip_prefix(':')?.trim_start())
    };
    let version = value("version").is_some_and(|v| {
        let v = v.strip_prefix('"').unwrap_or(v).replace("\\/", "/");
        let v = v.trim_start_matches("https://").trim_start_matches("http://");
        v.trim_start_matches("www.").starts_with("jsonfeed.org/version")
    });
    let items = value("items").is_some_and(|v| v.starts_with('['));
    version || (items && (value("home_page_url").is_some() || value("feed_url").is_some()))
}

/// How many bytes stand ahead of the XML declaration of a feed: warnings of the program that wrote it, empty lines, a second declaration.
pub(crate) fn junk(text: &str) -> usize {
    let head_end = text.char_indices().nth(JUNK).map_or(text.len(), |(at, _)| at);
    let declared = text[..head_end]
        .rmatch_indices("<?xml")
        .find(|(at, _)| text[at + 5..].starts_with(|c: char| c.is_ascii_whitespace()))
        .filter(|(at, _)| root(&text[*at..]).is_some_and(|name| Kind::of_root(&name).is_some()));
    declared.map_or(0, |found| found.0)
}

/// Characters of junk, at most.
const JUNK: usize = 4096;

/// Bytes that the first element must begin in.
const HEAD: usize = 32 * 1024;

/// The local name of the first element.
fn root(text: &str) -> Option<String> {
    let text = &text[..text.floor_char_boundary(HEAD)];
    let mut at = 0;
    loop {
        at += text[at..].find('<')?;
        let rest = &text[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            at += 4 + comment.find("-->")?;
        } else if rest.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            let name = rest
                .split(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
                .next()?;
            let local = name.rsplit(':').next().unwrap_or(name);
            return Some(local.to_ascii_lowercase());
        } else if rest.starts_with("!DOCTYPE") && rest.split(['>', '<']).next()?.contains('[') {
            at += 1 + rest.find("]>")?;
        } else {
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_told_by_their_first_element() {
        let of = |head: &str| looks_like(head.as_bytes(), None);
        assert_eq!(
            of("\u{FEFF} <?xml version='1.0'?><!-- <feed> --><rss version='2.0'>"),
            Some(Kind::Rss)
        );
        assert_eq!(of("<!DOCTYPE rss [<!ENTITY a '<b>'>]><RSS>"), Some(Kind::Rss));
        assert_eq!(of("<!DOCTYPE rss SYSTEM 'a.dtd'><rss>"), Some(Kind::Rss));
        let ahead = |length: usize| format!("<!-- {} --><rss>", "x".repeat(length));
        assert_eq!(of(&ahead(HEAD - 100)), Some(Kind::Rss));
        assert_eq!(of(&ahead(HEAD)), None);
        assert_eq!(
            of("<a:feed xmlns:a='http://www.w3.org/2005/Atom'>"),
            Some(Kind::Atom)
        );
        assert_eq!(of("<rdf:RDF xmlns='http://purl.org/rss/1.0/'>"), Some(Kind::Rss));
        assert_eq!(of("<rdf:RDF xmlns:foaf='http://xmlns.com/foaf/0.1/'>"), None);
        assert_eq!(of("<urlset>"), Some(Kind::Sitemap));
        assert_eq!(of("<sitemapindex>"), Some(Kind::SitemapIndex));
        assert_eq!(
            of("{\"version\": \"https://jsonfeed.org/version/1.1\", "),
            Some(Kind::JsonFeed)
        );
        assert_eq!(
            of("{\"version\":\"https:\\/\\/jsonfeed.org\\/version\\/1\""),
            Some(Kind::JsonFeed)
        );
        assert_eq!(
            of("{\"title\": \"x\", \"feed_url\": \"y\", \"items\": [{"),
            Some(Kind::JsonFeed)
        );
        assert_eq!(
            of("{\"version\": \"1\", \"text\": \"jsonfeed.org/version/1\"}"),
            None
        );
        assert_eq!(
            of("Warning: x <br />\n<?xml version='1.0'?>\n<rss>"),
            Some(Kind::Rss)
        );
        assert_eq!(
            of("Subject: x\nContent-Type: text/xml\n\n<?xml version='1.0'?>\n<rss>"),
            None
        );
        assert_eq!(of("The element <rss> is old."), None);
        assert_eq!(of("<feed><animal>"), None);
        assert_eq!(of("<html><head>"), None);
        assert_eq!(of("Rain fell."), None);
        assert_eq!(of(""), None);
        assert_eq!(
            looks_like(b"junk, no root", Some("application/rss+xml")),
            Some(Kind::Rss)
        );
        let wide: Vec<u8> = "<rss>".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(looks_like(&wide, None), Some(Kind::Rss));
    }

    #[test]
    fn hostile_text_takes_linear_time() {
        for unit in ["<!DOCTYPE", "<!DOCTYPE>", "<!--", "<!DOCTYPE [", "<?xml "] {
            let text = "<?xml ".to_owned() + &unit.repeat(4_000_000);
            assert_eq!(looks_like(text.as_bytes(), None), None, "{unit}");
            assert_eq!(junk(&text), 0, "{unit}");
        }
    }
}
