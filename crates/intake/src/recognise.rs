//! Telling what bytes are, by their beginning, their name, and what was declared of them.

use crate::kind::Kind;
use flate2::read::MultiGzDecoder;
use onrecord_source::BinaryKind;
use std::io::Read as _;
use std::path::Path;

/// Endings of files that are text but no articles.
const NOT_NEWS: [&str; 26] = [
    "css", "js", "mjs", "cjs", "map", "ts", "py", "rs", "c", "h", "cpp", "java", "go", "rb", "sh", "sql",
    "toml", "yaml", "yml", "ini", "cfg", "conf", "lock", "svg", "srt", "vtt",
];

/// What the bytes that begin with `head` are.
///
/// The bytes decide, and where they do not, the declared media type and the name: whether lines are a table cannot be seen.
pub(crate) fn recognise(head: &[u8], name: Option<&str>, media_type: Option<&str>) -> Kind {
    let Some(text) = of_utf_16(head) else {
        return recognise_bytes(head, name, media_type);
    };
    match recognise_bytes(text.as_bytes(), name, media_type) {
        // these are read byte by byte, and nobody writes them in UTF-16
        Kind::Mail | Kind::Mailbox | Kind::Addresses | Kind::Warc | Kind::Arc => Kind::Text,
        kind => kind,
    }
}

/// The text of a head in UTF-16, if its byte order mark says that it is. What the end of the head cuts apart is left out.
fn of_utf_16(head: &[u8]) -> Option<String> {
    let (unit, rest): (fn([u8; 2]) -> u16, _) = match head {
        // this one is the mark of UTF-32
        [0xFF, 0xFE, 0, 0, ..] => return None,
        [0xFF, 0xFE, rest @ ..] => (u16::from_le_bytes, rest),
        [0xFE, 0xFF, rest @ ..] => (u16::from_be_bytes, rest),
        _ => return None,
    };
    let units = rest.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    Some(char::decode_utf16(units).filter_map(Result::ok).collect())
}

fn recognise_bytes(head: &[u8], name: Option<&str>, media_type: Option<&str>) -> Kind {
    // these bring their compression with them, record by record
    if let Some(kind) = archived(head) {
        return kind;
    }
    if let Some(kind) = by_magic(head) {
        return kind;
    }
    let start = head
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(head)
        .trim_ascii_start();
    let ending = name.and_then(ending).unwrap_or_default();
    let ending = ending.as_str();
    let media = media_type.unwrap_or_default();
    if media.starts_with("image/") || media.starts_with("video/") || media.starts_with("audio/") {
        return Kind::Other;
    }
    if matches!(ending, "csv" | "tsv" | "tab" | "psv")
        || media == "text/csv"
        || media == "text/tab-separated-values"
    {
        return Kind::Csv;
    }
    if let Some(kind) = by_reader(head, start, media_type) {
        return kind;
    }
    if let Some(kind) = mail(start, ending, media) {
        return kind;
    }
    if start.starts_with(b"<") && (is_html(start) || matches!(ending, "html" | "htm" | "xhtml")) {
        return Kind::Html;
    }
    if media == "text/html" || media == "application/xhtml+xml" {
        return Kind::Html;
    }
    if start.starts_with(b"{") || start.starts_with(b"[") {
        let json = matches!(ending, "json" | "jsonl" | "ndjson" | "jsonld") || media.ends_with("json");
        if json
            || start
                .get(1..)
                .is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\""))
        {
            return Kind::Json;
        }
    }
    // a line that is none is for the list's reader to name
    if ending == "urls" || is_list_of_addresses(head) {
        return Kind::Addresses;
    }
    if NOT_NEWS.contains(&ending) || media == "text/css" || media.contains("javascript") {
        return Kind::Other;
    }
    match onrecord_table::looks_like(head, None, None) {
        Some(onrecord_table::Kind::Delimited) => Kind::Csv,
        _ => Kind::Text,
    }
}

/// Archives of the web, compressed or not.
fn archived(head: &[u8]) -> Option<Kind> {
    onrecord_warc::looks_like(head).map(|kind| match kind {
        onrecord_warc::Kind::Warc => Kind::Warc,
        onrecord_warc::Kind::Arc => Kind::Arc,
    })
}

