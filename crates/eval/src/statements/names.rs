//! When two printed names are the same; the reference scorer's rules.

use onrecord_record::SpeakerType;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

const STOP: &[&str] = &[
    "the", "a", "an", "of", "for", "to", "and", "in", "on", "at", "by", "former", "then", "mr", "mrs", "ms",
    "dr", "sir",
];

/// The words of a name without accents, case, punctuation and small words.
///
/// What has no ASCII base letter is left out, so names in other scripts have no words here.
pub(crate) fn words(text: &str) -> Vec<String> {
    let folded: String = text
        .nfkd()
        .filter(char::is_ascii)
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                ' '
            }
        })
        .collect();
    folded
        .split(' ')
        .filter(|word| !word.is_empty() && !STOP.contains(word))
        .map(str::to_owned)
        .collect()
}

/// Whether two texts share a word.
pub(crate) fn share_word(a: &str, b: &str) -> bool {
    let b = words(b);
    words(a).iter().any(|word| b.contains(word))
}

/// A name, unless it is missing or empty.
pub(crate) fn named(name: Option<&str>) -> Option<&str> {
    name.filter(|name| !name.is_empty())
}

/// Whether a predicted name is the gold one: one's words hold the other's, and for persons the last words agree.
pub(crate) fn same_name(gold: Option<&str>, predicted: Option<&str>, kind: Option<SpeakerType>) -> bool {
    let (gold, predicted) = match (named(gold), named(predicted)) {
        (None, None) => return true,
        (Some(gold), Some(predicted)) => (words(gold), words(predicted)),
        _ => return false,
    };
    if gold.is_empty() || predicted.is_empty() {
        return false;
    }
    let (a, b): (BTreeSet<_>, BTreeSet<_>) = (gold.iter().collect(), predicted.iter().collect());
    let last = kind != Some(SpeakerType::Person) || gold.last() == predicted.last();
    last && (a.is_subset(&b) || b.is_subset(&a))
}

#[cfg(test)]
mod tests {
    use super::{same_name, words};
    use onrecord_record::SpeakerType::{Organization, Person};

    #[test]
    fn words_are_folded() {
        assert_eq!(
            words("the Éléonore O’Neill-Šmíd, Jr. of ＡＢ"),
            ["eleonore", "oneill", "smid", "jr", "ab"]
        );
        assert_eq!(words("Владимир"), Vec::<String>::new());
        assert_eq!(words("a\nb\u{130}"), ["bi"]);
    }

    #[test]
    fn persons_agree_in_the_last_word() {
        assert!(same_name(Some("Ada Quill"), Some("Quill"), Some(Person)));
        assert!(!same_name(Some("Ada Quill"), Some("Ada"), Some(Person)));
        assert!(same_name(Some("Ferry Board"), Some("Ferry"), Some(Organization)));
        assert!(!same_name(Some("Ferry Board"), Some("Harbour Board"), None));
        assert!(same_name(None, Some(""), None));
        assert!(!same_name(None, Some("Quill"), None));
        assert!(!same_name(Some("…"), Some("…"), None));
    }
}
