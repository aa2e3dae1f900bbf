//! Reporting chains that a lead announces for the whole report.

use crate::draft::{Draft, Side};
use crate::hop;
use crate::occasion::Occasions;
use onrecord_model::Attribute;
use onrecord_text::{Layout, QuoteState};
use std::ops::Range;

/// Paragraphs in which a lead's chain may stand: headline, notes, lead.
const LEAD_PARAGRAPHS: usize = 5;

/// The lead's words for who passes on the whole report.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    /// The sentence that says so.
    pub(crate) sentence: usize,
    /// Outermost first.
    pub(crate) hops: Vec<Range<usize>>,
}

/// ", Merid reports.", ", Merid reports, referring to the Embassy.": at the end of a lead, an agency takes on the report.
pub(crate) fn announced(layout: &Layout<'_>) -> Option<Report> {
    let lead = layout.sentences().iter().enumerate();
    lead.take_while(|(_, s)| s.paragraph < LEAD_PARAGRAPHS)
        .find_map(|(number, sentence)| {
            let tokens = sentence.tokens.clone();
            let verb = tokens.clone().rev().find(|&i| {
                matches!(
                    layout.word(i),
                    "reports" | "reported" | "informs" | "informed" | "report"
                ) && layout.quote_states()[i] == QuoteState::Outside
            })?;
            let comma = (tokens.start..verb)
                .rev()
                .take(LONGEST_AGENCY + 1)
                .find(|&i| layout.word(i) == ",")?;
            let agency = comma + 1..verb;
            let named = agency.clone().any(|i| capital(layout.word(i)));
            // "his press service informs": the report is about one occasion, but nobody's wire
            let service = agency
                .clone()
                .any(|i| matches!(layout.word(i), "press" | "service" | "office"));
            let plain = agency
                .clone()
                .all(|i| layout.tokens()[i].is_word() || layout.word(i) == "-");
            // "which the ministry reported" takes on nothing
            let first = agency.start < agency.end
                && (capital(layout.word(agency.start))
                    || matches!(
                        layout.word(agency.start),
                        "the" | "state" | "news" | "local" | "independent" | "his" | "her" | "its"
                    ));
            if !(named || service) || !plain || !first {
                return None;
            }
            if !named {
                return Some(Report {
                    sentence: number,
                    hops: Vec::new(),
                });
            }
            let next = (verb + 1..tokens.end.min(verb + 5)).find_map(|i| refers(layout, i));
            let mut hops = Vec::from([agency]);
            match next {
                Some(from) => {
                    let end = (from..tokens.end)
                        .find(|&i| matches!(layout.word(i), "," | "." | ";" | ":" | "—" | "–" | ")"))
                        .unwrap_or(tokens.end);
                    if end - from > LONGEST_CITED || end == from {
                        return None;
                    }
                    hops.push(from..end);
                }
                // nothing but the day may follow
                None if tokens.end - verb > 4 => return None,
                None => {}
            }
            Some(Report {
                sentence: number,
                hops,
            })
        })
}

/// Longest printed name of an agency, in tokens.
const LONGEST_AGENCY: usize = 9;

fn capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// "…, Merid reports, referring to the Embassy": the lead's statement is the Embassy's, passed on by Merid.
pub(crate) fn settle_lead(layout: &Layout<'_>, drafts: &mut [Draft], report: &Report) {
    let [agency, cited] = report.hops.as_slice() else {
        return;
    };
    let Some(sentence) = layout.sentences().get(report.sentence) else {
        return;
    };
    let overlaps = |r: &Range<usize>, s: &Range<usize>| r.start < s.end && s.start < r.end;
    for draft in drafts
        .iter_mut()
        .filter(|d| sentence.tokens.contains(&d.anchor()))
    {
        let [source] = draft.source.as_slice() else {
            continue;
        };
        let via = |d: &Draft| d.sides.iter().any(|s| s.attribute == Attribute::Via);
        if overlaps(source, agency) && !via(draft) {
            draft.sides.push(Side {
                attribute: Attribute::Via,
                tokens: agency.clone(),
            });
            draft.why.push(CITED.to_owned());
            draft.source = Vec::from([cited.clone()]);
        } else if cited.start <= source.start && source.end < cited.end {
            draft.source = Vec::from([cited.clone()]);
        }
    }
}

/// "X said at the opening, Trend reports, referring to the Embassy": the chain goes to every statement of that occasion.
/// Without an occasion, a lead that prints two hops or more passes on all that follows, until something is said to come
/// from elsewhere. An interview is had from one place, so its hops go to all of its statements.
pub(crate) fn spread(
    layout: &Layout<'_>,
    drafts: &mut [Draft],
    report: Option<&Report>,
    occasions: &Occasions,
) {
    interviews(drafts, occasions);
    match (report, occasions.reported) {
        (Some(report), Some(occasion)) if !report.hops.is_empty() => {
            give(drafts, &report.hops, occasions, occasion, ANNOUNCED);
        }
        (Some(report), None) if report.hops.len() > 1 => spread_lead(layout, drafts),
        _ => {}
    }
}

