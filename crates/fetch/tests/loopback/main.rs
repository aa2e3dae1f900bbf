//! Fetching from real servers on this machine.

#![allow(clippy::unwrap_used)]

mod answers;
mod redirects;
mod rules;
mod runs;
mod server;
mod tls;
