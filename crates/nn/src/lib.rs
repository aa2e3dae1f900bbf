//! Running small networks on int8 matrix products: a transformer encoder and a convolutional tagger.
