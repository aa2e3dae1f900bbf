//! What stands above and below the body, as printed; what it means is decided in `resolve`.

use crate::dateline::{Around, dateline, slug};
use crate::dates::{Dated, Meaning, dates, fill};
use crate::day::Day;
use crate::line::{Line, head, tail};
use crate::title::{is_desk_mark, is_title};
use crate::{Byline, Note, byline, note, outlet};
use std::ops::Range;

/// A dateline is looked for down to this many lines of prose.
const PROSE: usize = 3;
/// A sentence above the dateline that may be a title is not longer.
const ABOVE: usize = 200;

/// What was found, in bytes of the text.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) title: Option<Range<usize>>,
    pub(crate) byline: Option<Byline>,
    pub(crate) outlet: Option<Range<usize>>,
    pub(crate) dates: Vec<Dated>,
    pub(crate) dateline: Option<PrintedLine>,
    pub(crate) notes: Vec<Note>,
    pub(crate) body: usize,
}

/// A dateline as printed.
#[derive(Debug)]
pub(crate) struct PrintedLine {
    pub(crate) range: Range<usize>,
    pub(crate) place: Option<Range<usize>>,
    pub(crate) agency: Option<Range<usize>>,
    pub(crate) day: Option<Day>,
}

fn moved(range: &Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

fn moved_date(dated: Dated, by: usize) -> Dated {
    Dated {
        range: moved(&dated.range, by),
        printed: moved(&dated.printed, by),
        ..dated
    }
}

/// Reads the head, the tail and the notes of `text`; `titled` says that its title is known already.
pub(crate) fn read(text: &str, titled: bool) -> Parts {
    let lines = head(text);
    let mut parts = Parts {
        notes: note::notes(text)
            .into_iter()
            .map(|n| Note {
                range: n.range,
                kind: n.kind,
            })
            .collect(),
        ..Parts::default()
    };
    let below = above_body(&lines, titled, &mut parts);
    for line in tail(text, below) {
        under_body(&line, &mut parts);
    }
    parts.dates.sort_by_key(|d| d.range.start);
    parts
}

/// Reads the lines above the body and the dateline; returns where the body's first line ends.
fn above_body(lines: &[Line<'_>], titled: bool, parts: &mut Parts) -> usize {
    let labels = lines.iter().filter(|l| is_label(l.text)).count() > 1;
    let mut prose = 0;
    let mut body: Option<usize> = None;
    let mut below = 0;
    // the lines so far, while all are short and stand apart
    let mut above: Vec<Range<usize>> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let next = lines.get(i + 1);
        if covered(&parts.notes, line) {
            if prose == 0 {
                body = None;
                note_dates(line, parts);
            }
            below = below.max(line.range().end);
            continue;
        }
        let around = Around {
            labels,
            prose: line.is_prose() || (!line.closes && line.text.len() >= 50),
            followed: next.is_some(),
        };
        if prose == 0 && above_line(line, next, titled, parts) {
            body = None;
            below = line.range().end;
            continue;
        }
        if let Some(found) = dateline(line.text, around)
            && (found.strong || prose == 0 || (prose == 1 && found.place.is_some() && !above.is_empty()))
        {
            // short sentences of their own above a dateline are no part of the body
            if found.place.is_some() && !above.is_empty() {
                prose = 0;
                if !titled {
                    parts.title = parts.title.take().or(above.first().cloned());
                }
            }
            let alone = found.body >= line.text.len();
            let start = if alone {
                next.map_or(line.range().end, |n| n.start)
            } else {
                line.start + found.body
            };
            parts.dateline = Some(PrintedLine {
                range: moved(&found.range, line.start),
                place: found.place.map(|r| moved(&r, line.start)),
                agency: found.agency.map(|r| moved(&r, line.start)),
                day: found.day,
            });
            parts.body = if prose == 0 { start } else { body.unwrap_or(start) };
            return line.range().end;
        }
        if prose == 0
            && parts.outlet.is_none()
            && let Some(found) = slug(line.text)
            && line.text.len() > found.end + 20
        {
            parts.outlet = Some(moved(&found, line.start));
            parts.body = line.start;
            return line.range().end;
        }
        if prose == 0
            && parts.title.is_none()
            && !titled
            && body.is_none()
            && !(labels && is_label(line.text))
            && is_title(line, next, next.is_some_and(|n| is_meta(n, &parts.notes)))
        {
            parts.title = Some(line.range());
            continue;
        }
        if prose == 0 && titled && i == 0 && is_title(line, next, true) {
            continue;
        }
        if line.opens && line.closes && line.text.len() <= ABOVE && (body.is_none() || !above.is_empty()) {
            above.push(line.range());
        } else {
            above.clear();
        }
        body = body.or(Some(line.start));
        if prose == 0 {
            below = line.range().end;
        }
        prose += usize::from(around.prose || line.text.len() >= 120);
        if prose > PROSE {
            break;
        }
    }
    parts.body = body.unwrap_or(below);
    below
}

/// Whether a note takes up this line.
fn covered(notes: &[Note], line: &Line<'_>) -> bool {
    let range = line.range();
    notes
        .iter()
        .any(|n| n.range.start <= range.start && n.range.end >= range.end)
}

/// Whether a line is a date, a byline or a note: something that stands below a title.
fn is_meta(line: &Line<'_>, notes: &[Note]) -> bool {
    let around = Around {
        labels: false,
        prose: true,
        followed: true,
    };
    covered(notes, line)
        || !dates(line.text).is_empty()
        || byline::above(line.text, true).is_some()
        || dateline(line.text, around).is_some_and(|d| d.strong || d.place.is_some())
}

/// Reads a line that holds dates, writers, an outlet or a mark of the desk.
fn above_line(line: &Line<'_>, next: Option<&Line<'_>>, titled: bool, parts: &mut Parts) -> bool {
    if is_desk_mark(line.text) {
        return next.is_some();
    }
    let found = dates(line.text);
    let whole = fill(line.text, &found);
    if whole {
        line_of_dates(line, found, whole, parts);
        return true;
    }
    if parts.byline.is_none()
        && next.is_some()
        && let Some(found) = byline::above(line.text, titled || parts.title.is_some())
    {
        let by = line.start;
        parts.byline = Some(Byline {
            range: moved(&found.range, by),
            authors: found.authors.iter().map(|a| moved(a, by)).collect(),
        });
        let end = found.authors.last().map_or(0, |a| a.end);
        date_behind(line, end, parts);
        return true;
    }
    if !found.is_empty() && !line.is_prose() && line.text.contains(['|', '•', '·', '¦']) {
        line_of_dates(line, found, whole, parts);
        return true;
    }
    if let Some(found) = outlet::outlet(line.text) {
        parts.outlet = parts.outlet.take().or(Some(moved(&found, line.start)));
        return true;
    }
    false
}

/// A date behind the writers: "By Jane Doe | January 4, 2019".
fn date_behind(line: &Line<'_>, end: usize, parts: &mut Parts) {
    let rest = line.text.get(end..).unwrap_or_default();
    let skipped = rest
        .find(['|', '•', '·', '–', '—', ','])
        .map(|at| at + rest[at..].chars().next().map_or(1, char::len_utf8));
    if let Some(skipped) = skipped {
        let by = line.start + end + skipped;
        let found = dates(rest.get(skipped..).unwrap_or_default());
        parts.dates.extend(found.into_iter().map(|d| moved_date(d, by)));
    }
}

fn line_of_dates(line: &Line<'_>, found: Vec<Dated>, whole: bool, parts: &mut Parts) {
    let plain = found.iter().all(|d| d.meaning == Meaning::Plain);
    if plain
        && whole
        && parts.dateline.is_none()
        && let Some(first) = found.first()
    {
        parts.dateline = first.stamp.day.map(|day| PrintedLine {
            range: moved(&first.range, line.start),
            place: None,
            agency: None,
            day: Some(day),
        });
    }
    parts
        .dates
        .extend(found.into_iter().map(|d| moved_date(d, line.start)));
}

/// A date in a note of one line: "Last updated: 4 January 2019, 14:05".
fn note_dates(line: &Line<'_>, parts: &mut Parts) {
    let found = dates(line.text);
    let labelled = found.into_iter().filter(|d| d.meaning == Meaning::Published);
    parts.dates.extend(labelled.map(|d| moved_date(d, line.start)));
}

/// Reads a line below the body.
fn under_body(line: &Line<'_>, parts: &mut Parts) {
    if parts.byline.is_none()
        && let Some(found) = byline::below(line.text)
    {
        parts.byline = Some(Byline {
            range: moved(&found.range, line.start),
            authors: found.authors.iter().map(|a| moved(a, line.start)).collect(),
        });
        return;
    }
    if parts.outlet.is_none()
        && let Some(found) = outlet::outlet(line.text)
    {
        parts.outlet = Some(moved(&found, line.start));
        return;
    }
    let found = dates(line.text);
    let labelled = found.into_iter().filter(|d| d.meaning != Meaning::Plain);
    parts.dates.extend(labelled.map(|d| moved_date(d, line.start)));
}

/// "SMITH: …", "Q: …".
fn is_label(text: &str) -> bool {
    let Some((label, _)) = text.split_once(':') else {
        return false;
    };
    !label.is_empty()
        && label.len() <= 45
        && label.chars().any(char::is_alphabetic)
        && !label.chars().any(char::is_lowercase)
        && !label.contains('"')
}
