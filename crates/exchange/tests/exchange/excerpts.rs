//! No word leaves that may not.

use crate::sample::{engine, export, find, parquet_rows, speaker, statement};
use onrecord_exchange::{Excerpt, ExportError, Exporter, Format, Options, Target};
use onrecord_record::{
    ArticleRecord, CheckedRecord, Dateline, DeclaredBy, DeclaredFact, DeclaredField, Event, FactField, Note,
    NoteKind, Person, PersonRole, PrintedFact, SaidOn, Span, Speaker, SpeakerType, Unattributed, Via,
};
use std::collections::{BTreeMap, BTreeSet};

/// How many words the article has; each of them comes once, and none comes anywhere else.
const WORDS: usize = 160;

fn word(n: usize) -> String {
    format!("wq{n:03}xz")
}

/// The words from one to another.
fn words(text: &str, from: usize, to: usize) -> Span {
    let all: Vec<String> = (from..to).map(word).collect();
    find(text, &all.join(" "), 0)
}

/// An article of unique words, with something in every field; and the words that may leave in any case.
fn article() -> (CheckedRecord, BTreeSet<String>) {
    let text = (0..WORDS).map(word).collect::<Vec<_>>().join(" ");
    let at = |from, to| words(&text, from, to);
    let mut record = ArticleRecord::new(engine(), text.as_str());
    let a = &mut record.article;
    a.title = Some(at(0, 3).text);
    a.byline = Some(at(3, 5).text);
    a.authors = vec![at(4, 5).text];
    a.outlet = Some(at(5, 6).text);
    a.published = Some("2025-03-03".to_owned());
    let line = at(6, 10);
    a.dateline = Some(Dateline {
        start: line.start,
        end: line.end,
        text: line.text,
        place: Some(word(7)),
        date: None,
        agency: Some(word(8)),
    });
    let Span {
        start,
        end,
        text: note,
    } = at(10, 13);
    let kind = NoteKind::Update;
    a.notes = vec![Note {
        start,
        end,
        text: note,
        kind,
    }];
    let Span {
        start,
        end,
        text: fact,
    } = at(0, 3);
    let field = FactField::Title;
    a.printed = vec![PrintedFact {
        field,
        start,
        end,
        text: fact,
    }];
    a.declared = [
        DeclaredField::Title,
        DeclaredField::Summary,
        DeclaredField::Byline,
        DeclaredField::EditorialNote,
    ]
    .map(|field| DeclaredFact {
        field,
        value: at(13, 20).text,
        by: DeclaredBy::Meta,
        key: "description".to_owned(),
    })
    .to_vec();
    let role = at(22, 23);
    record.people = vec![Person {
        id: "p1".to_owned(),
        name: Some(at(20, 22).text),
        kind: SpeakerType::Person,
        roles: vec![PersonRole {
            role: role.text,
            org: Some(word(23)),
            start: role.start,
            end: role.end,
        }],
        mentions: vec![at(24, 26)],
    }];
    record.events = vec![Event {
        id: "e1".to_owned(),
        name: at(26, 28),
        organisers: vec![at(28, 29)],
        place: Some(at(29, 30)),
        participants: vec![at(30, 31)],
        mentions: vec![at(31, 32)],
    }];
    let mut outer = statement("s1", vec![at(40, 60), at(70, 90)]);
    outer.cue = vec![at(32, 33)];
    outer.source = vec![at(33, 35)];
    outer.addressee = Some(at(35, 36));
    outer.medium = Some(at(36, 37));
    outer.event = Some(at(26, 28));
    outer.event_id = Some("e1".to_owned());
    outer.speakers = vec![Speaker {
        role: Some(word(22)),
        org: Some(word(23)),
        ..speaker(Some("p1"), Some(&at(20, 22).text), SpeakerType::Person)
    }];
    let Span {
        start,
        end,
        text: mention,
    } = at(37, 39);
    let (name, kind) = (word(38), SpeakerType::Organization);
    outer.via = vec![Via {
        name,
        kind,
        start,
        end,
        text: mention,
    }];
    let Span {
        start,
        end,
        text: day,
    } = at(39, 40);
    let date = "2025-03-03".to_owned();
    outer.said_on = Some(SaidOn {
        date,
        start,
        end,
        text: day,
    });
    outer.why = vec![format!("cue {}", word(32))];
    let mut inner = statement("s2", vec![at(80, 85)]);
    inner.parent = Some("s1".to_owned());
    record.statements = vec![outer, inner, statement("s3", vec![at(100, 103)])];
    let Span {
        start,
        end,
        text: orphan,
    } = at(120, 130);
    let reason = format!("near {}", word(119));
    record.unattributed = vec![Unattributed {
        start,
        end,
        text: orphan,
        reason,
    }];
    let allowed = [4, 5, 7, 8, 20, 21, 22, 23, 38].map(word).into();
    (
        CheckedRecord::new(record).expect("it keeps its promises"),
        allowed,
    )
}

