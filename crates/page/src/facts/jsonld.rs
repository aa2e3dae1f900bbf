//! JSON-LD: which of the things that a page describes is its article, and what is said of that.

use super::clean;
use super::fold::fold;
use super::repair;
use serde_json::{Map, Value};

/// What is known of the page, to tell its article from others.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Hints<'a> {
    /// Addresses of the page.
    pub(crate) addresses: &'a [&'a str],
    /// Titles that it shows or declares otherwise, folded.
    pub(crate) titles: &'a [String],
}

/// What JSON-LD says of the article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Described {
    /// `headline`, `name`, `alternativeHeadline`, with their keys, best first.
    pub(crate) titles: Vec<(String, &'static str)>,
    /// Names as declared, the key, and whether each is said to be an organisation.
    pub(crate) authors: Vec<(String, bool)>,
    /// The key of the authors.
    pub(crate) author_key: &'static str,
    pub(crate) published: Option<String>,
    pub(crate) created: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) outlet: Option<String>,
    /// Names of publishers and web sites in the page.
    pub(crate) sites: Vec<String>,
    pub(crate) url: Option<(String, &'static str)>,
    pub(crate) language: Option<String>,
    pub(crate) identifier: Option<String>,
    pub(crate) rights: Option<(String, &'static str)>,
    /// `isAccessibleForFree` of the article or its parts.
    pub(crate) free: Option<bool>,
    /// Bytes of `articleBody`.
    pub(crate) body: usize,
    /// Something could not be read as it stood.
    pub(crate) mended: bool,
    /// Bytes that were not read, being too many.
    pub(crate) unread: usize,
}

/// Scripts beyond this many bytes together are not read.
const MOST_BYTES: usize = 4 << 20;
/// Things beyond this many are not looked at.
const MOST_NODES: usize = 5000;
/// Deeper things are not looked at.
const DEEPEST: usize = 12;

type Node = Map<String, Value>;

struct Candidate<'v> {
    node: &'v Node,
    score: i32,
}

struct Walk<'v> {
    nodes: Vec<(&'v Node, usize, bool)>,
    named: Vec<(&'v str, &'v Node)>,
}

/// What the scripts of a page hold.
#[derive(Clone, Debug, Default)]
pub(crate) struct Data {
    pub(crate) values: Vec<Value>,
    bytes: usize,
    unread: usize,
    mended: bool,
}

impl Data {
    /// Reads one more script.
    pub(crate) fn add(&mut self, script: &str) {
        self.bytes += script.len();
        if self.bytes > MOST_BYTES {
            self.unread += script.len();
            return;
        }
        let (found, mended) = repair::values(script);
        self.mended |= mended;
        self.values.extend(found);
    }
}

/// What they say of the article of the page.
pub(crate) fn read(data: &Data, hints: Hints<'_>) -> Described {
    let mut out = Described {
        mended: data.mended,
        unread: data.unread,
        ..Described::default()
    };
    let mut walk = Walk {
        nodes: Vec::new(),
        named: Vec::new(),
    };
    for value in &data.values {
        walk.value(value, 0, false);
    }
    for (node, _, _) in &walk.nodes {
        if is_site(node) {
            for key in ["name", "alternateName"] {
                out.sites.extend(text(node.get(key)));
            }
        }
        if let Some(publisher) = node.get("publisher") {
            out.sites
                .extend(walk.names(publisher, 0).into_iter().map(|n| n.0));
        }
    }
    out.sites.truncate(24);
    let mut candidates: Vec<Candidate<'_>> = Vec::new();
    for (node, depth, listed) in &walk.nodes {
        if let Some(score) = walk.score(node, *depth, *listed, hints) {
            candidates.push(Candidate { node, score });
        }
    }
    // the sort is stable: the first in the page wins among equals
    candidates.sort_by_key(|c| -c.score);
    let best = candidates.first().map_or(0, |c| c.score);
    for candidate in candidates
        .iter()
        .filter(|c| c.score > 0 && (c.score == best || c.score >= 8))
    {
        walk.describe(candidate.node, &mut out);
    }
    out
}

fn types(node: &Node) -> impl Iterator<Item = &str> {
    let listed = node.get("@type").or_else(|| node.get("type"));
    let one = listed.and_then(Value::as_str);
    let many = listed
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str);
    one.into_iter()
        .chain(many)
        .map(|t| t.rsplit(['/', ':', '#']).next().unwrap_or(t))
}

fn is_site(node: &Node) -> bool {
    types(node).any(|t| matches!(t, "WebSite" | "NewsMediaOrganization"))
}

