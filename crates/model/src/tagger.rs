//! The two taggers behind one interface.

use crate::decode::{Decoder, log_softmax};
use crate::features::{EXTRAS, Features, Reading, SMALL_FEATURES};
use crate::labels::{ATTRIBUTE_TAGS, ATTRIBUTES, Attribute, MODES, OUTPUTS, ROLES, Role, TAGS};
use crate::wordpiece::{CLS, SEP, WordPieces};
use onrecord_nn::{Cnn, CnnScratch, Encoder, EncoderScratch, LoadError, RunError};
use onrecord_text::{Layout, QuoteState, Shape};
use std::ops::Range;

/// int8 weights of the encoder (see MODEL_CARD.md).
static STANDARD: &[u8] = include_bytes!("../data/standard.safetensors");
/// int8 weights of the small network (see MODEL_CARD.md).
static FAST: &[u8] = include_bytes!("../data/fast.safetensors");

/// Most word pieces that go through a network at once: activations then stay in the second-level cache.
const BLOCK: usize = 512;
/// Most word pieces of one token that are read; the rest of so long a "word" says nothing.
const TOKEN_PIECES: usize = 64;

/// Which of the two shipped models reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ModelName {
    /// The transformer encoder: the most accurate.
    #[default]
    Standard,
    /// The small convolutional network, for archives.
    Fast,
}

/// Why a model does not load or run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The weights do not load.
    #[error("weights: {0}")]
    Load(#[from] LoadError),
    /// The network refused its input.
    #[error("network: {0}")]
    Run(#[from] RunError),
    /// The weights are of a network with other outputs.
    #[error("the weights have {found} outputs, this program wants {OUTPUTS}")]
    Outputs {
        /// Outputs of the weights.
        found: usize,
    },
}

/// A run of tokens that is (part of) a source, cue or content. Positions are in the sequence that was tagged.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleRun {
    /// What it is.
    pub role: Role,
    /// Positions.
    pub tokens: Range<usize>,
    /// Mean probability of the chosen tags, 0 to 1.
    pub probability: f32,
    /// For a cue: log probability of each mode, summed over its tokens.
    pub modes: [f32; MODES.len()],
}

/// A run of tokens that says whom, in what, on what occasion or through whom.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributeRun {
    /// What it is.
    pub attribute: Attribute,
    /// Positions.
    pub tokens: Range<usize>,
    /// Mean probability of the chosen tags, 0 to 1.
    pub probability: f32,
}

/// What a tagger found in a sequence.
#[derive(Clone, Debug, Default)]
pub struct Tagging {
    /// Sources, cues and contents, in order.
    pub roles: Vec<RoleRun>,
    /// Addressees, media, occasions and hops, in order.
    pub attributes: Vec<AttributeRun>,
    /// For each position, the probability that a statement inside a statement is marked there.
    pub gates: Vec<f32>,
}

/// Memory that a worker uses again and again.
#[derive(Debug, Default)]
pub struct Scratch {
    encoder: EncoderScratch,
    cnn: CnnScratch,
    decoder: Decoder,
    ids: Vec<u32>,
    extras: Vec<u16>,
    rows: Vec<u32>,
    ends: Vec<usize>,
    select: Vec<usize>,
    logits: Vec<f32>,
}

