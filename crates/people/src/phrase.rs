//! A printed source taken apart: the name in it, the office, the body that the office belongs to, joint parts.

mod apposition;
mod joint;
mod sort;

pub(crate) use apposition::{apposition, role_before};
pub(crate) use joint::parts;
pub(crate) use sort::{Sort, sort};

use crate::lexicon::{
    is_article, is_body_noun, is_determiner, is_end_of_head, is_preposition, is_pronoun, is_suffix,
};
use crate::name::Name;
use onrecord_text::{Layout, Shape};
use std::ops::Range;

/// An office and the body or country that it belongs to, as token ranges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RolePhrase {
    pub(crate) role: Range<usize>,
    pub(crate) org: Option<Range<usize>>,
}

/// What one part of a printed source is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// A pronoun or a word used like one.
    Pronoun(usize),
    /// Somebody or some body with a name.
    Named { name: Name, roles: Vec<RolePhrase> },
    /// A description: `head` is its main noun, `words` the description without its article.
    Described {
        head: usize,
        words: Range<usize>,
        definite: bool,
        roles: Vec<RolePhrase>,
    },
}

/// Words after which the description of the head ends.
fn ends_head(word: &str) -> bool {
    is_preposition(word) || word.len() > 5 && word.ends_with("ing") || is_end_of_head(word)
}

/// "a poll released last week", "figures obtained by the Herald": a participle ends the description of the head.
fn participle(layout: &Layout<'_>, i: usize, end: usize) -> bool {
    let word = layout.word(i);
    let by = i + 1 < end && layout.word(i + 1) == "by";
    let plain = i + 1 < end
        && layout.tokens()[i - 1].shape == Shape::Lower
        && word.len() > 4
        && word.ends_with("ed")
        && layout.tokens()[i].shape == Shape::Lower
        && (is_preposition(layout.word(i + 1))
            || matches!(layout.word(i + 1), "last" | "this" | "late" | "early" | "online"));
    plain || by && layout.tokens()[i].shape == Shape::Lower
}

