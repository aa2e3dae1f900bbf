//! Whole tables, good and damaged.

#![allow(clippy::unwrap_used)]

mod any_table;
mod delimited;
mod json;
mod parquet;
mod support;
