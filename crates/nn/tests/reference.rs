//! Both networks against plain loops in f32 over the same dequantised weights.
//!
//! Activations are quantised to 8 bits in the networks and not in the loops: with steps of 1/127 of a row's largest
//! magnitude, single outputs differ by a few hundredths of the outputs' spread. That spread (the root of the mean
//! square) is what [`TOLERANCE`] and [`MEAN_TOLERANCE`] are relative to.

mod models;

use models::{CnnShape, EACH, EncoderBatch, EncoderShape, Model, cnn_batch};
use onrecord_nn::{Cnn, CnnScratch, Encoder, EncoderScratch};

/// Largest difference of an output.
const TOLERANCE: f32 = 0.1;
/// Root of the mean square of the differences.
const MEAN_TOLERANCE: f32 = 0.03;

type Rows = Vec<Vec<f32>>;

fn floats(model: &Model, name: &str) -> Vec<f32> {
    model.tensors[name]
        .2
        .as_chunks::<4>()
        .0
        .iter()
        .map(|&b| f32::from_le_bytes(b))
        .collect()
}

fn float_rows(model: &Model, name: &str) -> Rows {
    floats(model, name)
        .chunks(model.tensors[name].1[1])
        .map(<[f32]>::to_vec)
        .collect()
}

fn quantised_rows(model: &Model, name: &str) -> Rows {
    let (_, shape, data) = &model.tensors[&format!("{name}.q")];
    let scales = floats(model, &format!("{name}.s"));
    data.chunks(shape[1])
        .zip(scales)
        .map(|(row, s)| row.iter().map(|&q| f32::from(q as i8) * s).collect())
        .collect()
}

fn linear(weights: &Rows, bias: &[f32], x: &[f32]) -> Vec<f32> {
    weights
        .iter()
        .zip(bias)
        .map(|(w, b)| w.iter().zip(x).map(|(w, x)| w * x).sum::<f32>() + b)
        .collect()
}

fn layer(model: &Model, name: &str, rows: &Rows) -> Rows {
    let (weights, bias) = (quantised_rows(model, name), floats(model, &format!("{name}.b")));
    rows.iter().map(|x| linear(&weights, &bias, x)).collect()
}

fn norm(model: &Model, name: &str, epsilon: f32, rows: Rows) -> Rows {
    let (weights, biases) = (
        floats(model, &format!("{name}.w")),
        floats(model, &format!("{name}.b")),
    );
    let one = |x: Vec<f32>| {
        let width = x.len() as f32;
        let mean = x.iter().sum::<f32>() / width;
        let variance = x.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>() / width;
        let scale = 1.0 / (variance + epsilon).sqrt();
        x.iter()
            .zip(&weights)
            .zip(&biases)
            .map(|((x, w), b)| (x - mean) * scale * w + b)
            .collect()
    };
    rows.into_iter().map(one).collect()
}

fn add(a: Rows, b: Rows) -> Rows {
    a.into_iter()
        .zip(b)
        .map(|(a, b)| a.into_iter().zip(b).map(|(a, b)| a + b).collect())
        .collect()
}

/// `x * Φ(x)`, with the error function of Abramowitz and Stegun 7.1.26.
fn gelu(x: f32) -> f32 {
    let z = x.abs() / 2f32.sqrt();
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let p = ((((1.061_405_4 * t - 1.453_152) * t + 1.421_413_7) * t - 0.284_496_74) * t + 0.254_829_6) * t;
    let erf = (1.0 - p * (-z * z).exp()).copysign(x);
    0.5 * x * (1.0 + erf)
}

