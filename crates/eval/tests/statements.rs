//! The statement scorer on two small invented articles.

mod builders;

use onrecord_eval::gold::{GoldArticle, load_folder};
use onrecord_eval::statements::{Field, StatementReport, score};
use onrecord_eval::{Resampling, ScoreError};
use onrecord_record::{ArticleRecord, Mode};
use std::path::Path;

fn gold() -> Vec<GoldArticle> {
    load_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/gold"))
        .expect("the test gold is sound")
}

fn scored(change: impl FnOnce(&mut [ArticleRecord])) -> StatementReport {
    let gold = gold();
    let mut records: Vec<ArticleRecord> = gold.iter().map(builders::record).collect();
    change(&mut records);
    score(gold.iter().zip(records.iter().map(Some)), Resampling::default()).expect("the same texts")
}

fn accuracy(report: &StatementReport, field: Field) -> (f64, u64) {
    let found = report.fields.iter().find(|f| f.field == field).expect("judged");
    (found.accuracy.acc, found.accuracy.n)
}

#[test]
fn gold_against_itself_is_perfect() {
    let report = scored(|_| {});
    assert_eq!(
        (report.articles, report.statement.gold, report.statement.predicted),
        (2, 7, 7)
    );
    for figures in [report.statement, report.exact, report.statement_and_speaker] {
        assert_eq!((figures.p, figures.r, figures.f), (100.0, 100.0, 100.0));
        assert_eq!(figures.intervals.map(|i| i.f), Some([100.0, 100.0]));
    }
    assert!(report.fields.iter().all(|f| f.accuracy.acc == 100.0));
    assert_eq!(accuracy(&report, Field::Chain), (100.0, 2));
    let kinds: Vec<_> = report
        .by_kind
        .iter()
        .map(|g| (g.name, g.figures.gold, g.figures.f))
        .collect();
    assert_eq!(kinds, [("direct", 2, 100.0), ("indirect", 5, 100.0)]);
    let cues: Vec<_> = report.by_cue.iter().map(|g| (g.name, g.figures.gold)).collect();
    assert_eq!(cues, [("say", 3), ("tell", 1), ("according", 1), ("other", 2)]);
    assert_eq!(report.calibration.ece, 10.0);
    assert_eq!(report.findings, []);
}

#[test]
fn errors_are_counted_and_listed() {
    let report = scored(|records| {
        let [ferries, pier] = records else {
            panic!("two articles")
        };
        ferries.statements[0].speakers[0].name = Some("Bo Reed".to_owned());
        ferries.statements[0].via.clear();
        ferries.statements[2].parent = None;
        ferries.statements[3].mode = Mode::Thought;
        let mut spurious = ferries.statements[4].clone();
        ferries.statements[4].content[0].start += 4;
        ferries.statements[4].said_on = None;
        spurious.id = "s9".to_owned();
        spurious.content = vec![builders::spans(&ferries.article.text, &[(0, 10).into()])[0].clone()];
        spurious.confidence = 0.25;
        ferries.statements.push(spurious);
        pier.statements.remove(0);
    });
    assert_eq!(
        (report.statement.p, report.statement.r, report.statement.f),
        (85.7, 85.7, 85.7)
    );
    assert_eq!((report.exact.p, report.exact.r), (71.4, 71.4));
    assert_eq!(report.statement_and_speaker.f, 71.4);
    assert_eq!(accuracy(&report, Field::Speaker), (83.3, 6));
    assert_eq!(accuracy(&report, Field::NamedPerson), (66.7, 3));
    assert_eq!(accuracy(&report, Field::Chain), (0.0, 2));
    assert_eq!(accuracy(&report, Field::Parent), (0.0, 1));
    assert_eq!(accuracy(&report, Field::Mode), (83.3, 6));
    assert_eq!(report.calibration.n, 7);

    let [ferries, pier] = &report.findings[..] else {
        panic!("two articles")
    };
    assert_eq!(
        ferries.spurious.iter().map(|f| f.id.as_str()).collect::<Vec<_>>(),
        ["s9"]
    );
    let mismatched: Vec<_> = ferries
        .mismatched
        .iter()
        .map(|m| (m.gold.as_str(), m.field))
        .collect();
    assert_eq!(
        mismatched,
        [
            ("s1", "speaker"),
            ("s1", "role"),
            ("s1", "chain"),
            ("s3", "chain"),
            ("s3", "parent"),
            ("s4", "mode"),
            ("s5", "content")
        ]
    );
    assert_eq!(ferries.mismatched[0].expected, "Ada Quill (person)");
    assert_eq!(ferries.mismatched[0].found, "Bo Reed (person)");
    assert_eq!(pier.missed[0].content, "The pier is closed");
    let listing: String = report.findings.iter().map(ToString::to_string).collect();
    assert!(
        listing.contains(
            "  missed     s1 0..18 — (unnamed) | cue was announced\n             ⟦The pier is closed⟧, it was announced."
        ),
        "{listing}"
    );
}

#[test]
fn an_optional_statement_is_neither_right_nor_wrong() {
    let with = scored(|_| {});
    let without = scored(|records| {
        records[1].statements.pop();
    });
    assert_eq!(with.statement, without.statement);
}

#[test]
fn nothing_predicted_scores_nothing() {
    let gold = gold();
    let report = score(gold.iter().map(|article| (article, None)), Resampling::default()).unwrap();
    assert_eq!(
        (report.statement.p, report.statement.r, report.statement.f),
        (0.0, 0.0, 0.0)
    );
    assert_eq!(report.missing, ["ferries", "pier"]);
    assert_eq!(report.fields, []);
    let report = score([], Resampling::default()).unwrap();
    assert_eq!(report.articles, 0);
    assert!(report.to_string().contains("statement + speaker"));
}

#[test]
fn another_text_is_refused() {
    let gold = gold();
    let mut record = builders::record(&gold[0]);
    record.article.text.push(' ');
    let error = score([(&gold[0], Some(&record))], Resampling::default()).unwrap_err();
    assert_eq!(
        error,
        ScoreError::TextDiffers {
            doc: "ferries".to_owned()
        }
    );
}

#[test]
fn the_report_prints_as_tables_and_as_json() {
    let report = scored(|records| records[0].statements.truncate(3));
    let printed = report.to_string();
    let first: Vec<&str> = printed.lines().take(4).collect();
    assert_eq!(
        first,
        [
            "statements                        P     R     F      F 95 %  gold  predicted",
            "statement                     100.0  71.4  83.3  75.0–100.0     7          5",
            "statement exact (IoU > 0.95)  100.0  71.4  83.3  75.0–100.0     7          5",
            "statement + speaker           100.0  71.4  83.3  75.0–100.0     7          5",
        ]
    );
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["statement"]["f"], 83.3);
    assert_eq!(json["fields"][0]["field"], "speaker");
    assert_eq!(json["fields"][0]["acc"], 100.0);
}
