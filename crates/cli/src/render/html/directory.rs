//! On a page: who says what, and on which occasion.

use super::{Section, escaped};
use crate::render::directory::{Directory, Held, Listed};
use crate::render::speaker::{count, kind};
use onrecord_record::Span;
use std::fmt::Write as _;

impl Section<'_> {
    /// Everybody who speaks, once, with all roles and links to the statements.
    pub(super) fn people(&mut self, directory: &Directory<'_>) {
        if directory.people.is_empty() {
            return;
        }
        let a = self.number;
        let _ = writeln!(
            self.out,
            "<section class=\"directory\" aria-labelledby=\"a{a}-people\">\n\
             <h3 id=\"a{a}-people\">People and bodies</h3>\n<ul>"
        );
        for (number, listed) in directory.people.iter().enumerate() {
            self.person(number, listed);
        }
        self.out.push_str("</ul>\n</section>\n");
    }

    fn person(&mut self, number: usize, listed: &Listed<'_>) {
        let (a, n) = (self.number, number + 1);
        let _ = writeln!(
            self.out,
            "<li id=\"a{a}-p{n}\">\n<h4><bdi>{}</bdi></h4>\n<dl>\n<dt>is</dt><dd>{}</dd>",
            escaped(listed.name()),
            kind(listed.person.kind)
        );
        for role in &listed.roles {
            self.detail("role", role, "");
        }
        self.links("says", &listed.says);
        self.links("perhaps says", &listed.perhaps);
        self.named(&listed.person.mentions);
        self.out.push_str("</dl>\n</li>\n");
    }

    /// Every occasion on which something was said, once.
    pub(super) fn occasions(&mut self, directory: &Directory<'_>) {
        if directory.events.is_empty() {
            return;
        }
        let a = self.number;
        let _ = writeln!(
            self.out,
            "<section class=\"directory\" aria-labelledby=\"a{a}-events\">\n\
             <h3 id=\"a{a}-events\">Occasions</h3>\n<ul>"
        );
        for (number, Held { event, said }) in directory.events.iter().enumerate() {
            let n = number + 1;
            let _ = writeln!(
                self.out,
                "<li id=\"a{a}-e{n}\">\n<h4><bdi>{}</bdi></h4>\n<dl>",
                escaped(&event.name.text)
            );
            for (label, spans) in [
                ("held by", &event.organisers[..]),
                ("where", event.place.as_slice()),
                ("with", &event.participants[..]),
            ] {
                for span in spans {
                    self.detail(label, &span.text, "");
                }
            }
            self.links("said there", said);
            self.named(&event.mentions);
            self.out.push_str("</dl>\n</li>\n");
        }
        self.out.push_str("</ul>\n</section>\n");
    }

    /// Links to statements, by the numbers that they have on the page.
    pub(super) fn links(&mut self, label: &str, statements: &[usize]) {
        if statements.is_empty() {
            return;
        }
        let a = self.number;
        let _ = write!(self.out, "<dt>{label}</dt><dd>");
        for (i, number) in statements.iter().enumerate() {
            let (n, comma) = (number + 1, if i > 0 { ", " } else { "" });
            let _ = write!(
                self.out,
                "{comma}<a href=\"#a{a}-s{n}\" aria-label=\"statement {n}\">{n}</a>"
            );
        }
        self.out.push_str("</dd>\n");
    }

    fn named(&mut self, mentions: &[Span]) {
        if let Some(first) = mentions.first() {
            let (line, column) = self.lines.place(first.start);
            let times = count(mentions.len(), "time", "times");
            self.detail(
                "named",
                &format!("{times}, first at line {line}, column {column}"),
                "",
            );
        }
    }
}
