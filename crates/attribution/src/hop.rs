//! Hops that fixed phrases print: who carried the words on, and through whom they came.

use crate::draft::{Draft, Piece, Side};
use crate::link::gap;
use onrecord_model::Attribute;
use onrecord_record::SpeakerType;
use onrecord_text::{Layout, QuoteState};
use std::ops::Range;

/// Longest name of a hop, in tokens.
const LONGEST: usize = 10;

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Puts the tagger's hops right: pieces that touch are one, a lone article is none.
pub(crate) fn settle(layout: &Layout<'_>, drafts: &mut [Draft]) {
    for draft in drafts {
        let hop = |s: &Side| s.attribute == Attribute::Via;
        let mut hops: Vec<Range<usize>> = draft
            .sides
            .iter()
            .filter(|s| hop(s))
            .map(|s| s.tokens.clone())
            .collect();
        if hops.is_empty() {
            continue;
        }
        let order = hops.clone();
        for hop in &mut hops {
            if hop.len() > 1 && matches!(layout.word(hop.end - 1), "reports" | "reported" | "informs") {
                hop.end -= 1;
            }
            if hop.len() == 1 && article(layout.word(hop.start)) {
                hop.end = name_end(layout, hop.start);
            }
        }
        hops.sort_by_key(|r| (r.start, r.end));
        let mut joined: Vec<Range<usize>> = Vec::with_capacity(hops.len());
        for hop in hops {
            match joined.last_mut() {
                Some(last) if hop.start <= last.end => last.end = last.end.max(hop.end),
                _ => joined.push(hop),
            }
        }
        // "told Alfa Agency, a local outlet, that": an apposition of who was told
        let told = draft
            .sides
            .iter()
            .find(|s| s.attribute == Attribute::Addressee)
            .map(|s| s.tokens.end);
        joined.retain(|r| {
            told.is_none_or(|end| {
                r.start != end + 1 || layout.word(end) != "," || !article(layout.word(r.start))
            })
        });
        joined.retain(|r| {
            r.clone()
                .any(|i| layout.tokens()[i].is_word() && !article(layout.word(i)))
        });
        // the order in which they were found is the order of the chain
        joined.sort_by_key(|r| order.iter().position(|o| overlap(o, r)));
        draft.sides.retain(|s| !hop(s));
        draft.sides.extend(joined.into_iter().map(|tokens| Side {
            attribute: Attribute::Via,
            tokens,
        }));
    }
}

fn article(word: &str) -> bool {
    matches!(word, "the" | "The" | "a" | "A" | "an" | "An")
}

fn capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// One past the words from `from` to the next mark or small function word.
fn name_end(layout: &Layout<'_>, from: usize) -> usize {
    let end = layout.sentences()[layout.sentence_of(from)].tokens.end;
    let stops = |i: usize| {
        let joins = matches!(layout.word(i), "-" | "." | "'" | "’" | "&")
            && i > from
            && !layout.tokens()[i].spaced
            && i + 1 < end
            && !layout.tokens()[i + 1].spaced;
        !joins
            && (!layout.tokens()[i].is_word()
                || matches!(
                    layout.word(i),
                    "that"
                        | "in"
                        | "on"
                        | "as"
                        | "who"
                        | "which"
                        | "and"
                        | "at"
                        | "said"
                        | "to"
                        | "for"
                        | "after"
                ))
    };
    (from..end.min(from + LONGEST))
        .find(|&i| stops(i))
        .unwrap_or(end.min(from + LONGEST))
}

/// "…, the governor said, Coast Radio reported": a cue with a source but nothing left to say passes on the statement beside
/// it that has another source.
pub(crate) fn pass_on<'p>(
    layout: &Layout<'_>,
    drafts: &mut [Draft],
    idle: impl Iterator<Item = (&'p Piece, &'p Piece)>,
) {
    for (cue, source) in idle {
        // "…, Coast Radio reported the governor said": the nearer pair is the source, the other passes it on
        let outer = drafts.iter_mut().find(|d| {
            let own = (d.source.first(), d.cue.first());
            matches!(own, (Some(s), Some(c)) if d.end() <= s.start
                && s.end <= c.start && gap(c, &source.tokens) == 0
                && c.end <= source.tokens.start && source.tokens.end <= cue.tokens.start
                && gap(&source.tokens, &cue.tokens) == 0)
        });
        if let Some(draft) = outer {
            let hops = std::mem::replace(&mut draft.source, Vec::from([source.tokens.clone()]));
            draft.cue = Vec::from([cue.tokens.clone()]);
            draft.sides.extend(hops.into_iter().map(|tokens| Side {
                attribute: Attribute::Via,
                tokens,
            }));
            continue;
        }
        let word = layout.word(cue.tokens.end - 1).to_lowercase();
        let first = layout.word(cue.tokens.start).to_lowercase();
        let passes = matches!(
            word.as_str(),
            "reported" | "reports" | "report" | "quoted" | "citing" | "cited" | "per"
        ) || matches!(word.as_str(), "said" | "wrote") && outlet(layout, &source.tokens)
            || first == "according"
            || matches!(first.as_str(), "citing" | "quoting" | "referring");
        if !passes {
            continue;
        }
        let sentence = layout.sentence_of(cue.tokens.start);
        let span = cue.tokens.start.min(source.tokens.start)..cue.tokens.end.max(source.tokens.end);
        let beside = drafts
            .iter_mut()
            .filter(|d| layout.sentence_of(d.anchor()) == sentence && !d.cue.is_empty())
            .filter(|d| d.source.first().is_some_and(|s| gap(s, &source.tokens) > 0))
            .map(|d| {
                (
                    d.content
                        .iter()
                        .chain(&d.cue)
                        .chain(&d.source)
                        .map(|r| gap(r, &span))
                        .min()
                        .unwrap_or(usize::MAX),
                    d,
                )
            })
            .filter(|(distance, _)| *distance <= 3)
            .min_by_key(|(distance, d)| (*distance, d.start()));
        if let Some((_, draft)) = beside {
            draft.sides.push(Side {
                attribute: Attribute::Via,
                tokens: source.tokens.clone(),
            });
        }
    }
}

