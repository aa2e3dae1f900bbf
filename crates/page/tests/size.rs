//! Pages of very many blocks take time in proportion.

use onrecord_page::{Hints, read};

#[test]
fn many_blocks_are_read_in_time_that_grows_with_them() {
    let class = "wide ".repeat(20_000);
    let page = format!(
        "<div class='{class}'>{}</div>",
        "<p>A word in Vilnius.".repeat(60_000)
    );
    let start = std::time::Instant::now();
    let document = read(page.as_bytes(), &Hints::default()).document;
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    assert!(!document.text.is_empty() || !document.notes.is_empty());
}
