//! What is known of a person or a body from the articles that were linked to it, and what one more article says.

use crate::body::is_acronym;
use crate::fold::folded;
use crate::memo;
use onrecord_record::SpeakerType;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Different traits of one sort that a profile keeps. When there are more, those seen least go, and `left_off` counts them.
pub const MOST_TRAITS: usize = 64;

/// A role of a newcomer, as printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedRole {
    /// The role.
    pub role: String,
    /// The body, country or town that it belongs to.
    pub org: Option<String>,
}

/// Somebody, or some body, that one article names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Newcomer {
    /// Names it in rulings: the article's id with the person's, for example.
    pub id: String,
    /// What it is.
    pub kind: SpeakerType,
    /// The fullest name that the article prints.
    pub name: String,
    /// Other names that it prints for it, acronyms of bodies among them.
    pub other_names: Vec<String>,
    /// Roles as printed.
    pub roles: Vec<PrintedRole>,
    /// Full names of the people and bodies that the article names beside it.
    pub fellows: Vec<String>,
    /// Where the article was written or what place it is about.
    pub place: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Its day, ISO 8601, a year at least.
    pub day: Option<String>,
}

impl Newcomer {
    /// A newcomer of which only kind and name are known.
    pub fn new(id: impl Into<String>, kind: SpeakerType, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            kind,
            name: name.into(),
            other_names: Vec::new(),
            roles: Vec::new(),
            fellows: Vec::new(),
            place: None,
            outlet: None,
            day: None,
        }
    }

    /// Keys to look for profiles under: every profile that may be linked has one of them among its own. None for what is never linked:
    /// groups, documents, the unnamed, and people without a full name.
    pub fn keys(&self) -> Vec<String> {
        keys(self.kind, self.names())
    }

    /// Its roles with their bodies, as [`Profile::posts`] has them.
    pub(crate) fn posts(&self) -> impl Iterator<Item = String> {
        self.roles.iter().map(|r| {
            let org = r.org.as_deref().unwrap_or_default();
            format!("{}|{org}", r.role.replace('|', " "))
        })
    }

    /// All printed names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.other_names.iter().map(String::as_str))
    }
}

/// What is known of a person or a body. Plain data: a store keeps it as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Names it in rulings and decisions; the store's own.
    pub id: String,
    /// What it is.
    pub kind: SpeakerType,
    /// Names as printed, with the number of articles that print each.
    pub names: BTreeMap<String, u32>,
    /// Roles with their bodies, as printed: `role|organisation`, the second empty when none is printed.
    pub posts: BTreeMap<String, u32>,
    /// Places of the articles, folded.
    pub places: BTreeMap<String, u32>,
    /// Folded full names of those named beside it.
    pub fellows: BTreeMap<String, u32>,
    /// Outlets, folded.
    pub outlets: BTreeMap<String, u32>,
    /// First and last day on which it was named, ISO 8601.
    pub days: Option<(String, String)>,
    /// In how many articles.
    pub articles: u32,
    /// Traits that were dropped because there were more than [`MOST_TRAITS`].
    pub left_off: u32,
}

impl Profile {
    /// The profile of somebody named for the first time.
    pub fn of(id: impl Into<String>, newcomer: &Newcomer) -> Self {
        let mut profile = Self {
            id: id.into(),
            kind: newcomer.kind,
            names: BTreeMap::new(),
            posts: BTreeMap::new(),
            places: BTreeMap::new(),
            fellows: BTreeMap::new(),
            outlets: BTreeMap::new(),
            days: None,
            articles: 0,
            left_off: 0,
        };
        profile.take(newcomer);
        profile
    }

    /// Adds what one more article says of it.
    pub fn take(&mut self, newcomer: &Newcomer) {
        let names: Vec<String> = newcomer.names().map(|name| name.trim().to_owned()).collect();
        self.left_off += add(&mut self.names, names);
        self.left_off += add(&mut self.posts, newcomer.posts());
        self.left_off += add(&mut self.places, newcomer.place.iter().map(|place| folded(place)));
        self.left_off += add(
            &mut self.fellows,
            newcomer.fellows.iter().filter_map(|name| fellow(name)),
        );
        self.left_off += add(
            &mut self.outlets,
            newcomer.outlet.iter().map(|outlet| folded(outlet)),
        );
        if let Some(day) = &newcomer.day {
            self.span(day, day);
        }
        self.articles = self.articles.saturating_add(1);
    }

