//! Sources that are pronouns, and words used like them.

use crate::lexicon::{is_pronoun, pronoun_of};
use crate::mention::{Joint, Mention};
use crate::people::{Around, Attributed, People, Reading, unnamed};
use crate::phrase::{Sort, sort};
use crate::rank::{Anaphor, Pointer, Scored, Who};
use onrecord_record::SpeakerType;

/// Others that are named when a speaker stays open.
pub(crate) const MOST_ALTERNATIVES: usize = 5;
/// From this probability on the ranking is sure enough without the judge, who costs time.
const SURE: f32 = 0.85;
/// Less likely ones are not worth naming.
const LEAST_LIKELY: f32 = 0.03;

impl People {
    pub(crate) fn pronoun(
        &mut self,
        reading: &Reading<'_, '_>,
        at: usize,
        around: Around<'_>,
        mentions: &[Mention],
        joints: &[Joint],
    ) -> Vec<Attributed> {
        let word = reading.layout.word(at).to_lowercase();
        let pointer = |anaphor| Pointer {
            anaphor,
            at,
            words: at..at,
            noun: &word,
            pronoun: pronoun_of(&word).filter(|_| anaphor == Anaphor::Pronoun),
            parent: around.parent,
            content: around.content,
        };
        match word.as_str() {
            "i" | "me" | "my" | "we" | "us" | "our" => match around.parent {
                Some(people) if !people.is_empty() => {
                    let why = self
                        .shown(people)
                        .map(|names| format!("“{word}” = {names} (whose words these are)"));
                    people
                        .iter()
                        .map(|p| Attributed {
                            why: why.clone(),
                            ..p.clone()
                        })
                        .collect()
                }
                _ => vec![unnamed(SpeakerType::Unnamed, None, None, 0.4)],
            },
            "he" | "she" | "him" | "his" | "her" | "himself" | "herself" => {
                let found = self.points(reading, &pointer(Anaphor::Pronoun), mentions, joints);
                let (anyone, likely) = match found {
                    Found::Who(mut who) => {
                        if let [only] = &mut who[..]
                            && let Some(id) = only.entity
                        {
                            let entity = self.entities.get_mut(id);
                            // only a sure answer tells the text's pronoun for somebody
                            if only.confidence > 0.7 {
                                entity.answered = entity.answered.or(pronoun_of(&word));
                            }
                            if !entity.certain {
                                entity.kind = SpeakerType::Person;
                                only.kind = SpeakerType::Person;
                            }
                        }
                        return who;
                    }
                    Found::Nobody(others, likely) => (others, likely),
                };
                vec![Attributed {
                    open: true,
                    alternatives: anyone,
                    ..unnamed(SpeakerType::Unnamed, None, None, likely)
                }]
            }
            "it" | "its" | "itself" => {
                match self.points(reading, &pointer(Anaphor::Body), mentions, joints) {
                    Found::Who(who) => who,
                    Found::Nobody(alternatives, likely) => vec![Attributed {
                        open: true,
                        alternatives,
                        ..unnamed(SpeakerType::Unnamed, None, None, likely)
                    }],
                }
            }
            "they" | "them" | "their" | "themselves" | "both" => {
                match self.points(reading, &pointer(Anaphor::Plural), mentions, joints) {
                    Found::Who(who) => who,
                    Found::Nobody(alternatives, likely) => vec![Attributed {
                        open: true,
                        alternatives,
                        ..unnamed(SpeakerType::Group, None, None, likely)
                    }],
                }
            }
            "who" | "which" | "that" | "whose" | "whom" => vec![self.relative(reading, at)],
            "some" | "many" | "others" | "several" | "most" | "those" | "few" | "all" => {
                vec![unnamed(SpeakerType::Group, None, None, 0.7)]
            }
            _ => vec![unnamed(SpeakerType::Unnamed, None, None, 0.5)],
        }
    }

