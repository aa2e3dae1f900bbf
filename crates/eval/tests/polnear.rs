//! The PolNeAR scorer on two small invented articles.

use onrecord_eval::Resampling;
use onrecord_eval::gold::{Extent, PolnearArticle, load_polnear};
use onrecord_eval::polnear::{PolnearReport, score};
use onrecord_record::{ArticleRecord, ByteIndex, EngineInfo, Kind, Mode, Span, Statement};
use std::path::Path;

fn gold() -> Vec<PolnearArticle> {
    load_polnear(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/polnear.jsonl")).expect("sound")
}

fn record(article: &PolnearArticle) -> ArticleRecord {
    let engine = EngineInfo {
        version: "0".to_owned(),
        model: "gold".to_owned(),
    };
    let mut record = ArticleRecord::new(engine, article.text.as_str());
    let index = ByteIndex::new(&article.text);
    let spans = |extents: &[Extent]| -> Vec<Span> {
        extents
            .iter()
            .filter_map(|extent| index.span(extent.start, extent.end))
            .collect()
    };
    for (i, attribution) in article.attributions.iter().enumerate() {
        record.statements.push(Statement {
            id: format!("s{i}"),
            kind: Kind::Direct,
            mode: Mode::Said,
            content: spans(&attribution.content),
            cue: spans(&attribution.cue),
            source: spans(&attribution.source),
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
            confidence: 1.0,
            why: Vec::new(),
        });
    }
    record
}

fn scored(change: impl FnOnce(&mut [ArticleRecord])) -> PolnearReport {
    let gold = gold();
    let mut records: Vec<ArticleRecord> = gold.iter().map(record).collect();
    change(&mut records);
    score(gold.iter().zip(records.iter().map(Some)), Resampling::default()).expect("the same texts")
}

#[test]
fn gold_against_itself_is_perfect() {
    let report = scored(|_| {});
    for figures in [
        report.content,
        report.attribution,
        report.attribution_lenient,
        report.characters,
    ] {
        assert_eq!((figures.p, figures.r, figures.f), (100.0, 100.0, 100.0));
    }
    for role in &report.roles {
        for figures in [role.exact, role.begin, role.overlap, role.token] {
            assert_eq!(figures.f, 100.0, "{:?}", role.role);
        }
    }
    let gold_of = |groups: &[onrecord_eval::polnear::PolnearGroup]| {
        groups
            .iter()
            .map(|g| (g.name, g.figures.content.gold))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        gold_of(&report.by_kind),
        [("direct", 1), ("indirect", 2), ("mixed", 1), ("with marks", 2)]
    );
    assert_eq!(
        gold_of(&report.by_source),
        [("name", 2), ("common noun", 1), ("none", 1)]
    );
    assert_eq!(gold_of(&report.by_cue), [("say", 1), ("tell", 1), ("other", 2)]);
    assert_eq!(report.findings, []);
}

#[test]
fn errors_are_counted_and_listed() {
    let report = scored(|records| {
        let [one, two] = records else {
            panic!("two articles")
        };
        // Half of a content in two fragments: still found, but only one of them is exact.
        one.statements[0].content.pop();
        // A source where gold has none: right in the lenient reading only.
        one.statements[2].source = one.statements[1].source.clone();
        // A nested statement is not held against PolNeAR.
        let mut nested = one.statements[0].clone();
        nested.parent = Some("s0".to_owned());
        one.statements.push(nested);
        // A source elsewhere, and a cue that begins in the right place.
        two.statements[0].source = two.statements[0].cue.clone();
        two.statements[0].cue[0].end += 5;
    });
    assert_eq!(
        (report.content.p, report.content.r, report.content.predicted),
        (100.0, 100.0, 4)
    );
    assert_eq!(
        (report.attribution.p, report.attribution.r, report.attribution.f),
        (50.0, 50.0, 50.0)
    );
    assert_eq!(report.attribution_lenient.f, 75.0);
    let [source, cue, content] = &report.roles[..] else {
        panic!("three roles")
    };
    assert_eq!((source.exact.p, source.exact.r), (66.7, 66.7));
    assert_eq!((cue.exact.p, cue.begin.p, cue.overlap.p), (75.0, 100.0, 100.0));
    assert_eq!((content.exact.p, content.exact.r), (100.0, 80.0));
    assert_eq!(report.characters.p, 100.0);
    assert!(report.characters.r < 100.0);
    let wrong: Vec<_> = report
        .findings
        .iter()
        .flat_map(|f| &f.wrong_source)
        .map(|w| w.found.as_str())
        .collect();
    assert_eq!(wrong, ["The Ferry Board", "told"]);
    let listing: String = report.findings.iter().map(ToString::to_string).collect();
    assert!(
        listing.contains(
            "  source     0/s0 expected Officials found told\n             Officials 🚢 told Reed ⟦the pier"
        ),
        "{listing}"
    );
}

#[test]
fn nothing_predicted_scores_nothing() {
    let gold = gold();
    let report = score(gold.iter().map(|article| (article, None)), Resampling::default()).unwrap();
    assert_eq!((report.attribution.f, report.attribution.gold), (0.0, 4));
    assert_eq!(report.findings.iter().map(|f| f.missed.len()).sum::<usize>(), 4);
    assert!(report.to_string().contains("no record for: one two"));
}

#[test]
fn the_report_prints() {
    let report = scored(|records| records[0].statements.truncate(1));
    let printed = report.to_string();
    assert!(printed.starts_with("PolNeAR, outermost statements "), "{printed}");
    assert!(printed.contains("content span, exact"), "{printed}");
    assert_eq!(serde_json::to_value(&report).unwrap()["attribution"]["r"], 50.0);
}
