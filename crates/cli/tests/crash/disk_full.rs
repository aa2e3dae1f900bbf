//! No file may grow beyond a size that the shell sets (`ulimit -f`): with a signal that kills, and with an error.

use crate::inputs::inputs;
use crate::place::{Place, said};
use std::process::{Command, Output};

/// Adds with files of `kib` kibibytes at most.
fn add(place: &Place, kib: u64, signal: &str) -> Option<Output> {
    let add = place.add(inputs());
    let mut shell = Command::new("bash");
    shell
        .arg("-c")
        .arg(format!("{signal} ulimit -f {kib}; exec \"$@\""))
        .arg("bash")
        .arg(add.get_program())
        .args(add.get_args());
    match shell.output() {
        Ok(output) => Some(output),
        Err(error) => {
            eprintln!("SKIPPED: no bash ({error}), so no limit is set to the size of files");
            None
        }
    }
}

#[test]
fn files_that_may_not_grow() {
    if !cfg!(unix) {
        return;
    }
    for (kib, signal) in [
        (0, "trap '' XFSZ;"),
        (40, "trap '' XFSZ;"),
        (400, "trap '' XFSZ;"),
        (900, "trap '' XFSZ;"),
        (400, ""),
        (900, ""),
    ] {
        let place = Place::new();
        let Some(output) = add(&place, kib, signal) else {
            return;
        };
        let said = said(&output);
        assert!(!output.status.success(), "{kib}: {said}");
        if !signal.is_empty() {
            assert!(
                said.contains(&place.file.display().to_string()) && said.contains("go on"),
                "{kib}: {said}"
            );
        }
        place.assert_sound();
        place.assert_goes_on();
    }
}