/// How much a type is that of an article.
fn weight(node: &Node) -> Option<i32> {
    let one = |t: &str| {
        let t = t.to_ascii_lowercase();
        Some(match t.as_str() {
            t if t.ends_with("newsarticle") => 12,
            "article" | "blogposting" | "liveblogposting" | "report" | "scholarlyarticle" | "techarticle" => {
                11
            }
            "socialmediaposting"
            | "discussionforumposting"
            | "satiricalarticle"
            | "advertisercontentarticle" => 10,
            "review" | "recipe" | "howto" | "podcastepisode" | "event" | "musicevent" | "pressrelease" => 6,
            "creativework" | "mediaobject" | "videoobject" | "newsvideo" | "imagegallery" | "itemlist" => 2,
            "webpage" | "itempage" | "medicalwebpage" | "faqpage" | "collectionpage" | "aboutpage" => 3,
            _ => return None,
        })
    };
    types(node).filter_map(one).max()
}

impl<'v> Walk<'v> {
    fn value(&mut self, value: &'v Value, depth: usize, listed: bool) {
        if depth > DEEPEST || self.nodes.len() >= MOST_NODES {
            return;
        }
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.value(item, depth, listed)),
            Value::Object(node) => {
                if let Some(id) = node.get("@id").and_then(Value::as_str)
                    && node.len() > 1
                {
                    self.named.push((id, node));
                }
                self.nodes.push((node, depth, listed));
                for (key, value) in node {
                    let other = matches!(
                        key.as_str(),
                        "itemListElement"
                            | "hasPart"
                            | "isPartOf"
                            | "comment"
                            | "citation"
                            | "mentions"
                            | "video"
                            | "about"
                            | "relatedLink"
                            | "associatedMedia"
                            | "review"
                            | "isBasedOn"
                            | "subjectOf"
                            | "liveBlogUpdate"
                            | "blogPost"
                            | "sharedContent"
                            | "author"
                            | "publisher"
                            | "image"
                    );
                    if value.is_object() || value.is_array() {
                        let deeper = if key == "@graph" { depth } else { depth + 1 };
                        self.value(value, deeper, listed || other);
                    }
                }
            }
            _ => {}
        }
    }

    fn find(&self, id: &str) -> Option<&'v Node> {
        self.named.iter().find(|n| n.0 == id).map(|n| n.1)
    }

    /// How likely a thing is the article; `None` when it is of another kind.
    fn score(&self, node: &Node, depth: usize, listed: bool, hints: Hints<'_>) -> Option<i32> {
        let mut score = weight(node)?;
        let page = score <= 3;
        let headlines =
            ["headline", "name", "alternativeHeadline"].map(|k| text(node.get(k)).map(|t| fold(&t)));
        let agrees = headlines.iter().flatten().any(|h| {
            hints.titles.iter().any(|t| {
                t == h
                    || (h.len() > 15 && t.contains(h.trim_end_matches(['.', '…'])))
                    || (t.len() > 15 && h.contains(t.as_str()))
            })
        });
        let addresses = addresses(node);
        let here = addresses
            .iter()
            .any(|a| hints.addresses.iter().any(|h| same_address(a, h)));
        let elsewhere = !here && !addresses.is_empty() && !hints.addresses.is_empty();
        score += if agrees { 8 } else { 0 } + if here { 6 } else { 0 };
        if elsewhere && !agrees {
            score -= 6;
        }
        if listed {
            // a part, a list's item, what is related
            score -= if agrees && here { 8 } else { 16 };
        }
        if page && !here && !agrees {
            score -= 3;
        }
        score += i32::from(node.contains_key("author")) + i32::from(node.contains_key("datePublished"));
        score -= i32::try_from(depth).unwrap_or(99).min(4);
        Some(score)
    }

    /// Adds what a thing says and better ones did not.
    fn describe(&self, node: &'v Node, out: &mut Described) {
        let page = weight(node).is_some_and(|w| w <= 3);
        for key in ["headline", "alternativeHeadline", "name"] {
            if let Some(title) = text(node.get(key))
                && !title.is_empty()
                && !out.titles.iter().any(|t| t.0 == title)
            {
                out.titles.push((title, key));
            }
        }
        if out.authors.is_empty() {
            for key in ["author", "creator", "byline", "authors"] {
                let found = node.get(key).map(|v| self.names(v, 0)).unwrap_or_default();
                if !found.is_empty() {
                    (out.authors, out.author_key) = (found, key);
                    break;
                }
            }
        }
        let keep = |slot: &mut Option<String>, keys: &[&str]| {
            if slot.is_none() {
                *slot = keys.iter().find_map(|k| scalar(node.get(*k)));
            }
        };
        keep(
            &mut out.published,
            &["datePublished", "dateposted", "datepublished", "uploadDate"],
        );
        keep(&mut out.created, &["dateCreated"]);
        keep(&mut out.modified, &["dateModified", "datemodified"]);
        keep(&mut out.language, &["inLanguage"]);
        if !page {
            keep(&mut out.identifier, &["identifier", "articleId"]);
        }
        if out.language.is_none() {
            out.language = node
                .get("inLanguage")
                .and_then(|l| self.names(l, 0).into_iter().next())
                .map(|n| n.0);
        }
        if out.outlet.is_none() {
            for key in ["publisher", "sourceOrganization", "provider"] {
                let found = node.get(key).map(|v| self.names(v, 0)).unwrap_or_default();
                if let Some((name, _)) = found.into_iter().next() {
                    out.outlet = Some(name);
                    break;
                }
            }
        }
        if out.url.is_none() {
            out.url = addresses_keyed(node).into_iter().next();
        }
        if out.rights.is_none() {
            for key in ["copyrightNotice", "license", "copyrightHolder", "usageInfo"] {
                let value = text(node.get(key)).or_else(|| {
                    node.get(key)
                        .and_then(|v| self.names(v, 0).into_iter().next())
                        .map(|n| n.0)
                });
                if let Some(value) = value {
                    out.rights = Some((value, key));
                    break;
                }
            }
        }
        if out.free.is_none() {
            let own = node.get("isAccessibleForFree").and_then(truth);
            let parts = node.get("hasPart").map(parts).unwrap_or_default();
            let of_parts = parts
                .iter()
                .filter_map(|p| p.get("isAccessibleForFree").and_then(truth))
                .min();
            out.free = own.or(of_parts);
        }
        if out.body == 0 {
            out.body = node
                .get("articleBody")
                .and_then(Value::as_str)
                .map_or(0, str::len);
        }
    }

    /// Names of persons and organisations: strings, things, lists of them, and references to things elsewhere.
    fn names(&self, value: &Value, depth: usize) -> Vec<(String, bool)> {
        let mut out = Vec::new();
        self.collect(value, depth, &mut out);
        out
    }

    fn collect(&self, value: &Value, depth: usize, out: &mut Vec<(String, bool)>) {
        if depth > 5 || out.len() >= 60 {
            return;
        }
        match value {
            Value::String(name) => {
                let name = clean(name);
                if !name.is_empty() {
                    out.push((name, false));
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.collect(item, depth + 1, out)),
            Value::Object(node) => {
                let referred = node
                    .get("@id")
                    .and_then(Value::as_str)
                    .and_then(|id| self.find(id));
                let body = types(node).chain(referred.into_iter().flat_map(types)).any(|t| {
                    let t = t.to_ascii_lowercase();
                    t.ends_with("organization") || t == "corporation"
                }) && !types(node).any(|t| t.eq_ignore_ascii_case("person"));
                let before = out.len();
                for node in [Some(node), referred].into_iter().flatten() {
                    for key in ["name", "@list", "@value", "alternateName"] {
                        if let Some(value) = node.get(key) {
                            self.collect(value, depth + 1, out);
                        }
                        if out.len() > before {
                            break;
                        }
                    }
                    if out.len() == before {
                        let part = |k: &str| text(node.get(k));
                        if let (Some(given), Some(family)) = (part("givenName"), part("familyName")) {
                            out.push((format!("{given} {family}"), false));
                        }
                    }
                    if out.len() > before {
                        break;
                    }
                }
                out.iter_mut().skip(before).for_each(|n| n.1 |= body);
            }
            _ => {}
        }
    }
}

