//! A record on a terminal.

mod directory;

use super::directory::Directory;
use super::facts::{facts, none};
use super::outline::{Entry, outline};
use super::places::Lines;
use super::speaker::{self, count, percent, words};
use super::terminal::{columns, harmless, wrap};
use anstyle::{AnsiColor, Style};
use onrecord_record::{ArticleRecord, Statement, Unattributed};
use std::fmt::Write as _;

/// Colours by role.
#[derive(Clone, Copy, Debug, Default)]
pub struct Palette {
    heading: Style,
    speaker: Style,
    cue: Style,
    mode: Style,
    label: Style,
    doubt: Style,
}

impl Palette {
    /// No colours at all.
    pub fn plain() -> Self {
        Self::default()
    }

    /// The terminal's own sixteen colours, so that its theme decides how they look.
    pub fn coloured() -> Self {
        let of = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
        Self {
            heading: Style::new().bold(),
            speaker: of(AnsiColor::Cyan).bold(),
            cue: of(AnsiColor::Green),
            mode: of(AnsiColor::Magenta),
            label: Style::new().dimmed(),
            doubt: of(AnsiColor::Yellow),
        }
    }
}

/// How a record is laid out.
#[derive(Clone, Copy, Debug)]
pub struct TextOptions {
    /// Columns to fill.
    pub width: usize,
    /// Whether to give the reasons.
    pub why: bool,
    /// Colours.
    pub palette: Palette,
}

/// Columns of one level of nesting, and of the statement's number.
const STEP: usize = 5;
/// Deeper statements are not moved further to the right.
const DEEPEST: usize = 6;
/// Columns of a label.
const LABEL: usize = 9;
/// Columns of a label in the heading.
const FACT: usize = 16;
/// Confidence under which the figure is marked.
const DOUBT: f32 = 0.5;

/// The record of the article called `name`, ready to print.
pub fn text(name: &str, record: &ArticleRecord, options: &TextOptions) -> String {
    let mut page = Page {
        out: String::new(),
        options: *options,
        lines: Lines::new(&record.article.text),
    };
    let directory = Directory::of(record);
    page.heading(name, record);
    for entry in outline(&record.statements) {
        page.statement(&entry, record, &directory);
    }
    if record.statements.is_empty() {
        page.out.push('\n');
        page.paragraph(0, &none(record), Style::new());
    }
    page.people(record, &directory);
    page.occasions(record, &directory);
    page.unattributed(&record.unattributed);
    page.out
}

struct Page {
    out: String,
    options: TextOptions,
    lines: Lines,
}

impl Page {
    fn heading(&mut self, name: &str, record: &ArticleRecord) {
        let palette = self.options.palette;
        let article = &record.article;
        self.paragraph(0, name, palette.heading);
        if let Some(title) = &article.title {
            self.paragraph(0, title, palette.heading);
        }
        let mut counts = vec![count(record.statements.len(), "statement", "statements")];
        if !record.people.is_empty() {
            counts.push(count(record.people.len(), "person or body", "people and bodies"));
        }
        let open = record.statements.iter().filter(|s| speaker::is_open(s)).count();
        if open > 0 {
            counts.push(count(open, "speaker", "speakers") + " left open");
        }
        if !record.unattributed.is_empty() {
            counts.push(count(record.unattributed.len(), "quotation", "quotations") + " without a source");
        }
        if record.left_out > 0 {
            counts.push(format!("{} left out as unsure", record.left_out));
        }
        self.paragraph(0, &counts.join(" · "), Style::new());
        for fact in facts(article) {
            let style = if fact.note { palette.doubt } else { Style::new() };
            self.labelled_in(0, FACT, fact.label, &fact.value, style);
        }
        let rule = "─".repeat(self.options.width.min(columns(&harmless(name)).max(24)));
        let _ = writeln!(self.out, "{}", painted(&rule, palette.label));
    }

