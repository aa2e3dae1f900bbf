//! The lines of a file of annotations.

use crate::read::ImportError;
use crate::read::draft::{Range, Sheet};
use crate::standoff::breaks_line;
use std::collections::{BTreeMap, BTreeSet};

/// `T`: a marked piece of text.
pub(super) struct Bound<'a> {
    pub(super) kind: &'a str,
    pub(super) fragments: Vec<Range>,
    pub(super) line: usize,
}

impl Bound<'_> {
    pub(super) fn is(&self, kind: &str) -> bool {
        self.kind.eq_ignore_ascii_case(kind)
    }
}

/// `E`: an event with its arguments, role and id.
pub(super) struct Event<'a> {
    pub(super) id: &'a str,
    pub(super) trigger: &'a str,
    pub(super) arguments: Vec<(&'a str, &'a str)>,
    pub(super) line: usize,
}

/// `A` or `M`: an attribute; without a value it is a flag.
pub(super) struct Attribute<'a> {
    pub(super) kind: &'a str,
    pub(super) value: &'a str,
}

/// `#`: a note.
pub(super) struct Note<'a> {
    pub(super) kind: &'a str,
    pub(super) words: &'a str,
    pub(super) line: usize,
}

#[derive(Default)]
pub(super) struct Lines<'a> {
    pub(super) bounds: BTreeMap<&'a str, Bound<'a>>,
    pub(super) events: Vec<Event<'a>>,
    /// By the id of what they are about.
    pub(super) attributes: BTreeMap<&'a str, Vec<Attribute<'a>>>,
    /// By the id of what they are about.
    pub(super) notes: BTreeMap<&'a str, Vec<Note<'a>>>,
    event_ids: BTreeSet<&'a str>,
    /// Pairs that relations join.
    pub(super) relations: Vec<(&'a str, &'a str)>,
    /// Equivalences and normalisations.
    pub(super) others: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn read(sheet: &Sheet<'_>, annotations: &'a str) -> Result<Self, ImportError> {
        let mut lines = Self::default();
        for (number, line) in annotations.split('\n').enumerate() {
            let line = line.strip_suffix('\r').unwrap_or(line);
            if line.trim().is_empty() {
                continue;
            }
            lines.line(sheet, number + 1, line)?;
        }
        Ok(lines)
    }

    /// The first note of a type about something.
    pub(super) fn note(&self, of: &str, kind: &str) -> Option<&Note<'a>> {
        self.notes.get(of)?.iter().find(|note| note.kind == kind)
    }

    fn line(&mut self, sheet: &Sheet<'_>, line: usize, text: &'a str) -> Result<(), ImportError> {
        let bad = |problem: &str| ImportError::Syntax {
            path: sheet.path.to_owned(),
            line,
            problem: problem.to_owned(),
        };
        let Some((id, rest)) = text.split_once('\t') else {
            return Err(bad(
                "a tab is missing behind the id; expected brat's standoff format",
            ));
        };
        let (body, words) = rest.split_once('\t').unwrap_or((rest, ""));
        let mut parts = body.split(' ').filter(|part| !part.is_empty());
        match id.as_bytes().first() {
            Some(b'T') => {
                let bound = bound(sheet, line, id, body, words)?;
                if self.bounds.insert(id, bound).is_some() {
                    return Err(bad("this id is given twice; ids are unique in a file"));
                }
            }
            Some(b'E') => {
                let pair = |part: &'a str| {
                    part.split_once(':')
                        .ok_or_else(|| bad("expected ROLE:ID in an event"))
                };
                let (_, trigger) = pair(parts.next().unwrap_or(""))?;
                let arguments = parts.map(pair).collect::<Result<_, _>>()?;
                if !self.event_ids.insert(id) {
                    return Err(bad("this id is given twice; ids are unique in a file"));
                }
                self.events.push(Event {
                    id,
                    trigger,
                    arguments,
                    line,
                });
            }
            Some(b'A' | b'M') => match (parts.next(), parts.next()) {
                (Some(kind), Some(of)) => {
                    let value = parts.next().unwrap_or("");
                    self.attributes
                        .entry(of)
                        .or_default()
                        .push(Attribute { kind, value });
                }
                _ => return Err(bad("expected a type and an id in an attribute")),
            },
            Some(b'#') => match (parts.next(), parts.next()) {
                (Some(kind), Some(of)) => self.notes.entry(of).or_default().push(Note { kind, words, line }),
                _ => return Err(bad("expected a type and an id in a note")),
            },
            Some(b'R') => {
                let ids: Vec<&str> = parts
                    .filter_map(|part| part.split_once(':'))
                    .map(|(_, id)| id)
                    .collect();
                match ids.as_slice() {
                    [one, other] => self.relations.push((one, other)),
                    _ => return Err(bad("expected two arguments in a relation")),
                }
            }
            Some(b'N' | b'*') => self.others += 1,
            _ => return Err(bad("expected an id that begins with T, E, R, A, M, N, # or *")),
        }
        Ok(())
    }
}

fn bound<'a>(
    sheet: &Sheet<'_>,
    line: usize,
    id: &str,
    body: &'a str,
    words: &str,
) -> Result<Bound<'a>, ImportError> {
    let bad = || ImportError::Syntax {
        path: sheet.path.to_owned(),
        line,
        problem: format!("{id} has no type and places; expected TYPE START END, or START END;START END"),
    };
    let (kind, places) = body.split_once(' ').ok_or_else(bad)?;
    let mut fragments = Vec::new();
    for place in places.split(';') {
        let (start, end) = place.trim().split_once(' ').ok_or_else(bad)?;
        let (start, end) = (
            start.parse().map_err(|_| bad())?,
            end.trim().parse().map_err(|_| bad())?,
        );
        fragments.push(sheet.range(line, id, start, end)?);
    }
    let pieces: Vec<&str> = fragments.iter().map(|&fragment| sheet.words(fragment)).collect();
    let on_one_line = |text: &str| text.replace(breaks_line, " ");
    sheet.agree(line, id, &on_one_line(&pieces.join(" ")), &on_one_line(words))?;
    Ok(Bound {
        kind,
        fragments,
        line,
    })
}
