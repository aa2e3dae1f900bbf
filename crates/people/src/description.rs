//! Sources that go by a description: "the minister", "a court in Orta", "the report".

use crate::entity::EntityId;
use crate::lexicon::{is_determiner, pronoun_of_noun};
use crate::mention::{Joint, Mention};
use crate::name::Name;
use crate::people::{Around, Attributed, People, Reading, unnamed};
use crate::phrase::{RolePhrase, Sort, sort};
use crate::rank::{Anaphor, Pointer};
use crate::reference::Found;
use onrecord_record::SpeakerType;
use onrecord_text::Shape;
use std::ops::Range;

/// How sure it must be who a description stands for before it counts as an office of theirs.
const OFFICE_SURE: f32 = 0.5;

/// Whether a noun tells what somebody does or is, and not only that it is somebody.
fn is_office(noun: &str) -> bool {
    !matches!(
        noun,
        "man" | "woman" | "person" | "old" | "latter" | "former" | "one" | "boy" | "girl" | "teenager"
    ) && noun.chars().next().is_some_and(char::is_alphabetic)
}

/// A description taken apart.
pub(crate) struct Description {
    /// Its main noun.
    pub(crate) head: usize,
    /// Its words without the article.
    pub(crate) words: Range<usize>,
    /// Whether it is about somebody already spoken of.
    pub(crate) definite: bool,
    pub(crate) roles: Vec<RolePhrase>,
}

impl People {
    pub(crate) fn described(
        &mut self,
        reading: &Reading<'_, '_>,
        description: Description,
        around: Around<'_>,
        mentions: &[Mention],
        joints: &[Joint],
    ) -> Vec<Attributed> {
        let Description {
            head,
            words,
            definite,
            roles,
        } = description;
        let layout = reading.layout;
        let noun = layout.word(head).to_lowercase();
        let head_words = words.start..head + 1;
        let first = words.start.checked_sub(1).map_or("", |i| layout.word(i));
        let determined = is_determiner(first);
        let pointer = |anaphor, words: Range<usize>| Pointer {
            anaphor,
            at: words.start,
            words,
            noun: &noun,
            pronoun: pronoun_of_noun(&noun),
            parent: around.parent,
            content: around.content,
        };
        match sort(&noun) {
            Sort::Group => {
                let whole = Some(reading.text(&words));
                let plain = unnamed(SpeakerType::Group, whole.clone(), None, 0.8);
                let known = matches!(first, "the" | "The" | "both" | "Both" | "these" | "These")
                    || matches!(layout.word(words.start), "both" | "Both");
                if !known {
                    return vec![plain];
                }
                match self.points(reading, &pointer(Anaphor::Plural, head_words), mentions, joints) {
                    Found::Who(who) => who,
                    Found::Nobody(_, likely) => vec![Attributed {
                        confidence: likely,
                        ..plain
                    }],
                }
            }
            Sort::Document if let Some(who) = self.author(reading, &noun, &words, head) => vec![who],
            Sort::Document => vec![self.document(reading, &noun, &words, &head_words, determined)],
            Sort::Body => {
                let plain = |people: &mut Self| {
                    let id =
                        people
                            .entities
                            .describe(layout, &words, SpeakerType::Organization, reading.base);
                    people.named(id, 0.75, None)
                };
                if !definite || !determined && !bare(reading, &head_words) {
                    return vec![plain(self)];
                }
                match self.points(reading, &pointer(Anaphor::Body, head_words), mentions, joints) {
                    Found::Who(who) => who,
                    Found::Nobody(..) => vec![plain(self)],
                }
            }
            Sort::Somebody
                if matches!(noun.as_str(), "former" | "latter")
                    && self.pair(joints, words.start).is_some() =>
            {
                let pair = self.pair(joints, words.start).unwrap_or_default();
                let who = if noun == "former" {
                    pair.first()
                } else {
                    pair.last()
                };
                who.map(|who| Attributed {
                    why: Some(format!("“the {noun}” of the two named before")),
                    confidence: 0.8,
                    ..who.clone()
                })
                .into_iter()
                .collect()
            }
            Sort::Somebody => {
                let office = roles.into_iter().next();
                let plain = match office.clone() {
                    Some(RolePhrase { role, org }) => {
                        let org = org.map(|o| reading.text(&o));
                        unnamed(SpeakerType::Unnamed, Some(reading.text(&role)), org, 0.7)
                    }
                    None => unnamed(SpeakerType::Unnamed, Some(reading.text(&words)), None, 0.6),
                };
                let anaphor = if definite && determined {
                    Anaphor::Definite
                } else {
                    Anaphor::Indefinite
                };
                match self.points(reading, &pointer(anaphor, head_words.clone()), mentions, joints) {
                    Found::Who(who) => {
                        // "The ministry spokeswoman added": the text gives the office only here
                        if let [
                            Attributed {
                                entity: Some(id),
                                confidence,
                                ..
                            },
                        ] = who[..]
                            && confidence >= OFFICE_SURE
                            && is_office(&noun)
                        {
                            let office = office.unwrap_or(RolePhrase {
                                role: head_words,
                                org: None,
                            });
                            self.note_offices(reading, id, &[office]);
                        }
                        who
                    }
                    Found::Nobody(_, likely) => vec![Attributed {
                        confidence: likely,
                        ..plain
                    }],
                }
            }
        }
    }

