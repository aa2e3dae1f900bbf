//! What lists say, as it is asked for while articles are added.

use crate::file::{Change, all};
use onrecord_identity::Newcomer;
use onrecord_lists::{Alias, Barred, Hidden, Names, Outlet, Suppressed, What};
use onrecord_record::{Article, ArticleRecord, SpeakerType};
use rusqlite::{Connection, params};
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the lists in a record say.
#[derive(Debug, Default)]
pub(crate) struct Listed {
    pub(crate) names: Names,
    outlets: BTreeSet<String>,
    hosts: BTreeSet<String>,
    addresses: Vec<String>,
    barred: BTreeSet<String>,
    articles: BTreeSet<String>,
    hidden: BTreeSet<String>,
}

impl Listed {
    pub(crate) fn read(db: &Connection) -> rusqlite::Result<Self> {
        let aliases: Vec<Alias> = rows(db, "alias")?;
        let outlets: Vec<Outlet> = rows(db, "outlet")?;
        let mut listed = Self {
            names: Names::new(aliases, outlets),
            ..Self::default()
        };
        for Barred { what, value, .. } in rows(db, "bar")? {
            match what {
                What::Outlet => listed.outlets.insert(listed.names.folded(&value)),
                What::Host => listed.hosts.insert(Names::host(&value)),
                What::Name => listed.barred.insert(onrecord_lists::folded(&value)),
                What::Address => {
                    listed.addresses.push(address(&value));
                    true
                }
            };
        }
        for Suppressed { what, value, .. } in rows(db, "suppress")? {
            match what {
                Hidden::Article => listed.articles.insert(value),
                Hidden::Address => listed.hidden.insert(by_address(&value)),
                Hidden::Statement => false,
            };
        }
        Ok(listed)
    }

    /// The row that keeps an article out.
    pub(crate) fn bars(&self, article: &Article) -> Option<String> {
        if let Some(outlet) = &article.outlet
            && self.outlets.contains(&self.names.folded(outlet))
        {
            return Some(format!("outlet {outlet}"));
        }
        let url = article.url.as_deref()?;
        let found = Names::hosts_of(url)
            .into_iter()
            .find(|host| self.hosts.contains(host));
        if let Some(host) = found {
            return Some(format!("host {host}"));
        }
        let address = address(url);
        let begins = |barred: &&String| address.starts_with(barred.as_str());
        self.addresses
            .iter()
            .find(begins)
            .map(|barred| format!("address {barred}"))
    }

    /// Whether whoever bears a name is linked to nobody.
    pub(crate) fn bars_name(&self, name: &str) -> bool {
        !self.barred.is_empty() && self.barred.contains(&onrecord_lists::folded(name))
    }

    /// Whether an article is not shown: by its key, or one of the names that it is known by.
    pub(crate) fn hides(&self, key: &str, names: &[String]) -> bool {
        self.articles.contains(key) || names.iter().any(|name| self.hidden.contains(name))
    }

    /// With the names that aliases give to whom an article prints.
    pub(crate) fn with_other_names(&self, mut newcomer: Newcomer, record: &ArticleRecord) -> Newcomer {
        let is_person = match newcomer.kind {
            SpeakerType::Person => true,
            SpeakerType::Organization => false,
            _ => return newcomer,
        };
        let agency = record
            .article
            .dateline
            .as_ref()
            .and_then(|line| line.agency.as_deref());
        let passes_on = |name: &str| {
            agency == Some(name)
                || record
                    .statements
                    .iter()
                    .any(|s| s.via.iter().any(|hop| hop.name == name))
        };
        let mut more = Vec::new();
        for name in std::iter::once(&newcomer.name).chain(&newcomer.other_names) {
            if let Some(other) = self.names.also(name, is_person, || passes_on(name)) {
                more.push(other.to_owned());
            }
        }
        for other in more {
            if other != newcomer.name && !newcomer.other_names.contains(&other) {
                newcomer.other_names.push(other);
            }
        }
        newcomer
    }
}

impl Change<'_> {
    /// What the lists say; read once, until a ruling changes it.
    pub(crate) fn listed(&mut self) -> rusqlite::Result<Arc<Listed>> {
        if let Some(listed) = &self.crowd.listed {
            return Ok(Arc::clone(listed));
        }
        let listed = Arc::new(Listed::read(&self.db)?);
        self.crowd.listed = Some(Arc::clone(&listed));
        Ok(listed)
    }

    /// Writes what the lists say of an outlet beside its name; whether that is anything new.
    pub(crate) fn call_outlet(&mut self, id: i64, name: &str) -> rusqlite::Result<bool> {
        let listed = self.listed()?;
        let outlet = listed.names.outlet(Some(name), None);
        let filled = |text: fn(&Outlet) -> &String| outlet.map(text).filter(|text| !text.is_empty());
        let changed = self
            .db
            .prepare_cached(
                "UPDATE outlet SET called = ?2, kind = ?3, country = ?4, owner = ?5 WHERE id = ?1
                    AND (called IS NOT ?2 OR kind IS NOT ?3 OR country IS NOT ?4 OR owner IS NOT ?5)",
            )?
            .execute(params![
                id,
                filled(|o| &o.name),
                filled(|o| &o.kind),
                filled(|o| &o.country),
                filled(|o| &o.owner)
            ])?;
        Ok(changed > 0)
    }
}

/// By what an article of this address is known.
pub(crate) fn by_address(url: &str) -> String {
    let mut article = Article::new("");
    article.set_url(Some(url.to_owned()));
    crate::name::names(&article)
        .into_iter()
        .next()
        .unwrap_or_default()
}

/// An address as it is compared.
fn address(url: &str) -> String {
    let name = by_address(url);
    name.strip_prefix("url:").unwrap_or(&name).to_owned()
}

fn rows<R: DeserializeOwned>(db: &Connection, action: &str) -> rusqlite::Result<Vec<R>> {
    let sql = "SELECT data FROM ruling WHERE undone IS NULL AND action = ?1 ORDER BY id";
    let data = all(db, sql, [action], |row| row.get::<_, String>(0))?;
    // what cannot be read is told where the lists are
    Ok(data
        .iter()
        .filter_map(|data| serde_json::from_str(data).ok())
        .collect())
}
