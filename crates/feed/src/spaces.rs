//! The namespaces that matter.

/// Their addresses, and what they are called. The many of RSS are called nothing, since most feeds have none.
pub(crate) const SPACES: &[(&str, &str)] = &[
    ("http://www.w3.org/2005/Atom", "atom"),
    ("http://purl.org/atom/ns#", "atom"),
    ("http://example.com/newformat#", "atom"),
    ("http://purl.org/rss/1.0/", ""),
    ("http://my.netscape.com/rdf/simple/0.9/", ""),
    ("http://channel.netscape.com/rdf/simple/0.9/", ""),
    ("http://my.netscape.com/publish/formats/rss-0.91.dtd", ""),
    ("http://backend.userland.com/rss", ""),
    ("http://backend.userland.com/rss2", ""),
    ("http://backend.userland.com/rss091", ""),
    ("http://backend.userland.com/rss092", ""),
    ("http://backend.userland.com/rss20", ""),
    ("http://blogs.law.harvard.edu/tech/rss", ""),
    ("http://cyber.law.harvard.edu/rss/rss.html", ""),
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"),
    ("http://purl.org/dc/elements/1.1/", "dc"),
    ("http://purl.org/dc/elements/1.0/", "dc"),
    ("http://purl.org/dc/terms/", "dcterms"),
    ("http://purl.org/rss/1.0/modules/content/", "content"),
    ("http://www.w3.org/1999/xhtml", "xhtml"),
    ("http://search.yahoo.com/mrss/", "media"),
    // known so that its `title`, `author` and `summary` are not taken for the feed's own
    ("http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes"),
    ("http://rssnamespace.org/feedburner/ext/1.0", "feedburner"),
    ("http://www.google.com/schemas/sitemap-news/0.9", "news"),
    ("http://www.sitemaps.org/schemas/sitemap/0.9", ""),
    ("http://www.google.com/schemas/sitemap/0.84", ""),
    ("http://www.google.com/schemas/sitemap/0.90", ""),
];

/// Whether a name is RSS's or Atom's own.
pub(crate) fn is_own(space: &str) -> bool {
    matches!(space, "" | "atom")
}
