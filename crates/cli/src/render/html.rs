//! Records as one page that needs nothing else: no script, no network, readable on paper.

mod directory;

use super::directory::Directory;
use super::facts::{facts, none};
use super::layers::{Anchor, Mark, Role, paragraphs};
use super::outline::{Entry, outline};
use super::places::Lines;
use super::speaker::{self, count, percent, words};
use super::text::kind;
use onrecord_record::{ArticleRecord, Speaker, Statement, Unattributed};
use std::fmt::Write as _;

const STYLE: &str = include_str!("page.css");

/// Everything before the first article.
pub fn head() -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"generator\" content=\"Onrecord {}\">\n<title>Who said what</title>\n<style>\n{STYLE}</style>\n\
         </head>\n<body>\n<a class=\"skip\" href=\"#articles\">To the list of articles</a>\n\
         <header>\n<h1>Who said what</h1>\n\
         <p class=\"about\">Read by a machine and not reviewed. Onrecord says who said something, not whether it is so.</p>\n\
         <ul class=\"legend\" aria-label=\"Legend\">\n\
         <li><span class=\"source\">source</span></li>\n<li><span class=\"cue\">cue</span></li>\n\
         <li><span class=\"content d0\">what is said</span></li>\n\
         <li><span class=\"content d0\">said <span class=\"content d1\">inside <span class=\"content d2\">what \
         is said</span></span></span></li>\n\
         <li><span class=\"more\">addressee, medium, occasion, date, passed on by</span></li>\n\
         <li><span class=\"open\">speaker left open</span></li>\n\
         <li><span class=\"orphan\">quotation without a source</span></li>\n</ul>\n</header>\n<main>\n",
        escaped(env!("CARGO_PKG_VERSION"))
    )
}

/// The article called `name`, the `number`th input of the call.
pub fn article(number: usize, name: &str, record: &ArticleRecord) -> String {
    let mut section = Section {
        out: String::new(),
        number,
        record,
        lines: Lines::new(&record.article.text),
    };
    section.write(name);
    section.out
}

/// An entry of the list at the end of the page.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Number of the input in the call.
    pub number: usize,
    /// Its name.
    pub name: String,
    /// How many statements it holds, or why it was not read.
    pub result: Result<usize, String>,
}

/// Everything after the last article: what was read, and what was not.
pub fn foot(listed: &[Listed]) -> String {
    let mut out =
        String::from("</main>\n<footer id=\"articles\">\n<nav aria-labelledby=\"articles-title\">\n");
    out.push_str("<h2 id=\"articles-title\">Articles on this page</h2>\n<ol>\n");
    for Listed { number, name, result } in listed {
        let name = escaped(name);
        let _ = match result {
            Ok(statements) => writeln!(
                out,
                "<li value=\"{number}\"><a href=\"#a{number}\"><bdi>{name}</bdi></a> – {}</li>",
                count(*statements, "statement", "statements")
            ),
            Err(reason) => writeln!(
                out,
                "<li value=\"{number}\"><bdi>{name}</bdi> – <span class=\"doubt\">not read: {}</span></li>",
                escaped(reason)
            ),
        };
    }
    out.push_str("</ol>\n</nav>\n</footer>\n</body>\n</html>\n");
    out
}

struct Section<'r> {
    out: String,
    number: usize,
    record: &'r ArticleRecord,
    lines: Lines,
}

