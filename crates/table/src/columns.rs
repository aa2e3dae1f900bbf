//! The map from fields to columns that the user gives.

use crate::error::TableError;
use crate::field::Field;
use crate::near::nearest;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// Which columns hold what, as told by the user. What it does not tell is guessed from usual names.
///
/// ```
/// use onrecord_table::{Columns, Field};
/// let columns: Columns = "text=body, published=meta.date, title=".parse()?;
/// assert_eq!(columns.of(Field::Text), Some("body"));
/// assert_eq!(columns.of(Field::Title), Some("")); // nothing is taken for the title
/// assert_eq!(columns.of(Field::Url), None); // to be guessed
/// # Ok::<(), onrecord_table::TableError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns(BTreeMap<Field, String>);

impl Columns {
    /// Takes `column` for `field`: a column's name, a JSON Pointer (`/meta/date`) or a dotted path (`meta.date`);
    /// the empty string for none.
    pub fn set(&mut self, field: Field, column: impl Into<String>) {
        self.0.insert(field, column.into());
    }

    /// The column that was told for `field`.
    pub fn of(&self, field: Field) -> Option<&str> {
        self.0.get(&field).map(String::as_str)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (Field, &str)> {
        self.0.iter().map(|(&field, column)| (field, column.as_str()))
    }
}

impl FromStr for Columns {
    type Err = TableError;

    /// Reads `FIELD=COLUMN` pairs set apart by commas. A comma or backslash in a column's name is written `\,` or `\\`.
    fn from_str(given: &str) -> Result<Self, TableError> {
        let mut columns = Self::default();
        for pair in pairs(given) {
            let Some((name, column)) = pair.split_once('=') else {
                return Err(TableError::NotAPair { given: pair });
            };
            let name = name.trim().to_lowercase();
            let field = Field::from_name(&name).ok_or_else(|| TableError::UnknownField {
                nearest: nearest(&name, Field::ALL.iter().map(|f| f.name())).map(str::to_owned),
                given: name,
            })?;
            if columns.0.insert(field, column.trim().to_owned()).is_some() {
                return Err(TableError::Twice { field });
            }
        }
        Ok(columns)
    }
}

impl fmt::Display for Columns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (field, column)) in self.iter().enumerate() {
            let comma = if i == 0 { "" } else { "," };
            write!(
                f,
                "{comma}{field}={}",
                column.replace('\\', "\\\\").replace(',', "\\,")
            )?;
        }
        Ok(())
    }
}

/// The pairs, without empty ones, escapes undone.
fn pairs(given: &str) -> Vec<String> {
    let mut pairs = vec![String::new()];
    let mut characters = given.chars();
    while let Some(c) = characters.next() {
        let Some(last) = pairs.last_mut() else { break };
        match c {
            '\\' => last.extend(characters.next()),
            ',' => pairs.push(String::new()),
            _ => last.push(c),
        }
    }
    pairs.retain(|pair| !pair.trim().is_empty());
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn errors_name_what_is_meant() {
        let error = |given: &str| given.parse::<Columns>().unwrap_err().to_string();
        assert_eq!(
            error("text=body,publised=date"),
            "there is no field “publised” for a column; “published” is meant?"
        );
        assert_eq!(error("body"), "“body” is not of the form FIELD=COLUMN");
        assert_eq!(error("text=a,text=b"), "the column of text is given twice");
    }

    proptest! {
        #[test]
        fn a_map_printed_is_read_the_same(names in prop::collection::vec("[a-z,.\\\\/= ü]{0,8}", 16)) {
            let mut columns = Columns::default();
            for (field, name) in Field::ALL.into_iter().zip(&names) {
                columns.set(field, name.trim());
            }
            prop_assert_eq!(columns.to_string().parse::<Columns>().unwrap(), columns);
        }
    }
}
