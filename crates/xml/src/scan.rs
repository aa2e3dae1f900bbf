//! Text to tags and what stands between them.

use memchr::{memchr, memmem};

/// A piece of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// `<name attributes>`.
    Start {
        name: &'a str,
        attributes: &'a str,
        empty: bool,
    },
    /// `</name>`.
    End(&'a str),
    /// Text, with references.
    Text(&'a str),
    /// Text without references.
    Verbatim(&'a str),
    /// The internal subset of a document type.
    Subset(&'a str),
}

/// Where the scanner is.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Scan {
    pub(crate) at: usize,
    /// Something is never closed from here on, so that it is not looked for again.
    no_comment_end: bool,
    no_verbatim_end: bool,
    no_instruction_end: bool,
    typed: bool,
    /// Comments and CDATA sections that nothing closed.
    pub(crate) unclosed: usize,
}

impl Scan {
    /// The next piece, with where it begins. Comments and processing instructions are passed over.
    pub(crate) fn next<'a>(&mut self, text: &'a str) -> Option<(usize, Token<'a>)> {
        loop {
            let at = self.at;
            let rest = text.get(at..)?;
            if rest.is_empty() {
                return None;
            }
            if !rest.starts_with('<') {
                let length = memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
                self.at += length;
                return Some((at, Token::Text(&rest[..length])));
            }
            let bytes = rest.as_bytes();
            match bytes.get(1) {
                Some(b'!') => match self.declaration(rest) {
                    Some(token) => return Some((at, token)),
                    None => continue,
                },
                Some(b'?') => {
                    self.instruction(rest);
                    continue;
                }
                Some(b'/') if bytes.get(2).is_some_and(|b| begins_name(*b)) => {
                    let name = name(&rest[2..]);
                    let after = 2 + name.len();
                    let end = memchr::memchr2(b'>', b'<', &bytes[after..]).map_or(rest.len(), |e| after + e);
                    self.at += end + usize::from(bytes.get(end) == Some(&b'>'));
                    return Some((at, Token::End(name)));
                }
                Some(b) if begins_name(*b) => {
                    let name = name(&rest[1..]);
                    let from = 1 + name.len();
                    let end = from + tag_end(&rest[from..]);
                    self.at += end + usize::from(bytes.get(end) == Some(&b'>'));
                    let inside = &rest[from..end];
                    let attributes = inside.strip_suffix('/');
                    return Some((
                        at,
                        Token::Start {
                            name,
                            attributes: attributes.unwrap_or(inside),
                            empty: attributes.is_some(),
                        },
                    ));
                }
                _ => {
                    self.at += 1;
                    return Some((at, Token::Text(&rest[..1])));
                }
            }
        }
    }

    /// `<!…`: a comment, a CDATA section, a document type.
    fn declaration<'a>(&mut self, rest: &'a str) -> Option<Token<'a>> {
        if let Some(comment) = rest.strip_prefix("<!--") {
            match self.find(comment, "-->", |s| &mut s.no_comment_end) {
                Some(end) => self.at += 4 + end + 3,
                // what follows a comment that nothing closes is read
                None => self.at += 4,
            }
            return None;
        }
        if rest
            .get(..9)
            .is_some_and(|open| open.eq_ignore_ascii_case("<![CDATA["))
        {
            let inside = &rest[9..];
            let (end, close) = match self.find(inside, "]]>", |s| &mut s.no_verbatim_end) {
                Some(end) => (end, 3),
                None => (memmem::find(inside.as_bytes(), b"</").unwrap_or(inside.len()), 0),
            };
            self.at += 9 + end + close;
            return Some(Token::Verbatim(&inside[..end]));
        }
        if rest
            .get(..9)
            .is_some_and(|open| open.eq_ignore_ascii_case("<!DOCTYPE"))
        {
            // there is one at most
            let first = !std::mem::replace(&mut self.typed, true);
            let (length, subset) = if first { document_type(rest) } else { (9, "") };
            self.at += length;
            return first.then_some(Token::Subset(subset));
        }
        self.at += memchr(b'>', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
        None
    }

    fn instruction(&mut self, rest: &str) {
        let end = if self.no_instruction_end {
            None
        } else {
            memmem::find(rest.as_bytes(), b"?>")
        };
        self.no_instruction_end |= end.is_none();
        let end = end
            .map(|end| end + 2)
            .or_else(|| memchr(b'>', rest.as_bytes()).map(|end| end + 1));
        self.at += end.unwrap_or(rest.len());
    }

    /// Where `close` stands. What was looked for in vain once is not looked for again.
    fn find(&mut self, rest: &str, close: &str, in_vain: fn(&mut Self) -> &mut bool) -> Option<usize> {
        let end = if *in_vain(self) {
            None
        } else {
            memmem::find(rest.as_bytes(), close.as_bytes())
        };
        if end.is_none() {
            *in_vain(self) = true;
            self.unclosed += 1;
        }
        end
    }
}

fn begins_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte == b':' || !byte.is_ascii()
}

