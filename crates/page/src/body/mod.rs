//! The article's text on a page: which blocks there are, and which of them are the article's.

mod above;
mod around;
mod blocks;
mod choose;
mod declared;
mod embedded;
mod hints;
mod measures;
mod never;
mod phrases;
mod quotes;
mod seen;
mod tables;
mod told;
mod trees;

pub(crate) use blocks::{Raw, collect};
pub(crate) use choose::is_hidden;
pub(crate) use seen::names;

use crate::facts::Harvest;
use crate::tree::Tree;

use crate::decode::Decoded;
use onrecord_record::BlockKind;
use onrecord_source::{Block, Document, Run};

/// Pages that show more bytes than this hold no longer text elsewhere.
const MOST_SHOWN: usize = 6000;

/// The article's blocks: those that the trees choose, or, where they choose none, the rules; and what is to be said of them:
/// that they come from data that the page does not show, or that tables are missing.
pub(crate) fn choose(tree: &Tree, harvest: &Harvest) -> (Vec<Raw>, Option<String>) {
    let blocks = choose::all(tree);
    let rules = choose::rules(tree, &blocks);
    let mut chosen = by_trees(tree, &blocks, &rules, harvest);
    let long = |(block, chosen): (&Raw, &bool)| *chosen && choose::is_long(block);
    if !blocks.iter().zip(&chosen).any(long) {
        chosen = rules.chosen;
    }
    quotes::without_replies(tree, &blocks, &mut chosen);
    quotes::complete(tree, &blocks, rules.root, &mut chosen);
    for (block, chosen) in blocks.iter().zip(&mut chosen) {
        *chosen &= !is_markup(block);
    }
    let missing = tables::left_out(tree, &blocks, &chosen, rules.root);
    let kept = blocks.into_iter().zip(chosen).filter(|(_, chosen)| *chosen);
    let chosen: Vec<Raw> = kept.map(|(block, _)| block).collect();
    match instead(tree, &chosen) {
        Some(held) => {
            let note = "the text was read from data in the page, which shows less of it";
            (held, Some(note.to_owned()))
        }
        None => {
            let tables = if missing == 1 { "table was" } else { "tables were" };
            (
                chosen,
                (missing > 0).then(|| format!("{missing} {tables} left out")),
            )
        }
    }
}

/// Up to which chance by the first trees the second are not asked: it saves most of their time, and they would hardly ever object.
const UNLIKELY: f32 = 0.05;

/// What the trees choose. Where the page holds several articles, one after the other, the first of them is the page's, and nothing of
/// the others: to trees, which see a block and what is around it, they look the same.
fn by_trees(tree: &Tree, blocks: &[Raw], rules: &choose::Ruled, harvest: &Harvest) -> Vec<bool> {
    let rows = seen::see(tree, blocks, rules, harvest);
    let places = around::places(tree, blocks, &rows);
    let (first, second) = (trees::Trees::first(), trees::Trees::second());
    let chances: Vec<f32> = rows.iter().map(|row| first.chance(row)).collect();
    let around = around::around(&places, &chances);
    let of_first = |block: &Raw| match rules.first {
        Some(first) => std::iter::once(block.node)
            .chain(tree.ancestors(block.node))
            .any(|id| id == first),
        None => true,
    };
    let all = rows.iter().zip(&chances).zip(around);
    let mut chosen: Vec<bool> = all
        .map(|((row, chance), around)| {
            *chance > UNLIKELY && second.choose(&[row.as_slice(), &around].concat())
        })
        .collect();
    declared::add(blocks, &rows, &mut chosen);
    for (block, chosen) in blocks.iter().zip(&mut chosen) {
        *chosen &= block.heading != 1 && of_first(block);
    }
    chosen
}

/// Whether a block shows markup that was escaped by mistake: a post that no script has put into its place.
fn is_markup(block: &Raw) -> bool {
    block.kind != BlockKind::Preformatted
        && ["<a href=", "<blockquote", "</p>"]
            .iter()
            .any(|tag| block.text.contains(tag))
}

/// What the page holds as data, where it shows only the beginning of that, or next to nothing.
fn instead(tree: &Tree, shown: &[Raw]) -> Option<Vec<Raw>> {
    if embedded::length(shown) > MOST_SHOWN {
        return None;
    }
    let held = embedded::longest(tree);
    if held.is_empty() || embedded::length(&held) < 2 * embedded::length(shown) {
        return None;
    }
    // Long data of another story is not taken for what is shown.
    let mut long = shown.iter().filter(|b| choose::is_long(b)).peekable();
    let nothing = long.peek().is_none();
    let head = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .take(50)
            .collect::<String>()
    };
    let held_heads: Vec<String> = held.iter().map(|b| head(&b.text)).collect();
    let same = long.any(|b| held_heads.contains(&head(&b.text)));
    (nothing || same).then_some(held)
}

/// All blocks of a page, what can be seen of each, and where it stands.
pub(crate) fn see(tree: &Tree, harvest: &Harvest) -> Vec<(Raw, Vec<f32>, around::Place)> {
    let blocks = choose::all(tree);
    let rules = choose::rules(tree, &blocks);
    let rows = seen::see(tree, &blocks, &rules, harvest);
    let places = around::places(tree, &blocks, &rows);
    let all = blocks.into_iter().zip(rows).zip(places);
    all.map(|((block, row), place)| (block, row, place)).collect()
}

/// Puts blocks together to a document. Without the decoded page no map is made.
pub(crate) fn assemble(blocks: &[Raw], page: Option<&Decoded>) -> Document {
    let mut document = Document::default();
    for block in blocks {
        if !document.text.is_empty() {
            document.text.push_str("\n\n");
        }
        let base = document.text.len();
        document.text.push_str(&block.text);
        document.blocks.push(Block {
            range: base..document.text.len(),
            kind: block.kind,
        });
        let Some(page) = page else { continue };
        for (text, source) in &block.runs {
            let mut from = source.start;
            let part = block.text.get(text.clone()).unwrap_or_default();
            let same = part.len() == source.len();
            for (at, c) in part.char_indices() {
                let to = if same { from + c.len_utf8() } else { source.end };
                let range = base + text.start + at..base + text.start + at + c.len_utf8();
                push(
                    &mut document.runs,
                    range,
                    page.page_byte(from)..page.page_byte(to),
                    &document.text,
                );
                from = to;
            }
        }
    }
    document
}

/// Adds one character's run, to the last one if that goes on in the same way.
fn push(runs: &mut Vec<Run>, range: std::ops::Range<usize>, source: std::ops::Range<u64>, text: &str) {
    if source.is_empty() {
        return;
    }
    if let Some(last) = runs.last_mut()
        && last.range.end == range.start
        && last.source.end == source.start
        && last_width(last, text) == Some(source.end - source.start)
    {
        last.range.end = range.end;
        last.source.end = source.end;
        return;
    }
    runs.push(Run { range, source });
}

/// How many bytes each character of a run stands for. Runs are of one width of character in the text, too.
fn last_width(run: &Run, text: &str) -> Option<u64> {
    let first = text.get(run.range.clone())?.chars().next()?;
    let characters = (run.range.len() / first.len_utf8()).max(1) as u64;
    let next = text.get(run.range.end..)?.chars().next()?;
    (next.len_utf8() == first.len_utf8()).then(|| (run.source.end - run.source.start) / characters)
}