fn encoder(model: &Model, shape: EncoderShape, batch: &EncoderBatch) -> Rows {
    let EncoderShape {
        layers,
        hidden,
        heads,
        ..
    } = shape;
    let (word, extra) = (
        quantised_rows(model, "embed.word"),
        float_rows(model, "embed.extra"),
    );
    let positions = float_rows(model, "embed.pos");
    let mut states = Rows::new();
    for sequence in 0..batch.ends.len() {
        let batch = batch.sequence(sequence);
        let mut x: Rows = batch.ids.iter().map(|&id| word[id as usize].clone()).collect();
        x = add(x, positions.clone());
        for each in 0..EACH {
            x = add(
                x,
                batch
                    .extras
                    .iter()
                    .skip(each)
                    .step_by(EACH)
                    .map(|&e| extra[usize::from(e)].clone())
                    .collect(),
            );
        }
        x = norm(model, "embed.norm", 1e-12, x);
        for i in 0..layers {
            let name = |part: &str| format!("layer.{i}.{part}");
            let qkv = layer(model, &name("qkv"), &x);
            let width = hidden / heads;
            let mut context = vec![vec![0.0; hidden]; x.len()];
            for head in 0..heads {
                let part = |row: &[f32], n: usize| row[n * hidden + head * width..][..width].to_vec();
                for (q, out) in qkv.iter().zip(&mut context) {
                    let dot =
                        |k: &Vec<f32>| part(q, 0).iter().zip(part(k, 1)).map(|(q, k)| q * k).sum::<f32>();
                    let scores: Vec<f32> = qkv.iter().map(|k| dot(k) / (width as f32).sqrt()).collect();
                    let most = scores.iter().copied().fold(f32::MIN, f32::max);
                    let weights: Vec<f32> = scores.iter().map(|s| (s - most).exp()).collect();
                    let sum: f32 = weights.iter().sum();
                    for (v, weight) in qkv.iter().zip(weights) {
                        for (out, v) in out[head * width..].iter_mut().zip(part(v, 2)) {
                            *out += weight / sum * v;
                        }
                    }
                }
            }
            x = norm(
                model,
                &name("norm1"),
                1e-12,
                add(x, layer(model, &name("out"), &context)),
            );
            let mut inner = layer(model, &name("ffn1"), &x);
            inner.iter_mut().flatten().for_each(|x| *x = gelu(*x));
            x = norm(
                model,
                &name("norm2"),
                1e-12,
                add(x, layer(model, &name("ffn2"), &inner)),
            );
        }
        states.extend(x);
    }
    let (head, bias) = (float_rows(model, "head.w"), floats(model, "head.b"));
    batch
        .select
        .iter()
        .map(|&s| linear(&head, &bias, &states[s]))
        .collect()
}

fn cnn(model: &Model, shape: &CnnShape, rows: &[u32], ends: &[usize]) -> Rows {
    let tables: Vec<Rows> = shape
        .features
        .iter()
        .map(|f| quantised_rows(model, &format!("table.{}", f.0)))
        .collect();
    let joined: Rows = rows
        .chunks(tables.len())
        .map(|rows| {
            rows.iter()
                .zip(&tables)
                .flat_map(|(&row, table)| table[row as usize].clone())
                .collect()
        })
        .collect();
    let width = shape.width;
    let largest = |rows: Rows| -> Rows {
        let most = |row: &Vec<f32>, at: usize| {
            row.iter()
                .skip(at)
                .step_by(width)
                .copied()
                .fold(f32::MIN, f32::max)
        };
        rows.iter()
            .map(|row| (0..width).map(|at| most(row, at)).collect())
            .collect()
    };
    let mut x = norm(model, "mix.norm", 1e-5, largest(layer(model, "mix", &joined)));
    for (i, &dilation) in shape.dilations.iter().enumerate() {
        let mut windows = Rows::new();
        let mut start = 0;
        for &end in ends {
            for t in start..end {
                let at = |t: Option<usize>| match t.filter(|&t| t >= start && t < end) {
                    Some(t) => x[t].clone(),
                    None => vec![0.0; width],
                };
                windows.push([at(t.checked_sub(dilation)), at(Some(t)), at(Some(t + dilation))].concat());
            }
            start = end;
        }
        let new = norm(
            model,
            &format!("conv.{i}.norm"),
            1e-5,
            largest(layer(model, &format!("conv.{i}"), &windows)),
        );
        x = add(x, new);
    }
    let (head, bias) = (float_rows(model, "head.w"), floats(model, "head.b"));
    x.iter().map(|x| linear(&head, &bias, x)).collect()
}

