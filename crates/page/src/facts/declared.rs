//! From what was collected to the facts, each with its source, in the order of trust.

use super::address::{of_article, resolve, site};
use super::authors::{self, Writers};
use super::dates;
use super::extent::Access;
use super::fold::fold;
use super::harvest::Harvest;
use super::jsonld::{self, Described, Hints};
use super::meta::{Role, role};
use super::names::{NameKind, Outlets, names};
use super::title::{Heading, Title, choose, without_site};
use super::{Facts, clean};
use onrecord_record::{DeclaredBy, DeclaredFact, DeclaredField};
use url::Url;

/// Longer titles, outlets and identifiers are something else.
const LONGEST: usize = 600;

struct Out {
    facts: Vec<DeclaredFact>,
}

impl Out {
    fn add(&mut self, field: DeclaredField, value: &str, by: DeclaredBy, key: &str) {
        if value.is_empty() || value.len() > LONGEST {
            return;
        }
        let twice = |f: &DeclaredFact| f.field == field && f.by == by && f.key == key && f.value == value;
        if !self.facts.iter().any(twice) {
            self.facts.push(DeclaredFact {
                field,
                value: value.to_owned(),
                by,
                key: key.to_owned(),
            });
        }
    }
}

/// The facts of a page.
pub(crate) fn decide(harvest: &Harvest, address: Option<&str>) -> Facts {
    let page = address.and_then(|a| resolve(a, None));
    let base = harvest
        .base
        .as_deref()
        .and_then(|b| resolve(b, page.as_ref()))
        .or_else(|| page.clone());
    let canonical = harvest
        .canonical
        .as_deref()
        .and_then(|c| resolve(c, base.as_ref()));
    let shared = harvest.meta("og:url").and_then(|c| resolve(c, base.as_ref()));
    let described = described(harvest, [&page, &canonical, &shared]);

    let host = page.as_ref().or(canonical.as_ref()).or(shared.as_ref());
    let outlets = outlets(harvest, &described, host);
    let mut out = Out { facts: Vec::new() };
    let title = titles(harvest, &described, &outlets, &mut out);
    let title_order = title.and_then(|t| harvest.headings.get(t)).map(|h| h.order);

    let byline = authors::byline(harvest, title_order, &outlets);
    let writers = authors::order(writers(harvest, &described, &outlets), byline.as_ref());
    if let Some(byline) = &byline {
        out.add(DeclaredField::Byline, &byline.text, DeclaredBy::Visible, "byline");
    }
    for source in &writers {
        // "admin" and the outlet's own name stand for nobody, unless readers are told that it was the outlet
        let house = source.names.iter().all(|n| n.kind == NameKind::House);
        if house && source.by != DeclaredBy::Visible {
            continue;
        }
        for name in &source.names {
            out.add(DeclaredField::Author, &name.text, source.by, &source.key);
        }
    }

    let language = language(harvest, &described, &mut out);
    let dates = dates::all(
        harvest,
        &described,
        title_order,
        &language,
        [&page, &canonical, &shared],
    );
    for (field, list) in [
        (DeclaredField::Published, &dates.published),
        (DeclaredField::Modified, &dates.modified),
    ] {
        for told in list {
            out.add(field, &told.when.iso(), told.by, &told.key);
        }
    }
    rest(harvest, &described, &outlets, &mut out);
    own_address(&described, [&page, &canonical, &shared], base.as_ref(), &mut out);
    let mut notes: Vec<String> = dates.note.into_iter().map(str::to_owned).collect();
    if described.unread > 0 {
        notes.push(format!(
            "{} bytes of JSON-LD not read: too many",
            described.unread
        ));
    }
    if described.mended {
        notes.push("JSON-LD with errors, read as far as it could be mended".to_owned());
    }
    Facts {
        declared: out.facts,
        title_node: title.and_then(|t| harvest.headings.get(t)).map(|h| h.node),
        byline_nodes: byline.map(|b| b.nodes).unwrap_or_default(),
        date_nodes: dates.nodes,
        notes,
        access: Access {
            free: described.free,
            body: described.body,
            wall: harvest.wall,
            article: !described.titles.is_empty() || harvest.meta("og:type") == Some("article"),
        },
    }
}

