//! Offices and names that the text prints as several runs ("Mayor of Koszal Piotr Jedlin") or as one with a body between.

use super::{Name, honorific_only, skip_honorifics};
use crate::lexicon::{is_body, is_honorific, is_modifier, is_place, is_role, is_topic};
use onrecord_text::{Layout, Shape};
use std::collections::BTreeSet;
use std::ops::Range;

/// "Mayor of Koszal Piotr Jedlin", "Secretary of State Mara Rill": an office, whose it is, and the name in one run.
pub(super) fn join_offices(layout: &Layout<'_>, found: Vec<Name>) -> Vec<Name> {
    let alone: BTreeSet<String> = found
        .iter()
        .filter(|n| n.tokens.len() == 1)
        .map(|n| layout.word(n.tokens.start).to_lowercase())
        .collect();
    let mut out: Vec<Name> = Vec::with_capacity(found.len());
    for mut name in found {
        // "Prime Minister Dr. the Hon. Thaddeus Doe": titles alone belong to the name behind them
        if let Some(title) = out.last()
            && title.role.is_some()
            && (title.tokens.is_empty() || honorific_only(layout, &title.tokens))
            && title.whole().end < name.start
            && name.titled
            && name.role.is_none()
            && (title.whole().end..name.start).all(|i| matches!(layout.word(i), "." | "the"))
        {
            name.role.clone_from(&title.role);
            name.before.clone_from(&title.before);
            name.start = title.start;
            out.pop();
        }
        // "Ambassador Plenipotentiary of the Kingdom of Vardal to Mirzastan Sigrun Alsdottir"
        if let [.., office, first] = out.as_slice()
            && office.tokens.is_empty()
            && office
                .role
                .as_ref()
                .is_some_and(|r| r.end < first.start && layout.word(r.end) == "of")
            && !first.tokens.is_empty()
            && first.start <= office.whole().end + 2
            && (first.tokens.end..name.start).len() <= 2
            && (first.tokens.end..name.start).all(|i| matches!(layout.word(i), "to" | "of" | "the"))
            && (layout.word(first.tokens.end) == "to"
                || first
                    .tokens
                    .clone()
                    .all(|i| is_topic(layout.word(i)) || layout.word(i) == "and"))
            && let Some(cut) = person_after(layout, &name, &alone)
        {
            // "Minister of Foreign Affairs of Kharva Serdar Aydem"
            let portfolio = layout.word(first.tokens.end) == "of";
            let role = office.role.clone().unwrap_or(office.whole());
            name.before = Some(if portfolio {
                name.start..cut
            } else {
                first.tokens.clone()
            });
            name.role = Some(if portfolio {
                role.start..first.tokens.end
            } else {
                role
            });
            name.tokens = skip_honorifics(layout, cut..name.tokens.end);
            (name.titled, name.body, name.start) = (true, false, office.start);
            out.truncate(out.len() - 2);
            out.push(name);
            continue;
        }
        // "the Hong Kong director of Amnesty International Man-kei Tam"
        if let Some(of) = name.start.checked_sub(1)
            && name.role.is_none()
            && !name.titled
            && matches!(layout.word(of), "of" | "for" | "at")
            && of > 0
            && layout.tokens()[of - 1].shape == Shape::Lower
            && is_role(layout.word(of - 1))
            && let Some(cut) = body_cut(layout, &name)
        {
            let mut first = of - 1;
            while first > 0
                && layout.tokens()[first - 1].shape == Shape::Lower
                && (is_modifier(layout.word(first - 1)) || is_role(layout.word(first - 1)))
            {
                first -= 1;
            }
            name.before = Some(name.start..cut);
            name.role = Some(first..of);
            name.tokens = skip_honorifics(layout, cut..name.tokens.end);
            (name.titled, name.body, name.start) = (true, false, first);
            out.push(name);
            continue;
        }
        if let Some(office) = out.last()
            && office.tokens.is_empty()
            && let Some(role) = office.role.clone()
            && role.end < name.start
            && matches!(layout.word(role.end), "of" | "to" | "for" | "in" | "from")
            && (role.end + 1..name.start).all(|i| layout.word(i) == "the")
            && let Some(cut) = person_after(layout, &name, &alone)
        {
            let org = name.start..cut;
            let state = layout.word(name.start) == "State" && org.len() == 1;
            name.role = Some(if state { role.start..cut } else { role });
            // "Orvane's Ambassador to Velmaria": whose it is stands before
            let possessor = role_owner(layout, office.start, &out);
            name.before = possessor.or((!state).then_some(org));
            name.tokens = skip_honorifics(layout, cut..name.tokens.end);
            (name.titled, name.body) = (true, false);
            name.start = office.start;
            out.pop();
        }
        out.push(name);
    }
    out
}

/// The name that a possessive before an office prints.
fn role_owner(layout: &Layout<'_>, office: usize, names: &[Name]) -> Option<Range<usize>> {
    let mark = office
        .checked_sub(2)
        .filter(|&i| matches!(layout.word(i), "'" | "’") && layout.word(i + 1) == "s")?;
    names
        .iter()
        .rev()
        .take(3)
        .find(|n| n.tokens.end == mark && !n.tokens.is_empty())
        .map(|n| n.tokens.clone())
}

