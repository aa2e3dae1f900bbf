//! brat folders: our own exports, PolNeAR, and what is annotated in the same way.
//!
//! An attribution is an event with arguments `Source`, `Cue` and `Content` (numbered or not), or annotations of these types joined by
//! relations. Annotators change marks: the marks count, and of our own notes only what marks do not tell.

mod lines;
mod own;

use super::draft::{Draft, Range, Sheet};
use super::{ImportError, Imported, name_of, text_of};
use lines::{Bound, Lines};
use onrecord_record::{Kind, Mode};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Reads all annotations of a folder: every `.ann` with its `.txt`, by name. In PolNeAR's own layout the annotations lie in
/// `attributions` with the annotator behind the name, the texts in `text`.
///
/// # Errors
/// [`ImportError`]: the folder cannot be read, or holds no annotations; then for each document that cannot be read.
pub fn brat_folder(
    path: &Path,
) -> Result<impl Iterator<Item = Result<Imported, ImportError>> + use<>, ImportError> {
    let mut files = annotations_in(path)?;
    let attributions = path.join("attributions");
    if attributions.is_dir() {
        files.extend(annotations_in(&attributions)?);
    }
    if files.is_empty() {
        return Err(ImportError::Empty {
            path: path.to_owned(),
            expected: "files .ann, each beside a .txt of the same name",
        });
    }
    files.sort();
    Ok(files.into_iter().map(|file| {
        let text = text_of(&text_file(&file)?)?;
        brat(&file, &text, &text_of(&file)?)
    }))
}

