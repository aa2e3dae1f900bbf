//! Speakers judged apart: right, wrong or unknown.

mod builders;

use onrecord_eval::Resampling;
use onrecord_eval::gold::{GoldArticle, load_folder};
use onrecord_eval::statements::{Share, SpeakerVerdicts, StatementReport, score};
use onrecord_record::{ArticleRecord, Speaker, SpeakerType};
use std::path::Path;

fn gold() -> Vec<GoldArticle> {
    load_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/gold"))
        .expect("the test gold is sound")
}

fn scored_with(gold: &[GoldArticle], change: impl FnOnce(&mut [ArticleRecord])) -> StatementReport {
    let mut records: Vec<ArticleRecord> = gold.iter().map(builders::record).collect();
    change(&mut records);
    score(gold.iter().zip(records.iter().map(Some)), Resampling::default()).expect("the same texts")
}

fn scored(change: impl FnOnce(&mut [ArticleRecord])) -> StatementReport {
    scored_with(&gold(), change)
}

fn speaker(name: &str, confidence: f32) -> Speaker {
    Speaker {
        person: None,
        name: Some(name.to_owned()),
        kind: SpeakerType::Person,
        role: None,
        org: None,
        confidence,
        open: false,
    }
}

/// The speaker as one who stays open, with candidates.
fn open(record: &mut ArticleRecord, statement: usize, candidates: &[(&str, f32)]) {
    let statement = &mut record.statements[statement];
    for speaker in &mut statement.speakers {
        (speaker.name, speaker.open) = (None, true);
    }
    statement.candidates = candidates
        .iter()
        .map(|&(name, score)| speaker(name, score))
        .collect();
}

/// Right, wrong, unknown, named, all.
fn counts(row: &SpeakerVerdicts) -> (&str, [u64; 5]) {
    let counts = [
        row.right.count,
        row.wrong.count,
        row.unknown.count,
        row.named.count,
        row.n,
    ];
    (row.pairs, counts)
}

fn rows(report: &StatementReport) -> Vec<(&str, [u64; 5])> {
    report.speakers.verdicts.iter().map(counts).collect()
}

#[test]
fn gold_against_itself_is_right_throughout() {
    // An optional statement is not judged.
    assert_eq!(
        rows(&scored(|_| {})),
        [
            ("all", [7, 0, 0, 4, 7]),
            ("gold names a person", [3, 0, 0, 3, 3]),
            ("gold names another body", [1, 0, 0, 1, 1]),
            ("gold names nobody", [3, 0, 0, 0, 3]),
        ]
    );
}

#[test]
fn naming_nobody_is_not_naming_somebody_else() {
    let report = scored(|records| {
        let [ferries, pier] = records else {
            panic!("two articles")
        };
        ferries.statements[0].speakers[0].name = Some("Bo Reed".to_owned());
        open(ferries, 1, &[("Ada Quill", 0.375), ("Bo Reed", 0.25)]);
        ferries.statements[2].speakers.clear();
        // Unnamed in the text, and named all the same.
        pier.statements[0].speakers[0].name = Some("Ada Quill".to_owned());
        // Unnamed in the text, and left open.
        open(pier, 1, &[]);
    });
    assert_eq!(
        rows(&report),
        [
            ("all", [3, 2, 2, 3, 7]),
            ("gold names a person", [1, 1, 1, 2, 3]),
            ("gold names another body", [0, 0, 1, 0, 1]),
            ("gold names nobody", [2, 1, 0, 1, 3]),
        ]
    );
    let person = &report.speakers.verdicts[1];
    assert_eq!(
        (person.wrong.share, person.unknown.share, person.named.share),
        (33.3, 33.3, 66.7)
    );
    // The figures of the reference scorer know right and not right only.
    assert_eq!(report.statement_and_speaker.f, 42.9);
    let listing: String = report.findings.iter().map(ToString::to_string).collect();
    assert!(
        listing.contains(
            "expected Ada Quill (person) found — (person, open) one of Ada Quill 0.38; Bo Reed 0.25"
        ),
        "{listing}"
    );
}

