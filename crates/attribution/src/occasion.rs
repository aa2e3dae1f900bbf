//! Occasions: what the text calls them, which mentions mean the same one, and who spoke there.

mod carry;
mod details;
mod mention;
mod nouns;

use crate::draft::Draft;
use mention::{Mention, Use};
use nouns::Kind;
use onrecord_model::Attribute;
use onrecord_people::{Attributed, People};
use onrecord_text::Layout;
use std::ops::Range;

/// An occasion of which the text speaks, in tokens.
#[derive(Clone, Debug, Default)]
pub(crate) struct Occasion {
    /// The fullest mention.
    pub(crate) name: Range<usize>,
    /// Every mention, in text order.
    pub(crate) mentions: Vec<Range<usize>>,
    /// An interview: who passes on one of its statements passes on all.
    pub(crate) interview: bool,
    /// The medium that brought it out ("the Harbour Post published an interview with …").
    pub(crate) brought_out: Option<Range<usize>>,
    pub(crate) organisers: Vec<Range<usize>>,
    pub(crate) place: Option<Range<usize>>,
    pub(crate) participants: Vec<Range<usize>>,
}

/// The occasions of a section.
#[derive(Clone, Debug, Default)]
pub(crate) struct Occasions {
    pub(crate) list: Vec<Occasion>,
    /// For every draft: the occasion on which it was said.
    pub(crate) of: Vec<Option<usize>>,
    /// The occasion that a report taken from an agency is about.
    pub(crate) reported: Option<usize>,
}

/// Paragraphs that make up headline and lead.
const LEAD_PARAGRAPHS: usize = 3;

/// Who speaks, as far as occasions need to know.
pub(crate) struct Voices<'a> {
    /// For every draft, who its speakers are.
    pub(crate) speakers: &'a [Vec<Attributed>],
    pub(crate) people: &'a People,
    /// Bytes of the article before the section.
    pub(crate) base: usize,
}

/// Finds the section's occasions. `report` is the sentence in which the lead says that the whole report is passed on.
pub(crate) fn find(
    layout: &Layout<'_>,
    drafts: &[Draft],
    voices: &Voices<'_>,
    report: Option<usize>,
) -> Occasions {
    let mut mentions = mention::mentions(layout, drafts);
    add_marked(layout, drafts, &mut mentions);
    let groups = group(layout, &mentions);
    let reported = report
        .and_then(|sentence| reported(layout, &mentions, &groups, sentence))
        .or_else(|| {
            let court = |(m, _): &(&Mention, &usize)| {
                layout.paragraph_of(m.head) < LEAD_PARAGRAPHS && mention::hears(layout, &m.tokens, m.kind)
            };
            mentions
                .iter()
                .zip(&groups)
                .find(court)
                .map(|(_, &g)| g)
                .filter(|_| voices.base == 0)
        });
    let of = carry::carry(layout, drafts, &mentions, &groups, voices, reported);
    let count = groups.iter().max().map_or(0, |g| g + 1);
    let mut own: Vec<Vec<&Mention>> = vec![Vec::new(); count];
    for (mention, &group) in mentions.iter().zip(&groups) {
        own[group].push(mention);
    }
    let list = own.iter().map(|own| details::occasion(layout, own)).collect();
    Occasions { list, of, reported }
}

/// The occasion of the announcing sentence, else the one that the next paragraph takes for known ("At the meeting, …").
fn reported(layout: &Layout<'_>, mentions: &[Mention], groups: &[usize], sentence: usize) -> Option<usize> {
    let lead = layout.sentences().get(sentence)?;
    let used = || {
        mentions
            .iter()
            .zip(groups)
            .filter(|(m, _)| m.used > Use::Bare && m.kind.shared())
    };
    let there = used().find(|(m, _)| lead.tokens.contains(&m.head));
    let known = |(m, _): &(&Mention, &usize)| {
        let paragraph = layout.paragraph_of(m.head);
        m.head >= lead.tokens.end && paragraph <= lead.paragraph + 1 && m.definite && m.used == Use::On
    };
    there.or_else(|| used().find(known)).map(|(_, &g)| g)
}

