//! From signs and words to a query.

use super::lex::{Token, tokens, wrong};
use super::{DayField, ExactField, Query, WordField};
use crate::day::days;
use crate::error::SearchError;
use crate::fields::words_of;
use onrecord_record::{Kind, Mode};

/// Brackets inside brackets, at most.
const DEEPEST: usize = 40;

/// What a field holds.
#[derive(Clone, Copy)]
enum Field {
    Words(WordField),
    Exact(ExactField),
    Days(DayField),
    Confidence,
}

const FIELDS: [(&str, Field); 19] = [
    ("content", Field::Words(WordField::Content)),
    ("speaker", Field::Words(WordField::Speaker)),
    ("role", Field::Words(WordField::Role)),
    ("org", Field::Words(WordField::Org)),
    ("outlet", Field::Words(WordField::Outlet)),
    ("place", Field::Words(WordField::Place)),
    ("via", Field::Words(WordField::Via)),
    ("chain", Field::Words(WordField::Via)),
    ("cue", Field::Words(WordField::Cue)),
    ("title", Field::Words(WordField::Title)),
    ("kind", Field::Exact(ExactField::Kind)),
    ("mode", Field::Exact(ExactField::Mode)),
    ("person", Field::Exact(ExactField::Person)),
    ("article", Field::Exact(ExactField::Article)),
    ("review", Field::Exact(ExactField::Review)),
    ("version", Field::Exact(ExactField::Version)),
    ("group", Field::Exact(ExactField::Group)),
    ("said", Field::Days(DayField::Said)),
    ("published", Field::Days(DayField::Published)),
];

/// Understands a query. An empty one asks for everything.
///
/// # Errors
/// [`SearchError::Query`] with the place.
pub(crate) fn parse(query: &str) -> Result<Query, SearchError> {
    let tokens = tokens(query)?;
    if tokens.is_empty() {
        return Ok(Query::All);
    }
    let mut parser = Parser {
        tokens,
        at: 0,
        end: query.chars().count(),
    };
    let found = parser.any(Field::Words(WordField::Content), 0)?;
    match parser.tokens.get(parser.at) {
        None => Ok(found),
        Some((at, _)) => Err(wrong(*at, "a bracket is closed that was not opened")),
    }
}

struct Parser {
    tokens: Vec<(usize, Token)>,
    at: usize,
    end: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|t| &t.1)
    }

    fn place(&self) -> usize {
        self.tokens.get(self.at).map_or(self.end, |t| t.0)
    }

    /// `a OR b`
    fn any(&mut self, field: Field, depth: usize) -> Result<Query, SearchError> {
        if depth > DEEPEST {
            return Err(wrong(self.place(), "too many brackets, one inside the other"));
        }
        let mut found = vec![self.all(field, depth)?];
        while self.peek() == Some(&Token::Or) {
            self.at += 1;
            found.push(self.all(field, depth)?);
        }
        Ok(one_or(found, Query::Or))
    }

    /// `a b`, `a AND b`
    fn all(&mut self, field: Field, depth: usize) -> Result<Query, SearchError> {
        let mut found = vec![self.not(field, depth)?];
        loop {
            match self.peek() {
                None | Some(Token::Or | Token::Close) => break,
                Some(Token::And) => self.at += 1,
                Some(_) => {}
            }
            found.push(self.not(field, depth)?);
        }
        Ok(one_or(found, Query::And))
    }

    /// `-a`, `NOT a`
    fn not(&mut self, field: Field, depth: usize) -> Result<Query, SearchError> {
        let mut denied = false;
        while self.peek() == Some(&Token::Not) {
            denied = !denied;
            self.at += 1;
        }
        let found = self.atom(field, depth)?;
        Ok(if denied {
            Query::Not(Box::new(found))
        } else {
            found
        })
    }

    fn atom(&mut self, field: Field, depth: usize) -> Result<Query, SearchError> {
        let at = self.place();
        let token = self.peek().cloned();
        self.at += 1;
        match token {
            Some(Token::Open) => {
                let found = self.any(field, depth + 1)?;
                if self.peek() != Some(&Token::Close) {
                    return Err(wrong(at, "a bracket is not closed"));
                }
                self.at += 1;
                Ok(found)
            }
            Some(Token::Field(name)) => {
                let field = named(&name).ok_or_else(|| {
                    let names: Vec<&str> = FIELDS.iter().map(|f| f.0).chain(["confidence"]).collect();
                    wrong(
                        at,
                        format!("there is no field {name:?}; the fields are {}", names.join(", ")),
                    )
                })?;
                match self.peek() {
                    Some(Token::Open | Token::Phrase(_) | Token::Word(_)) => self.atom(field, depth),
                    _ => Err(wrong(self.place(), format!("nothing stands behind {name}:"))),
                }
            }
            Some(Token::Phrase(words)) => value(field, &words, false, at),
            Some(Token::Word(word)) => {
                let prefix = word.ends_with('*');
                value(field, word.trim_end_matches('*'), prefix, at)
            }
            Some(Token::And | Token::Or | Token::Not) => {
                Err(wrong(at, "something has to stand on both sides"))
            }
            Some(Token::Close) => Err(wrong(at, "nothing stands in front of the bracket")),
            None => Err(wrong(at, "the query ends where something is expected")),
        }
    }
}

