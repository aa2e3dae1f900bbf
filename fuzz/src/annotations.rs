//! Any bytes as what others annotated: a text, and behind the first NUL its annotations.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_exchange::{Exporter, Format, Options, Target, read};
use onrecord_record::SpeakerType;
use std::collections::BTreeMap;
use std::path::Path;

fuzz_target!(|bytes: &[u8]| {
    let Ok(input) = std::str::from_utf8(bytes) else { return };
    let (text, annotations) = input.split_once('\0').unwrap_or(("Rain, he said.", input));
    let path = Path::new("x");
    for line in read::polnear(path, annotations) {
        assert!(line.map_or_else(|error| !error.to_string().is_empty(), |read| !read.record.article.id.is_empty()));
    }
    let _ = read::citron(path, annotations, Some(text), Some(SpeakerType::Person));
    let Ok(imported) = read::brat(path, text, annotations) else { return };
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut exporter = Exporter::begin(Format::Brat, Target::folder(&mut files), Options::default()).expect("it is empty");
    exporter.article(&imported.record, None).expect("memory takes it");
    exporter.end().expect("memory takes it");
    let name = format!("{}.ann", imported.record.article.id);
    let written = String::from_utf8(files[&name].clone()).expect("it is text");
    let back = read::brat(path, text, &written).expect("our own files can be read");
    // statements of nothing but line ends have no place in brat
    assert!(back.record.statements.len() <= imported.record.statements.len());
});
