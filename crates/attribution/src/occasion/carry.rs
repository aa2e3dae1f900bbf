//! Which statements were made on which occasion.

use super::mention::{Mention, Use, lower};
use super::nouns::{Kind, day_or_month};
use super::{LEAD_PARAGRAPHS, Voices};
use crate::draft::Draft;
use onrecord_model::{Attribute, ModeLabel};
use onrecord_people::EntityId;
use onrecord_record::SpeakerType;
use onrecord_text::Layout;
use std::collections::BTreeMap;
use std::ops::Range;

/// Where the report is.
#[derive(Clone, Copy)]
struct Scene {
    occasion: usize,
    paragraph: usize,
    /// "At the panel, …": whoever speaks in this paragraph speaks there.
    framing: bool,
    head: usize,
}

/// What the walk through the text knows.
#[derive(Default)]
struct Walk {
    /// On which occasion somebody spoke last.
    by_speaker: BTreeMap<EntityId, usize>,
    scene: Option<Scene>,
    /// The statement before.
    last: Option<usize>,
}

/// What all steps look at.
struct Text<'a, 't> {
    layout: &'a Layout<'t>,
    drafts: &'a [Draft],
    mentions: &'a [Mention],
    groups: &'a [usize],
    voices: &'a Voices<'a>,
    /// Contents of the outermost statements, sorted.
    contents: Vec<Range<usize>>,
    /// Everybody who speaks in this section.
    speaking: Vec<EntityId>,
    reported: Option<usize>,
}

/// For every draft, the number of its occasion.
pub(super) fn carry(
    layout: &Layout<'_>,
    drafts: &[Draft],
    mentions: &[Mention],
    groups: &[usize],
    voices: &Voices<'_>,
    reported: Option<usize>,
) -> Vec<Option<usize>> {
    let mut order: Vec<usize> = (0..drafts.len())
        .filter(|&d| drafts[d].parent.is_none())
        .collect();
    order.sort_by_key(|&d| (drafts[d].anchor(), d));
    let mut speaking: Vec<EntityId> = order
        .iter()
        .flat_map(|&d| &voices.speakers[d])
        .filter_map(|s| s.entity)
        .collect();
    speaking.sort_unstable();
    speaking.dedup();
    let contents = merged_contents(drafts);
    let text = Text {
        layout,
        drafts,
        mentions,
        groups,
        voices,
        contents,
        speaking,
        reported,
    };
    let mut of = vec![None; drafts.len()];
    let mut walk = Walk::default();
    let mut next = 0;
    for &d in &order {
        let direct = text.settle(&mut walk, &mut next, d, &of);
        of[d] = direct.or_else(|| text.known(&mut walk, d, &of));
        if let Some(group) = of[d] {
            walk.by_speaker.extend(text.own(d).map(|e| (e, group)));
        }
        walk.last = Some(d);
    }
    text.back(&order, &mut of);
    of
}

impl Text<'_, '_> {
    fn own(&self, d: usize) -> impl Iterator<Item = EntityId> {
        self.voices.speakers[d].iter().filter_map(|s| s.entity)
    }

    fn sentence(&self, d: usize) -> usize {
        self.layout.sentence_of(self.drafts[d].anchor())
    }

    fn paragraph(&self, d: usize) -> usize {
        self.layout.paragraph_of(self.drafts[d].anchor())
    }

    fn inside(&self, at: usize) -> bool {
        let i = self.contents.partition_point(|r| r.end <= at);
        self.contents.get(i).is_some_and(|r| r.contains(&at))
    }

    /// Takes in the mentions up to this statement's sentence; the occasion that the sentence itself names for it.
    fn settle(&self, walk: &mut Walk, next: &mut usize, d: usize, of: &[Option<usize>]) -> Option<usize> {
        let sentence = self.sentence(d);
        let tokens = self.layout.sentences()[sentence].tokens.clone();
        let mut direct = None;
        while let Some(m) = self.mentions.get(*next).filter(|m| m.head < tokens.end) {
            let group = self.groups[*next];
            *next += 1;
            let (inside, here) = (self.inside(m.head), m.head >= tokens.start);
            // what a report is about may stand in what the agency is quoted for
            if m.used == Use::Bare || inside && self.reported != Some(group) {
                let back = m.used == Use::Bare && here && !inside;
                if back && self.own(d).any(|e| walk.by_speaker.get(&e) == Some(&group)) {
                    direct = Some(group);
                }
                continue;
            }
            if m.used == Use::On && here && !inside {
                direct = Some(group);
            }
            let framing = m.kind.shared() && (m.framing || m.used == Use::On && !here);
            let paragraph = self.layout.paragraph_of(m.head);
            walk.scene = Some(Scene {
                occasion: group,
                paragraph,
                framing,
                head: m.head,
            });
            for e in self.there(m) {
                walk.by_speaker.insert(e, group);
            }
        }
        // several statements of one sentence
        direct.or_else(|| {
            let same = walk.last.filter(|&l| self.sentence(l) == sentence)?;
            let named = walk.scene.is_some_and(|s| tokens.contains(&s.head));
            let one = self.own(d).any(|e| self.own(same).any(|o| o == e));
            if named || one || self.drafts[d].source.is_empty() {
                of[same]
            } else {
                None
            }
        })
    }

