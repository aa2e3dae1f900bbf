//! robots.txt: what a site lets programs fetch (RFC 9309).

use memchr::memmem;
use std::time::Duration;

/// The name that rules for this program are given under.
pub(crate) const PRODUCT: &str = "Onrecord";
/// How much of a robots.txt is read; RFC 9309 asks for 500 KiB at least.
pub(crate) const LONGEST: usize = 500 * 1024;

/// What a site's robots.txt says to this program: the rules for `Onrecord` if there are any, else those for `*`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Robots {
    /// The most specific first, and allowing before forbidding.
    rules: Vec<Rule>,
    crawl_delay: Option<Duration>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    /// The pattern in one spelling: see [`spelled`].
    pattern: Vec<u8>,
    /// Whether `$` stood at its end.
    to_end: bool,
    allows: bool,
}

/// Which agents a line is for.
#[derive(Clone, Copy, Debug, Default)]
struct For {
    this: bool,
    all: bool,
}

impl Robots {
    /// Reads a robots.txt, of which everything behind the first 500 KiB is left out. What is no rule is passed over, as the standard
    /// asks: a page of HTML in its place has no rules.
    ///
    /// ```
    /// use onrecord_fetch::Robots;
    /// let robots = Robots::parse(b"User-agent: *\nDisallow: /search\nAllow: /search/about$\nCrawl-delay: 2");
    /// assert!(robots.allows("/news/1"));
    /// assert!(!robots.allows("/search?q=harbour"));
    /// assert!(robots.allows("/search/about"));
    /// assert_eq!(robots.crawl_delay().unwrap().as_secs(), 2);
    /// ```
    pub fn parse(bytes: &[u8]) -> Self {
        let bytes = bytes.get(..LONGEST).unwrap_or(bytes);
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let (mut for_this, mut for_all) = (Self::default(), Self::default());
        let mut this_named = false;
        let mut group = For::default();
        let mut in_names = false;
        for line in bytes.split(|&b| b == b'\n' || b == b'\r') {
            let Some((key, value)) = key_and_value(line) else {
                continue;
            };
            match key {
                Key::UserAgent => {
                    if !in_names {
                        group = For::default();
                    }
                    in_names = true;
                    match agent(value) {
                        Some(b"*") => group.all = true,
                        Some(name) if name.eq_ignore_ascii_case(PRODUCT.as_bytes()) => {
                            group.this = true;
                            this_named = true;
                        }
                        _ => {}
                    }
                }
                Key::Allow | Key::Disallow | Key::CrawlDelay => {
                    in_names = false;
                    if group.this {
                        for_this.add(key, value);
                    }
                    if group.all {
                        for_all.add(key, value);
                    }
                }
            }
        }
        let mut robots = if this_named { for_this } else { for_all };
        robots.rules.sort_by_key(|rule| {
            (
                std::cmp::Reverse(rule.pattern.len() + usize::from(rule.to_end)),
                !rule.allows,
            )
        });
        robots
    }

    /// Whether the path, with its query, may be fetched. The rule with the longest pattern counts.
    pub fn allows(&self, path_and_query: &str) -> bool {
        let path = spelled(path_and_query.as_bytes(), false);
        if path == b"/robots.txt" {
            return true;
        }
        self.rules
            .iter()
            .find(|rule| rule.matches(&path))
            .is_none_or(|rule| rule.allows)
    }

    /// How much time is asked for between two requests (`Crawl-delay`, which no standard defines). At most a day.
    pub fn crawl_delay(&self) -> Option<Duration> {
        self.crawl_delay
    }

    /// Bytes that it takes to keep.
    pub(crate) fn size(&self) -> usize {
        let rules = self.rules.iter().map(|r| r.pattern.len() + size_of::<Rule>());
        rules.sum::<usize>() + size_of::<Self>()
    }

    fn add(&mut self, key: Key, value: &[u8]) {
        match key {
            Key::CrawlDelay => {
                let seconds = std::str::from_utf8(value)
                    .ok()
                    .and_then(|v| v.parse::<f64>().ok());
                let seconds = seconds.filter(|s| s.is_finite() && *s >= 0.0);
                let delay = seconds.map(|s| Duration::from_secs_f64(s.min(86_400.0)));
                self.crawl_delay = self.crawl_delay.max(delay);
            }
            // An empty pattern matches nothing; one that begins otherwise matches no path.
            _ if !matches!(value, [b'/' | b'*' | b'$', ..]) => {}
            _ => {
                let (value, to_end) = match value.strip_suffix(b"$") {
                    Some(value) => (value, true),
                    None => (value, false),
                };
                self.rules.push(Rule {
                    pattern: spelled(value, true),
                    to_end,
                    allows: matches!(key, Key::Allow),
                });
            }
        }
    }
}

