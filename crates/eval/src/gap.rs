//! GAP (Webster et al. 2018): whether a pronoun refers to either of two names, balanced by the pronoun's gender.
//!
//! A file has a header and an item a line, tab-separated. The figures are those of the task's own scorer: two answers for
//! each item, precision and recall over the answers that are true; and the bias, F of feminine over F of masculine pronouns.

use crate::bootstrap::{Resampling, intervals};
use crate::figures::{Figures, Tally, round1};
use crate::table::{Table, figure};
use onrecord_record::ByteIndex;
use serde::Serialize;
use std::fmt;
use std::ops::{AddAssign, Range};
use std::path::{Path, PathBuf};

/// How the header of a file of GAP begins.
const HEADER: &str = "ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tA-coref\tB\tB-offset\tB-coref";

/// A pronoun and two names in a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GapItem {
    /// Its name.
    pub id: String,
    /// The passage.
    pub text: String,
    /// The pronoun, in bytes.
    pub pronoun: Range<usize>,
    /// The two names, in bytes.
    pub names: [Range<usize>; 2],
    /// Whether the pronoun refers to each.
    pub refers: [bool; 2],
}

impl GapItem {
    /// Whether the pronoun is feminine.
    pub fn is_feminine(&self) -> bool {
        let pronoun = self.text.get(self.pronoun.clone()).unwrap_or_default();
        ["she", "her", "hers", "herself"]
            .iter()
            .any(|form| pronoun.eq_ignore_ascii_case(form))
    }
}

/// Why a file of GAP cannot be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GapError {
    /// The file cannot be read.
    #[error("{}: cannot be read: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The first line is not the header.
    #[error("{}: is no file of GAP: the first line is not the header of its columns", path.display())]
    Header {
        /// The file.
        path: PathBuf,
    },
    /// A line has too few columns.
    #[error("{}:{line}: has {found} columns, expected at least 10", path.display())]
    Columns {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// Columns found.
        found: usize,
    },
    /// A column does not hold what it should.
    #[error("{}:{line}: {column} is {value:?}, expected {expected}", path.display())]
    Value {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The column.
        column: &'static str,
        /// What it holds.
        value: String,
        /// What it should hold.
        expected: &'static str,
    },
    /// The file has no items.
    #[error("{}: holds a header and no item", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
}

/// Whether a file that begins with `line` is one of GAP.
pub fn is_gap(line: &str) -> bool {
    line.starts_with(HEADER)
}

/// Loads a file of GAP.
///
/// # Errors
/// [`GapError`], naming the file, the line and the column. Nothing is loaded in part.
pub fn load_gap(path: &Path) -> Result<Vec<GapItem>, GapError> {
    let text = std::fs::read_to_string(path).map_err(|source| GapError::Read {
        path: path.to_owned(),
        source,
    })?;
    parse_gap(&text, path)
}

/// The same from text already read; `path` only names it in errors.
///
/// # Errors
/// As [`load_gap`].
pub fn parse_gap(text: &str, path: &Path) -> Result<Vec<GapItem>, GapError> {
    let mut lines = text.lines();
    if !lines.next().is_some_and(is_gap) {
        return Err(GapError::Header {
            path: path.to_owned(),
        });
    }
    let items: Vec<GapItem> = lines
        .zip(2..)
        .filter(|(line, _)| !line.trim().is_empty())
        .map(|(line, number)| item(line, number, path))
        .collect::<Result<_, _>>()?;
    if items.is_empty() {
        return Err(GapError::Empty {
            path: path.to_owned(),
        });
    }
    Ok(items)
}