/// The article's words that stand in an output, whole or in part.
fn leaving(out: &str) -> BTreeSet<String> {
    (0..WORDS)
        .map(word)
        .filter(|word| out.contains(&word[..5]))
        .collect()
}

fn out(format: Format, record: &CheckedRecord, excerpt: Excerpt) -> String {
    let options = Options {
        excerpt,
        ..Options::default()
    };
    let (out, _) = export(format, &[(record, None)], options);
    if format == Format::Parquet {
        // Compressed words would not be found.
        return serde_json::to_string(&parquet_rows(out)).unwrap();
    }
    String::from_utf8(out).unwrap()
}

fn formats() -> impl Iterator<Item = Format> {
    Format::ALL.into_iter().filter(|format| !format.needs_text())
}

#[test]
fn with_offsets_only_names_leave() {
    let (record, allowed) = article();
    for format in formats() {
        let out = out(format, &record, Excerpt::Offsets);
        let leaving = leaving(&out);
        assert!(
            leaving.is_subset(&allowed),
            "{format}: {:?}",
            leaving.difference(&allowed)
        );
        assert!(leaving.contains(&word(20)), "{format}: names stay");
        assert!(
            out.contains(&record.article.text_sha256),
            "{format}: the text's fingerprint stays"
        );
        assert!(out.contains("offsets"), "{format}: it says so");
    }
}

#[test]
fn with_characters_so_many_of_each_content_leave() {
    let (record, allowed) = article();
    // Of s1 two words and the beginning of a third; of s2 inside it nothing; of s3 and of the quotation the same.
    let limit = 2 * (word(0).len() as u32 + 1) + 5;
    let mut allowed = allowed;
    allowed.extend([40, 41, 42, 100, 101, 102, 120, 121, 122].map(word));
    for format in formats() {
        let out = out(format, &record, Excerpt::Characters(limit));
        let leaving = leaving(&out);
        assert!(
            leaving.is_subset(&allowed),
            "{format}: {:?}",
            leaving.difference(&allowed)
        );
        assert!(leaving.contains(&word(41)), "{format}: the beginning leaves");
        assert!(!out.contains(&word(42)), "{format}: no more than the limit");
        assert!(out.contains(&record.article.text_sha256), "{format}");
    }
}

#[test]
fn with_full_text_contents_leave_whole() {
    let (record, _) = article();
    for format in formats() {
        let leaving = leaving(&out(format, &record, Excerpt::Full));
        assert!((40..60).all(|n| leaving.contains(&word(n))), "{format}");
    }
}

#[test]
fn formats_of_whole_texts_are_refused_with_a_remedy() {
    for format in [Format::Brat, Format::Conllu] {
        for excerpt in [Excerpt::Offsets, Excerpt::Characters(1000)] {
            let options = Options {
                excerpt,
                ..Options::default()
            };
            let target = if format.is_folder() {
                Target::folder(BTreeMap::new())
            } else {
                Target::stream(Vec::new())
            };
            let error = Exporter::begin(format, target, options).map(|_| ()).unwrap_err();
            assert!(matches!(error, ExportError::NeedsText { .. }));
            assert!(
                error
                    .to_string()
                    .contains("allow full text, or write jsonl, csv or parquet"),
                "{error}"
            );
        }
    }
}

#[test]
fn a_folder_is_no_file() {
    for format in Format::ALL {
        let target = if format.is_folder() {
            Target::stream(Vec::new())
        } else {
            Target::folder(BTreeMap::new())
        };
        let error = Exporter::begin(format, target, Options::default())
            .map(|_| ())
            .unwrap_err();
        assert!(matches!(error, ExportError::WrongTarget { .. }), "{error}");
    }
}
