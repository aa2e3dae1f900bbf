//! When it was published and changed: what is declared, put beside what the page shows.

use super::address::day;
use super::date::{DayOrder, When, find, read};
use super::fold::fold;
use super::harvest::{Dated, Harvest};
use super::jsonld::Described;
use super::meta::{Role, role};
use crate::tree::NodeId;
use onrecord_record::DeclaredBy;
use url::Url;

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
    /// Printed words say so, not only the names of classes.
    pub(crate) worded: bool,
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

/// The dates of a page.
pub(crate) struct Dates {
    /// Days of publication, the one that counts first.
    pub(crate) published: Vec<Told>,
    /// Days of change, the same way.
    pub(crate) modified: Vec<Told>,
    /// The elements that show dates.
    pub(crate) nodes: Vec<NodeId>,
    /// What should be known about them.
    pub(crate) note: Option<&'static str>,
}

/// All dates of a page: declared, shown, and in its addresses.
pub(crate) fn all(
    harvest: &Harvest,
    described: &Described,
    title: Option<usize>,
    language: &str,
    addresses: [&Option<Url>; 3],
) -> Dates {
    let order = DayOrder::of_language(language);
    let mut published: Vec<Told> = Vec::new();
    let mut modified: Vec<Told> = Vec::new();
    let add = |list: &mut Vec<Told>, value: &str, by: DeclaredBy, key: &str| {
        if list.len() < 30
            && let Some(when) = read(value, order)
        {
            list.push(Told {
                when,
                by,
                key: key.to_owned(),
            });
        }
    };
    for (value, key) in [
        (&described.published, "datePublished"),
        (&described.created, "dateCreated"),
    ] {
        if let Some(value) = value {
            add(&mut published, value, DeclaredBy::JsonLd, key);
        }
    }
    if let Some(value) = &described.modified {
        add(&mut modified, value, DeclaredBy::JsonLd, "dateModified");
    }
    for open in [true, false] {
        for meta in &harvest.metas {
            let graph = ["og:", "article:"].iter().any(|p| meta.key.starts_with(p));
            if graph != open {
                continue;
            }
            let by = if graph {
                DeclaredBy::OpenGraph
            } else {
                DeclaredBy::Meta
            };
            match role(&meta.key) {
                Some(Role::Published) => add(&mut published, &meta.content, by, &meta.key),
                Some(Role::Modified) => add(&mut modified, &meta.content, by, &meta.key),
                _ => {}
            }
        }
    }
    for property in harvest.properties.iter().filter(|p| !p.aside) {
        match property.name.as_str() {
            "datePublished" | "dateCreated" => add(
                &mut published,
                &property.value,
                DeclaredBy::Microdata,
                &property.name,
            ),
            "dateModified" => add(
                &mut modified,
                &property.value,
                DeclaredBy::Microdata,
                &property.name,
            ),
            _ => {}
        }
    }
    let shown = self::shown(harvest, title, order);
    let (mut published, modified) = decide(published, modified, &shown, title);
    if let Some(date) = addresses.into_iter().flatten().find_map(|u| day(u.path())) {
        let when = When {
            day: date,
            time: None,
            offset: None,
        };
        published.push(Told {
            when,
            by: DeclaredBy::Address,
            key: "path".to_owned(),
        });
    }
    let mut note = None;
    // Readers would take the only date that a page gives for its date; the key keeps what it was said to be.
    if published.is_empty()
        && let Some(changed) = modified.first()
    {
        published.push(changed.clone());
        note = Some("no date of publication: the date of the last change stands for it");
    }
    let mut nodes: Vec<_> = shown.into_iter().map(|s| s.node).collect();
    nodes.dedup();
    Dates {
        published,
        modified,
        nodes,
        note,
    }
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

/// How many elements a date in words alone stands apart from a title at most.
const CLOSE: usize = 60;
/// A date in words alone is at least one part in so many of its line, unless the line is as short as [`ALONE`].
const SHARE: usize = 4;
const ALONE: usize = 60;

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
        // nothing but the words tells a date: a line of its own, close to the title
        let bare = dated.label.is_empty();
        if bare && title.is_some_and(|t| dated.order.abs_diff(t) > CLOSE) {
            continue;
        }
        for date in &found {
            let most = date.range.len() * SHARE;
            if bare && dated.text.len() > most.max(ALONE) {
                continue;
            }
            let ahead = dated.text.get(from..date.range.start).unwrap_or_default();
            from = date.range.end;
            let mut said = meaning(ahead);
            if said == Meaning::Plain && found.len() == 1 {
                said = meaning(&dated.ahead);
            }
            let worded = said != Meaning::Plain;
            if !worded && found.len() == 1 {
                said = meaning(&dated.label);
            }
            out.push(Shown {
                when: date.when,
                meaning: said,
                worded,
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
                    let words = meaning(&format!("{} {}", dated.ahead, dated.text));
                    let worded = words != Meaning::Plain;
                    out.push(Shown {
                        when: machine,
                        meaning: if worded { words } else { meaning(&dated.label) },
                        worded,
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

/// How many elements apart the dates of one line stand at most.
const LINE: usize = 12;

/// The dates of publication and of change, each with the one that counts first.
///
/// What is declared counts, but for what the page shows of the article itself:
/// - the day as printed, when it is a neighbour of the declared one, which is then that of another time zone;
/// - a day printed without a word that the declarations have as that of its last change: the article was published anew;
/// - a day in which print and microdata agree, against a `meta` element, whose names mean what each system likes.
///
/// Where the declared day is printed as well, it stays.
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
        let first = match published.first() {
            None => true,
            Some(first) => outdone(first, own, &published, &modified, shown),
        };
        let at = if first { 0 } else { published.len() };
        published.insert(at, told(own, "published"));
    }
    if let Some(changed) = nearest(Meaning::Modified) {
        modified.push(told(changed, "updated"));
    }
    (published, modified)
}

/// Whether a declared date gives way to one that the page shows.
fn outdone(first: &Told, own: &Shown, published: &[Told], modified: &[Told], shown: &[Shown]) -> bool {
    let apart = first.when.days_to(&own.when).abs();
    if apart == 0 {
        return false;
    }
    let printed = |s: &&Shown| {
        s.meaning != Meaning::Modified
            && s.order.abs_diff(own.order) <= LINE
            && s.when.days_to(&first.when) == 0
    };
    if shown.iter().any(|s| printed(&s)) {
        return false;
    }
    let anew = !own.worded
        && modified
            .first()
            .is_some_and(|m| m.when.days_to(&own.when).abs() <= 1);
    let vouched = first.by == DeclaredBy::Meta
        && published
            .iter()
            .any(|t| t.by == DeclaredBy::Microdata && t.when.days_to(&own.when) == 0);
    apart == 1 || anew || vouched
}
