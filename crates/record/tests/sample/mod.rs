//! A small invented article with something in every field.

use onrecord_record::{
    ArticleRecord, ByteIndex, Dateline, EngineInfo, Event, FactField, Kind, Mode, Note, NoteKind, Person,
    PersonRole, PrintedFact, SaidOn, Span, Speaker, SpeakerType, Statement, Unattributed, Via,
};

const TEXT: &str = "By Ines Vale and Tomo Okafor\n\nPORT ELDER, March 3 (EW) — Ferries will stop on Friday 🚢, \
Harbour Minister Ada Quill told reporters at a briefing in Port Elder on Monday, the Elder Courier reported.\n\n\
“=SUM is not a plan,” Quill said. “The 𝔽erry Board says ‘the pier is unsafe’ and I agree.”\n\nA banner read “Keep \
us afloat”.\n\nThe briefing, held by the 𝔽erry Board, of which Quill is chair, was also open to Bo Reed, a retired \
pilot from Lowmere. He repeated that ferries would stop on Friday. An official denied it.\n\nCorrection: an earlier \
version misspelt the name of the pier.\n\nClarification: the briefing was on Monday morning. First published at \
09:15. © Elder Wire";

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
    record.article.byline = Some("By Ines Vale and Tomo Okafor".to_owned());
    record.article.authors = vec!["Ines Vale".to_owned(), "Tomo Okafor".to_owned()];
    record.article.modified = Some("2025-03-04".to_owned());
    record.article.first_published = Some("09:15".to_owned());
    record.article.printed = [
        (FactField::Byline, "By Ines Vale and Tomo Okafor"),
        (FactField::Published, "March 3"),
        (FactField::FirstPublished, "09:15"),
        (FactField::Outlet, "Elder Wire"),
    ]
    .map(|(field, words)| {
        let Span { start, end, text } = span(words, 0);
        PrintedFact {
            field,
            start,
            end,
            text,
        }
    })
    .to_vec();
    record.article.title = Some("Ferries to stop, \"for now\"".to_owned());
    record.article.lang = Some("en".to_owned());
    record.article.published = Some("2025-03-03".to_owned());
    let Span { start, end, text } = span("PORT ELDER, March 3 (EW)", 0);
    let (place, date) = (Some("PORT ELDER".to_owned()), Some("2025-03-03".to_owned()));
    record.article.dateline = Some(Dateline {
        start,
        end,
        text,
        place,
        date,
        agency: Some("EW".to_owned()),
    });
    record.article.notes = [
        (
            NoteKind::Correction,
            "Correction: an earlier version misspelt the name of the pier.",
        ),
        (
            NoteKind::Clarification,
            "Clarification: the briefing was on Monday morning.",
        ),
        (NoteKind::FirstPublished, "First published at 09:15."),
    ]
    .map(|(kind, words)| {
        let Span { start, end, text } = span(words, 0);
        Note {
            start,
            end,
            text,
            kind,
        }
    })
    .to_vec();

    record.people = people();
    record.events = vec![Event {
        id: "e1".to_owned(),
        name: span("a briefing in Port Elder", 0),
        organisers: vec![span("the 𝔽erry Board", 0)],
        place: Some(span("Port Elder", 0)),
        participants: vec![span("reporters", 0), span("Bo Reed", 0)],
        mentions: vec![
            span("a briefing in Port Elder", 0),
            span("The briefing", 0),
            span("the briefing", 0),
        ],
    }];
    record.statements = statements();
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

fn role(words: &str, n: usize, org: Option<&str>) -> PersonRole {
    let Span { start, end, text } = span(words, n);
    PersonRole {
        role: text,
        org: org.map(str::to_owned),
        start,
        end,
    }
}

fn people() -> Vec<Person> {
    vec![
        Person {
            id: "p1".to_owned(),
            name: Some("Ada Quill".to_owned()),
            kind: SpeakerType::Person,
            roles: vec![
                role("Harbour Minister", 0, None),
                role("chair", 0, Some("𝔽erry Board")),
            ],
            mentions: vec![span("Ada Quill", 0), span("Quill", 1), span("Quill", 2)],
        },
        Person {
            id: "p2".to_owned(),
            name: Some("𝔽erry Board".to_owned()),
            kind: SpeakerType::Organization,
            roles: Vec::new(),
            mentions: vec![span("The 𝔽erry Board", 0), span("the 𝔽erry Board", 0)],
        },
        Person {
            id: "p3".to_owned(),
            name: Some("Bo Reed".to_owned()),
            kind: SpeakerType::Person,
            roles: vec![role("a retired pilot", 0, Some("Lowmere"))],
            mentions: vec![span("Bo Reed", 0)],
        },
    ]
}

fn statements() -> Vec<Statement> {
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
    first.event_id = Some("e1".to_owned());
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

    let mut fourth = statement(
        "s4",
        Kind::Indirect,
        vec![span("that ferries would stop on Friday", 0)],
        span("repeated", 0),
        span("He", 0),
        speaker("p1", "", SpeakerType::Person, None),
    );
    fourth.speakers = vec![Speaker {
        person: None,
        name: None,
        kind: SpeakerType::Person,
        role: None,
        org: None,
        confidence: 0.40625,
        open: true,
    }];
    fourth.candidates = vec![
        Speaker {
            confidence: 0.40625,
            ..speaker("p3", "Bo Reed", SpeakerType::Person, Some("a retired pilot"))
        },
        Speaker {
            confidence: 0.375,
            ..quill()
        },
    ];
    fourth.event = first.event.clone();
    fourth.event_id = first.event_id.clone();
    fourth.same_as = vec!["s1".to_owned()];

    let mut fifth = statement(
        "s5",
        Kind::Indirect,
        vec![span("it", 0)],
        span("denied", 0),
        span("An official", 0),
        speaker("p1", "", SpeakerType::Unnamed, None),
    );
    fifth.speakers = vec![Speaker {
        person: None,
        name: None,
        kind: SpeakerType::Unnamed,
        role: Some("official".to_owned()),
        org: None,
        confidence: 0.875,
        open: false,
    }];
    fifth.mode = Mode::Denied;

    vec![first, second, third, fourth, fifth]
}
