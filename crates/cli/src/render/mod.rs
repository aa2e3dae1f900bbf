//! Records for people: on a terminal and as a page.

mod directory;
mod facts;
pub mod html;
mod layers;
mod outline;
mod places;
mod speaker;
pub mod terminal;
pub mod text;

pub use outline::{Entry, outline};

/// Text is not spread wider than this.
const WIDEST: usize = 100;

/// Columns to fill: what the terminal has, or what `COLUMNS` says, up to a width that reads well.
pub(crate) fn terminal_width(terminal: bool) -> usize {
    let set = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok());
    let has = || {
        terminal
            .then(terminal_size::terminal_size)
            .flatten()
            .map(|(columns, _)| usize::from(columns.0))
    };
    set.or_else(has).unwrap_or(80).clamp(40, WIDEST)
}
