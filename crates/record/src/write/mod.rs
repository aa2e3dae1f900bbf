//! Writers: JSON, JSON Lines and CSV.
//!
//! They accept [`CheckedRecord`](crate::CheckedRecord)s only, so nothing that does not re-slice is ever written. The cells of a row can be
//! had by themselves, for tables with further columns.
//! Give them a buffered output. What the lines and columns hold is listed in `docs/schema/README.md`.

mod json;
mod lines;
mod rows;

pub use json::{Layout, json};
pub use lines::{Line, Origin, StatementLine, UnattributedLine, jsonl};
pub use rows::{COLUMNS, CsvWriter, Formulas, statement_cells, unattributed_cells};