#[derive(Debug)]
enum Network {
    Standard(Box<Encoder<'static>>),
    Fast(Box<Cnn<'static>>),
}

/// A loaded tagger. Shared by all workers.
#[derive(Debug)]
pub struct Tagger {
    words: WordPieces,
    network: Network,
}

impl Tagger {
    /// Outputs for each token.
    pub const OUTPUTS: usize = OUTPUTS;

    /// Loads a built-in model.
    ///
    /// # Errors
    /// When the weights inside the program are damaged.
    pub fn load(name: ModelName) -> Result<Self, ModelError> {
        let (network, found) = match name {
            ModelName::Standard => {
                let encoder = Encoder::load(STANDARD)?;
                let outputs = encoder.outputs();
                (Network::Standard(Box::new(encoder)), outputs)
            }
            ModelName::Fast => {
                let cnn = Cnn::load(FAST)?;
                let outputs = cnn.outputs();
                (Network::Fast(Box::new(cnn)), outputs)
            }
        };
        if found != OUTPUTS {
            return Err(ModelError::Outputs { found });
        }
        Ok(Self {
            words: WordPieces::new(),
            network,
        })
    }

    /// Which model it is.
    pub fn name(&self) -> ModelName {
        match self.network {
            Network::Standard(_) => ModelName::Standard,
            Network::Fast(_) => ModelName::Fast,
        }
    }

    /// Name and version of the model, as outputs print it.
    pub fn label(&self) -> &'static str {
        match self.network {
            Network::Standard(_) => "onrecord-standard-1",
            Network::Fast(_) => "onrecord-fast-1",
        }
    }

    /// What the networks see of a text.
    pub fn features(&self, layout: &Layout<'_>) -> Features {
        Features::new(layout, &self.words)
    }

    /// Tags sequences of tokens (indices into the text's tokens), in blocks; calls `found` once for each, in order.
    ///
    /// What is found in a sequence does not depend on the others.
    ///
    /// # Errors
    /// When a network refuses its input, which no text brings about.
    pub fn tag(
        &self,
        scratch: &mut Scratch,
        features: &Features,
        sequences: &[&[usize]],
        reading: Reading,
        mut found: impl FnMut(usize, Tagging),
    ) -> Result<(), ModelError> {
        let mut from = 0;
        while from < sequences.len() {
            let (mut to, mut pieces) = (from, 0);
            while to < sequences.len() {
                let count = self.length(features, sequences[to]);
                if to > from && pieces + count > BLOCK {
                    break;
                }
                pieces += count;
                to += 1;
            }
            self.run(scratch, features, &sequences[from..to], reading)?;
            let mut at = 0;
            for (number, sequence) in sequences.iter().enumerate().take(to).skip(from) {
                let rows = &mut scratch.logits[at * OUTPUTS..(at + sequence.len()) * OUTPUTS];
                found(number, tagging(&mut scratch.decoder, rows));
                at += sequence.len();
            }
            from = to;
        }
        Ok(())
    }

    /// The network's outputs for one sequence of tokens, a row of [`Tagger::OUTPUTS`] for each: what [`Tagger::tag`] decodes.
    ///
    /// # Errors
    /// As for [`Tagger::tag`].
    pub fn outputs<'s>(
        &self,
        scratch: &'s mut Scratch,
        features: &Features,
        sequence: &[usize],
        reading: Reading,
    ) -> Result<&'s [f32], ModelError> {
        self.run(scratch, features, &[sequence], reading)?;
        Ok(&scratch.logits)
    }

    /// States of the encoder after `layers` layers for every word piece of a sequence; nothing from the small network.
    pub(crate) fn states<'s>(
        &self,
        scratch: &'s mut Scratch,
        features: &Features,
        sequence: &[usize],
        layers: usize,
    ) -> Result<Option<States<'s>>, ModelError> {
        let Network::Standard(encoder) = &self.network else {
            return Ok(None);
        };
        let Scratch {
            encoder: encoder_scratch,
            ids,
            extras,
            ends,
            select,
            ..
        } = scratch;
        ids.clear();
        extras.clear();
        ends.clear();
        select.clear();
        let mut input = Input {
            ids: &mut *ids,
            extras: &mut *extras,
            ends: &mut *ends,
            select: &mut *select,
        };
        input.push(features, sequence, Reading::Article);
        select.push(ids.len() - 1);
        let states = encoder.states(encoder_scratch, ids, extras, EXTRAS, ends, layers)?;
        Ok(Some(States {
            rows: states,
            places: select,
        }))
    }

    fn length(&self, features: &Features, sequence: &[usize]) -> usize {
        match self.network {
            Network::Standard(_) => {
                2 + sequence
                    .iter()
                    .map(|&t| features.piece_count(t..t + 1).min(TOKEN_PIECES))
                    .sum::<usize>()
            }
            Network::Fast(_) => sequence.len(),
        }
    }

    /// Fills `scratch.logits` with a row of outputs for every token of the sequences.
    fn run(
        &self,
        scratch: &mut Scratch,
        features: &Features,
        sequences: &[&[usize]],
        reading: Reading,
    ) -> Result<(), ModelError> {
        let Scratch {
            encoder: encoder_scratch,
            cnn: cnn_scratch,
            ids,
            extras,
            rows,
            ends,
            select,
            logits,
            ..
        } = scratch;
        ids.clear();
        extras.clear();
        rows.clear();
        ends.clear();
        select.clear();
        logits.clear();
        match &self.network {
            Network::Standard(encoder) => {
                let mut input = Input {
                    ids,
                    extras,
                    ends,
                    select,
                };
                for sequence in sequences {
                    input.push(features, sequence, reading);
                }
                logits.extend_from_slice(encoder.forward(
                    encoder_scratch,
                    ids,
                    extras,
                    EXTRAS,
                    ends,
                    select,
                )?);
            }
            Network::Fast(cnn) => {
                let mut count = 0;
                for sequence in sequences {
                    for &token in *sequence {
                        rows.extend_from_slice(&features.small_rows(token, reading));
                    }
                    count += sequence.len();
                    ends.push(count);
                }
                debug_assert_eq!(rows.len(), count * SMALL_FEATURES);
                logits.extend_from_slice(cnn.forward(cnn_scratch, rows, ends)?);
            }
        }
        Ok(())
    }
}