fn described(harvest: &Harvest, addresses: [&Option<Url>; 3]) -> Described {
    let addresses: Vec<&str> = addresses.into_iter().flatten().map(Url::as_str).collect();
    let metas = ["og:title", "twitter:title"]
        .into_iter()
        .filter_map(|k| harvest.meta(k));
    let shown = harvest
        .headings
        .iter()
        .filter(|h| h.level == 1)
        .take(8)
        .map(|h| h.text.as_str());
    let titles: Vec<String> = metas
        .chain(shown)
        .chain(harvest.head_title.as_deref())
        .map(fold)
        .collect();
    jsonld::read(
        &harvest.data,
        Hints {
            addresses: &addresses,
            titles: &titles,
        },
    )
}

fn outlets(harvest: &Harvest, described: &Described, host: Option<&Url>) -> Outlets {
    let metas = harvest.metas.iter().filter(|m| {
        matches!(
            m.key.as_str(),
            "og:site_name" | "application-name" | "apple-mobile-web-app-title" | "twitter:site"
        ) || role(&m.key) == Some(Role::Outlet)
    });
    let handle = |name: &str| name.trim().trim_start_matches('@').to_owned();
    let mut all: Vec<String> = metas.map(|m| handle(&m.content)).collect();
    all.extend(described.sites.iter().cloned());
    all.extend(described.outlet.clone());
    all.extend(host.and_then(site).map(str::to_owned));
    Outlets::new(all.iter().map(String::as_str))
}

/// Writes the titles down; the heading that shows the title.
fn titles(harvest: &Harvest, described: &Described, outlets: &Outlets, out: &mut Out) -> Option<usize> {
    let mut declared: Vec<Title> = Vec::new();
    let mut add = |text: &str, by: DeclaredBy, key: &str| {
        let text = without_site(&clean(text), outlets);
        if !text.is_empty() && text.len() <= LONGEST && !outlets.names(&text) && declared.len() < 40 {
            declared.push(Title {
                text,
                by,
                key: key.to_owned(),
            });
        }
    };
    for (text, key) in &described.titles {
        add(text, DeclaredBy::JsonLd, key);
    }
    for key in ["og:title", "twitter:title"] {
        if let Some(text) = harvest.meta(key) {
            add(text, DeclaredBy::OpenGraph, key);
        }
    }
    for meta in harvest
        .metas
        .iter()
        .filter(|m| role(&m.key) == Some(Role::Title) && m.key != "og:title")
    {
        add(&meta.content, DeclaredBy::Meta, &meta.key);
    }
    if let Some(text) = harvest.property("headline") {
        add(text, DeclaredBy::Microdata, "headline");
    }
    if let Some(text) = &harvest.head_title {
        add(text, DeclaredBy::Visible, "title");
    }
    let headings: Vec<Heading> = harvest
        .headings
        .iter()
        .map(|h| Heading {
            // a heading that names the outlet is its logo
            text: if outlets.names(&h.text) {
                String::new()
            } else {
                h.text.clone()
            },
            level: if h.aside { h.level.max(2) } else { h.level },
        })
        .collect();
    let choice = choose(&declared, &headings);
    let shown = choice.heading.and_then(|h| harvest.headings.get(h));
    if let Some(first) = choice.declared.and_then(|d| declared.get(d)) {
        out.add(DeclaredField::Title, &first.text, first.by, &first.key);
    } else if let Some(heading) = shown {
        let key = format!("h{}", heading.level);
        out.add(DeclaredField::Title, &heading.text, DeclaredBy::Visible, &key);
    }
    let tail: Vec<&Title> = declared.iter().filter(|t| t.by != DeclaredBy::Visible).collect();
    for title in &tail {
        out.add(DeclaredField::Title, &title.text, title.by, &title.key);
    }
    if let Some(heading) = shown {
        let key = format!("h{}", heading.level);
        out.add(DeclaredField::Title, &heading.text, DeclaredBy::Visible, &key);
    }
    for title in declared.iter().filter(|t| t.by == DeclaredBy::Visible) {
        out.add(DeclaredField::Title, &title.text, title.by, &title.key);
    }
    choice.heading
}

