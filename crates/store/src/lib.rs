//! The record as a file: articles with all their versions, what was said in them, people, corrections.
//!
//! [`Record`] is one SQLite file that any tool for SQLite opens; `docs/store.md` describes its tables. It is changed in
//! transactions, each of which is a row of `change`; a search index follows the record by these ([`Record::mark`]).
//!
//! What it does not do: it reads no sources, finds no statements, and has no search but SQLite's own.

mod add;
mod carry;
mod copy;
mod correct;
mod diff;
mod error;
mod file;
mod fix;
mod follow;
mod group;
mod history;
mod hit;
mod key;
mod link;
mod listing;
mod lists;
mod load;
mod name;
mod people;
mod printed;
mod profile;
mod reading;
mod ready;
mod recent;
mod relink;
mod rest;
mod ruling;
mod schema;
mod shadow;
mod slice;
mod undo;
mod verify;
mod why;

pub use add::Added;
pub use carry::{Carried, StaleLine};
pub use correct::{CorrectionLine, Moved};
pub use diff::{AttributionChange, Compared, FactChange, Line, Outcome, Piece, TextChange, Who, compare};
pub use error::StoreError;
pub use file::{Change, Mark, Record};
pub use fix::Fix;
pub use group::{Group, Origin};
pub use history::{AuditLine, History, Notice, VersionLine};
pub use hit::Hit;
pub use key::{KeyError, StatementKey, VersionKey};
pub use listing::Usable;
pub use lists::{By, ListChange, Sign};
pub use load::{PersonRow, StatementRow, Stored};
pub use people::{OpenLine, PersonLine, Portrait, RoleLine};
pub use ready::Ready;
pub use ruling::RulingLine;
pub use schema::VERSION as SCHEMA_VERSION;
pub use shadow::{Due, Reader, Reread, Shadow, Swapped};
pub use verify::{Finding, Held, Verified};
