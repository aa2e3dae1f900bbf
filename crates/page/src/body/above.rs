//! What the elements around a block give to it: hints in their names, what kinds they are, whether they are hidden.

use super::hints::{Finder, HINTS};
use super::is_hidden;
use crate::tree::{NodeId, Tree};
use rustc_hash::FxHashMap as HashMap;

/// What one element gives to all blocks in it.
#[derive(Clone, Copy, Default)]
pub(super) struct Above {
    pub(super) hints: u64,
    pub(super) near: [u64; 7],
    pub(super) tags: u32,
    pub(super) role: f32,
    pub(super) hidden: bool,
}

pub(super) const TAGS: &[&str] = &[
    "article",
    "main",
    "aside",
    "footer",
    "nav",
    "header",
    "section",
    "figure",
    "form",
    "li",
    "table",
    "a",
    "blockquote",
    "p",
];

pub(super) struct Looker<'a> {
    tree: &'a Tree,
    finder: &'static Finder,
    known: HashMap<NodeId, Above>,
}

impl<'a> Looker<'a> {
    pub(super) fn new(tree: &'a Tree) -> Self {
        Self {
            tree,
            finder: Finder::new(),
            known: HashMap::default(),
        }
    }

    /// What the element and those around it give.
    pub(super) fn above(&mut self, id: NodeId) -> Above {
        if let Some(known) = self.known.get(&id) {
            return *known;
        }
        // From the outermost unknown element inwards: pages nest deep.
        let path: Vec<NodeId> = std::iter::once(id)
            .chain(self.tree.ancestors(id))
            .take_while(|a| !self.known.contains_key(a))
            .collect();
        let mut above = path
            .last()
            .and_then(|&l| self.tree.parent(l))
            .and_then(|p| self.known.get(&p).copied())
            .unwrap_or_default();
        for &at in path.iter().rev() {
            let name = self.tree.name(at).unwrap_or_default();
            let mut own = self.finder.of(self.tree, at);
            if matches!(name, "html" | "body") {
                own = 0;
            }
            above.near.rotate_right(1);
            above.near[0] = own;
            above.hints |= own;
            if let Some(bit) = TAGS.iter().position(|t| *t == name) {
                above.tags |= 1 << bit;
            }
            if name == "figcaption" {
                above.tags |= 1 << 7;
            }
            if let Some(role) = self.tree.attr(at, "role") {
                let code = match role {
                    "main" | "article" => 1.0,
                    "navigation" | "complementary" | "banner" | "contentinfo" | "dialog" | "search"
                    | "alert" | "form" => -1.0,
                    _ => 0.0,
                };
                if code != 0.0 {
                    above.role = code;
                }
            }
            above.hidden |= is_hidden(self.tree, at);
            self.known.insert(at, above);
        }
        above
    }
}

/// How far away a hint is: 7 for the element itself, 6 for the one around it, 0 for nowhere.
pub(super) fn nearness(above: &Above, mask: u64) -> f32 {
    above
        .near
        .iter()
        .position(|h| h & mask != 0)
        .map_or(0.0, |at| 7.0 - at as f32)
}

/// The same for every hint, in their order.
pub(super) fn every_nearness(above: &Above, row: &mut Vec<f32>) {
    let from = row.len();
    row.resize(from + HINTS.len(), 0.0);
    let mut known = 0;
    for (at, hints) in above.near.iter().enumerate() {
        let mut left = hints & !known;
        known |= hints;
        while left != 0 {
            row[from + left.trailing_zeros() as usize] = 7.0 - at as f32;
            left &= left - 1;
        }
    }
}
