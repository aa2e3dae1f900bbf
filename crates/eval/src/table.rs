//! Plain text tables for the terminal.

use std::fmt;

/// Rows of cells; the first column is aligned left, the others right.
pub(crate) struct Table(Vec<Vec<String>>);

impl Table {
    pub(crate) fn new(header: &[&str]) -> Self {
        Self(vec![header.iter().map(|&cell| cell.to_owned()).collect()])
    }

    pub(crate) fn row(&mut self, cells: Vec<String>) {
        self.0.push(cells);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self.0.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            self.0
                .iter()
                .filter_map(|row| row.get(column))
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for row in &self.0 {
            let mut line = String::new();
            for (i, (cell, &width)) in row.iter().zip(&widths).enumerate() {
                line += &if i == 0 {
                    format!("{cell:width$}")
                } else {
                    format!("  {cell:>width$}")
                };
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// A figure with one decimal.
pub(crate) fn figure(value: f64) -> String {
    format!("{value:.1}")
}

/// An interval, or nothing.
pub(crate) fn interval(interval: Option<[f64; 2]>) -> String {
    interval
        .map(|[low, high]| format!("{low:.1}–{high:.1}"))
        .unwrap_or_default()
}

/// At most 160 characters of `words`, on one line.
pub(crate) fn excerpt(words: &str) -> String {
    const MOST: usize = 160;
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST) {
        Some((byte, _)) => format!("{}…", line.get(..byte).unwrap_or_default()),
        None => line,
    }
}

/// The beginning and the end of `words`, on one line.
pub(crate) fn ends_of(words: &str) -> String {
    const EACH: usize = 80;
    let line = one_line(words);
    let from = line.char_indices().nth(EACH);
    let to = line.char_indices().rev().nth(EACH - 1);
    match (from, to) {
        (Some((from, _)), Some((to, _))) if from < to => {
            let (first, last) = (line.get(..from), line.get(to..));
            format!("{}…{}", first.unwrap_or_default(), last.unwrap_or_default())
        }
        _ => line,
    }
}

/// `words` with every run of white space as one space, those at either end kept.
fn one_line(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for c in words.chars() {
        if !c.is_whitespace() {
            line.push(c);
        } else if !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::{Table, ends_of, excerpt};

    #[test]
    fn columns_line_up() {
        let mut table = Table::new(&["kind", "P"]);
        table.row(vec!["é".to_owned(), "100.0".to_owned()]);
        assert_eq!(table.to_string(), "kind      P\né     100.0\n");
    }

    #[test]
    fn excerpts_are_short() {
        assert_eq!(excerpt(" a\n b "), "a b");
        assert_eq!(excerpt(&"é".repeat(500)).chars().count(), 161);
    }

    #[test]
    fn long_words_keep_both_ends() {
        assert_eq!(ends_of(" a\n\n b "), " a b ");
        let whole = "é".repeat(160);
        assert_eq!(ends_of(&whole), whole);
        let short = ends_of(&format!("<{}>", "é".repeat(500)));
        assert_eq!(short.chars().count(), 161);
        assert!(short.starts_with("<é") && short.ends_with("é>"), "{short}");
    }
}