/// Takes one part of a source apart. `names` are the names inside it.
pub(crate) fn parse(layout: &Layout<'_>, part: &Range<usize>, names: &[Name]) -> Part {
    let words = part.len();
    // "he", "they all", "some of them", but "his sister" is somebody else
    let alone = words == 1
        || words == 2 && {
            let next = layout.word(part.start + 1);
            !possessive(layout.word(part.start)) && (is_pronoun(next) || next == "of")
                || matches!(next, "," | "both" | "all")
        };
    if alone && (is_pronoun(layout.word(part.start)) || layout.word(part.start) == "I") {
        return Part::Pronoun(part.start);
    }
    let comma = part.clone().find(|&i| layout.word(i) == ",").unwrap_or(part.end);
    let head = part.start..comma;
    let in_head: Vec<&Name> = names
        .iter()
        .filter(|n| n.whole().start >= head.start && n.whole().end <= head.end)
        .collect();
    let free = |n: &Name| !governed(layout, n.whole().start, head.start);
    let mut roles = Vec::new();
    // "the city's security chief, Abdul Jahafi"; "the headteacher of Asua School, Mr. Kofi Tando": the name comes last
    let person = in_head.iter().any(|n| !n.body && n.tokens.len() >= 2 && free(n));
    if comma < part.end
        && !person
        && let Some(name) = names.iter().rev().find(|n| {
            (n.tokens.end == part.end || bracketed(layout, n.tokens.end, part.end))
                && !n.tokens.is_empty()
                && !n.body
                && n.whole().start > comma
        })
        && let Some(last) = (comma..name.whole().start).rev().find(|&i| layout.word(i) == ",")
        && (last + 1..name.whole().start).all(|i| {
            layout.tokens()[i].shape != Shape::Digits
                && !is_preposition(layout.word(i))
                && layout.word(i) != "and"
        })
    {
        let mut at = part.start;
        for end in (part.start..=last).filter(|&i| layout.word(i) == ",") {
            roles.extend(apposition(layout, at..end));
            at = end + 1;
        }
        let own = role_before(layout, last + 1, name, names);
        if !roles.is_empty() || own.is_some() || name.titled {
            roles.extend(own);
            let mut name = name.clone();
            name.titled = true;
            return Part::Named { name, roles };
        }
    }
    // "Florida Department of Transportation official Troy Roberts", "co-author Carl Lippo of the university": the last name
    // that no preposition governs, at the head's end or followed by what belongs to it
    let follows = |n: &Name| {
        n.whole().end == head.end
            || goes_on(layout.word(n.whole().end)) && (!n.body || n.whole().start <= head.start + 1)
    };
    // "Peter Iseley of the victims' group Ending Abuse": a full name at the head is the one
    let leads = in_head.iter().find(|n| {
        !n.body
            && (n.tokens.len() >= 2 || n.titled)
            && !n.tokens.is_empty()
            && n.whole().start <= head.start + 1
            && n.whole().end < head.end
            && is_preposition(layout.word(n.whole().end))
    });
    let last = || {
        in_head
            .iter()
            .rev()
            .find(|n| !n.tokens.is_empty() && follows(n) && free(n))
    };
    if let Some(name) = leads.or_else(last) {
        let mut own = role_before(layout, head.start, name, names);
        let end = name.whole().end;
        if let Some(role) = &mut own
            && role.org.is_none()
            && end + 1 < head.end
            && matches!(layout.word(end), "of" | "at" | "from")
        {
            let from = if is_article(layout.word(end + 1)) {
                end + 2
            } else {
                end + 1
            };
            role.org = (from < head.end).then_some(from..head.end);
        }
        roles.extend(own);
        let mut at = comma;
        while at < part.end {
            let end = (at + 1..part.end)
                .find(|&i| layout.word(i) == ",")
                .unwrap_or(part.end);
            roles.extend(apposition(layout, at + 1..end));
            at = end;
        }
        return Part::Named {
            name: (*name).clone(),
            roles,
        };
    }
    // "The Vice President, Mike Pence": an office, then the name
    let after = names
        .iter()
        .find(|n| comma < part.end && n.whole().start == comma + 1 && !n.tokens.is_empty() && !n.body);
    if let Some(name) = after
        && let Some(role) = apposition(layout, head.clone())
    {
        let mut name = name.clone();
        name.titled = true;
        return Part::Named {
            name,
            roles: vec![role],
        };
    }
    // "One news site, Znak.com"
    let bare = names.iter().find(|n| {
        comma < part.end && !n.tokens.is_empty() && n.start <= comma + 2 && n.whole().end == part.end
    });
    if let Some(name) = bare
        && in_head.is_empty()
    {
        return Part::Named {
            name: name.clone(),
            roles,
        };
    }
    // a name that the rest describes or belongs to: "Reuters news agency", "the Embassy in Ankara"
    if let Some(name) = in_head
        .iter()
        .find(|n| !n.tokens.is_empty() && free(n) && (n.body || n.whole().start <= head.start + 1))
    {
        let rest = name.whole().end..head.end;
        let goes_on = rest.clone().next().is_some_and(|i| goes_on(layout.word(i)));
        let body_after = rest.clone().any(|i| is_body_noun(layout.word(i)));
        if rest.is_empty() || goes_on || body_after && rest.len() <= 2 {
            let mut name = (*name).clone();
            name.body |= body_after;
            return Part::Named { name, roles };
        }
    }
    let start = if is_determiner(layout.word(head.start)) && head.len() > 1 {
        head.start + 1
    } else {
        head.start
    };
    let stop = (start + 1..head.end)
        .find(|&i| ends_head(layout.word(i)) || participle(layout, i, head.end))
        .unwrap_or(head.end);
    let last = (start..stop)
        .rev()
        .find(|&i| layout.tokens()[i].is_word())
        .unwrap_or(start);
    // headlines leave the article out
    let definite = !matches!(
        layout.word(head.start),
        "a" | "A" | "an" | "An" | "another" | "Another" | "one" | "One"
    );
    roles.extend(apposition(layout, head.clone()));
    Part::Described {
        head: last,
        words: start..head.end,
        definite,
        roles,
    }
}

/// "his", "its": words that make what follows somebody else's.
pub(crate) fn possessive(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "his" | "her" | "their" | "its" | "our" | "my" | "your"
    )
}

/// Whether only a bracket stands between a name and the end of its phrase: "Gareth Hughes (Ind)".
fn bracketed(layout: &Layout<'_>, from: usize, end: usize) -> bool {
    from + 2 < end && layout.word(from) == "(" && layout.word(end - 1) == ")" && end - from <= 6
}

/// What may follow a name inside its phrase.
fn goes_on(word: &str) -> bool {
    is_preposition(word)
        || is_suffix(word) && word.chars().all(char::is_uppercase)
        || matches!(word, "(" | "itself" | "himself" | "herself" | "themselves")
}

