//! Who the printed source is: names, fuller names elsewhere in the text, and pronouns by the nearest fitting name.

use crate::draft::Draft;
use crate::phrase::{Form, form, parts};
use onrecord_record::SpeakerType;
use onrecord_text::Layout;
use std::collections::BTreeMap;
use std::ops::Range;

/// A speaker before ids are given.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Named {
    pub(crate) name: Option<String>,
    pub(crate) kind: SpeakerType,
    pub(crate) confidence: f32,
    /// Where the name stands in this section, when it does.
    pub(crate) mention: Option<Range<usize>>,
}

/// Names that speakers went by so far, across sections: the last word of each name to its fullest form.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    fullest: BTreeMap<String, String>,
}

impl Names {
    /// Learns the names of all sources of a section, so that short forms find fuller ones before and after them.
    pub(crate) fn learn(&mut self, layout: &Layout<'_>, drafts: &[Draft]) {
        for draft in drafts {
            for source in &draft.source {
                for part in parts(layout, source) {
                    if let (Form::Name, Some(name)) = form(layout, &part) {
                        let printed = printed(layout, &name);
                        if let Some(last) = printed.split_whitespace().next_back() {
                            let known = self.fullest.entry(last.to_owned()).or_insert_with(|| printed.clone());
                            // two people with one surname: keep the first, do not mix them
                            if printed.ends_with(known.as_str()) && printed.len() > known.len() {
                                *known = printed;
                            }
                        }
                    }
                }
            }
        }
    }

    fn fuller(&self, name: &str) -> Option<&str> {
        self.fullest.get(name).map(String::as_str).filter(|full| *full != name)
    }
}

fn printed(layout: &Layout<'_>, tokens: &Range<usize>) -> String {
    layout.text()[layout.bytes(tokens.clone())].to_owned()
}

/// Finds the speakers of every draft. Drafts must be in text order of their anchors within each level.
pub(crate) fn resolve(layout: &Layout<'_>, drafts: &mut [Draft], names: &Names) -> Vec<Vec<Named>> {
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|&d| (drafts[d].anchor(), d));
    let mut out: Vec<Vec<Named>> = vec![Vec::new(); drafts.len()];
    // who spoke last, by kind of pronoun that can stand for them
    let (mut last_person, mut last_many, mut last_body): (Option<Named>, Option<Vec<Named>>, Option<Named>) = (None, None, None);
    for d in order {
        let mut found = Vec::new();
        for source in drafts[d].source.clone() {
            for part in parts(layout, &source) {
                let (kind, name) = form(layout, &part);
                let word = layout.word(part.start).to_lowercase();
                if kind == Form::Pronoun {
                    let enclosing = drafts[d].parent.map(|p| out[p].clone()).filter(|s| !s.is_empty());
                    let from = match word.as_str() {
                        "i" | "my" | "me" | "we" | "our" | "us" => enclosing,
                        "he" | "she" | "him" | "her" | "his" | "himself" | "herself" | "who" => {
                            last_person.clone().map(|p| vec![p])
                        }
                        "they" | "them" | "their" | "both" => last_many.clone().or_else(|| last_body.clone().map(|b| vec![b])),
                        "it" | "its" | "which" => last_body.clone().map(|b| vec![b]),
                        _ => None,
                    };
                    match from {
                        Some(people) => {
                            let shown: Vec<&str> = people.iter().filter_map(|p| p.name.as_deref()).collect();
                            if !shown.is_empty() {
                                let who = shown.join(" and ");
                                drafts[d].why.push(format!("“{word}” = {who} (the nearest fitting speaker before)"));
                            }
                            found.extend(people.into_iter().map(|p| Named { confidence: p.confidence * 0.8, mention: None, ..p }));
                        }
                        None => found.push(Named { name: None, kind: SpeakerType::Unnamed, confidence: 0.5, mention: None }),
                    }
                    continue;
                }
                found.push(named(layout, kind, name, names, &mut drafts[d].why));
            }
        }
        remember(&found, &mut last_person, &mut last_many, &mut last_body);
        out[d] = found;
    }
    out
}

fn remember(found: &[Named], person: &mut Option<Named>, many: &mut Option<Vec<Named>>, body: &mut Option<Named>) {
    match found {
        [one] => match one.kind {
            SpeakerType::Person => *person = Some(one.clone()),
            SpeakerType::Unnamed => *person = Some(one.clone()),
            SpeakerType::Group => *many = Some(found.to_vec()),
            SpeakerType::Organization | SpeakerType::Document | SpeakerType::Place => *body = Some(one.clone()),
        },
        [] => {}
        _ => *many = Some(found.to_vec()),
    }
}

fn named(layout: &Layout<'_>, kind: Form, name: Option<Range<usize>>, names: &Names, why: &mut Vec<String>) -> Named {
    let text = name.as_ref().map(|n| printed(layout, n));
    let mention = name;
    let (kind, name, confidence) = match (kind, text) {
        (Form::Name, Some(text)) => match names.fuller(&text) {
            Some(full) => {
                why.push(format!("“{text}” = {full} (the fuller name in this text)"));
                (SpeakerType::Person, Some(full.to_owned()), 0.9)
            }
            None => (SpeakerType::Person, Some(text), 0.85),
        },
        (Form::Body, Some(text)) => (SpeakerType::Organization, Some(text), 0.85),
        (Form::Document, text) => (SpeakerType::Document, text, 0.8),
        (Form::Group, _) => (SpeakerType::Group, None, 0.8),
        _ => (SpeakerType::Unnamed, None, 0.6),
    };
    Named { name, kind, confidence, mention }
}