/// A phrase with a hop in it.
struct Found {
    /// The whole phrase's first token.
    at: usize,
    hops: Vec<Range<usize>>,
}

/// Adds the hops of fixed phrases to the statements of their sentence that have none, and to those that go on with "he" or
/// "she" in the same paragraph where a whole report was the source.
pub(crate) fn add(layout: &Layout<'_>, drafts: &mut [Draft]) {
    let mut by_sentence: Vec<(usize, usize)> = drafts
        .iter()
        .enumerate()
        .filter(|(_, d)| d.parent.is_none())
        .map(|(d, draft)| (layout.sentence_of(draft.anchor()), d))
        .collect();
    by_sentence.sort_unstable();
    let mut report_of: Option<(usize, Vec<Range<usize>>)> = None;
    for group in by_sentence.chunk_by(|a, b| a.0 == b.0) {
        let sentence = layout.sentences()[group[0].0].clone();
        let inside = |i: usize| group.iter().any(|g| drafts[g.1].holds(i));
        let phrases = |i: usize| {
            let report = carried(layout, i, &sentence.tokens).or_else(|| report(layout, i));
            report
                .map(|f| (f, true))
                .or_else(|| through(layout, i).map(|f| (f, false)))
        };
        let found: Vec<(Found, bool)> = sentence
            .tokens
            .clone()
            .filter(|&i| layout.quote_states()[i] == QuoteState::Outside && !inside(i))
            .filter_map(phrases)
            .collect();
        let pronoun = |d: &Draft| {
            let source = d.source.first().map_or("", |s| layout.word(s.start));
            matches!(source, "He" | "he" | "She" | "she" | "They" | "they")
        };
        if let Some((paragraph, hops)) = report_of.take()
            && found.is_empty()
            && paragraph == sentence.paragraph
            && group.iter().all(|g| pronoun(&drafts[g.1]))
        {
            for &(_, d) in group {
                give(&mut drafts[d], &hops);
            }
            report_of = Some((paragraph, hops));
        }
        for (phrase, whole) in found {
            for &(_, d) in group {
                if drafts[d]
                    .cue
                    .iter()
                    .any(|c| c.start.abs_diff(phrase.at) <= HOP_REACH)
                {
                    give(&mut drafts[d], &phrase.hops);
                }
            }
            if whole {
                report_of = Some((sentence.paragraph, phrase.hops));
            }
        }
    }
}

/// Farthest phrase from the cue of its statement, in words.
const HOP_REACH: usize = 40;

fn give(draft: &mut Draft, hops: &[Range<usize>]) {
    // the tagger may have seen the outermost hop alone
    let seen: Vec<Range<usize>> = (draft.sides.iter())
        .filter(|s| s.attribute == Attribute::Via)
        .map(|s| s.tokens.clone())
        .collect();
    if let ([one], [first, _, ..]) = (seen.as_slice(), hops)
        && overlap(one, first)
    {
        draft.sides.retain(|s| s.attribute != Attribute::Via);
    }
    let own = draft.sides.iter().any(|s| s.attribute == Attribute::Via)
        || hops.iter().any(|h| draft.source.iter().any(|s| overlap(h, s)));
    if own {
        return;
    }
    draft.why.push("the text says who passed the words on".to_owned());
    let hops = hops.iter().cloned();
    draft.sides.extend(hops.map(|tokens| Side {
        attribute: Attribute::Via,
        tokens,
    }));
}

