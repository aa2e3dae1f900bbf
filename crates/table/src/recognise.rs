//! What is a table.

use crate::delimited::{DELIMITERS, header, shape};
use crate::field::{Field, plain};

/// How a table is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// JSON objects: one a line, in a list, or one after the other.
    Json,
    /// Text with delimiters: CSV, TSV.
    Delimited,
    /// Parquet.
    Parquet,
}

/// What kind of table it is, told from its first bytes (a few thousand are enough), its file's name and its media type
/// without parameters. `None` when it is none.
///
/// A JSON Feed and a ninjs item are objects too: readers of those should be asked first.
pub fn looks_like(head: &[u8], name: Option<&str>, media_type: Option<&str>) -> Option<Kind> {
    if head.starts_with(b"PAR1") {
        return Some(Kind::Parquet);
    }
    let text = head
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(head)
        .trim_ascii_start();
    let object = text
        .strip_prefix(b"[")
        .map_or(text, <[u8]>::trim_ascii_start)
        .starts_with(b"{");
    let utf16 = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    let ending = name
        .and_then(|name| name.rsplit_once('.'))
        .map(|(_, end)| end.to_lowercase());
    match (ending.as_deref(), media_type.map(str::to_lowercase).as_deref()) {
        (Some("jsonl" | "ndjson" | "jsonlines" | "ldjson"), _)
        | (
            _,
            Some(
                "application/jsonl"
                | "application/x-ndjson"
                | "application/ndjson"
                | "application/x-jsonlines",
            ),
        ) if object || utf16 || !text.contains(&0) => {
            return Some(Kind::Json);
        }
        (Some("json"), _) | (_, Some("application/json")) if object || utf16 => return Some(Kind::Json),
        (Some("csv" | "tsv" | "tab" | "psv"), _) | (_, Some("text/csv" | "text/tab-separated-values"))
            if !text.starts_with(b"<") && (utf16 || !head.contains(&0)) =>
        {
            return Some(Kind::Delimited);
        }
        _ => {}
    }
    if object && text.iter().take(200).any(|&b| b == b'"') && looks_like_objects(text) {
        return Some(Kind::Json);
    }
    DELIMITERS
        .iter()
        .any(|&d| looks_delimited(text, d))
        .then_some(Kind::Delimited)
}

/// Whether braces open onto a key.
fn looks_like_objects(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"[").unwrap_or(text).trim_ascii_start();
    let inside = text.strip_prefix(b"{").unwrap_or(text).trim_ascii_start();
    inside.starts_with(b"\"")
}

/// Whether the first line names columns, one of them of the text, and the next rows have as many.
fn looks_delimited(text: &[u8], delimiter: u8) -> bool {
    let line = text.split(|&b| b == b'\n').next().unwrap_or_default();
    if line.len() > 4096 || !line.contains(&delimiter) || text.contains(&0) {
        return false;
    }
    let names: Vec<_> = header(line, delimiter).iter().map(|name| plain(name)).collect();
    let known = |field: Field| {
        names
            .iter()
            .any(|name| field.usual_names().contains(&name.as_str()))
    };
    let body = known(Field::Text) || known(Field::Html);
    let (columns, rows, alike) = shape(text, delimiter);
    body && Field::ALL.into_iter().filter(|&f| known(f)).count() >= 2
        && columns >= 2
        && alike * 10 >= rows * 9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_told_from_texts() {
        let of = |head: &str| looks_like(head.as_bytes(), None, None);
        assert_eq!(of("PAR1\x15\x04"), Some(Kind::Parquet));
        assert_eq!(of("{\"text\": \"x\"}\n"), Some(Kind::Json));
        assert_eq!(of(" [\n {\"text\": \"x\"}]"), Some(Kind::Json));
        assert_eq!(of("[Update] the minister said"), None);
        assert_eq!(of("id,title,text\n1,A,\"B, c\"\n2,D,E\n"), Some(Kind::Delimited));
        assert_eq!(
            of("Title, text and more.\nThe minister said so, twice, on Monday.\n"),
            None
        );
        assert_eq!(looks_like(b"a;b\n", Some("X.CSV"), None), Some(Kind::Delimited));
        assert_eq!(looks_like(b"<html>", Some("x.csv"), None), None);
        assert_eq!(
            looks_like(b"{}", None, Some("application/x-ndjson")),
            Some(Kind::Json)
        );
    }
}
