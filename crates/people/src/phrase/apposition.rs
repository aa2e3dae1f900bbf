//! Offices beside a name: ahead of it, behind a comma, and whose they are.

use super::{RolePhrase, Sort, ends_head, sort};
use crate::lexicon::{
    has_portfolio, is_determiner, is_modifier, is_portfolio, is_role, is_topic, is_verb, names_somebody,
};
use crate::name::Name;
use onrecord_text::{Layout, Shape};
use std::ops::Range;

/// The office printed before a name, in its run or in small letters ahead of it.
pub(crate) fn role_before(
    layout: &Layout<'_>,
    from: usize,
    name: &Name,
    names: &[Name],
) -> Option<RolePhrase> {
    let start = name.whole().start;
    if let Some(role) = &name.role {
        let org = name
            .before
            .clone()
            .or_else(|| body_before(layout, from, role.start, names));
        let end = portfolio(layout, role.end - 1, name.tokens.start.max(role.end));
        return Some(RolePhrase {
            role: role.start..end,
            org: org.filter(|o| o.start >= end || o.end <= role.start),
        });
    }
    // "Member of Parliament (MP) Ada Quill": the short form stands between
    if start >= from + 4 && layout.word(start - 1) == ")" && layout.word(start - 3) == "(" {
        let open = start - 3;
        let office = (from..open).rev().find(|&i| is_role(layout.word(i)))?;
        return (portfolio(layout, office, open) == open).then_some(RolePhrase {
            role: office..open,
            org: None,
        });
    }
    // back over the small words to an article, a body or something that is no description
    let mut first = start;
    while first > from
        && (layout.tokens()[first - 1].shape == Shape::Lower || layout.word(first - 1) == "-")
        && start - first < 5
    {
        let word = layout.word(first - 1);
        // "Lindal Port's chairman"
        let mark = word == "s" && first >= 2 && matches!(layout.word(first - 2), "'" | "’");
        if mark
            || is_determiner(word)
            || ends_head(word)
            || is_verb(word)
            || matches!(word, "is" | "was" | "said" | "says" | "told" | "as")
        {
            break;
        }
        first -= 1;
    }
    let last = start.checked_sub(1)?;
    if first > last {
        return None;
    }
    let office = is_role(layout.word(last))
        || is_modifier(layout.word(last)) && first < last && is_role(layout.word(first))
        // "forecaster Liza Quint": a noun for somebody by its ending, where no verb can stand
        || !name.body && names_somebody(layout.word(last)) && {
            let before = first.checked_sub(1).map_or("", |i| layout.word(i));
            first < last || before.is_empty() || is_determiner(before) || matches!(before, "," | "and" | "s" | "by" | "of" | "—" | "–")
                || first == from || layout.tokens()[first - 1].shape == Shape::Capitalised
        };
    if !office {
        return None;
    }
    Some(RolePhrase {
        role: first..start,
        org: body_before(layout, from, first, names),
    })
}

/// Where an office ends that begins with its main noun: "Minister of Foreign Affairs", "Member of Parliament", "head of state".
pub(crate) fn portfolio(layout: &Layout<'_>, head: usize, limit: usize) -> usize {
    let office = has_portfolio(layout.word(head));
    let mut at = head + 1;
    if !office || at >= limit || !matches!(layout.word(at), "of" | "for") {
        return head + 1;
    }
    at += 1;
    while at < limit && layout.word(at) == "the" {
        at += 1;
    }
    let from = at;
    let of_it = |i: usize| {
        let word = layout.word(i);
        is_topic(word) || is_portfolio(word)
    };
    while at < limit
        && (of_it(at) || at > from && layout.word(at) == "and" && at + 1 < limit && of_it(at + 1))
    {
        at += 1;
    }
    // "secretary of the National Union": a body's name goes on
    let goes_on = at < limit && layout.tokens()[at].shape == Shape::Capitalised;
    if at == from || goes_on { head + 1 } else { at }
}