/// The name that `rest` begins with.
fn name(rest: &str) -> &str {
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '/' | '>' | '<' | '=' | '"' | '\''))
        .unwrap_or(rest.len());
    &rest[..end]
}

/// Where a tag ends: at `>` outside quotation marks, or at a `<` that begins something else.
fn tag_end(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 0;
    loop {
        let from = at;
        // all four at once: one of them looked for alone is looked for to the end of the text at each of the others
        let special = bytes[from..]
            .iter()
            .position(|b| matches!(b, b'>' | b'<' | b'"' | b'\''));
        at = special.map_or(bytes.len(), |special| from + special);
        let quote = match bytes.get(at) {
            Some(quote @ (b'"' | b'\'')) => *quote,
            _ => return at,
        };
        // a quotation mark opens a value behind `=` alone
        let opens = rest[..at].trim_end().ends_with('=');
        let inside = at + 1;
        match memchr(quote, &bytes[inside..]).filter(|_| opens) {
            Some(length) => {
                let value = &bytes[inside..inside + length];
                let after = bytes.get(inside + length + 1);
                let closes = after.is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>' | b'?'));
                // XML forbids `<` in values: where the mark that seems to close the value cannot, the value was never closed
                match memchr(b'<', value) {
                    Some(open) if !closes => {
                        return memchr(b'>', &value[..open]).map_or(inside + open, |end| inside + end);
                    }
                    _ => at = inside + length + 1,
                }
            }
            None => at = inside,
        }
    }
}

/// The length of a document type declaration, and its internal subset.
fn document_type(rest: &str) -> (usize, &str) {
    let bytes = rest.as_bytes();
    let first = memchr(b'>', bytes).map_or(bytes.len(), |end| end + 1);
    let Some(open) = memchr(b'[', &bytes[..first]) else {
        return (first, "");
    };
    let mut at = open + 1;
    let mut quote = None;
    while let Some(&byte) = bytes.get(at) {
        match (quote, byte) {
            (None, b']') => {
                let end = memchr(b'>', &bytes[at..]).map_or(bytes.len(), |end| at + end + 1);
                return (end, &rest[open + 1..at]);
            }
            // an apostrophe in a comment is none that opens something
            (None, b'<') if bytes[at..].starts_with(b"<!--") => match memmem::find(&bytes[at..], b"-->") {
                Some(end) => at += end,
                // nothing behind it can be told from the comment
                None => {
                    let end = memmem::find(&bytes[at..], b"]>").map_or(first, |end| at + end + 2);
                    return (end, &rest[open + 1..at]);
                }
            },
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
        at += 1;
    }
    (first, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Token<'_>> {
        let mut scan = Scan::default();
        std::iter::from_fn(|| scan.next(text).map(|t| t.1)).collect()
    }

    fn start<'a>(name: &'a str, attributes: &'a str) -> Token<'a> {
        Token::Start {
            name,
            attributes,
            empty: false,
        }
    }

    #[test]
    fn what_is_well_formed() {
        let tokens = all("<?xml version='1.0'?><!-- a > b --><a b='1>2'/><c>x<![CDATA[<y>]]></c >");
        let empty = Token::Start {
            name: "a",
            attributes: " b='1>2'",
            empty: true,
        };
        assert_eq!(
            tokens,
            [
                empty,
                start("c", ""),
                Token::Text("x"),
                Token::Verbatim("<y>"),
                Token::End("c")
            ]
        );
        assert_eq!(
            all("<!DOCTYPE a [<!ENTITY b ']>'>]><a>"),
            [Token::Subset("<!ENTITY b ']>'>"), start("a", "")]
        );
    }

    #[test]
    fn what_is_not() {
        assert_eq!(
            all("1 < 2 <3"),
            [
                Token::Text("1 "),
                Token::Text("<"),
                Token::Text(" 2 "),
                Token::Text("<"),
                Token::Text("3")
            ]
        );
        assert_eq!(all("</a"), [Token::End("a")]);
        assert_eq!(all("</a<b>"), [Token::End("a"), start("b", "")]);
        assert_eq!(
            all("<a href=\"x>y</a><b c=\"d\">"),
            [
                start("a", " href=\"x"),
                Token::Text("y"),
                Token::End("a"),
                start("b", " c=\"d\"")
            ]
        );
        assert_eq!(all("<a b='1 < 2'>"), [start("a", " b='1 < 2'")]);
        assert_eq!(all("<a it's>b"), [start("a", " it's"), Token::Text("b")]);
        assert_eq!(all("<!-- a <b>"), [Token::Text(" a "), start("b", "")]);
        assert_eq!(all("<![CDATA[x</a>"), [Token::Verbatim("x"), Token::End("a")]);
        assert_eq!(all("<!DOCTYPE a ["), [Token::Subset("")]);
        assert_eq!(
            all("<!DOCTYPE a [<!ENTITY b 'c'><!-- it's ]><a>"),
            [Token::Subset("<!ENTITY b 'c'>"), start("a", "")]
        );
        assert_eq!(all("<a '\" b='>'>"), [start("a", " '\" b='>'")]);
    }
}
