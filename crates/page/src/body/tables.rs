//! Data tables of the article that were left out, which is said.

use super::blocks::Raw;
use super::choose::{is_aside, is_hidden};
use crate::tree::{NodeId, Tree};

/// How many data tables stand between the chosen blocks, in `root`, and none of whose text was chosen.
pub(super) fn left_out(tree: &Tree, blocks: &[Raw], chosen: &[bool], root: NodeId) -> usize {
    let place = |at: usize| tree.span(blocks[at].node).start;
    let first = chosen.iter().position(|c| *c).map(place);
    let last = chosen.iter().rposition(|c| *c).map(place);
    let (Some(first), Some(last)) = (first, last) else {
        return 0;
    };
    let tables = tree.descendants(root).filter(|&id| {
        let span = tree.span(id);
        tree.name(id) == Some("table") && span.start > first && span.start < last && is_data(tree, id)
    });
    let shown = |table: NodeId| {
        let mut around = std::iter::once(table)
            .chain(tree.ancestors(table))
            .take_while(|&id| id != root);
        !around.any(|id| is_hidden(tree, id) || is_aside(tree, id, tree.name(id).unwrap_or_default()))
    };
    let kept = blocks.iter().zip(chosen).filter(|(_, chosen)| **chosen);
    let holders = tree.with_ancestors(kept.map(|(block, _)| block.node));
    tables
        .filter(|&table| shown(table) && !holders.contains(&table))
        .count()
}

/// Whether a table has two rows of two cells with words, and no table inside: else it lays out a page.
fn is_data(tree: &Tree, table: NodeId) -> bool {
    let inside = || tree.descendants(table).filter(|&id| id != table);
    let nested = inside().any(|id| tree.name(id) == Some("table"));
    let layout = matches!(tree.attr(table, "role"), Some("presentation" | "none"));
    let cell =
        |&id: &NodeId| matches!(tree.name(id), Some("td" | "th")) && !tree.text_within(id).trim().is_empty();
    let wide = |&row: &NodeId| tree.name(row) == Some("tr") && tree.children(row).filter(cell).count() >= 2;
    !nested && !layout && inside().filter(wide).count() >= 2
}
