//! Which of the titles that a page declares and shows is the article's.

use super::fold::fold;
use super::names::Outlets;
use onrecord_record::DeclaredBy;

/// A title, and where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Title {
    /// The words, without the name of the site.
    pub(crate) text: String,
    pub(crate) by: DeclaredBy,
    pub(crate) key: String,
}

/// A heading that the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Heading {
    /// Its words.
    pub(crate) text: String,
    /// Its level: 1 for `h1`.
    pub(crate) level: u8,
}

/// Marks that set a title and a site apart, the longest first.
const MARKS: [&str; 12] = [
    " | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " ‹ ", " / ", ": ",
];

/// A title without the name of its site at either end.
pub(crate) fn without_site(title: &str, outlets: &Outlets) -> String {
    let mut kept = title.trim();
    for _ in 0..3 {
        let last = MARKS
            .iter()
            .filter_map(|m| kept.rfind(m).map(|at| (at, m.len())))
            .max();
        if let Some((at, len)) = last
            && let (Some(head), Some(tail)) = (kept.get(..at), kept.get(at + len..))
            && outlets.names(tail)
            && head.chars().any(char::is_alphabetic)
        {
            kept = head.trim();
            continue;
        }
        let first = MARKS
            .iter()
            .filter_map(|m| kept.find(m).map(|at| (at, m.len())))
            .min();
        if let Some((at, len)) = first
            && let (Some(head), Some(tail)) = (kept.get(..at), kept.get(at + len..))
            && outlets.names(head)
            && tail.chars().any(char::is_alphabetic)
        {
            kept = tail.trim();
            continue;
        }
        break;
    }
    kept.to_owned()
}

/// How alike two folded titles are: the share of words in common, of the shorter one.
fn overlap(a: &str, b: &str) -> f32 {
    let words = |t: &str| -> Vec<String> {
        t.split(|c: char| !c.is_alphanumeric())
            .filter(|w| w.len() > 1)
            .map(str::to_owned)
            .collect()
    };
    let (mut a, b) = (words(a), words(b));
    let least = a.len().min(b.len());
    a.retain(|w| b.contains(w));
    if least == 0 {
        0.0
    } else {
        a.len() as f32 / least as f32
    }
}

/// What was decided about a page's title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Choice {
    /// The heading that shows it.
    pub(crate) heading: Option<usize>,
    /// The declared title that is it; `None` when the heading's own words are.
    pub(crate) declared: Option<usize>,
}

/// Decides between declared titles, the most trusted first, and headings in page order.
///
/// What the page shows as its heading is its title, as long as a declaration has words of it; a declaration that only leaves
/// off the heading's section ("Opinion | …") counts as the same.
pub(crate) fn choose(declared: &[Title], headings: &[Heading]) -> Choice {
    let folded: Vec<String> = declared.iter().map(|t| fold(&t.text)).collect();
    let shown: Vec<String> = headings.iter().map(|h| fold(&h.text)).collect();
    let same = |heading: &str| folded.iter().position(|d| d == heading);
    // the same words, declared and shown
    let mut exact = shown
        .iter()
        .enumerate()
        .filter_map(|(h, text)| Some((h, same(text)?)));
    let top = |h: &usize| headings.get(*h).map_or(9, |h| h.level);
    if let Some((heading, title)) = exact
        .clone()
        .filter(|(h, _)| top(h) == 1)
        .min_by_key(|(_, d)| *d)
        .or_else(|| {
            // a heading of another level is the title only where no h1 has anything of it
            exact.find(|(h, _)| top(h) == 2)
        })
    {
        let outdone = top(&heading) > 1 && best_h1(&folded, &shown, headings).is_some();
        if !outdone {
            return Choice {
                heading: Some(heading),
                declared: Some(title),
            };
        }
    }
    if let Some(heading) = best_h1(&folded, &shown, headings) {
        let text = shown.get(heading).map_or("", String::as_str);
        let declared = folded.iter().position(|d| is_without_section(text, d));
        return Choice {
            heading: Some(heading),
            declared,
        };
    }
    Choice {
        heading: None,
        declared: (!declared.is_empty()).then_some(0),
    }
}