/// Occasions that the tagger marked and that no head noun gives away ("Harbour Days 2021").
fn add_marked(layout: &Layout<'_>, drafts: &[Draft], mentions: &mut Vec<Mention>) {
    let mut marked: Vec<Range<usize>> = drafts
        .iter()
        .filter(|d| d.parent.is_none())
        .flat_map(|d| d.sides.iter().filter(|s| s.attribute == Attribute::Event))
        .map(|s| s.tokens.clone())
        .collect();
    marked.sort_by_key(|r| (r.start, r.end));
    marked.dedup();
    for tokens in marked {
        let known = mentions
            .iter_mut()
            .find(|m| m.tokens.start < tokens.end && tokens.start < m.tokens.end);
        if let Some(known) = known {
            if !past(layout, known.tokens.start) {
                known.used = Use::On;
            }
            continue;
        }
        let words = tokens.clone().filter(|&i| layout.tokens()[i].is_word());
        let named = words
            .clone()
            .any(|i| !nouns::determiner(&layout.word(i).to_lowercase()));
        let placed = tokens.start.checked_sub(1).is_some_and(|i| {
            matches!(
                layout.word(i).to_lowercase().as_str(),
                "at" | "during" | "in" | "on" | "to" | "before"
            )
        });
        if !named || !placed {
            continue;
        }
        let head = words.max().unwrap_or(tokens.start);
        mentions.push(Mention {
            tokens,
            head,
            kind: Kind::Named,
            used: Use::On,
            definite: false,
            new: false,
            framing: false,
            holder: None,
        });
    }
    mentions.sort_by_key(|m| (m.tokens.start, m.tokens.end));
}

/// "After the ceremony", "before the hearing": not what is said there.
fn past(layout: &Layout<'_>, start: usize) -> bool {
    start.checked_sub(1).is_some_and(|i| {
        matches!(
            layout.word(i).to_lowercase().as_str(),
            "after" | "following" | "before" | "of" | "since" | "until" | "to"
        )
    })
}

/// For every mention, the number of its occasion.
fn group(layout: &Layout<'_>, mentions: &[Mention]) -> Vec<usize> {
    let mut groups: Vec<usize> = Vec::with_capacity(mentions.len());
    let mut next = 0;
    for (number, mention) in mentions.iter().enumerate() {
        let earlier = || mentions[..number].iter().zip(&groups).rev();
        let same_head = earlier()
            .find(|(m, _)| agree(layout, m, mention))
            .map(|(_, &g)| g);
        let bare = mention.definite && described(layout, mention).is_empty();
        let known = same_head.or_else(|| {
            // "the meeting" after "a video conference", "the event" after "a festival"
            earlier()
                .find(|(m, _)| {
                    let generic = matches!(mention.kind, Kind::Generic | Kind::Speech)
                        && !matches!(m.kind, Kind::Interview | Kind::Call | Kind::Court | Kind::Press)
                        && m.used > Use::Bare;
                    bare && (m.kind == mention.kind && m.kind != Kind::Generic || generic)
                })
                .map(|(_, &g)| g)
        });
        groups.push(match known.filter(|_| !mention.new) {
            Some(group) => group,
            None => {
                next += 1;
                next - 1
            }
        });
    }
    groups
}

/// Whether two mentions with one head noun may mean the same occasion.
fn agree(layout: &Layout<'_>, earlier: &Mention, later: &Mention) -> bool {
    if earlier.kind == Kind::Named || later.kind == Kind::Named {
        return earlier.kind == later.kind
            && text(layout, &earlier.tokens).eq_ignore_ascii_case(text(layout, &later.tokens));
    }
    let noun = |m: &Mention| layout.word(m.head).to_lowercase();
    if noun(earlier) != noun(later) || earlier.kind != later.kind {
        return false;
    }
    let (one, other) = (described(layout, earlier), described(layout, later));
    let within = |a: &[String], b: &[String]| a.iter().all(|w| b.contains(w));
    let number = |words: &[String]| words.iter().find(|w| nouns::ordinal(w)).cloned();
    if number(&other).is_some_and(|n| number(&one) != Some(n)) {
        return false;
    }
    if later.definite {
        // "the rally" is the one that is known; "the opening rally" may be described anew
        within(&one, &other) || within(&other, &one)
    } else {
        one == other && !one.is_empty()
    }
}

/// The words that tell an occasion from others with the same head.
fn described(layout: &Layout<'_>, mention: &Mention) -> Vec<String> {
    mention
        .tokens
        .clone()
        .filter(|&i| i != mention.head && layout.tokens()[i].is_word())
        .map(|i| layout.word(i).to_lowercase())
        .filter(|w| {
            !nouns::determiner(w)
                && !matches!(
                    w.as_str(),
                    "of" | "in" | "at" | "on" | "with" | "for" | "by" | "and" | "s" | "to"
                )
        })
        .collect()
}

fn text<'t>(layout: &Layout<'t>, tokens: &Range<usize>) -> &'t str {
    &layout.text()[layout.bytes(tokens.clone())]
}