/// "(in an interview with Alfa TV,) cited by the agency": the agency had it from the station.
fn carried(layout: &Layout<'_>, at: usize, sentence: &Range<usize>) -> Option<Found> {
    let word = |i: usize| if i < sentence.end { layout.word(i) } else { "" };
    let by = match (word(at), word(at + 1), word(at + 2)) {
        ("cited" | "quoted" | "carried" | "relayed" | "republished", "by", _) => at + 2,
        ("picked", "up", "by") => at + 3,
        _ => return None,
    };
    // "was quoted by" is a cue with a source; behind a comma it says who carried the words
    let comma = at
        .checked_sub(1)
        .filter(|&c| c > sentence.start && word(c) == ",")?;
    let end = name_end(layout, by);
    if end == by || end > sentence.end {
        return None;
    }
    let outer = by..end;
    // the name before the comma, back to "with", "to" or "by"
    let from = (sentence.start..comma)
        .rev()
        .take(LONGEST)
        .find(|&i| matches!(word(i), "with" | "to" | "by" | "on"));
    let inner = from.map(|f| f + 1..comma).filter(|r| {
        r.clone().any(|i| capital(word(i)))
            && r.clone().all(|i| layout.tokens()[i].is_word() || word(i) == "-")
    })?;
    Some(Found {
        at,
        hops: Vec::from([outer, inner]),
    })
}

/// "said through an interpreter", "via his lawyers", "through its press attache".
fn through(layout: &Layout<'_>, at: usize) -> Option<Found> {
    if !matches!(layout.word(at), "through" | "via" | "Through" | "Via") {
        return None;
    }
    let end = name_end(layout, at + 1);
    let hop = at + 1..end;
    let carries = hop.clone().any(|i| {
        matches!(
            layout.word(i).to_lowercase().as_str(),
            "interpreter"
                | "translator"
                | "lawyer"
                | "lawyers"
                | "attorney"
                | "attorneys"
                | "solicitor"
                | "solicitors"
                | "spokesman"
                | "spokeswoman"
                | "spokesperson"
                | "spokespeople"
                | "secretary"
                | "attache"
                | "attaché"
                | "agent"
                | "representative"
                | "representatives"
                | "aide"
                | "publicist"
                | "intermediary"
                | "intermediaries"
        )
    });
    carries.then(|| Found {
        at,
        hops: Vec::from([hop]),
    })
}

/// "In a Harbour Post report, X said": the paper's words for what X said.
fn report(layout: &Layout<'_>, at: usize) -> Option<Found> {
    let sentence = &layout.sentences()[layout.sentence_of(at)].tokens;
    if at != sentence.start
        || layout.word(at) != "In"
        || at + 1 >= sentence.end
        || !article(layout.word(at + 1))
    {
        return None;
    }
    let noun = (at + 3..sentence.end.min(at + LONGEST))
        .find(|&i| matches!(layout.word(i), "report" | "article" | "story"))?;
    let name = at + 2..noun;
    let joins = |i: usize| {
        layout.word(i) == "." && !layout.tokens()[i].spaced
            || layout.word(i) == "com"
            || layout.word(i) == "au"
    };
    let named = capital(layout.word(name.start)) && name.clone().all(|i| capital(layout.word(i)) || joins(i));
    named.then(|| Found {
        at,
        hops: Vec::from([name]),
    })
}

/// Whether a printed source is an outlet: by its words ("Coast Radio", "state media") or its capitals ("AFP").
pub(crate) fn outlet(layout: &Layout<'_>, tokens: &Range<usize>) -> bool {
    const WORDS: &[&str] = &[
        "news",
        "agency",
        "agencies",
        "radio",
        "tv",
        "television",
        "newspaper",
        "newspapers",
        "times",
        "post",
        "herald",
        "media",
        "outlet",
        "outlets",
        "press",
        "broadcaster",
        "daily",
        "magazine",
        "report",
        "reports",
        "site",
        "website",
        "channel",
        "journal",
        "gazette",
        "tribune",
        "telegraph",
        "guardian",
        "weekly",
        "reuters",
        "interfax",
        "xinhua",
        "bloomberg",
        "portal",
    ];
    tokens.clone().any(|i| {
        let word = layout.word(i);
        WORDS.contains(&word.to_lowercase().as_str())
            || word.len() >= 3 && word.chars().all(|c| c.is_ascii_uppercase())
    })
}

/// What a hop is, by its words alone.
pub(crate) fn kind(text: &str) -> SpeakerType {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let has = |list: &[&str]| words.iter().any(|w| list.contains(&w.to_lowercase().as_str()));
    let named = words.iter().skip(1).any(|w| capital(w));
    if has(&[
        "report",
        "summary",
        "memo",
        "letter",
        "statement",
        "filing",
        "transcript",
        "release",
        "document",
    ]) {
        SpeakerType::Document
    } else if has(&[
        "lawyers",
        "attorneys",
        "solicitors",
        "sources",
        "officials",
        "reports",
        "representatives",
    ]) {
        SpeakerType::Group
    } else if has(&[
        "interpreter",
        "translator",
        "lawyer",
        "attorney",
        "solicitor",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "attache",
        "attaché",
        "aide",
        "publicist",
        "source",
        "official",
    ]) || has(&["secretary"]) && !has(&["office", "service"])
    {
        if named {
            SpeakerType::Person
        } else {
            SpeakerType::Unnamed
        }
    } else {
        SpeakerType::Organization
    }
}
