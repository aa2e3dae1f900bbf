//! Files of every kind go in, articles come out.

#![allow(clippy::unwrap_used)]

mod feeds;
mod mail;
mod tables;
mod web_archives;
