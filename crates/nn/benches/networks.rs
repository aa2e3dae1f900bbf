//! Tokens a second of both networks at full size, with random weights, in batches of about 512 tokens.
#![allow(missing_docs)]

#[path = "../tests/models/mod.rs"]
mod models;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use models::{CnnShape, EACH, EncoderBatch, EncoderShape, cnn_batch};
use onrecord_nn::{Cnn, CnnScratch, Encoder, EncoderScratch};

const LENGTHS: [usize; 3] = [252, 104, 156];

fn networks(criterion: &mut Criterion) {
    let tokens = LENGTHS.iter().sum::<usize>() as u64;
    let mut group = criterion.benchmark_group("networks");
    group.throughput(Throughput::Elements(tokens));

    let bytes = EncoderShape::FULL.model(1).bytes();
    let encoder = Encoder::load(&bytes).expect("a sound model");
    let EncoderBatch {
        ids,
        extras,
        ends,
        select,
    } = EncoderBatch::new(EncoderShape::FULL, &LENGTHS, 2);
    let mut scratch = EncoderScratch::default();
    group.bench_function("encoder", |b| {
        b.iter(|| {
            encoder
                .forward(&mut scratch, &ids, &extras, EACH, &ends, &select)
                .expect("sound inputs")
                .len()
        });
    });

    let shape = CnnShape::full();
    let bytes = shape.model(1).bytes();
    let cnn = Cnn::load(&bytes).expect("a sound model");
    let (rows, ends) = cnn_batch(&shape, &LENGTHS, 2);
    let mut scratch = CnnScratch::default();
    group.bench_function("cnn", |b| {
        b.iter(|| {
            cnn.forward(&mut scratch, &rows, &ends)
                .expect("sound inputs")
                .len()
        });
    });
    group.finish();
}

criterion_group!(benches, networks);
criterion_main!(benches);
