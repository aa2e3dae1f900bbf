//! The whole program, from the outside.
//!
//! No test depends on what the trained models find beyond the plainest sentences.

#![allow(clippy::print_stderr, clippy::unwrap_used)]

mod again;
mod asking;
mod bad_input;
mod eval;
mod eval_errors;
mod every_format;
mod exchange;
mod five_minutes;
mod formats;
mod inputs;
mod kept;
mod large_input;
mod lists;
mod output;
mod pages;
mod reconcile;
mod repeat;
mod reprocess;
mod resume;
mod reviewed;
mod support;
mod tables;
mod usage;
mod web;