/// The declared writers, source by source.
fn writers(harvest: &Harvest, described: &Described, outlets: &Outlets) -> Vec<Writers> {
    let mut out: Vec<Writers> = Vec::new();
    let mut add = |value: &str, body: bool, by: DeclaredBy, key: &str| {
        let mut found = names(&clean(value), outlets);
        if body {
            found
                .iter_mut()
                .filter(|n| n.kind == NameKind::Person)
                .for_each(|n| n.kind = NameKind::Body);
        }
        let at = out
            .iter()
            .position(|w| w.by == by && w.key == key)
            .unwrap_or_else(|| {
                out.push(Writers {
                    names: Vec::new(),
                    by,
                    key: key.to_owned(),
                });
                out.len() - 1
            });
        let Some(source) = out.get_mut(at) else { return };
        for name in found {
            if !source.names.iter().any(|n| authors::alike(&n.text, &name.text)) {
                source.names.push(name);
            }
        }
    };
    for (name, body) in &described.authors {
        add(name, *body, DeclaredBy::JsonLd, described.author_key);
    }
    for meta in &harvest.metas {
        if meta.key == "article:author" {
            add(&meta.content, false, DeclaredBy::OpenGraph, &meta.key);
        } else if role(&meta.key) == Some(Role::Author) {
            add(&meta.content, false, DeclaredBy::Meta, &meta.key);
        }
    }
    for property in harvest
        .properties
        .iter()
        .filter(|p| p.name == "author" && !p.aside)
    {
        add(&property.value, false, DeclaredBy::Microdata, "author");
    }
    for source in &mut out {
        if source.names.iter().any(|n| n.kind == NameKind::Person) {
            source.names.retain(|n| n.kind == NameKind::Person);
        }
    }
    // OpenGraph ahead of the other elements, whatever their order in the page
    out.sort_by_key(|w| w.by);
    out
}

fn language(harvest: &Harvest, described: &Described, out: &mut Out) -> String {
    let metas = harvest
        .metas
        .iter()
        .filter(|m| role(&m.key) == Some(Role::Language) || m.key == "content-language");
    let found = harvest
        .language
        .iter()
        .map(|l| (l.as_str(), DeclaredBy::Visible, "lang"))
        .chain(
            harvest
                .meta("og:locale")
                .map(|l| (l, DeclaredBy::OpenGraph, "og:locale")),
        )
        .chain(
            described
                .language
                .as_deref()
                .map(|l| (l, DeclaredBy::JsonLd, "inLanguage")),
        )
        .chain(metas.map(|m| (m.content.as_str(), DeclaredBy::Meta, m.key.as_str())));
    let mut tags: Vec<String> = Vec::new();
    for (value, by, key) in found {
        let tag = value
            .trim()
            .split([',', ';', '.', '@'])
            .next()
            .unwrap_or_default()
            .replace('_', "-");
        let sound =
            (2..=12).contains(&tag.len()) && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let language = tag.split('-').next().unwrap_or_default();
        if sound && (language.len() == 2 || language.len() == 3) {
            let by = if key == "lang" { DeclaredBy::Meta } else { by };
            out.add(DeclaredField::Language, &tag, by, key);
            tags.push(tag);
        }
    }
    // the one that tells the country, for the order of day and month
    let first = tags.first().cloned().unwrap_or_default();
    let base = first.split('-').next().unwrap_or_default().to_owned();
    tags.into_iter()
        .find(|t| t.contains('-') && t.starts_with(&base))
        .unwrap_or(first)
}

