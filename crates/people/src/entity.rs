//! Everybody and every body that an article names, each once.

use crate::lexicon::{is_body, is_particle, is_place, is_thing};
use crate::name::Name;
use onrecord_record::SpeakerType;
use onrecord_text::{Layout, Mark, Shape};
use std::collections::BTreeMap;
use std::ops::Range;

/// Number of an entity within its article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub(crate) usize);

/// Words of the article and where they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The words, exactly as printed.
    pub text: String,
    /// Bytes of the article.
    pub bytes: Range<usize>,
}

/// Somebody or some body.
#[derive(Clone, Debug)]
pub struct Entity {
    /// The fullest name that the article prints.
    pub name: String,
    /// What it is.
    pub kind: SpeakerType,
    /// Offices as printed, each once, in text order; the body that an office belongs to beside it.
    pub roles: Vec<(Printed, Option<String>)>,
    /// Bytes of every place that names it, in text order.
    pub mentions: Vec<Range<usize>>,
    /// The words of the name, in small letters.
    pub(crate) words: Vec<String>,
    /// Ages that the text prints.
    pub(crate) ages: Vec<u32>,
    /// Common nouns printed with the name, in small letters.
    pub(crate) nouns: Vec<String>,
    /// The pronoun that the text uses for it, once it has.
    pub(crate) pronoun: Option<&'static str>,
    /// The pronoun that an earlier answer gave it; answers can be wrong.
    pub(crate) answered: Option<&'static str>,
    /// Whether the kind rests on more than the look of the name.
    pub(crate) certain: bool,
}

/// More offices than this of one person are a list, not a description.
pub(crate) const MOST_ROLES: usize = 12;

impl Entity {
    /// Notes where the text names it, in text order, each place once.
    fn mention(&mut self, bytes: Range<usize>) {
        let at = self.mentions.partition_point(|m| m.start < bytes.start);
        if self.mentions.get(at) != Some(&bytes) {
            self.mentions.insert(at, bytes);
        }
    }
}

/// All entities of an article, found by the words of their names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entities {
    all: Vec<Entity>,
    /// By any word of a name, in small letters.
    by_word: BTreeMap<String, Vec<usize>>,
    /// By initials: short forms that the text has not printed yet find the full name.
    by_initials: BTreeMap<String, usize>,
    /// People by their initials: the labels of printed interviews.
    person_initials: BTreeMap<String, usize>,
    /// Short forms that the text itself explains.
    aliases: BTreeMap<String, usize>,
}

/// Entities with one word in common that are looked at, the latest first.
const LOOKED_AT: usize = 48;

impl Entities {
    pub(crate) fn get(&self, id: EntityId) -> &Entity {
        &self.all[id.0]
    }

    pub(crate) fn get_mut(&mut self, id: EntityId) -> &mut Entity {
        &mut self.all[id.0]
    }