/// Gives hops to the statements of an occasion that have none.
fn give(drafts: &mut [Draft], hops: &[Range<usize>], occasions: &Occasions, occasion: usize, why: &str) {
    let overlaps = |r: &Range<usize>, s: &Range<usize>| r.start < s.end && s.start < r.end;
    for (draft, of) in drafts.iter_mut().zip(&occasions.of) {
        let own = draft.sides.iter().any(|s| s.attribute == Attribute::Via)
            || draft.source.iter().any(|s| hops.iter().any(|h| overlaps(h, s)));
        if *of != Some(occasion) || draft.parent.is_some() || own {
            continue;
        }
        let hops = hops.iter().cloned();
        draft.sides.extend(hops.map(|tokens| Side {
            attribute: Attribute::Via,
            tokens,
        }));
        draft.why.push(why.to_owned());
    }
}

fn interviews(drafts: &mut [Draft], occasions: &Occasions) {
    for (number, occasion) in occasions.list.iter().enumerate().filter(|(_, o)| o.interview) {
        let printed = drafts
            .iter()
            .zip(&occasions.of)
            .filter(|(_, of)| **of == Some(number));
        let hops = printed.map(|(d, _)| via(d)).find(|hops| !hops.is_empty());
        let hops = hops.or_else(|| occasion.brought_out.clone().map(|r| Vec::from([r])));
        if let Some(hops) = hops {
            give(
                drafts,
                &hops,
                occasions,
                number,
                "the interview was had from there",
            );
        }
    }
}

fn via(draft: &Draft) -> Vec<Range<usize>> {
    let hops = draft.sides.iter().filter(|s| s.attribute == Attribute::Via);
    hops.map(|s| s.tokens.clone()).collect()
}

fn spread_lead(layout: &Layout<'_>, drafts: &mut [Draft]) {
    let paragraph = |d: &Draft| layout.paragraph_of(d.anchor());
    let Some(lead) = drafts
        .iter()
        .position(|d| d.parent.is_none() && paragraph(d) < LEAD_PARAGRAPHS && via(d).len() >= 2)
    else {
        return;
    };
    let chain = via(&drafts[lead]);
    let mut elsewhere = false;
    for draft in drafts[lead + 1..].iter_mut().filter(|d| d.parent.is_none()) {
        let sentence = layout.sentence_of(draft.anchor());
        let first = layout
            .sentences()
            .get(sentence)
            .map_or("", |s| layout.word(s.tokens.start));
        elsewhere |= matches!(first, "Earlier" | "Meanwhile" | "Separately" | "Previously");
        if elsewhere || !via(draft).is_empty() {
            continue;
        }
        let hops = chain.iter().cloned();
        draft.sides.extend(hops.map(|tokens| Side {
            attribute: Attribute::Via,
            tokens,
        }));
        draft.why.push(ANNOUNCED.to_owned());
    }
}

const ANNOUNCED: &str = "the lead announces the chain for the whole report";
const CITED: &str = "the source is the one that is cited; who cites it passed it on";

/// Words that introduce whom an agency has it from.
fn refers(layout: &Layout<'_>, at: usize) -> Option<usize> {
    let word = |i: usize| {
        if i < layout.tokens().len() {
            layout.word(i)
        } else {
            ""
        }
    };
    match (word(at), word(at + 1), word(at + 2)) {
        ("citing" | "quoting", _, _) => Some(at + 1),
        ("referring", "to", _) => Some(at + 2),
        ("with", "reference", "to") | ("in", "reference", "to") => Some(at + 3),
        _ => None,
    }
}

/// "Merid reports, referring to the Embassy": the hop behind the one that the tagger marked.
pub(crate) fn next_hops(layout: &Layout<'_>, drafts: &mut [Draft]) {
    for draft in drafts {
        let last = draft
            .sides
            .iter()
            .rev()
            .find(|s| s.attribute == Attribute::Via)
            .map(|s| s.tokens.clone());
        let Some(last) = last else { continue };
        let sentence = &layout.sentences()[layout.sentence_of(last.start)].tokens;
        // the cue and a comma may stand between
        let from = (last.end..sentence.end.min(last.end + 4)).find_map(|i| refers(layout, i));
        let Some(from) = from else { continue };
        let stops =
            |i: usize| matches!(layout.word(i), "," | "." | ";" | ":" | "—" | "–" | ")") || draft.holds(i);
        let end = (from..sentence.end).find(|&i| stops(i)).unwrap_or(sentence.end);
        let hop = from..end;
        let known = draft
            .sides
            .iter()
            .any(|s| s.tokens.start < hop.end && hop.start < s.tokens.end)
            || draft
                .source
                .iter()
                .any(|s| s.start < hop.end && hop.start < s.end);
        if !hop.is_empty() && hop.len() <= LONGEST_CITED && !known {
            draft
                .why
                .push("the chain names whom the report refers to".to_owned());
            draft.sides.push(Side {
                attribute: Attribute::Via,
                tokens: hop,
            });
        }
    }
}

