//! How sure a statement is, as a probability.

use crate::draft::Evidence;
use crate::engine::Guideline;
use onrecord_model::ModelName;

/// Mean tag probability of the parts, lowered when a part is missing.
fn raw(evidence: &Evidence) -> f32 {
    let cue = evidence.cue.unwrap_or(0.45);
    let source = evidence.source.unwrap_or(0.55);
    (0.4 * evidence.content + 0.35 * cue + 0.25 * source).clamp(0.0, 1.0)
}

/// The calibrated probability that a statement is right: that its content matches one that an annotator marked (IoU ≥ 0.5).
/// Who speaks has a confidence of its own.
///
/// Logistic in the logit of the raw score. `training/calibrate.py` fitted slope and offset on the development sets, for each
/// model and guideline; MODEL_CARD.md has the reliability on articles that a fit did not see.
pub(crate) fn calibrated(model: ModelName, guideline: Guideline, evidence: &Evidence) -> f32 {
    let (slope, offset) = match (model, guideline) {
        (ModelName::Standard, Guideline::Onrecord) => (0.517, 0.025),
        (ModelName::Standard, Guideline::Polnear) => (0.747, -0.704),
        (ModelName::Fast, Guideline::Onrecord) => (0.473, 0.143),
        (ModelName::Fast, Guideline::Polnear) => (0.74, -0.538),
    };
    let p = raw(evidence).clamp(0.01, 0.995);
    let logit = (p / (1.0 - p)).ln();
    let calibrated = 1.0 / (1.0 + (-(slope * logit + offset)).exp());
    // three decimals are more than it knows
    (calibrated * 1000.0).round() / 1000.0
}