fn compare(found: &[f32], wanted: &Rows, what: &str) {
    let wanted = wanted.concat();
    assert_eq!(found.len(), wanted.len());
    let mean_square =
        |x: &mut dyn Iterator<Item = f32>| (x.map(|x| x * x).sum::<f32>() / found.len() as f32).sqrt();
    let spread = mean_square(&mut wanted.iter().copied());
    let differences = || found.iter().zip(&wanted).map(|(a, b)| (a - b) / spread);
    let (mean, most) = (
        mean_square(&mut differences()),
        differences().map(f32::abs).fold(0.0, f32::max),
    );
    let report = format!("{what}: spread {spread}, difference {mean} on average, {most} at most");
    assert!(mean < MEAN_TOLERANCE && most < TOLERANCE, "{report}");
}

#[test]
fn encoders_agree_with_the_reference() {
    let base = EncoderShape {
        layers: 2,
        hidden: 64,
        heads: 2,
        ffn: 128,
        vocab: 99,
        positions: 50,
        extra: 11,
        outputs: 24,
    };
    let shapes = [
        base,
        EncoderShape { heads: 1, ..base },
        EncoderShape {
            heads: 4,
            outputs: 33,
            ..base
        },
        EncoderShape {
            hidden: 96,
            heads: 1,
            layers: 1,
            ffn: 16,
            ..base
        },
        EncoderShape {
            hidden: 384,
            heads: 12,
            ffn: 256,
            ..base
        },
    ];
    for (seed, shape) in (1..).zip(shapes) {
        let model = shape.model(seed);
        let bytes = model.bytes();
        let batch = EncoderBatch::new(shape, &[50, 1, 17, 33], seed + 50);
        let loaded = Encoder::load(&bytes).unwrap();
        assert_eq!(
            (loaded.outputs(), loaded.positions()),
            (shape.outputs, shape.positions)
        );
        let mut scratch = EncoderScratch::default();
        let EncoderBatch {
            ids,
            extras,
            ends,
            select,
        } = &batch;
        let found = loaded
            .forward(&mut scratch, ids, extras, EACH, ends, select)
            .unwrap();
        compare(found, &encoder(&model, shape, &batch), &format!("{shape:?}"));
    }
}

#[test]
fn convolutional_networks_agree_with_the_reference() {
    let base = CnnShape {
        width: 96,
        pieces: 3,
        dilations: vec![1, 2, 8],
        features: vec![("word", 48, 200), ("piece", 16, 60), ("piece", 16, 60)],
        outputs: 24,
    };
    let shapes = [
        base.clone(),
        CnnShape {
            width: 16,
            pieces: 1,
            ..base.clone()
        },
        CnnShape {
            width: 32,
            pieces: 2,
            dilations: vec![64],
            outputs: 1,
            ..base.clone()
        },
        CnnShape {
            dilations: vec![1, 1, 2, 4, 8, 16, 1],
            ..base
        },
    ];
    for (seed, shape) in (1..).zip(shapes) {
        let model = shape.model(seed);
        let bytes = model.bytes();
        let (rows, ends) = cnn_batch(&shape, &[40, 1, 0, 26], seed + 50);
        let loaded = Cnn::load(&bytes).unwrap();
        assert_eq!(
            (loaded.outputs(), loaded.features()),
            (shape.outputs, shape.features.len())
        );
        let mut scratch = CnnScratch::default();
        let found = loaded.forward(&mut scratch, &rows, &ends).unwrap();
        compare(found, &cnn(&model, &shape, &rows, &ends), &format!("{shape:?}"));
    }
}
