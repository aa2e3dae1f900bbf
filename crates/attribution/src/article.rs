//! What the article prints about itself, into the record.

use onrecord_imprint::{Fact, Imprint};
use onrecord_record::{Article, CodePointIndex, Dateline, FactField, Note, PrintedFact};
use std::ops::Range;

/// Fills the article with its imprint. What is known of it already stays.
pub(crate) fn fill(article: &mut Article, imprint: &Imprint, index: &CodePointIndex<'_>) {
    let mut printed = Vec::new();
    let mut note = |field, range: &Range<usize>| {
        // an empty slice is no print; the record would be refused
        if let Some(span) = index.span(range.clone()).filter(|s| s.start < s.end) {
            printed.push(PrintedFact {
                field,
                start: span.start,
                end: span.end,
                text: span.text,
            });
        }
    };
    let facts: [(FactField, &Option<Fact>, &mut Option<String>); 5] = [
        (FactField::Title, &imprint.title, &mut article.title),
        (FactField::Outlet, &imprint.outlet, &mut article.outlet),
        (FactField::Published, &imprint.published, &mut article.published),
        (FactField::Modified, &imprint.modified, &mut article.modified),
        (
            FactField::FirstPublished,
            &imprint.first_published,
            &mut article.first_published,
        ),
    ];
    for (field, fact, value) in facts {
        if let Some(fact) = fact {
            value.get_or_insert_with(|| fact.value.clone());
            if let Some(range) = &fact.at {
                note(field, range);
            }
        }
    }
    let words = |range: &Range<usize>| index.span(range.clone()).map(|s| s.text);
    if let Some(byline) = &imprint.byline {
        if article.byline.is_none() && article.authors.is_empty() {
            article.byline = words(&byline.range);
            article.authors = byline.authors.iter().filter_map(words).collect();
        }
        note(FactField::Byline, &byline.range);
    }
    printed.sort_by_key(|p| (p.start, p.field));
    article.printed = printed;
    article.dateline = imprint.dateline.as_ref().and_then(|line| {
        let span = index.span(line.range.clone())?;
        Some(Dateline {
            start: span.start,
            end: span.end,
            text: span.text,
            place: line.place.as_ref().and_then(words),
            date: line.date.clone(),
            agency: line.agency.as_ref().and_then(words),
        })
    });
    let notes = imprint.notes.iter().filter_map(|note| {
        let span = index.span(note.range.clone())?;
        Some(Note {
            start: span.start,
            end: span.end,
            text: span.text,
            kind: note.kind,
        })
    });
    article.notes = notes.collect();
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrecord_imprint::Given;
    use onrecord_record::{ArticleRecord, CheckedRecord, EngineInfo, NoteKind};

    fn filled(mut article: Article) -> Article {
        let given = Given {
            published: article.published.clone(),
            outlet: article.outlet.clone(),
            ..Given::default()
        };
        let text = article.text.clone();
        let imprint = onrecord_imprint::read(&text, &given);
        fill(&mut article, &imprint, &CodePointIndex::new(&text));
        let info = EngineInfo {
            version: "0".to_owned(),
            model: "none".to_owned(),
        };
        CheckedRecord::new(ArticleRecord::of(info, article.clone())).unwrap();
        article
    }

    #[test]
    fn offsets_are_code_points_and_facts_are_printed() {
        let text = "Café wins “prize”\n\nBy Zoë Doe\n\nZÜRICH, 4 January 2019 (dpa) – The café opened in 1911, its owner said.\n\n\
                    This article was amended on 5 January 2019 to correct the year.\n";
        let article = filled(Article::new(text));
        assert_eq!(article.title.as_deref(), Some("Café wins “prize”"));
        assert_eq!(article.authors, ["Zoë Doe"]);
        assert_eq!(article.outlet.as_deref(), Some("dpa"));
        assert_eq!(article.modified.as_deref(), Some("2019-01-05"));
        let line = article.dateline.unwrap();
        assert_eq!(line.start, 31);
        assert_eq!(line.text, "ZÜRICH, 4 January 2019 (dpa)");
        assert_eq!(line.place.as_deref(), Some("ZÜRICH"));
        assert_eq!(article.notes[0].kind, NoteKind::Correction);
        let fields: Vec<FactField> = article.printed.iter().map(|p| p.field).collect();
        assert_eq!(
            fields,
            [
                FactField::Title,
                FactField::Byline,
                FactField::Outlet,
                FactField::Modified
            ]
        );
    }

    #[test]
    fn what_is_handed_in_wins_and_is_not_said_to_be_printed() {
        let mut article = Article::new("OSLO, Jan. 4 (Reuters) - It rained, the office said.\n");
        article.outlet = Some("The Harbour Post".to_owned());
        article.published = Some("2019-01-05".to_owned());
        article.set_url(Some("https://news.example/1".to_owned()));
        let article = filled(article);
        assert_eq!(article.outlet.as_deref(), Some("The Harbour Post"));
        assert_eq!(article.published.as_deref(), Some("2019-01-05"));
        assert_eq!(article.url.as_deref(), Some("https://news.example/1"));
        assert!(article.printed.is_empty());
        assert_eq!(article.dateline.unwrap().date.as_deref(), Some("2019-01-04"));
    }
}
