//! A small invented article with something in every field.

use onrecord_record::{
    ArticleRecord, ByteIndex, Dateline, EngineInfo, Kind, Mode, Note, NoteKind, Person, PersonRole, SaidOn,
    Span, Speaker, SpeakerType, Statement, Unattributed, Via,
};

const TEXT: &str = "PORT ELDER, March 3 — Ferries will stop on Friday 🚢, Harbour Minister Ada Quill told \
reporters at a briefing in Port Elder on Monday, the Elder Courier reported.\n\n“=SUM is not a plan,” Quill said. \
“The 𝔽erry Board says ‘the pier is unsafe’ and I agree.”\n\nA banner read “Keep us afloat”.\n\nCorrection: an \
earlier version misspelt the name of the pier.";

/// The `n`-th place (from 0) where the sample reads `words`.
pub(crate) fn span(words: &str, n: usize) -> Span {
    let (byte, _) = TEXT
        .match_indices(words)
        .nth(n)
        .expect("the sample has these words");
    let start = TEXT[..byte].chars().count() as u32;
    let end = start + words.chars().count() as u32;
    ByteIndex::new(TEXT).span(start, end).expect("in bounds")
}

fn speaker(person: &str, name: &str, kind: SpeakerType, role: Option<&str>) -> Speaker {
    Speaker {
        person: Some(person.to_owned()),
        name: Some(name.to_owned()),
        kind,
        role: role.map(str::to_owned),
        org: None,
        confidence: 0.75,
        open: false,
    }
}

fn statement(
    id: &str,
    kind: Kind,
    content: Vec<Span>,
    cue: Span,
    source: Span,
    speaker: Speaker,
) -> Statement {
    Statement {
        id: id.to_owned(),
        kind,
        mode: Mode::Said,
        content,
        cue: vec![cue],
        source: vec![source],
        speakers: vec![speaker],
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

pub(crate) fn record() -> ArticleRecord {
    let engine = EngineInfo {
        version: "0.0.0".to_owned(),
        model: "by hand".to_owned(),
    };
    let mut record = ArticleRecord::new(engine, TEXT);
    record.set_url(Some("https://news.example/ferries".to_owned()));
    record.article.outlet = Some("Elder Wire".to_owned());
    record.article.title = Some("Ferries to stop, \"for now\"".to_owned());
    record.article.lang = Some("en".to_owned());
    record.article.published = Some("2025-03-03".to_owned());
    let Span { start, end, text } = span("PORT ELDER, March 3", 0);
    let (place, date) = (Some("PORT ELDER".to_owned()), Some("2025-03-03".to_owned()));
    record.article.dateline = Some(Dateline {
        start,
        end,
        text,
        place,
        date,
        agency: None,
    });
    let Span { start, end, text } = span("Correction: an earlier version misspelt the name of the pier.", 0);
    record.article.notes.push(Note {
        start,
        end,
        text,
        kind: NoteKind::Correction,
    });

    let Span { start, end, text } = span("Harbour Minister", 0);
    record.people = vec![
        Person {
            id: "p1".to_owned(),
            name: Some("Ada Quill".to_owned()),
            kind: SpeakerType::Person,
            roles: vec![PersonRole {
                role: text,
                org: None,
                start,
                end,
            }],
            mentions: vec![span("Ada Quill", 0), span("Quill", 1)],
        },
        Person {
            id: "p2".to_owned(),
            name: Some("𝔽erry Board".to_owned()),
            kind: SpeakerType::Organization,
            roles: Vec::new(),
            mentions: vec![span("The 𝔽erry Board", 0)],
        },
    ];

    let quill = || speaker("p1", "Ada Quill", SpeakerType::Person, Some("Harbour Minister"));
    let mut first = statement(
        "s1",
        Kind::Indirect,
        vec![span("Ferries will stop on Friday 🚢", 0)],
        span("told", 0),
        span("Harbour Minister Ada Quill", 0),
        quill(),
    );
    first.addressee = Some(span("reporters", 0));
    first.event = Some(span("a briefing in Port Elder", 0));
    let Span { start, end, text } = span("the Elder Courier", 0);
    first.via = vec![Via {
        name: "Elder Courier".to_owned(),
        kind: SpeakerType::Organization,
        start,
        end,
        text,
    }];
    let Span { start, end, text } = span("Monday", 0);
    first.said_on = Some(SaidOn {
        date: "2025-03-03".to_owned(),
        start,
        end,
        text,
    });
    first.why = vec!["cue told, subject Harbour Minister Ada Quill".to_owned()];

    let second = statement(
        "s2",
        Kind::Direct,
        vec![
            span("“=SUM is not a plan,”", 0),
            span("“The 𝔽erry Board says ‘the pier is unsafe’ and I agree.”", 0),
        ],
        span("said", 0),
        span("Quill", 1),
        quill(),
    );

    let mut third = statement(
        "s3",
        Kind::Direct,
        vec![span("‘the pier is unsafe’", 0)],
        span("says", 0),
        span("The 𝔽erry Board", 0),
        speaker("p2", "𝔽erry Board", SpeakerType::Organization, None),
    );
    third.parent = Some("s2".to_owned());
    third.candidates = vec![quill()];
    third.same_as = vec!["s1".to_owned()];
    third.medium = Some(span("A banner", 0));
    third.mode = Mode::Thought;

    record.statements = vec![first, second, third];
    let Span { start, end, text } = span("“Keep us afloat”", 0);
    let reason = "no speaker near a quotation of a banner".to_owned();
    record.unattributed = vec![Unattributed {
        start,
        end,
        text,
        reason,
    }];
    record
}