    /// Speakers whom the mention's sentence names before it as speaking there or holding it; for an interview, also whom
    /// it is with.
    fn there(&self, m: &Mention) -> Vec<EntityId> {
        let sentence = &self.layout.sentences()[self.layout.sentence_of(m.head)].tokens;
        let mut tokens = sentence.start..m.tokens.start;
        if m.kind == Kind::Interview {
            tokens.end = m.tokens.end;
        } else if m.used == Use::Setting && m.holder.is_none() {
            return Vec::new();
        }
        let bytes = self.layout.bytes(tokens);
        let (start, end) = (self.voices.base + bytes.start, self.voices.base + bytes.end);
        let named = |e: &EntityId| {
            let mentions = &self.voices.people.entity(*e).mentions;
            let at = mentions.partition_point(|m| m.start < start);
            mentions.get(at).is_some_and(|m| m.start < end)
        };
        self.speaking.iter().copied().filter(named).collect()
    }

    /// The occasion at which the statement's speaker is known to speak, or at which the report is.
    fn known(&self, walk: &mut Walk, d: usize, of: &[Option<usize>]) -> Option<usize> {
        let draft = &self.drafts[d];
        if self.elsewhere(d) {
            walk.scene = None;
            for e in self.own(d) {
                walk.by_speaker.remove(&e);
            }
            // it may be anybody of those who spoke
            if self.own(d).next().is_none() && self.reach(d) < usize::MAX {
                walk.by_speaker.clear();
            }
            return None;
        }
        if self.before(d) {
            return None;
        }
        if let Some(group) = self.own(d).find_map(|e| walk.by_speaker.get(&e).copied()) {
            return Some(group);
        }
        let paragraph = self.paragraph(d);
        let previous = walk
            .last
            .filter(|&l| paragraph - self.paragraph(l).min(paragraph) <= self.reach(d));
        // "he", "the minister": goes on with the one before
        if let Some(previous) = previous
            && self.own(d).next().is_none()
            && self.reach(d) < usize::MAX
            && walk.scene.is_none_or(|s| s.head < self.drafts[previous].anchor())
            && let Some(group) = of[previous]
        {
            return Some(group);
        }
        let scene = walk.scene?;
        let framed = scene.framing && scene.paragraph == paragraph;
        let fresh = paragraph <= scene.paragraph + 1
            && self.own(d).next().is_none()
            && self.reach(d) < usize::MAX
            && walk.last.is_none_or(|l| self.drafts[l].anchor() < scene.head);
        let unsaid = draft.source.is_empty() && paragraph <= scene.paragraph + 1 && self.passive(draft);
        let report = self.reported == Some(scene.occasion);
        (report || framed || fresh || unsaid || self.in_turn(d)).then_some(scene.occasion)
    }

    /// How many paragraphs back the source may point: 0 for "the minister", 1 for "she", none for a name.
    fn reach(&self, d: usize) -> usize {
        let person = |kind: SpeakerType| {
            !matches!(
                kind,
                SpeakerType::Document | SpeakerType::Organization | SpeakerType::Place
            )
        };
        let people = self.voices.speakers[d].iter().all(|s| person(s.kind));
        let Some(source) = self.drafts[d].source.first().filter(|_| people) else {
            return usize::MAX;
        };
        match lower(self.layout, source.start).as_str() {
            "he" | "she" | "they" | "both" => 1,
            "the" => usize::from(self.drafts[d].source.first().is_some_and(|s| s.len() == 2)),
            _ => usize::MAX,
        }
    }

    /// "It was noted", "workers were told".
    fn passive(&self, draft: &Draft) -> bool {
        draft.cue.iter().any(|cue| {
            let with_auxiliary = cue.start.saturating_sub(1)..cue.end;
            { with_auxiliary }.any(|i| matches!(self.layout.word(i), "was" | "were"))
        })
    }

