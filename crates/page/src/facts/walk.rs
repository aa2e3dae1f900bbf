//! The one walk over a page's tree that collects what its facts are made of.

use super::harvest::{Dated, Harvest, Headline, Meta, Named, NamedBy, Property};
use super::line::{inner_name, line, whole};
use super::names::behind_lead;
use super::signs::{self, Sign};
use crate::tree::{NodeId, Tree};

/// More of a kind than any page needs; what is beyond is not looked at.
const MOST: usize = 400;
/// Bytes of text of an element that is taken for a line.
pub(super) const LINE: usize = 400;
/// Elements behind a main heading that may still belong to it: its foot is not that of the page.
const BELOW: usize = 24;
/// Bytes of a declared value.
pub(super) const VALUE: usize = 2000;

/// Elements around the one that is walked over, which stand beside an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Beside {
    /// Of `nav`, `aside`, `footer` and the like: for certain.
    certain: bool,
    /// The outermost element whose classes say so.
    root: Option<u32>,
}

struct Walk<'t> {
    tree: &'t Tree,
    out: Harvest,
    order: usize,
    /// The last main heading.
    titled: Option<usize>,
    /// Roots that turned out to hold a main heading.
    void: Vec<u32>,
    beside: Beside,
    /// For each entry of `headings`, `named`, `dated`, `properties`: the root that it is beside an article for.
    roots: [Vec<Option<u32>>; 4],
}

/// Collects what the facts of a page are made of.
pub(crate) fn harvest(tree: &Tree) -> Harvest {
    let mut walk = Walk {
        tree,
        out: Harvest::default(),
        order: 0,
        titled: None,
        void: Vec::new(),
        beside: Beside::default(),
        roots: Default::default(),
    };
    // elements that are open, with what held before them
    let mut open: Vec<(NodeId, Beside)> = Vec::new();
    let mut at = Some(tree.root());
    while let Some(node) = at {
        let before = walk.beside;
        let inside = walk.node(node);
        if inside && let Some(child) = tree.first_child(node) {
            open.push((node, before));
            at = Some(child);
            continue;
        }
        walk.beside = before;
        at = tree.next_sibling(node);
        while at.is_none()
            && let Some((parent, before)) = open.pop()
        {
            walk.beside = before;
            at = tree.next_sibling(parent);
        }
    }
    walk.finish()
}

