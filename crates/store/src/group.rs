//! One statement in many places, and how many of these are origins of their own.
//!
//! "12 outlets, 1 origin": articles that share their text, that name the same body as the one that passed the words on, or that
//! carry the same agency's line are of one origin. So is an outlet that others name as their source. What is counted is what
//! is printed; two outlets that copied in silence are told by their text alone.

use crate::error::StoreError;
use crate::file::Record;
use crate::hit::Hit;
use onrecord_lists::Names;
use rusqlite::OptionalExtension as _;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A statement in all its places.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// Its number; nothing for a statement that stands in one place alone.
    pub group: Option<i64>,
    /// Every place, in the order of the days of publication.
    pub statements: Vec<Hit>,
    /// The day or time of the first publication.
    pub first: Option<String>,
    /// The day or time of the last one.
    pub last: Option<String>,
    /// How many articles have it.
    pub articles: usize,
    /// How many outlets have it.
    pub outlets: usize,
    /// Where these have it from, as far as they print it: those with the most articles first.
    pub origins: Vec<Origin>,
    /// How often it was published on each day.
    pub spread: BTreeMap<String, usize>,
    /// The different wordings, the most frequent first, each with the number of places.
    pub wordings: Vec<(String, usize)>,
}

/// Articles that have something from the same source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// The body that passed it on, or the outlet, if there is one.
    pub name: Option<String>,
    /// Why these articles are taken for one origin.
    pub because: Vec<String>,
    /// The articles, by key.
    pub articles: Vec<String>,
}

/// What ties articles together: what it is, its name as printed, and as it is compared.
type Tie = (&'static str, String);

impl Record {
    /// The statement of a row in all its places.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn group_of(&self, statement: i64) -> Result<Group, StoreError> {
        let group: Option<i64> = self
            .db
            .prepare_cached("SELECT group_id FROM statement WHERE id = ?1")
            .and_then(|mut find| find.query_row([statement], |row| row.get(0)).optional())
            .map_err(self.of())?
            .flatten();
        let ids = match group {
            Some(group) => self.all(
                "SELECT s.id FROM statement s JOIN reading r ON r.id = s.reading_id AND r.state = 'current' WHERE s.group_id = ?1 ORDER BY s.id",
                [group],
                |row| row.get(0),
            )?,
            None => vec![statement],
        };
        let shown = |hit: &Hit| {
            hit.newest
                && hit.status == "usable"
                && !matches!(hit.review.as_deref(), Some("rejected" | "suppressed"))
        };
        let mut statements: Vec<Hit> = self.hits(ids)?.into_iter().filter(shown).collect();
        statements.sort_by(|a, b| a.published.cmp(&b.published).then(a.id.cmp(&b.id)));
        let names = self.names()?;
        let mut ties: BTreeMap<String, Vec<Tie>> = BTreeMap::new();
        let mut printed: BTreeMap<String, String> = BTreeMap::new();
        for hit in &statements {
            let found = self.ties(hit, &names, &mut printed)?;
            ties.entry(hit.article.clone()).or_default().extend(found);
        }
        let mut spread = BTreeMap::new();
        let mut wordings: BTreeMap<String, usize> = BTreeMap::new();
        for hit in &statements {
            if let Some(day) = hit.published.as_deref().and_then(|p| p.get(..10)) {
                *spread.entry(day.to_owned()).or_insert(0) += 1;
            }
            *wordings.entry(hit.content.clone()).or_insert(0) += 1;
        }
        let mut wordings: Vec<(String, usize)> = wordings.into_iter().collect();
        wordings.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        // two printed names of one outlet are one
        let outlets: BTreeSet<String> = statements
            .iter()
            .filter_map(|hit| published_by(hit, &names).map(compared))
            .collect();
        let dates = || statements.iter().filter_map(|hit| hit.published.clone());
        Ok(Group {
            group,
            first: dates().min(),
            last: dates().max(),
            articles: ties.len(),
            outlets: outlets.len(),
            origins: origins(&ties, &printed),
            spread,
            wordings,
            statements,
        })
    }

    /// What ties the article of a statement to others.
    fn ties(
        &self,
        hit: &Hit,
        names: &Names,
        printed: &mut BTreeMap<String, String>,
    ) -> Result<Vec<Tie>, StoreError> {
        let mut ties = Vec::new();
        let mut tie = |ties: &mut Vec<Tie>, what, name: &str| {
            let name = names.called(name);
            let compared = compared(name);
            printed.entry(compared.clone()).or_insert_with(|| name.to_owned());
            ties.push((what, compared));
        };
        if let Some(outlet) = published_by(hit, names) {
            tie(&mut ties, "published by", outlet);
        }
        // by the name that the body goes by in the record, where it is known which one it is
        let via = "SELECT coalesce(w.name, h.name) FROM via h JOIN statement s ON s.id = h.statement_id
                     LEFT JOIN entity e ON e.id = (SELECT min(x.id) FROM entity x WHERE x.reading_id = s.reading_id AND x.name = h.name)
                     LEFT JOIN person l ON l.id = e.person_id LEFT JOIN person w ON w.id = coalesce(l.merged, l.id)
                    WHERE h.statement_id = ?1 ORDER BY h.n";
        for name in self.all(via, [hit.id], |row| row.get::<_, String>(0))? {
            tie(&mut ties, "passed on by", &name);
        }
        let line = "SELECT a.cluster_id, json_extract(v.rest, '$.dateline.agency') FROM statement s JOIN reading r ON r.id = s.reading_id
                      JOIN version v ON v.id = r.version_id JOIN article a ON a.id = v.article_id WHERE s.id = ?1";
        let found = self.all(line, [hit.id], |row| {
            Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, Option<String>>(1)?))
        })?;
        for (cluster, agency) in found {
            if let Some(agency) = agency {
                tie(&mut ties, "the line of", &agency);
            }
            if let Some(cluster) = cluster {
                ties.push(("the same text", format!("\u{1f}{cluster}")));
            }
        }
        Ok(ties)
    }
}