    /// The latest entities with this word in their names, the latest first.
    pub(crate) fn with_word<'e>(&'e self, word: &str) -> impl Iterator<Item = EntityId> + use<'e> {
        self.by_word
            .get(word)
            .into_iter()
            .flatten()
            .rev()
            .take(LOOKED_AT)
            .map(|&n| EntityId(n))
    }

    /// Notes a mention, and says whose it is. `base` is added to byte offsets; `pronoun` is what an honorific says.
    pub(crate) fn note(
        &mut self,
        layout: &Layout<'_>,
        name: &Name,
        base: usize,
        pronoun: Option<&'static str>,
    ) -> Option<EntityId> {
        if name.tokens.is_empty() {
            return None;
        }
        let words = words(layout, &name.tokens);
        let bytes = layout.bytes(name.tokens.clone());
        let text = &layout.text()[bytes.clone()];
        let start = name.whole().start;
        let article = start > 0 && layout.word(start - 1).eq_ignore_ascii_case("the");
        let (kind, certain) = kind(layout, name, text, &words, article);
        let id = self
            .known(&words, kind, certain, base + bytes.start, pronoun)
            .unwrap_or_else(|| self.add(text, kind, certain, words.clone()));
        let entity = &mut self.all[id.0];
        entity.mention(base + bytes.start..base + bytes.end);
        if certain && !entity.certain {
            (entity.kind, entity.certain) = (kind, true);
        }
        // "U.S. Survey" and "United States Survey" have the same words
        if words == entity.words
            && text.len() > entity.name.len()
            && kind == entity.kind
            && has_short(&entity.name)
        {
            entity.name = text.to_owned();
        }
        if words.len() > entity.words.len() && entity.words.iter().all(|w| words.contains(w)) {
            entity.name = text.to_owned();
            for word in &words {
                if !entity.words.contains(word) {
                    self.by_word.entry(word.clone()).or_default().push(id.0);
                }
            }
            self.all[id.0].words = words;
        }
        Some(id)
    }

    /// Notes a short form printed in brackets behind a full name.
    pub(crate) fn note_alias(
        &mut self,
        layout: &Layout<'_>,
        name: &Name,
        base: usize,
        id: EntityId,
    ) -> EntityId {
        let bytes = layout.bytes(name.tokens.clone());
        for word in words(layout, &name.tokens) {
            let list = self.by_word.entry(word.clone()).or_default();
            if list.last() != Some(&id.0) {
                list.push(id.0);
            }
            self.aliases.entry(word).or_insert(id.0);
        }
        self.all[id.0].mention(base + bytes.start..base + bytes.end);
        id
    }

    /// Notes a body or document that goes by a description ("the fire service").
    pub(crate) fn describe(
        &mut self,
        layout: &Layout<'_>,
        tokens: &Range<usize>,
        kind: SpeakerType,
        base: usize,
    ) -> EntityId {
        let bytes = layout.bytes(tokens.clone());
        let text = &layout.text()[bytes.clone()];
        let words = words(layout, tokens);
        let same = |e: &Entity| e.kind == kind && e.words == words;
        let found = words
            .last()
            .and_then(|w| self.with_word(w).find(|id| same(self.get(*id))));
        let id = found.unwrap_or_else(|| self.add(text, kind, true, words));
        self.all[id.0].mention(base + bytes.start..base + bytes.end);
        id
    }

    fn add(&mut self, text: &str, kind: SpeakerType, certain: bool, words: Vec<String>) -> EntityId {
        let number = self.all.len();
        for word in &words {
            let list = self.by_word.entry(word.clone()).or_default();
            if list.last() != Some(&number) {
                list.push(number);
            }
        }
        let initials: String = text
            .split(|c: char| !c.is_alphanumeric())
            .filter_map(|w| w.chars().next().filter(|c| c.is_uppercase()))
            .collect();
        let length = initials.chars().count();
        if length >= 2 && kind == SpeakerType::Person {
            self.person_initials.entry(initials).or_insert(number);
        } else if length >= 2 {
            // "CPD" for the United States Commission on Presidential Debates
            for skip in 1..length.saturating_sub(2).min(4) {
                let tail = initials.chars().skip(skip).collect();
                self.by_initials.entry(tail).or_insert(number);
            }
            self.by_initials.insert(initials, number);
        }
        let name = text.to_owned();
        self.all.push(Entity {
            name,
            kind,
            roles: Vec::new(),
            mentions: Vec::new(),
            words,
            ages: Vec::new(),
            nouns: Vec::new(),
            pronoun: None,
            answered: None,
            certain,
        });
        EntityId(number)
    }

    /// The entity that a name with these words stands for, if it is known.
    fn known(
        &self,
        words: &[String],
        kind: SpeakerType,
        certain: bool,
        at: usize,
        pronoun: Option<&'static str>,
    ) -> Option<EntityId> {
        let last = words.last()?;
        let fits = |id: &EntityId| {
            let entity = self.get(*id);
            // a titled name is no body's; what only looks like one kind may be another
            let kinds = entity.kind == kind || !(certain && entity.certain);
            let agree = pronoun.is_none() || entity.pronoun.is_none() || entity.pronoun == pronoun;
            kinds
                && agree
                && same_name(
                    &entity.words,
                    words,
                    entity.kind == SpeakerType::Person || kind == SpeakerType::Person,
                )
        };
        // a transcript's label: RENN is Halima Renn, not an acronym
        if words.len() == 1 && kind == SpeakerType::Organization {
            let person = |id: &EntityId| {
                let entity = self.get(*id);
                entity.kind == SpeakerType::Person
                    && entity.words.last() == Some(last)
                    && entity.words.len() > 1
            };
            if let Some(id) = self.with_word(last).find(person) {
                return Some(id);
            }
        }
        if words.len() == 1
            && let Some(&number) = self.aliases.get(last)
        {
            return Some(EntityId(number));
        }
        if let Some(id) = self.likeliest(self.with_word(last).filter(&fits), at) {
            return Some(id);
        }
        let first = words.first()?;
        if words.len() > 1
            && let Some(id) = self.likeliest(self.with_word(first).filter(&fits), at)
        {
            return Some(id);
        }
        // "WHO" for the World Health Organization named before
        if words.len() == 1 && kind == SpeakerType::Organization {
            return self.by_initials.get(&last.to_uppercase()).map(|&n| EntityId(n));
        }
        None
    }
}

