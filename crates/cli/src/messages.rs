//! What is said on the standard error.

use crate::render::terminal::harmless;
use anstyle::{AnsiColor, Style};
use std::io::Write as _;

/// An error, and what to do about it.
pub(crate) fn error(message: &str, remedy: Option<&str>) {
    say("error", AnsiColor::Red, message);
    if let Some(remedy) = remedy {
        let _ = writeln!(anstream::stderr(), "       {}", harmless(remedy));
    }
}

/// Something to know that does not stop the work.
pub(crate) fn note(message: &str) {
    say("note", AnsiColor::Yellow, message);
}

/// Nobody may be listening; that is no reason to stop.
fn say(label: &str, colour: AnsiColor, message: &str) {
    let style = Style::new().fg_color(Some(colour.into())).bold();
    let _ = writeln!(
        anstream::stderr(),
        "{style}{label}:{style:#} {}",
        harmless(message)
    );
}
