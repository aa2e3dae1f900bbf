//! Articles for tests, read by the engine.

use onrecord_attribution::{Engine, ModelKind, ReadOptions};
use onrecord_record::{Article, CheckedRecord};
use std::path::Path;
use std::sync::OnceLock;

/// An article from an address.
pub(crate) fn arriving(url: &str, text: &str) -> Article {
    let mut article = Article::new(text);
    article.set_url(Some(url.to_owned()).filter(|url| !url.is_empty()));
    article
}

/// What the engine makes of an article.
pub(crate) fn read(article: Article) -> CheckedRecord {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    let engine = ENGINE.get_or_init(|| Engine::new(ModelKind::Standard).expect("the built-in model"));
    let mut worker = engine.worker();
    worker
        .read_article(article, &ReadOptions::default())
        .expect("an article")
}

/// The sample articles in plain text.
#[allow(dead_code, reason = "not every test reads them")]
pub(crate) fn samples() -> Vec<CheckedRecord> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let files = ["wire.txt", "newspaper.txt", "interview.txt", "inbox/hafen.txt"];
    files
        .iter()
        .map(|file| {
            let text = std::fs::read_to_string(folder.join(file)).expect("a sample");
            read(arriving(&format!("https://samples.example/{file}"), &text))
        })
        .collect()
}
