//! Records a second out of memory, gzip member by member: whole crawls, and pages alone.
#![allow(missing_docs)]

#[path = "../tests/archive/mod.rs"]
mod archive;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use onrecord_source::Limit;

fn read(bytes: &[u8]) -> usize {
    onrecord_warc::read(bytes, Limit::DEFAULT).count()
}

fn records(criterion: &mut Criterion) {
    let records = archive::records(6000);
    let pages: Vec<&Vec<u8>> = records
        .iter()
        .enumerate()
        .filter(|(at, _)| matches!(at % 6, 1 | 4))
        .map(|(_, record)| record)
        .collect();
    let crawl: Vec<u8> = records.iter().flat_map(|r| archive::gzip(r)).collect();
    let only_pages: Vec<u8> = pages.iter().flat_map(|r| archive::gzip(r)).collect();
    let plain = records.concat();
    let mut group = criterion.benchmark_group("records");
    for (name, bytes, count) in [
        ("crawl, gzip", &crawl, records.len()),
        ("pages, gzip", &only_pages, pages.len()),
        ("crawl, plain", &plain, records.len()),
    ] {
        assert_eq!(read(bytes), count, "every record is found");
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(name, |b| b.iter(|| read(bytes)));
    }
    group.finish();
}

criterion_group!(benches, records);
criterion_main!(benches);
