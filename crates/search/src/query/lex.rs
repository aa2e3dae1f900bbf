//! A query into its signs and words.

use crate::error::SearchError;

/// Code points of a query, at most.
const LONGEST: usize = 10_000;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Open,
    Close,
    Not,
    And,
    Or,
    /// `speaker:`
    Field(String),
    Phrase(String),
    Word(String),
}

/// The signs and words of a query, each with its place in code points.
pub(super) fn tokens(query: &str) -> Result<Vec<(usize, Token)>, SearchError> {
    let chars: Vec<char> = query.chars().collect();
    if chars.len() > LONGEST {
        return Err(wrong(LONGEST, format!("it is longer than {LONGEST} characters")));
    }
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let start = at;
        at += 1;
        let token = match c {
            c if c.is_whitespace() => continue,
            '(' => Token::Open,
            ')' => Token::Close,
            '-' | '−'
                if chars
                    .get(at)
                    .is_some_and(|next| !next.is_whitespace() && *next != '-') =>
            {
                Token::Not
            }
            '"' | '“' | '”' | '„' => {
                let rest = chars.get(at..).unwrap_or_default();
                let Some(length) = rest.iter().position(|c| matches!(c, '"' | '“' | '”')) else {
                    return Err(wrong(start, "a quotation mark is not closed"));
                };
                at += length + 1;
                Token::Phrase(rest.iter().take(length).collect())
            }
            _ => {
                while chars.get(at).is_some_and(|c| {
                    !c.is_whitespace() && !matches!(c, '(' | ')' | '"' | '“' | '”' | '„' | ':')
                }) {
                    at += 1;
                }
                let word: String = chars.get(start..at).unwrap_or_default().iter().collect();
                if chars.get(at) == Some(&':') && word.chars().all(char::is_alphabetic) {
                    at += 1;
                    Token::Field(word.to_lowercase())
                } else {
                    // a time of day, an address: the colon is the word's own
                    while chars
                        .get(at)
                        .is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '"'))
                    {
                        at += 1;
                    }
                    let word: String = chars.get(start..at).unwrap_or_default().iter().collect();
                    match word.as_str() {
                        "AND" => Token::And,
                        "OR" => Token::Or,
                        "NOT" => Token::Not,
                        _ => Token::Word(word),
                    }
                }
            }
        };
        tokens.push((start, token));
    }
    Ok(tokens)
}

pub(super) fn wrong(at: usize, problem: impl Into<String>) -> SearchError {
    SearchError::Query {
        at,
        problem: problem.into(),
    }
}
