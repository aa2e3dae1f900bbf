//! What the names of `meta` elements stand for. They are many; their parts are few.

/// What a `meta` element declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Title,
    Author,
    Published,
    Modified,
    Outlet,
    Language,
    Identifier,
    Rights,
}

/// What a name stands for: `parsely-pub-date`, `DC.date.issued`, `citation_author`, `cXenseParse:articleid`.
pub(crate) fn role(key: &str) -> Option<Role> {
    let parts: Vec<&str> = key
        .split([':', '.', '-', '_', ' '])
        .filter(|p| !p.is_empty())
        .collect();
    let last = *parts.last()?;
    let has = |wanted: &[&str]| parts.iter().any(|p| wanted.contains(p));
    // about pictures, apps, verification, other things than the article
    if has(&[
        "image",
        "app",
        "video",
        "verification",
        "site",
        "twitter",
        "fb",
        "al",
        "apple",
        "msapplication",
        "smartbanner",
        "locale",
    ]) || has(&[
        "user",
        "member",
        "card",
        "foundingdate",
        "validatedat",
        "expires",
        "expiry",
        "expiration",
        "unpublish",
        "section",
    ]) {
        return None;
    }
    let dublin = matches!(parts.first(), Some(&("dc" | "dcterms")));
    Some(match last {
        "title" | "headline" => Role::Title,
        "author" | "authors" | "byline" | "byl" | "creator" | "authorname" => Role::Author,
        "publisher" if key != "article:publisher" => Role::Outlet,
        "sitename" => Role::Outlet,
        "language" => Role::Language,
        "copyright" | "rights" | "license" => Role::Rights,
        "articleid" | "storyid" | "contentid" | "postid" | "assetid" | "guid" => Role::Identifier,
        "id" if has(&["article", "post", "story", "content", "asset"]) => Role::Identifier,
        "identifier" if dublin => Role::Identifier,
        _ => return date(key, &parts, last),
    })
}

/// Whether a name is that of a date, of publication or of change.
fn date(key: &str, parts: &[&str], last: &str) -> Option<Role> {
    let plain: String = key.chars().filter(char::is_ascii_alphabetic).collect();
    if ["modif", "updat", "lastmod", "lastpub", "revis"]
        .iter()
        .any(|w| plain.contains(w))
    {
        return Some(Role::Modified);
    }
    let timed = ["date", "time", "published", "issued", "created", "at"]
        .iter()
        .any(|w| plain.ends_with(w))
        || plain.starts_with("date")
        || plain.contains("pubdate");
    let published = [
        "publish",
        "pubdate",
        "publicationdate",
        "dateissued",
        "firstpub",
        "datecreated",
        "original",
    ]
    .iter()
    .any(|w| plain.contains(w));
    if published && (timed || last == "published") {
        return Some(Role::Published);
    }
    let whole = matches!(
        plain.as_str(),
        "date"
            | "pdate"
            | "dcdate"
            | "dctermsdate"
            | "sailthrudate"
            | "articledate"
            | "citationdate"
            | "citationonlinedate"
            | "dcdateissued"
            | "dcdatecreated"
    );
    (whole && parts.len() < 4).then_some(Role::Published)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_names_and_their_kin() {
        for (key, expected) in [
            ("author", Some(Role::Author)),
            ("dc.creator", Some(Role::Author)),
            ("citation_author", Some(Role::Author)),
            ("parsely-author", Some(Role::Author)),
            ("cxenseparse:author", Some(Role::Author)),
            ("twitter:creator", None),
            ("citation_title", Some(Role::Title)),
            ("apple-mobile-web-app-title", None),
            ("parsely-pub-date", Some(Role::Published)),
            ("dc.date.issued", Some(Role::Published)),
            ("citation_publication_date", Some(Role::Published)),
            ("article:published", Some(Role::Published)),
            ("pubdate", Some(Role::Published)),
            ("publish-date", Some(Role::Published)),
            ("datepublished", Some(Role::Published)),
            ("date", Some(Role::Published)),
            ("last-modified", Some(Role::Modified)),
            ("dcterms.modified", Some(Role::Modified)),
            ("lastpublisheddate", Some(Role::Modified)),
            ("article_date_updated", Some(Role::Modified)),
            ("publisher", Some(Role::Outlet)),
            ("expires", None),
            ("article:id", Some(Role::Identifier)),
            ("parsely-post-id", Some(Role::Identifier)),
            ("fb:app_id", None),
            ("copyright", Some(Role::Rights)),
            ("viewport", None),
            ("", None),
        ] {
            assert_eq!(role(key), expected, "{key}");
        }
    }
}
