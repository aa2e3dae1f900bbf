//! Any text is read into a record that re-slices, and shown, on a terminal and as a page.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_attribution::{Engine, ModelKind, ReadOptions};
use onrecord_cli::render::{html, text};
use std::sync::OnceLock;

static ENGINE: OnceLock<Engine> = OnceLock::new();

fuzz_target!(|bytes: &[u8]| {
    let engine = ENGINE.get_or_init(|| Engine::new(ModelKind::Fast).expect("the built-in model loads"));
    let article = String::from_utf8_lossy(bytes);
    let record = engine.worker().read(&article, &ReadOptions::default()).expect("the record passes the gate");
    assert_eq!(record.article.text, article);
    for held in &record.statements {
        assert!(held.parent.is_none() || record.statements.iter().any(|s| Some(&s.id) == held.parent.as_ref()));
    }
    let options = text::TextOptions { width: 80, why: true, palette: text::Palette::plain() };
    let shown = text::text("fuzz", &record, &options);
    assert!(shown.chars().all(|c| c == '\n' || !c.is_control()));
    assert!(html::article(1, "fuzz", &record).contains("</article>"));
});