fn item(line: &str, number: usize, path: &Path) -> Result<GapItem, GapError> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [
        id,
        text,
        pronoun,
        pronoun_at,
        a,
        a_at,
        a_coref,
        b,
        b_at,
        b_coref,
        ..,
    ] = columns[..]
    else {
        return Err(GapError::Columns {
            path: path.to_owned(),
            line: number,
            found: columns.len(),
        });
    };
    let value = |column, value: &str, expected| GapError::Value {
        path: path.to_owned(),
        line: number,
        column,
        value: value.to_owned(),
        expected,
    };
    let index = ByteIndex::new(text);
    let span = |column, printed: &str, at: &str| -> Result<Range<usize>, GapError> {
        let wrong = || value(column, at, "the code point where the words begin in the text");
        let start: u32 = at.parse().map_err(|_| wrong())?;
        let start = index.byte(start).ok_or_else(wrong)?;
        let range = start..start + printed.len();
        if printed.is_empty() || text.get(range.clone()) != Some(printed) {
            return Err(wrong());
        }
        Ok(range)
    };
    let truth = |column, printed: &str| match printed {
        "TRUE" | "True" | "true" => Ok(true),
        "FALSE" | "False" | "false" => Ok(false),
        _ => Err(value(column, printed, "TRUE or FALSE")),
    };
    Ok(GapItem {
        id: id.to_owned(),
        pronoun: span("Pronoun-offset", pronoun, pronoun_at)?,
        names: [span("A-offset", a, a_at)?, span("B-offset", b, b_at)?],
        refers: [truth("A-coref", a_coref)?, truth("B-coref", b_coref)?],
        text: text.to_owned(),
    })
}

/// What the scorer finds, in per cent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GapReport {
    /// Items.
    pub items: u64,
    /// All items.
    pub overall: Figures,
    /// Items with a masculine pronoun.
    pub masculine: Figures,
    /// Items with a feminine pronoun.
    pub feminine: Figures,
    /// F of feminine over F of masculine pronouns, to three decimals; 0 where the latter is 0.
    pub bias: f64,
    /// Items answered wrong.
    #[serde(skip)]
    pub wrong: Vec<GapFinding>,
}

/// An item answered wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GapFinding {
    /// The item.
    pub id: String,
    /// Whether the pronoun refers to each name.
    pub refers: [bool; 2],
    /// What was answered.
    pub answered: [bool; 2],
}

#[derive(Default)]
struct Counts {
    masculine: Tally,
    feminine: Tally,
}

impl AddAssign<&Counts> for Counts {
    fn add_assign(&mut self, other: &Counts) {
        self.masculine += &other.masculine;
        self.feminine += &other.feminine;
    }
}

impl Counts {
    fn overall(&self) -> Tally {
        let mut sum = self.masculine;
        sum += &self.feminine;
        sum
    }

    fn figures(&self) -> Vec<f64> {
        [self.overall(), self.masculine, self.feminine]
            .iter()
            .flat_map(Tally::prf)
            .collect()
    }
}

/// Scores answers, whether the pronoun refers to each name, in the order of the items; an item past the last answer
/// counts as answered with neither.
pub fn score(items: &[GapItem], answers: &[[bool; 2]], resampling: Resampling) -> GapReport {
    let (mut all, mut counts, mut wrong) = (Vec::with_capacity(items.len()), Counts::default(), Vec::new());
    for (number, item) in items.iter().enumerate() {
        let answered = answers.get(number).copied().unwrap_or_default();
        let mut own = Counts::default();
        let tally = if item.is_feminine() {
            &mut own.feminine
        } else {
            &mut own.masculine
        };
        for (refers, answered) in item.refers.into_iter().zip(answered) {
            if refers {
                tally.ask(answered);
            }
            if answered {
                tally.hold(refers);
            }
        }
        if item.refers != answered {
            wrong.push(GapFinding {
                id: item.id.clone(),
                refers: item.refers,
                answered,
            });
        }
        counts += &own;
        all.push(own);
    }
    let mut drawn = intervals(&all, resampling, Counts::figures).into_iter();
    let [masculine, feminine] = [counts.masculine.prf()[2], counts.feminine.prf()[2]];
    GapReport {
        items: items.len() as u64,
        overall: counts.overall().figures().with(&mut drawn),
        masculine: counts.masculine.figures().with(&mut drawn),
        feminine: counts.feminine.figures().with(&mut drawn),
        bias: if masculine > 0.0 {
            (feminine / masculine * 1000.0).round() / 1000.0
        } else {
            0.0
        },
        wrong,
    }
}

