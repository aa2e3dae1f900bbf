//! The record after everything that can go wrong with a disk, a process or a neighbour.
//!
//! The real program adds a generated set of inputs, and is stopped or let down on the way. Afterwards the record has to
//! verify, to hold whole articles only, and everything that was committed; and the same command given again has to end with
//! what an undisturbed run ends with, in the record and in what a search finds.
//!
//! `ONRECORD_CRASH_POINTS=500` looks at more moments than the tests do by themselves.

#![allow(clippy::print_stderr, clippy::unwrap_used)]

mod contents;
mod disk_full;
mod faults;
mod inputs;
mod kill;
mod many;
mod place;
