//! What a column may hold, and the names that such columns usually bear.

use onrecord_record::DeclaredField;
use std::fmt;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The article's text, plain. A list of strings is read as its paragraphs.
    Text,
    /// The article as HTML.
    Html,
    /// The headline.
    Title,
    /// The line that names the writers.
    Byline,
    /// The writers: a name, or a list of names or of objects with a `name`.
    Authors,
    /// Who published it.
    Outlet,
    /// Date or time of publication.
    Published,
    /// Date or time of the last change.
    Modified,
    /// Its own address.
    Url,
    /// What its provider calls it.
    Id,
    /// Its language.
    Lang,
    /// Its provider's version of it.
    Version,
    /// Whether it may be used: `usable`, `withheld` or `canceled`.
    Status,
    /// Where it was written.
    Located,
    /// A note to editors.
    Note,
    /// Who may do what with it.
    Rights,
}

impl Field {
    /// All fields, in the order in which notes and errors name them.
    pub const ALL: [Self; 16] = [
        Self::Text,
        Self::Html,
        Self::Title,
        Self::Byline,
        Self::Authors,
        Self::Outlet,
        Self::Published,
        Self::Modified,
        Self::Url,
        Self::Id,
        Self::Lang,
        Self::Version,
        Self::Status,
        Self::Located,
        Self::Note,
        Self::Rights,
    ];

    /// Its name in a column map: `text`, `published`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Html => "html",
            Self::Title => "title",
            Self::Byline => "byline",
            Self::Authors => "authors",
            Self::Outlet => "outlet",
            Self::Published => "published",
            Self::Modified => "modified",
            Self::Url => "url",
            Self::Id => "id",
            Self::Lang => "lang",
            Self::Version => "version",
            Self::Status => "status",
            Self::Located => "located",
            Self::Note => "note",
            Self::Rights => "rights",
        }
    }

    /// The field of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// What a value of it declares; text, HTML and status declare nothing of this kind.
    pub(crate) fn declares(self) -> Option<DeclaredField> {
        Some(match self {
            Self::Text | Self::Html | Self::Status => return None,
            Self::Title => DeclaredField::Title,
            Self::Byline => DeclaredField::Byline,
            Self::Authors => DeclaredField::Author,
            Self::Outlet => DeclaredField::Outlet,
            Self::Published => DeclaredField::Published,
            Self::Modified => DeclaredField::Modified,
            Self::Url => DeclaredField::Url,
            Self::Id => DeclaredField::ProviderId,
            Self::Lang => DeclaredField::Language,
            Self::Version => DeclaredField::Version,
            Self::Located => DeclaredField::Located,
            Self::Note => DeclaredField::EditorialNote,
            Self::Rights => DeclaredField::Rights,
        })
    }

    /// Names that columns of it bear, the surest first, as [`plain`] makes them.
    pub(crate) fn usual_names(self) -> &'static [&'static str] {
        match self {
            Self::Text => &[
                "text",
                "body",
                "articletext",
                "fulltext",
                "bodytext",
                "articlebody",
                "maintext",
                "plaintext",
                "content",
                "contenttext",
                "articlecontent",
                "story",
                "article",
                "paragraphs",
            ],
            Self::Html => &[
                "html",
                "bodyhtml",
                "contenthtml",
                "articlehtml",
                "bodyxhtml",
                "rawhtml",
                "pagehtml",
                "contentencoded",
            ],
            Self::Title => &["title", "headline", "heading", "articletitle"],
            Self::Byline => &["byline"],
            Self::Authors => &[
                "authors",
                "author",
                "creator",
                "writer",
                "writers",
                "journalist",
                "reporter",
            ],
            Self::Outlet => &[
                "outlet",
                "publisher",
                "publication",
                "source",
                "sourcename",
                "medianame",
                "mediaoutlet",
                "newspaper",
                "sitename",
                "feedname",
                "site",
            ],
            Self::Published => &[
                "published",
                "publishedat",
                "datepublished",
                "datepublish",
                "publisheddate",
                "publishdate",
                "publicationdate",
                "publicationtime",
                "publishtime",
                "publishedtime",
                "publishedon",
                "pubdate",
                "pubtime",
                "firstpublished",
                "date",
                "datetime",
                "timestamp",
            ],
            Self::Modified => &[
                "modified",
                "modifiedat",
                "datemodified",
                "datemodify",
                "modifieddate",
                "updated",
                "updatedat",
                "lastmodified",
                "lastupdated",
                "versioncreated",
            ],
            Self::Url => &[
                "url",
                "link",
                "permalink",
                "articleurl",
                "canonicalurl",
                "address",
                "weburl",
            ],
            Self::Id => &[
                "id",
                "articleid",
                "docid",
                "documentid",
                "guid",
                "uri",
                "uuid",
                "storyid",
                "storiesid",
            ],
            Self::Lang => &["lang", "language", "languagecode"],
            Self::Version => &["version", "revision"],
            Self::Status => &["pubstatus", "publicationstatus", "articlestatus", "status"],
            Self::Located => &["located", "dateline"],
            Self::Note => &["ednote", "editorialnote", "editornote"],
            Self::Rights => &["rights", "copyright", "copyrightnotice", "usageterms"],
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A column's name without case, spaces and marks: `Published_At` and `published at` are one.
pub(crate) fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_usual_name_stands_for_two_fields() {
        let mut names: Vec<_> = Field::ALL.iter().flat_map(|f| f.usual_names()).collect();
        assert!(names.iter().all(|n| plain(n) == **n));
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        assert!(Field::ALL.iter().all(|&f| Field::from_name(f.name()) == Some(f)));
    }
}
