//! What must hold of any model and input: sequences do not touch each other, and wrong input is refused.

mod models;

use models::{CnnShape, EACH, EncoderBatch, EncoderShape, cnn_batch};
use onrecord_nn::{Cnn, CnnScratch, Encoder, EncoderScratch, LoadError, RunError};
use proptest::prelude::*;
use std::sync::LazyLock;

const SHAPE: EncoderShape = EncoderShape {
    layers: 2,
    hidden: 64,
    heads: 2,
    ffn: 96,
    vocab: 80,
    positions: 70,
    extra: 9,
    outputs: 5,
};
static ENCODER: LazyLock<Vec<u8>> = LazyLock::new(|| SHAPE.model(1).bytes());
static CNN: LazyLock<Vec<u8>> = LazyLock::new(|| cnn_shape().model(1).bytes());

fn cnn_shape() -> CnnShape {
    CnnShape {
        width: 32,
        pieces: 3,
        dilations: vec![1, 3, 2],
        features: vec![("word", 16, 40), ("piece", 32, 30), ("piece", 32, 30)],
        outputs: 4,
    }
}

/// Small enough to try every byte.
const TINY: EncoderShape = EncoderShape {
    layers: 1,
    hidden: 16,
    heads: 2,
    ffn: 16,
    vocab: 3,
    positions: 4,
    extra: 2,
    outputs: 1,
};

fn tiny_cnn() -> CnnShape {
    CnnShape {
        width: 16,
        pieces: 1,
        dilations: vec![1],
        features: vec![("word", 16, 3)],
        outputs: 1,
    }
}

fn run(encoder: &Encoder<'_>, scratch: &mut EncoderScratch, batch: &EncoderBatch) -> Vec<f32> {
    let EncoderBatch {
        ids,
        extras,
        ends,
        select,
    } = batch;
    encoder
        .forward(scratch, ids, extras, EACH, ends, select)
        .expect("sound inputs")
        .to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn an_encoders_sequences_stand_alone(lengths in prop::collection::vec(0usize..=70, 1..6), seed in 0u64..1000) {
        let encoder = Encoder::load(&ENCODER).unwrap();
        let batch = EncoderBatch::new(SHAPE, &lengths, seed);
        let mut scratch = EncoderScratch::default();
        let together = run(&encoder, &mut scratch, &batch);
        let alone: Vec<f32> = (0..lengths.len()).flat_map(|n| run(&encoder, &mut scratch, &batch.sequence(n))).collect();
        prop_assert_eq!(together, alone);
    }

    #[test]
    fn selected_rows_are_those_of_all_rows(seed in 0u64..1000) {
        let encoder = Encoder::load(&ENCODER).unwrap();
        let batch = EncoderBatch::new(SHAPE, &[30, 41], seed);
        let mut scratch = EncoderScratch::default();
        let all = run(&encoder, &mut scratch, &EncoderBatch { select: (0..71).collect(), ..batch.clone() });
        let wanted: Vec<f32> = batch.select.iter().flat_map(|&s| &all[s * 5..(s + 1) * 5]).copied().collect();
        prop_assert_eq!(run(&encoder, &mut scratch, &batch), wanted);
    }

    #[test]
    fn a_cnns_sequences_stand_alone(lengths in prop::collection::vec(0usize..=70, 1..6), seed in 0u64..1000) {
        let cnn = Cnn::load(&CNN).unwrap();
        let (rows, ends) = cnn_batch(&cnn_shape(), &lengths, seed);
        let mut scratch = CnnScratch::default();
        let together = cnn.forward(&mut scratch, &rows, &ends).unwrap().to_vec();
        let (mut alone, mut start) = (Vec::new(), 0);
        for end in ends {
            let rows = &rows[start * cnn.features()..end * cnn.features()];
            alone.extend_from_slice(cnn.forward(&mut scratch, rows, &[end - start]).unwrap());
            start = end;
        }
        prop_assert_eq!(together, alone);
    }
}

#[test]
fn nothing_comes_of_nothing() {
    let encoder = Encoder::load(&ENCODER).unwrap();
    assert_eq!(
        encoder.forward(&mut EncoderScratch::default(), &[], &[], 4, &[], &[]),
        Ok(&[][..])
    );
    assert_eq!(
        encoder.forward(&mut EncoderScratch::default(), &[1], &[], 0, &[1], &[]),
        Ok(&[][..])
    );
    let cnn = Cnn::load(&CNN).unwrap();
    assert_eq!(cnn.forward(&mut CnnScratch::default(), &[], &[]), Ok(&[][..]));
}

