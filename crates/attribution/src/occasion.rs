//! Occasions: what the text calls them, which mentions mean the same one, and who spoke there.

mod carry;
mod details;
mod mention;

use crate::draft::Draft;
use mention::{Kind, Mention, Use};
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
}

/// Who speaks, as far as occasions need to know.
pub(crate) struct Voices<'a> {
    /// For every draft, who its speakers are.
    pub(crate) speakers: &'a [Vec<Attributed>],
    pub(crate) people: &'a People,
    /// Bytes of the article before the section.
    pub(crate) base: usize,
}

/// Finds the section's occasions. `report` is the sentence in which the lead says that an agency passes on the whole report.
pub(crate) fn find(
    layout: &Layout<'_>,
    drafts: &[Draft],
    voices: &Voices<'_>,
    report: Option<usize>,
) -> Occasions {
    let mut mentions = mention::mentions(layout, drafts);
    add_marked(layout, drafts, &mut mentions);
    let groups = group(layout, &mentions);
    let of = carry::carry(layout, drafts, &mentions, &groups, voices, report);
    let mut list = Vec::new();
    for number in 0..groups.iter().map(|g| g + 1).max().unwrap_or(0) {
        let own: Vec<&Mention> = mentions
            .iter()
            .zip(&groups)
            .filter(|(_, g)| **g == number)
            .map(|(m, _)| m)
            .collect();
        list.push(details::occasion(layout, &own));
    }
    Occasions { list, of }
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
            known.used = Use::On;
            continue;
        }
        let words = tokens.clone().filter(|&i| layout.tokens()[i].is_word());
        let named = words
            .clone()
            .any(|i| !mention::determiner(&layout.word(i).to_lowercase()));
        if !named {
            continue;
        }
        let head = words.last().unwrap_or(tokens.start);
        mentions.push(Mention {
            tokens,
            head,
            kind: Kind::Named,
            used: Use::On,
            definite: false,
            new: false,
        });
    }
    mentions.sort_by_key(|m| (m.tokens.start, m.tokens.end));
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
                    let generic = mention.kind == Kind::Generic
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
            !mention::determiner(w)
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
