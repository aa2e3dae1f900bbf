//! A folder with one of each format goes through one command.

use crate::support::{ended, folder, read, records, samples, stderr};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;

fn zipped(members: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn taped(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes.len() as u64);
    header.set_cksum();
    archive.append_data(&mut header, name, bytes).unwrap();
    archive.into_inner().unwrap()
}

const SAID: &str = "The ferry will sail on Sunday, harbour master Lene Dorvik said.";

fn docx() -> Vec<u8> {
    let document = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>\
         <w:p><w:r><w:t>{SAID}</w:t></w:r></w:p></w:body></w:document>"
    );
    zipped(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", &document),
    ])
}

fn odt() -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:text>\
         <text:p>{SAID}</text:p></office:text></office:body></office:document-content>"
    );
    zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", &content),
    ])
}

/// A file with one page and one line.
fn pdf() -> Vec<u8> {
    let content = format!("BT /F1 12 Tf 50 700 Td ({SAID}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(out.len());
        write!(out, "{} 0 obj\n{object}\nendobj\n", n + 1).unwrap();
    }
    let table = out.len();
    writeln!(out, "xref\n0 6\n0000000000 65535 f ").unwrap();
    for place in places {
        writeln!(out, "{place:010} 00000 n ").unwrap();
    }
    write!(
        out,
        "trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"
    )
    .unwrap();
    out
}

#[test]
fn a_folder_with_one_of_each_format_goes_through_one_command() {
    let parquet = include_bytes!("../../../table/tests/data/council.zstd.parquet");
    let warc = fs::read(samples().join("inbox/crawl.warc")).unwrap();
    let page = fs::read(samples().join("inbox/ferry.html")).unwrap();
    let place = folder(&[
        ("notes.docx", &docx()),
        ("notes.odt", &odt()),
        ("notes.pdf", &pdf()),
        ("council.parquet", parquet),
        ("crawl.warc.gz", &gzipped(&warc)),
        ("crawl.warc.zst", &zstd::encode_all(warc.as_slice(), 1).unwrap()),
        ("page.html.gz", &gzipped(&page)),
        (
            "page.zip",
            &zipped(&[("page.html", std::str::from_utf8(&page).unwrap())]),
        ),
        ("page.tar", &taped("page.html", &page)),
    ]);
    for file in fs::read_dir(samples().join("inbox")).unwrap() {
        let path = file.unwrap().path();
        fs::copy(&path, place.path().join(path.file_name().unwrap())).unwrap();
    }
    let output = read(place.path(), &["."]);
    let said = stderr(&output);
    ended(&output, 0);
    let found = records(&output);
    let kinds: BTreeSet<&str> = found
        .iter()
        .map(|record| record.article.origin.as_ref().unwrap().kind.as_str())
        .collect();
    for kind in [
        "csv",
        "document",
        "feed",
        "html",
        "json_lines",
        "mail",
        "mbox",
        "newsml",
        "ninjs",
        "nitf",
        "parquet",
        "pdf",
        "sitemap",
        "text",
    ] {
        assert!(kinds.contains(kind), "{kind}: {kinds:?}\n{said}");
    }
    // pages keep what brought them
    let of = |name: &str| {
        found
            .iter()
            .filter(|record| record.article.origin.as_ref().unwrap().input.ends_with(name))
            .collect::<Vec<_>>()
    };
    for name in ["crawl.warc", "crawl.warc.gz", "crawl.warc.zst", "strand.arc"] {
        let [record] = of(name)[..] else {
            panic!("{name}: {said}")
        };
        let archived = record.article.origin.as_ref().unwrap().record.as_ref().unwrap();
        assert!(
            archived
                .target_uri
                .as_ref()
                .unwrap()
                .starts_with("https://strand.example/")
        );
    }
    for name in ["notes.docx", "notes.odt", "notes.pdf"] {
        assert_eq!(of(name)[0].article.text, SAID, "{name}");
    }
    for name in ["page.html.gz", "page.zip", "page.tar"] {
        assert_eq!(
            of(name)[0].article.text,
            of("ferry.html")[0].article.text,
            "{name}"
        );
    }
    // statements are found in every article of the inbox, but where there is a reason
    for record in found
        .iter()
        .filter(|r| !r.article.origin.as_ref().unwrap().input.ends_with("parquet"))
    {
        let name = &record.article.origin.as_ref().unwrap().input;
        assert!(record.unread.is_some() || !record.statements.is_empty(), "{name}");
    }
    let unread: Vec<&str> = found
        .iter()
        .filter(|record| record.unread.is_some())
        .map(|record| {
            record
                .article
                .origin
                .as_ref()
                .unwrap()
                .input
                .rsplit('/')
                .next()
                .unwrap()
        })
        .collect();
    assert_eq!(
        unread,
        ["brief.ninjs.json", "hafen.txt", "news.rss", "sitemap.xml"]
    );
    assert!(said.contains("unchanged: revisit record"), "{said}");
}
