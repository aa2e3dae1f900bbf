//! Who wrote it: what is declared, put beside what the page shows.

use super::fold::fold;
use super::harvest::{Harvest, Named, NamedBy};
use super::names::{Name, NameKind, Outlets, behind_lead, names};
use crate::tree::NodeId;
use onrecord_record::DeclaredBy;

/// Writers from one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Writers {
    pub(crate) names: Vec<Name>,
    pub(crate) by: DeclaredBy,
    pub(crate) key: String,
}

/// The line that the page shows for its writers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Byline {
    pub(crate) text: String,
    pub(crate) names: Vec<Name>,
    pub(crate) by: NamedBy,
    pub(crate) nodes: Vec<NodeId>,
}

/// How many elements a byline stands ahead of or behind a title at most.
const BEFORE: usize = 60;
const BEHIND: usize = 220;

/// The byline that a page shows near its title.
pub(crate) fn byline(harvest: &Harvest, title: Option<usize>, outlets: &Outlets) -> Option<Byline> {
    let near = |named: &&Named| {
        !named.aside && title.is_none_or(|t| named.order + BEFORE >= t && named.order <= t + BEHIND)
    };
    let mut best: Option<(Byline, (NameKind, usize, NamedBy))> = None;
    let mut nodes = Vec::new();
    for named in harvest.named.iter().filter(near) {
        let found = writers(named, outlets);
        let Some(kind) = found.iter().map(|n| n.kind).min() else {
            continue;
        };
        nodes.push(named.node);
        let distance = title.map_or(named.order, |t| {
            // what stands ahead of a title is more often about something else
            if named.order < t {
                (t - named.order) * 3
            } else {
                named.order - t
            }
        });
        // a line with a lead is preferred to a nearer element with a class, but not to one much nearer
        let weight = match named.by {
            NamedBy::Lead => 0,
            NamedBy::Byline => 10,
            NamedBy::Link => 20,
            NamedBy::Class => 25,
        };
        let rank = (kind, distance + weight, named.by);
        if best.as_ref().is_none_or(|b| rank < b.1) {
            let text = super::clean(&named.text);
            best = Some((
                Byline {
                    text,
                    names: found,
                    by: named.by,
                    nodes: Vec::new(),
                },
                rank,
            ));
        }
    }
    let (mut byline, _) = best?;
    byline.nodes = nodes;
    widen(&mut byline, harvest, title, outlets);
    Some(byline)
}

/// Takes in the links to further authors that stand beside a single one.
fn widen(byline: &mut Byline, harvest: &Harvest, title: Option<usize>, outlets: &Outlets) {
    if !matches!(byline.by, NamedBy::Link | NamedBy::Class) {
        return;
    }
    let first = harvest
        .named
        .iter()
        .find(|n| super::clean(&n.text) == byline.text && !n.aside);
    let Some(mut last) = first.map(|n| n.order) else {
        return;
    };
    for named in harvest.named.iter().filter(|n| !n.aside && n.by >= NamedBy::Link) {
        if named.order <= last || named.order > last + 8 || title.is_some_and(|t| named.order > t + BEHIND) {
            continue;
        }
        let found = writers(named, outlets);
        if !found.is_empty() && found.iter().all(|n| n.kind == NameKind::Person) {
            last = named.order;
            for name in found {
                if !byline.names.iter().any(|n| alike(&n.text, &name.text)) {
                    byline.names.push(name);
                }
            }
        }
    }
}

/// The writers that an element names; none when its text is more than a line.
fn writers(named: &Named, outlets: &Outlets) -> Vec<Name> {
    let text = super::dates::without_dates(&named.text);
    if text.len() > 240 {
        return Vec::new();
    }
    let (rest, lead) = behind_lead(&text);
    let mut found = names(rest, outlets);
    // "By signing up, you agree to our terms." is a sentence
    let words = rest.split_whitespace().count();
    if words > 8 && rest.trim_end().ends_with(['.', '!', '?']) {
        return Vec::new();
    }
    found.retain(|n| !CHROME.iter().any(|c| c.eq_ignore_ascii_case(&n.text)));
    // without a lead, a name has a first and a last part; with one, so do all when one has
    let sure = |n: &Name| n.kind != NameKind::Person || plausible(&n.text);
    if !lead
        || found
            .iter()
            .any(|n| n.kind == NameKind::Person && plausible(&n.text))
    {
        found.retain(sure);
    } else {
        found.retain(|n| n.text.chars().next().is_some_and(|c| !c.is_lowercase()));
    }
    found
}

