//! Why an input could not be read, and what to do about it.

use crate::binary::BinaryKind;
use crate::limit::{Limit, Size};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// What an input is called in messages.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum InputName {
    /// A file.
    Path(PathBuf),
    /// The standard input.
    StandardInput,
    /// Anything else, by the name the caller gives it.
    Other(String),
}

impl From<&Path> for InputName {
    fn from(path: &Path) -> Self {
        Self::Path(path.to_owned())
    }
}

impl fmt::Display for InputName {
    /// Control characters in file names are escaped, so that a name cannot steer a terminal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Path(path) => path.to_string_lossy(),
            Self::StandardInput => "standard input".into(),
            Self::Other(name) => name.as_str().into(),
        };
        for c in name.chars() {
            if c.is_control() || is_bidi_control(c) {
                write!(f, "{}", c.escape_unicode())?
            } else {
                write!(f, "{c}")?
            }
        }
        Ok(())
    }
}

/// Characters that reorder the text around them on a screen.
fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Why bytes are not an article.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// There is no such file.
    #[error("no such file")]
    NotFound,
    /// A folder was named.
    #[error("this is a folder, not a file")]
    Folder,
    /// The file may not be opened.
    #[error("permission denied")]
    PermissionDenied,
    /// There are more bytes than the limit allows.
    #[error("{}, larger than the limit of {limit} for one article", .size.map_or_else(|| "it goes on".to_owned(), |s| format!("it is {}", Size(s))))]
    TooLarge {
        /// How large it is, where that is known before reading.
        size: Option<u64>,
        /// The limit that was set.
        limit: Limit,
    },
    /// There are no bytes.
    #[error("it is empty")]
    Empty,
    /// There is nothing but white space and invisible characters.
    #[error("it holds no words, only {bytes} bytes of white space")]
    Blank {
        /// How many bytes there are.
        bytes: u64,
    },
    /// The bytes are of a known kind that is not text.
    #[error("this is {kind}, not plain text")]
    Binary {
        /// What it is.
        kind: BinaryKind,
    },
    /// The bytes are not text, of no known kind.
    #[error("this is not plain text ({what} at byte {byte})")]
    NotText {
        /// What gave it away.
        what: &'static str,
        /// Bytes before the first place.
        byte: u64,
    },
    /// The system could not read it.
    #[error("it could not be read: {0}")]
    Io(io::Error),
}

impl Problem {
    /// What the user can do.
    pub fn remedy(&self) -> String {
        match self {
            Self::NotFound => "check the spelling and the folder you are in".to_owned(),
            Self::Folder => "name the files in it, for example FOLDER/*.txt".to_owned(),
            Self::PermissionDenied => {
                "ask its owner for access, or copy it to where you may read it".to_owned()
            }
            Self::TooLarge { size, limit } => match size {
                Some(size) if *size > Limit::HIGHEST.bytes() => {
                    "split it into articles, one file each; files of 4 GiB and more are not read".to_owned()
                }
                Some(size) => {
                    format!("split it into articles, one file each, or raise the limit: --max-size {size}")
                }
                None => format!(
                    "split it into articles, one file each, or raise the limit: --max-size {}",
                    limit.bytes().saturating_mul(4).min(Limit::HIGHEST.bytes())
                ),
            },
            Self::Empty => "check that the article was saved; nothing was read".to_owned(),
            Self::Blank { .. } => "check that the article's text was saved".to_owned(),
            Self::Binary { kind } => kind.remedy().to_owned(),
            Self::NotText { .. } => "save the article as plain text (UTF-8) and try again".to_owned(),
            Self::Io(error) => match error.kind() {
                io::ErrorKind::TimedOut | io::ErrorKind::Interrupted => "try again".to_owned(),
                _ => "check the disk or the connection that it comes from".to_owned(),
            },
        }
    }
}

impl From<io::Error> for Problem {
    /// Sorts an error of the system into the kinds that have a remedy of their own.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::NotFound,
            io::ErrorKind::PermissionDenied => Self::PermissionDenied,
            io::ErrorKind::IsADirectory => Self::Folder,
            _ => Self::Io(error),
        }
    }
}

/// An input that could not be read: which, why, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{input}: {problem}")]
pub struct SourceError {
    /// Which input.
    pub input: InputName,
    /// Why.
    pub problem: Problem,
}

impl SourceError {
    /// What the user can do.
    pub fn remedy(&self) -> String {
        self.problem.remedy()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_steer_a_terminal() {
        let name = InputName::from(Path::new("a\u{1b}[31m\u{202e}b.txt"));
        assert_eq!(name.to_string(), "a\\u{1b}[31m\\u{202e}b.txt");
    }

    #[test]
    fn a_message_names_input_reason_and_remedy() {
        let error = SourceError {
            input: InputName::from(Path::new("dump.txt")),
            problem: Problem::TooLarge {
                size: Some(100 << 20),
                limit: Limit::DEFAULT,
            },
        };
        assert_eq!(
            error.to_string(),
            "dump.txt: it is 100 MiB, larger than the limit of 16 MiB for one article"
        );
        assert!(error.remedy().contains("--max-size 104857600"));
    }

    #[test]
    fn a_stream_has_no_known_size() {
        let problem = Problem::TooLarge {
            size: None,
            limit: Limit::DEFAULT,
        };
        assert!(
            problem.to_string().starts_with("it goes on, larger than"),
            "{problem}"
        );
    }
}
