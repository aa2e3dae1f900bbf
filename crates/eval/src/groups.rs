//! What figures are broken down by: quotation marks, cue words, kinds of source.

use onrecord_record::Kind;
use serde::Serialize;

/// Share of quoted characters from which a content counts as direct.
pub const DIRECT_SHARE: f64 = 0.8;

/// The kind of a content, from the quotation marks inside it: direct when at least [`DIRECT_SHARE`] of its characters
/// stand in them, indirect when none does, mixed between.
///
/// Gold and predictions are both read this way, whatever `kind` a record prints. Marks outside the content are not
/// looked at: a statement nested inside a quotation is indirect unless it has marks of its own.
pub fn kind_of(fragments: &[&str]) -> Kind {
    let share = quoted_share(fragments);
    if share >= DIRECT_SHARE {
        Kind::Direct
    } else if share > 0.0 {
        Kind::Mixed
    } else {
        Kind::Indirect
    }
}

/// Share of the characters other than white space that stand in double quotation marks (`"`, `“”`, `„`, `«»`, two
/// apostrophes or backquotes), the marks included; single quotation marks cannot be told from apostrophes and do not
/// count. A quotation may run over several fragments; one that closes without having been opened began before the
/// content, one that stays open ends after it.
pub fn quoted_share(fragments: &[&str]) -> f64 {
    let mut seen = 0u64; // characters so far
    let mut quoted = 0u64; // of them in closed quotations
    let mut open = None; // characters seen before the open mark
    let mut straight = false; // whether the open mark is its own closing mark
    let mut words_since = false; // whether words stand after the open mark
    for fragment in fragments {
        let mut chars = fragment.chars().peekable();
        while let Some(c) = chars.next() {
            if c.is_whitespace() {
                continue;
            }
            let mut width = 1;
            let doubled = matches!(c, '\'' | '`') && chars.peek() == Some(&c);
            if doubled {
                chars.next();
                width = 2;
            }
            let both = c == '"' || (doubled && c == '\'');
            let opens = matches!(c, '“' | '«' | '„') || (doubled && c == '`') || both;
            let closes = matches!(c, '”' | '»') || both;
            seen += width;
            match open {
                None if opens => (open, straight, words_since) = (Some(seen - width), both, false),
                None if closes => quoted = seen,
                Some(from) if closes => {
                    quoted += seen - from;
                    open = None;
                }
                _ => words_since |= c.is_alphanumeric(),
            }
        }
    }
    match open {
        // A lone straight mark with no words after it closes a quotation that began before the content.
        Some(_) if straight && !words_since => quoted = seen,
        Some(from) => quoted += seen - from,
        None => {}
    }
    if seen == 0 {
        0.0
    } else {
        quoted.min(seen) as f64 / seen as f64
    }
}

/// What a cue is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CueGroup {
    /// A form of "say".
    Say,
    /// A form of "tell".
    Tell,
    /// "According to".
    According,
    /// Other words.
    Other,
    /// Marks only: a colon, a dash.
    Mark,
    /// No cue.
    None,
}

impl CueGroup {
    /// All of them, in printing order.
    pub const ALL: [Self; 6] = [
        Self::Say,
        Self::Tell,
        Self::According,
        Self::Other,
        Self::Mark,
        Self::None,
    ];

    /// The group of a cue: the first in [`CueGroup::ALL`] of which it has a form ("went on to say" is `say`).
    pub fn of(fragments: &[&str]) -> Self {
        if fragments.is_empty() {
            return Self::None;
        }
        let words: Vec<String> = fragments
            .iter()
            .flat_map(|fragment| words(fragment))
            .map(str::to_lowercase)
            .collect();
        let has = |forms: &[&str]| words.iter().any(|word| forms.contains(&word.as_str()));
        if has(&["say", "says", "said", "saying"]) {
            Self::Say
        } else if has(&["tell", "tells", "told", "telling"]) {
            Self::Tell
        } else if has(&["according"]) {
            Self::According
        } else if words.is_empty() {
            Self::Mark
        } else {
            Self::Other
        }
    }

    /// The word that reports print.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Say => "say",
            Self::Tell => "tell",
            Self::According => "according",
            Self::Other => "other",
            Self::Mark => "mark",
            Self::None => "none",
        }
    }
}

/// What a printed source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// A pronoun: "she", "who", "many".
    Pronoun,
    /// A name, with or without a title.
    Name,
    /// A common noun: "officials", "a White House spokesman".
    CommonNoun,
    /// No source is printed.
    None,
}

const PRONOUNS: &[&str] = &[
    "i",
    "you",
    "he",
    "she",
    "it",
    "we",
    "they",
    "him",
    "her",
    "them",
    "us",
    "me",
    "his",
    "its",
    "their",
    "our",
    "my",
    "your",
    "himself",
    "herself",
    "itself",
    "themselves",
    "who",
    "whom",
    "which",
    "that",
    "this",
    "these",
    "those",
    "one",
    "some",
    "many",
    "others",
    "both",
    "all",
    "none",
    "everyone",
    "everybody",
    "someone",
    "somebody",
    "anyone",
    "nobody",
    "most",
    "several",
    "few",
    "another",
];