    /// Names of these, joined for a reason.
    fn shown(&self, people: &[Attributed]) -> Option<String> {
        let names: Vec<&str> = people
            .iter()
            .filter_map(|p| p.entity)
            .map(|id| self.entities.get(id).name.as_str())
            .collect();
        match names[..] {
            [] => None,
            [first, second, _, ref rest @ ..] => {
                Some(format!("{first}, {second} and {} more", rest.len() + 1))
            }
            _ => Some(names.join(" and ")),
        }
    }

    /// Whom a pointer stands for.
    pub(crate) fn points(
        &mut self,
        reading: &Reading<'_, '_>,
        pointer: &Pointer<'_>,
        mentions: &[Mention],
        joints: &[Joint],
    ) -> Found {
        let mut ranked = self.rank(reading, pointer, mentions, joints);
        self.observe(reading, pointer, &ranked, joints);
        let unsure = ranked.first().is_some_and(|best| best.probability < SURE) && ranked.len() > 2;
        let asks = unsure && pointer.anaphor == Anaphor::Pronoun;
        if asks && reading.judgement.ask(pointer.at, reading.places, reading.named) {
            ranked = self.rank(reading, pointer, mentions, joints);
            self.observe(reading, pointer, &ranked, joints);
        }
        let alternatives: Vec<_> = ranked
            .iter()
            .enumerate()
            .filter(|(n, s)| *n == 0 || s.probability >= LEAST_LIKELY)
            .filter_map(|(_, s)| match s.who {
                Who::Entity(id) => Some((id, s.probability)),
                _ => None,
            })
            .take(MOST_ALTERNATIVES)
            .collect();
        let Some(best) = ranked.first() else {
            return Found::Nobody(Vec::new(), 1.0);
        };
        let word = if pointer.words.is_empty() {
            reading.layout.word(pointer.at).to_owned()
        } else {
            reading.text(&pointer.words)
        };
        let probability = best.probability;
        let why = |names: &str| Some(format!("“{word}” = {names} ({})", reasons(best)));
        match &best.who {
            Who::Nobody => Found::Nobody(alternatives, probability),
            Who::Unnamed(n) => Found::Who(vec![Attributed {
                confidence: probability,
                alternatives,
                ..mentions[*n].who.clone()
            }]),
            Who::Entity(id) => {
                let why = why(&self.entities.get(*id).name);
                Found::Who(vec![Attributed {
                    alternatives,
                    ..self.named(*id, probability, why)
                }])
            }
            Who::Joint(n) => {
                let people = &joints[*n].who;
                let why = self.shown(people).and_then(|names| why(&names));
                Found::Who(
                    people
                        .iter()
                        .map(|p| Attributed {
                            why: why.clone(),
                            confidence: probability,
                            alternatives: p.entity.map(|id| (id, probability)).into_iter().collect(),
                            ..p.clone()
                        })
                        .collect(),
                )
            }
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

/// What a pointer was found to stand for.
pub(crate) enum Found {
    Who(Vec<Attributed>),
    /// Nobody named; whom else it could be, and how likely nobody is.
    Nobody(Vec<(crate::entity::EntityId, f32)>, f32),
}

/// The main reasons, in words.
fn reasons(best: &Scored) -> String {
    let has = |f: &str| best.features.contains(&f);
    let place = if has("joint") {
        "those named together"
    } else if best.features.iter().any(|f| f.starts_with("after")) {
        "named after it"
    } else if has("parent-speaker") {
        "whose words these are"
    } else if has("last-speaker") {
        "who spoke last"
    } else if has("order-0") {
        "nearest that fits"
    } else {
        "fits best"
    };
    let more = if has("office-same") {
        ", the same office"
    } else if has("office-family") {
        ", such an office"
    } else if has("age") {
        ", the age printed"
    } else if has("noun-in-name") {
        ", that word in the name"
    } else if has("noun-printed") {
        ", described so"
    } else if has("modifier-found") {
        ", those words printed of it"
    } else if has("agrees") {
        ", the text's pronoun"
    } else {
        ""
    };
    format!("{place}{more}")
}
