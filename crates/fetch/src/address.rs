//! Which texts are addresses to fetch from, and lists of them.

use crate::error::{AddressProblem, printable};
use std::collections::HashMap;
use url::Url;

/// The longest address that is fetched, in bytes.
const LONGEST: usize = 8 * 1024;

/// Reads an address: `http` or `https`, without user name and password. What follows `#` is dropped, for servers never see it.
///
/// ```
/// let address = onrecord_fetch::address("HTTPS://Example.org/a b?#top");
/// assert!(address.is_err());
/// let address = onrecord_fetch::address("HTTPS://Example.org/a%20b#top")?;
/// assert_eq!(address.as_str(), "https://example.org/a%20b");
/// # Ok::<(), onrecord_fetch::AddressProblem>(())
/// ```
pub fn address(text: &str) -> Result<Url, AddressProblem> {
    if text.is_empty() {
        return Err(AddressProblem::Missing);
    }
    if text.len() > LONGEST {
        return Err(AddressProblem::Long(LONGEST));
    }
    // The parser would silently drop tabs and line ends.
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(AddressProblem::Space);
    }
    match Url::parse(text) {
        Ok(url) => usable(url),
        Err(url::ParseError::RelativeUrlWithoutBase) => Err(AddressProblem::NoScheme),
        Err(error) => Err(AddressProblem::Unreadable(error)),
    }
}

/// Checks an address, and drops what follows `#`.
pub(crate) fn usable(mut url: Url) -> Result<Url, AddressProblem> {
    if !matches!(url.scheme(), "http" | "https") {
        // `example.org:8080/x` has the form of an address of the kind `example.org:`.
        return Err(match url.scheme().contains('.') || url.scheme() == "localhost" {
            true => AddressProblem::NoScheme,
            false => AddressProblem::Scheme(printable(url.scheme())),
        });
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(AddressProblem::Credentials);
    }
    if url.host().is_none() {
        return Err(AddressProblem::Missing);
    }
    if url.port() == Some(0) {
        return Err(AddressProblem::Port);
    }
    url.set_fragment(None);
    if url.as_str().len() > LONGEST {
        return Err(AddressProblem::Long(LONGEST));
    }
    Ok(url)
}

/// An address of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its line, from 1.
    pub line: u32,
    /// The address.
    pub url: Url,
}

/// A line of a list that is no address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct BadLine {
    /// Its number, from 1.
    pub line: u32,
    /// What is wrong with it.
    pub problem: AddressProblem,
}

/// An address that stands in a list for the second time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// Its line, from 1.
    pub line: u32,
    /// The line where it stood first.
    pub first: u32,
}

/// A list of addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// The addresses, each once, in their order.
    pub addresses: Vec<Listed>,
    /// Lines that could not be used.
    pub bad: Vec<BadLine>,
    /// Lines that repeat an earlier one.
    pub duplicates: Vec<Duplicate>,
}

/// Reads a list of addresses: one a line; empty lines and what follows `#` at the beginning of a line or after white space are
/// passed over.
///
/// ```
/// let list = onrecord_fetch::parse_list("# our papers\nhttps://example.org/a  # lead\n\nexample.org/b\n");
/// assert_eq!(list.addresses[0].url.as_str(), "https://example.org/a");
/// assert_eq!(list.bad[0].to_string(), "line 4: not an address: it does not begin with https:// or http://");
/// ```
pub fn parse_list(text: &str) -> List {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut list = List::default();
    let mut seen: HashMap<Url, u32> = HashMap::new();
    // A carriage return alone ends a line too; with a line feed it is white space at the end of one.
    let lines = text
        .split('\n')
        .flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'));
    for (number, line) in (1u32..).zip(lines) {
        let line = without_comment(line).trim();
        if line.is_empty() {
            continue;
        }
        match address(line) {
            Ok(url) => match seen.get(&url) {
                Some(&first) => list.duplicates.push(Duplicate { line: number, first }),
                None => {
                    seen.insert(url.clone(), number);
                    list.addresses.push(Listed { line: number, url });
                }
            },
            Err(problem) => list.bad.push(BadLine {
                line: number,
                problem,
            }),
        }
    }
    list
}

/// The line up to a `#` that stands first or after white space; others belong to an address.
fn without_comment(line: &str) -> &str {
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        if c == '#' && before.is_whitespace() {
            return &line[..at];
        }
        before = c;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_list_with_everything() {
        let text = "\u{feff}# papers\r\nhttps://a.example/1\r\n\r\n  http://b.example/x#part  # two\r\n\
                    https://a.example/1#again\nftp://c.example/\nuser\nhttps://u:p@d.example/\n\
                    https://e.example/a b\nhttps://\nmailto:desk@f.example\ng.example:80/x\nhttp://h.example:0/\n\
                    http://0x7f.1/\nhttps://zürich.example/ä";
        let list = parse_list(text);
        let found: Vec<_> = list.addresses.iter().map(|l| (l.line, l.url.as_str())).collect();
        assert_eq!(
            found,
            [
                (2, "https://a.example/1"),
                (4, "http://b.example/x"),
                (14, "http://127.0.0.1/"),
                (15, "https://xn--zrich-kva.example/%C3%A4"),
            ]
        );
        assert_eq!(list.duplicates, [Duplicate { line: 5, first: 2 }]);
        let bad: Vec<_> = list.bad.iter().map(ToString::to_string).collect();
        assert_eq!(
            bad,
            [
                "line 6: addresses of the kind ftp: are not fetched",
                "line 7: not an address: it does not begin with https:// or http://",
                "line 8: the address holds a user name or password, which would be kept with the article",
                "line 9: white space or a control character inside the address",
                "line 10: not an address (empty host)",
                "line 11: addresses of the kind mailto: are not fetched",
                "line 12: not an address: it does not begin with https:// or http://",
                "line 13: port 0 is no port",
            ]
        );
    }

    #[test]
    fn long_lines_are_refused() {
        let list = parse_list(&format!("https://a.example/{}", "x".repeat(9000)));
        assert_eq!(list.bad[0].problem, AddressProblem::Long(LONGEST));
        // short as written, long once its letters are written as bytes
        let list = parse_list(&format!("https://a.example/{}", "ä".repeat(3000)));
        assert_eq!(list.bad[0].problem, AddressProblem::Long(LONGEST));
    }

    proptest! {
        #[test]
        fn every_line_is_accounted_for(text in "([#a-z:/.@ \r\n\t]|https://|\u{feff}|ä){0,60}") {
            let list = parse_list(&text);
            let mut lines: Vec<u32> = list.addresses.iter().map(|l| l.line).collect();
            lines.extend(list.bad.iter().map(|b| b.line));
            lines.extend(list.duplicates.iter().map(|d| d.line));
            lines.sort_unstable();
            let count = lines.len();
            lines.dedup();
            prop_assert_eq!(lines.len(), count);
            for listed in &list.addresses {
                prop_assert_eq!(address(listed.url.as_str()), Ok(listed.url.clone()));
            }
        }
    }
}