fn parts(value: &Value) -> Vec<&Node> {
    match value {
        Value::Object(node) => vec![node],
        Value::Array(items) => items.iter().take(20).filter_map(Value::as_object).collect(),
        _ => Vec::new(),
    }
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(b) => Some(*b),
        Value::String(s) => match s.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => Some(true),
            "false" | "no" | "0" => Some(false),
            s if s.ends_with("/true") => Some(true),
            s if s.ends_with("/false") => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// A text, or the first of several.
fn text(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => text,
        Value::Array(items) => return items.iter().take(5).find_map(|i| text(Some(i))),
        Value::Object(node) => node.get("@value")?.as_str()?,
        _ => return None,
    };
    Some(clean(text)).filter(|t| !t.is_empty())
}

/// A text or a number.
fn scalar(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::Number(number) => Some(number.to_string()),
        Value::Object(node) => scalar(node.get("@value").or_else(|| node.get("value"))),
        Value::Array(items) => scalar(items.first()),
        other => text(Some(other)),
    }
}

/// The addresses that a thing gives for itself.
fn addresses(node: &Node) -> Vec<String> {
    addresses_keyed(node).into_iter().map(|a| a.0).collect()
}

fn addresses_keyed(node: &Node) -> Vec<(String, &'static str)> {
    let mut out = Vec::new();
    for key in ["url", "mainEntityOfPage", "@id"] {
        let found = match node.get(key) {
            Some(Value::String(address)) => Some(address.as_str()),
            Some(Value::Object(page)) => page
                .get("@id")
                .or_else(|| page.get("url"))
                .and_then(Value::as_str),
            _ => None,
        };
        if let Some(address) = found.map(str::trim)
            && (address.starts_with("http://") || address.starts_with("https://"))
        {
            out.push((address.to_owned(), key));
        }
    }
    out
}

/// Whether two addresses lead to the same page: scheme, "www.", query, fragment and the last slash do not count.
pub(crate) fn same_address(a: &str, b: &str) -> bool {
    fn core(address: &str) -> &str {
        let rest = address.split_once("://").map_or(address, |s| s.1);
        let rest = rest.split(['?', '#']).next().unwrap_or(rest);
        rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/')
    }
    core(a) == core(b)
}
