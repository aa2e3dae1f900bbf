//! A printed source taken apart: the name in it, the office, the body that the office belongs to, joint parts.

use crate::lexicon::{
    is_body_noun, is_document, is_modifier, is_people, is_pronoun, is_role, is_suffix, is_topic,
    names_somebody,
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

pub(crate) fn is_article(word: &str) -> bool {
    matches!(word, "the" | "The" | "a" | "A" | "an" | "An")
}

pub(crate) fn is_determiner(word: &str) -> bool {
    is_article(word)
        || matches!(
            word.to_lowercase().as_str(),
            "this" | "that" | "these" | "those" | "his" | "her" | "their" | "its" | "our" | "my"
        )
}

fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "of" | "for"
            | "at"
            | "in"
            | "from"
            | "to"
            | "on"
            | "with"
            | "by"
            | "near"
            | "within"
            | "inside"
            | "across"
            | "outside"
            | "behind"
            | "against"
            | "about"
            | "around"
            | "under"
            | "close"
    )
}

/// Whether a small word is more likely a verb than part of an office.
fn is_verb(word: &str) -> bool {
    matches!(
        word,
        "is" | "was"
            | "are"
            | "were"
            | "has"
            | "had"
            | "have"
            | "be"
            | "been"
            | "will"
            | "would"
            | "can"
            | "could"
            | "may"
            | "not"
            | "did"
            | "does"
            | "said"
            | "says"
            | "told"
            | "met"
            | "left"
            | "won"
            | "lost"
            | "made"
            | "took"
            | "gave"
            | "wrote"
            | "called"
            | "asked"
            | "spoke"
    ) || word.len() > 4
        && word.starts_with(char::is_lowercase)
        && (word.ends_with("ed")
            && !matches!(
                word,
                "retired"
                    | "elected"
                    | "appointed"
                    | "named"
                    | "accused"
                    | "wounded"
                    | "injured"
                    | "armed"
                    | "self-styled"
                    | "noted"
                    | "celebrated"
                    | "renowned"
                    | "registered"
                    | "qualified"
                    | "certified"
                    | "chartered"
                    | "unnamed"
                    | "disgraced"
                    | "married"
                    | "divorced"
                    | "convicted"
                    | "seed"
                    | "estranged"
                    | "exiled"
                    | "jailed"
                    | "ousted"
                    | "deposed"
                    | "wanted"
                    | "acclaimed"
                    | "respected"
                    | "united"
            )
            || word.ends_with("ing")
                && !matches!(
                    word,
                    "acting"
                        | "managing"
                        | "incoming"
                        | "outgoing"
                        | "sitting"
                        | "leading"
                        | "founding"
                        | "presiding"
                        | "visiting"
                        | "standing"
                        | "serving"
                        | "reigning"
                        | "training"
                        | "ruling"
                        | "marketing"
                        | "planning"
                        | "housing"
                        | "engineering"
                        | "manufacturing"
                        | "shipping"
                        | "mining"
                        | "banking"
                        | "operating"
                        | "editing"
                        | "casting"
                        | "governing"
                        | "surviving"
                        | "teaching"
                        | "driving"
                ))
}

