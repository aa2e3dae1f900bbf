//! Any bytes as a word processor's file, and as the text inside a sound one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_office::read;
use std::io::{Cursor, Write as _};
use zip::CompressionMethod::Stored;
use zip::write::SimpleFileOptions;

fn zipped(members: &[(&str, &[u8])]) -> Option<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = SimpleFileOptions::default().compression_method(Stored);
        archive.start_file(*name, options).ok()?;
        archive.write_all(bytes).ok()?;
    }
    Some(archive.finish().ok()?.into_inner())
}

fn sound(bytes: &[u8]) {
    let Ok(document) = read(bytes) else { return };
    let mut last = 0;
    for block in &document.blocks {
        assert!(block.range.start >= last);
        assert!(!document.text[block.range.clone()].trim().is_empty());
        last = block.range.end;
    }
    assert_eq!(last, document.text.len());
}

fuzz_target!(|bytes: &[u8]| {
    sound(bytes);
    // the first byte cuts off styles and properties from the text
    let cut = bytes.first().map_or(0, |&b| usize::from(b)).min(bytes.len());
    let (ahead, text) = bytes.split_at(cut);
    let mimetype = &b"application/vnd.oasis.opendocument.text"[..];
    let docx = [
        ("[Content_Types].xml", &b""[..]),
        ("word/document.xml", text),
        ("word/styles.xml", ahead),
        ("docProps/core.xml", ahead),
    ];
    let odt = [
        ("mimetype", mimetype),
        ("content.xml", text),
        ("styles.xml", ahead),
        ("meta.xml", ahead),
    ];
    for members in [&docx[..], &odt[..]] {
        if let Some(bytes) = zipped(members) {
            sound(&bytes);
        }
    }
});