impl Rule {
    /// Takes time in proportion to the path's length: each piece between stars is looked for once, behind the one before.
    fn matches(&self, path: &[u8]) -> bool {
        let mut pieces = self.pattern.split(|&b| b == b'*');
        let first = pieces.next().unwrap_or_default();
        let Some(mut rest) = path.strip_prefix(first) else {
            return false;
        };
        let mut last = None;
        for piece in pieces {
            if let Some(piece) = last.replace(piece) {
                match memmem::find(rest, piece) {
                    Some(at) => rest = &rest[at + piece.len()..],
                    None => return false,
                }
            }
        }
        match last {
            None => !self.to_end || rest.is_empty(),
            Some(piece) if self.to_end => rest.ends_with(piece),
            Some(piece) => memmem::find(rest, piece).is_some(),
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Key {
    UserAgent,
    Allow,
    Disallow,
    CrawlDelay,
}

/// A line's key and value. Spellings that sites get wrong often are understood, as Google's parser does: it is better to obey a
/// rule too many.
fn key_and_value(line: &[u8]) -> Option<(Key, &[u8])> {
    let line = line.split(|&b| b == b'#').next().unwrap_or_default().trim_ascii();
    let colon = memchr::memchr(b':', line);
    // The colon may be missing where the line has two words.
    let (key, value) = match colon {
        Some(at) => (&line[..at], &line[at + 1..]),
        None => {
            let at = line.iter().position(u8::is_ascii_whitespace)?;
            let value = line[at..].trim_ascii();
            if value.iter().any(u8::is_ascii_whitespace) {
                return None;
            }
            (&line[..at], value)
        }
    };
    let key = key.trim_ascii();
    let is = |names: &[&str]| names.iter().any(|name| key.eq_ignore_ascii_case(name.as_bytes()));
    let key = if is(&["user-agent", "useragent", "user agent"]) {
        Key::UserAgent
    } else if is(&[
        "disallow",
        "dissallow",
        "dissalow",
        "disalow",
        "diasllow",
        "disallaw",
    ]) {
        Key::Disallow
    } else if is(&["allow"]) {
        Key::Allow
    } else if is(&["crawl-delay", "crawldelay"]) {
        Key::CrawlDelay
    } else {
        return None;
    };
    Some((key, value.trim_ascii()))
}

/// The product token that a user-agent line begins with: letters, `_` and `-`; or `*`.
fn agent(value: &[u8]) -> Option<&[u8]> {
    if let [b'*', rest @ ..] = value
        && rest.first().is_none_or(u8::is_ascii_whitespace)
    {
        return Some(b"*");
    }
    let end = value
        .iter()
        .position(|b| !(b.is_ascii_alphabetic() || matches!(b, b'_' | b'-')))
        .unwrap_or(value.len());
    value.get(..end).filter(|name| !name.is_empty())
}

/// A path or pattern in one spelling (RFC 9309, 2.2.2): bytes that are not ASCII as `%XX`; `%xx` of letters, digits, `-`, `.`,
/// `_` and `~` as these; other `%xx` in capitals. In a path, and in a pattern apart from stars, `*` and `$` as `%XX`.
fn spelled(text: &[u8], pattern: bool) -> Vec<u8> {
    const HEX: [u8; 16] = *b"0123456789ABCDEF";
    let mut out = Vec::with_capacity(text.len());
    let escape = |out: &mut Vec<u8>, byte: u8| {
        out.extend([b'%', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
    };
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        at += 1;
        let value = |at: usize| text.get(at).and_then(|&b| char::from(b).to_digit(16));
        match byte {
            b'%' => match (value(at), value(at + 1)) {
                (Some(high), Some(low)) => {
                    at += 2;
                    // two hexadecimal digits make a byte
                    let byte = (high * 16 + low) as u8;
                    match byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
                        true => out.push(byte),
                        false => escape(&mut out, byte),
                    }
                }
                _ => out.push(b'%'),
            },
            b'*' if pattern => out.push(b'*'),
            b'*' | b'$' => escape(&mut out, byte),
            0x80.. | 0..=0x20 | 0x7f => escape(&mut out, byte),
            _ => out.push(byte),
        }
    }
    out
}

#[cfg(test)]
mod tests;
