//! Under which name somebody or some outlet goes.

use crate::row::{Alias, Outlet};
use crate::table::{Column, read};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use url::{Host, Url};

/// Aliases of aliases are followed this far.
const STEPS: usize = 8;

/// Names that are one and the same: what the user's lists say, and behind that the wire agencies.
#[derive(Clone, Debug, Default)]
pub struct Names {
    aliases: BTreeMap<String, Alias>,
    outlets: BTreeMap<String, Outlet>,
    hosts: BTreeMap<String, Outlet>,
}

/// A form under which a wire agency is printed.
#[derive(Clone, Debug)]
struct Form {
    outlet: Outlet,
    /// Whether the form stands for the agency wherever a body bears it; else it may be another body's, as AFP is a police's.
    alone: bool,
}

static AGENCIES: LazyLock<BTreeMap<String, Form>> = LazyLock::new(|| {
    const fn column(name: &'static str) -> Column {
        Column { name, needed: true }
    }
    const COLUMNS: &[Column] = &[
        column("outlet"),
        column("name"),
        column("country"),
        column("alone"),
    ];
    let bytes = include_bytes!("../data/agencies.csv");
    // a test reads it too: what is wrong is told there
    let lines = read("agencies.csv", bytes, COLUMNS, |_| false).unwrap_or_default();
    let mut forms = BTreeMap::new();
    for line in lines {
        let [outlet, name, country, alone] = <[String; 4]>::try_from(line.fields).unwrap_or_default();
        let form = Form {
            alone: alone == "yes",
            outlet: Outlet {
                outlet,
                name,
                kind: "agency".to_owned(),
                country,
                owner: String::new(),
                who: String::new(),
                why: String::new(),
            },
        };
        for key in [Some(fold(&form.outlet.outlet)), host(&form.outlet.outlet)]
            .into_iter()
            .flatten()
        {
            forms.entry(key).or_insert_with(|| form.clone());
        }
    }
    forms
});

/// The wire agencies that are known without any list: every form that is printed, or a host of theirs, with the agency.
///
/// Compiled by us from the agencies' own names; `data/agencies.csv` is the list.
pub fn agencies() -> impl Iterator<Item = &'static Outlet> {
    AGENCIES.values().map(|form| &form.outlet)
}

impl Names {
    /// What these lists say.
    pub fn new(aliases: impl IntoIterator<Item = Alias>, outlets: impl IntoIterator<Item = Outlet>) -> Self {
        let mut names = Self::default();
        for alias in aliases {
            names.aliases.insert(fold(&alias.alias), alias);
        }
        for outlet in outlets {
            if let Some(host) = host(&outlet.outlet) {
                names.hosts.insert(host, outlet.clone());
            }
            names.outlets.insert(fold(&outlet.outlet), outlet);
        }
        names
    }

    /// Whether there are no lists of the user's.
    pub fn is_empty(&self) -> bool {
        self.aliases.is_empty() && self.outlets.is_empty()
    }

    /// Under which name goes who is printed like this, where news is passed on: by alias, by outlet, as a wire agency; else
    /// as printed.
    ///
    /// ```
    /// use onrecord_lists::Names;
    /// let names = Names::default();
    /// assert_eq!(names.called("AP"), names.called("The Associated Press"));
    /// assert_eq!(names.called("Harbour Post"), "Harbour Post");
    /// ```
    pub fn called<'n>(&'n self, printed: &'n str) -> &'n str {
        let mut name = printed;
        for _ in 0..STEPS {
            let key = fold(name);
            let next = match (self.aliases.get(&key), self.outlets.get(&key)) {
                (Some(alias), _) => &alias.name,
                (None, Some(outlet)) => &outlet.name,
                (None, None) => {
                    return AGENCIES.get(&key).map_or(name, |form| form.outlet.name.as_str());
                }
            };
            if fold(next) == key {
                return next;
            }
            name = next;
        }
        name
    }

    /// The outlet of an article, by the name that is printed or declared, else by the host of its address.
    pub fn outlet(&self, printed: Option<&str>, address: Option<&str>) -> Option<&Outlet> {
        if let Some(printed) = printed.filter(|printed| !printed.trim().is_empty()) {
            return self.outlet_named(printed);
        }
        let host = address.and_then(host_of)?;
        let known = |host: &str| {
            self.hosts
                .get(host)
                .or_else(|| AGENCIES.get(host).map(|form| &form.outlet))
        };
        parents(&host).find_map(known)
    }

    /// The name that an outlet goes by, as it is compared.
    pub fn folded(&self, outlet: &str) -> String {
        fold(self.called(outlet))
    }

    /// A host as it is compared: in small letters, without `www.`. What is none stays as it is.
    pub fn host(text: &str) -> String {
        host(text).unwrap_or_else(|| text.to_owned())
    }

    /// The host of an address, and those above it.
    pub fn hosts_of(address: &str) -> Vec<String> {
        let host = host_of(address).unwrap_or_default();
        parents(&host).map(str::to_owned).collect()
    }

    fn outlet_named(&self, printed: &str) -> Option<&Outlet> {
        let key = fold(printed);
        let by_key = |key: &String| {
            self.outlets
                .get(key)
                .or_else(|| AGENCIES.get(key).map(|form| &form.outlet))
        };
        let by_host = || host(printed).and_then(|host| self.hosts.get(&host));
        by_key(&key).or_else(by_host).or_else(|| {
            let alias = self.aliases.get(&key)?;
            by_key(&fold(&alias.name))
        })
    }