    fn statement(&mut self, entry: &Entry<'_>, record: &ArticleRecord, directory: &Directory<'_>) {
        let palette = self.options.palette;
        let statement = entry.statement;
        let indent = entry.depth.min(DEEPEST) * STEP;
        let body = indent + STEP;
        self.out.push('\n');
        self.who(statement, indent);
        self.paragraph(body, &words(&statement.content), Style::new());
        if speaker::printed_differs(statement) {
            self.labelled(body, "as", &words(&statement.source), Style::new());
        }
        if !statement.candidates.is_empty() {
            let label = speaker::candidates_label(statement);
            self.labelled(body, label, &speaker::candidates(statement), palette.doubt);
        }
        for (label, span) in [("to", &statement.addressee), ("in", &statement.medium)] {
            if let Some(span) = span {
                self.labelled(body, label, &span.text, Style::new());
            }
        }
        if let Some(event) = &statement.event {
            let known = directory.event(statement.event_id.as_deref()).is_some();
            let id = statement.event_id.as_deref().filter(|_| known);
            let id = id.map(|id| format!(" ({id})")).unwrap_or_default();
            self.labelled(body, "occasion", &format!("{}{id}", event.text), Style::new());
        }
        let chain = directory.chain(record, entry.index);
        if !chain.is_empty() {
            self.labelled(body, "via", &chain.join(" → "), Style::new());
        }
        if let Some(said) = &statement.said_on {
            self.labelled(
                body,
                "on",
                &format!("{} ({})", said.date, said.text),
                Style::new(),
            );
        }
        if !statement.same_as.is_empty() {
            self.labelled(body, "repeats", &statement.same_as.join(", "), Style::new());
        }
        if self.options.why {
            for (n, reason) in statement.why.iter().enumerate() {
                self.labelled(body, if n == 0 { "why" } else { "" }, reason, palette.label);
            }
        }
        self.place(statement, body);
    }

    /// Number, speakers with their roles, cue, mode.
    fn who(&mut self, statement: &Statement, indent: usize) {
        let palette = self.options.palette;
        let mut line = Pieces::default();
        for (n, who) in speaker::who(statement).into_iter().enumerate() {
            if n > 0 {
                line.push(" and ", palette.label);
            }
            line.push(&who.name, palette.speaker);
            if !who.detail.is_empty() {
                line.push(&format!(" ({})", who.detail), Style::new());
            }
            if who.open {
                line.push(&format!(" [{}]", speaker::OPEN), palette.doubt);
            }
        }
        if !statement.cue.is_empty() {
            line.push(" · ", palette.label);
            line.push(&words(&statement.cue), palette.cue);
        }
        if let Some(mode) = speaker::mode(statement.mode) {
            line.push(&format!(" [{mode}]"), palette.mode);
        }
        let id = harmless(&statement.id);
        let gap = STEP.saturating_sub(columns(&id) + 1).max(1);
        self.hanging(&id, gap, &line, indent);
    }

    /// An id and, beside it, a line that hangs at the column of the statements' words.
    fn hanging(&mut self, id: &str, gap: usize, line: &Pieces, indent: usize) {
        let label = self.options.palette.label;
        let _ = write!(
            self.out,
            "{}{}{}",
            " ".repeat(indent),
            painted(id, label),
            " ".repeat(gap)
        );
        let room = self.room(indent + STEP);
        let over = (columns(id) + gap).saturating_sub(STEP);
        let hang = format!("\n{}", " ".repeat(indent + STEP));
        self.out.push_str(&line.wrapped(room, over).join(&hang));
        self.out.push('\n');
    }

    /// Where it stands: line and column, code points, kind, confidence.
    fn place(&mut self, statement: &Statement, indent: usize) {
        let palette = self.options.palette;
        let spans = [&statement.content, &statement.cue, &statement.source]
            .into_iter()
            .find(|spans| !spans.is_empty());
        let mut parts = Vec::new();
        let mut line = Pieces::default();
        if let Some((first, last)) = spans.and_then(|spans| spans.first().zip(spans.last())) {
            let (row, column) = self.lines.place(first.start);
            parts.push(format!("{row}:{column}"));
            parts.push(format!("{}–{}", first.start, last.end));
        }
        parts.push(kind(statement).to_owned());
        let before = parts.join(" · ") + " · ";
        let style = if statement.confidence < DOUBT {
            palette.doubt
        } else {
            palette.label
        };
        line.push(&before, palette.label);
        line.push(&percent(statement.confidence), style);
        for line in line.wrapped(self.room(indent), 0) {
            let _ = writeln!(self.out, "{}{line}", " ".repeat(indent));
        }
    }