/// Words that end the head of a noun phrase.
const HEAD_ENDS: &[&str] = &[
    "of", "in", "for", "from", "at", "on", "with", "who", "that", "which", "by", "to", "near",
];

impl SourceKind {
    /// All of them, in printing order.
    pub const ALL: [Self; 4] = [Self::Pronoun, Self::Name, Self::CommonNoun, Self::None];

    /// The kind of a source, by its form; `text` is the article, in which a word that also stands in lower case is no
    /// name.
    ///
    /// A rule of thumb for breaking figures down, not an analysis: the last word of the head (before the first comma
    /// or preposition) decides by its capital letter.
    pub fn of(fragments: &[&str], text: &str) -> Self {
        let Some(first) = fragments.first() else {
            return Self::None;
        };
        let all: Vec<&str> = words(first).collect();
        match all.as_slice() {
            [] => return Self::CommonNoun,
            [only] if PRONOUNS.contains(&only.to_lowercase().as_str()) => return Self::Pronoun,
            _ => {}
        }
        let head = first.split([',', '(', ';', '—', '–']).next().unwrap_or(first);
        let head: Vec<&str> = words(head).take_while(|word| !HEAD_ENDS.contains(word)).collect();
        let last = head.last().or(all.last()).copied().unwrap_or_default();
        let capital = last
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_numeric());
        if capital && !(head.len() < 2 && stands_in(&last.to_lowercase(), text)) {
            Self::Name
        } else {
            Self::CommonNoun
        }
    }

    /// The words that reports print.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pronoun => "pronoun",
            Self::Name => "name",
            Self::CommonNoun => "common noun",
            Self::None => "none",
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && *word != "s")
}

fn stands_in(word: &str, text: &str) -> bool {
    text.match_indices(word).any(|(byte, _)| {
        let before = text.get(..byte).and_then(|before| before.chars().next_back());
        let after = text
            .get(byte + word.len()..)
            .and_then(|after| after.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::{CueGroup, SourceKind, kind_of, quoted_share};
    use onrecord_record::Kind;
    use proptest::prelude::*;

    #[test]
    fn kinds_from_marks() {
        for (fragments, kind) in [
            (&["“All of it.”"][..], Kind::Direct),
            (&["\"All of it,\"", "\"and more.\""], Kind::Direct),
            (&["“It runs on,", "to the end.”"], Kind::Direct),
            (&["the end of a long quotation.”"], Kind::Direct),
            (&["the end of a long quotation.\""], Kind::Direct),
            (&["''as old wires write it''"], Kind::Direct),
            (&["``as older wires write it''"], Kind::Direct),
            (&["that the “pier” is closed for now"], Kind::Mixed),
            (&["that the \"pier\" is closed for now"], Kind::Mixed),
            (&["that it's closed"], Kind::Indirect),
            (&["‘single marks’"], Kind::Indirect),
            (&[""], Kind::Indirect),
            (&[], Kind::Indirect),
        ] {
            assert_eq!(
                kind_of(fragments),
                kind,
                "{fragments:?} {}",
                quoted_share(fragments)
            );
        }
    }

    proptest! {
        #[test]
        fn shares_are_shares(fragments in proptest::collection::vec("[ab \"“”«»'`\u{1F600}]{0,12}", 0..4)) {
            let fragments: Vec<&str> = fragments.iter().map(String::as_str).collect();
            prop_assert!((0.0..=1.0).contains(&quoted_share(&fragments)));
        }

        #[test]
        fn no_text_makes_the_groups_panic(a in any::<String>(), b in any::<String>()) {
            let _ = (kind_of(&[&a, &b]), CueGroup::of(&[&a]), SourceKind::of(&[&a, &b], &b));
        }
    }

    #[test]
    fn cues() {
        for (cue, group) in [
            (&["went on to say"][..], CueGroup::Say),
            (&["Told"], CueGroup::Tell),
            (&["According to"], CueGroup::According),
            (&["urged"], CueGroup::Other),
            (&[":"], CueGroup::Mark),
            (&[], CueGroup::None),
        ] {
            assert_eq!(CueGroup::of(cue), group);
        }
    }

    #[test]
    fn sources() {
        let text = "Officials met other officials. Later the harbour closed.";
        for (source, kind) in [
            (&["She"][..], SourceKind::Pronoun),
            (&["Ada Quill"], SourceKind::Name),
            (
                &["Harbour Minister Ada Quill, the head of the board"],
                SourceKind::Name,
            ),
            (&["Officials"], SourceKind::CommonNoun),
            (&["a Harbour Board spokesman"], SourceKind::CommonNoun),
            (&["the head of the Harbour Board"], SourceKind::CommonNoun),
            (&["the Harbour Board"], SourceKind::Name),
            (&["Quill"], SourceKind::Name),
            (&["…"], SourceKind::CommonNoun),
            (&[], SourceKind::None),
        ] {
            assert_eq!(SourceKind::of(source, text), kind, "{source:?}");
        }
    }
}
