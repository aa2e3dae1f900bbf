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
