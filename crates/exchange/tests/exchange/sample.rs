//! An invented wire story with something in every field, and what is known beyond it.

use onrecord_exchange::{
    ArticleVersion, Context, Exporter, Format, Identifier, KnownPerson, Options, ReadHop, StatementContext,
    Summary, Target,
};
use onrecord_record::{
    ArticleRecord, ByteIndex, CheckedRecord, Dateline, DeclaredBy, DeclaredFact, DeclaredField, EngineInfo,
    Event, FactField, Kind, Mode, Note, NoteKind, Person, PersonRole, PrintedFact, SaidOn, Span, Speaker,
    SpeakerType, Statement, Unattributed, Via,
};
use std::collections::BTreeMap;

const TEXT: &str = "Ferries to stop & restart\r\n\r\nBy Ines Vale\r\n\r\nPORT ELDER, March 3 (EW) \u{2014} Ferries will stop on Friday \
\u{1F6A2}, Harbour Minister Ada Quill and Bo Reed told reporters at a briefing in Port Elder on Monday, the Elder Courier reported, \
citing Radio Lowmere.\r\n\r\n\u{201C}=SUM is not a <plan>,\u{201D} Quill said. \u{201C}The \u{1D53D}erry Board says \u{2018}the pier is \
unsafe\u{2019} and\r\n\r\n\u{201C}I agree, e\u{301}ven so.\u{201D}\r\n\r\nA banner read \u{201C}Keep us\u{2028}afloat\u{201D}.\r\n\r\nHe hoped \
it would rain. An official denied it.\r\n\r\nCorrection: an earlier version misspelt the pier\u{2019}s name. \u{A9} Elder Wire";

/// The `n`-th place (from 0) where `text` reads `words`.
pub(crate) fn find(text: &str, words: &str, n: usize) -> Span {
    let (byte, _) = text
        .match_indices(words)
        .nth(n)
        .unwrap_or_else(|| panic!("no {words:?} in the text"));
    let start = text[..byte].chars().count() as u32;
    ByteIndex::new(text)
        .span(start, start + words.chars().count() as u32)
        .unwrap()
}

fn span(words: &str) -> Span {
    find(TEXT, words, 0)
}

pub(crate) fn speaker(person: Option<&str>, name: Option<&str>, kind: SpeakerType) -> Speaker {
    Speaker {
        person: person.map(str::to_owned),
        name: name.map(str::to_owned),
        kind,
        role: None,
        org: None,
        confidence: 0.75,
        open: false,
    }
}

pub(crate) fn statement(id: &str, content: Vec<Span>) -> Statement {
    Statement {
        id: id.to_owned(),
        kind: Kind::Indirect,
        mode: Mode::Said,
        content,
        cue: Vec::new(),
        source: Vec::new(),
        speakers: Vec::new(),
        candidates: Vec::new(),
        addressee: None,
        medium: None,
        event: None,
        event_id: None,
        via: Vec::new(),
        parent: None,
        said_on: None,
        same_as: Vec::new(),
        confidence: 0.5,
        why: Vec::new(),
    }
}

pub(crate) fn engine() -> EngineInfo {
    EngineInfo {
        version: "0.0.0".to_owned(),
        model: "by hand".to_owned(),
    }
}

