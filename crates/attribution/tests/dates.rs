//! When statements were made, from text to record.

use onrecord_attribution::{Anchors, Engine, ModelKind, ReadOptions};

const TEXT: &str = "PORTO ALTO - The harbour board said on Wednesday that the quay had opened on Monday.\n\n\
\"Ships may pass,\" board chair Aino Salo told reporters yesterday. \"It took a year.\"\n\n\
The pilots' union said it would wait.\n";

fn said_on(anchors: &Anchors) -> Vec<Option<(String, String)>> {
    let engine = Engine::new(ModelKind::Fast).expect("the built-in model loads");
    let record = engine
        .worker()
        .read_dated(TEXT, &ReadOptions::default(), anchors)
        .expect("the text is read")
        .into_inner();
    record
        .statements
        .iter()
        .map(|s| {
            s.said_on
                .as_ref()
                .map(|said| (said.date.clone(), said.text.clone()))
        })
        .collect()
}

#[test]
fn days_are_counted_from_the_articles_date() {
    let published = "2019-01-04".parse().ok();
    let dates = said_on(&Anchors {
        dateline: None,
        published,
    });
    let dated = |date: &str, text: &str| Some((date.to_owned(), text.to_owned()));
    assert_eq!(
        dates,
        [
            dated("2019-01-02", "Wednesday"),
            dated("2019-01-03", "yesterday"),
            None
        ]
    );
}

#[test]
fn without_a_date_there_is_none() {
    assert!(said_on(&Anchors::default()).iter().all(Option::is_none));
}