/// Outlet, identifier and rights.
fn rest(harvest: &Harvest, described: &Described, outlets: &Outlets, out: &mut Out) {
    let named =
        |value: &str| !value.contains("://") && value.chars().any(char::is_alphabetic) && value.len() < 120;
    if let Some(outlet) = described.outlet.as_deref().filter(|o| named(o)) {
        out.add(DeclaredField::Outlet, outlet, DeclaredBy::JsonLd, "publisher");
    }
    if let Some(outlet) = harvest.meta("og:site_name").map(clean).filter(|o| named(o)) {
        out.add(
            DeclaredField::Outlet,
            &outlet,
            DeclaredBy::OpenGraph,
            "og:site_name",
        );
    }
    for meta in &harvest.metas {
        let value = clean(&meta.content);
        match role(&meta.key) {
            Some(Role::Outlet) if named(&value) => {
                out.add(DeclaredField::Outlet, &value, DeclaredBy::Meta, &meta.key)
            }
            None if meta.key == "application-name" && named(&value) => {
                out.add(DeclaredField::Outlet, &value, DeclaredBy::Meta, &meta.key);
            }
            Some(Role::Identifier) => out.add(DeclaredField::ProviderId, &value, DeclaredBy::Meta, &meta.key),
            Some(Role::Rights) => out.add(DeclaredField::Rights, &value, DeclaredBy::Meta, &meta.key),
            _ => {}
        }
    }
    if let Some(publisher) = harvest.property("publisher").filter(|p| named(p)) {
        out.add(
            DeclaredField::Outlet,
            &clean(publisher),
            DeclaredBy::Microdata,
            "publisher",
        );
    }
    // "Title | The Herald": the end of the title, where it is known to name the outlet
    let end = harvest.head_title.as_deref().and_then(|t| {
        t.rsplit([" | ", " - ", " – "].iter().find(|m| t.contains(*m))?)
            .next()
    });
    if let Some(end) = end.map(str::trim).filter(|e| outlets.names(e)) {
        out.add(DeclaredField::Outlet, end, DeclaredBy::Visible, "title");
    }
    if let Some(identifier) = &described.identifier {
        out.facts.insert(
            0,
            DeclaredFact {
                field: DeclaredField::ProviderId,
                value: identifier.chars().take(LONGEST).collect(),
                by: DeclaredBy::JsonLd,
                key: "identifier".to_owned(),
            },
        );
    }
    if let Some((rights, key)) = &described.rights {
        let at = out
            .facts
            .iter()
            .position(|f| f.field == DeclaredField::Rights)
            .unwrap_or(out.facts.len());
        if rights.len() <= LONGEST {
            out.facts.insert(
                at,
                DeclaredFact {
                    field: DeclaredField::Rights,
                    value: rights.clone(),
                    by: DeclaredBy::JsonLd,
                    key: (*key).to_owned(),
                },
            );
        }
    }
    if let Some(license) = &harvest.license {
        out.add(DeclaredField::Rights, license.trim(), DeclaredBy::Link, "license");
    }
}

/// The article's own address.
fn own_address(
    described: &Described,
    [page, canonical, shared]: [&Option<Url>; 3],
    base: Option<&Url>,
    out: &mut Out,
) {
    let front = page.as_ref().is_some_and(|p| !of_article(p));
    let linked = described
        .url
        .as_ref()
        .and_then(|(u, key)| Some((resolve(u, base)?, *key)));
    let all = [
        canonical.clone().map(|u| (u, DeclaredBy::Link, "canonical")),
        shared.clone().map(|u| (u, DeclaredBy::OpenGraph, "og:url")),
        linked.map(|(u, key)| (u, DeclaredBy::JsonLd, key)),
    ];
    for (url, by, key) in all.into_iter().flatten() {
        if of_article(&url) || (front && page.as_ref().and_then(Url::host_str) == url.host_str()) {
            let mut url = url;
            url.set_fragment(None);
            out.add(DeclaredField::Url, url.as_str(), by, key);
        }
    }
}