/// The h1 that has most of a declared title; the only one, when nothing is declared.
fn best_h1(folded: &[String], shown: &[String], headings: &[Heading]) -> Option<usize> {
    let h1 = || {
        shown
            .iter()
            .enumerate()
            .filter(|(h, _)| headings.get(*h).is_some_and(|h| h.level == 1))
    };
    let alone = h1().all(|(_, t)| Some(t) == h1().next().map(|f| f.1));
    let usable = |t: &str| t.split(' ').count() > 1 || alone;
    if folded.is_empty() {
        return h1().find(|(_, t)| usable(t)).map(|(h, _)| h);
    }
    let mut best: Option<(usize, f32)> = None;
    for (h, t) in h1().filter(|(_, t)| usable(t)) {
        let likeness = folded.iter().map(|d| overlap(t, d)).fold(0.0, f32::max);
        // the only one may be worded quite differently
        let enough = if alone && t.split(' ').count() > 3 {
            0.1
        } else {
            0.3
        };
        if likeness >= enough && best.is_none_or(|b| likeness > b.1) {
            best = Some((h, likeness));
        }
    }
    best.map(|b| b.0)
}

/// Whether a declared title is a heading without the section before it: "Opinion | Title", "Politics: Title".
fn is_without_section(heading: &str, declared: &str) -> bool {
    if declared.split(' ').count() < 3 {
        return false;
    }
    let Some(section) = heading.strip_suffix(declared) else {
        return false;
    };
    let words = section
        .trim_end()
        .trim_end_matches(['|', ':', '-', '/', '·'])
        .trim();
    !words.is_empty() && words.split(' ').count() <= 3 && section.ends_with(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pick(declared: &[&str], headings: &[(u8, &str)]) -> Option<String> {
        let titles: Vec<_> = declared
            .iter()
            .map(|t| Title {
                text: (*t).to_owned(),
                by: DeclaredBy::JsonLd,
                key: "headline".to_owned(),
            })
            .collect();
        let headings: Vec<_> = headings
            .iter()
            .map(|h| Heading {
                text: h.1.to_owned(),
                level: h.0,
            })
            .collect();
        let choice = choose(&titles, &headings);
        let declared = choice.declared.map(|d| titles[d].text.clone());
        declared.or_else(|| choice.heading.map(|h| headings[h].text.clone()))
    }

    #[test]
    fn what_is_shown_decides_between_what_is_declared() {
        let long = "Harbour to be dredged after all, council says";
        for (declared, headings, expected) in [
            (&["Harbour dredged", long][..], &[(1, long)][..], long),
            (&["Harbour dredging: what we know"], &[(1, long)], long),
            (&[long], &[(1, "The Herald Logo"), (2, "Most read")], long),
            (&[long], &[(1, "Herald"), (2, long)], long),
            (&[long], &[(1, "Football"), (1, long)], long),
            (
                &[long],
                &[(1, "Politics | Harbour to be dredged after all, council says")],
                long,
            ),
            (&["Harbour to be dredged after all, c..."], &[(1, long)], long),
            (&[], &[(1, long)], long),
            (&[long], &[], long),
        ] {
            assert_eq!(
                pick(declared, headings).as_deref(),
                Some(expected),
                "{declared:?} {headings:?}"
            );
        }
        assert_eq!(pick(&[], &[]), None);
    }

    #[test]
    fn only_the_name_of_the_site_is_taken_off() {
        let outlets = Outlets::new(["The Harbour Herald", "harbourherald"]);
        for (title, expected) in [
            ("Dredging begins | The Harbour Herald", "Dredging begins"),
            ("Dredging begins - Harbour Herald", "Dredging begins"),
            ("Harbour Herald | Dredging begins", "Dredging begins"),
            ("Dredging begins - at last", "Dredging begins - at last"),
            ("Dredging | begins | harbourherald.com", "Dredging | begins"),
            ("The Harbour Herald", "The Harbour Herald"),
            ("Mayor: Harbour Herald is wrong", "Mayor: Harbour Herald is wrong"),
        ] {
            assert_eq!(without_site(title, &outlets), expected);
        }
    }
}