impl Entities {
    /// Of several whom a name may stand for: who was printed most before it, then who was printed last, else who comes first.
    fn likeliest(&self, candidates: impl Iterator<Item = EntityId>, at: usize) -> Option<EntityId> {
        candidates.max_by_key(|id| {
            let mentions = &self.get(*id).mentions;
            let before = mentions.partition_point(|m| m.start < at);
            let last = before.checked_sub(1).map(|i| mentions[i].start);
            (
                before > 0,
                before.min(3),
                last,
                std::cmp::Reverse(mentions.first().map(|m| m.start)),
            )
        })
    }

    /// Whom a label of a few capitals stands for: "WSS" for William S. Saturn, "WN" for Wikinews.
    pub(crate) fn labelled(&self, label: &str) -> Option<EntityId> {
        if let Some(&number) = self.person_initials.get(label).or(self.by_initials.get(label)) {
            return Some(EntityId(number));
        }
        let small = label.to_lowercase();
        let abbreviated = |e: &Entity| {
            e.words.len() == 1 && e.kind == SpeakerType::Organization && e.words[0].len() > label.len() && {
                let mut rest = e.words[0].chars();
                e.words[0].starts_with(&small[..small.chars().next().map_or(0, char::len_utf8)])
                    && small.chars().all(|c| rest.any(|x| x == c))
            }
        };
        let mut found = (0..self.all.len().min(LABELS)).filter(|&n| abbreviated(&self.all[n]));
        let only = found.next()?;
        found.next().is_none().then_some(EntityId(only))
    }
}

/// Entities that are looked through for a label.
const LABELS: usize = 2000;

/// Whether a name begins with a shortened country ("U.S.", "UK").
fn has_short(name: &str) -> bool {
    name.split_whitespace()
        .next()
        .is_some_and(|w| short_country(w).is_some())
}

/// The words that a country's or body's common short form stands for.
fn short_country(word: &str) -> Option<[&'static str; 2]> {
    match word.replace('.', "").as_str() {
        "US" => Some(["united", "states"]),
        "UK" => Some(["united", "kingdom"]),
        "UN" => Some(["united", "nations"]),
        "EU" => Some(["european", "union"]),
        _ => None,
    }
}

