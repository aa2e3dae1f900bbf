//! Addresses, relative ones made whole.

use url::Url;

/// The address that `reference` stands for: on the web, and whole. One that is whole already stays as it is written.
///
/// `bases` are where it may start from, outermost first, each relative to the one ahead of it.
pub(crate) fn resolve<'a>(bases: impl IntoIterator<Item = &'a str>, reference: &str) -> Option<String> {
    let reference: String = reference.trim().chars().filter(|c| !c.is_control()).collect();
    if reference.is_empty() {
        return None;
    }
    if let Ok(url) = Url::parse(&reference) {
        return is_web(&url).then_some(reference);
    }
    let mut base: Option<Url> = None;
    for next in bases {
        let next = next.trim();
        let whole = match &base {
            Some(base) => base.join(next),
            None => Url::parse(next),
        };
        base = whole.ok().or(base);
    }
    let url = base?.join(&reference).ok()?;
    is_web(&url).then(|| url.into())
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn relative_addresses_are_made_whole() {
        let bases = ["https://a.example/feeds/main.xml", "../news/", "2023/"];
        assert_eq!(
            resolve(bases, "x.html").as_deref(),
            Some("https://a.example/news/2023/x.html")
        );
        assert_eq!(
            resolve(bases, "//b.example/y").as_deref(),
            Some("https://b.example/y")
        );
        assert_eq!(
            resolve(bases, " https://A.example ").as_deref(),
            Some("https://A.example")
        );
        assert_eq!(
            resolve(["x/", "https://a.example/"], "/y").as_deref(),
            Some("https://a.example/y")
        );
        for bad in [
            "tag:a.example,2023:1",
            "javascript:alert(1)",
            "mailto:a@b.example",
            "",
            "http://",
        ] {
            assert_eq!(resolve(bases, bad), None, "{bad}");
        }
        assert_eq!(resolve([], "x.html"), None);
    }
}
