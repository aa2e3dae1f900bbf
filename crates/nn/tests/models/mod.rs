//! Random models, built in memory as `training/export.py` writes them.
#![allow(dead_code, missing_docs, unreachable_pub)]

use safetensors::tensor::{Dtype, TensorView, serialize};
use std::collections::{BTreeMap, HashMap};

/// Repeatable random numbers.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(2).wrapping_add(1))
    }

    pub fn bits(&mut self) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let mixed = self.0 ^ (self.0 >> 32);
        (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.bits() as usize % end
    }

    /// Between -1 and 1.
    pub fn unit(&mut self) -> f32 {
        self.bits() as f32 / 2f32.powi(31) - 1.0
    }
}

/// A model before it is serialised.
#[derive(Clone)]
pub struct Model {
    pub config: String,
    pub tensors: BTreeMap<String, (Dtype, Vec<usize>, Vec<u8>)>,
}

impl Model {
    fn new(config: String) -> Self {
        Self {
            config,
            tensors: BTreeMap::new(),
        }
    }

    fn floats(&mut self, name: &str, shape: &[usize], mut value: impl FnMut() -> f32) {
        let data = (0..shape.iter().product())
            .flat_map(|_| value().to_le_bytes())
            .collect();
        self.tensors
            .insert(name.to_owned(), (Dtype::F32, shape.to_vec(), data));
    }

    /// int8 rows and their scales; values lie between `-most` and `most`.
    fn quantised(&mut self, name: &str, rows: usize, width: usize, most: f32, random: &mut Random) {
        let data = (0..rows * width)
            .map(|_| (random.below(255) as i32 - 127) as i8 as u8)
            .collect();
        self.tensors
            .insert(format!("{name}.q"), (Dtype::I8, vec![rows, width], data));
        self.floats(&format!("{name}.s"), &[rows], || {
            most / 127.0 * (1.0 + 0.3 * random.unit())
        });
    }

    fn linear(&mut self, name: &str, outputs: usize, inputs: usize, random: &mut Random) {
        self.quantised(name, outputs, inputs, 1.7 / (inputs as f32).sqrt(), random);
        self.floats(&format!("{name}.b"), &[outputs], || 0.1 * random.unit());
    }

    fn norm(&mut self, name: &str, width: usize, random: &mut Random) {
        self.floats(&format!("{name}.w"), &[width], || 1.0 + 0.2 * random.unit());
        self.floats(&format!("{name}.b"), &[width], || 0.1 * random.unit());
    }

    /// The file's bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let views = self.tensors.iter().map(|(name, (dtype, shape, data))| {
            (
                name.clone(),
                TensorView::new(*dtype, shape.clone(), data).expect("a sound tensor"),
            )
        });
        let metadata = HashMap::from([("config".to_owned(), self.config.clone())]);
        serialize(views, Some(metadata)).expect("a sound file")
    }
}

/// The shape of an encoder.
#[derive(Clone, Copy, Debug)]
pub struct EncoderShape {
    pub layers: usize,
    pub hidden: usize,
    pub heads: usize,
    pub ffn: usize,
    pub vocab: usize,
    pub positions: usize,
    pub extra: usize,
    pub outputs: usize,
}

impl EncoderShape {
    /// As shipped.
    pub const FULL: Self = Self {
        layers: 6,
        hidden: 384,
        heads: 12,
        ffn: 1536,
        vocab: 30_522,
        positions: 512,
        extra: 19,
        outputs: 24,
    };

    pub fn model(self, seed: u64) -> Model {
        let Self {
            layers,
            hidden,
            heads,
            ffn,
            vocab,
            positions,
            extra,
            outputs,
        } = self;
        let mut model = Model::new(format!(
            r#"{{"arch":"encoder","layers":{layers},"hidden":{hidden},"heads":{heads},"ffn":{ffn},"vocab":{vocab},"positions":{positions},"extra":{extra},"outputs":{outputs}}}"#
        ));
        let mut random = Random::new(seed);
        let r = &mut random;
        model.quantised("embed.word", vocab, hidden, 0.5, r);
        model.floats("embed.pos", &[positions, hidden], || 0.2 * r.unit());
        model.floats("embed.extra", &[extra, hidden], || 0.2 * r.unit());
        model.norm("embed.norm", hidden, r);
        for i in 0..layers {
            model.linear(&format!("layer.{i}.qkv"), 3 * hidden, hidden, r);
            model.linear(&format!("layer.{i}.out"), hidden, hidden, r);
            model.norm(&format!("layer.{i}.norm1"), hidden, r);
            model.linear(&format!("layer.{i}.ffn1"), ffn, hidden, r);
            model.linear(&format!("layer.{i}.ffn2"), hidden, ffn, r);
            model.norm(&format!("layer.{i}.norm2"), hidden, r);
        }
        model.floats("head.w", &[outputs, hidden], || {
            r.unit() * 1.7 / (hidden as f32).sqrt()
        });
        model.floats("head.b", &[outputs], || 0.1 * r.unit());
        model
    }
}

