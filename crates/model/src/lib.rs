//! The trained taggers: features, label sets, decoding, and the weights inside the binary.

pub mod features;
pub mod wordpiece;
