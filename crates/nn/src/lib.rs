//! Running small networks on int8 matrix products: a transformer encoder and a convolutional tagger.
//!
//! Weights are int8 with a scale for every row; activations are quantised to 8 bits row by row as they come. Attention,
//! norms and activations stay in f32. Sequences are never padded, and what is computed for one does not depend on the
//! others beside it, nor on the processor: integer products are exact, and sums of floats have one order everywhere.
//!
//! All sizes but the number of outputs, the width of a head and the tables' lengths are multiples of 16.
//!
//! Models are shared; each worker brings a scratch of its own and keeps it.
//!
//! It does not train, and it knows nothing of text.

mod buffer;
mod cnn;
mod encoder;
mod error;
mod head;
mod isa;
mod lanes;
mod layers;
mod linear;
mod pairs;
mod product;
mod rows;
mod sequences;
mod weights;

pub use cnn::{Cnn, CnnScratch};
pub use encoder::{Encoder, EncoderScratch};
pub use error::{LoadError, RunError};
pub use pairs::{Pairs, PairsInput, PairsScratch};

#[cfg(test)]
#[path = "../tests/models/mod.rs"]
mod models;
