//! Writes every format to the folder named in `ONRECORD_READBACK`, for `scripts/readback`; without that, to a temporary one.

use crate::sample::{context, export, record};
use onrecord_exchange::{Directory, Exporter, Format, Options, Target};
use std::path::PathBuf;

#[test]
fn every_format_is_written_to_files() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = std::env::var_os("ONRECORD_READBACK").map_or(temporary.path().to_owned(), PathBuf::from);
    let (record, context) = (record(), context());
    let records = [(&record, Some(&context)), (&record, None)];
    for format in Format::ALL {
        if format.is_folder() {
            let target = || Target::folder(Directory::new(folder.join("brat")));
            let mut exporter = Exporter::begin(format, target(), Options::default()).unwrap();
            for (record, context) in records {
                exporter.article(record, context).unwrap();
            }
            exporter.end().unwrap();
            let again = Exporter::begin(format, target(), Options::default())
                .map(|_| ())
                .unwrap_err()
                .to_string();
            assert!(again.contains("is not empty; name a new one"), "{again}");
        } else {
            let (out, _) = export(format, &records, Options::default());
            std::fs::write(folder.join(format!("sample.{}", format.ending())), out).unwrap();
        }
    }
    let back: Vec<_> = onrecord_exchange::read::brat_folder(&folder.join("brat"))
        .unwrap()
        .collect();
    assert_eq!(back.len(), 2);
    assert!(
        back.iter()
            .all(|back| back.as_ref().is_ok_and(|back| back.record.statements.len() == 5))
    );
}