    /// Words that place a statement beside the others of an occasion.
    fn in_turn(&self, d: usize) -> bool {
        let tokens = self.layout.sentences()[self.sentence(d)].tokens.clone();
        tokens.take(60).any(|i| {
            let (a, b) = (lower(self.layout, i), lower(self.layout, i + 1));
            let own = matches!(b.as_str(), "his" | "her" | "their" | "its");
            matches!(a.as_str(), "for" | "on") && own && lower(self.layout, i + 2) == "part"
                || a == "in" && b == "turn"
        })
    }

    /// "Had said", "has since said", "allegedly": not then and there.
    fn before(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        draft.mode == ModeLabel::Hypothetical
            || draft.cue.iter().any(|cue| {
                let first = lower(self.layout, cue.start);
                matches!(
                    first.as_str(),
                    "had" | "reportedly" | "allegedly" | "tweeted" | "posted" | "wrote"
                ) || first == "has"
                    && cue
                        .clone()
                        .any(|i| matches!(self.layout.word(i), "since" | "repeatedly" | "previously"))
            })
    }

    /// Whether the sentence leaves the occasion: another time, another place, another medium.
    fn elsewhere(&self, d: usize) -> bool {
        let tokens = &self.layout.sentences()[self.sentence(d)].tokens;
        let at = |i: usize| {
            if tokens.start + i < tokens.end {
                lower(self.layout, tokens.start + i)
            } else {
                String::new()
            }
        };
        let second = self
            .layout
            .tokens()
            .get(tokens.start + 1)
            .map_or("", |t| t.text(self.layout.text()));
        let leaves = match at(0).as_str() {
            "earlier" | "meanwhile" | "separately" | "previously" | "later" | "outside" | "elsewhere"
            | "afterwards" | "after" | "following" | "recently" | "last" | "prior" => true,
            "addressing" | "visiting" | "touring" => true,
            "at" => second.chars().next().is_some_and(char::is_uppercase),
            "on" | "in" | "since" => {
                second.chars().next().is_some_and(|c| c.is_ascii_digit()) || day_or_month(&at(1))
            }
            _ => false,
        };
        leaves
            || self.drafts[d].sides.iter().any(|s| match s.attribute {
                Attribute::Medium => true,
                Attribute::Addressee => s.tokens.clone().any(|i| media(&lower(self.layout, i))),
                _ => false,
            })
    }

    /// "… she said. She was speaking at a rally": what stood before in the lead was said there too.
    fn back(&self, order: &[usize], of: &mut [Option<usize>]) {
        let mut seen = std::collections::BTreeSet::new();
        for (position, &d) in order.iter().enumerate() {
            let Some(group) = of[d].filter(|&g| seen.insert(g)) else {
                continue;
            };
            let paragraph = self.paragraph(d);
            for &e in order[..position].iter().rev().take(8) {
                let at = self.paragraph(e);
                let lead = at + 1 == paragraph && paragraph <= LEAD_PARAGRAPHS && self.is_text(at);
                if at != paragraph && !lead || of[e].is_some() {
                    break;
                }
                let same = self.own(e).any(|x| self.own(d).any(|y| x == y));
                if same && self.elsewhere(e) {
                    break;
                }
                if same && !self.before(e) {
                    of[e] = Some(group);
                }
            }
        }
    }

    /// Whether a paragraph is running text, not a headline: it ends with a stop or a closing mark.
    fn is_text(&self, paragraph: usize) -> bool {
        self.layout.paragraphs().get(paragraph).is_some_and(|tokens| {
            !tokens.is_empty()
                && matches!(
                    self.layout.word(tokens.end - 1),
                    "." | "!" | "?" | "”" | "\"" | "’" | "»"
                )
        })
    }
}

/// Contents of the outermost statements, sorted and joined.
fn merged_contents(drafts: &[Draft]) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = drafts
        .iter()
        .filter(|d| d.parent.is_none())
        .flat_map(|d| d.content.iter().cloned())
        .collect();
    all.sort_by_key(|r| (r.start, r.end));
    let mut out: Vec<Range<usize>> = Vec::with_capacity(all.len());
    for r in all {
        match out.last_mut() {
            Some(last) if r.start <= last.end => last.end = last.end.max(r.end),
            _ => out.push(r),
        }
    }
    out
}

/// A word for journalists and what they work for.
fn media(word: &str) -> bool {
    matches!(
        word,
        "reporters"
            | "journalists"
            | "media"
            | "press"
            | "mediapersons"
            | "newspaper"
            | "agency"
            | "television"
            | "radio"
            | "news"
            | "magazine"
    )
}
