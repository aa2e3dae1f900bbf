//! Which people and bodies of different articles are the same: careful links, with reasons.
//!
//! An article names somebody ([`Newcomer`]); a store looks up the [`Profile`]s that share a key with the name; [`decide`] says whether it is one of them, nobody
//! known, or open. It goes by what is printed: full names, roles and their bodies, who is named beside, places, outlets, days. A surname alone, a role alone and
//! initials never link, and a role passes to its next holder without their becoming one. Nothing is ever inferred from a name but whether it is another's. What
//! the user rules ([`Ruling`]) always wins.
//!
//! It keeps nothing and reads nothing: profiles are plain data of the store's, changed by [`Profile::take`] and [`Profile::merge`]. How right it is, `tests/README.md` tells.

mod body;
mod decide;
mod evidence;
mod fold;
mod list;
mod memo;
mod name;
mod post;
mod profile;
mod role;

pub use body::body_name;
pub use decide::{Candidate, Decision, LINK, MARGIN, OPEN, Ruling, decide};
pub use evidence::{Evidence, Reason};
pub use fold::folded;
pub use name::{Generation, NameFit, PersonName};
pub use profile::{MOST_TRAITS, Newcomer, PrintedRole, Profile};
pub use role::Field;
