//! The lists that users own: files of plain text that stand beside a record, can be versioned, and applied to any record.
//!
//! [`Lists`] is a folder of five CSV files; what their columns mean stands in `docs/lists.md`. [`Lists::read`] reads them as
//! spreadsheets leave them, and tells all that is wrong at once; [`Lists::write`] writes them in one order, a fact a line.
//! [`Names`] answers under which name somebody or some outlet goes, by aliases and outlets: the user's, and behind them the
//! wire agencies of `data/agencies.csv`.
//!
//! It knows no record: what a row does to one, `onrecord_store` says.

mod error;
mod files;
mod names;
mod row;
pub mod table;

pub use error::{ListError, ListErrors};
pub use files::Lists;
pub use names::{Names, agencies, fold as folded};
pub use row::{Alias, Barred, Decision, Hidden, Outlet, PersonRow, Placed, Row, Suppressed, What};
