//! Dates that go on from one statement to the next.

use crate::days::Anchors;
use crate::expression::Expression;
use crate::scene::{Scene, takes_turn};
use crate::statement::{Own, Reported, anchor, owners};
use onrecord_text::Layout;
use std::collections::BTreeMap;

/// A date goes on to statements at most this many paragraphs later.
pub(crate) const REACH: usize = 2;

/// Paragraphs in which the statement of a headline is told.
const LEAD: usize = 3;

/// The longest headline, in tokens.
const HEADLINE: usize = 40;

/// A date that statements still to come may go on.
#[derive(Clone, Copy)]
struct Running {
    expression: usize,
    paragraph: usize,
    /// The statement that had it last.
    statement: usize,
}

/// For every statement: the expression that dates it, and by which rule.
pub(crate) fn carry(
    layout: &Layout<'_>,
    expressions: &[Expression],
    anchors: &Anchors,
    statements: &[Reported<'_>],
    own: &[Own],
) -> Vec<Option<(usize, &'static str)>> {
    let owner = owners(layout, statements);
    let scene = Scene::new(layout, expressions, anchors, &owner);
    let mut order: Vec<usize> = (0..statements.len()).collect();
    order.sort_by_key(|&s| (anchor(&statements[s]), s));
    let mut out: Vec<Option<(usize, &'static str)>> = vec![None; statements.len()];
    let mut speakers: BTreeMap<usize, Running> = BTreeMap::new();
    let mut occasions: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut last: Option<Running> = None;
    for &number in &order {
        let s = &statements[number];
        let at = anchor(s);
        let paragraph = layout.paragraph_of(at);
        let found = match own[number] {
            Own::At(e) => Some((e, "in the clause of the cue")),
            Own::Elsewhen => None,
            Own::Silent if s.parent.is_some() || is_perfect(layout, s) => None,
            Own::Silent => {
                let near = |r: &Running| r.paragraph + REACH >= paragraph;
                let running = s
                    .speaker
                    .and_then(|speaker| speakers.get(&speaker))
                    .filter(|r| near(r));
                let event = s.event.as_ref().and_then(|e| occasions.get(&(e.start, e.end)));
                let turn = last.filter(|r| near(r) && takes_turn(layout, s));
                let next = last.filter(|r| goes_on(layout, &statements[r.statement], s));
                let found = running
                    .map(|r| (r.expression, "the same speaker goes on"))
                    .or_else(|| Some((next?.expression, "the same speaker goes on")))
                    .or_else(|| Some((*event?, "the same occasion")))
                    .or_else(|| Some((turn?.expression, "the same occasion")));
                found.or_else(|| scene.of(layout, s))
            }
        };
        if s.parent.is_none()
            && let Some(speaker) = s.speaker
        {
            match found {
                Some((expression, _)) if is_day(&expressions[expression]) => {
                    speakers.insert(
                        speaker,
                        Running {
                            expression,
                            paragraph,
                            statement: number,
                        },
                    );
                }
                None if own[number] == Own::Silent => {}
                _ => {
                    speakers.remove(&speaker);
                }
            }
        }
        if s.parent.is_none() {
            last = found
                .filter(|&(e, _)| is_day(&expressions[e]))
                .map(|(expression, _)| Running {
                    expression,
                    paragraph,
                    statement: number,
                });
            if let (Some(event), Some(last)) = (&s.event, last) {
                occasions.insert((event.start, event.end), last.expression);
            }
        }
        out[number] = found;
    }
    headline(layout, statements, own, &scene, &mut out);
    out
}

/// Whether the second statement plainly has the speaker of the one right before it, whoever that is: the same words, or
/// none, in the same sentence, or a pronoun in the same paragraph.
fn goes_on(layout: &Layout<'_>, before: &Reported<'_>, s: &Reported<'_>) -> bool {
    let (a, b) = (layout.sentence_of(anchor(before)), layout.sentence_of(anchor(s)));
    let known = s.speaker.is_some() && before.speaker.is_some();
    let pronoun = s.source.first().is_some_and(|source| {
        source.len() == 1 && matches!(layout.word(source.start), "he" | "He" | "she" | "She")
    });
    if known {
        false
    } else if a == b {
        s.source == before.source || s.source.is_empty() && !s.cue.is_empty()
    } else {
        pronoun && layout.sentences()[a].paragraph == layout.sentences()[b].paragraph
    }
}

/// Whether the expression stands for a single day: months and years are not carried over.
fn is_day(expression: &Expression) -> bool {
    expression.days.is_some_and(|d| d.single().is_some())
}

/// A headline says in the present what the lead dates.
fn headline(
    layout: &Layout<'_>,
    statements: &[Reported<'_>],
    own: &[Own],
    scene: &Scene<'_>,
    out: &mut [Option<(usize, &'static str)>],
) {
    let Some(first) = layout.paragraphs().first().cloned() else {
        return;
    };
    let is_headline = (1..=HEADLINE).contains(&first.len()) && layout.word(first.end - 1) != ".";
    if first.end == layout.tokens().len() || !is_headline {
        return;
    }
    for number in 0..statements.len() {
        let s = &statements[number];
        if !first.contains(&anchor(s)) || s.parent.is_some() || own[number] != Own::Silent {
            continue;
        }
        let same = |t: &Reported<'_>| {
            let speaker = t.speaker == s.speaker && s.speaker.is_some();
            speaker || s.speaker.is_none() && same_verb(layout, s, t)
        };
        let lead = (0..statements.len())
            .filter(|&n| {
                let t = &statements[n];
                let at = anchor(t);
                at >= first.end && layout.paragraph_of(at) <= LEAD && t.parent.is_none() && same(t)
            })
            .min_by_key(|&n| anchor(&statements[n]));
        out[number] = lead
            .and_then(|n| out[n])
            .map(|(e, _)| e)
            .or_else(|| scene.lead(layout, s, first.end))
            .map(|e| (e, "the lead says when"));
    }
}

/// "had said", "has said": some time before.
fn is_perfect(layout: &Layout<'_>, s: &Reported<'_>) -> bool {
    s.cue
        .first()
        .and_then(|cue| layout.tokens().get(cue.start))
        .is_some_and(|t| matches!(t.text(layout.text()), "had" | "has" | "have"))
}

/// "announces", "announced": two forms of one verb, as far as their beginnings tell.
fn same_verb(layout: &Layout<'_>, a: &Reported<'_>, b: &Reported<'_>) -> bool {
    let word = |s: &Reported<'_>| s.cue.first().map(|c| layout.word(c.start));
    match (word(a), word(b)) {
        (Some("say" | "says"), Some("say" | "says" | "said")) => true,
        (Some(a), Some(b)) => a.get(..4).is_some_and(|stem| b.get(..4) == Some(stem)),
        _ => false,
    }
}
