//! Whole tables, good and damaged.

mod any_table;
mod delimited;
mod json;
mod parquet;
mod support;