impl Section<'_> {
    fn write(&mut self, name: &str) {
        let Self { number, record, .. } = *self;
        let article = &record.article;
        let entries = outline(&record.statements);
        let lang = escaped(article.lang.as_deref().unwrap_or_default());
        let title = escaped(article.title.as_deref().unwrap_or(name));
        let directory = Directory::of(record);
        let mut about = vec![count(record.statements.len(), "statement", "statements")];
        about.push(count(record.people.len(), "person or body", "people and bodies"));
        let open = record.statements.iter().filter(|s| speaker::is_open(s)).count();
        if open > 0 {
            about.push(count(open, "speaker", "speakers") + " left open");
        }
        if record.left_out > 0 {
            about.push(format!("{} left out as unsure", record.left_out));
        }
        if article.title.is_some() {
            about.insert(0, name.to_owned());
        }
        let text = paragraphs(&article.text, self.marks(&entries), self.anchors(&entries));
        let _ = write!(
            self.out,
            "<article id=\"a{number}\" aria-labelledby=\"a{number}-title\">\n\
             <h2 id=\"a{number}-title\"><bdi>{title}</bdi></h2>\n<p class=\"about\"><bdi>{}</bdi></p>\n",
            escaped(&about.join(" · "))
        );
        self.facts();
        self.contents(&directory);
        let _ = write!(
            self.out,
            "<div class=\"columns\">\n<section aria-labelledby=\"a{number}-text\">\n\
             <h3 id=\"a{number}-text\">Text</h3>\n\
             <div class=\"text\" lang=\"{lang}\" dir=\"auto\">{text}</div>\n</section>\n\
             <div>\n<section class=\"statements\" aria-labelledby=\"a{number}-list\">\n\
             <h3 id=\"a{number}-list\">Statements</h3>\n",
        );
        self.list(&entries, &directory);
        self.out.push_str("</section>\n");
        self.unattributed(&record.unattributed);
        self.out.push_str("</div>\n</div>\n");
        self.people(&directory);
        self.occasions(&directory);
        self.out.push_str("</article>\n");
    }

    /// What is known of the article, and how it is printed.
    fn facts(&mut self) {
        let facts = facts(&self.record.article);
        if facts.is_empty() {
            return;
        }
        self.out.push_str("<dl class=\"facts\">\n");
        for fact in facts {
            self.detail(fact.label, &fact.value, if fact.note { "note" } else { "" });
        }
        self.out.push_str("</dl>\n");
    }

    /// Links to the parts of the article that there are.
    fn contents(&mut self, directory: &Directory<'_>) {
        let a = self.number;
        let _ = writeln!(
            self.out,
            "<nav aria-label=\"Parts of article {a}\">\n<ul class=\"parts\">"
        );
        for (part, title, there) in [
            ("text", "Text", true),
            ("list", "Statements", true),
            (
                "open",
                "Quotations without a source",
                !self.record.unattributed.is_empty(),
            ),
            ("people", "People and bodies", !directory.people.is_empty()),
            ("events", "Occasions", !directory.events.is_empty()),
        ] {
            if there {
                let _ = writeln!(self.out, "<li><a href=\"#a{a}-{part}\">{title}</a></li>");
            }
        }
        self.out.push_str("</ul>\n</nav>\n");
    }

    fn marks(&self, entries: &[Entry<'_>]) -> Vec<Mark> {
        let mut marks = Vec::new();
        let mut mark = |start, end, role, depth| {
            marks.push(Mark {
                start,
                end,
                role,
                depth,
            })
        };
        let article = &self.record.article;
        if let Some(dateline) = &article.dateline {
            mark(dateline.start, dateline.end, Role::Dateline, 0);
        }
        for note in &article.notes {
            mark(note.start, note.end, Role::Note, 0);
        }
        for fact in &article.printed {
            mark(fact.start, fact.end, Role::Printed(fact.field), 0);
        }
        for mention in self.record.events.iter().flat_map(|event| &event.mentions) {
            mark(mention.start, mention.end, Role::Event, 0);
        }
        for orphan in &self.record.unattributed {
            mark(orphan.start, orphan.end, Role::Unattributed, 0);
        }
        for Entry { statement, depth, .. } in entries {
            for (role, spans) in [
                (Role::Content, &statement.content),
                (Role::Source, &statement.source),
                (Role::Cue, &statement.cue),
            ] {
                for span in spans {
                    mark(span.start, span.end, role, *depth);
                }
            }
            for (role, span) in [
                (Role::Addressee, &statement.addressee),
                (Role::Medium, &statement.medium),
                (Role::Event, &statement.event),
            ] {
                if let Some(span) = span {
                    mark(span.start, span.end, role, *depth);
                }
            }
            for via in &statement.via {
                mark(via.start, via.end, Role::Via, *depth);
            }
            if let Some(said) = &statement.said_on {
                mark(said.start, said.end, Role::SaidOn, *depth);
            }
        }
        // Statements that share a source or a chain would paint it once each.
        marks.sort_by_key(|m| (m.start, m.end, m.role, m.depth));
        marks.dedup_by_key(|m| (m.start, m.end, m.role));
        marks
    }

    fn anchors(&self, entries: &[Entry<'_>]) -> Vec<Anchor> {
        let number = self.number;
        let of = |entry: &Entry<'_>| {
            let statement = entry.statement;
            let first = [&statement.content, &statement.cue, &statement.source]
                .into_iter()
                .find_map(|s| s.first())?;
            let n = entry.index + 1;
            Some(Anchor {
                at: first.start,
                id: format!("a{number}-t{n}"),
                target: format!("a{number}-s{n}"),
                label: n.to_string(),
            })
        };
        entries.iter().filter_map(of).collect()
    }

    /// Statements as nested lists: each inside the entry of the one that holds it.
    fn list(&mut self, entries: &[Entry<'_>], directory: &Directory<'_>) {
        if entries.is_empty() {
            let _ = writeln!(self.out, "<p>{}</p>", escaped(&none(self.record)));
            return;
        }
        let mut depth = None;
        for entry in entries {
            match depth {
                None => self.out.push_str("<ol>\n"),
                Some(before) if entry.depth > before => self.out.push_str("<ol>\n"),
                Some(before) => {
                    self.out.push_str("</li>\n");
                    self.out.push_str(&"</ol>\n</li>\n".repeat(before - entry.depth));
                }
            }
            depth = Some(entry.depth);
            self.statement(entry, directory);
        }
        self.out
            .push_str(&"</li>\n</ol>\n".repeat(depth.map_or(0, |d| d + 1)));
    }

    fn statement(&mut self, entry: &Entry<'_>, directory: &Directory<'_>) {
        let Entry { statement, index, .. } = *entry;
        let (a, n) = (self.number, index + 1);
        let lang = escaped(self.record.article.lang.as_deref().unwrap_or_default());
        let _ = write!(
            self.out,
            "<li id=\"a{a}-s{n}\">\n<p class=\"who\"><a class=\"number\" href=\"#a{a}-t{n}\" \
             aria-label=\"statement {n} in the text\">{n}</a>"
        );
        for (i, who) in speaker::who(statement).iter().enumerate() {
            let and = if i > 0 { " and " } else { "" };
            let person = statement.speakers.get(i).and_then(|s| s.person.as_deref());
            let _ = write!(
                self.out,
                "{and}{}",
                self.name(&who.name, directory.person(person))
            );
            if !who.detail.is_empty() {
                let _ = write!(self.out, " <bdi>({})</bdi>", escaped(&who.detail));
            }
            if who.open {
                let _ = write!(self.out, " <span class=\"open\">{}</span>", speaker::OPEN);
            }
        }
        if !statement.cue.is_empty() {
            let _ = write!(
                self.out,
                " · <bdi class=\"cue\">{}</bdi>",
                escaped(&words(&statement.cue))
            );
        }
        if let Some(mode) = speaker::mode(statement.mode) {
            let _ = write!(self.out, " <span class=\"mode\">{}</span>", escaped(mode));
        }
        let said = escaped(&words(&statement.content));
        let _ = writeln!(
            self.out,
            "</p>\n<blockquote lang=\"{lang}\" dir=\"auto\">{said}</blockquote>"
        );
        self.details(entry, directory);
    }

    /// A name, as a link to the entry of whom it names.
    fn name(&self, name: &str, person: Option<usize>) -> String {
        let name = escaped(name);
        match person {
            Some(number) => format!(
                "<a class=\"name\" href=\"#a{}-p{}\"><bdi>{name}</bdi></a>",
                self.number,
                number + 1
            ),
            None => format!("<bdi class=\"name\">{name}</bdi>"),
        }
    }

    fn details(&mut self, entry: &Entry<'_>, directory: &Directory<'_>) {
        let statement = entry.statement;
        self.out.push_str("<dl>\n");
        if speaker::printed_differs(statement) {
            self.detail("as", &words(&statement.source), "");
        }
        self.candidates(statement, directory);
        for (label, span) in [("to", &statement.addressee), ("in", &statement.medium)] {
            if let Some(span) = span {
                self.detail(label, &span.text, "");
            }
        }
        if let Some(event) = &statement.event {
            let words = escaped(&event.text);
            let _ = match directory.event(statement.event_id.as_deref()) {
                Some(number) => writeln!(
                    self.out,
                    "<dt>occasion</dt><dd><a href=\"#a{}-e{}\"><bdi>{words}</bdi></a></dd>",
                    self.number,
                    number + 1
                ),
                None => writeln!(self.out, "<dt>occasion</dt><dd><bdi>{words}</bdi></dd>"),
            };
        }
        let chain = directory.chain(self.record, entry.index);
        if !chain.is_empty() {
            self.detail("via", &chain.join(" → "), "");
        }
        if let Some(said) = &statement.said_on {
            self.detail("on", &format!("{} ({})", said.date, said.text), "");
        }
        let same: Vec<usize> = statement
            .same_as
            .iter()
            .filter_map(|id| directory.statement(id))
            .collect();
        self.links("repeats", &same);
        let spans = [&statement.content, &statement.cue, &statement.source]
            .into_iter()
            .find(|spans| !spans.is_empty());
        if let Some((first, last)) = spans.and_then(|spans| spans.first().zip(spans.last())) {
            let (line, column) = self.lines.place(first.start);
            self.detail(
                "place",
                &format!("line {line}, column {column} · {}–{}", first.start, last.end),
                "",
            );
        }
        let doubt = if statement.confidence < 0.5 { "doubt" } else { "" };
        self.detail(
            "confidence",
            &format!("{} · {}", percent(statement.confidence), kind(statement)),
            doubt,
        );
        self.out.push_str("</dl>\n");
        if !statement.why.is_empty() {
            self.out.push_str("<details><summary>why</summary>\n<ul>\n");
            for reason in &statement.why {
                let _ = writeln!(self.out, "<li><bdi>{}</bdi></li>", escaped(reason));
            }
            self.out.push_str("</ul>\n</details>\n");
        }
    }

    /// Whom else it could be, each with a score and a link.
    fn candidates(&mut self, statement: &Statement, directory: &Directory<'_>) {
        if statement.candidates.is_empty() {
            return;
        }
        let of = |candidate: &Speaker| {
            let person = directory.person(candidate.person.as_deref());
            format!(
                "{} ({})",
                self.name(speaker::candidate(candidate), person),
                speaker::score(candidate)
            )
        };
        let each: Vec<String> = statement.candidates.iter().map(of).collect();
        let label = speaker::candidates_label(statement);
        let _ = writeln!(
            self.out,
            "<dt>{label}</dt><dd class=\"candidates\">{}</dd>",
            each.join(", ")
        );
    }

    fn detail(&mut self, label: &str, value: &str, class: &str) {
        let class = if class.is_empty() {
            String::new()
        } else {
            format!(" class=\"{class}\"")
        };
        let _ = writeln!(
            self.out,
            "<dt>{label}</dt><dd{class}><bdi>{}</bdi></dd>",
            escaped(value)
        );
    }

    fn unattributed(&mut self, quotations: &[Unattributed]) {
        if quotations.is_empty() {
            return;
        }
        let a = self.number;
        let _ = writeln!(
            self.out,
            "<section class=\"statements\" aria-labelledby=\"a{a}-open\">\n\
             <h3 id=\"a{a}-open\">Quotations without a source</h3>\n<ol>"
        );
        for quotation in quotations {
            let (line, column) = self.lines.place(quotation.start);
            let _ = writeln!(
                self.out,
                "<li>\n<blockquote dir=\"auto\">{}</blockquote>\n<dl>\n<dt>reason</dt><dd><bdi>{}</bdi></dd>\n\
                 <dt>place</dt><dd>line {line}, column {column} · {}–{}</dd>\n</dl>\n</li>",
                escaped(&quotation.text),
                escaped(&quotation.reason),
                quotation.start,
                quotation.end
            );
        }
        self.out.push_str("</ol>\n</section>\n");
    }
}

/// Text as it may stand in an element or a quoted attribute.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(&mut out, text);
    out
}

/// Carriage returns are written as references, or a browser would drop them; a zero character cannot be written
/// and becomes U+FFFD.
pub(crate) fn escape_into(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\r' => out.push_str("&#13;"),
            '\0' => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
}