    fn unattributed(&mut self, quotations: &[Unattributed]) {
        if quotations.is_empty() {
            return;
        }
        let palette = self.options.palette;
        self.out.push('\n');
        self.paragraph(0, "Quotations without a source", palette.heading);
        for quotation in quotations {
            self.out.push('\n');
            self.paragraph(STEP, &quotation.text, Style::new());
            self.paragraph(STEP, &quotation.reason, palette.doubt);
            let (line, column) = self.lines.place(quotation.start);
            let place = format!("{line}:{column} · {}–{}", quotation.start, quotation.end);
            self.paragraph(STEP, &place, palette.label);
        }
    }

    fn room(&self, indent: usize) -> usize {
        self.options.width.saturating_sub(indent).max(20)
    }

    fn paragraph(&mut self, indent: usize, text: &str, style: Style) {
        for line in wrap(text, self.room(indent), 0) {
            let _ = writeln!(self.out, "{}{}", " ".repeat(indent), painted(&line, style));
        }
    }

    fn labelled(&mut self, indent: usize, label: &str, text: &str, style: Style) {
        self.labelled_in(indent, LABEL, label, text, style);
    }

    /// A label in so many columns, and words that hang beside it.
    fn labelled_in(&mut self, indent: usize, columns: usize, label: &str, text: &str, style: Style) {
        let label = format!("{label:<columns$}");
        let shown = painted(&label, self.options.palette.label);
        for (n, line) in wrap(text, self.room(indent + columns), 0).into_iter().enumerate() {
            let margin = if n == 0 {
                shown.clone()
            } else {
                " ".repeat(columns)
            };
            let _ = writeln!(
                self.out,
                "{}{margin}{}",
                " ".repeat(indent),
                painted(&line, style)
            );
        }
    }
}

/// A line of pieces in several styles.
#[derive(Default)]
struct Pieces {
    text: String,
    /// Where in `text` each style ends.
    ends: Vec<(usize, Style)>,
}

impl Pieces {
    fn push(&mut self, text: &str, style: Style) {
        // White space that wrapping would change is settled here, so that the pieces can be found again.
        for (n, word) in harmless(text).split('\n').enumerate() {
            if n > 0 {
                self.text.push(' ');
            }
            self.text.push_str(word);
        }
        self.ends
            .push((self.text.chars().filter(|c| !c.is_whitespace()).count(), style));
    }

    /// Lines of at most `room` columns, the first shorter by `first`, each piece in its style.
    fn wrapped(&self, room: usize, first: usize) -> Vec<String> {
        let mut pieces = self.ends.iter().copied().peekable();
        let mut seen = 0;
        wrap(&self.text, room, first)
            .iter()
            .map(|line| paint(line, &mut pieces, &mut seen))
            .collect()
    }
}

/// Gives each character of `line` the style of the piece that it comes from; white space only follows along.
fn paint(
    line: &str,
    pieces: &mut std::iter::Peekable<impl Iterator<Item = (usize, Style)>>,
    seen: &mut usize,
) -> String {
    let (mut out, mut run, mut style) = (String::new(), String::new(), Style::new());
    for c in line.chars() {
        if !c.is_whitespace() {
            while pieces.next_if(|&(end, _)| end <= *seen).is_some() {}
            let now = pieces.peek().map_or(Style::new(), |&(_, style)| style);
            if now != style {
                out.push_str(&painted(&std::mem::take(&mut run), style));
                style = now;
            }
            *seen += 1;
        }
        run.push(c);
    }
    out.push_str(&painted(&run, style));
    out
}

fn painted(text: &str, style: Style) -> String {
    if text.is_empty() || style.is_plain() {
        text.to_owned()
    } else {
        format!("{style}{text}{style:#}")
    }
}

pub(super) fn kind(statement: &Statement) -> &'static str {
    match statement.kind {
        onrecord_record::Kind::Direct => "direct",
        onrecord_record::Kind::Indirect => "indirect",
        onrecord_record::Kind::Mixed => "mixed",
    }
}
