//! What was asked for, and the units of work that it comes to.

use crate::arrival::Passed;
use crate::kind::Kind;
use crate::recognise::recognise;
use crate::stream::Stream;
use onrecord_source::{InputName, Skip};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use url::Url;
use walkdir::WalkDir;

/// A longer file is not looked at as a list.
const LONGEST_LIST: u64 = 64 << 20;

/// What a line is that repeats an earlier one.
pub(crate) const GIVEN_TWICE: &str = "an address given twice, read once";

/// Where something is to be read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// A file.
    File(PathBuf),
    /// The standard input.
    StandardInput,
    /// An address to be fetched.
    Address(Url),
}

/// One thing to open: a file, a stream, or an address. Readers and archives find articles inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Where it is.
    pub place: Place,
    /// Whether it was named itself, not found in a folder: then it should be readable.
    pub named: bool,
    /// What it is to be taken for, when that was said.
    pub kind: Option<Kind>,
}

impl Unit {
    /// A unit that was named.
    pub fn named(place: Place) -> Self {
        Self {
            place,
            named: true,
            kind: None,
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::File(path) => InputName::from(path.as_path()).fmt(f),
            Place::StandardInput => InputName::StandardInput.fmt(f),
            Place::Address(address) => f.write_str(address.as_str()),
        }
    }
}

/// An input that comes to nothing: which, why, what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// As it was given.
    pub input: String,
    /// Why.
    pub problem: String,
    /// What to do.
    pub remedy: String,
}

/// What was asked for, spelled out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Units {
    /// In the order of the inputs; folders in the order of their names, byte by byte.
    pub units: Vec<Unit>,
    /// Inputs that come to nothing.
    pub missing: Vec<Missing>,
    /// What was left out of folders.
    pub passed: Passed,
}

/// Spells out inputs: `-`, addresses, files, folders (all files below, but for hidden ones), and patterns such as
/// `news/*.xml` that the shell has left as they are. Files in `without` are not read: the output, above all.
///
/// In folders, links are followed to files of the same folder only: a folder that came from elsewhere must not make a program
/// read what it was not given. A file that is named twice is read twice.
///
/// All are taken for `kind`, if one is said: a list of addresses that is to be read as text is not fetched.
pub fn units(inputs: &[PathBuf], without: &[PathBuf], kind: Option<Kind>) -> Units {
    let without: BTreeSet<PathBuf> = without.iter().filter_map(|p| p.canonicalize().ok()).collect();
    let mut found = Units::default();
    for input in inputs {
        let begun = found.units.len();
        if input == Path::new("-") {
            found.units.push(Unit::named(Place::StandardInput));
        } else if let Some(address) = address(input.as_os_str()) {
            found.units.push(Unit::named(Place::Address(address)));
        } else if input.is_dir() {
            let before = found.units.len() + found.missing.len();
            folder(input, &without, &mut found);
            if found.units.len() + found.missing.len() == before {
                found.missing.push(Missing {
                    input: InputName::from(input.as_path()).to_string(),
                    problem: "there is no file in this folder".to_owned(),
                    remedy: "name another one; hidden files are not looked at".to_owned(),
                });
            }
        } else if let Some(list) = list_of_addresses(input, kind) {
            for again in &list.duplicates {
                let name = format!("{}, line {}", InputName::from(input.as_path()), again.line);
                found.passed.skipped(Skip::Unchanged, GIVEN_TWICE, &name);
            }
            for listed in list.addresses {
                found.units.push(Unit::named(Place::Address(listed.url)));
            }
            // what is fetched is told by itself
            continue;
        } else if input.exists() {
            found.units.push(Unit::named(Place::File(input.clone())));
        } else {
            pattern(input, &without, &mut found);
        }
        for unit in found.units.iter_mut().skip(begun) {
            unit.kind = kind;
        }
    }
    found
}

/// An address of the web, spelled out in full.
fn address(input: &OsStr) -> Option<Url> {
    let text = input.to_str()?;
    let scheme = text.split_once("://")?.0;
    let web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    web.then(|| Url::parse(text).ok()).flatten()
}

/// The list that a file holds, if it holds nothing else: each address is a unit of its own, which can be done or not.
fn list_of_addresses(path: &Path, kind: Option<Kind>) -> Option<onrecord_fetch::List> {
    if kind.is_some_and(|kind| kind != Kind::Addresses) {
        return None;
    }
    let about = fs::metadata(path).ok()?;
    if !about.is_file() || about.len() > LONGEST_LIST {
        return None;
    }
    let mut stream = Stream::open(path).ok()?;
    if recognise(stream.head().ok()?, path.to_str(), None) != Kind::Addresses {
        return None;
    }
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    let list = onrecord_fetch::parse_list(&String::from_utf8_lossy(&bytes));
    // with lines to be named, it is read as a list of lines
    list.bad.is_empty().then_some(list)
}

