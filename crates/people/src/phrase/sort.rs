//! What the main noun of a description describes.

use crate::lexicon::{is_body_noun, is_document, is_people, is_role};

/// What a description describes, by its main noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Document,
    Body,
    Group,
    Somebody,
}

/// Sorts the main noun of a description.
pub(crate) fn sort(word: &str) -> Sort {
    let lower = word.to_lowercase();
    if is_document(&lower) {
        return Sort::Document;
    }
    // whoever asked not to be named
    if matches!(lower.as_str(), "source" | "sources") {
        return Sort::Somebody;
    }
    if is_body_noun(&lower) {
        return Sort::Body;
    }
    let plural = lower.len() > 3
        && lower.ends_with('s')
        && !lower.ends_with("ss")
        && !lower.ends_with("us")
        && !is_role(&lower);
    if is_people(&lower) || plural {
        return Sort::Group;
    }
    Sort::Somebody
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_by_what_they_describe() {
        assert_eq!(
            (sort("Report"), sort("surveys")),
            (Sort::Document, Sort::Document)
        );
        assert_eq!((sort("ministry"), sort("Charity")), (Sort::Body, Sort::Body));
        assert_eq!((sort("people"), sort("fishermen")), (Sort::Group, Sort::Somebody));
        assert_eq!(
            (sort("villagers"), sort("actress")),
            (Sort::Group, Sort::Somebody)
        );
        // whoever asked not to be named is somebody, however many
        assert_eq!(
            (sort("source"), sort("sources")),
            (Sort::Somebody, Sort::Somebody)
        );
        assert_eq!(
            (sort("virus"), sort("bus"), sort("")),
            (Sort::Somebody, Sort::Somebody, Sort::Somebody)
        );
    }
}
