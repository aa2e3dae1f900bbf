//! Sources that are pronouns, and words used like them.

use crate::lexicon::{is_pronoun, pronoun_of};
use crate::people::{Attributed, People, Reading, unnamed};
use crate::phrase::{Sort, sort};
use crate::pronoun::{Candidate, nearest};
use onrecord_record::SpeakerType;

impl People {
    pub(crate) fn pronoun(
        &mut self,
        reading: &Reading<'_, '_>,
        at: usize,
        parent: Option<&[Attributed]>,
        candidates: &[Candidate],
        joint: &[(usize, Vec<Attributed>)],
    ) -> Vec<Attributed> {
        let layout = reading.layout;
        let word = layout.word(at).to_lowercase();
        let kind = |c: &Candidate| c.who.entity.map_or(c.who.kind, |id| self.entities.get(id).kind);
        match word.as_str() {
            "i" | "me" | "my" | "we" | "us" | "our" => match parent {
                Some(people) if !people.is_empty() => {
                    let shown: Vec<&str> = people
                        .iter()
                        .filter_map(|p| p.entity)
                        .map(|id| self.entities.get(id).name.as_str())
                        .collect();
                    let why = (!shown.is_empty())
                        .then(|| format!("“{word}” = {} (whose words these are)", shown.join(" and ")));
                    people
                        .iter()
                        .map(|p| Attributed {
                            why: why.clone(),
                            confidence: p.confidence * 0.95,
                            ..p.clone()
                        })
                        .collect()
                }
                _ => vec![unnamed(SpeakerType::Unnamed, None, None, 0.4)],
            },
            "he" | "she" | "him" | "his" | "her" | "himself" | "herself" => {
                let wanted = pronoun_of(&word);
                let fits = |c: &Candidate| {
                    let known = c
                        .pronoun
                        .or_else(|| c.who.entity.and_then(|id| self.entities.get(id).pronoun));
                    let person = match kind(c) {
                        SpeakerType::Person => true,
                        SpeakerType::Unnamed => c.who.entity.is_none(),
                        // a single word that nothing else explains may be a surname
                        SpeakerType::Organization => {
                            c.who.entity.is_some_and(|id| {
                                !self.entities.get(id).certain && self.entities.get(id).words.len() == 1
                            }) && c.spoke
                        }
                        _ => false,
                    };
                    person && (known.is_none() || known == wanted)
                };
                let Some((who, margin)) = nearest(layout, at, candidates, fits) else {
                    return vec![unnamed(SpeakerType::Unnamed, None, None, 0.3)];
                };
                let mut who = who.who.clone();
                who.confidence *= if margin > 1.0 {
                    0.92
                } else if margin > 0.4 {
                    0.8
                } else {
                    0.6
                };
                if let Some(id) = who.entity {
                    let entity = self.entities.get_mut(id);
                    entity.pronoun = entity.pronoun.or(wanted);
                    if !entity.certain {
                        entity.kind = SpeakerType::Person;
                    }
                    who = Attributed {
                        confidence: who.confidence,
                        ..self.named(id, 0.9, None)
                    };
                    who.why = Some(format!(
                        "“{word}” = {} (nearest fitting name before it)",
                        self.entities.get(id).name
                    ));
                }
                vec![who]
            }
            "it" | "its" | "itself" => {
                let fits = |c: &Candidate| {
                    matches!(
                        kind(c),
                        SpeakerType::Organization | SpeakerType::Document | SpeakerType::Place
                    )
                };
                match nearest(layout, at, candidates, fits) {
                    Some((who, margin)) => {
                        let mut who = who.who.clone();
                        who.confidence *= if margin > 1.0 { 0.85 } else { 0.65 };
                        who.why = who.entity.map(|id| {
                            format!(
                                "“{word}” = {} (nearest body before it)",
                                self.entities.get(id).name
                            )
                        });
                        vec![who]
                    }
                    None => vec![unnamed(SpeakerType::Unnamed, None, None, 0.3)],
                }
            }
            "they" | "them" | "their" | "themselves" | "both" => {
                let several = |c: &Candidate| {
                    c.spoke
                        && matches!(
                            kind(c),
                            SpeakerType::Group | SpeakerType::Organization | SpeakerType::Place
                        )
                };
                let near = nearest(layout, at, candidates, several);
                let upto = joint.partition_point(|(place, _)| *place < at);
                let near_joint = joint[..upto]
                    .last()
                    .filter(|(place, _)| layout.sentence_of(at) - layout.sentence_of(*place) <= 4)
                    .filter(|(place, _)| near.is_none_or(|(c, _)| c.at < *place));
                if let Some((_, people)) = near_joint {
                    let shown: Vec<&str> = people
                        .iter()
                        .filter_map(|p| p.entity)
                        .map(|id| self.entities.get(id).name.as_str())
                        .collect();
                    let why = Some(format!(
                        "“{word}” = {} (the joint source before it)",
                        shown.join(" and ")
                    ));
                    return people
                        .iter()
                        .map(|p| Attributed {
                            why: why.clone(),
                            confidence: p.confidence * 0.8,
                            ..p.clone()
                        })
                        .collect();
                }
                match near {
                    Some((who, _)) => vec![Attributed {
                        confidence: who.who.confidence * 0.7,
                        ..who.who.clone()
                    }],
                    None => vec![unnamed(SpeakerType::Group, None, None, 0.4)],
                }
            }
            "who" | "which" | "that" | "whose" | "whom" => vec![self.relative(reading, at)],
            "some" | "many" | "others" | "several" | "most" | "those" | "few" | "all" => {
                vec![unnamed(SpeakerType::Group, None, None, 0.7)]
            }
            _ => vec![unnamed(SpeakerType::Unnamed, None, None, 0.5)],
        }
    }

    /// "the minister, who said": what stands right before the relative pronoun.
    fn relative(&self, reading: &Reading<'_, '_>, at: usize) -> Attributed {
        let layout = reading.layout;
        let near = reading
            .names
            .partition_point(|n| n.tokens.start < at)
            .checked_sub(1);
        if let Some(number) = near
            && at - reading.names[number].tokens.end.min(at) <= 2
            && let Some(id) = reading.ids[number]
        {
            let who = format!(
                "“{}” = {} (right before it)",
                layout.word(at),
                self.entities.get(id).name
            );
            return self.named(id, 0.85, Some(who));
        }
        let noun = (at.saturating_sub(3)..at)
            .rev()
            .find(|&i| layout.tokens()[i].is_word())
            .map(|i| layout.word(i));
        match noun.filter(|w| !is_pronoun(w)).map(sort) {
            Some(Sort::Group) => unnamed(SpeakerType::Group, None, None, 0.6),
            Some(Sort::Document) => unnamed(SpeakerType::Document, None, None, 0.6),
            _ => unnamed(SpeakerType::Unnamed, None, None, 0.4),
        }
    }
}
