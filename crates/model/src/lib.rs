//! The trained taggers: features, label sets, decoding, and the weights inside the binary.
//!
//! MODEL_CARD.md states what the models were trained on, with each licence, and how good they are.

mod antecedent;
mod decode;
pub mod features;
mod labels;
mod tagger;
mod window;
pub mod wordpiece;

pub use antecedent::{Antecedent, AntecedentScratch, Antecedents, Candidate, Pronoun, PronounForm};
pub use labels::{ATTRIBUTES, Attribute, MODES, ModeLabel, ROLES, Role};
pub use tagger::{AttributeRun, ModelError, ModelName, RoleRun, Scratch, Tagger, Tagging};
pub use window::{WINDOW, windows};