fn annotations_in(path: &Path) -> Result<Vec<PathBuf>, ImportError> {
    let failed = |source| ImportError::Read {
        path: path.to_owned(),
        source,
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(failed)? {
        let file = entry.map_err(failed)?.path();
        if file.extension().is_some_and(|ending| ending == "ann") {
            files.push(file);
        }
    }
    Ok(files)
}

/// The text that annotations belong to.
fn text_file(annotations: &Path) -> Result<PathBuf, ImportError> {
    let name = name_of(annotations);
    let beside = annotations.with_extension("txt");
    let texts = annotations
        .parent()
        .and_then(Path::parent)
        .map(|folder| folder.join("text"));
    let annotated = name.rsplit_once('_').map_or(name.as_str(), |(name, _)| name);
    let others = texts
        .iter()
        .flat_map(|folder| [&name, annotated].map(|name| folder.join(format!("{name}.txt"))));
    let mut all = [beside.clone()].into_iter().chain(others);
    all.find(|file| file.is_file())
        .ok_or_else(|| ImportError::NoText {
            path: annotations.to_owned(),
            expected: beside.display().to_string(),
        })
}

/// Reads the annotations of one text. `path` names their file in errors.
///
/// # Errors
/// [`ImportError`], naming the line.
pub fn brat(path: &Path, text: &str, annotations: &str) -> Result<Imported, ImportError> {
    let mut sheet = Sheet::new(path, text);
    let lines = Lines::read(&sheet, annotations)?;
    let mut drafts = Vec::new();
    let numbers: BTreeMap<&str, usize> = lines
        .events
        .iter()
        .zip(0..)
        .map(|(event, at)| (event.id, at))
        .collect();
    let mut used = BTreeSet::new();
    for event in &lines.events {
        let mut roles: BTreeMap<String, Vec<Range>> = BTreeMap::new();
        let mut draft = Draft::default();
        for &(role, id) in &event.arguments {
            let role = role
                .trim_end_matches(|c: char| c.is_ascii_digit())
                .to_ascii_lowercase();
            if let Some(bound) = lines.bounds.get(id) {
                used.insert(id);
                roles.entry(role).or_default().extend(&bound.fragments);
            } else if let Some(&number) = numbers.get(id) {
                draft.parent = Some(number).filter(|_| role == "within");
            } else {
                return Err(ImportError::Reference {
                    path: path.to_owned(),
                    line: event.line,
                    id: id.to_owned(),
                    problem: "is no annotation of this file",
                });
            }
        }
        for attribute in lines.attributes.get(event.id).into_iter().flatten() {
            match attribute.kind.to_ascii_lowercase().as_str() {
                "kind" => {
                    draft.kind = Kind::ALL
                        .into_iter()
                        .find(|kind| kind.as_str() == attribute.value)
                }
                "mode" => {
                    draft.mode = Mode::ALL
                        .into_iter()
                        .find(|mode| mode.as_str() == attribute.value)
                }
                _ => {}
            }
        }
        let mut take = |role: &str| {
            let mut ranges = roles.remove(role).unwrap_or_default();
            ranges.sort_unstable();
            ranges
        };
        let whole = |ranges: Vec<Range>| Some((ranges.first()?.0, ranges.last()?.1));
        draft.content = take("content");
        draft.cue = take("cue");
        draft.source = take("source");
        draft.addressee = whole(take("addressee"));
        draft.medium = whole(take("medium"));
        draft.event = whole(take("occasion"));
        let (via, time) = (take("via"), whole(take("time")));
        let note = lines.note(event.id, "Onrecord");
        if let Some(note) = note {
            own::complete(&sheet, note, &mut draft, &via, time)?;
        }
        drafts.push(draft);
    }
    drafts.extend(related(&lines, &mut used));
    let (unattributed, left) = loose(&lines, &used);
    if left > 0 {
        sheet.notes.push(format!(
            "{left} marks belong to no attribution, and were not taken over"
        ));
    }
    if lines.others > 0 {
        sheet.notes.push(format!(
            "{} lines of other kinds were not taken over",
            lines.others
        ));
    }
    sheet.record("brat", name_of(path), drafts, unattributed, |_| {})
}

/// Attributions that relations join together.
fn related<'a>(lines: &Lines<'a>, used: &mut BTreeSet<&'a str>) -> Vec<Draft> {
    // A mark leads to one that it is joined with, and so on to the mark that stands for all of them.
    let mut towards: BTreeMap<&str, &str> = BTreeMap::new();
    let free = |&&(one, other): &&(&'a str, &'a str)| !used.contains(one) && !used.contains(other);
    for &(one, other) in lines.relations.iter().filter(free) {
        let (one, other) = (head(&mut towards, one), head(&mut towards, other));
        towards.insert(one, other);
    }
    let marks: Vec<&str> = towards.keys().copied().collect();
    let mut groups: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for mark in marks {
        groups.entry(head(&mut towards, mark)).or_default().insert(mark);
    }
    let mut drafts = Vec::new();
    for group in groups.into_values() {
        let of = |kind: &str| -> Vec<Range> {
            let bounds = group.iter().filter_map(|id| lines.bounds.get(id));
            let mut ranges: Vec<Range> = bounds
                .filter(|bound| bound.is(kind))
                .flat_map(|bound| bound.fragments.clone())
                .collect();
            ranges.sort_unstable();
            ranges
        };
        let draft = Draft {
            content: of("Content"),
            cue: of("Cue"),
            source: of("Source"),
            ..Draft::default()
        };
        if !draft.content.is_empty() {
            used.extend(group);
            drafts.push(draft);
        }
    }
    drafts
}

/// The mark that stands for all that this one is joined with; ways there become shorter.
fn head<'a>(towards: &mut BTreeMap<&'a str, &'a str>, mut mark: &'a str) -> &'a str {
    while let Some(&next) = towards.get(mark)
        && next != mark
    {
        if let Some(&further) = towards.get(next) {
            towards.insert(mark, further);
        }
        mark = next;
    }
    towards.insert(mark, mark);
    mark
}

/// Quotations without a source, and how many other marks are left that belong to nothing.
fn loose(lines: &Lines<'_>, used: &BTreeSet<&str>) -> (Vec<(Range, String)>, usize) {
    let triggers: BTreeSet<&str> = lines.events.iter().map(|event| event.trigger).collect();
    let mut unattributed = Vec::new();
    let mut left = 0;
    let mut bounds: Vec<(&&str, &Bound)> = lines.bounds.iter().collect();
    bounds.sort_by_key(|(_, bound)| bound.line);
    for (id, bound) in bounds {
        if bound.is("Unattributed") {
            let (Some(first), Some(last)) = (bound.fragments.first(), bound.fragments.last()) else {
                continue;
            };
            let reason = lines.note(id, "Reason");
            let reason = reason.map_or("marked as unattributed", |note| note.words);
            unattributed.push(((first.0, last.1), reason.to_owned()));
        } else if !used.contains(id) && !triggers.contains(id) {
            left += 1;
        }
    }
    (unattributed, left)
}