/// The kinds that their first bytes give away.
fn by_magic(head: &[u8]) -> Option<Kind> {
    const MAGIC: [(&[u8], Kind); 6] = [
        (b"\x1f\x8b", Kind::Gzip),
        (b"\x28\xb5\x2f\xfd", Kind::Zstd),
        (b"PAR1", Kind::Parquet),
        (b"%PDF-", Kind::Pdf),
        (b"PK\x05\x06", Kind::Zip),
        (b"PK\x03\x04", Kind::Zip),
    ];
    if BinaryKind::of(head) == Some(BinaryKind::Office) {
        return Some(Kind::Document);
    }
    let found = MAGIC.iter().find(|(magic, _)| head.starts_with(magic));
    found
        .map(|found| found.1)
        .or_else(|| (head.get(257..262) == Some(b"ustar")).then_some(Kind::Tar))
        .or_else(|| BinaryKind::of(head).map(|_| Kind::Other))
}

/// What the readers of single forms know for theirs.
fn by_reader(head: &[u8], start: &[u8], media_type: Option<&str>) -> Option<Kind> {
    if let Some(kind) = onrecord_feed::looks_like(head, media_type) {
        return Some(if kind.is_sitemap() {
            Kind::Sitemap
        } else {
            Kind::Feed
        });
    }
    onrecord_agency::looks_like(start).map(|kind| match kind {
        onrecord_agency::Kind::NewsMl => Kind::NewsMl,
        onrecord_agency::Kind::Nitf => Kind::Nitf,
        onrecord_agency::Kind::Ninjs => Kind::Ninjs,
    })
}

/// Mail: seen, or said and not contradicted by the first line.
fn mail(start: &[u8], ending: &str, media: &str) -> Option<Kind> {
    if let Some(kind) = onrecord_mail::looks_like(start) {
        return Some(match kind {
            onrecord_mail::Kind::Message => Kind::Mail,
            onrecord_mail::Kind::Mailbox => Kind::Mailbox,
        });
    }
    if media == "application/mbox" || (ending == "mbox" && start.starts_with(b"From ")) {
        return Some(Kind::Mailbox);
    }
    let said = matches!(ending, "eml" | "emlx") || media == "message/rfc822";
    let colon = start
        .iter()
        .take(80)
        .take_while(|b| b.is_ascii_graphic())
        .any(|b| *b == b':');
    (said && colon).then_some(Kind::Mail)
}

/// The ending of a file's name or of the path of an address, in small letters. What marks compression does not count.
pub(crate) fn ending(name: &str) -> Option<String> {
    let path = name.split(['?', '#']).next().unwrap_or(name);
    let path = Path::new(path);
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    if matches!(ending.as_str(), "gz" | "zst") {
        let inner = Path::new(path.file_stem()?).extension()?;
        return Some(inner.to_str()?.to_ascii_lowercase());
    }
    Some(ending)
}

/// A page, or a piece of one.
fn is_html(start: &[u8]) -> bool {
    let head: Vec<u8> = start.iter().take(2048).map(u8::to_ascii_lowercase).collect();
    let head = String::from_utf8_lossy(&head);
    // comments and an XML declaration may stand ahead
    let mut rest = head.trim_start();
    while let Some(after) = rest
        .strip_prefix("<!--")
        .and_then(|r| r.split_once("-->"))
        .or_else(|| rest.strip_prefix("<?xml").and_then(|r| r.split_once("?>")))
    {
        rest = after.1.trim_start();
    }
    [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<title",
        "<meta",
        "<script",
        "<link",
        "<div",
        "<p>",
        "<p ",
        "<article",
        "<h1",
        "<section",
        "<main",
        "<span",
        "<a ",
        "<table",
        "<center",
        "<font",
    ]
    .iter()
    .any(|opening| rest.starts_with(opening))
}