pub(crate) fn record() -> CheckedRecord {
    let mut record = ArticleRecord::new(engine(), TEXT);
    record.set_url(Some("https://news.example/ferries?a=1&b=2".to_owned()));
    let article = &mut record.article;
    article.outlet = Some("Elder Wire".to_owned());
    article.title = Some("Ferries to stop & restart".to_owned());
    article.byline = Some("By Ines Vale".to_owned());
    article.authors = vec!["Ines Vale".to_owned()];
    article.lang = Some("en".to_owned());
    article.published = Some("2025-03-03T09:15:00Z".to_owned());
    article.provider_id = Some("ew:17".to_owned());
    let line = span("PORT ELDER, March 3 (EW)");
    article.dateline = Some(Dateline {
        start: line.start,
        end: line.end,
        text: line.text,
        place: Some("PORT ELDER".to_owned()),
        date: Some("2025-03-03".to_owned()),
        agency: Some("EW".to_owned()),
    });
    let note = span("Correction: an earlier version misspelt the pier’s name.");
    article.notes = vec![Note {
        start: note.start,
        end: note.end,
        text: note.text,
        kind: NoteKind::Correction,
    }];
    let title = span("Ferries to stop & restart");
    article.printed = vec![PrintedFact {
        field: FactField::Title,
        start: title.start,
        end: title.end,
        text: title.text,
    }];
    article.declared = vec![DeclaredFact {
        field: DeclaredField::Summary,
        value: "Ferries will stop on Friday".to_owned(),
        by: DeclaredBy::Meta,
        key: "description".to_owned(),
    }];
    record.people = people();
    record.events = vec![Event {
        id: "e1".to_owned(),
        name: span("a briefing in Port Elder"),
        organisers: Vec::new(),
        place: Some(span("Port Elder")),
        participants: vec![span("reporters")],
        mentions: vec![span("a briefing in Port Elder")],
    }];
    record.statements = statements();
    let banner = span("“Keep us\u{2028}afloat”");
    record.unattributed = vec![Unattributed {
        start: banner.start,
        end: banner.end,
        text: banner.text,
        reason: "no speaker near a quotation of a banner".to_owned(),
    }];
    CheckedRecord::new(record).expect("the sample keeps its promises")
}

fn people() -> Vec<Person> {
    let person = |id: &str, name: &str, kind| Person {
        id: id.to_owned(),
        name: Some(name.to_owned()),
        kind,
        roles: Vec::new(),
        mentions: vec![span(name)],
    };
    let mut quill = person("p1", "Ada Quill", SpeakerType::Person);
    let role = span("Harbour Minister");
    quill.roles = vec![PersonRole {
        role: role.text,
        org: None,
        start: role.start,
        end: role.end,
    }];
    let board = person("p3", "𝔽erry Board", SpeakerType::Organization);
    vec![quill, person("p2", "Bo Reed", SpeakerType::Person), board]
}

fn statements() -> Vec<Statement> {
    let quill = || Speaker {
        role: Some("Harbour Minister".to_owned()),
        org: Some("Port Elder".to_owned()),
        ..speaker(Some("p1"), Some("Ada Quill"), SpeakerType::Person)
    };
    let reed = || speaker(Some("p2"), Some("Bo Reed"), SpeakerType::Person);
    let via = |name: &str, words: &str| {
        let Span { start, end, text } = span(words);
        let (name, kind) = (name.to_owned(), SpeakerType::Organization);
        Via {
            name,
            kind,
            start,
            end,
            text,
        }
    };

    let mut first = statement("s1", vec![span("Ferries will stop on Friday 🚢")]);
    first.cue = vec![span("told")];
    first.source = vec![span("Harbour Minister Ada Quill and Bo Reed")];
    first.speakers = vec![quill(), reed()];
    first.addressee = Some(span("reporters"));
    first.event = Some(span("a briefing in Port Elder"));
    first.event_id = Some("e1".to_owned());
    first.via = vec![
        via("Elder Courier", "the Elder Courier"),
        via("Radio Lowmere", "Radio Lowmere"),
    ];
    let monday = span("Monday");
    first.said_on = Some(SaidOn {
        date: "2025-03-03".to_owned(),
        start: monday.start,
        end: monday.end,
        text: monday.text,
    });
    first.why = vec!["cue told, subject Harbour Minister Ada Quill".to_owned()];

    let mut second = statement(
        "s2",
        vec![
            span("“=SUM is not a <plan>,”"),
            span("“The 𝔽erry Board says ‘the pier is unsafe’ and\r\n\r\n“I agree, e\u{301}ven so.”"),
        ],
    );
    second.kind = Kind::Direct;
    second.cue = vec![find(TEXT, "said", 0)];
    second.source = vec![find(TEXT, "Quill", 1)];
    second.speakers = vec![quill()];
    second.confidence = 0.875;

    let mut third = statement("s3", vec![span("‘the pier is unsafe’")]);
    third.kind = Kind::Mixed;
    third.cue = vec![span("says")];
    third.source = vec![span("The 𝔽erry Board")];
    third.speakers = vec![speaker(
        Some("p3"),
        Some("𝔽erry Board"),
        SpeakerType::Organization,
    )];
    third.parent = Some("s2".to_owned());

    let mut fourth = statement("s4", vec![span("it would rain")]);
    fourth.mode = Mode::Thought;
    fourth.cue = vec![span("hoped")];
    fourth.source = vec![find(TEXT, "He", 0)];
    fourth.speakers = vec![Speaker {
        open: true,
        confidence: 0.40625,
        ..speaker(None, None, SpeakerType::Person)
    }];
    fourth.candidates = vec![reed()];

    let mut fifth = statement("s5", vec![find(TEXT, "it.", 0)]);
    fifth.content[0] = find(TEXT, "it", TEXT.match_indices("it").count() - 1);
    fifth.mode = Mode::Denied;
    fifth.cue = vec![span("denied")];
    fifth.source = vec![span("An official")];
    fifth.speakers = vec![Speaker {
        role: Some("official".to_owned()),
        ..speaker(None, None, SpeakerType::Unnamed)
    }];
    vec![first, second, third, fourth, fifth]
}

