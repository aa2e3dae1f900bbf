//! What can go wrong when a model is loaded or given input.

use thiserror::Error;

/// A model file that cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The bytes are no safetensors file.
    #[error("the model is no safetensors file ({0}); export it again")]
    Container(#[from] safetensors::SafeTensorError),
    /// The file has no metadata entry `config`.
    #[error("the model file has no metadata entry `config`; export it again with the network's shape there")]
    NoConfig,
    /// The metadata entry `config` cannot be read.
    #[error("the model file's metadata entry `config` cannot be read: {0}")]
    Config(#[from] serde_json::Error),
    /// The file holds another kind of network.
    #[error("the model file holds a network of kind `{found}`, not `{wanted}`; load it as that kind")]
    Arch {
        /// The kind named in the file.
        found: String,
        /// The kind asked for.
        wanted: &'static str,
    },
    /// A figure in `config` that no network can have.
    #[error("the model file's `config` says {what}, but {limit}")]
    Limit {
        /// What `config` says.
        what: String,
        /// What it may say.
        limit: String,
    },
    /// A tensor is not there.
    #[error("the model file has no tensor `{name}`, which its `config` calls for")]
    Missing {
        /// The tensor's name.
        name: String,
    },
    /// A tensor has another type or shape than `config` calls for.
    #[error("tensor `{name}` of the model file is {found}, but its `config` calls for {wanted}")]
    Shape {
        /// The tensor's name.
        name: String,
        /// Its type and shape.
        found: String,
        /// The type and shape `config` calls for.
        wanted: String,
    },
    /// A number that is infinite or not a number.
    #[error(
        "tensor `{name}` of the model file holds {value} at index {index}; export it again from sound weights"
    )]
    NotFinite {
        /// The tensor's name.
        name: String,
        /// Where in the tensor.
        index: usize,
        /// The value found.
        value: f32,
    },
}

/// Input a network cannot take.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RunError {
    /// The ends of the sequences do not ascend to the number of tokens.
    #[error("the sequences end at {last} in ascending order, but there are {tokens} tokens")]
    Ends {
        /// The last end that is not below the one before it.
        last: usize,
        /// The tokens given.
        tokens: usize,
    },
    /// A list with a fixed number of entries for each token has another length.
    #[error("{what}: {found} entries for {tokens} tokens, but {each} for each token are wanted")]
    Entries {
        /// Which list.
        what: &'static str,
        /// Its length.
        found: usize,
        /// The tokens given.
        tokens: usize,
        /// The entries wanted for each.
        each: usize,
    },
    /// A sequence is longer than the encoder has positions.
    #[error("sequence {sequence} has {length} tokens, but the encoder has {positions} positions; split it")]
    TooLong {
        /// The sequence's place in the batch.
        sequence: usize,
        /// Its length in tokens.
        length: usize,
        /// The encoder's positions.
        positions: usize,
    },
    /// A row number past the end of its table.
    #[error("token {token} names row {row} of table `{table}`, which has {rows} rows")]
    Row {
        /// The token's place in the batch.
        token: usize,
        /// The table.
        table: String,
        /// The row asked for.
        row: usize,
        /// The table's rows.
        rows: usize,
    },
    /// A selected position past the last token.
    #[error("selected position {position} (entry {entry}) is past the last of {tokens} tokens")]
    Selected {
        /// The entry's place in the list.
        entry: usize,
        /// The position it names.
        position: usize,
        /// The tokens given.
        tokens: usize,
    },
}
