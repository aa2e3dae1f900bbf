//! What people and bodies are elsewhere: candidates, and which of them is beyond doubt.
//!
//! A [`Service`] is any that speaks the W3C Entity Reconciliation API, 0.2 or the draft of 1.0; a [`Register`] is a file of
//! identifiers. Both propose [`Candidate`]s for a [`Query`]; [`verdict`] says whether one of them may be taken without somebody
//! looking. It sets nothing.
//!
//! ```
//! use onrecord_reconcile::{Query, Register, Verdict, verdict};
//! use onrecord_record::SpeakerType;
//! let register = Register::read("people.csv", b"id,name,description\nQ1,Lene Dorvik,harbour master\n").unwrap();
//! let query = Query::new(SpeakerType::Person, "Lene Dorvik");
//! let candidates = register.candidates(&query, 5);
//! assert_eq!(verdict(&query, &candidates), Verdict::Match("Q1".to_owned()));
//! ```

mod answer;
mod query;
mod register;
mod service;
mod verdict;

pub use answer::Candidate;
pub use query::{Api, Query};
pub use register::Register;
pub use service::{Manifest, ReconcileError, Service, Shape};
pub use verdict::{Verdict, verdict};
