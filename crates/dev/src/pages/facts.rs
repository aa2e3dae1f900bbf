//! How many of the facts of pages are right.

use super::Article;
use onrecord_record::{DeclaredFact, DeclaredField};
use std::collections::BTreeSet;
use std::io::Write;

/// One kind of fact.
#[derive(Default)]
struct Score {
    of: usize,
    right: usize,
    wrong: Vec<String>,
}

impl Score {
    fn add(&mut self, right: bool, wrong: impl FnOnce() -> String) {
        self.of += 1;
        if right {
            self.right += 1;
        } else {
            self.wrong.push(wrong());
        }
    }
}

/// Titles, days of publication and writers; of each, the pages that are labelled with it.
#[derive(Default)]
pub(super) struct Scores {
    titles: Score,
    days: Score,
    writers: Score,
}

impl Scores {
    pub(super) fn add(&mut self, wanted: &Article, facts: &[DeclaredFact]) {
        let first = |field: DeclaredField| {
            let found = facts.iter().find(|f| f.field == field);
            found.map_or("", |f| f.value.as_str())
        };
        let line = |wanted: &str, found: &str, id: &str| format!("{id}: {found:?} for {wanted:?}");
        if !wanted.title.is_empty() {
            let found = first(DeclaredField::Title);
            self.titles.add(words(found) == words(&wanted.title), || {
                line(&wanted.title, found, &wanted.id)
            });
        }
        if !wanted.date.is_empty() {
            let found = first(DeclaredField::Published);
            let day = found.get(..10).unwrap_or(found);
            self.days.add(Some(day) == wanted.date.get(..10), || {
                line(&wanted.date, found, &wanted.id)
            });
        }
        let people = names(&wanted.authors);
        if !people.is_empty() {
            let writer = facts.iter().find(|f| f.field == DeclaredField::Author);
            let source = writer.map(|f| (f.by, &f.key));
            let found: Vec<&str> = facts
                .iter()
                .filter(|f| f.field == DeclaredField::Author && Some((f.by, &f.key)) == source)
                .map(|f| f.value.as_str())
                .collect();
            let found = found.join(", ");
            self.writers.add(names(&found) == people, || {
                line(&wanted.authors, &found, &wanted.id)
            });
        }
    }

    pub(super) fn write(&self, output: &mut impl Write, wrong: bool) -> std::io::Result<()> {
        for (name, score) in [
            ("titles, the same words", &self.titles),
            ("days of publication", &self.days),
            ("writers, the same names", &self.writers),
        ] {
            let share = 100.0 * score.right as f64 / score.of.max(1) as f64;
            writeln!(output, "{name}: {} of {}, {share:.1} %", score.right, score.of)?;
            for line in score.wrong.iter().filter(|_| wrong) {
                writeln!(output, "  {line}")?;
            }
        }
        Ok(())
    }
}

/// Words in lower case.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The names of a list, in any order.
fn names(list: &str) -> BTreeSet<Vec<String>> {
    list.split(',').map(words).filter(|w| !w.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_names_count_and_their_signs_do_not() {
        assert_eq!(words("“Open”, she said"), words("Open – she SAID"));
        assert_eq!(names("Ana Silva,  Bo Lind"), names("Bo Lind, Ana Silva"));
        assert_ne!(names("Ana Silva"), names("Ana Silva, Bo Lind"));
    }
}