/// Whether a preposition or a possessive makes what begins at `at` a part of the description before it.
fn governed(layout: &Layout<'_>, at: usize, from: usize) -> bool {
    let mut i = at;
    while i > from {
        i -= 1;
        // "from China's Tsing University", "of the army's Western Command": whose it is stands between
        if i > from + 1 && layout.word(i) == "s" && matches!(layout.word(i - 1), "'" | "’") {
            i -= 1;
            if layout.tokens()[i - 1].shape == Shape::Lower {
                i -= 1;
            }
            while i > from && matches!(layout.tokens()[i - 1].shape, Shape::Capitalised | Shape::Upper) {
                i -= 1;
            }
            continue;
        }
        let word = layout.word(i);
        if !is_determiner(word) {
            return is_preposition(word);
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::{SmallWords, names};
    use std::collections::BTreeSet;

    /// `phrase` as a source in the middle of a sentence: "name = role of org; ...", "a head: words", "pronoun".
    fn parsed(phrase: &str) -> String {
        let text = format!("Then, {phrase} spoke.");
        let layout = Layout::new(&text);
        let names = names(&layout, &SmallWords::of(&layout), &BTreeSet::new());
        let part = 2..layout.tokens().len() - 2;
        assert_eq!(&text[layout.bytes(part.clone())], phrase);
        let show = |r: &Range<usize>| &text[layout.bytes(r.clone())];
        let offices = |roles: &[RolePhrase]| {
            let one = |r: &RolePhrase| match &r.org {
                Some(org) => format!(" = {} of {}", show(&r.role), show(org)),
                None => format!(" = {}", show(&r.role)),
            };
            roles.iter().map(one).collect::<String>()
        };
        let inside: Vec<Name> = names
            .into_iter()
            .filter(|n| n.whole().start >= part.start)
            .collect();
        match parse(&layout, &part, &inside) {
            Part::Pronoun(i) => format!("pronoun {}", layout.word(i)),
            Part::Named { name, roles } => format!("{}{}", show(&name.tokens), offices(&roles)),
            Part::Described {
                head,
                words,
                definite,
                roles,
            } => {
                let article = if definite { "the" } else { "a" };
                format!(
                    "{article} {}: {}{}",
                    layout.word(head),
                    show(&words),
                    offices(&roles)
                )
            }
        }
    }

    #[test]
    fn pronouns() {
        assert_eq!(parsed("she"), "pronoun she");
        // three words are a description
        assert_eq!(parsed("some of them"), "the some: some of them");
        assert_eq!(parsed("they both"), "pronoun they");
        assert_eq!(parsed("they all"), "pronoun they");
        assert_eq!(parsed("his sister"), "the sister: sister = sister");
    }

    #[test]
    fn names_at_the_head() {
        assert_eq!(parsed("Ana Doe"), "Ana Doe");
        assert_eq!(parsed("Ana Doe, 42, a violinist"), "Ana Doe = violinist");
        assert_eq!(
            parsed("Piet Roe of the victims' group Ending Silence"),
            "Piet Roe"
        );
        assert_eq!(
            parsed("co-author Carl Lippo of the university"),
            "Carl Lippo = co-author of university"
        );
        assert_eq!(
            parsed("Ana Doe, dean of law, and head of the Orta campus"),
            "Ana Doe = dean of law = head of Orta campus"
        );
        assert_eq!(parsed("Lindal news agency"), "Lindal");
    }

    #[test]
    fn names_in_the_last_segment() {
        assert_eq!(
            parsed("the city's security chief, Abdul Jahafi"),
            "Abdul Jahafi = security chief of city"
        );
        assert_eq!(
            parsed("the headteacher of Asua School, Mr. Kofi Tando"),
            "Kofi Tando = headteacher of Asua School"
        );
        assert_eq!(
            parsed("the council leader, Gareth Orrin (Ind)"),
            "Gareth Orrin = council leader"
        );
        assert_eq!(parsed("One news site, Znak.com"), "Znak.com");
    }

    #[test]
    fn descriptions_end_at_participles() {
        assert_eq!(
            parsed("a poll released last week"),
            "a poll: poll released last week"
        );
        assert_eq!(
            parsed("figures obtained by the Lindal Herald"),
            "the figures: figures obtained by the Lindal Herald"
        );
        assert_eq!(
            parsed("the letter seen by reporters"),
            "the letter: letter seen by reporters"
        );
        assert_eq!(parsed("the retired"), "the retired: retired");
        assert_eq!(
            parsed("an official familiar with the talks"),
            "a official: official familiar with the talks = official"
        );
    }

    #[test]
    fn a_governed_name_is_not_the_source() {
        assert_eq!(
            parsed("researchers from Morenia's Tsalin University"),
            "the researchers: researchers from Morenia's Tsalin University"
        );
        assert!(parsed("the spokesman for Ana Doe").starts_with("the spokesman"));
    }
}
