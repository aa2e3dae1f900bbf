//! CPU time.
#[path = "../tests/models/mod.rs"]
mod models;
use models::*;
use onrecord_nn::*;
fn cpu() -> f64 {
    let s = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    s.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9
}
fn main() {
    let which = std::env::args().nth(1).unwrap_or("both".into());
    let secs: f64 = std::env::args().nth(2).map_or(6.0, |s| s.parse().unwrap());
    let lengths = [252, 104, 156];
    let report = |name: &str, f: &mut dyn FnMut()| {
        f();
        let mut rates = vec![];
        let (mut n, t0) = (0, std::time::Instant::now());
        while t0.elapsed().as_secs_f64() < secs {
            let c = cpu();
            let reps = if name == "cnn" { 20 } else { 1 };
            for _ in 0..reps { f(); }
            rates.push(512.0 * reps as f64 / (cpu() - c));
            n += 1;
        }
        rates.sort_by(f64::total_cmp);
        println!("{name}: median {:.0} p90 {:.0} best {:.0} ({n})", rates[n / 2], rates[n * 9 / 10], rates[n - 1]);
    };
    if which != "cnn" {
        let bytes = EncoderShape::FULL.model(1).bytes();
        let e = Encoder::load(&bytes).unwrap();
        let b = EncoderBatch::new(EncoderShape::FULL, &lengths, 2);
        let mut s = EncoderScratch::default();
        report("encoder", &mut || { std::hint::black_box(e.forward(&mut s, &b.ids, &b.extras, EACH, &b.ends, &b.select).unwrap()); });
    }
    if which != "encoder" {
        let shape = CnnShape::full();
        let bytes = shape.model(1).bytes();
        let c = Cnn::load(&bytes).unwrap();
        let (rows, ends) = cnn_batch(&shape, &lengths, 2);
        let mut s = CnnScratch::default();
        report("cnn", &mut || { std::hint::black_box(c.forward(&mut s, &rows, &ends).unwrap()); });
    }
}
