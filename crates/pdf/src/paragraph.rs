//! Lines to paragraphs, and the whole to a document.

use crate::columns;
use crate::line::Line;
use crate::page::File;
use crate::running;
use onrecord_record::BlockKind;
use onrecord_source::{Block, Document};
use std::collections::BTreeSet;

/// Lines set this many times as far apart as usual are of different paragraphs.
const APART: f64 = 1.3;
/// Letters this many times as large as those of the text are of a heading.
const LARGER: f64 = 1.15;
/// Longest heading, in bytes.
const HEADING: usize = 250;

/// A column, or what goes across columns.
struct Flow {
    page: usize,
    lines: Vec<Line>,
    left: f64,
    right: f64,
}

pub(crate) fn document(mut file: File) -> Document {
    let mut pages: Vec<(f64, Vec<Line>)> = file
        .pages
        .iter_mut()
        .map(|page| (page.height, std::mem::take(&mut page.lines)))
        .collect();
    let count: usize = pages.iter().map(|page| page.1.len()).sum();
    let running = running::take_out(&mut pages);
    debug_assert!(running <= count, "no line is taken out twice");
    let flows: Vec<Flow> = pages
        .into_iter()
        .enumerate()
        .flat_map(|(page, (_, lines))| columns::order(lines).into_iter().map(move |lines| (page, lines)))
        .map(|(page, lines)| Flow {
            page,
            left: lines.iter().map(|line| line.x).fold(f64::INFINITY, f64::min),
            right: lines
                .iter()
                .map(|line| line.end)
                .fold(f64::NEG_INFINITY, f64::max),
            lines,
        })
        .collect();
    let measure = Measure::of(&flows);
    let mut builder = Builder::new(&flows);
    let mut last: Option<(&Line, &Flow)> = None;
    for flow in &flows {
        for line in &flow.lines {
            let begins = last.is_none_or(|(before, of)| measure.begins(before, of, line, flow));
            builder.line(line, begins, &measure);
            last = Some((line, flow));
        }
    }
    builder.finish(&file, running)
}

/// How the text is set: the size of most of its letters, and how far its lines are apart.
struct Measure {
    size: f64,
    leading: f64,
}

impl Measure {
    fn of(flows: &[Flow]) -> Self {
        let most = |values: Vec<(i64, usize)>| {
            let mut sums = std::collections::BTreeMap::new();
            for (value, weight) in values {
                *sums.entry(value).or_insert(0usize) += weight;
            }
            let best = sums.into_iter().max_by_key(|(value, weight)| (*weight, -*value));
            best.map_or(0.0, |best| best.0 as f64 / 4.0)
        };
        let quarter = |value: f64| (value * 4.0).round() as i64;
        let lines = flows.iter().flat_map(|flow| &flow.lines);
        let size = most(lines.map(|line| (quarter(line.size), line.text.len())).collect());
        let pairs = flows.iter().flat_map(|flow| flow.lines.windows(2));
        let steps = pairs.filter_map(|pair| {
            let step = pair[1].y - pair[0].y;
            let usual = step > 0.5 * size && step < 3.0 * size && (pair[0].size - size).abs() < 0.3;
            usual.then(|| (quarter(step), pair[0].text.len()))
        });
        let leading = most(steps.collect());
        Self {
            size: size.max(1.0),
            leading: if leading > 0.0 { leading } else { 1.2 * size },
        }
    }

    /// Whether `line` begins a paragraph behind `before`.
    fn begins(&self, before: &Line, of: &Flow, line: &Line, flow: &Flow) -> bool {
        if (line.size - before.size).abs() > 0.1 * before.size || is_item(&line.text) {
            return true;
        }
        let ended = ends_sentence(&before.text);
        let indented = |line: &Line, flow: &Flow| line.x - flow.left > 0.7 * line.size;
        // the lines of an item hang behind its mark
        let first_is_indented = indented(line, flow) && !indented(before, of) && !is_item(&before.text);
        let step = line.y - before.y;
        if of.page != flow.page || (!std::ptr::eq(of, flow) && step <= 0.0) {
            // a column or page ends inside a sentence, or else with it
            return ended || first_is_indented;
        }
        // larger letters are set further apart
        let usual = self.leading * (line.size / self.size).max(1.0);
        if step > APART * usual || step < 0.0 || first_is_indented {
            return true;
        }
        // its next word would have stood on the line before
        let word = line.text.split(' ').next().unwrap_or_default().chars().count() as f64;
        let letters = line.text.chars().count().max(1) as f64;
        let needed = (line.end - line.x) / letters * (word + 1.0) + line.size;
        ended && before.end + needed < flow.right && before.end - before.x < 0.85 * (flow.right - flow.left)
    }
}

fn is_item(text: &str) -> bool {
    text.starts_with(['•', '▪', '◦', '●', '■', '‣', '\u{f0b7}']) || text.starts_with("· ")
}

fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['”', '’', '"', '\'', ')', ']', '»', '›', '*']);
    bare.ends_with(['.', '!', '?', ':', '…']) || (bare.len() < text.len() && bare.ends_with([',', '—', '–']))
}

struct Builder {
    text: String,
    blocks: Vec<Block>,
    /// Where the paragraph begins, and whether it is set larger.
    open: Option<(usize, bool, bool)>,
    words: BTreeSet<String>,
    mended: usize,
    unsure: usize,
}

impl Builder {
    fn new(flows: &[Flow]) -> Self {
        // words as they stand inside lines, where nothing broke them
        let mut words = BTreeSet::new();
        for line in flows.iter().flat_map(|flow| &flow.lines) {
            let mut whole: Vec<&str> = line.text.split(' ').collect();
            if whole
                .last()
                .is_some_and(|last| last.ends_with(['-', '\u{ad}', '‐']))
            {
                whole.pop();
            }
            words.extend(whole.into_iter().map(bare).filter(|word| !word.is_empty()));
        }
        Self {
            text: String::new(),
            blocks: Vec::new(),
            open: None,
            words,
            mended: 0,
            unsure: 0,
        }
    }

    fn line(&mut self, line: &Line, begins: bool, measure: &Measure) {
        if begins {
            self.close();
            if !self.text.is_empty() {
                self.text.push_str("\n\n");
            }
            let larger = line.size > LARGER * measure.size;
            self.open = Some((self.text.len(), larger, is_item(&line.text)));
            let text = match is_item(&line.text) {
                true => line
                    .text
                    .trim_start_matches(|c: char| !c.is_alphanumeric() && !"“‘\"'(".contains(c)),
                false => &line.text,
            };
            self.text.push_str(text);
        } else {
            self.join(&line.text);
        }
    }

    /// A line behind another of the same paragraph.
    fn join(&mut self, line: &str) {
        let start = self.open.map_or(0, |open| open.0);
        let before = &self.text[start..];
        let hyphen = before
            .chars()
            .next_back()
            .filter(|c| matches!(c, '-' | '\u{ad}' | '‐'));
        let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        let Some(hyphen) = hyphen.filter(|_| letter(before.chars().rev().nth(1))) else {
            let gap = if before.is_empty() { "" } else { " " };
            self.text.push_str(gap);
            self.text.push_str(line);
            return;
        };
        let first = before.rsplit([' ', '\n']).next().unwrap_or_default();
        let second = line.split(' ').next().unwrap_or_default();
        let stem = &first[..first.len() - hyphen.len_utf8()];
        let whole = self.words.contains(&bare(&format!("{stem}{second}")));
        let parted = self.words.contains(&bare(&format!("{stem}-{second}")));
        let lower = second.starts_with(char::is_lowercase);
        if hyphen == '\u{ad}' || (whole && !parted && lower) {
            self.mended += 1;
            let end = self.text.len() - hyphen.len_utf8();
            self.text.truncate(end);
        } else if lower && !parted {
            self.unsure += 1;
        }
        self.text.push_str(line);
    }

    fn close(&mut self) {
        let Some((start, larger, item)) = self.open.take() else {
            return;
        };
        let range = start..self.text.len();
        let kind = match (item, larger && range.len() <= HEADING) {
            (true, _) => BlockKind::ListItem,
            (false, true) => BlockKind::Heading,
            (false, false) => BlockKind::Paragraph,
        };
        if range.is_empty() {
            self.text.truncate(self.text.trim_end().len());
            return;
        }
        self.blocks.push(Block { range, kind });
    }

    fn finish(mut self, file: &File, running: usize) -> Document {
        self.close();
        let mut notes = Vec::new();
        let mut say = |count: usize, one: &str, more: &str| match count {
            0 => {}
            1 => notes.push(format!("1 {one}")),
            _ => notes.push(format!("{count} {more}")),
        };
        say(
            running,
            "running head or page number was left out",
            "running heads and page numbers were left out",
        );
        say(
            self.mended,
            "word broken at the end of a line was mended",
            "words broken at ends of lines were mended",
        );
        say(
            self.unsure,
            "word keeps the hyphen that it was broken at",
            "words keep the hyphens that they were broken at",
        );
        say(
            file.turned,
            "letter that is not upright was left out",
            "letters that are not upright were left out",
        );
        say(
            file.unknown,
            "glyph of no known letter stands as U+FFFD in the text",
            "glyphs of no known letter stand as U+FFFD in the text",
        );
        say(
            file.failed,
            "page could not be read to its end",
            "pages could not be read to their ends",
        );
        if file.invisible > 0 {
            notes.push(
                "text that is not shown was read, as text recognition leaves it behind pictures".to_owned(),
            );
        }
        if file.facts.iter().any(|fact| fact.key == "CreationDate") {
            notes.push("its date is that of the file, which may not be that of publication".to_owned());
        }
        Document {
            text: self.text,
            blocks: self.blocks,
            facts: file.facts.clone(),
            notes,
            ..Document::default()
        }
    }
}

/// A word without what stands around it, in small letters.
fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}