impl fmt::Display for GapReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new(&["pronouns", "P", "R", "F", "true", "answered"]);
        for (name, figures) in [
            ("all", &self.overall),
            ("masculine", &self.masculine),
            ("feminine", &self.feminine),
        ] {
            table.row(vec![
                name.to_owned(),
                figure(figures.p),
                figure(figures.r),
                figure(figures.f),
                figures.gold.to_string(),
                figures.predicted.to_string(),
            ]);
        }
        write!(f, "{table}")?;
        if let Some(intervals) = self.overall.intervals {
            let [low, high] = intervals.f.map(round1);
            writeln!(f, "F of all: {low:.1}–{high:.1}")?;
        }
        writeln!(f, "bias (feminine F / masculine F): {:.3}", self.bias)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAIL: &str = "\tURL\n";

    fn file(lines: &[&str]) -> String {
        format!("{HEADER}{TAIL}{}\n", lines.join("\n"))
    }

    fn parse(text: &str) -> Result<Vec<GapItem>, GapError> {
        parse_gap(text, Path::new("items.tsv"))
    }

    const FIRST: &str =
        "i1\tÁsa Holm met Ruut Oja before she left.\tshe\t29\tÁsa Holm\t0\tTRUE\tRuut Oja\t13\tFALSE\tu";
    const SECOND: &str = "i2\tTevita Moli and Sione Pula won; his dog ran.\this\t32\tTevita Moli\t0\tFALSE\tSione Pula\t16\tTRUE\tu";
    const THIRD: &str =
        "i3\tMina Tal, not Edda Roe, said he knew.\the\t29\tMina Tal\t0\tFALSE\tEdda Roe\t14\tFALSE\tu";

    #[test]
    fn items_are_read_with_their_places() {
        let items = parse(&file(&[FIRST, SECOND])).unwrap();
        assert_eq!(&items[0].text[items[0].pronoun.clone()], "she");
        assert_eq!(&items[0].text[items[0].names[1].clone()], "Ruut Oja");
        assert_eq!((items[0].refers, items[1].refers), ([true, false], [false, true]));
        assert!(items[0].is_feminine() && !items[1].is_feminine());
    }

    #[test]
    fn the_figures_are_the_tasks() {
        let items = parse(&file(&[FIRST, SECOND, THIRD])).unwrap();
        let none = Resampling {
            resamples: 0,
            seed: 0,
        };
        let report = score(&items, &[[true, false], [true, true], [true, false]], none);
        // masculine: one of three answers right, the one true found; feminine: all right
        let (m, f, all) = (report.masculine, report.feminine, report.overall);
        assert_eq!((m.p, m.r, m.f), (33.3, 100.0, 50.0));
        assert_eq!((f.p, f.r, f.f), (100.0, 100.0, 100.0));
        assert_eq!((all.p, all.r, all.f), (50.0, 100.0, 66.7));
        assert_eq!(report.bias, 2.0);
        let wrong: Vec<&str> = report.wrong.iter().map(|w| w.id.as_str()).collect();
        assert_eq!(wrong, ["i2", "i3"]);
        assert!(
            report
                .to_string()
                .contains("bias (feminine F / masculine F): 2.000")
        );
    }

    #[test]
    fn missing_answers_are_no() {
        let items = parse(&file(&[FIRST])).unwrap();
        let report = score(&items, &[], Resampling::default());
        assert_eq!((report.overall.f, report.bias), (0.0, 0.0));
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert!(matches!(parse("doc\ttext\n"), Err(GapError::Header { .. })));
        assert!(matches!(parse(&file(&[])), Err(GapError::Empty { .. })));
        assert!(matches!(
            parse(&file(&[FIRST, "i2\tshort"])),
            Err(GapError::Columns {
                line: 3,
                found: 2,
                ..
            })
        ));
        for (from, to, column) in [
            ("\t29\t", "\t28\t", "Pronoun-offset"),
            ("\t13\t", "\t999999\t", "B-offset"),
            ("\t0\t", "\t-1\t", "A-offset"),
            ("TRUE", "YES", "A-coref"),
        ] {
            match parse(&file(&[&FIRST.replace(from, to)])) {
                Err(GapError::Value { column: found, .. }) => assert_eq!(found, column),
                other => panic!("{other:?}"),
            }
        }
    }
}
