//! Who a printed source is: names, offices, bodies and pronouns inside one article.
//!
//! The attribution engine hands in the sources of its statements, as tokens; it gets back who they are, with the name as
//! fully as the article prints it, the role and the body it belongs to, how sure that is, and why. A source that is nobody
//! in particular stays unnamed.
//!
//! It knows the words of English news (offices, bodies, pronouns), never who bears which name: nothing is inferred from
//! names, and `he` and `she` agree only with what the text itself prints ("spokeswoman", "Mr").

mod beside;
mod description;
mod entity;
mod judge;
mod lexicon;
mod likeness;
mod mention;
mod name;
mod office;
mod people;
mod phrase;
mod rank;
mod reference;

pub use entity::{Entity, EntityId, Printed};
pub use judge::{Judge, NamePlace, Referred};
pub use people::{Attributed, People, Source};
pub use rank::{Anaphor, Observation};