fn one_or(mut found: Vec<Query>, many: fn(Vec<Query>) -> Query) -> Query {
    if found.len() == 1 {
        found.remove(0)
    } else {
        many(found)
    }
}

fn named(name: &str) -> Option<Field> {
    if name == "confidence" {
        return Some(Field::Confidence);
    }
    FIELDS.iter().find(|f| f.0 == name).map(|f| f.1)
}

fn value(field: Field, text: &str, prefix: bool, at: usize) -> Result<Query, SearchError> {
    match field {
        Field::Words(field) => {
            let words = words_of(text);
            if words.is_empty() {
                return Err(wrong(at, format!("{text:?} has no letters or digits")));
            }
            Ok(Query::Words { field, words, prefix })
        }
        Field::Exact(field) => exact(field, text, at),
        Field::Days(field) => {
            let (from, to) = range(text, days)
                .ok_or_else(|| wrong(at, format!("{text:?} is no day, month, year or range of them: 2019-01-04, 2019-01, 2019, 2019-01..2019-03, 2019..")))?;
            Ok(Query::Days {
                field,
                from: from.map_or(i64::MIN, |f| f.0),
                to: to.map_or(i64::MAX, |t| t.1),
            })
        }
        Field::Confidence => {
            let number = |text: &str| text.parse::<f64>().ok().filter(|n| (0.0..=1.0).contains(n));
            let (from, to) = range(text, number).ok_or_else(|| {
                wrong(
                    at,
                    format!("{text:?} is no number from 0 to 1 or range of them: >0.8, 0.5..0.8"),
                )
            })?;
            Ok(Query::Confidence {
                from: from.unwrap_or(0.0),
                to: to.unwrap_or(1.0),
            })
        }
    }
}

/// `a`, `a..b`, `a..`, `..b`, `>a`, `>=a`, `<b`, `<=b`: bounds with the ends.
fn range<T: Copy>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<(Option<T>, Option<T>)> {
    if let Some((from, to)) = text.split_once("..") {
        let end = |end: &str| {
            if end.is_empty() {
                Some(None)
            } else {
                read(end).map(Some)
            }
        };
        return Some((end(from)?, end(to)?)).filter(|_| text.len() > 2);
    }
    for (sign, from) in [(">=", true), (">", true), ("<=", false), ("<", false)] {
        if let Some(bound) = text.strip_prefix(sign) {
            let bound = Some(read(bound)?);
            return Some(if from { (bound, None) } else { (None, bound) });
        }
    }
    read(text).map(|value| (Some(value), Some(value)))
}

