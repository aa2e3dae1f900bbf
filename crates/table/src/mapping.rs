//! Which column of this table is taken for what.

use crate::columns::Columns;
use crate::error::TableError;
use crate::field::{Field, plain};
use crate::near::nearest;
use crate::value::Path;
use std::fmt;

/// A column taken for a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) field: Field,
    pub(crate) path: Path,
    /// Whether the user said so.
    pub(crate) told: bool,
}

/// Which columns of a table are taken for what. Printed as a note: `text from “body” as told, title from “headline” by its
/// usual name`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    taken: Vec<Taken>,
    /// Columns that were told and stood in no row looked at.
    unseen: Vec<(Field, String)>,
}

impl Mapping {
    /// The column that is taken for `field`, as named in the table or told by the user.
    pub fn column(&self, field: Field) -> Option<&str> {
        self.get(field).map(|taken| taken.path.name.as_str())
    }

    pub(crate) fn get(&self, field: Field) -> Option<&Taken> {
        self.taken.iter().find(|taken| taken.field == field)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Taken> {
        self.taken.iter()
    }

    /// What is taken from a table whose columns are known, all of them.
    pub(crate) fn of_columns(columns: &Columns, existing: &[String]) -> Result<Self, TableError> {
        Self::find(columns, existing, Path::column, |given| {
            let same = |name: &&String| name.trim() == given.trim();
            let alike = |name: &&String| name.trim().to_lowercase() == given.trim().to_lowercase();
            let found = existing.iter().find(same).or_else(|| existing.iter().find(alike));
            found.map(|name| Path::column(name))
        })
    }

    /// What is taken from rows of which some were looked at: `existing` are their keys, `there` says whether a path leads
    /// somewhere in any of them. Only text and HTML must stand in those rows.
    pub(crate) fn of_rows(
        columns: &Columns,
        existing: &[String],
        there: impl Fn(&Path) -> bool,
    ) -> Result<Self, TableError> {
        let mut seen = columns.clone();
        let mut unseen = Vec::new();
        for (field, given) in columns.iter() {
            let body = matches!(field, Field::Text | Field::Html);
            if !given.is_empty() && !body && !there(&Path::parse(given)) {
                seen.set(field, "");
                unseen.push((field, given.to_owned()));
            }
        }
        let found = |given: &str| Some(Path::parse(given)).filter(|path| there(path));
        let mut mapping = Self::find(&seen, existing, Path::column, found)?;
        for (field, given) in &unseen {
            let path = Path::parse(given);
            mapping.taken.push(Taken {
                field: *field,
                path,
                told: true,
            });
        }
        mapping.taken.sort_by_key(|taken| taken.field);
        mapping.unseen = unseen;
        Ok(mapping)
    }

    fn find(
        columns: &Columns,
        existing: &[String],
        column: impl Fn(&str) -> Path,
        found: impl Fn(&str) -> Option<Path>,
    ) -> Result<Self, TableError> {
        let mut taken: Vec<Taken> = Vec::new();
        for (field, given) in columns.iter().filter(|(_, given)| !given.is_empty()) {
            let path = found(given).ok_or_else(|| TableError::UnknownColumn {
                field,
                column: given.to_owned(),
                nearest: nearest(given, existing.iter().map(String::as_str)).map(str::to_owned),
                existing: existing.to_vec(),
            })?;
            taken.push(Taken {
                field,
                path,
                told: true,
            });
        }
        let plain_names: Vec<_> = existing.iter().map(|name| plain(name)).collect();
        for field in Field::ALL {
            // Who says where the article stands is taken at the word.
            let body_told = taken
                .iter()
                .any(|t| t.told && matches!(t.field, Field::Text | Field::Html));
            let body = matches!(field, Field::Text | Field::Html);
            if columns.of(field).is_some() || (body && body_told) {
                continue;
            }
            let free = |name: &str| taken.iter().all(|t| t.path.name != name);
            let guess = field.usual_names().iter().find_map(|usual| {
                let named = plain_names
                    .iter()
                    .zip(existing)
                    .filter(|(plain, _)| plain == usual);
                named.map(|(_, name)| name).find(|name| free(name))
            });
            if let Some(name) = guess {
                taken.push(Taken {
                    field,
                    path: column(name),
                    told: false,
                });
            }
        }
        taken.sort_by_key(|taken| taken.field);
        if !taken.iter().any(|t| matches!(t.field, Field::Text | Field::Html)) {
            return Err(TableError::NoText {
                nearest: like_text(existing),
                existing: existing.to_vec(),
            });
        }
        Ok(Self {
            taken,
            unseen: Vec::new(),
        })
    }
}

/// The column whose name is most like a usual one of the text, among those that are no usual ones of anything.
fn like_text(existing: &[String]) -> Option<String> {
    let usual = |name: &str| {
        Field::ALL
            .iter()
            .any(|f| f.usual_names().contains(&plain(name).as_str()))
    };
    let free = || existing.iter().map(String::as_str).filter(|name| !usual(name));
    let names = Field::Text.usual_names().iter().chain(Field::Html.usual_names());
    let found = names.filter_map(|name| nearest(name, free())).next();
    found.map(str::to_owned)
}

impl fmt::Display for Mapping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (told, how) in [(true, "as told"), (false, "by their usual names")] {
            let named = self.taken.iter().filter(|t| t.told == told);
            let named: Vec<_> = named
                .map(|t| format!("{} from “{}”", t.field, t.path.name))
                .collect();
            if named.is_empty() {
                continue;
            }
            let apart = if !told && self.taken.iter().any(|t| t.told) {
                "; "
            } else {
                ""
            };
            write!(f, "{apart}{} ({how})", named.join(", "))?;
        }
        for (field, given) in &self.unseen {
            write!(
                f,
                "; “{given}”, told for {field}, stands in none of the first rows"
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|n| (*n).to_owned()).collect()
    }

    #[test]
    fn usual_names_are_guessed_and_said() {
        let existing = names(&["ID", "Published_At", "source", "Headline", "content", "body", "n"]);
        let mapping = Mapping::of_columns(&Columns::default(), &existing).unwrap();
        assert_eq!(
            mapping.to_string(),
            "text from “body”, title from “Headline”, outlet from “source”, published from “Published_At”, \
             id from “ID” (by their usual names)"
        );
        let told: Columns = "text=content,title=,outlet=ID".parse().unwrap();
        let mapping = Mapping::of_columns(&told, &existing).unwrap();
        assert_eq!(
            mapping.to_string(),
            "text from “content”, outlet from “ID” (as told); published from “Published_At” (by their usual names)"
        );
    }

    #[test]
    fn errors_name_the_columns() {
        let existing = names(&["headline", "lead", "brødtekst"]);
        let error = |told: &str| {
            let told: Columns = told.parse().unwrap();
            Mapping::of_columns(&told, &existing).unwrap_err().to_string()
        };
        assert_eq!(
            error(""),
            "no column is known to hold the text; there are “headline”, “lead”, “brødtekst”"
        );
        assert_eq!(
            error("text=brodtekst"),
            "there is no column “brodtekst” to take for text; “brødtekst” is meant?; there are “headline”, “lead”, “brødtekst”"
        );
    }
}