/// Whether every line is an address or a comment, with at least one address.
fn is_list_of_addresses(head: &[u8]) -> bool {
    let Ok(text) =
        std::str::from_utf8(head).or_else(|error| std::str::from_utf8(&head[..error.valid_up_to()]))
    else {
        return false;
    };
    let whole = text.len() < crate::stream::HEAD;
    let mut lines = text.lines().map(str::trim).collect::<Vec<_>>();
    if !whole {
        lines.pop();
    }
    let addresses = |line: &str| {
        let scheme = line.starts_with("http://") || line.starts_with("https://");
        scheme && !line.contains(char::is_whitespace)
    };
    let said: Vec<&str> = lines
        .into_iter()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    !said.is_empty() && said.iter().copied().all(addresses)
}

/// The first bytes inside what gzip or Zstandard compressed.
pub(crate) fn inside(kind: Kind, head: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    // what is cut short here still gives its beginning
    let _ = match kind {
        Kind::Gzip => MultiGzDecoder::new(head).take(4096).read_to_end(&mut bytes),
        Kind::Zstd => match zstd::Decoder::with_buffer(head) {
            Ok(decoder) => decoder.take(4096).read_to_end(&mut bytes),
            Err(error) => Err(error),
        },
        _ => Ok(0),
    };
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_their_bytes() {
        let of = |head: &str, name: &str| recognise(head.as_bytes(), Some(name), None);
        assert_eq!(of("Rain fell on Oslo.", "a.txt"), Kind::Text);
        assert_eq!(of("<!DOCTYPE html><p>x", "a"), Kind::Html);
        assert_eq!(of("\u{FEFF}\n<!-- saved --><html>", "a.txt"), Kind::Html);
        assert_eq!(of("<b>x</b> he said", "a.html"), Kind::Html);
        assert_eq!(of("{\"text\": \"x\"}", "-"), Kind::Json);
        assert_eq!(of("{x} she said", "a.txt"), Kind::Text);
        assert_eq!(of("title,text\na,b\n", "a.csv"), Kind::Csv);
        assert_eq!(of("title,text\na,b\n", "a.csv.gz"), Kind::Csv);
        assert_eq!(
            of("# mine\nhttps://a.example/1\nhttp://b.example/\n", "-"),
            Kind::Addresses
        );
        assert_eq!(of("See https://a.example/1\n", "-"), Kind::Text);
        assert_eq!(of("https://a.example/1\nno address\n", "a.urls"), Kind::Addresses);
        assert_eq!(of("id,title,text\n1,A,B\n2,C,D\n", "-"), Kind::Csv);
        assert_eq!(of("body{}", "a.css"), Kind::Other);
        let mail = "From: a@b.example\nDate: Tue, 5 May 2026 10:00:00 +0000\n\nx";
        assert_eq!(of(mail, "a.txt"), Kind::Mail);
        assert_eq!(of("Subject: x\n\nx", "a.eml"), Kind::Mail);
        assert_eq!(of("Subject: x\n\nx", "a.txt"), Kind::Text);
        let first = format!("From a@b.example Tue May  5 10:00:00 2026\n{mail}");
        assert_eq!(of(&first, "a"), Kind::Mailbox);
        assert_eq!(recognise(b"\x1f\x8b\x08", None, None), Kind::Gzip);
        assert_eq!(recognise(b"GIF89a\0\0", None, None), Kind::Other);
        assert_eq!(recognise(b"%PDF-1.4", None, None), Kind::Pdf);
        for (text, kind) in [
            ("Rain fell on Oslo.", Kind::Text),
            ("<!DOCTYPE html><p>x", Kind::Html),
            (
                "<?xml version=\"1.0\" encoding=\"UTF-16\"?><rss><channel>",
                Kind::Feed,
            ),
            ("{\"text\": \"x\"}", Kind::Json),
            ("id,title,text\n1,A,B\n2,C,D\n", Kind::Csv),
            (mail, Kind::Text),
        ] {
            let units = || std::iter::once(0xFEFF).chain(text.encode_utf16());
            let little: Vec<u8> = units().flat_map(u16::to_le_bytes).chain([b'x']).collect();
            let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
            assert_eq!(recognise(&little, Some("a"), None), kind, "{text}");
            assert_eq!(recognise(&big, Some("a"), None), kind, "{text}");
        }
        let mut tape = vec![0; 512];
        tape[257..262].copy_from_slice(b"ustar");
        assert_eq!(recognise(&tape, None, None), Kind::Tar);
    }
}