/// A body or country printed right before an office: "the club's chairman", "Florida Department of Transportation official".
fn body_before(layout: &Layout<'_>, from: usize, at: usize, names: &[Name]) -> Option<Range<usize>> {
    let mut end = at;
    if end >= from + 2 && matches!(layout.word(end - 2), "'" | "’") && layout.word(end - 1) == "s" {
        end -= 2;
    }
    let name = names
        .iter()
        .find(|n| n.tokens.end == end && n.tokens.start >= from && !n.tokens.is_empty())?;
    Some(name.tokens.clone())
}

/// "the head of the Orta campus", "a fire service spokesman", "dean of law": an office and whose it is.
pub(crate) fn apposition(layout: &Layout<'_>, range: Range<usize>) -> Option<RolePhrase> {
    let mut range = range;
    let article = matches!(
        layout.word(range.start.min(layout.tokens().len().saturating_sub(1))),
        "a" | "an" | "his" | "her" | "their"
    );
    while range.start < range.end
        && (is_determiner(layout.word(range.start))
            || matches!(layout.word(range.start), "," | "and" | "now" | "then" | "also"))
    {
        range.start += 1;
    }
    while range.end > range.start && matches!(layout.word(range.end - 1), "," | "and" | "both") {
        range.end -= 1;
    }
    if range.is_empty() || range.len() > 24 {
        return None;
    }
    let stop = range
        .clone()
        .skip(1)
        .find(|&i| ends_head(layout.word(i)))
        .unwrap_or(range.end);
    // "thanked the MP for it", "is the son of": no apposition
    let verb = |i: usize| {
        is_verb(layout.word(i)) && (i > range.start || !layout.word(i).ends_with("ing"))
            || is_determiner(layout.word(i)) && i > range.start
    };
    if (range.start..stop).any(verb) {
        return None;
    }
    // the last office before the preposition; after an article, or by its ending, any noun that stands there
    let lower = |i: usize| layout.tokens()[i].shape == Shape::Lower;
    let head = (range.start..stop)
        .rev()
        .find(|&i| is_role(layout.word(i)))
        .filter(|&i| stop - i <= 2)
        .or_else(|| {
            let last = stop - 1;
            let fits = lower(last)
                && stop - range.start <= 6
                && sort(layout.word(last)) == Sort::Somebody
                && (names_somebody(layout.word(last)) || article && layout.word(last).len() > 3)
                && !layout.word(last).ends_with("ed")
                && !layout.word(last).ends_with("ly");
            fits.then_some(last)
        })?;
    let role_end = portfolio(layout, head, range.end);
    let stop = stop.max(role_end);
    let mut role_start = range.start;
    let mut org = None;
    // "the club's chairman"
    if let Some(mark) = (range.start + 1..head)
        .rev()
        .find(|&i| matches!(layout.word(i), "'" | "’") && layout.word(i + 1) == "s")
    {
        org = Some(range.start..mark);
        role_start = mark + 2;
    }
    if stop < range.end
        && matches!(
            layout.word(stop),
            "of" | "for" | "at" | "in" | "to" | "from" | "with"
        )
    {
        let mut from = stop + 1;
        while from < range.end && is_determiner(layout.word(from)) {
            from += 1;
        }
        let until = (from..range.end)
            .find(|&i| matches!(layout.word(i), "who" | "which" | "that" | "," | "("))
            .unwrap_or(range.end);
        // "a detective for 20 years"
        if from < until && layout.tokens()[from].shape != Shape::Digits {
            org = Some(from..until);
        }
    }
    (role_start < role_end).then_some(RolePhrase {
        role: role_start..role_end,
        org,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::{SmallWords, names};
    use std::collections::BTreeSet;

    fn show(layout: &Layout<'_>, found: Option<RolePhrase>) -> String {
        let words = |r: Range<usize>| layout.text()[layout.bytes(r)].to_owned();
        match found {
            Some(RolePhrase { role, org: Some(org) }) => format!("{} of {}", words(role), words(org)),
            Some(RolePhrase { role, org: None }) => words(role),
            None => "-".to_owned(),
        }
    }

    /// What `phrase` says between the commas of "Ana Doe, PHRASE, spoke."
    fn beside(phrase: &str) -> String {
        let text = format!("Ana Doe, {phrase}, spoke.");
        let layout = Layout::new(&text);
        show(&layout, apposition(&layout, 3..layout.tokens().len() - 3))
    }

    /// The office before the last name of `text`.
    fn ahead(text: &str) -> String {
        let layout = Layout::new(text);
        let names = names(&layout, &SmallWords::of(&layout), &BTreeSet::new());
        let name = names.last().expect("the text has a name");
        show(&layout, role_before(&layout, 0, name, &names))
    }

    #[test]
    fn offices_and_whose_they_are() {
        assert_eq!(beside("the head of the Orta campus"), "head of Orta campus");
        assert_eq!(beside("a fire service spokesman"), "fire service spokesman");
        assert_eq!(beside("the club's chairman"), "chairman of club");
        assert_eq!(beside("now director at Lindal Port"), "director of Lindal Port");
        assert_eq!(beside("dean of law who left"), "dean of law");
        // a time is nobody's body
        assert_eq!(beside("a detective for 20 years"), "detective");
    }

    #[test]
    fn nouns_by_their_ending_or_after_an_article() {
        assert_eq!(beside("a violinist"), "violinist");
        assert_eq!(beside("forecaster at Orta Weather"), "forecaster of Orta Weather");
        assert_eq!(beside("a plumb"), "plumb");
        assert_eq!(beside("plumb"), "-");
        assert_eq!(beside("her neighbours"), "-");
        assert_eq!(beside("the paper"), "-");
    }

    #[test]
    fn clauses_are_no_appositions() {
        assert_eq!(beside("thanked the director for it"), "-");
        assert_eq!(beside("was the director of the port"), "-");
        assert_eq!(beside("watching the director"), "-");
        assert_eq!(beside("acting director"), "acting director");
        assert_eq!(beside("and"), "-");
        assert_eq!(beside(&"old ".repeat(25)), "-");
    }

    #[test]
    fn portfolios_belong_to_the_office() {
        assert_eq!(
            beside("minister of trade and industry"),
            "minister of trade and industry"
        );
        assert_eq!(beside("the leader of the opposition"), "leader of the opposition");
        assert_eq!(beside("head of state of Morenia"), "head of state of Morenia");
        assert_eq!(beside("the minister for Orvane"), "minister of Orvane");
        // a director's field is not part of the title
        assert_eq!(beside("director of research"), "director of research");
        let layout = Layout::new("minister of the harbour");
        assert_eq!(portfolio(&layout, 0, 4), 1);
        let layout = Layout::new("Member of Parliament");
        assert_eq!((portfolio(&layout, 0, 3), portfolio(&layout, 0, 1)), (3, 1));
    }

    #[test]
    fn offices_ahead_of_a_name() {
        assert_eq!(ahead("We met Deputy Governor Ana Doe."), "Deputy Governor");
        assert_eq!(ahead("We met the deputy director Ana Doe."), "deputy director");
        assert_eq!(
            ahead("We met Florida Department of Roads official Ana Doe."),
            "official of Florida Department of Roads"
        );
        assert_eq!(
            ahead("We met Lindal Port chairman Ana Doe."),
            "chairman of Lindal Port"
        );
        assert_eq!(ahead("We met the forecaster Ana Doe."), "forecaster");
        assert_eq!(ahead("We met in the village Ana Doe."), "-");
        assert_eq!(ahead("We later visited Ana Doe."), "-");
        assert_eq!(ahead("Ana Doe left."), "-");
    }
}
