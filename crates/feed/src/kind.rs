//! Telling feeds and sitemaps by their beginning.

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
/// `media_type` decides only where the bytes do not, for Atom and RSS that begin with junk.
pub fn looks_like(head: &[u8], media_type: Option<&str>) -> Option<Kind> {
    let text = onrecord_xml::decode(head.to_vec(), None).ok()?.text;
    let start = text.trim_start();
    if start.starts_with('{') {
        let version = start.contains("jsonfeed.org/version");
        let declared = media_type.is_some_and(|m| m.eq_ignore_ascii_case("application/feed+json"));
        return (version || (declared && start.contains("\"items\""))).then_some(Kind::JsonFeed);
    }
    if let Some(root) = root(start) {
        let kind = Kind::of_root(&root.0)?;
        // RDF holds many things, and a channel may be of anything
        let vague = matches!(root.0.as_str(), "rdf" | "channel");
        let rss =
            start.contains("purl.org/rss/") || start.contains("netscape.com/rdf") || start.contains("<item");
        return (!vague || rss).then_some(kind);
    }
    match media_type?.to_ascii_lowercase().as_str() {
        "application/rss+xml" | "application/rdf+xml" => Some(Kind::Rss),
        "application/atom+xml" => Some(Kind::Atom),
        _ => None,
    }
}

/// The local name of the first element, and where it begins.
fn root(text: &str) -> Option<(String, usize)> {
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
            return Some((local.to_ascii_lowercase(), at));
        } else if rest.starts_with("!DOCTYPE") && rest.split('>').next()?.contains('[') {
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
}
