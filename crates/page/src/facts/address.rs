//! Addresses: made whole, and what their paths tell.

use jiff::civil::Date;
use url::Url;

/// An address made whole against the page's own.
pub(crate) fn resolve(reference: &str, base: Option<&Url>) -> Option<Url> {
    let reference = reference.trim();
    if reference.is_empty() || reference.len() > 4000 {
        return None;
    }
    let url = match base {
        Some(base) => base.join(reference).ok()?,
        None => Url::parse(reference).ok()?,
    };
    (matches!(url.scheme(), "http" | "https") && url.host_str().is_some()).then_some(url)
}

/// The page that an address names as its own, unless that is the front page of a site or of its language.
pub(crate) fn of_article(url: &Url) -> bool {
    let segments = url
        .path_segments()
        .into_iter()
        .flatten()
        .filter(|s| !s.is_empty());
    let front = |s: &str| {
        let s = s.to_ascii_lowercase();
        matches!(
            s.as_str(),
            "index.html" | "index.htm" | "index.php" | "home" | "default.aspx"
        ) || (s.len() == 2 && s.bytes().all(|b| b.is_ascii_alphabetic()))
    };
    let front_only = segments.take(2).all(front);
    !(front_only && url.query().is_none_or(str::is_empty))
}

/// The host without "www." and the like, and without its last part: `news.example.com` gives `example`.
pub(crate) fn site(url: &Url) -> Option<&str> {
    let host = url.host_str()?;
    let mut parts = host.rsplit('.');
    let last = parts.next()?;
    let mut name = parts.next()?;
    // "example.co.uk"
    if last.len() == 2 && (name.len() <= 3 || matches!(name, "info" | "gouv")) {
        name = parts.next().unwrap_or(name);
    }
    (!name.is_empty() && !name.bytes().all(|b| b.is_ascii_digit())).then_some(name)
}

/// The day in a path: `/2023/12/22/`, `/2023/dec/22/`, `/2023-12-22-…`, `/20231222/`.
pub(crate) fn day(path: &str) -> Option<Date> {
    let parts: Vec<&str> = path.split('/').collect();
    for (at, part) in parts.iter().enumerate() {
        if let (Some(year), Some(month), Some(day)) = (year(part), parts.get(at + 1), parts.get(at + 2)) {
            let month = if month.len() <= 2 {
                month.parse().ok()
            } else {
                super::date::month(&month.to_lowercase())
            };
            // "/2023/12/22/" and "/2023/12/22-title"; not "/2023/12/22000-title"
            let digits = day.bytes().take_while(u8::is_ascii_digit).count();
            let day = day
                .get(..digits)
                .filter(|d| d.len() == 1 || d.len() == 2)
                .and_then(|d| d.parse().ok());
            if let (Some(month), Some(day)) = (month, day)
                && let Ok(date) = Date::new(year, month, day)
            {
                return Some(date);
            }
        }
        if let Some(date) = part.get(..10).and_then(dashed)
            && !part
                .get(10..)
                .is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()))
        {
            return Some(date);
        }
        if part.len() > 10
            && let Some(date) = part.get(part.len() - 10..).and_then(dashed)
            && part
                .get(..part.len() - 10)
                .is_some_and(|r| r.ends_with(['-', '_']))
        {
            return Some(date);
        }
        if part.len() == 8
            && let Some(date) = compact(part)
        {
            return Some(date);
        }
    }
    None
}

fn year(part: &str) -> Option<i16> {
    let year = (part.len() == 4).then(|| part.parse().ok())??;
    (1980..=2199).contains(&year).then_some(year)
}

fn dashed(text: &str) -> Option<Date> {
    let b = text.as_bytes();
    if !(matches!(b.get(4), Some(b'-' | b'_')) && b.get(4) == b.get(7)) {
        return None;
    }
    Date::new(
        year(text.get(..4)?)?,
        text.get(5..7)?.parse().ok()?,
        text.get(8..10)?.parse().ok()?,
    )
    .ok()
}

fn compact(text: &str) -> Option<Date> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Date::new(
        year(text.get(..4)?)?,
        text.get(4..6)?.parse().ok()?,
        text.get(6..8)?.parse().ok()?,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_paths() {
        for (path, expected) in [
            ("/2023/12/22/a-title", Some("2023-12-22")),
            ("/news/2023/dec/22/a-title", Some("2023-12-22")),
            ("/2023-12-22-a-title", Some("2023-12-22")),
            ("/a-title-2023-12-22", Some("2023-12-22")),
            ("/world/20231222/a", Some("2023-12-22")),
            ("/2023/12/a-title", None),
            ("/2023/12/22000-a", None),
            ("/story/99991231", None),
            ("/2023/13/45/a", None),
            ("/4373704-a", None),
        ] {
            assert_eq!(day(path).map(|d| d.to_string()).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn front_pages_are_no_articles() {
        let is = |a: &str| of_article(&Url::parse(a).unwrap());
        assert!(!is("https://herald.example/"));
        assert!(!is("https://herald.example/en/"));
        assert!(!is("https://herald.example/index.html"));
        assert!(is("https://herald.example/?p=12"));
        assert!(is("https://herald.example/a-title"));
        let name = |a: &str| site(&Url::parse(a).unwrap()).map(str::to_owned);
        assert_eq!(name("https://www.herald.co.uk/a").as_deref(), Some("herald"));
        assert_eq!(name("https://news.herald.example/a").as_deref(), Some("herald"));
        assert_eq!(name("https://127.0.0.1/a"), None);
    }
}