/// A small scorer of pairs over states of 32 values, with 4 flags and 9 features.
pub fn pairs_model(seed: u64) -> Model {
    let (hidden, ffn, width) = (32, 48, 16);
    let mut model = Model::new(format!(
        r#"{{"arch":"pairs","after":1,"layers":2,"hidden":{hidden},"heads":2,"ffn":{ffn},"width":{width},"flags":4,"features":9}}"#
    ));
    let mut random = Random::new(seed);
    let r = &mut random;
    for i in 0..2 {
        model.linear(&format!("layer.{i}.qkv"), 3 * hidden, hidden, r);
        model.linear(&format!("layer.{i}.out"), hidden, hidden, r);
        model.norm(&format!("layer.{i}.norm1"), hidden, r);
        model.linear(&format!("layer.{i}.ffn1"), ffn, hidden, r);
        model.linear(&format!("layer.{i}.ffn2"), hidden, ffn, r);
        model.norm(&format!("layer.{i}.norm2"), hidden, r);
    }
    model.floats("flags", &[4, hidden], || r.unit());
    model.linear("pronoun", 3 * width, hidden, r);
    model.linear("candidate", 2 * width, 2 * hidden, r);
    model.floats("features", &[9, width], || r.unit());
    for name in ["score", "none"] {
        model.floats(&format!("{name}.w"), &[width], || r.unit());
        model.floats(&format!("{name}.b"), &[1], || r.unit());
    }
    model
}

/// The shape of a convolutional network: features by table, size and rows of the table.
#[derive(Clone, Debug)]
pub struct CnnShape {
    pub width: usize,
    pub pieces: usize,
    pub dilations: Vec<usize>,
    pub features: Vec<(&'static str, usize, usize)>,
    pub outputs: usize,
}

impl CnnShape {
    /// As shipped.
    pub fn full() -> Self {
        Self {
            width: 96,
            pieces: 3,
            dilations: vec![1, 1, 2, 4, 8, 16, 1],
            features: vec![
                ("word", 96, 16_384),
                ("prefix", 32, 4096),
                ("suffix", 32, 4096),
                ("pattern", 16, 512),
                ("piece", 64, 30_522),
                ("piece", 64, 30_522),
                ("state", 16, 45),
            ],
            outputs: 24,
        }
    }

    pub fn model(&self, seed: u64) -> Model {
        let Self {
            width,
            pieces,
            dilations,
            features,
            outputs,
        } = self;
        let listed: Vec<String> = features
            .iter()
            .map(|(name, size, _)| format!(r#"["{name}",{size}]"#))
            .collect();
        let mut model = Model::new(format!(
            r#"{{"arch":"cnn","width":{width},"pieces":{pieces},"dilations":{dilations:?},"features":[{}],"outputs":{outputs}}}"#,
            listed.join(",")
        ));
        let mut random = Random::new(seed);
        let r = &mut random;
        for (name, size, rows) in features {
            model.quantised(&format!("table.{name}"), *rows, *size, 0.5, r);
        }
        model.linear("mix", pieces * width, features.iter().map(|f| f.1).sum(), r);
        model.norm("mix.norm", *width, r);
        for i in 0..dilations.len() {
            model.linear(&format!("conv.{i}"), pieces * width, 3 * width, r);
            model.norm(&format!("conv.{i}.norm"), *width, r);
        }
        model.floats("head.w", &[*outputs, *width], || {
            r.unit() * 1.7 / (*width as f32).sqrt()
        });
        model.floats("head.b", &[*outputs], || 0.1 * r.unit());
        model
    }
}

/// Inputs of an encoder: random sequences of these lengths.
#[derive(Clone, Debug, Default)]
pub struct EncoderBatch {
    pub ids: Vec<u32>,
    pub extras: Vec<u16>,
    pub ends: Vec<usize>,
    pub select: Vec<usize>,
}

/// Extra rows of each token in an [`EncoderBatch`].
pub const EACH: usize = 4;

impl EncoderBatch {
    pub fn new(shape: EncoderShape, lengths: &[usize], seed: u64) -> Self {
        let mut random = Random::new(seed);
        let mut batch = Self::default();
        for length in lengths {
            for _ in 0..*length {
                if random.below(4) != 0 {
                    batch.select.push(batch.ids.len());
                }
                batch.ids.push(random.below(shape.vocab) as u32);
                batch
                    .extras
                    .extend((0..EACH).map(|_| random.below(shape.extra) as u16));
            }
            batch.ends.push(batch.ids.len());
        }
        batch
    }

    /// One of the sequences alone.
    pub fn sequence(&self, number: usize) -> Self {
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        let end = self.ends[number];
        Self {
            ids: self.ids[start..end].to_vec(),
            extras: self.extras[start * EACH..end * EACH].to_vec(),
            ends: vec![end - start],
            select: self
                .select
                .iter()
                .filter(|&&s| s >= start && s < end)
                .map(|s| s - start)
                .collect(),
        }
    }
}

/// Table rows of random sequences of these lengths, and their ends.
pub fn cnn_batch(shape: &CnnShape, lengths: &[usize], seed: u64) -> (Vec<u32>, Vec<usize>) {
    let mut random = Random::new(seed);
    let (mut rows, mut ends, mut count) = (Vec::new(), Vec::new(), 0);
    for length in lengths {
        for _ in 0..*length {
            rows.extend(shape.features.iter().map(|f| random.below(f.2) as u32));
        }
        count += length;
        ends.push(count);
    }
    (rows, ends)
}