    /// Adds all that is known of another profile that turned out to be the same; its id is dropped.
    pub fn merge(&mut self, other: &Self) {
        for (mine, theirs) in [
            (&mut self.names, &other.names),
            (&mut self.posts, &other.posts),
            (&mut self.places, &other.places),
            (&mut self.fellows, &other.fellows),
            (&mut self.outlets, &other.outlets),
        ] {
            for (name, count) in theirs {
                let known = mine.entry(name.clone()).or_default();
                *known = known.saturating_add(*count);
            }
            self.left_off = self.left_off.saturating_add(trim(mine));
        }
        if let Some((first, last)) = &other.days {
            self.span(first, last);
        }
        self.articles = self.articles.saturating_add(other.articles);
        self.left_off = self.left_off.saturating_add(other.left_off);
    }

    /// Keys to file it under; see [`Newcomer::keys`].
    pub fn keys(&self) -> Vec<String> {
        keys(self.kind, self.names.keys().map(String::as_str))
    }

    fn span(&mut self, from: &str, to: &str) {
        let days = self.days.get_or_insert_with(|| (from.to_owned(), to.to_owned()));
        if from < days.0.as_str() {
            from.clone_into(&mut days.0);
        }
        if to > days.1.as_str() {
            to.clone_into(&mut days.1);
        }
    }
}

/// A name beside another, as it is compared.
pub(crate) fn fellow(name: &str) -> Option<String> {
    let person = memo::named(name).map(|name| name.words.clone());
    person.or_else(|| {
        let body = memo::body(name);
        body.contains(' ').then(|| body.to_string())
    })
}

fn keys<'n>(kind: SpeakerType, names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut out: Vec<String> = match kind {
        SpeakerType::Person => names
            .filter_map(memo::named)
            .flat_map(|name| name.keys.clone())
            .collect(),
        SpeakerType::Organization | SpeakerType::Place => names
            .map(|name| {
                if is_acronym(name) {
                    format!("@{}", name.replace('.', "").trim())
                } else {
                    memo::body(name).to_string()
                }
            })
            .filter(|name| !name.is_empty())
            .collect(),
        SpeakerType::Group | SpeakerType::Document | SpeakerType::Unnamed => Vec::new(),
    };
    out.sort();
    out.dedup();
    out
}

/// Counts what an article says once, however often it says it; how many traits had to go.
fn add(traits: &mut BTreeMap<String, u32>, names: impl IntoIterator<Item = String>) -> u32 {
    let mut names: Vec<String> = names.into_iter().filter(|name| !name.is_empty()).collect();
    names.sort();
    names.dedup();
    for name in names {
        let count = traits.entry(name).or_default();
        *count = count.saturating_add(1);
    }
    trim(traits)
}

/// Drops those seen least, of equals the last by name; how many.
fn trim(traits: &mut BTreeMap<String, u32>) -> u32 {
    let Some(more) = traits.len().checked_sub(MOST_TRAITS).filter(|more| *more > 0) else {
        return 0;
    };
    let mut order: Vec<(&String, &u32)> = traits.iter().collect();
    order.select_nth_unstable_by(more - 1, |a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
    let least: Vec<String> = order
        .into_iter()
        .take(more)
        .map(|(name, _)| name.clone())
        .collect();
    for name in least {
        traits.remove(&name);
    }
    u32::try_from(more).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_grows_and_stays_small() {
        let mut newcomer = Newcomer::new("a1/p1", SpeakerType::Person, "Ada Quill");
        newcomer.day = Some("2024-03-02".to_owned());
        newcomer.fellows = (0..100).map(|n| format!("Fellow Nr{n}")).collect();
        let mut profile = Profile::of("x1", &newcomer);
        newcomer.day = Some("2023-12".to_owned());
        profile.take(&newcomer);
        assert_eq!(
            profile.days,
            Some(("2023-12".to_owned(), "2024-03-02".to_owned()))
        );
        assert_eq!((profile.articles, profile.fellows.len()), (2, MOST_TRAITS));
        assert!(profile.left_off > 0);
        let mut twice = profile.clone();
        twice.merge(&profile);
        assert_eq!((twice.articles, twice.names["Ada Quill"]), (4, 4));
        let json = serde_json::to_string(&profile).expect("plain data");
        assert_eq!(
            serde_json::from_str::<Profile>(&json).expect("plain data"),
            profile
        );
    }

    #[test]
    fn who_is_never_linked_has_no_keys() {
        assert!(Newcomer::new("a", SpeakerType::Person, "Quill").keys().is_empty());
        assert!(
            Newcomer::new("a", SpeakerType::Group, "Officials")
                .keys()
                .is_empty()
        );
        assert_eq!(
            Newcomer::new("a", SpeakerType::Organization, "W.H.O.").keys(),
            ["@WHO"]
        );
    }
}
