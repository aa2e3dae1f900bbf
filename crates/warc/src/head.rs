//! Fields of records and HTTP answers, and the lines that ARC records begin with.

/// Named fields, read tolerantly: any line ends, folded lines, Latin-1.
#[derive(Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in bytes.split(|&b| b == b'\n') {
            if matches!(line.first(), Some(b' ' | b'\t')) {
                if let Some((_, value)) = fields.last_mut() {
                    value.push(' ');
                    value.push_str(text(line).trim());
                }
            } else if let Some(colon) = memchr::memchr(b':', line) {
                let (name, value) = (text(&line[..colon]), text(&line[colon + 1..]));
                fields.push((name.trim().to_owned(), value.trim().to_owned()));
            }
        }
        Self(fields)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self
            .0
            .iter()
            .find(|(n, v)| n.eq_ignore_ascii_case(name) && !v.is_empty());
        found.map(|(_, value)| value.as_str())
    }

    /// A value without the angle brackets that identifiers stand in.
    pub(crate) fn uri(&self, name: &str) -> Option<String> {
        let value = self.get(name)?;
        Some(
            value
                .strip_prefix('<')
                .and_then(|v| v.strip_suffix('>'))
                .unwrap_or(value)
                .to_owned(),
        )
    }
}

fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|&b| char::from(b)).collect(),
    }
}

/// Where the empty line ends that a head ends with.
pub(crate) fn head_end(bytes: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'\n', bytes).find_map(|at| match bytes[at + 1..] {
        [b'\n', ..] => Some(at + 2),
        [b'\r', b'\n', ..] => Some(at + 3),
        _ => None,
    })
}

/// What stands first in bytes: the end of a head, or the beginning of another record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum First {
    /// Where the empty line ends.
    End(usize),
    Another,
}

/// Looks for the end of a record's head, and no further than to where another record begins: there may be one at every line.
pub(crate) fn first(bytes: &[u8]) -> Option<First> {
    memchr::memchr_iter(b'\n', bytes).find_map(|at| match bytes[at + 1..] {
        [b'\n', ..] => Some(First::End(at + 2)),
        [b'\r', b'\n', ..] => Some(First::End(at + 3)),
        [b'W', b'A', b'R', b'C', b'/', ..] => Some(First::Another),
        _ => None,
    })
}

/// What the line of an ARC record says.
pub(crate) struct ArcLine {
    pub(crate) url: String,
    pub(crate) date: String,
    pub(crate) media_type: String,
    pub(crate) length: Option<u64>,
}

/// Takes the line of an ARC record (version 1 or 2) apart; its URL may have spaces.
pub(crate) fn arc_line(line: &[u8]) -> Option<ArcLine> {
    let line = text(line.trim_ascii_end());
    let fields: Vec<&str> = line.split(' ').collect();
    let date_at = |at: usize| {
        let date = *fields.get(at)?;
        ((8..=18).contains(&date.len()) && date.bytes().all(|b| b.is_ascii_digit())).then_some(at)
    };
    // four fields follow the URL in version 1, nine in version 2
    let date = [3, 8]
        .into_iter()
        .find_map(|back| date_at(fields.len().checked_sub(back).filter(|&n| n >= 2)?))?;
    let url = fields[..date - 1].join(" ");
    let scheme = url.split_once(':')?.0;
    if scheme.is_empty() || !scheme.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    Some(ArcLine {
        url,
        date: fields[date].to_owned(),
        media_type: (*fields.get(date + 1)?).to_owned(),
        length: fields.last()?.parse().ok(),
    })
}

/// The date of an ARC record in ISO 8601.
pub(crate) fn arc_date(date: &str) -> String {
    match (
        date.get(..4),
        date.get(4..6),
        date.get(6..8),
        date.get(8..10),
        date.get(10..12),
        date.get(12..14),
    ) {
        (Some(y), Some(m), Some(d), Some(h), Some(min), Some(s)) => format!("{y}-{m}-{d}T{h}:{min}:{s}Z"),
        (Some(y), Some(m), Some(d), ..) => format!("{y}-{m}-{d}"),
        _ => date.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_ends_or_another_record_begins() {
        assert_eq!(
            first(b"WARC/1.0\r\nA: b\r\n\r\nWARC/1.0\r\n"),
            Some(First::End(18))
        );
        assert_eq!(first(b"WARC/1.0\nA: b\n\nWARC/1.0\n"), Some(First::End(15)));
        assert_eq!(
            first(b"WARC/1.0\r\nA: b\r\nWARC/1.0\r\n\r\n"),
            Some(First::Another)
        );
        assert_eq!(first(b"WARC/1.0\r\nA: WARC/1.0\r\nWARC-"), None);
    }
}