#[test]
fn too_many_and_too_few_are_wrong() {
    let report = scored(|records| {
        let statements = &mut records[0].statements;
        statements[0].speakers.push(speaker("Bo Reed", 0.5));
        // A name that is meant to stay open is no name.
        statements[1].speakers[0].name = Some("Bo Reed".to_owned());
        statements[1].speakers[0].open = true;
    });
    assert_eq!(rows(&report)[1], ("gold names a person", [1, 1, 1, 2, 3]));
}

#[test]
fn either_annotator_may_be_right() {
    let mut gold = gold();
    let alternative = gold[0].statements[4].speakers.clone();
    gold[0].statements[0].alt_speakers = Some(alternative);
    let report = scored_with(&gold, |records| {
        records[0].statements[0].speakers[0].name = Some("Bo Reed".to_owned());
    });
    assert_eq!(rows(&report)[1], ("gold names a person", [3, 0, 0, 3, 3]));
    assert_eq!(report.speakers.calibration.ece, 0.0);
}

#[test]
fn confidences_of_named_speakers_are_compared_with_how_often_they_are_right() {
    let report = scored(|records| {
        let statements = &mut records[0].statements;
        statements[0].speakers[0] = speaker("Ada Quill", 0.75);
        statements[1].speakers[0] = speaker("Bo Reed", 0.75);
        statements[3].speakers[0].confidence = 0.25; // unnamed: there is no name to judge
    });
    let calibration = &report.speakers.calibration;
    assert_eq!(calibration.n, 4);
    let bins: Vec<_> = calibration
        .bins
        .iter()
        .map(|bin| (bin.from, bin.n, bin.accuracy))
        .collect();
    assert_eq!(bins, [(70.0, 2, 50.0), (90.0, 2, 100.0)]);
    assert_eq!(calibration.ece, 12.5);
}

#[test]
fn candidates_are_judged_by_rank_and_by_score() {
    let report = scored(|records| {
        let [ferries, pier] = records else {
            panic!("two articles")
        };
        open(ferries, 0, &[("Bo Reed", 0.25), ("Ada Quill", 0.375)]); // likeliest, not first listed
        open(
            ferries,
            1,
            &[("Bo Reed", 0.5), ("Ada Quill", 0.25), ("Ferry Board", f32::NAN)],
        );
        open(ferries, 4, &[("Ada Quill", 0.5)]);
        open(pier, 0, &[("Ada Quill", 0.125)]);
    });
    let candidates = &report.speakers.candidates;
    assert_eq!(candidates.n, 4);
    assert_eq!((candidates.among.count, candidates.among.share), (2, 50.0));
    assert_eq!((candidates.first.count, candidates.first.share), (1, 25.0));
    assert_eq!(candidates.calibration.n, 7);
}

#[test]
fn shares_have_intervals_and_nothing_matched_has_no_rows() {
    let report = scored(|records| records[0].statements[0].speakers[0].name = None);
    let Share { interval, share, .. } = report.speakers.verdicts[0].unknown;
    let [low, high] = interval.expect("drawn");
    assert!(low <= share && share <= high, "{low} {share} {high}");

    let gold = gold();
    let report = score(gold.iter().map(|article| (article, None)), Resampling::default()).unwrap();
    assert_eq!(report.speakers.verdicts, []);
    assert_eq!(report.speakers.candidates.first.share, 0.0);
}

#[test]
fn the_report_prints_verdicts_and_serialises_them() {
    let report = scored(|records| open(&mut records[0], 1, &[("Ada Quill", 0.5)]));
    let printed = report.to_string();
    for line in [
        "who speaks, matched pairs  right      %  wrong    %     95 %  unknown     %  named      %  of",
        "gold names a person            2   66.7      0  0.0  0.0–0.0        1  33.3      2   66.7   3",
        "candidates listed for 1: the right one among them 1 (100.0 %), first 1 (100.0 %)",
        "expected calibration error of 1 candidates 50.0",
    ] {
        assert!(
            printed.lines().any(|printed| printed == line),
            "{line:?} in {printed}"
        );
    }
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["speakers"]["verdicts"][1]["pairs"], "gold names a person");
    assert_eq!(json["speakers"]["verdicts"][1]["unknown"]["count"], 1);
    assert_eq!(json["speakers"]["candidates"]["calibration"]["ece"], 50.0);
}
