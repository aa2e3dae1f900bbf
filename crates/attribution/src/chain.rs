//! Reporting chains that a lead announces for the whole report.

use crate::draft::{Draft, Side};
use onrecord_model::Attribute;
use onrecord_text::Layout;

/// Paragraphs in which a lead's chain may stand: headline, notes, lead.
const LEAD_PARAGRAPHS: usize = 5;

/// "X said at the opening, Trend reports, referring to the Embassy": a lead that prints two hops or more passes on the
/// whole occasion, so its chain goes to every statement that follows, until one is said to come from elsewhere.
pub(crate) fn spread(layout: &Layout<'_>, drafts: &mut [Draft]) {
    let paragraph = |d: &Draft| {
        layout
            .sentences()
            .get(layout.sentence_of(d.anchor()))
            .map_or(0, |s| s.paragraph)
    };
    let hops = |d: &Draft| -> Vec<Side> {
        d.sides
            .iter()
            .filter(|s| s.attribute == Attribute::Via)
            .cloned()
            .collect()
    };
    let Some(lead) = drafts
        .iter()
        .position(|d| paragraph(d) < LEAD_PARAGRAPHS && hops(d).len() >= 2)
    else {
        return;
    };
    let chain = hops(&drafts[lead]);
    let mut elsewhere = false;
    for draft in &mut drafts[lead + 1..] {
        let sentence = layout.sentence_of(draft.anchor());
        let first = layout
            .sentences()
            .get(sentence)
            .map_or("", |s| layout.word(s.tokens.start));
        elsewhere |= matches!(first, "Earlier" | "Meanwhile" | "Separately" | "Previously");
        if elsewhere || !hops(draft).is_empty() {
            continue;
        }
        draft.sides.extend(chain.iter().cloned());
        draft
            .why
            .push("the lead announces the chain for the whole report".to_owned());
    }
}
