//! Alignment of statements, on versions made by hand.

use super::*;
use crate::{StatementRow, VersionKey};
use onrecord_record::{
    ArticleRecord, CheckedRecord, CodePointIndex, EngineInfo, Kind, Mode, Speaker, SpeakerType,
};

/// A version whose lines read `Name, role: content`, each a statement.
fn version(n: u32, lines: &[(&str, &str)]) -> Stored {
    let text: String = lines
        .iter()
        .map(|(who, content)| format!("{who}: {content}\n"))
        .collect();
    let engine = EngineInfo {
        version: "0".to_owned(),
        model: "none".to_owned(),
    };
    let mut record = ArticleRecord::new(engine, text.clone());
    let index = CodePointIndex::new(&text);
    let mut from = 0;
    for (number, (who, content)) in lines.iter().enumerate() {
        let name = who.split(", ").next().map(str::to_owned);
        let role = who.split_once(", ").map(|(_, role)| role.to_owned());
        let start = from + who.len() + 2;
        let span = |bytes| index.span(bytes).unwrap();
        record.statements.push(Statement {
            id: format!("s{}", number + 1),
            kind: Kind::Indirect,
            mode: Mode::Said,
            content: vec![span(start..start + content.len())],
            cue: Vec::new(),
            source: vec![span(from..from + who.len())],
            speakers: vec![Speaker {
                person: None,
                name,
                kind: SpeakerType::Person,
                role,
                org: None,
                confidence: 1.0,
                open: false,
            }],
            candidates: Vec::new(),
            addressee: None,
            medium: None,
            event: None,
            event_id: None,
            via: Vec::new(),
            parent: None,
            said_on: None,
            same_as: Vec::new(),
            confidence: 1.0,
            why: Vec::new(),
        });
        from += who.len() + content.len() + 3;
    }
    Stored {
        id: i64::from(n),
        key: VersionKey {
            article: "a1".to_owned(),
            version: n,
        },
        seen: String::new(),
        newest: n == 2,
        cluster: None,
        rows: vec![StatementRow::default(); lines.len()],
        people: Vec::new(),
        record: CheckedRecord::new(record).unwrap(),
    }
}

/// What became of statements, a word each with the beginning of the content.
fn told(a: &[(&str, &str)], b: &[(&str, &str)]) -> Vec<String> {
    let compared = compare(&version(1, a), &version(2, b));
    let begin = |line: &Line| line.content.split(' ').take(3).collect::<Vec<_>>().join(" ");
    let mut told: Vec<String> = compared
        .statements
        .iter()
        .map(|outcome| match outcome {
            Outcome::Added { to } => format!("added {}", begin(to)),
            Outcome::Removed { from } => format!("removed {}", begin(from)),
            Outcome::Reworded {
                words, attribution, ..
            } => {
                let words: Vec<String> = words
                    .iter()
                    .filter(|piece| piece.change != "kept")
                    .map(|piece| format!("[{}>{}]", piece.from.text, piece.to.text))
                    .collect();
                format!("reworded {} {attribution:?}", words.concat())
            }
            Outcome::Reattributed { to, attribution, .. } => {
                format!("reattributed {} {attribution:?}", begin(to))
            }
        })
        .collect();
    told.push(format!("{} unchanged", compared.unchanged));
    told
}

const LATE: (&str, &str) = ("Lene Dorvik", "the ferry is late");
const LAMPS: (&str, &str) = ("Ada Quill", "the lamps will be lit on Monday");

#[test]
fn what_stays_is_counted() {
    assert_eq!(told(&[LATE, LAMPS], &[LATE, LAMPS]), ["2 unchanged"]);
    // also when it stands elsewhere, and when it stands there twice
    assert_eq!(told(&[LATE, LAMPS], &[LAMPS, LATE]), ["2 unchanged"]);
    assert_eq!(
        told(&[LATE, LATE], &[LATE]),
        ["removed the ferry is", "1 unchanged"]
    );
    assert_eq!(told(&[], &[]), ["0 unchanged"]);
}

