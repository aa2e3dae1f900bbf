//! A statement that was found, as a card on a terminal.

use crate::render::terminal::{harmless, wrap};
use anstyle::{AnsiColor, Style};
use onrecord_store::Hit;
use std::fmt::Write as _;

/// Columns of the left margin.
const MARGIN: usize = 4;

/// How cards look.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) width: usize,
    pub(super) colour: bool,
}

impl Look {
    pub(super) fn style(self, style: Style) -> Style {
        if self.colour { style } else { Style::new() }
    }
}

/// Somebody who says something, as the article prints it.
pub(super) struct Printed<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) role: Option<&'a str>,
    pub(super) org: Option<&'a str>,
    pub(super) open: bool,
}

/// All who say something, with roles and bodies; what is printed as the source where no name is.
pub(super) fn who<'a>(speakers: impl Iterator<Item = Printed<'a>>, source: Option<&str>) -> String {
    let names: Vec<String> = speakers
        .map(|speaker| {
            let mut who = speaker
                .name
                .or(source)
                .unwrap_or("somebody who is not named")
                .to_owned();
            for part in [speaker.role, speaker.org].into_iter().flatten() {
                let _ = write!(who, ", {part}");
            }
            if speaker.open {
                who.push_str(" (left open)");
            }
            who
        })
        .collect();
    if names.is_empty() {
        source.unwrap_or("no source printed").to_owned()
    } else {
        names.join(" and ")
    }
}

/// Line ends and runs of blanks as one blank.
pub(super) fn flat(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Who said it, when, printed where; what; where exactly.
pub(super) fn card(hit: &Hit, look: Look) -> String {
    let mut out = String::new();
    let bold = look.style(Style::new().bold());
    let who = look.style(Style::new().fg_color(Some(AnsiColor::Cyan.into())).bold());
    let dim = look.style(Style::new().dimmed());
    let doubt = look.style(Style::new().fg_color(Some(AnsiColor::Yellow.into())));
    let name = hit
        .person_name
        .as_ref()
        .or(hit.speaker.as_ref())
        .or(hit.source.as_ref());
    let name = match name {
        Some(name) if !hit.speaker_open => format!("{who}{}{who:#}", harmless(name)),
        Some(name) => format!("{doubt}{} (left open){doubt:#}", harmless(name)),
        None => format!("{doubt}no source printed{doubt:#}"),
    };
    let mut role = String::new();
    for part in [&hit.role, &hit.org].into_iter().flatten() {
        let _ = write!(role, ", {}", harmless(part));
    }
    let outlet = hit.outlet.as_deref().unwrap_or("no outlet");
    let day = hit.published.as_deref().map_or("no date", day_of);
    let _ = writeln!(
        out,
        "{name}{role} {dim}·{dim:#} {bold}{}{bold:#} {dim}·{dim:#} {day}",
        harmless(outlet)
    );
    let content = harmless(&hit.content);
    for line in wrap(&content, look.width.saturating_sub(MARGIN), 0) {
        let _ = writeln!(out, "{:MARGIN$}{line}", "");
    }
    let mut facts = vec![hit.kind.clone()];
    if hit.mode != "said" {
        facts.push(hit.mode.clone());
    }
    if let Some(cue) = &hit.cue {
        facts.push(format!("“{}”", harmless(cue)));
    }
    if let Some(said) = &hit.said_on {
        facts.push(format!("said on {said}"));
    }
    if let Some(via) = &hit.via {
        facts.push(format!("via {}", harmless(via)));
    }
    if let Some(review) = &hit.review {
        facts.push(review.clone());
    }
    if !hit.newest {
        facts.push("in an older version".to_owned());
    }
    let _ = writeln!(out, "{:MARGIN$}{dim}{}{dim:#}", "", facts.join(" · "));
    if let Some(dispute) = &hit.dispute {
        let _ = writeln!(
            out,
            "{:MARGIN$}{doubt}disputed: {}{doubt:#}",
            "",
            harmless(dispute)
        );
    }
    let _ = writeln!(out, "{:MARGIN$}{dim}{}{dim:#}", "", hit.key);
    out
}

/// The day of a day or time in ISO 8601.
pub(super) fn day_of(time: &str) -> &str {
    time.get(..10).unwrap_or(time)
}
