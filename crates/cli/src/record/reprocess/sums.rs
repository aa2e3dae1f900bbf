//! What reading again changes, in sums and one by one.

use crate::inputs::report::counted;
use crate::record::card::Look;
use crate::record::diff::shown;
use crate::render::terminal::harmless;
use anstyle::Style;
use onrecord_store::{Carried, Outcome, Reader, Reread, StaleLine, Swapped};
use serde::Serialize;
use std::fmt::Write as _;

/// Stale corrections that are told one by one in sums.
const TOLD: usize = 20;

/// What all prepared readings change.
#[derive(Default, Serialize)]
pub(super) struct Sums {
    /// Versions of which a reading is prepared, or was taken over.
    pub(super) prepared: u64,
    /// Of these, how many change.
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statements: Option<Statements>,
    corrections: Corrections,
}

#[derive(Default, Serialize)]
struct Statements {
    added: u64,
    removed: u64,
    reworded: u64,
    reattributed: u64,
    unchanged: u64,
}

#[derive(Default, Serialize)]
struct Corrections {
    /// How many hold for a statement of the new readings.
    again: u64,
    /// Of these, how many the new readings have by themselves.
    read: u64,
    stale: Vec<StaleLine>,
}

impl Sums {
    pub(super) fn count(&mut self, reread: &Reread) {
        self.prepared += 1;
        *self.changed.get_or_insert_default() += u64::from(reread.changes());
        let statements = self.statements.get_or_insert_default();
        for outcome in &reread.statements {
            *match outcome {
                Outcome::Added { .. } => &mut statements.added,
                Outcome::Removed { .. } => &mut statements.removed,
                Outcome::Reworded { .. } => &mut statements.reworded,
                Outcome::Reattributed { .. } => &mut statements.reattributed,
            } += 1;
        }
        statements.unchanged += reread.unchanged as u64;
        self.carried(&reread.corrections);
    }

    pub(super) fn swapped(&mut self, swapped: &Swapped) {
        self.prepared += 1;
        self.carried(&swapped.corrections);
    }

    fn carried(&mut self, carried: &Carried) {
        let corrections = &mut self.corrections;
        corrections.again += carried.again.len() as u64;
        corrections.read += carried.read.len() as u64;
        corrections.stale.extend(carried.stale.iter().cloned());
    }

    /// For reading; `done` when they were taken over.
    pub(super) fn text(&self, done: bool) -> String {
        let mut out = String::new();
        if self.prepared == 0 {
            out.push_str("no reading is prepared\n");
            return out;
        }
        let readings = counted(self.prepared, "reading");
        let _ = match (done, self.changed) {
            (true, _) => writeln!(out, "{readings} taken over"),
            (false, changed) => writeln!(
                out,
                "{readings} prepared: {} would change",
                counted(changed.unwrap_or_default(), "version")
            ),
        };
        if let Some(s) = &self.statements {
            let _ = writeln!(
                out,
                "statements: {} added, {} removed, {} reworded, {} re-attributed, {} unchanged",
                s.added, s.removed, s.reworded, s.reattributed, s.unchanged
            );
        }
        let corrections = &self.corrections;
        let stale = corrections.stale.len() as u64;
        if corrections.again + stale > 0 {
            let read = match corrections.read {
                0 => String::new(),
                n => format!(" ({n} of them are read so now)"),
            };
            let _ = writeln!(
                out,
                "corrections: {} {}{read}, {stale} stale",
                corrections.again,
                if done { "hold again" } else { "would hold again" },
            );
        }
        for line in corrections.stale.iter().take(TOLD) {
            let _ = writeln!(out, "  {}", stale_line(line));
        }
        if corrections.stale.len() > TOLD {
            let _ = writeln!(
                out,
                "  and {} more; {} lists them",
                corrections.stale.len() - TOLD,
                if done {
                    "`onrecord corrections --stale`"
                } else {
                    "--show"
                }
            );
        }
        out
    }
}

fn stale_line(line: &StaleLine) -> String {
    let look = if line.shows { "careful: " } else { "" };
    format!("{look}correction {}: {}", line.correction, harmless(&line.why))
}

/// What one prepared reading changes.
pub(super) fn differences(reread: &Reread, look: Look) -> String {
    let bold = look.style(Style::new().bold());
    let by = |reader: &Reader| harmless(&format!("{} {}", reader.model, reader.engine));
    let mut out = format!(
        "{bold}{}.v{}{bold:#}  {}, was {}\n",
        reread.article,
        reread.version,
        by(&reread.to),
        by(&reread.from)
    );
    for outcome in &reread.statements {
        out.push('\n');
        out.push_str(&shown(outcome, look));
    }
    if !reread.corrections.stale.is_empty() {
        out.push('\n');
    }
    for line in &reread.corrections.stale {
        let _ = writeln!(out, "{}", stale_line(line));
    }
    out.push('\n');
    out
}
