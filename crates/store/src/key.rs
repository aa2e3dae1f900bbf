//! What statements and versions are called: names that hold from one reading to the next.

use std::fmt;
use std::str::FromStr;

/// A version of an article: `a0123456789abcdef.v2`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VersionKey {
    /// The article's key.
    pub article: String,
    /// The number of the version, from 1 on.
    pub version: u32,
}

/// A statement by its place: `a0123456789abcdef.v2.100-180`.
///
/// It names the code points of the whole content, so it stays the same when a newer engine reads the version again, and
/// leads back to the exact place without the record. When several statements of a version have the same content, the
/// later ones have `+1`, `+2`, … behind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementKey {
    /// The version that it stands in.
    pub at: VersionKey,
    /// First code point of its content.
    pub start: u32,
    /// One past the last code point of its content.
    pub end: u32,
    /// How many statements of the version with the same content stand ahead of it.
    pub nth: u32,
}

impl fmt::Display for VersionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.v{}", self.article, self.version)
    }
}

impl fmt::Display for StatementKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}-{}", self.at, self.start, self.end)?;
        if self.nth > 0 {
            write!(f, "+{}", self.nth)?;
        }
        Ok(())
    }
}

/// It is no key. A key is read only as it is printed: without a sign ahead of its numbers, and without noughts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no key of a {1}; keys look like {2}")]
pub struct KeyError(String, &'static str, &'static str);

impl FromStr for VersionKey {
    type Err = KeyError;

    fn from_str(key: &str) -> Result<Self, KeyError> {
        let read = || {
            let (article, version) = key.rsplit_once(".v")?;
            Some(Self {
                article: Some(article).filter(|a| !a.is_empty())?.to_owned(),
                version: version.parse().ok().filter(|&n| n > 0)?,
            })
        };
        read()
            .filter(|read: &Self| read.to_string() == key)
            .ok_or_else(|| KeyError(key.to_owned(), "version", "a0123456789abcdef.v1"))
    }
}

impl FromStr for StatementKey {
    type Err = KeyError;

    fn from_str(key: &str) -> Result<Self, KeyError> {
        let read = || {
            let (at, place) = key.rsplit_once('.')?;
            let (place, nth) = match place.split_once('+') {
                Some((place, nth)) => (place, nth.parse().ok()?),
                None => (place, 0),
            };
            let (start, end) = place.split_once('-')?;
            Some(Self {
                at: at.parse().ok()?,
                start: start.parse().ok()?,
                end: end.parse().ok()?,
                nth,
            })
        };
        read()
            .filter(|read: &Self| read.to_string() == key)
            .ok_or_else(|| KeyError(key.to_owned(), "statement", "a0123456789abcdef.v1.100-180"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keys_are_read_back(article in "[a-z0-9.]{1,20}", version in 1u32.., start: u32, end: u32, nth in 0u32..3) {
            let key = StatementKey { at: VersionKey { article, version }, start, end, nth };
            prop_assert_eq!(key.to_string().parse::<StatementKey>().unwrap(), key);
        }

        #[test]
        fn any_text_is_a_key_or_is_none(text in "\\PC{0,40}|a\\.v[+0-9]{1,4}(\\.[+0-9]{1,4}-[+0-9]{1,4}(\\+[+0-9]{0,3})?)?") {
            if let Ok(key) = text.parse::<StatementKey>() {
                prop_assert_eq!(key.to_string(), text.clone());
            }
            if let Ok(key) = text.parse::<VersionKey>() {
                prop_assert_eq!(key.to_string(), text);
            }
        }
    }

    #[test]
    fn a_key_is_read_only_as_it_is_printed() {
        assert!("a1.v1.0-8".parse::<StatementKey>().is_ok());
        for other in [
            "a1.v01.0-8",
            "a1.v+1.0-8",
            "a1.v1.00-8",
            "a1.v1.0-+8",
            "a1.v1.0-8+0",
            "a1.v1.0-8+01",
            "a1.v1.+0-8",
        ] {
            assert!(other.parse::<StatementKey>().is_err(), "{other}");
        }
        assert!("a1.v12".parse::<VersionKey>().is_ok());
        for other in ["a1.v012", "a1.v+12", "a1.v0", "a1.v", ".v1"] {
            assert!(other.parse::<VersionKey>().is_err(), "{other}");
        }
    }
}
