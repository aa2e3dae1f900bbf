//! Parquet.

use crate::support::{entry, problem, text, told, values};
use onrecord_record::DeclaredField;
use onrecord_source::Found;
use onrecord_table::{Field, Options, ParquetInput, TableError, read_parquet};
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use std::sync::Arc;

#[test]
fn parquet_of_three_codecs() {
    let files: [&[u8]; 3] = [
        include_bytes!("../data/council.snappy.parquet"),
        include_bytes!("../data/council.zstd.parquet"),
        include_bytes!("../data/council.gzip.parquet"),
    ];
    for file in files {
        let options = told("outlet=meta.source,modified=fetched");
        let articles = read_parquet(ParquetInput::Bytes(file.to_vec()), &options).unwrap();
        assert_eq!(articles.mapping().column(Field::Text), Some("content"));
        let found: Vec<_> = articles.collect();
        assert_eq!(found.len(), 5);
        assert_eq!(
            text(&found[0]),
            "The council met, its clerk said.\n\n“We agreed,” said Ada Quill."
        );
        assert_eq!(
            values(&found[0], DeclaredField::Published),
            [("pub_date", "2025-03-03T08:15:00")]
        );
        assert_eq!(
            values(&found[0], DeclaredField::Modified),
            [("fetched", "2025-03-03T00:00:00Z")]
        );
        assert_eq!(
            values(&found[0], DeclaredField::Author),
            [("author", "Bo Rask"), ("author", "Ines Okafor")]
        );
        assert_eq!(
            values(&found[0], DeclaredField::Outlet),
            [("meta.source", "Elder Wire")]
        );
        assert!(matches!(&found[1], Found::Skipped { within, .. } if within == &["row 2"]));
        assert_eq!(text(&found[2]), "Zoë said “no”.");
        assert_eq!(values(&found[4], DeclaredField::ProviderId), [("id", "4")]);
    }
}

#[test]
fn parquet_of_many_types_and_encodings() {
    let file = include_bytes!("../data/harbour.brotli.parquet").to_vec();
    let options = told("id=doc_id,modified=updated,note=tags");
    let found: Vec<_> = read_parquet(ParquetInput::Bytes(file), &options)
        .unwrap()
        .collect();
    assert_eq!(text(&found[0]), "The harbour will be dredged, the port said.");
    assert_eq!(text(&found[1]), "The harbour will be closed, the port said.");
    let first = |n: usize, field| values(&found[n], field).first().map_or("", |v| v.1);
    assert_eq!(
        first(0, DeclaredField::ProviderId),
        "00000000-0000-0000-0000-000000000001"
    );
    assert_eq!(first(1, DeclaredField::Title), "Harbour to be closed");
    assert_eq!(first(2, DeclaredField::Title), "");
    assert_eq!(
        values(&found[0], DeclaredField::Author),
        [("authors", "Ada Quill"), ("authors", "Bo Rask")]
    );
    assert!(values(&found[1], DeclaredField::Author).is_empty());
    assert_eq!(first(1, DeclaredField::Published), "1999-12-31");
    assert_eq!(first(0, DeclaredField::Modified), "2025-03-03T08:15:00.25");
    assert_eq!(first(0, DeclaredField::Version), "1.20");
    assert_eq!(first(1, DeclaredField::Version), "-0.05");
    assert_eq!(first(2, DeclaredField::Outlet), "Harbour Wire");
    assert_eq!(first(0, DeclaredField::Language), "en");
    // Lists in lists are left out.
    assert_eq!(first(0, DeclaredField::EditorialNote), "");
}

#[test]
fn parquet_that_unpacks_to_too_much_is_refused() {
    let all = |file: &[u8]| -> Vec<_> {
        read_parquet(ParquetInput::Bytes(file.to_vec()), &Options::default())
            .unwrap()
            .collect()
    };
    // A list of 60 000 times half a megabyte in 772 bytes.
    let found = all(include_bytes!("../data/hostile_list.zstd.parquet"));
    assert_eq!(problem(&found[0]).0, "row 1");
    assert!(
        problem(&found[0]).1.contains("larger than the limit of 16 MiB"),
        "{:?}",
        found[0]
    );
    assert_eq!(text(&found[1]), "Short, she said.");
    // A page of 300 MiB in 10 kB.
    let found = all(include_bytes!("../data/hostile_page.zstd.parquet"));
    assert_eq!(
        problem(&found[0]),
        (
            "row group 1",
            "its rows from 1 on cannot be read: a page is larger than 256 MiB"
        )
    );
    assert_eq!(found.len(), 1);
}

