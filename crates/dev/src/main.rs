//! Developers' commands: training features, schema and documents.
fn main() {}
