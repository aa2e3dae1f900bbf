//! Texts of elements, as lines.

use crate::tree::{NodeId, Tree};

/// Elements that do not break a line. Links do, here: names beside each other are links.
fn in_line(name: &str) -> bool {
    matches!(
        name,
        "span"
            | "b"
            | "i"
            | "em"
            | "strong"
            | "u"
            | "font"
            | "small"
            | "abbr"
            | "sup"
            | "sub"
            | "mark"
            | "q"
            | "cite"
            | "wbr"
            | "bdi"
            | "s"
            | "address"
            | "time"
    )
}

/// The text of an element, its parts divided by line breaks, and whether that is all of it.
pub(crate) fn line(tree: &Tree, node: NodeId, most: usize) -> (String, bool) {
    let mut out = String::new();
    let mut looked = 0;
    let whole = each(
        tree,
        node,
        |inner| {
            looked += 1;
            if let Some(text) = tree.text(inner) {
                for part in text.split_inclusive(char::is_whitespace) {
                    let trimmed = part.trim_end();
                    out.push_str(trimmed);
                    if trimmed.len() < part.len() && !out.is_empty() && !out.ends_with([' ', '\n']) {
                        out.push(' ');
                    }
                    if out.len() > most {
                        return None;
                    }
                }
            } else if let Some(name) = tree.name(inner) {
                if matches!(
                    name,
                    "script" | "style" | "template" | "svg" | "noscript" | "iframe" | "button"
                ) {
                    return Some(false);
                }
                if inner != node && !in_line(name) && !out.is_empty() && !out.ends_with('\n') {
                    out.push('\n');
                }
            }
            (looked < 300).then_some(true)
        },
        |inner| tree.name(inner).is_some_and(|n| !in_line(n)),
    );
    let mut text = String::with_capacity(out.len());
    for part in out.split('\n').map(str::trim).filter(|p| !p.is_empty()) {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(part);
    }
    (text, whole)
}

/// Goes through a node and what is inside, in order. `visit` says whether to look inside, or nothing to stop. An element for
/// which `again` holds is visited again where it ends. Returns whether all was gone through.
fn each(
    tree: &Tree,
    node: NodeId,
    mut visit: impl FnMut(NodeId) -> Option<bool>,
    again: impl Fn(NodeId) -> bool,
) -> bool {
    let mut at = node;
    loop {
        let Some(inside) = visit(at) else {
            return false;
        };
        if inside && let Some(child) = tree.first_child(at) {
            at = child;
            continue;
        }
        loop {
            if at == node {
                return true;
            }
            if let Some(next) = tree.next_sibling(at) {
                at = next;
                break;
            }
            let Some(parent) = tree.parent(at) else {
                return true;
            };
            at = parent;
            if at != node && again(at) && visit(at).is_none() {
                return false;
            }
        }
    }
}

/// All text of a script.
pub(super) fn whole(tree: &Tree, node: NodeId) -> String {
    tree.children(node).filter_map(|inner| tree.text(inner)).collect()
}

/// What the property `name` inside an element says.
pub(super) fn inner_name(tree: &Tree, node: NodeId) -> Option<String> {
    let inner = tree.descendants(node).take(300).find(|inner| {
        let props = tree.attr(*inner, "itemprop");
        props.is_some_and(|p| p.split_ascii_whitespace().any(|w| w == "name"))
    })?;
    match tree.attr(inner, "content") {
        Some(content) => Some(content.trim().to_owned()),
        None => Some(line(tree, inner, super::walk::LINE).0),
    }
}

/// The text that a page shows, up to about `most` bytes.
pub(crate) fn visible(tree: &Tree, most: usize) -> String {
    let mut out = String::new();
    let body = tree.first_named("body").unwrap_or(tree.root());
    each(
        tree,
        body,
        |inner| {
            if let Some(text) = tree.text(inner) {
                for word in text.split_whitespace() {
                    out.push_str(word);
                    out.push(' ');
                }
            }
            let hidden = matches!(
                tree.name(inner),
                Some("script" | "style" | "template" | "noscript" | "svg")
            );
            (out.len() < most).then_some(!hidden)
        },
        |_| false,
    );
    out
}

/// The title in the head of a page.
pub(crate) fn head_title(tree: &Tree) -> Option<String> {
    let title = tree.first_named("title")?;
    Some(line(tree, title, super::walk::VALUE).0)
}