    /// Other names of a person or body that is printed like this: the name that an alias gives, or the agency's. `passes_on`
    /// says whether the article names it as one that passes news on: then the short forms of agencies count too. It is asked only
    /// where that matters.
    ///
    /// ```
    /// use onrecord_lists::Names;
    /// let names = Names::default();
    /// assert_eq!(names.also("AFP", false, || true), Some("Agence France-Presse"));
    /// assert_eq!(names.also("AFP", false, || false), None, "it may be a police force");
    /// ```
    pub fn also(&self, printed: &str, is_person: bool, passes_on: impl FnOnce() -> bool) -> Option<&str> {
        if is_person && self.aliases.is_empty() {
            return None;
        }
        let kind = if is_person { "person" } else { "organization" };
        let mut found = None;
        let mut key = fold(printed);
        for _ in 0..STEPS {
            let Some(alias) = self
                .aliases
                .get(&key)
                .filter(|alias| alias.kind.is_empty() || alias.kind == kind)
            else {
                break;
            };
            let next = fold(&alias.name);
            found = Some(alias.name.as_str());
            if next == key {
                break;
            }
            key = next;
        }
        if found.is_some() || is_person {
            return found;
        }
        let form = AGENCIES.get(&key).filter(|form| form.alone || passes_on())?;
        Some(form.outlet.name.as_str()).filter(|name| *name != printed)
    }
}

/// A name as lists compare it: the letters and figures of its words, without case, diacritics and article.
pub fn fold(printed: &str) -> String {
    let folded = onrecord_identity::folded(printed);
    match folded.strip_prefix("the ") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => folded,
    }
}

/// The host that this is, in small letters, without `www.`; nothing if it is none.
pub(crate) fn host(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('.');
    let is_host = text.contains('.')
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'));
    if !is_host {
        return None;
    }
    host_of(&format!("http://{text}/"))
}

/// The host of an address, in small letters, without `www.`.
pub(crate) fn host_of(address: &str) -> Option<String> {
    let url = Url::parse(address.trim()).ok()?;
    match url.host()? {
        Host::Domain(name) => {
            let name = name.trim_end_matches('.');
            Some(name.strip_prefix("www.").unwrap_or(name).to_owned())
        }
        other => Some(other.to_string()),
    }
}

/// A host, and those above it that are no top level.
pub(crate) fn parents(host: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(host), |host| {
        host.split_once('.')
            .map(|(_, rest)| rest)
            .filter(|rest| rest.contains('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alias(alias: &str, name: &str, kind: &str) -> Alias {
        Alias {
            alias: alias.to_owned(),
            name: name.to_owned(),
            kind: kind.to_owned(),
            who: String::new(),
            why: String::new(),
        }
    }

    fn outlet(outlet: &str, name: &str) -> Outlet {
        Outlet {
            outlet: outlet.to_owned(),
            name: name.to_owned(),
            kind: "newspaper".to_owned(),
            country: String::new(),
            owner: String::new(),
            who: String::new(),
            why: String::new(),
        }
    }

    #[test]
    fn agencies_are_known_by_their_forms() {
        assert!(agencies().count() > 150);
        let names = Names::default();
        for (printed, name) in [
            ("AP", "Associated Press"),
            ("the Associated Press", "Associated Press"),
            ("Agence France Presse", "Agence France-Presse"),
            ("ČTK", "Czech News Agency"),
            ("Deutsche Presse-Agentur", "Deutsche Presse-Agentur"),
            ("Merid", "Merid"),
        ] {
            assert_eq!(names.called(printed), name);
        }
        let by_address = names
            .outlet(None, Some("https://www.apnews.com/article/1"))
            .unwrap();
        assert_eq!(by_address.name, "Associated Press");
        assert_eq!(names.outlet(None, Some("https://com/article/1")), None);
    }

    #[test]
    fn every_form_of_an_agency_leads_to_one_name_and_stays_there() {
        for agency in agencies() {
            let names = Names::default();
            let called = names.called(&agency.outlet);
            assert_eq!(called, agency.name);
            assert_eq!(names.called(called), called, "{agency:?}");
            assert_eq!(agency.country.len(), 2, "{agency:?}");
        }
    }

    #[test]
    fn the_users_lists_win() {
        let names = Names::new(
            [
                alias("AP", "Amer Post", "organization"),
                alias("Jack Carrow", "John Carrow", "person"),
                alias("J Carrow", "Jack Carrow", "person"),
                alias("round", "about", ""),
                alias("about", "round", ""),
            ],
            [
                outlet("Amer Post online", "Amer Post"),
                outlet("amer.example", "Amer Post"),
            ],
        );
        assert_eq!(names.called("AP"), "Amer Post");
        assert_eq!(names.called("The Amer Post Online"), "Amer Post");
        assert_eq!(names.also("AP", false, || true), Some("Amer Post"));
        assert_eq!(names.also("AP", true, || true), None);
        assert_eq!(names.also("J. Carrow", true, || false), Some("John Carrow"));
        // a circle ends
        assert!(["round", "about"].contains(&names.called("round")));
        let outlet = |printed, address| names.outlet(printed, address).map(|o| o.name.as_str());
        assert_eq!(outlet(Some("Amer Post Online"), None), Some("Amer Post"));
        assert_eq!(
            outlet(None, Some("https://news.amer.example/1")),
            Some("Amer Post")
        );
        assert_eq!(
            outlet(Some("Coast Daily"), Some("https://news.amer.example/1")),
            None
        );
        assert_eq!(outlet(Some("amer.example"), None), Some("Amer Post"));
    }

    #[test]
    fn hosts_are_told_from_names() {
        assert_eq!(host("WWW.News.Example").as_deref(), Some("news.example"));
        assert_eq!(host("News"), None);
        assert_eq!(host("Newsfile Corp."), None);
        assert_eq!(host("news.example/path"), None);
        assert_eq!(
            parents("a.b.example").collect::<Vec<_>>(),
            ["a.b.example", "b.example"]
        );
    }
}