/// Whether two names can be one's: persons share the last word and the shorter form's words, in any case the shorter form's
/// words are all in the longer one.
fn same_name(known: &[String], new: &[String], person: bool) -> bool {
    let (short, long) = if known.len() <= new.len() {
        (known, new)
    } else {
        (new, known)
    };
    if short.is_empty() || long.is_empty() {
        return false;
    }
    if person {
        let initial = |a: &str, b: &str| a.chars().count() == 1 && b.starts_with(a);
        let has = |w: &String| long.iter().any(|x| x == w || initial(w, x) || initial(x, w));
        // "Rossel" may be the middle one of three
        let ends = short.last() == long.last()
            || short.len() == 1 && (short.first() == long.first() || long.len() > 2);
        return ends && short.iter().all(has);
    }
    // "Port Liris" is not the "Harbour Authority of Port Liris"
    let part = short.len() == long.len() || long.starts_with(short) || short.iter().any(|w| is_body(w));
    let all = part && short.iter().all(|w| long.contains(w));
    // "Bank" alone may be any bank; "Ministry of Trade" is the "Federal Ministry of Trade"
    all && (short.len() == long.len() || short.len() > 1 || !is_body(&short[0]))
}

/// The words of a name in small letters, without marks and particles at their head.
pub(crate) fn words(layout: &Layout<'_>, tokens: &Range<usize>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut nickname = false;
    let mut skip = tokens.start;
    for i in tokens.clone() {
        if i < skip {
            continue;
        }
        let word = layout.word(i);
        // "US", "U.S."
        let dotted = i + 2 < tokens.end && layout.word(i + 1) == "." && layout.word(i + 2).len() == 1;
        let until = if dotted { i + 3 } else { i + 1 };
        let short = layout.text().get(layout.bytes(i..until)).and_then(short_country);
        if let Some(full) = short {
            skip = if until < tokens.end && layout.word(until) == "." {
                until + 1
            } else {
                until
            };
            out.extend(full.map(str::to_owned));
            continue;
        }
        if Mark::of(word).is_some_and(|m| m.double) {
            nickname = !nickname;
        }
        if nickname || !layout.tokens()[i].is_word() || matches!(word, "of" | "for" | "and" | "the" | "The") {
            continue;
        }
        // "Jean-Paul" and "O’Neil" are one word each
        let joined = i > tokens.start
            && !layout.tokens()[i].spaced
            && matches!(layout.word(i - 1), "-" | "'" | "’" | "‑");
        match out.last_mut() {
            Some(last) if joined => last.push_str(&word.to_lowercase()),
            _ => out.push(word.to_lowercase()),
        }
    }
    if out.len() > 1 && is_particle(&out[0]) && layout.tokens()[tokens.start].shape == Shape::Lower {
        out.remove(0);
    }
    out
}

/// Whether a word of the name says that it is nobody: "World War II", "RAF Croughton", "Saltmere 1".
fn thing(layout: &Layout<'_>, tokens: &Range<usize>) -> bool {
    tokens.clone().any(|i| {
        let word = layout.word(i);
        match layout.tokens()[i].shape {
            Shape::Digits => true,
            // initials and regnal numbers are somebody's
            Shape::Upper => {
                tokens.len() > 1
                    && layout.tokens()[tokens.clone()]
                        .iter()
                        .any(|t| t.shape == Shape::Capitalised)
                    && !word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
                    && word.chars().count() > 2
            }
            _ => is_thing(word),
        }
    })
}

fn kind(
    layout: &Layout<'_>,
    name: &Name,
    text: &str,
    words: &[String],
    article: bool,
) -> (SpeakerType, bool) {
    let acronym = words.len() == 1 && layout.tokens()[name.tokens.start].shape == Shape::Upper;
    if name.titled {
        (SpeakerType::Person, true)
    } else if name.body {
        (SpeakerType::Organization, true)
    } else if is_place(text) {
        (SpeakerType::Place, true)
    } else if acronym {
        (SpeakerType::Organization, true)
    } else if article {
        (SpeakerType::Organization, false)
    } else if (2..=5).contains(&words.len()) && !thing(layout, &name.tokens) {
        (SpeakerType::Person, false)
    } else {
        (SpeakerType::Organization, false)
    }
}
