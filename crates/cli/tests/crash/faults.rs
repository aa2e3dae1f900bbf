//! A disk that fails at the Nth write, sync, rename or opening, or a program that ends there; for N over the whole run.
//!
//! `faults.c` stands between the program and the C library. Without Linux or a C compiler, nothing is tested, and that is
//! said.

use crate::inputs::{inputs, real};
use crate::place::{Place, folder, points, said, spread, undisturbed};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use tempfile::TempDir;

struct Shim {
    _folder: TempDir,
    library: PathBuf,
}

/// The library, or nothing where it cannot be made.
fn shim() -> Option<&'static Path> {
    static SHIM: OnceLock<Option<Shim>> = OnceLock::new();
    let made = SHIM.get_or_init(|| {
        if !cfg!(all(target_os = "linux", target_env = "gnu")) {
            eprintln!("SKIPPED: faults of the disk are only made on Linux with glibc");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let library = folder.path().join("faults.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/crash/faults.c");
        let made = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o"])
            .arg(&library)
            .arg(source)
            .arg("-ldl")
            .output();
        match made {
            Ok(output) => assert!(output.status.success(), "{}", said(&output)),
            Err(error) => {
                eprintln!("SKIPPED: no C compiler (cc: {error}), so no faults of the disk are made");
                return None;
            }
        }
        Some(Shim {
            library: real(&library),
            _folder: folder,
        })
    });
    made.as_ref().map(|shim| shim.library.as_path())
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
enum How {
    /// From then on no room is left.
    Full,
    /// From then on the device fails.
    Broken,
    /// The device fails once.
    Once,
    /// The program ends.
    Kill,
    /// The program ends in the middle of a write.
    Torn,
}

/// Adds while the files below `under` fail from call `at` on.
fn add(place: &Place, under: &Path, at: u64, how: How) -> Output {
    let mut command = place.add(inputs());
    command
        .env("LD_PRELOAD", shim().unwrap())
        .env("FAULT_UNDER", under)
        .env("FAULT_AT", at.to_string())
        .env("FAULT_COUNT", place.spare.join("calls"))
        .env(
            "FAULT_HOW",
            match how {
                How::Full => "ENOSPC",
                How::Broken | How::Once => "EIO",
                How::Kill => "KILL",
                How::Torn => "TORN",
            },
        );
    if how == How::Once {
        command.env("FAULT_ONCE", "1");
    }
    command.output().unwrap()
}

/// How many calls an undisturbed run makes; the least of two, for threads come in different orders.
fn calls(which: fn(&Place) -> PathBuf) -> u64 {
    let count = || {
        let place = Place::new();
        let output = add(&place, &which(&place), 0, How::Broken);
        assert!(output.status.success(), "{}", said(&output));
        let calls = std::fs::read_to_string(place.spare.join("calls")).unwrap();
        calls.trim().parse::<u64>().unwrap()
    };
    let calls = count().min(count());
    assert!(calls > 20, "{calls}");
    calls
}

/// Faults of the record's folder, and what has to hold after each.
fn record_fails(how: How, count: usize) {
    if shim().is_none() {
        return;
    }
    let of = |place: &Place| folder(&place.file).to_owned();
    for at in spread(calls(of), points(count)) {
        let place = Place::new();
        let output = add(&place, &of(&place), at, how);
        let said = said(&output);
        let code = output.status.code();
        // the last calls tidy up, and threads come in different orders: it may be done already
        match how {
            _ if code == Some(0) => {}
            How::Kill | How::Torn => assert_eq!(code, Some(137), "at {at}: {said}"),
            How::Full | How::Broken | How::Once => assert_told(&said, &place.file, at),
        }
        let here = place.assert_sound();
        if code == Some(0) {
            here.assert_same(&undisturbed().contents);
        }
        place.assert_goes_on();
    }
}

/// An error names the file, and what can be done.
#[track_caller]
fn assert_told(said: &str, path: &Path, at: u64) {
    let line = said
        .lines()
        .find(|line| line.contains("error"))
        .unwrap_or_else(|| panic!("at {at}: {said}"));
    assert!(line.contains(&path.display().to_string()), "at {at}: {said}");
    assert!(
        said.contains("make room") || said.contains("go on") || said.contains("try again"),
        "at {at}, no remedy: {said}"
    );
}

#[test]
fn a_disk_that_gets_full_under_the_record() {
    record_fails(How::Full, 4);
}

#[test]
fn a_disk_that_breaks_under_the_record() {
    record_fails(How::Broken, 4);
}

#[test]
fn a_disk_that_fails_once_under_the_record() {
    record_fails(How::Once, 3);
}

#[test]
fn the_program_ends_at_any_write_of_the_record() {
    record_fails(How::Kill, 7);
}

#[test]
fn the_program_ends_within_any_write_of_the_record() {
    record_fails(How::Torn, 4);
}

/// Faults of the index's folder: the record is whole whatever happens, and a search finds all of it afterwards.
fn index_fails(how: How, count: usize) {
    if shim().is_none() {
        return;
    }
    let of = |place: &Place| folder(&place.index).to_owned();
    let undisturbed = undisturbed();
    for at in spread(calls(of), points(count)) {
        let place = Place::new();
        let output = add(&place, &of(&place), at, how);
        let said = said(&output);
        match how {
            _ if output.status.success() => {}
            How::Kill | How::Torn => assert_eq!(output.status.code(), Some(137), "at {at}: {said}"),
            How::Full | How::Broken | How::Once => {
                assert!(
                    said.contains(&place.index.display().to_string()),
                    "at {at}: {said}"
                );
                assert!(
                    said.contains("it is made anew from the record"),
                    "at {at}: {said}"
                );
            }
        }
        // the index is brought up after everything is committed
        place.assert_sound().assert_same(&undisturbed.contents);
        assert!(
            place.found() == undisturbed.found,
            "at {at}: a search finds something else"
        );
    }
}

#[test]
fn a_disk_that_gets_full_under_the_index() {
    index_fails(How::Full, 3);
}

#[test]
fn a_disk_that_breaks_under_the_index() {
    index_fails(How::Broken, 3);
}

#[test]
fn a_disk_that_fails_once_under_the_index() {
    index_fails(How::Once, 3);
}

#[test]
fn the_program_ends_at_any_write_of_the_index() {
    index_fails(How::Kill, 5);
}

#[test]
fn the_program_ends_within_any_write_of_the_index() {
    index_fails(How::Torn, 4);
}
