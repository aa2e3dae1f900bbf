//! Articles sketched, compared and searched a second on one core. The articles are made: 400 words each, as often as news has them.
#![allow(missing_docs)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use onrecord_compare::quotation::Quotation;
use onrecord_compare::statements::Content;
use onrecord_compare::{Sketch, Words, diff};
use std::hint::black_box;

const SYLLABLES: &[&str] = &[
    "ka", "mo", "ri", "ten", "sol", "vey", "dar", "un", "bel", "or", "shi", "lan", "gu", "mar", "nok", "fi",
];
const SMALL: &[&str] = &["the", "of", "and", "a", "in", "was", "to", "that", "on", "it"];

/// An article of `count` words.
fn article(mut seed: u64, count: usize) -> String {
    let mut next = move || {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize
    };
    let mut text = String::new();
    for n in 0..count {
        if next() % 5 < 2 {
            text += SMALL[next() % SMALL.len()];
        } else {
            for _ in 0..2 + next() % 2 {
                text += SYLLABLES[next() % SYLLABLES.len()];
            }
        }
        text += if n % 18 == 17 {
            ". “"
        } else if n % 18 == 5 {
            ",” "
        } else {
            " "
        };
    }
    text
}

fn compare(criterion: &mut Criterion) {
    let a = article(1, 400);
    let words: Vec<&str> = a.split(' ').collect();
    let mut edited = words.clone();
    edited.splice(40..44, ["entirely", "new", "words"]);
    edited.insert(200, "not");
    edited.truncate(380);
    let b = edited.join(" ");
    let (quotation, altered) = (words[120..145].join(" "), edited[190..215].join(" "));
    let mut group = criterion.benchmark_group("article of 400 words");
    group.throughput(Throughput::Elements(1));
    group.bench_function("words", |bench| {
        bench.iter(|| black_box(Words::of(black_box(&a))))
    });
    group.bench_function("sketch", |bench| {
        bench.iter(|| black_box(Sketch::of(black_box(&a))))
    });
    let (x, y) = (Sketch::of(&a), Sketch::of(&b));
    group.bench_function("likeness of two sketches", |bench| {
        bench.iter(|| black_box(x.jaccard(black_box(&y))))
    });
    group.bench_function("diff", |bench| {
        bench.iter(|| black_box(diff::words(black_box(&a), black_box(&b))))
    });
    let read = Words::of(&a);
    for (name, quotation) in [
        ("find exact", &quotation),
        ("find altered", &altered),
        ("find nothing", &article(9, 25)),
    ] {
        let quotation = Quotation::of(quotation);
        group.bench_function(name, |bench| {
            bench.iter(|| black_box(quotation.find(black_box(&a), &read)))
        });
    }
    let said = words[120..140].join(" ");
    group.bench_function("content of a statement", |bench| {
        bench.iter(|| black_box(Content::of(black_box(&said)).prints()))
    });
    group.finish();
}

criterion_group!(benches, compare);
criterion_main!(benches);