/// The encoder's states of one sequence.
pub(crate) struct States<'s> {
    /// A row for every word piece.
    pub(crate) rows: &'s mut [f32],
    /// Where each token's pieces begin, and one place more, past the last token's.
    pub(crate) places: &'s [usize],
}

/// What the encoder is given.
struct Input<'s> {
    ids: &'s mut Vec<u32>,
    extras: &'s mut Vec<u16>,
    ends: &'s mut Vec<usize>,
    /// Each token's first piece.
    select: &'s mut Vec<usize>,
}

impl Input<'_> {
    fn push(&mut self, features: &Features, sequence: &[usize], reading: Reading) {
        let frame = frame_rows(reading);
        self.ids.push(CLS);
        self.extras.extend_from_slice(&frame);
        for &token in sequence {
            self.select.push(self.ids.len());
            let first = features.first[token] as usize;
            let count = features.piece_count(token..token + 1).min(TOKEN_PIECES);
            let row = features.extra_rows(token, reading);
            for &piece in &features.pieces[first..first + count] {
                self.ids.push(piece);
                self.extras.extend_from_slice(&row);
            }
        }
        self.ids.push(SEP);
        self.extras.extend_from_slice(&frame);
        self.ends.push(self.ids.len());
    }
}

/// The framing tokens look like marks outside quotations (`encode` in training/batches.py).
fn frame_rows(reading: Reading) -> [u16; EXTRAS] {
    use crate::features::Break;
    let breaks = Shape::COUNT;
    let quote = breaks + Break::COUNT;
    let readings = quote + QuoteState::COUNT;
    [
        Shape::Mark as u16,
        breaks as u16,
        quote as u16,
        readings as u16 + reading as u16,
    ]
}

fn tagging(decoder: &mut Decoder, rows: &mut [f32]) -> Tagging {
    let count = rows.len() / OUTPUTS;
    for row in rows.chunks_exact_mut(OUTPUTS) {
        let (tags, rest) = row.split_at_mut(TAGS);
        log_softmax(tags);
        let (attributes, _) = rest.split_at_mut(ATTRIBUTE_TAGS);
        log_softmax(attributes);
    }
    let row = |i: usize| &rows[i * OUTPUTS..(i + 1) * OUTPUTS];
    let mut out = Tagging::default();
    for run in decoder.runs(count, TAGS, |i| &row(i)[..TAGS]) {
        let role = ROLES[run.label];
        let mut modes = [0.0; MODES.len()];
        if role == Role::Cue {
            for i in run.tokens.clone() {
                let mut here = [0.0; MODES.len()];
                here.copy_from_slice(&row(i)[TAGS + ATTRIBUTE_TAGS..TAGS + ATTRIBUTE_TAGS + MODES.len()]);
                log_softmax(&mut here);
                modes.iter_mut().zip(here).for_each(|(sum, x)| *sum += x);
            }
        }
        out.roles.push(RoleRun {
            role,
            tokens: run.tokens,
            probability: run.probability,
            modes,
        });
    }
    for run in decoder.runs(count, ATTRIBUTE_TAGS, |i| &row(i)[TAGS..TAGS + ATTRIBUTE_TAGS]) {
        let attribute = ATTRIBUTES[run.label];
        out.attributes.push(AttributeRun {
            attribute,
            tokens: run.tokens,
            probability: run.probability,
        });
    }
    out.gates = (0..count)
        .map(|i| 1.0 / (1.0 + (-row(i)[OUTPUTS - 1]).exp()))
        .collect();
    out
}
