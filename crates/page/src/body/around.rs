//! What the first trees say of the blocks around one: the second trees see it, and tell a list, or a text that goes on, as a whole.

use super::blocks::Raw;
use super::measures::path;
use super::seen::number;
use crate::tree::Tree;
use rustc_hash::FxHashMap as HashMap;

/// Names of the numbers, in their order.
pub(crate) const AROUND: &[&str] = &[
    "chance",
    "chance@-3",
    "chance@-2",
    "chance@-1",
    "chance@+1",
    "chance@+2",
    "chance@+3",
    "path-chance",
    "path-chance-others",
    "siblings-chance",
    "siblings-chance-others",
    "chances-before",
    "chances-behind",
    "chances-5",
    "chances-12",
    "since-likely",
    "until-likely",
    "words-since-likely",
    "words-until-likely",
];

/// What counts of a block here, beside its chance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    /// Which blocks it stands alike with: those whose elements, and the two around, have the same names and classes.
    pub(crate) path: usize,
    /// Which blocks stand in the same element.
    pub(crate) siblings: usize,
    /// Its words, and one.
    pub(crate) words: f32,
}

/// The places of a page's blocks, with their numbers.
pub(crate) fn places(tree: &Tree, blocks: &[Raw], rows: &[Vec<f32>]) -> Vec<Place> {
    let mut paths: HashMap<u64, usize> = HashMap::default();
    let places = blocks.iter().zip(rows).map(|(block, row)| {
        let next = paths.len();
        let words = number(row, "words").unwrap_or_default();
        Place {
            path: *paths.entry(path(tree, block.node)).or_insert(next),
            siblings: tree.parent(block.node).unwrap_or(block.node) as usize,
            words: words + 1.0,
        }
    });
    places.collect()
}

/// Blocks counted between likely ones, and words, at most.
const MOST_BLOCKS: f32 = 30.0;
const MOST_WORDS: f32 = 300.0;

/// From which chance on a block is likely the article's.
const LIKELY: f32 = 0.5;

/// The numbers of all blocks, from their chances by the first trees.
pub(crate) fn around(places: &[Place], chances: &[f32]) -> Vec<[f32; AROUND.len()]> {
    let weighted: Vec<(Place, f32)> = places.iter().copied().zip(chances.iter().copied()).collect();
    let by_path = groups(&weighted, |place| place.path);
    let by_siblings = groups(&weighted, |place| place.siblings);
    // Sums of likely words, and of words, ahead of each block and of the end.
    let mut sums = vec![(0.0f32, 0.0f32)];
    let (mut likely, mut all) = (0.0, 0.0);
    for (place, chance) in &weighted {
        likely += chance * place.words;
        all += place.words;
        sums.push((likely, all));
    }
    let sum = |at: usize| sums.get(at).copied().unwrap_or((likely, all));
    let window = |at: usize, reach: usize| {
        let (from, to) = (sum(at.saturating_sub(reach)), sum(at + reach + 1));
        (to.0 - from.0) / (to.1 - from.1).max(1.0)
    };
    let since = gaps(weighted.iter());
    let mut until = gaps(weighted.iter().rev());
    until.reverse();
    let chance = |at: usize, by: isize| {
        at.checked_add_signed(by)
            .and_then(|at| chances.get(at))
            .copied()
            .unwrap_or(-1.0)
    };
    let whole = likely.max(1.0);
    let rows = weighted.iter().zip(since.iter().zip(&until)).enumerate();
    rows.map(|(at, ((place, own), (since, until)))| {
        let [path, paths] = share(by_path.get(&place.path), place.words, *own);
        let [sibling, siblings] = share(by_siblings.get(&place.siblings), place.words, *own);
        [
            *own,
            chance(at, -3),
            chance(at, -2),
            chance(at, -1),
            chance(at, 1),
            chance(at, 2),
            chance(at, 3),
            path,
            paths,
            sibling,
            siblings,
            sum(at).0 / whole,
            (likely - sum(at + 1).0) / whole,
            window(at, 5),
            window(at, 12),
            since.0,
            until.0,
            since.1,
            until.1,
        ]
    })
    .collect()
}

/// Of blocks of one group: likely words, words, and how many they are.
type Group = (f32, f32, usize);

fn groups(weighted: &[(Place, f32)], key: fn(&Place) -> usize) -> HashMap<usize, Group> {
    let mut groups: HashMap<usize, Group> = HashMap::default();
    for (place, chance) in weighted {
        let group = groups.entry(key(place)).or_default();
        group.0 += chance * place.words;
        group.1 += place.words;
        group.2 += 1;
    }
    groups
}

/// How likely a block's group is, and how likely its others are.
fn share(group: Option<&Group>, words: f32, chance: f32) -> [f32; 2] {
    let Some(&(likely, all, count)) = group else {
        return [chance, -1.0];
    };
    let others = if count > 1 {
        (likely - chance * words) / (all - words).max(1.0)
    } else {
        -1.0
    };
    [likely / all.max(1.0), others]
}

/// Blocks and words since the last likely one, in the order given.
fn gaps<'a>(weighted: impl Iterator<Item = &'a (Place, f32)>) -> Vec<(f32, f32)> {
    let (mut blocks, mut words) = (MOST_BLOCKS, MOST_WORDS);
    let mut gaps = Vec::new();
    for (place, chance) in weighted {
        gaps.push((blocks.min(MOST_BLOCKS), words.min(MOST_WORDS)));
        if *chance > LIKELY {
            (blocks, words) = (0.0, 0.0);
        } else {
            blocks += 1.0;
            words += place.words;
        }
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_trees_see_what_they_saw_in_training() {
        let mut lines = include_str!("../../tests/data/around.tsv").lines();
        let names: Vec<&str> = lines.next().unwrap().split('\t').collect();
        assert_eq!(names[3..], *AROUND);
        let rows: Vec<Vec<f32>> = lines
            .map(|line| line.split('\t').map(|v| v.parse().unwrap()).collect())
            .collect();
        assert_eq!(rows.len(), 20);
        let places: Vec<Place> = rows
            .iter()
            .map(|row| Place {
                path: row[1] as usize,
                siblings: row[2] as usize,
                words: row[0] + 1.0,
            })
            .collect();
        let chances: Vec<f32> = rows.iter().map(|row| row[3]).collect();
        for (found, wanted) in around(&places, &chances).iter().zip(&rows) {
            for ((name, found), wanted) in AROUND.iter().zip(found).zip(&wanted[3..]) {
                assert!((found - wanted).abs() < 1e-3, "{name}: {found} for {wanted}");
            }
        }
    }

    #[test]
    fn a_page_without_blocks_has_nothing_around() {
        assert!(around(&[], &[]).is_empty());
    }
}
