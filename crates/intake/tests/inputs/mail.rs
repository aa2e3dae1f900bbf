//! Mail goes in, articles come out.

use flate2::Compression;
use flate2::write::GzEncoder;
use onrecord_intake::{Cursor, Intake, Opener, Web, What, finish, name_of, units};
use std::io::{Cursor as Bytes, Write as _};
use zip::write::SimpleFileOptions;

const MAIL: &str = "From: Ana Kovac <ana@lake.example>\r\nSubject: Quay closed\r\nMessage-ID: <1@lake.example>\r\n\
    Date: Tue, 5 May 2026 10:00:00 +0200\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n\
    The quay is closed, the city said.\r\n--b\r\nContent-Type: text/html; charset=utf-8; name=more.html\r\n\r\n\
    <html><title>More</title><body><article><p>The bridge stays open, the mayor said on Tuesday in the town hall.</p></article></body></html>\r\n\
    --b\r\nContent-Type: image/png; name=quay.png\r\n\r\nx\r\n--b--\r\n";

/// Each article: what it is called, its kind, and its text; what is damaged; what was passed over.
fn read(name: &str, bytes: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let asked = units(&[path], &[], None);
    let intake = Intake::new(
        asked.units,
        Opener::default(),
        Web::closed(),
        false,
        Cursor::default(),
    );
    let mut told = Vec::new();
    let place = format!("{}/", folder.path().display());
    for arrival in intake {
        match arrival.what {
            What::Entry(entry) => {
                let at = name_of(&entry.origin).replace(&place, "");
                let article = finish(*entry, &[]).unwrap().article;
                let kind = article.origin.map(|origin| origin.kind).unwrap_or_default();
                told.push(format!(
                    "{at} ({kind}, {}, {}): {}",
                    article.title.unwrap_or_default(),
                    article.published.unwrap_or_default(),
                    article.text
                ));
            }
            What::Damaged { name, problem, .. } => {
                told.push(format!("{}: {problem}", name.replace(&place, "")))
            }
            What::End | What::Passed => {}
        }
        for ((reason, what), count) in arrival.passed.skipped {
            told.push(format!(
                "{reason}, {what}: {} {}",
                count.count,
                count.example.replace(&place, "")
            ));
        }
    }
    told
}

#[test]
fn a_message_in_an_archive_is_read_with_what_was_attached() {
    let mut archive = zip::ZipWriter::new(Bytes::new(Vec::new()));
    archive
        .start_file("mail/1.eml", SimpleFileOptions::default())
        .unwrap();
    archive.write_all(MAIL.as_bytes()).unwrap();
    let bytes = archive.finish().unwrap().into_inner();
    assert_eq!(
        read("press.zip", &bytes),
        [
            "press.zip, mail/1.eml (mail, Quay closed, 2026-05-05T10:00:00+02:00): The quay is closed, the city said.",
            "press.zip, mail/1.eml, more.html (html, More, 2026-05-05T10:00:00+02:00): \
             The bridge stays open, the mayor said on Tuesday in the town hall.",
            "not an article, image/png: 1 press.zip, mail/1.eml, part 3",
        ]
    );
}

#[test]
fn a_compressed_mailbox_is_read_message_by_message() {
    let from = "From ana@lake.example Tue May  5 10:00:00 2026\n";
    let second = "From: a@lake.example\nSubject: Two\n\n>From here on, the quay is open.\n";
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    write!(gzip, "{from}{}\n\n{from}{second}", MAIL.replace("\r\n", "\n")).unwrap();
    let bytes = gzip.finish().unwrap();
    let told = read("press.mbox.gz", &bytes);
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(
        told[0].starts_with("press.mbox.gz, message 1 (mbox, Quay closed"),
        "{told:?}"
    );
    assert!(
        told[1].starts_with("press.mbox.gz, message 1, more.html (html, More"),
        "{told:?}"
    );
    assert!(
        told[2].ends_with("message 2 (mbox, Two, ): From here on, the quay is open."),
        "{told:?}"
    );
    let cut = read("press.mbox.gz", &bytes[..bytes.len() - 20]);
    assert!(
        cut.last().is_some_and(|last| last.contains("message ")),
        "{cut:?}"
    );
}

#[test]
fn a_text_that_begins_like_mail_is_a_text() {
    let told = read("a.txt", b"From Paris, our reporter writes that it rained.\n");
    assert!(told[0].starts_with("a.txt (text, "), "{told:?}");
}
