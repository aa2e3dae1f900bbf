//! Pages a second on one core: the shipped sample, and whatever folder of saved pages (`*.html`, `*.html.gz`) the environment
//! variable `PAGES` names. The figure of the model card is of 211 pages of 109 news sites.
#![allow(missing_docs)]

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use onrecord_page::{Hints, read};
use std::io::Read;
use std::path::Path;

const SAMPLE: &[u8] = include_bytes!("../../../samples/inbox/ferry.html");

/// The pages of a folder, in the order of their names.
fn folder(folder: &Path) -> std::io::Result<Vec<Vec<u8>>> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<_>>()?;
    paths.sort();
    let mut pages = Vec::new();
    for path in paths {
        let name = path.to_string_lossy();
        if name.ends_with(".html.gz") {
            let mut page = Vec::new();
            flate2::read::MultiGzDecoder::new(std::fs::File::open(&path)?).read_to_end(&mut page)?;
            pages.push(page);
        } else if name.ends_with(".html") {
            pages.push(std::fs::read(&path)?);
        }
    }
    Ok(pages)
}

fn pages(criterion: &mut Criterion) {
    let mut sets = vec![("sample", vec![SAMPLE.to_vec()])];
    if let Some(path) = std::env::var_os("PAGES") {
        let saved = folder(Path::new(&path)).expect("PAGES names a folder of saved pages");
        assert!(!saved.is_empty(), "no *.html and no *.html.gz in {path:?}");
        sets.push(("saved", saved));
    }
    let mut group = criterion.benchmark_group("pages");
    group.sampling_mode(SamplingMode::Flat).sample_size(10);
    for (name, pages) in &sets {
        group.throughput(Throughput::Elements(pages.len() as u64));
        group.bench_function(*name, |b| {
            b.iter(|| {
                for page in pages {
                    std::hint::black_box(read(page, &Hints::default()));
                }
            })
        });
    }
    group.finish();
}

criterion_group!(benches, pages);
criterion_main!(benches);