/// Where somebody's name of two words or more begins in a run that begins with a body's name.
fn body_cut(layout: &Layout<'_>, name: &Name) -> Option<usize> {
    let run = name.start..name.tokens.end;
    let last = run.clone().rev().find(|&i| is_body(layout.word(i)))?;
    let cut = if last + 1 < run.end && layout.word(last + 1) == "of" {
        last + 3
    } else {
        last + 1
    };
    let person = cut.min(run.end)..run.end;
    (person.len() >= 2
        && person.clone().all(|i| {
            layout.tokens()[i].shape != Shape::Upper && !matches!(layout.word(i), "of" | "for" | "and" | "&")
        }))
    .then_some(cut)
}

/// Where somebody's name begins in a run that begins with a place or body.
fn person_after(layout: &Layout<'_>, name: &Name, alone: &BTreeSet<String>) -> Option<usize> {
    let run = name.start..name.tokens.end;
    let text = |r: Range<usize>| &layout.text()[layout.bytes(r)];
    // "Leader of Opposition Smt. Kamala Dora"
    if let Some(cut) = run.clone().skip(1).find(|&i| is_honorific(layout.word(i))) {
        return (cut + 1 < run.end).then_some(cut);
    }
    if let Some(cut) = run.clone().skip(1).rev().find(|&i| {
        is_place(text(run.start..i)) || layout.word(i - 1) == "State" || is_body(layout.word(i - 1))
    }) {
        // "Republic of Morenia Davit Orbel"
        let cut = if matches!(layout.word(cut), "of" | "for") {
            cut + 2
        } else {
            cut
        };
        return (cut + 1 < run.end).then_some(cut);
    }
    // the surname stands alone elsewhere, the place has one word
    let known = alone.contains(&layout.word(run.end - 1).to_lowercase());
    (run.len() >= 3 && (known || run.len() == 3)).then_some(run.start + 1)
}

#[cfg(test)]
mod tests {
    use crate::name::{SmallWords, names};
    use onrecord_text::Layout;
    use std::collections::BTreeSet;
    use std::ops::Range;

    /// Each name as "role | whose | name", of those with an office; the name alone otherwise.
    fn found(text: &str) -> Vec<String> {
        let layout = Layout::new(text);
        let show = |r: &Range<usize>| text[layout.bytes(r.clone())].to_owned();
        names(&layout, &SmallWords::of(&layout), &BTreeSet::new())
            .iter()
            .map(|n| match (&n.role, &n.before) {
                (Some(role), Some(of)) => format!("{} | {} | {}", show(role), show(of), show(&n.tokens)),
                (Some(role), None) => format!("{} | | {}", show(role), show(&n.tokens)),
                (None, _) => show(&n.tokens),
            })
            .collect()
    }

    #[test]
    fn places_between_office_and_name() {
        assert_eq!(
            found("We met Mayor of Koszal Piotr Jedlin there."),
            ["Mayor | Koszal | Piotr Jedlin"]
        );
        assert_eq!(
            found("We met President of the Republic of Morenia Davit Orbel there."),
            ["President | Republic of Morenia | Davit Orbel"]
        );
        assert_eq!(
            found("We met Secretary of State Mara Rill there."),
            ["Secretary of State | | Mara Rill"]
        );
        assert_eq!(
            found("We met Leader of Opposition Smt. Kamala Dora there."),
            ["Leader | Opposition | Kamala Dora"]
        );
    }

    #[test]
    fn ambassadors_and_ministers() {
        assert_eq!(
            found(
                "It was Ambassador Extraordinary and Plenipotentiary of the Kingdom of Vardal to Mirzastan Sigrun Alsdottir."
            ),
            ["Ambassador Extraordinary and Plenipotentiary | Kingdom of Vardal | Sigrun Alsdottir"]
        );
        assert_eq!(
            found("It was Minister of Foreign Affairs of Kharva Serdar Aydem."),
            ["Minister of Foreign Affairs | Kharva | Serdar Aydem"]
        );
        // whose it is stands before
        assert_eq!(
            found("It was Orvane's Ambassador to Velmaria Ana Doe."),
            ["Orvane", "Ambassador | Orvane | Ana Doe"]
        );
    }

    #[test]
    fn bodies_between_office_and_name() {
        assert_eq!(
            found("We met the Hong Kong director of Amnesty International Man-kei Tam."),
            ["Hong Kong", "director | Amnesty International | Man-kei Tam"]
        );
        // one word behind a body is not somebody
        assert_eq!(
            found("We met the director of Lindal University Press."),
            ["Lindal University Press"]
        );
    }

    #[test]
    fn offices_without_a_name_stay_alone() {
        assert_eq!(
            found("We met the Mayor of Koszal there."),
            ["Mayor | | ", "Koszal"]
        );
        assert_eq!(
            found("We met the Mayor of Koszal and Ana Doe."),
            ["Mayor | | ", "Koszal", "Ana Doe"]
        );
    }
}