impl Walk<'_> {
    /// Looks at a node; whether to look inside it.
    fn node(&mut self, node: NodeId) -> bool {
        if let Some(text) = self.tree.text(node) {
            self.words(node, text);
            return false;
        }
        let Some(name) = self.tree.name(node) else {
            return true;
        };
        self.order += 1;
        match name {
            "html" => self.out.language = self.attr(node, "lang").or_else(|| self.attr(node, "xml:lang")),
            "base" if self.out.base.is_none() => self.out.base = self.attr(node, "href"),
            "meta" => self.meta(node),
            "link" => self.link(node),
            "title" if self.out.head_title.is_none() => {
                self.out.head_title = Some(line(self.tree, node, VALUE).0).filter(|t| !t.is_empty());
            }
            "script" => {
                let of_data = self
                    .tree
                    .attr(node, "type")
                    .is_some_and(|t| t.to_ascii_lowercase().contains("ld+json"));
                if of_data {
                    self.out.data.add(&whole(self.tree, node));
                }
                return false;
            }
            "style" | "template" | "svg" | "iframe" | "noscript" | "select" | "object" => return false,
            "nav" | "aside" | "footer" | "dialog" => self.beside.certain = true,
            "h1" | "h2" => self.heading(node, name),
            _ => {}
        }
        if self.tree.attr(node, "hidden").is_some() {
            self.beside.certain = true;
        }
        self.classes(node, name);
        self.property(node, name);
        true
    }

    fn attr(&self, node: NodeId, name: &str) -> Option<String> {
        let value = self.tree.attr(node, name)?.trim();
        (!value.is_empty() && value.len() <= VALUE).then(|| value.to_owned())
    }

    fn meta(&mut self, node: NodeId) {
        let key = ["property", "name", "http-equiv"]
            .into_iter()
            .find_map(|k| self.tree.attr(node, k));
        if let (Some(key), Some(content)) = (key, self.attr(node, "content"))
            && key.len() < 100
            && self.out.metas.len() < MOST
        {
            self.out.metas.push(Meta {
                key: key.trim().to_ascii_lowercase(),
                content,
            });
        }
    }

    fn link(&mut self, node: NodeId) {
        let rel = self
            .tree
            .attr(node, "rel")
            .unwrap_or_default()
            .to_ascii_lowercase();
        let has = |word: &str| rel.split_ascii_whitespace().any(|w| w == word);
        if has("canonical") && self.out.canonical.is_none() {
            self.out.canonical = self.attr(node, "href");
        }
        if has("license") && self.out.license.is_none() {
            self.out.license = self.attr(node, "href");
        }
    }

    fn heading(&mut self, node: NodeId, name: &str) {
        let level = if name == "h1" { 1 } else { 2 };
        if self.out.headings.len() >= MOST {
            return;
        }
        let text = super::clean(&line(self.tree, node, LINE).0);
        if text.is_empty() {
            return;
        }
        if level == 1
            && let Some(root) = self.beside.root
        {
            // what holds the main heading is no box beside the article
            self.void.push(root);
        }
        self.roots[0].push(self.beside.root);
        let (order, aside) = (self.order, self.beside.certain);
        if level == 1 && !aside {
            self.titled = Some(order);
        }
        self.out.headings.push(Headline {
            node,
            order,
            level,
            text,
            aside,
        });
    }

    /// Looks at what the attributes of an element say of its contents.
    fn classes(&mut self, node: NodeId, name: &str) {
        let outer = matches!(name, "html" | "body" | "main" | "article" | "head");
        let class = self.tree.attr(node, "class").unwrap_or_default();
        let id = self.tree.attr(node, "id").unwrap_or_default();
        let mut sign = signs::of(class) | signs::of(id);
        if name == "time" {
            sign |= Sign::DATE;
        }
        if sign.has(Sign::WALL) && !outer {
            self.out.wall = true;
        }
        if outer {
            return;
        }
        let foot = sign.has(Sign::FOOT) && self.titled.is_none_or(|title| self.order > title + BELOW);
        if (sign.has(Sign::BESIDE) || foot) && self.beside.root.is_none() {
            self.beside.root = u32::try_from(self.order).ok();
        }
        if self.out.named.len() < MOST
            && let Some(by) = self.named_by(node, name, sign)
        {
            let (text, whole) = line(self.tree, node, LINE);
            if whole && !text.trim().is_empty() {
                self.name(node, text, by);
            }
        }
        if sign.has(Sign::DATE) && self.out.dated.len() < MOST {
            self.date(node, name, class);
        }
    }

    fn named_by(&self, node: NodeId, name: &str, sign: Sign) -> Option<NamedBy> {
        let rel = self
            .tree
            .attr(node, "rel")
            .is_some_and(|r| r.split_ascii_whitespace().any(|w| w == "author"));
        let prop = self
            .tree
            .attr(node, "itemprop")
            .is_some_and(|p| p.split_ascii_whitespace().any(|w| w == "author"));
        if sign.has(Sign::BYLINE) {
            return Some(NamedBy::Byline);
        }
        let to_author = name == "a" && self.tree.attr(node, "href").is_some_and(signs::is_author_page);
        if rel || prop || to_author {
            return Some(NamedBy::Link);
        }
        sign.has(Sign::AUTHOR).then_some(NamedBy::Class)
    }

    fn name(&mut self, node: NodeId, text: String, by: NamedBy) {
        let by = if behind_lead(&text).1 { NamedBy::Lead } else { by };
        self.roots[1].push(self.beside.root);
        let (order, aside) = (self.order, self.beside.certain);
        self.out.named.push(Named {
            node,
            order,
            text,
            by,
            aside,
        });
    }

    fn date(&mut self, node: NodeId, name: &str, class: &str) {
        let machine = if name == "time" {
            self.attr(node, "datetime")
        } else {
            None
        };
        let (text, whole) = line(self.tree, node, 200);
        if !whole || (machine.is_none() && !text.bytes().any(|b| b.is_ascii_digit())) {
            return;
        }
        let ahead = self.ahead(node, &text);
        let prop = self.tree.attr(node, "itemprop").unwrap_or_default();
        let label = format!("{class} {prop}");
        self.tell(node, text, label, ahead, machine);
    }

    fn tell(&mut self, node: NodeId, text: String, label: String, ahead: String, machine: Option<String>) {
        self.roots[2].push(self.beside.root);
        let (order, aside) = (self.order, self.beside.certain);
        self.out.dated.push(Dated {
            node,
            order,
            text,
            label,
            ahead,
            machine,
            aside,
        });
    }

    /// The words just ahead of an element in its parent.
    fn ahead(&self, node: NodeId, text: &str) -> String {
        let Some(parent) = self.tree.parent(node) else {
            return String::new();
        };
        let (around, _) = line(self.tree, parent, 240);
        let before = around
            .find(text)
            .and_then(|at| around.get(..at))
            .unwrap_or_default();
        let skip = before.char_indices().rev().nth(40).map_or(0, |c| c.0);
        before.get(skip..).unwrap_or_default().to_owned()
    }

    /// Looks at a text that may be a byline or tell a date without any element that says so.
    fn words(&mut self, node: NodeId, text: &str) {
        let text = text.trim();
        if text.len() < 2 || text.len() > 240 {
            return;
        }
        let Some(parent) = self.tree.parent(node) else {
            return;
        };
        if self.out.named.len() < MOST
            && signs::may_lead(text)
            && (behind_lead(text).1 || signs::is_lead(text))
        {
            self.lead(parent);
        }
        if self.out.dated.len() < MOST && text.len() < 120 && signs::may_date(text) {
            let (around, whole) = line(self.tree, parent, 200);
            if whole {
                let ahead = self.ahead(parent, &around);
                self.tell(parent, around, String::new(), ahead, None);
            }
        }
    }

    /// A text that begins with "By": the element around it that has the names, too.
    fn lead(&mut self, from: NodeId) {
        let mut node = from;
        for _ in 0..4 {
            let (text, whole) = line(self.tree, node, LINE);
            if !whole {
                return;
            }
            let (rest, lead) = behind_lead(&text);
            if lead && rest.chars().filter(|c| c.is_alphabetic()).count() > 3 {
                self.name(node, text, NamedBy::Lead);
                return;
            }
            let Some(parent) = self.tree.parent(node) else {
                return;
            };
            node = parent;
        }
    }

    fn property(&mut self, node: NodeId, name: &str) {
        let Some(props) = self.tree.attr(node, "itemprop") else {
            return;
        };
        for prop in props.split_ascii_whitespace() {
            let wanted = matches!(
                prop,
                "headline" | "datePublished" | "dateModified" | "dateCreated" | "author" | "publisher"
            );
            if !wanted || self.out.properties.len() >= MOST {
                continue;
            }
            let value = match name {
                "meta" => self.attr(node, "content"),
                "time" => self.attr(node, "datetime"),
                _ => self.attr(node, "content"),
            };
            let value = value.or_else(|| {
                let named = if self.tree.attr(node, "itemscope").is_some() {
                    inner_name(self.tree, node)
                } else {
                    None
                };
                named.or_else(|| Some(line(self.tree, node, LINE)).filter(|l| l.1).map(|l| l.0))
            });
            if let Some(value) = value {
                self.roots[3].push(self.beside.root);
                let (order, aside) = (self.order, self.beside.certain);
                self.out.properties.push(Property {
                    name: prop.to_owned(),
                    value,
                    order,
                    aside,
                });
            }
        }
    }

    /// Marks what stands in boxes beside the article.
    fn finish(mut self) -> Harvest {
        let beside = |root: &Option<u32>| root.is_some_and(|r| !self.void.contains(&r));
        let [headings, named, dated, properties] = &self.roots;
        self.out
            .headings
            .iter_mut()
            .zip(headings)
            .for_each(|(e, r)| e.aside |= beside(r));
        self.out
            .named
            .iter_mut()
            .zip(named)
            .for_each(|(e, r)| e.aside |= beside(r));
        self.out
            .dated
            .iter_mut()
            .zip(dated)
            .for_each(|(e, r)| e.aside |= beside(r));
        self.out
            .properties
            .iter_mut()
            .zip(properties)
            .for_each(|(e, r)| e.aside |= beside(r));
        self.out
    }
}