/// Words after which the description of the head ends.
fn ends_head(word: &str) -> bool {
    is_preposition(word)
        || word.len() > 5 && word.ends_with("ing")
        || matches!(
            word,
            "who"
                | "which"
                | "that"
                | "whose"
                | "and"
                | ","
                | "("
                | "briefed"
                | "familiar"
                | "involved"
                | "living"
                | "working"
                | "seen"
                | "signed"
                | "published"
                | "filed"
                | "based"
        )
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
    // back over the small words to an article, a body or something that is no description
    let mut first = start;
    while first > from
        && (layout.tokens()[first - 1].shape == Shape::Lower || layout.word(first - 1) == "-")
        && start - first < 5
    {
        let word = layout.word(first - 1);
        if is_determiner(word)
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
    let office = matches!(
        layout.word(head).to_lowercase().as_str(),
        "minister" | "member" | "secretary" | "head" | "leader" | "chief" | "speaker" | "commissioner"
    );
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
        let word = layout.word(i).to_lowercase();
        is_topic(&word)
            || matches!(
                word.as_str(),
                "state"
                    | "staff"
                    | "parliament"
                    | "congress"
                    | "opposition"
                    | "government"
                    | "mission"
                    | "house"
                    | "legislative"
                    | "assembly"
                    | "cabinet"
                    | "majesty"
                    | "loyal"
            )
    };
    while at < limit
        && (of_it(at) || at > from && layout.word(at) == "and" && at + 1 < limit && of_it(at + 1))
    {
        at += 1;
    }
    if at == from { head + 1 } else { at }
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

/// The parts of a joint source ("A, the head of X, and B, the dean"; "A and B"), each a phrase of its own.
///
/// A conjunction splits only between phrases that can each be a source, so that "the Ministry of Trade and Industry",
/// "researchers from X University and Y University" and "A, his wife and the chairwoman of Z" stay whole.
pub(crate) fn parts(layout: &Layout<'_>, tokens: &Range<usize>, names: &[Name]) -> Vec<Range<usize>> {
    let inside_name = |i: usize| names.iter().any(|n| n.tokens.contains(&i));
    let mut cuts: Vec<usize> = Vec::new();
    for i in tokens.clone() {
        let word = layout.word(i);
        let along = i > tokens.start && matches!(layout.word(i - 1), "along" | "together");
        // "the trade and industry commissioner": two small words without an article between them are one description
        let lower = |k: usize| layout.tokens().get(k).is_some_and(|t| t.shape == Shape::Lower);
        let one = i > tokens.start
            && lower(i - 1)
            && lower(i + 1)
            && !is_determiner(layout.word(i + 1))
            && !is_pronoun(layout.word(i + 1));
        if !inside_name(i) && !one && (matches!(word, "and" | "&" | "or" | "nor") || word == "with" && along)
        {
            cuts.push(i);
        }
    }
    // "A, B and C": commas between bare names, or before a name with its office
    if !cuts.is_empty() {
        let bare = |a: usize, b: usize| a < b && names.iter().any(|n| n.whole() == (a..b));
        for i in tokens.clone().filter(|&i| layout.word(i) == ",") {
            let before = (tokens.start..i)
                .rev()
                .find(|&k| matches!(layout.word(k), "," | "and"))
                .map_or(tokens.start, |k| k + 1);
            let after = (i + 1..tokens.end)
                .find(|&k| matches!(layout.word(k), "," | "and" | "&"))
                .unwrap_or(tokens.end);
            if bare(i + 1, after)
                && (bare(before, i) || names.iter().any(|n| n.tokens.end == i && n.start >= before))
            {
                cuts.push(i);
            }
        }
        cuts.sort_unstable();
    }
    let mut out = Vec::new();
    let mut start = tokens.start;
    for cut in cuts {
        let (left, right) = (trimmed(layout, start..cut), trimmed(layout, cut + 1..tokens.end));
        if !left.is_empty() && !right.is_empty() && splits(layout, names, &left, &right, cut) {
            out.push(left);
            start = cut + 1;
        }
    }
    out.push(trimmed(layout, start..tokens.end));
    out.retain(|r| !r.is_empty());
    if out.is_empty() { vec![tokens.clone()] } else { out }
}

/// Whether two phrases beside a conjunction at `cut` are two sources.
fn splits(
    layout: &Layout<'_>,
    names: &[Name],
    left: &Range<usize>,
    right: &Range<usize>,
    cut: usize,
) -> bool {
    let within = |range: &Range<usize>| {
        let range = range.clone();
        names.iter().filter(move |n| {
            n.whole().start >= range.start && n.whole().end <= range.end && !n.tokens.is_empty()
        })
    };
    let free = |range: &Range<usize>| within(range).any(|n| !governed(layout, n.whole().start, range.start));
    let pronoun = |range: &Range<usize>| range.len() == 1 && is_pronoun(layout.word(range.start));
    let determined = |range: &Range<usize>| range.len() > 1 && is_determiner(layout.word(range.start));
    let others = |range: &Range<usize>| {
        range.len() > 1
            && matches!(
                layout.word(range.start),
                "his" | "her" | "their" | "its" | "other" | "others" | "several" | "many" | "some"
            )
            && range.clone().any(|i| sort(layout.word(i)) == Sort::Group)
    };
    let named = within(left).next().is_some();
    let left_free = free(left);
    // "his daughter, and member of the union, Sharma Doe"
    let apart = layout.word(cut.saturating_sub(1)) == ",";
    let left_fits = pronoun(left) || left_free || determined(left) && !named && !apart;
    // a common noun alone: "police and county officials"
    let left_fits = left_fits
        || !named && left.len() <= 2 && matches!(sort(layout.word(left.end - 1)), Sort::Group | Sort::Body);
    let comma = left.clone().any(|i| layout.word(i) == ",");
    // "Maya Doe, his wife and the chairwoman of Z"
    let right_fits =
        pronoun(right) || free(right) || others(right) || determined(right) && !(left_free && comma);
    // "Coast Party leader and Prime Minister Ana Doe" is one person
    let complete = pronoun(left)
        || comma
        || determined(left)
        || names
            .iter()
            .any(|n| n.tokens.end == left.end && !n.tokens.is_empty())
        || !names.iter().any(|n| n.titled && n.start == right.start);
    // "Carl Hens of the Bill and Melinda Gates Foundation"
    let last_governed = within(left)
        .next_back()
        .is_some_and(|n| n.tokens.end == left.end && governed(layout, n.whole().start, left.start));
    let body = !determined(right)
        && within(right)
            .next()
            .is_some_and(|n| n.body && n.whole().start == right.start);
    left_fits && right_fits && complete && !(last_governed && body)
}

fn trimmed(layout: &Layout<'_>, mut range: Range<usize>) -> Range<usize> {
    let idle = |i: usize| {
        matches!(
            layout.word(i),
            "," | "and"
                | "&"
                | "both"
                | "Both"
                | "along"
                | "together"
                | "with"
                | "or"
                | "nor"
                | "neither"
                | "Neither"
                | "either"
                | "Either"
                | "("
                | ")"
                | "["
                | "]"
        )
    };
    while range.start < range.end && idle(range.start) {
        range.start += 1;
    }
    while range.start < range.end && idle(range.end - 1) {
        range.end -= 1;
    }
    // "according to Johnson's"
    if range.len() > 2 && layout.word(range.end - 1) == "s" && matches!(layout.word(range.end - 2), "'" | "’")
    {
        range.end -= 2;
    }
    range
}

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
