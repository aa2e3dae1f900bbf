//! Decision trees that tell an article's blocks from the rest of a page: the first see each block, the second also what the first
//! say of those around it.
//!
//! They were trained on 198 pages of news sites with their text (13 more, whose given text breaks off in the middle
//! of the article, were only measured on). The pages belong to their sites and are not part of the repository; what is kept of
//! them are the trees' numbers. `training/blocks.py` says how.

use std::sync::LazyLock;

/// Written by `training/blocks.py`.
const FIRST: &str = include_str!("../../data/blocks.txt");
const SECOND: &str = include_str!("../../data/blocks-around.txt");

enum Part {
    /// Which number is asked for, and where the part for greater ones stands; that for the others is the next.
    Split {
        number: usize,
        most: f32,
        greater: usize,
    },
    Leaf(f32),
}

/// The trees, and the score from which on a block is the article's.
pub(crate) struct Trees {
    threshold: f32,
    parts: Vec<Part>,
    roots: Vec<usize>,
}

impl Trees {
    /// Those that see each block by itself.
    pub(crate) fn first() -> &'static Self {
        static BUILT_IN: LazyLock<Trees> = LazyLock::new(|| Trees::built_in(FIRST, &super::seen::names()));
        &BUILT_IN
    }

    /// Those that see what the first say, too.
    pub(crate) fn second() -> &'static Self {
        static BUILT_IN: LazyLock<Trees> = LazyLock::new(|| Trees::built_in(SECOND, &second_names()));
        &BUILT_IN
    }

    fn built_in(text: &str, names: &[String]) -> Self {
        #[expect(clippy::expect_used, reason = "a test reads the same texts")]
        Self::read(text, names).expect("the built-in trees are well-formed")
    }

    fn read(text: &str, names: &[String]) -> Option<Self> {
        let mut lines = text.lines().filter(|l| !l.starts_with('#'));
        let threshold = lines.next()?.strip_prefix("threshold\t")?.parse().ok()?;
        let (mut parts, mut roots) = (Vec::new(), Vec::new());
        for line in lines {
            roots.push(parts.len());
            // Splits whose parts for greater numbers are still to come.
            let mut open: Vec<usize> = Vec::new();
            let mut fields = line.split('\t').peekable();
            while let Some(field) = fields.next() {
                if let Some((name, most)) = field.split_once("<=") {
                    open.push(parts.len());
                    parts.push(Part::Split {
                        number: names.iter().position(|n| n == name)?,
                        most: most.parse().ok()?,
                        greater: 0,
                    });
                    continue;
                }
                parts.push(Part::Leaf(field.parse().ok()?));
                let next = parts.len();
                match open.pop() {
                    Some(split) => match parts.get_mut(split)? {
                        Part::Split { greater, .. } => *greater = next,
                        Part::Leaf(_) => return None,
                    },
                    None if fields.peek().is_none() => {}
                    None => return None,
                }
            }
            // The last split's second part is missing, or there is no part at all.
            let missing = parts
                .iter()
                .any(|p| matches!(p, Part::Split { greater, .. } if *greater >= parts.len()));
            if !open.is_empty() || missing || parts.len() == *roots.last()? {
                return None;
            }
        }
        Some(Self {
            threshold,
            parts,
            roots,
        })
    }

    /// Whether a block with these numbers is the article's.
    pub(crate) fn choose(&self, numbers: &[f32]) -> bool {
        self.score(numbers) > self.threshold
    }

    /// How likely a block with these numbers is the article's, from 0 to 1.
    pub(crate) fn chance(&self, numbers: &[f32]) -> f32 {
        1.0 / (1.0 + (-self.score(numbers)).exp())
    }

    fn score(&self, numbers: &[f32]) -> f32 {
        self.roots.iter().map(|&root| self.leaf(root, numbers)).sum()
    }

    fn leaf(&self, root: usize, numbers: &[f32]) -> f32 {
        let mut at = root;
        // Every step goes on to a later part.
        loop {
            match self.parts.get(at) {
                Some(Part::Split {
                    number,
                    most,
                    greater,
                }) => {
                    let small = numbers.get(*number).is_some_and(|n| n <= most);
                    at = if small { at + 1 } else { *greater };
                }
                Some(Part::Leaf(score)) => return *score,
                None => return 0.0,
            }
        }
    }
}

/// The names of what the second trees see.
fn second_names() -> Vec<String> {
    let around = super::around::AROUND.iter().map(|&n| n.to_owned());
    super::seen::names().into_iter().chain(around).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Vec<String> {
        ["a", "b"].map(str::to_owned).to_vec()
    }

    #[test]
    fn trees_are_read_and_asked() {
        let text = "# note\nthreshold\t0.5\na<=1.5\tb<=0\t-1\t2\t0.25\n0.3\n";
        let trees = Trees::read(text, &names()).unwrap();
        assert!(!trees.choose(&[1.0, 0.0]));
        assert!(trees.choose(&[1.0, 1.0]));
        assert!(trees.choose(&[2.0, 0.0]));
    }

    #[test]
    fn what_is_no_tree_is_not_read() {
        for text in [
            "",
            "threshold\tx\n",
            "threshold\t0\na<=1\t2\n",
            "threshold\t0\nc<=1\t2\t3\n",
            "threshold\t0\n1\t2\n",
            "threshold\t0\n\n",
        ] {
            assert!(Trees::read(text, &names()).is_none(), "{text:?}");
        }
        assert!(Trees::read(FIRST, &crate::body::names()).is_some());
        assert!(Trees::read(SECOND, &second_names()).is_some());
    }

    /// Made-up numbers, and what trees say of them in training.
    fn check(text: &str, names: &[String], lines: &str) {
        let different: std::collections::HashSet<&String> = names.iter().collect();
        assert_eq!(different.len(), names.len());
        let mut lines = lines.lines();
        let columns: Vec<&str> = lines.next().unwrap().split('\t').skip(1).collect();
        let trees = Trees::read(text, names).unwrap();
        let mut checked = 0;
        for line in lines {
            let values: Vec<f32> = line.split('\t').map(|v| v.parse().unwrap()).collect();
            let mut numbers = vec![0.0; names.len()];
            for (column, value) in columns.iter().zip(&values[1..]) {
                numbers[names.iter().position(|n| n == column).unwrap()] = *value;
            }
            assert!(
                (trees.score(&numbers) - values[0]).abs() < 0.01,
                "{} {line}",
                trees.score(&numbers)
            );
            checked += 1;
        }
        assert_eq!(checked, 12);
    }

    #[test]
    fn scores_are_those_of_training() {
        check(
            FIRST,
            &crate::body::names(),
            include_str!("../../tests/data/trees.tsv"),
        );
        check(
            SECOND,
            &second_names(),
            include_str!("../../tests/data/trees-around.tsv"),
        );
    }
}