#[test]
fn words_that_change_are_shown() {
    let not = ("Ada Quill", "the lamps will not be lit on Tuesday");
    assert_eq!(
        told(&[LATE, LAMPS], &[LATE, not]),
        ["reworded [>not][Monday>Tuesday] []", "1 unchanged"]
    );
}

#[test]
fn the_same_words_by_another_are_given_to_another() {
    let other = ("Bo Varga", LAMPS.1);
    assert_eq!(
        told(&[LAMPS], &[other]),
        ["reattributed the lamps will [Speaker]", "0 unchanged"]
    );
    let role = ("Ada Quill, mayor", LAMPS.1);
    assert_eq!(
        told(&[LAMPS], &[role]),
        ["reattributed the lamps will [Role]", "0 unchanged"]
    );
}

#[test]
fn what_comes_and_goes_stands_in_its_place() {
    let new = ("Bo Varga", "nobody was hurt");
    assert_eq!(
        told(&[LATE, LAMPS], &[new, LAMPS]),
        ["removed the ferry is", "added nobody was hurt", "1 unchanged"]
    );
    assert_eq!(
        told(&[LAMPS, LATE], &[LAMPS, new]),
        ["removed the ferry is", "added nobody was hurt", "1 unchanged"]
    );
}

#[test]
fn the_same_speaker_goes_ahead_of_a_closer_wording() {
    let a = [("Ada Quill", "the old pier will be closed in March")];
    let b = [
        ("Bo Varga", "the old pier will be closed in April"),
        ("Ada Quill", "the old pier will be shut down in March"),
    ];
    assert_eq!(
        told(&a, &b),
        [
            "added the old pier",
            "reworded [closed>shut down] []",
            "0 unchanged"
        ]
    );
}

#[test]
fn what_was_rejected_is_not_looked_at() {
    let (a, mut b) = (version(1, &[LATE]), version(2, &[LATE, LAMPS]));
    b.rows[1].review = Some("suppressed".to_owned());
    let compared = compare(&a, &b);
    assert_eq!((compared.statements.len(), compared.unchanged), (0, 1));
}

#[test]
fn facts_and_notes() {
    let mut a = version(1, &[LATE]).record.into_inner();
    a.article.title = Some("Ferry late".to_owned());
    let before = Stored {
        record: CheckedRecord::new(a).unwrap(),
        ..version(1, &[LATE])
    };
    let compared = compare(&before, &version(2, &[LATE]));
    assert_eq!(compared.facts.len(), 1);
    assert_eq!(compared.facts[0].field, "title");
    assert_eq!((compared.text.added, compared.text.removed), (0, 0));
}

proptest::proptest! {
    /// Every statement is in one outcome, or unchanged, on either side.
    #[test]
    fn nothing_is_lost(
        a in proptest::collection::vec((0..3_usize, "[ab]( [abc]){0,4}"), 0..7),
        b in proptest::collection::vec((0..3_usize, "[ab]( [abc]){0,4}"), 0..7),
    ) {
        const NAMES: [&str; 3] = ["Ada Quill", "Bo Varga", "Bo Varga, mayor"];
        let made = |lines: &[(usize, String)], n| {
            let lines: Vec<(&str, &str)> = lines.iter().map(|(who, said)| (NAMES[*who], said.as_str())).collect();
            version(n, &lines)
        };
        let compared = compare(&made(&a, 1), &made(&b, 2));
        let (mut from, mut to) = (compared.unchanged, compared.unchanged);
        for outcome in &compared.statements {
            from += usize::from(!matches!(outcome, Outcome::Added { .. }));
            to += usize::from(!matches!(outcome, Outcome::Removed { .. }));
        }
        proptest::prop_assert_eq!((from, to), (a.len(), b.len()));
        proptest::prop_assert_eq!(compare(&made(&a, 1), &made(&b, 2)), compared);
    }
}
