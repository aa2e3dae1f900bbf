//! Records out and in again, in every format.

#![allow(clippy::unwrap_used)]

mod excerpts;
mod imports;
mod properties;
mod readback;
mod round_trips;
mod sample;
mod snapshots;