#[test]
fn wrong_inputs_of_an_encoder_are_refused() {
    let encoder = Encoder::load(&ENCODER).unwrap();
    let mut scratch = EncoderScratch::default();
    let mut error = |ids: &[u32], extras: &[u16], each, ends: &[usize], select: &[usize]| {
        encoder
            .forward(&mut scratch, ids, extras, each, ends, select)
            .unwrap_err()
    };
    assert!(matches!(
        error(&[1, 80], &[0; 2], 1, &[2], &[0]),
        RunError::Row {
            token: 1,
            row: 80,
            rows: 80,
            ..
        }
    ));
    assert!(matches!(
        error(&[1, 2], &[0, 9], 1, &[2], &[0]),
        RunError::Row {
            token: 1,
            row: 9,
            rows: 9,
            ..
        }
    ));
    assert!(matches!(
        error(&[1, 2], &[0; 3], 1, &[2], &[0]),
        RunError::Entries {
            found: 3,
            tokens: 2,
            each: 1,
            ..
        }
    ));
    assert!(matches!(
        error(&[1, 2], &[0; 3], usize::MAX, &[2], &[0]),
        RunError::Entries { .. }
    ));
    assert!(matches!(
        error(&[1, 2], &[0; 2], 1, &[1], &[0]),
        RunError::Ends { last: 1, tokens: 2 }
    ));
    assert!(matches!(
        error(&[1, 2], &[0; 2], 1, &[2, 1, 2], &[0]),
        RunError::Ends { last: 1, tokens: 2 }
    ));
    assert!(matches!(
        error(&[1, 2], &[0; 2], 1, &[3], &[0]),
        RunError::Ends { last: 3, tokens: 2 }
    ));
    assert!(matches!(
        error(&[1, 2], &[0; 2], 1, &[2], &[0, 2]),
        RunError::Selected {
            entry: 1,
            position: 2,
            tokens: 2
        }
    ));
    let long = error(&[1; 72], &[0; 72], 1, &[1, 72], &[0]);
    assert_eq!(
        long,
        RunError::TooLong {
            sequence: 1,
            length: 71,
            positions: 70
        }
    );
}

#[test]
fn wrong_inputs_of_a_cnn_are_refused() {
    let cnn = Cnn::load(&CNN).unwrap();
    let mut scratch = CnnScratch::default();
    let mut error = |rows: &[u32], ends: &[usize]| cnn.forward(&mut scratch, rows, ends).unwrap_err();
    assert!(matches!(
        error(&[0, 0, 0, 0, 30, 0], &[2]),
        RunError::Row {
            token: 1,
            row: 30,
            rows: 30,
            ..
        }
    ));
    assert!(matches!(
        error(&[0, 0, 0, 0], &[1]),
        RunError::Entries {
            found: 4,
            each: 3,
            ..
        }
    ));
    assert!(matches!(
        error(&[0, 0, 0], &[]),
        RunError::Ends { last: 0, tokens: 1 }
    ));
    assert!(matches!(
        error(&[0, 0, 0], &[2]),
        RunError::Ends { last: 2, tokens: 1 }
    ));
}

#[test]
fn files_of_other_shapes_are_refused() {
    let model = SHAPE.model(1);
    let load = |change: &dyn Fn(&mut models::Model)| {
        let mut model = model.clone();
        change(&mut model);
        Encoder::load(&model.bytes()).map(|_| ()).unwrap_err()
    };
    assert!(matches!(load(&|m| m.config.clear()), LoadError::Config(_)));
    assert!(matches!(
        load(&|m| m.config = m.config.replace("encoder", "cnn")),
        LoadError::Arch { .. }
    ));
    for (from, to) in [
        ("heads\":2", "heads\":3"),
        ("heads\":2", "heads\":0"),
        ("hidden\":64", "hidden\":72"),
    ] {
        assert!(
            matches!(
                load(&|m| m.config = m.config.replace(from, to)),
                LoadError::Limit { .. }
            ),
            "{to}"
        );
    }
    let huge = load(&|m| m.config = m.config.replace("vocab\":80", "vocab\":99999999999"));
    assert!(matches!(huge, LoadError::Limit { .. }));
    for name in model.tensors.keys() {
        assert!(
            matches!(load(&|m| _ = m.tensors.remove(name)), LoadError::Missing { .. }),
            "{name}"
        );
    }
    let turned = load(&|m| m.tensors.get_mut("layer.0.ffn1.q").unwrap().1.reverse());
    assert!(matches!(turned, LoadError::Shape { .. }));
    let endless =
        load(&|m| m.tensors.get_mut("head.b").unwrap().2[..4].copy_from_slice(&f32::INFINITY.to_le_bytes()));
    assert!(matches!(endless, LoadError::NotFinite { index: 0, .. }));
    assert!(matches!(Cnn::load(&ENCODER), Err(LoadError::Arch { .. })));
    assert!(matches!(Encoder::load(b""), Err(LoadError::Container(_))));
}

/// Loads and, if that works, runs: neither may panic.
fn try_both(bytes: &[u8]) -> bool {
    if let Ok(encoder) = Encoder::load(bytes) {
        let _ = encoder.forward(
            &mut EncoderScratch::default(),
            &[0, 1, 2],
            &[0, 1, 0],
            1,
            &[1, 3],
            &[0, 2],
        );
        return true;
    }
    let Ok(cnn) = Cnn::load(bytes) else { return false };
    let _ = cnn.forward(&mut CnnScratch::default(), &[0, 1, 2], &[1, 3]);
    true
}

#[test]
fn cut_files_are_refused() {
    for bytes in [TINY.model(1).bytes(), tiny_cnn().model(1).bytes()] {
        assert!(try_both(&bytes));
        for length in 0..bytes.len() {
            assert!(!try_both(&bytes[..length]), "{length}");
        }
    }
}

#[test]
fn damaged_files_do_not_panic() {
    for mut bytes in [TINY.model(1).bytes(), tiny_cnn().model(1).bytes()] {
        for at in 0..bytes.len() {
            for mask in [0x01, 0x10, 0x80, 0xFF] {
                bytes[at] ^= mask;
                try_both(&bytes);
                bytes[at] ^= mask;
            }
        }
    }
}
