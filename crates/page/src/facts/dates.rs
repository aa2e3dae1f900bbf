//! When it was published and changed: what is declared, put beside what the page shows.

use super::date::{DayOrder, When, find, read};
use super::fold::fold;
use super::harvest::{Dated, Harvest};
use crate::tree::NodeId;
use onrecord_record::DeclaredBy;

/// What a date is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// Nothing is said.
    Plain,
    Published,
    Modified,
}

/// A date that the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) when: When,
    pub(crate) meaning: Meaning,
    pub(crate) order: usize,
    pub(crate) node: NodeId,
    /// From the attribute of a `time` element.
    pub(crate) machine: bool,
}

/// A date with its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) when: When,
    pub(crate) by: DeclaredBy,
    pub(crate) key: String,
}

/// What a label says, from the words ahead of a date.
pub(crate) fn meaning(label: &str) -> Meaning {
    let label = fold(label);
    let last = |words: &[&str]| words.iter().filter_map(|w| label.rfind(w)).max();
    let modified = last(&[
        "updat",
        "modif",
        "last edited",
        "amended",
        "revised",
        "last reviewed",
        "aktualisiert",
        "mis à jour",
        "actualizado",
    ]);
    let published = last(&[
        "publish",
        "posted",
        "first",
        "created",
        "issued",
        "release",
        "pubdate",
        "veröffentlicht",
        "publié",
        "publicado",
    ]);
    match (modified, published) {
        (Some(m), Some(p)) if p > m => Meaning::Published,
        (Some(_), _) => Meaning::Modified,
        (None, Some(_)) => Meaning::Published,
        (None, None) => Meaning::Plain,
    }
}

/// A text with its dates replaced by bars.
pub(crate) fn without_dates(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for found in find(text, DayOrder::MonthFirst) {
        out.push_str(text.get(at..found.range.start).unwrap_or_default());
        out.push('|');
        at = found.range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// How many elements a date stands ahead of or behind a title at most.
const BEFORE: usize = 40;
const BEHIND: usize = 160;

/// The dates that the page shows near its title, in page order.
pub(crate) fn shown(harvest: &Harvest, title: Option<usize>, order: DayOrder) -> Vec<Shown> {
    let near = |dated: &&Dated| {
        !dated.aside && title.is_none_or(|t| dated.order + BEFORE >= t && dated.order <= t + BEHIND)
    };
    let mut out: Vec<Shown> = Vec::new();
    for dated in harvest.dated.iter().filter(near) {
        let before = out.len();
        let found = find(&dated.text, order);
        let mut from = 0;
        for date in &found {
            let ahead = dated.text.get(from..date.range.start).unwrap_or_default();
            from = date.range.end;
            let said = meaning(ahead);
            let said = if said == Meaning::Plain && found.len() == 1 {
                meaning(&dated.label)
            } else {
                said
            };
            out.push(Shown {
                when: date.when,
                meaning: said,
                order: dated.order,
                node: dated.node,
                machine: false,
            });
        }
        if let Some(machine) = dated.machine.as_deref().and_then(|m| read(m, order)) {
            match out.get_mut(before) {
                // the words are what readers see; the attribute adds the hour when it is of that day
                Some(words) if found.len() == 1 && words.when.day == machine.day => {
                    if words.when.time.is_none() || (words.when.offset.is_none() && machine.offset.is_some())
                    {
                        words.when = machine;
                    }
                }
                Some(_) => {}
                None => {
                    let said = meaning(&format!("{} {}", dated.label, dated.text));
                    out.push(Shown {
                        when: machine,
                        meaning: said,
                        order: dated.order,
                        node: dated.node,
                        machine: true,
                    });
                }
            }
        }
    }
    out
}

/// The dates of publication and of change, each with the one that counts first.
///
/// What is declared counts, but for two things that the page shows: the day as printed, when it is a neighbour of the declared
/// one (the declared is that of another time zone), and a day printed as the article's own that the declarations have as that
/// of its last change (the article was published anew).
pub(crate) fn decide(
    published: Vec<Told>,
    modified: Vec<Told>,
    shown: &[Shown],
    title: Option<usize>,
) -> (Vec<Told>, Vec<Told>) {
    let told = |s: &Shown, key: &str| Told {
        when: s.when,
        by: DeclaredBy::Visible,
        key: if s.machine {
            "time".to_owned()
        } else {
            key.to_owned()
        },
    };
    let (mut published, mut modified) = (published, modified);
    let distance = |s: &Shown| title.map_or(s.order, |t| s.order.abs_diff(t));
    let nearest = |wanted: Meaning| {
        shown
            .iter()
            .filter(|s| s.meaning == wanted)
            .min_by_key(|s| distance(s))
    };
    let own = nearest(Meaning::Published).or_else(|| nearest(Meaning::Plain));
    if let Some(own) = own {
        let at = match published.first() {
            None => 0,
            Some(first) => {
                let apart = first.when.days_to(&own.when).abs();
                let anew = own.meaning == Meaning::Plain
                    && apart > 1
                    && modified
                        .first()
                        .is_some_and(|m| m.when.days_to(&own.when).abs() <= 1);
                if apart == 1 || anew { 0 } else { published.len() }
            }
        };
        published.insert(at, told(own, "published"));
    }
    if let Some(changed) = nearest(Meaning::Modified) {
        modified.push(told(changed, "updated"));
    }
    (published, modified)
}
