//! The trained taggers: features, label sets, decoding, and the weights inside the binary.