fn folder(path: &Path, without: &BTreeSet<PathBuf>, found: &mut Units) {
    let whole = path.canonicalize().ok();
    let mut walk = WalkDir::new(path).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.missing.push(Missing {
                    input: error.path().map_or_else(
                        || InputName::from(path).to_string(),
                        |p| InputName::from(p).to_string(),
                    ),
                    problem: "this folder could not be looked into".to_owned(),
                    remedy: "ask its owner for access, or copy it to where you may read it".to_owned(),
                });
                continue;
            }
        };
        let kind = entry.file_type();
        let hidden = entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
        if hidden && kind.is_dir() {
            walk.skip_current_dir();
        }
        let target = entry.path().canonicalize().ok();
        let left_out = if hidden {
            Some("hidden")
        } else if kind.is_dir() {
            continue;
        } else if kind.is_symlink() {
            match &target {
                None => Some("a link to nothing"),
                Some(target) if target.is_dir() => Some("a link to a folder"),
                Some(target) if !whole.as_ref().is_some_and(|whole| target.starts_with(whole)) => {
                    Some("a link that leads out of the folder")
                }
                Some(target) if !target.is_file() => Some("no regular file"),
                Some(_) => None,
            }
        } else if !kind.is_file() {
            Some("no regular file")
        } else {
            None
        };
        if let Some(what) = left_out {
            let name = InputName::from(entry.path()).to_string();
            found.passed.skipped(Skip::OtherKind, what, &name);
        } else if !target.is_some_and(|p| without.contains(&p)) {
            found.units.push(Unit {
                place: Place::File(entry.into_path()),
                named: false,
                kind: None,
            });
        }
    }
}

/// As shells do it: hidden files are none of `*`.
const SHELL: glob::MatchOptions = glob::MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// Matches a pattern; what matches nothing is a file that is not there.
fn pattern(input: &Path, without: &BTreeSet<PathBuf>, found: &mut Units) {
    let name = InputName::from(input).to_string();
    let has_signs = name.contains(['*', '?', '[']);
    let paths = input
        .to_str()
        .filter(|_| has_signs)
        .and_then(|p| glob::glob_with(p, SHELL).ok());
    let Some(paths) = paths else {
        // opening it will say why it cannot be read
        found.units.push(Unit::named(Place::File(input.to_owned())));
        return;
    };
    let before = found.units.len() + found.missing.len();
    let mut hits = Vec::new();
    for path in paths {
        match path {
            Ok(path) => hits.push(path),
            Err(error) => found.missing.push(Missing {
                input: InputName::from(error.path()).to_string(),
                problem: "it could not be looked at".to_owned(),
                remedy: "ask its owner for access, or copy it to where you may read it".to_owned(),
            }),
        }
    }
    let mut paths = hits;
    paths.sort();
    let named = fixed(&name);
    for path in paths {
        let linked = path
            .ancestors()
            .skip(1)
            .take_while(|above| above.as_os_str().len() > named);
        if linked.into_iter().any(Path::is_symlink) {
            let name = InputName::from(path.as_path()).to_string();
            found
                .passed
                .skipped(Skip::OtherKind, "behind a link to a folder", &name);
        } else if path.is_dir() {
            folder(&path, without, found);
        } else if !path.canonicalize().is_ok_and(|p| without.contains(&p)) {
            found.units.push(Unit::named(Place::File(path)));
        }
    }
    if found.units.len() + found.missing.len() == before {
        found.missing.push(Missing {
            input: name,
            problem: "no file has a name like this".to_owned(),
            remedy: "check the spelling and the folder you are in".to_owned(),
        });
    }
}

/// How long the part of a pattern is that holds no signs: folders that were named themselves.
fn fixed(pattern: &str) -> usize {
    let end = pattern.find(['*', '?', '[']).unwrap_or(pattern.len());
    pattern[..end].rfind('/').unwrap_or(0)
}

/// When the file was changed and how long it is; nothing for what is no file.
pub fn stamp(unit: &Unit) -> Option<(u64, std::time::SystemTime)> {
    let Place::File(path) = &unit.place else {
        return None;
    };
    let about = fs::metadata(path).ok()?;
    Some((about.len(), about.modified().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_come_in_the_order_of_names_without_hidden_files_and_the_output() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.txt", "a/2.txt", "a/10.txt", ".git/x", "out.json"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let found = units(
            &[folder.path().to_owned()],
            &[folder.path().join("out.json")],
            None,
        );
        let names: Vec<String> = found
            .units
            .iter()
            .map(|u| {
                u.to_string()
                    .replace(&format!("{}/", folder.path().display()), "")
            })
            .collect();
        assert_eq!(names, ["a/10.txt", "a/2.txt", "b.txt"]);
        let star = units(
            &[folder.path().join("*.txt"), folder.path().join("*.xml")],
            &[],
            None,
        );
        assert_eq!((star.units.len(), star.missing.len()), (1, 1));
    }

    #[test]
    fn addresses_are_told_from_files() {
        let of = |text: &str| units(&[PathBuf::from(text)], &[], None).units[0].place.clone();
        assert!(matches!(of("https://news.example/a"), Place::Address(_)));
        assert!(matches!(of("HTTP://news.example"), Place::Address(_)));
        assert!(matches!(of("ftp://news.example"), Place::File(_)));
        assert!(matches!(of("-"), Place::StandardInput));
    }
}
