//! Whatever news comes in: told apart, opened, and taken to articles.
//!
//! [`units`] spells out what was asked for, an [`Intake`] goes through it, into folders, archives, feeds and pages, and yields
//! single articles in order, in bounded memory; [`finish`] decodes one, on whatever thread.
//!
//! ```
//! use onrecord_intake::{Cursor, Intake, Opener, Web, What, finish, units};
//! let file = tempfile::NamedTempFile::with_suffix(".txt").unwrap();
//! std::fs::write(&file, "The bridge is closed, the city said.").unwrap();
//! let found = units(&[file.path().to_owned()], &[], None);
//! let mut intake = Intake::new(found.units, Opener::default(), Web::closed(), false, Cursor::default());
//! let Some(What::Entry(entry)) = intake.next().map(|arrival| arrival.what) else { panic!("an article") };
//! let finished = finish(*entry, &[])?;
//! assert_eq!(finished.article.text, "The bridge is closed, the city said.");
//! # Ok::<(), onrecord_intake::Unfinished>(())
//! ```

mod archive;
mod arrival;
mod finish;
mod input;
mod intake;
mod kind;
mod lent;
mod open;
mod recognise;
mod seen;
mod stream;
mod table;
mod web;

pub use arrival::{Arrival, Count, Cursor, Over, Passed, What};
pub use finish::{Finished, Unfinished, finish};
pub use input::{Missing, Place, Unit, Units, stamp, units};
pub use intake::Intake;
pub use kind::Kind;
pub use lent::name_of;
pub use onrecord_table::{Columns, TableError};
pub use open::{Limits, Opener};
pub use seen::Seen;
pub use web::{Answered, Part, Web};