/// A file of one column, `text`, in one page for each of these groups: so many rows without text, then these texts.
fn written(groups: &[(usize, &[&str])]) -> Vec<u8> {
    let schema = parse_message_type("message rows { optional binary text (UTF8); }").unwrap();
    let properties = WriterProperties::builder()
        .set_data_page_row_count_limit(usize::MAX)
        .set_write_batch_size(1 << 22)
        .build();
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties)).unwrap();
    for (empty, texts) in groups {
        let mut group = writer.next_row_group().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        let mut levels = vec![0; *empty];
        levels.extend(texts.iter().map(|_| 1));
        let texts: Vec<_> = texts.iter().map(|text| ByteArray::from(*text)).collect();
        let typed = column.typed::<ByteArrayType>();
        typed.write_batch(&texts, Some(&levels), None).unwrap();
        column.close().unwrap();
        group.close().unwrap();
    }
    writer.into_inner().unwrap()
}

#[test]
fn millions_of_rows_in_a_few_bytes_are_not_believed() {
    let texts: &[&str] = &["Ferry is back, she said.", "Mill is sold, he said."];
    // so many as a group usually has are read, and what stands next to them
    let (many, rest) = (1_000_000, (1 << 20) - 1_000_000);
    let file = written(&[(many, texts), (4_000_000, &[]), (0, texts), (1, texts)]);
    assert!(file.len() < 4000, "{}", file.len());
    let mut articles = read_parquet(ParquetInput::Bytes(file), &Options::default()).unwrap();
    let skipped = |found: Option<Found>| matches!(found, Some(Found::Skipped { .. }));
    for _ in 0..many {
        assert!(skipped(articles.next()));
    }
    for expected in texts {
        assert_eq!(text(&articles.next().unwrap()), *expected);
    }
    for _ in 0..rest {
        assert!(skipped(articles.next()));
    }
    let problem_of = |found: Option<Found>| {
        let found = found.unwrap();
        let (place, said) = problem(&found);
        (place.to_owned(), said.to_owned())
    };
    let said = "more rows of the file are without text, or the same as the row before, than a file of its size can hold";
    assert_eq!(
        problem_of(articles.next()),
        (
            "row group 2".to_owned(),
            format!("its rows from {} on cannot be read: {said}", many + 2 + rest + 1)
        )
    );
    for expected in texts {
        assert_eq!(text(&articles.next().unwrap()), *expected);
    }
    assert_eq!(problem_of(articles.next()).0, "row group 4");
    assert!(articles.next().is_none());
}

#[test]
fn what_is_no_whole_parquet_says_so() {
    let good = include_bytes!("../data/council.snappy.parquet");
    let error = |bytes: Vec<u8>| {
        let error = read_parquet(ParquetInput::Bytes(bytes), &Options::default())
            .err()
            .unwrap();
        assert_eq!(error.remedy(), "check that the file was copied whole");
        error.to_string()
    };
    let cut = error(good[..good.len() - 9].to_vec());
    assert_eq!(
        cut,
        "it cannot be read as Parquet: its end, which describes it, is missing"
    );
    assert_eq!(
        error(b"PAR1".to_vec()),
        "it cannot be read as Parquet: it is too short"
    );
    let mut sealed = good.to_vec();
    let end = sealed.len();
    sealed[end - 1] = b'E';
    assert_eq!(error(sealed), "it cannot be read as Parquet: it is encrypted");
    let mut wrong = good.to_vec();
    wrong[end - 6] = 0xFF;
    assert_eq!(
        error(wrong),
        "it cannot be read as Parquet: what should describe it has no size that can be"
    );
}

#[test]
fn parquet_with_a_broken_group_reads_the_others() {
    let good = include_bytes!("../data/council.snappy.parquet");
    let at = good.windows(15).position(|w| w == b"The council met").unwrap();
    let mut bad = good.to_vec();
    bad[at - 24..at].fill(0xFF);
    let found: Vec<_> = read_parquet(ParquetInput::Bytes(bad), &Options::default())
        .unwrap()
        .collect();
    assert!(
        problem(&found[0])
            .1
            .starts_with("its rows from 1 on cannot be read"),
        "{found:?}"
    );
    assert_eq!(text(&found[1]), "Zoë said “no”.");
    assert_eq!(entry(&found[1]).origin.within, ["row 3"]);
    let cut = good[..good.len() - 9].to_vec();
    assert!(matches!(
        read_parquet(ParquetInput::Bytes(cut), &Options::default()),
        Err(TableError::Parquet(_))
    ));
}