pub(crate) fn context() -> Context {
    let quill = KnownPerson {
        id: "quill-ada".to_owned(),
        name: Some("Ada M. Quill".to_owned()),
        identifiers: vec![Identifier {
            scheme: "wikidata".to_owned(),
            value: "Q0".to_owned(),
        }],
    };
    let first = StatementContext {
        reviewed: Some(true),
        group: Some("g7".to_owned()),
        disputes: vec!["Reed says he was not there".to_owned()],
        read: vec![ReadHop {
            hop: 0,
            address: "https://courier.example/ferries".to_owned(),
        }],
    };
    Context {
        version: Some(ArticleVersion {
            number: 2,
            seen: Some("2025-03-04T08:00:00Z".to_owned()),
            revises: Some(1),
        }),
        group: Some("copies-3".to_owned()),
        reviewed: Some(false),
        people: BTreeMap::from([("p1".to_owned(), quill)]),
        statements: BTreeMap::from([("s1".to_owned(), first)]),
    }
}

/// The records in a format that is one stream.
pub(crate) fn export(
    format: Format,
    records: &[(&CheckedRecord, Option<&Context>)],
    options: Options,
) -> (Vec<u8>, Summary) {
    let mut out = Vec::new();
    let mut exporter = Exporter::begin(format, Target::stream(&mut out), options).unwrap();
    for (record, context) in records {
        exporter.article(record, *context).unwrap();
    }
    let summary = exporter.end().unwrap();
    (out, summary)
}

/// The records as files in memory.
pub(crate) fn brat(records: &[(&CheckedRecord, Option<&Context>)]) -> (BTreeMap<String, Vec<u8>>, Summary) {
    let mut files = BTreeMap::new();
    let mut exporter = Exporter::begin(Format::Brat, Target::folder(&mut files), Options::default()).unwrap();
    for (record, context) in records {
        exporter.article(record, *context).unwrap();
    }
    let summary = exporter.end().unwrap();
    (files, summary)
}

/// The rows of a Parquet file, as JSON.
pub(crate) fn parquet_rows(bytes: Vec<u8>) -> Vec<serde_json::Value> {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
    let rows = reader.get_row_iter(None).unwrap();
    rows.map(|row| object(row.unwrap().get_column_iter())).collect()
}

fn object<'a>(columns: impl Iterator<Item = (&'a String, &'a parquet::record::Field)>) -> serde_json::Value {
    columns
        .map(|(name, field)| (name.clone(), value(field)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn value(field: &parquet::record::Field) -> serde_json::Value {
    use parquet::record::Field;
    match field {
        Field::Null => serde_json::Value::Null,
        Field::Bool(flag) => (*flag).into(),
        Field::UInt(number) => (*number).into(),
        Field::Float(number) => serde_json::to_value(number).unwrap(),
        Field::Str(text) => text.as_str().into(),
        Field::Group(row) => object(row.get_column_iter()),
        Field::ListInternal(list) => list.elements().iter().map(value).collect(),
        other => panic!("no column has this type: {other:?}"),
    }
}