/// Longest printed source after "citing", in tokens.
const LONGEST_CITED: usize = 14;

/// "Outlets reported that …, citing two officials": the officials are the source, the outlets passed it on.
pub(crate) fn cited(layout: &Layout<'_>, drafts: &mut [Draft]) {
    for draft in drafts.iter_mut().filter(|d| d.parent.is_none()) {
        let (Some(source), Some(cue)) = (draft.source.first().cloned(), draft.cue.first().cloned()) else {
            continue;
        };
        if draft.sides.iter().any(|s| s.attribute == Attribute::Via) {
            continue;
        }
        let sentence = layout.sentences()[layout.sentence_of(cue.start)].tokens.clone();
        let verb = layout.word(cue.end - 1).to_lowercase();
        // "Coast Radio, citing two officials, reported"
        if let Some(agency) = names_agency(layout, &source, &sentence) {
            draft.why.push(CITED.to_owned());
            draft.sides.push(Side {
                attribute: Attribute::Via,
                tokens: agency,
            });
            continue;
        }
        // "Witnesses, according to Coast Radio, said"
        if let Some(witnesses) = spoken_to(layout, &source, &sentence).filter(|_| source.end < cue.start) {
            draft.why.push(CITED.to_owned());
            draft.sides.push(Side {
                attribute: Attribute::Via,
                tokens: source,
            });
            draft.source = Vec::from([witnesses]);
            continue;
        }
        let reports = match verb.as_str() {
            "reported" | "reports" | "report" | "reporting" => true,
            "said" | "says" => hop::outlet(layout, &source),
            // "according to a report citing the mayor's office"
            "citing" | "quoting" => source.end == cue.start,
            _ => false,
        };
        if !reports {
            continue;
        }
        let beside = |i: usize| {
            let near = |end: usize| i >= end && i - end <= 1;
            near(source.end) || near(cue.end) || draft.content.iter().any(|r| near(r.end))
        };
        let free = |i: usize| !draft.holds(i);
        let from = sentence.clone().find_map(|i| {
            let from = refers(layout, i)?;
            (free(i) && beside(i) && from < sentence.end).then_some(from)
        });
        let Some(from) = from else { continue };
        let stops = |i: usize| {
            matches!(layout.word(i), "," | "." | ";" | ":" | "—" | "–") || i == cue.start || !free(i)
        };
        let end = (from..sentence.end).find(|&i| stops(i)).unwrap_or(sentence.end);
        let cited = from..end;
        if cited.is_empty()
            || cited.len() > LONGEST_CITED
            || cited.start < source.end && source.start < cited.end
        {
            continue;
        }
        draft.why.push(CITED.to_owned());
        draft.sides.push(Side {
            attribute: Attribute::Via,
            tokens: source,
        });
        draft.source = Vec::from([cited]);
    }
}

/// The name at the start of "NAME, citing SOURCE, reported".
fn names_agency(layout: &Layout<'_>, source: &Range<usize>, sentence: &Range<usize>) -> Option<Range<usize>> {
    let citing = source.start.checked_sub(1).filter(|&c| c > sentence.start + 1)?;
    let comma = citing - 1;
    let name = sentence.start..comma;
    let fits = matches!(layout.word(citing), "citing" | "quoting")
        && layout.word(comma) == ","
        && name.len() <= LONGEST_AGENCY
        && name.clone().all(|i| layout.tokens()[i].is_word())
        && (name.clone().skip(1).any(|i| capital(layout.word(i)))
            || hop::outlet(layout, &name)
            || name.len() == 1);
    fits.then_some(name)
}

/// The phrase at the start of "WHO, according to NAME,".
fn spoken_to(layout: &Layout<'_>, name: &Range<usize>, sentence: &Range<usize>) -> Option<Range<usize>> {
    let comma = name.start.checked_sub(3).filter(|&c| c > sentence.start)?;
    let who = sentence.start..comma;
    let fits = layout.word(comma) == ","
        && layout.word(comma + 1) == "according"
        && layout.word(comma + 2) == "to"
        && name.end < sentence.end
        && layout.word(name.end) == ","
        && who.len() <= LONGEST_AGENCY
        && who.clone().all(|i| layout.tokens()[i].is_word());
    fits.then_some(who)
}
