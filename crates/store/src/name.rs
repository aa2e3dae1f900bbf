//! By what an article is known again when it comes once more.

use onrecord_record::Article;
use url::Url;

/// Parameters of addresses that tell where a reader came from, not what is read.
const TRACKING: [&str; 8] = [
    "fbclid", "gclid", "mc_cid", "mc_eid", "igshid", "ocid", "cmpid", "CMP",
];

/// The names of an article, the most telling first; never none.
///
/// - `url:` its address without scheme, `www.`, fragment, and parameters that only track;
/// - `id:` what its provider calls it; one that is no address or URN itself names nothing without the outlet;
/// - `text:` the hash of its text, if it has neither.
pub(crate) fn names(article: &Article) -> Vec<String> {
    let mut names = Vec::new();
    if let Some(url) = article.url.as_deref().filter(|url| !url.trim().is_empty()) {
        names.push(format!("url:{}", address(url)));
    }
    if let Some(id) = article.provider_id.as_deref().filter(|id| !id.trim().is_empty()) {
        let whole =
            id.contains("://") || id.starts_with("urn:") || id.starts_with("tag:") || id.contains('@');
        match (&article.outlet, whole) {
            (_, true) => names.push(format!("id:{id}")),
            (Some(outlet), false) => names.push(format!("id:{outlet}\u{1f}{id}")),
            // the first row of one table is not a version of the first row of another
            (None, false) => {}
        }
    }
    if names.is_empty() {
        names.push(format!("text:{}", article.text_sha256));
    }
    names
}

/// An address as it is compared.
fn address(url: &str) -> String {
    let Ok(mut parsed) = Url::parse(url.trim()) else {
        return url.trim().to_owned();
    };
    parsed.set_fragment(None);
    let kept: Vec<(String, String)> = parsed
        .query_pairs()
        .filter(|(name, _)| !name.starts_with("utm_") && !TRACKING.contains(&name.as_ref()))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    if parsed.query().is_some() {
        if kept.is_empty() {
            parsed.set_query(None);
        } else {
            parsed.query_pairs_mut().clear().extend_pairs(kept);
        }
    }
    let whole = parsed.as_str();
    let bare = match parsed.scheme() {
        "http" | "https" => whole.split_once("://").map_or(whole, |(_, rest)| rest),
        _ => whole,
    };
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    bare.strip_suffix('/').unwrap_or(bare).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_compared_without_what_does_not_matter() {
        let same = [
            "https://www.harbourpost.example/news/1?id=7&utm_source=feed#top",
            "http://harbourpost.example/news/1?id=7",
            "https://HARBOURPOST.example:443/news/1?fbclid=x&id=7",
        ];
        for url in same {
            assert_eq!(address(url), "harbourpost.example/news/1?id=7", "{url}");
        }
        assert_eq!(address("https://a.example/"), "a.example");
        assert_ne!(
            address("https://a.example/1?id=7"),
            address("https://a.example/1?id=8")
        );
        assert_eq!(address("not an address"), "not an address");
    }

    #[test]
    fn short_ids_are_those_of_an_outlet() {
        let mut article = Article::new("The lamps are lit.");
        assert_eq!(names(&article), [format!("text:{}", article.text_sha256)]);
        article.provider_id = Some("4711".to_owned());
        assert_eq!(names(&article), [format!("text:{}", article.text_sha256)]);
        article.outlet = Some("Harbour Post".to_owned());
        assert_eq!(names(&article), ["id:Harbour Post\u{1f}4711"]);
        article.provider_id = Some("urn:newsml:harbour.example:20190104:1".to_owned());
        assert_eq!(names(&article), ["id:urn:newsml:harbour.example:20190104:1"]);
    }
}