/// Who published the article of a statement, under the name that it goes by.
fn published_by<'n>(hit: &'n Hit, names: &'n Names) -> Option<&'n str> {
    match names.outlet(hit.outlet.as_deref(), hit.url.as_deref()) {
        Some(outlet) => Some(&outlet.name),
        None => hit.outlet.as_deref(),
    }
}

/// Names are compared in small letters, without article and without what only says that it is an agency.
fn compared(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| {
        !word.is_empty()
            && !matches!(
                *word,
                "the" | "news" | "agency" | "press" | "wire" | "newspaper" | "com" | "www"
            )
    });
    let kept: Vec<&str> = words.collect();
    if kept.is_empty() { lower } else { kept.join(" ") }
}

/// Articles that are tied together, directly or through others.
fn origins(ties: &BTreeMap<String, Vec<Tie>>, printed: &BTreeMap<String, String>) -> Vec<Origin> {
    let articles: Vec<&String> = ties.keys().collect();
    let mut of: Vec<usize> = (0..articles.len()).collect();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, tied) in ties.values().enumerate() {
        for (_, name) in tied {
            let first = *seen.entry(name).or_insert(at);
            let (one, other) = (root(&of, first), root(&of, at));
            if let Some(up) = of.get_mut(one.max(other)) {
                *up = one.min(other);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..articles.len() {
        groups.entry(root(&of, at)).or_default().push(at);
    }
    let mut origins: Vec<Origin> = groups
        .into_values()
        .map(|group| origin(&group, &articles, ties, printed))
        .collect();
    origins.sort_by(|a, b| {
        b.articles
            .len()
            .cmp(&a.articles.len())
            .then_with(|| a.articles.cmp(&b.articles))
    });
    origins
}

fn root(of: &[usize], mut at: usize) -> usize {
    while let Some(&up) = of.get(at).filter(|&&up| up != at) {
        at = up;
    }
    at
}

/// An origin of these articles: its name is that of who is most often said to have passed it on, else the outlet's.
fn origin(
    group: &[usize],
    articles: &[&String],
    ties: &BTreeMap<String, Vec<Tie>>,
    printed: &BTreeMap<String, String>,
) -> Origin {
    let mut names: BTreeMap<(bool, &str), usize> = BTreeMap::new();
    let mut shared: BTreeMap<&Tie, usize> = BTreeMap::new();
    let of_group = || {
        group
            .iter()
            .filter_map(|&at| articles.get(at))
            .filter_map(|article| ties.get(*article))
    };
    for tied in of_group() {
        let once: BTreeSet<&Tie> = tied.iter().collect();
        for tie in once {
            *shared.entry(tie).or_insert(0) += 1;
            if tie.0 != "the same text" {
                *names.entry((tie.0 == "published by", &tie.1)).or_insert(0) += 1;
            }
        }
    }
    let name = names
        .iter()
        .max_by(|(a, n), (b, m)| (!a.0, n).cmp(&(!b.0, m)).then_with(|| b.1.cmp(a.1)))
        .and_then(|((_, name), _)| printed.get(*name))
        .cloned();
    let because = shared
        .into_iter()
        .filter(|(_, n)| *n > 1)
        .map(|((what, name), n)| match printed.get(name) {
            Some(name) => format!("{what} {name} ({n})"),
            None => format!("{what} ({n})"),
        })
        .collect();
    Origin {
        name,
        because,
        articles: group
            .iter()
            .filter_map(|&at| articles.get(at))
            .map(|a| (*a).clone())
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tied(list: &[(&str, &[(&'static str, &str)])]) -> Vec<Origin> {
        let mut printed = BTreeMap::new();
        let ties = list
            .iter()
            .map(|(article, ties)| {
                let ties = ties
                    .iter()
                    .map(|(what, name)| {
                        if *what != "the same text" {
                            printed.insert(compared(name), (*name).to_owned());
                        }
                        (*what, compared(name))
                    })
                    .collect();
                ((*article).to_owned(), ties)
            })
            .collect();
        origins(&ties, &printed)
    }

    #[test]
    fn outlets_of_one_agency_are_one_origin() {
        let found = tied(&[
            (
                "a1",
                &[("published by", "Harbour Post"), ("passed on by", "Merid")],
            ),
            (
                "a2",
                &[
                    ("published by", "Coast Daily"),
                    ("the line of", "Merid News Agency"),
                ],
            ),
            ("a3", &[("published by", "Merid")]),
            ("a4", &[("published by", "Island Times")]),
        ]);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].articles, ["a1", "a2", "a3"]);
        assert!(found[0].name.as_deref().unwrap().starts_with("Merid"));
        assert_eq!(found[1].name.as_deref(), Some("Island Times"));
    }

    #[test]
    fn the_same_text_is_one_origin_and_links_chains() {
        let found = tied(&[
            (
                "a1",
                &[("published by", "Harbour Post"), ("the same text", "\u{1f}7")],
            ),
            (
                "a2",
                &[
                    ("published by", "Coast Daily"),
                    ("the same text", "\u{1f}7"),
                    ("passed on by", "Orvel"),
                ],
            ),
            (
                "a3",
                &[
                    ("published by", "Island Times"),
                    ("passed on by", "the Orvel agency"),
                ],
            ),
        ]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].articles.len(), 3);
    }
}