/// Words of buttons and labels that stand in bylines.
const CHROME: [&str; 14] = [
    "link copied",
    "plus icon",
    "date",
    "corrected",
    "updated",
    "privacy policy",
    "terms",
    "terms of use",
    "follow",
    "share",
    "comments",
    "full bio",
    "view profile",
    "see all",
];

/// Whether it has the form of a person's name: two to five words that begin with capitals.
fn plausible(name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    let capital = |w: &&&str| w.chars().next().is_some_and(|c| !c.is_lowercase());
    (2..=5).contains(&words.len()) && words.iter().filter(capital).count() * 2 > words.len()
}

/// Whether two names are the same person's: the same letters, or the same but for accents and middle parts.
pub(crate) fn alike(a: &str, b: &str) -> bool {
    let parts = |n: &str| -> Vec<String> {
        fold(n)
            .split(' ')
            .map(|w| w.chars().filter(|c| c.is_alphanumeric()).collect())
            .collect()
    };
    let (a, b) = (parts(a), parts(b));
    a == b || (a.len() > 1 && b.len() > 1 && a.first() == b.first() && a.last() == b.last())
}

/// Puts the sources in the order in which they count. The first is the one that is right, as far as it can be known.
pub(crate) fn order(mut declared: Vec<Writers>, byline: Option<&Byline>) -> Vec<Writers> {
    declared.retain(|w| !w.names.is_empty());
    let kind = |w: &Writers| w.names.iter().map(|n| n.kind).min();
    // persons before bodies before the house; the order of trust among equals
    declared.sort_by_key(|w| kind(w));
    let Some(byline) = byline.filter(|b| !b.names.is_empty()) else {
        return declared;
    };
    let shown = Writers {
        names: byline.names.clone(),
        by: DeclaredBy::Visible,
        key: match byline.by {
            NamedBy::Link => "rel=author".to_owned(),
            _ => "byline".to_owned(),
        },
    };
    let declared_person = |w: &Writers| w.names.iter().all(|n| n.kind == NameKind::Person);
    let fewer = declared.first().is_some_and(|first| {
        declared_person(first)
            && first.names.len() < byline.names.len()
            && first
                .names
                .iter()
                .all(|n| byline.names.iter().any(|b| alike(&b.text, &n.text)))
            && !byline
                .names
                .iter()
                .all(|b| plausible(&b.text) && !b.text.contains(char::is_numeric))
    });
    let at = if fewer { 1 } else { place(&declared, byline) };
    declared.insert(at.min(declared.len()), shown);
    declared
}

/// Where the writers that a page shows stand among those that are declared.
fn place(declared: &[Writers], byline: &Byline) -> usize {
    let Some(first) = declared.first() else { return 0 };
    let kind = |names: &[Name]| names.iter().map(|n| n.kind).min();
    let (shown, said) = (kind(&byline.names), kind(&first.names));
    if shown < said {
        return 0;
    }
    let last = declared.iter().take_while(|w| kind(&w.names) <= shown).count();
    if shown > said || shown != Some(NameKind::Person) {
        return last;
    }
    let has = |names: &[Name], name: &Name| names.iter().any(|n| alike(&n.text, &name.text));
    let in_both = byline.names.iter().filter(|n| has(&first.names, n)).count();
    let strong = matches!(byline.by, NamedBy::Lead | NamedBy::Byline);
    let fewer = in_both == byline.names.len() && in_both < first.names.len();
    let more = in_both == first.names.len() && in_both < byline.names.len();
    // a line that begins with "By" leaves out photographers and editors, and names those whom a declaration forgets
    if in_both > 0 && ((fewer && byline.by == NamedBy::Lead) || (more && strong)) {
        return 0;
    }
    last
}
