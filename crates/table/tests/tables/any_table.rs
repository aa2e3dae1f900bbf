//! What holds for any table.

use crate::support::{rows_of, text, told, values};
use onrecord_record::DeclaredField;
use onrecord_source::Found;
use onrecord_table::{Kind, Options, ParquetInput, read, read_parquet};
use proptest::prelude::*;
use std::io::Cursor;

proptest! {
    #[test]
    fn what_csv_writes_is_read_verbatim(texts in prop::collection::vec("[a-zé,;|\"“\t\r\n ]{0,40}", 1..12), d in 0usize..4) {
        let delimiter = b",;\t|"[d];
        let mut table = format!("n{0}text\n", char::from(delimiter));
        for (i, text) in texts.iter().enumerate() {
            table += &format!("{i}{}\"{}\"\n", char::from(delimiter), text.replace('"', "\"\""));
        }
        let options = Options { delimiter: Some(delimiter), ..told("id=n") };
        let found = rows_of(table.as_bytes(), Kind::Delimited, &options);
        prop_assert_eq!(found.len(), texts.len());
        for (found, written) in found.iter().zip(&texts) {
            if written.trim().is_empty() {
                let skipped = matches!(found, Found::Skipped { .. });
                prop_assert!(skipped);
            } else {
                prop_assert_eq!(text(found), written);
            }
        }
    }

    #[test]
    fn what_json_writes_is_read_verbatim(texts in prop::collection::vec("\\PC{1,40}|[\r\n\t\\\\\"{}\\[\\]]{1,9}", 1..12), list: bool) {
        let rows: Vec<_> = texts.iter().map(|t| serde_json::json!({"text": format!("x{t}")}).to_string()).collect();
        let json = if list { format!("[{}]", rows.join(",")) } else { rows.join("\n") };
        let found = rows_of(json.as_bytes(), Kind::Json, &told("text=text"));
        prop_assert_eq!(found.len(), texts.len());
        for (found, written) in found.iter().zip(&texts) {
            prop_assert_eq!(text(found), format!("x{written}"));
        }
    }

    #[test]
    fn no_change_to_a_parquet_file_breaks_out(at in 0usize..7000, byte: u8, which in 0usize..3) {
        let files: [&[u8]; 3] = [
            include_bytes!("../data/council.snappy.parquet"),
            include_bytes!("../data/harbour.brotli.parquet"),
            include_bytes!("../data/hostile_list.zstd.parquet"),
        ];
        let mut file = files[which].to_vec();
        let at = at % file.len();
        file[at] ^= byte;
        if let Ok(articles) = read_parquet(ParquetInput::Bytes(file), &Options::default()) {
            articles.take(100).for_each(drop);
        }
    }

    #[test]
    fn what_the_csv_library_writes_is_read(
        rows in prop::collection::vec(("\\PC{0,20}", "[a-z\"“,;\r\n ]{0,30}"), 1..10), quote: bool,
    ) {
        let style = if quote { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
        let mut writer = csv::WriterBuilder::new().quote_style(style).from_writer(Vec::new());
        writer.write_record(["title", "text"]).unwrap();
        for (title, text) in &rows {
            writer.write_record([title, &format!("x{text}")]).unwrap();
        }
        let table = writer.into_inner().unwrap();
        let options = Options { delimiter: Some(b','), ..Options::default() };
        let found = rows_of(&table, Kind::Delimited, &options);
        prop_assert_eq!(found.len(), rows.len());
        for (found, (title, written)) in found.iter().zip(&rows) {
            prop_assert_eq!(text(found), format!("x{written}"));
            let titles = values(found, DeclaredField::Title);
            prop_assert_eq!(titles.first().map_or("", |t| t.1), title.trim());
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for kind in [Kind::Json, Kind::Delimited] {
            if let Ok(articles) = read(Cursor::new(bytes.clone()), kind, &Options::default()) {
                articles.for_each(drop);
            }
        }
    }
}