    /// The last two people or bodies named together before token `at`.
    fn pair<'j>(&self, joints: &'j [Joint], at: usize) -> Option<&'j [Attributed]> {
        let upto = joints.partition_point(|j| j.at < at);
        let joint = joints[..upto].last()?;
        (joint.who.len() == 2).then_some(joint.who.as_slice())
    }

    /// "a statement by the spokesman Carl Roe", "Judge Miller's statement", "WHO data": whose words a text gives is the
    /// speaker; a report, study or law speaks for itself.
    fn author(
        &self,
        reading: &Reading<'_, '_>,
        noun: &str,
        words: &Range<usize>,
        head: usize,
    ) -> Option<Attributed> {
        let layout = reading.layout;
        if !matches!(
            noun,
            "statement"
                | "statements"
                | "release"
                | "data"
                | "figures"
                | "statistics"
                | "numbers"
                | "tweet"
                | "tweets"
                | "post"
                | "posts"
                | "estimates"
        ) {
            return None;
        }
        let of = |n: &Name| {
            let end = n.tokens.end;
            let whose = end + 1 < layout.tokens().len()
                && matches!(layout.word(end), "'" | "’")
                && layout.word(end + 1) == "s";
            whose || end == head || end + 1 == head && layout.word(end) == "press"
        };
        let before = reading.within(&(words.start..head)).iter().find(|n| of(n));
        let by = || {
            let at = (head + 1..words.end).find(|&i| matches!(layout.word(i), "by" | "from"))?;
            let from = if is_determiner(layout.word((at + 1).min(words.end - 1))) {
                at + 2
            } else {
                at + 1
            };
            reading
                .within(&(at..words.end))
                .iter()
                .find(|n| n.whole().start == from)
        };
        let name = before.or_else(by)?;
        let id = reading.id_at(name.tokens.start)?;
        let why = format!(
            "“{}” gives the words of {}",
            reading.text(&(words.start..words.end)),
            self.entities.get(id).name
        );
        Some(self.named(id, 0.7, Some(why)))
    }

    fn document(
        &mut self,
        reading: &Reading<'_, '_>,
        noun: &str,
        words: &Range<usize>,
        head_words: &Range<usize>,
        determined: bool,
    ) -> Attributed {
        let layout = reading.layout;
        // "reports" and a headline's "Study" are no text in particular, nor is "our work"
        let particular = head_words.len() > 1 || layout.tokens()[head_words.end - 1].shape != Shape::Lower;
        let first = words.start.checked_sub(1).map_or("", |i| layout.word(i));
        let ours = determined && matches!(first, "our" | "Our" | "my" | "My");
        let plural = noun.ends_with('s') && !noun.ends_with("ss") || noun == "data";
        let vague = matches!(
            layout.word(words.start),
            "some" | "Some" | "other" | "Other" | "previous" | "Previous" | "local" | "many" | "Many"
        );
        if (determined || particular || words.len() > 1 && plural) && !ours && !vague {
            let id: EntityId =
                self.entities
                    .describe(layout, head_words, SpeakerType::Document, reading.base);
            return Attributed {
                role: None,
                org: None,
                ..self.named(id, 0.75, None)
            };
        }
        unnamed(SpeakerType::Document, Some(reading.text(head_words)), None, 0.7)
    }
}

/// "City leaders", "Police": a body's noun alone may stand for one that is named.
fn bare(reading: &Reading<'_, '_>, words: &Range<usize>) -> bool {
    words.len() == 1 && !matches!(reading.layout.word(words.start), "police" | "Police")
}