fn exact(field: ExactField, text: &str, at: usize) -> Result<Query, SearchError> {
    let value = text.to_lowercase();
    let of = |known: &[&str]| {
        if known.contains(&value.as_str()) {
            Ok(())
        } else {
            Err(wrong(at, format!("{text:?} is none of {}", known.join(", "))))
        }
    };
    match field {
        ExactField::Kind => of(&Kind::ALL.map(Kind::as_str))?,
        ExactField::Mode => of(&Mode::ALL.map(Mode::as_str))?,
        ExactField::Review => of(&["accepted", "rejected", "corrected", "disputed", "none"])?,
        ExactField::Version if value != "all" && value.parse::<u32>().is_err() => {
            return Err(wrong(
                at,
                format!("{text:?} is no number of a version, nor \"all\""),
            ));
        }
        ExactField::Group if value.parse::<u64>().is_err() => {
            return Err(wrong(at, format!("{text:?} is no number of a group")));
        }
        ExactField::Version | ExactField::Group => {}
        // keys are as they are
        ExactField::Person | ExactField::Article => {
            return Ok(Query::Is {
                field,
                value: text.to_owned(),
            });
        }
    }
    Ok(Query::Is { field, value })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(field: WordField, words: &[&str]) -> Query {
        Query::Words {
            field,
            words: words.iter().map(|&w| w.to_owned()).collect(),
            prefix: false,
        }
    }

    #[test]
    fn words_phrases_and_signs() {
        let w = |word| words(WordField::Content, &[word]);
        assert_eq!(parse("").unwrap(), Query::All);
        assert_eq!(parse("Ferry").unwrap(), w("ferry"));
        assert_eq!(parse("a b").unwrap(), Query::And(vec![w("a"), w("b")]));
        assert_eq!(
            parse("a b OR c").unwrap(),
            Query::Or(vec![Query::And(vec![w("a"), w("b")]), w("c")])
        );
        assert_eq!(
            parse("a (b OR c) -d").unwrap(),
            Query::And(vec![
                w("a"),
                Query::Or(vec![w("b"), w("c")]),
                Query::Not(Box::new(w("d")))
            ])
        );
        assert_eq!(
            parse("“ferry to Åland”").unwrap(),
            words(WordField::Content, &["ferry", "to", "aland"])
        );
        assert_eq!(
            parse("well-known").unwrap(),
            words(WordField::Content, &["well", "known"])
        );
    }

    #[test]
    fn fields_have_values_of_their_kind() {
        assert_eq!(
            parse("Speaker:Dorvik").unwrap(),
            words(WordField::Speaker, &["dorvik"])
        );
        assert_eq!(
            parse("outlet:(\"Harbour Post\" OR coast)").unwrap(),
            Query::Or(vec![
                words(WordField::Outlet, &["harbour", "post"]),
                words(WordField::Outlet, &["coast"])
            ])
        );
        assert_eq!(
            parse("published:1970-02..1970").unwrap(),
            Query::Days {
                field: DayField::Published,
                from: 31,
                to: 364
            }
        );
        assert_eq!(
            parse("said:..1970-01-02").unwrap(),
            Query::Days {
                field: DayField::Said,
                from: i64::MIN,
                to: 1
            }
        );
        assert_eq!(
            parse("confidence:>0.8").unwrap(),
            Query::Confidence { from: 0.8, to: 1.0 }
        );
        assert!(matches!(
            parse("ferr*").unwrap(),
            Query::Words { prefix: true, .. }
        ));
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        for (query, at) in [
            ("(a", 0),
            ("a)", 1),
            ("a OR", 4),
            ("\"a", 0),
            ("spaeker:a", 0),
            ("a kind:loud", 7),
            ("said:soon", 5),
            ("said:", 5),
            ("…", 0),
            ("version:old", 8),
        ] {
            match parse(query) {
                Err(SearchError::Query { at: found, .. }) => assert_eq!(found, at, "{query}"),
                other => panic!("{query}: {other:?}"),
            }
        }
        assert!(parse(&"(".repeat(500)).is_err());
        assert!(parse(&"a ".repeat(6_000)).is_err());
    }

    proptest::proptest! {
        #[test]
        fn any_query_is_understood_or_refused(query in "\\PC{0,60}") {
            let _ = parse(&query);
        }

        #[test]
        fn any_signs_too(query in "[a\"()*:.<>= -]{0,30}|(AND |OR |NOT |said:|kind:){0,6}") {
            let _ = parse(&query);
        }
    }
}
