//! A folder of lists.

use crate::error::{ListError, ListErrors};
use crate::row::{Alias, Barred, Outlet, PersonRow, Placed, Row, Suppressed};
use crate::table::{self, Errors, LARGEST};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// The lists of a folder. A file that is not there is no empty list: it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists {
    /// `people.csv`.
    pub people: Option<Vec<Placed<PersonRow>>>,
    /// `aliases.csv`.
    pub aliases: Option<Vec<Placed<Alias>>>,
    /// `outlets.csv`.
    pub outlets: Option<Vec<Placed<Outlet>>>,
    /// `blocked.csv`.
    pub blocked: Option<Vec<Placed<Barred>>>,
    /// `suppressed.csv`.
    pub suppressed: Option<Vec<Placed<Suppressed>>>,
}

impl Lists {
    /// Reads the files of a folder.
    ///
    /// # Errors
    /// Everything that is wrong with any of them, or none of them is there.
    pub fn read(folder: &Path) -> Result<Self, ListErrors> {
        let lists = Self::of(|name| {
            let mut bytes = Vec::new();
            File::open(folder.join(name))?
                .take(LARGEST as u64 + 1)
                .read_to_end(&mut bytes)?;
            Ok(bytes)
        })?;
        if lists == Self::default() {
            return Err(ListErrors(vec![ListError::of(
                folder.display().to_string(),
                "there is no list in this folder",
                "the files are people.csv, aliases.csv, outlets.csv, blocked.csv and suppressed.csv; `onrecord lists export` writes them",
            )]));
        }
        Ok(lists)
    }

    /// Reads files by their names; one that is [`NotFound`](std::io::ErrorKind::NotFound) is not there.
    ///
    /// # Errors
    /// Everything that is wrong with any of them.
    pub fn of(mut bytes: impl FnMut(&'static str) -> std::io::Result<Vec<u8>>) -> Result<Self, ListErrors> {
        let mut errors = ListErrors::default();
        let lists = Self {
            people: file(&mut bytes, &mut errors),
            aliases: file(&mut bytes, &mut errors),
            outlets: file(&mut bytes, &mut errors),
            blocked: file(&mut bytes, &mut errors),
            suppressed: file(&mut bytes, &mut errors),
        };
        errors.or(lists)
    }

    /// Each file's name and contents, in one order.
    pub fn files(&self) -> Vec<(&'static str, String)> {
        [
            written(self.people.as_deref()),
            written(self.aliases.as_deref()),
            written(self.outlets.as_deref()),
            written(self.blocked.as_deref()),
            written(self.suppressed.as_deref()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Writes the files into a folder, which is made if it is not there. Files with other names are left alone.
    ///
    /// # Errors
    /// The folder or a file cannot be written to.
    pub fn write(&self, folder: &Path) -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        for (name, contents) in self.files() {
            // a file is replaced when the new one is whole
            let beside = folder.join(format!(".{name}.new"));
            std::fs::write(&beside, contents)?;
            std::fs::rename(&beside, folder.join(name))?;
        }
        Ok(())
    }
}

/// Reads the rows of a file's bytes.
///
/// # Errors
/// Everything that is wrong with it.
fn rows<R: Row>(bytes: &[u8]) -> Result<Vec<Placed<R>>, ListErrors> {
    let lines = table::read(R::FILE, bytes, R::COLUMNS, |_| false)?;
    let mut errors = Errors::new(R::FILE);
    let mut rows: Vec<Placed<R>> = Vec::with_capacity(lines.len());
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    for line in lines {
        match R::of(&line.fields) {
            Err((column, problem, remedy)) => errors.push(R::error(line.number, column, problem, remedy)),
            Ok(row) => {
                let first = *seen.entry(row.about()).or_insert(line.number);
                if first != line.number {
                    errors.push(
                        ListError::of(
                            R::FILE,
                            format!("this is said in line {first} already"),
                            "take one of the two out",
                        )
                        .at(line.number, None),
                    );
                }
                rows.push(Placed {
                    row,
                    line: line.number,
                });
            }
        }
    }
    errors.done().or(rows)
}

fn file<R: Row>(
    bytes: &mut impl FnMut(&'static str) -> std::io::Result<Vec<u8>>,
    errors: &mut ListErrors,
) -> Option<Vec<Placed<R>>> {
    match bytes(R::FILE) {
        Ok(bytes) => match rows(&bytes) {
            Ok(rows) => Some(rows),
            Err(found) => {
                errors.0.extend(found.0);
                None
            }
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => {
            errors.0.push(ListError::of(
                R::FILE,
                format!("it cannot be read ({error})"),
                "look at the folder and the rights to it",
            ));
            None
        }
    }
}

/// The lines of a file, each fact once, in the order of the columns.
fn written<R: Row>(rows: Option<&[Placed<R>]>) -> Option<(&'static str, String)> {
    let mut rows: Vec<Vec<&str>> = rows?.iter().map(|placed| placed.row.fields()).collect();
    rows.sort();
    rows.dedup();
    let header: Vec<&str> = R::COLUMNS.iter().map(|column| column.name).collect();
    Some((R::FILE, table::write(&header, rows)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::{Decision, What};
    use proptest::prelude::*;

    /// Names as articles and people write them, and worse.
    fn any_name() -> impl Strategy<Value = String> {
        "(\\PC|[\"',;\n\r\t]){1,20}"
            .prop_map(|name| name.trim().to_owned())
            .prop_filter("not empty", |name| !crate::names::fold(name).is_empty())
    }

    fn placed<R: Row>(rows: Vec<R>) -> Vec<Placed<R>> {
        let mut by_about = BTreeMap::new();
        for row in rows {
            by_about.entry(row.about()).or_insert(row);
        }
        let mut rows: Vec<R> = by_about.into_values().collect();
        rows.sort_by(|a, b| a.fields().cmp(&b.fields()));
        rows.into_iter().map(|row| Placed { row, line: 0 }).collect()
    }

    fn without_lines(lists: Lists) -> Lists {
        fn plain<R: Row>(rows: Option<Vec<Placed<R>>>) -> Option<Vec<Placed<R>>> {
            rows.map(|rows| rows.into_iter().map(|p| Placed { row: p.row, line: 0 }).collect())
        }
        Lists {
            people: plain(lists.people),
            aliases: plain(lists.aliases),
            outlets: plain(lists.outlets),
            blocked: plain(lists.blocked),
            suppressed: plain(lists.suppressed),
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            names in proptest::collection::vec((any_name(), any_name(), any_name(), "[a-z\", \n]{0,9}"), 0..6),
        ) {
            let mut lists = Lists::default();
            let people = names.iter().enumerate().map(|(n, (a, b, c, why))| PersonRow {
                person: format!("q{n}"), name: a.clone(), kind: "person".into(),
                decision: if n % 2 == 0 { Decision::Rename } else { Decision::Known },
                value: if n % 2 == 0 { b.clone() } else { String::new() },
                article: "a1".into(), printed: c.clone(), who: "mk".into(), why: why.trim().to_owned(),
            });
            lists.people = Some(placed(people.collect()));
            let aliases = names.iter().map(|(a, b, _, why)| Alias {
                alias: a.clone(), name: b.clone(), kind: String::new(), who: String::new(), why: why.trim().to_owned(),
            });
            lists.aliases = Some(placed(aliases.collect()));
            let barred = names.iter().map(|(a, _, c, _)| Barred {
                what: What::Name, value: a.clone(), who: c.clone(), why: String::new(),
            });
            lists.blocked = Some(placed(barred.collect()));
            let folder = tempfile::tempdir().unwrap();
            lists.write(folder.path()).unwrap();
            let read = Lists::read(folder.path()).unwrap();
            prop_assert_eq!(without_lines(read.clone()), lists.clone());
            prop_assert_eq!(read.files(), lists.files());
        }

        #[test]
        fn no_bytes_are_too_much(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = rows::<PersonRow>(&bytes);
            let mut text = b"person,name,kind,decision,value,article,printed,who,why\n".to_vec();
            text.extend(bytes);
            let _ = rows::<PersonRow>(&text);
        }
    }

    #[test]
    fn a_file_that_is_not_there_says_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let error = Lists::read(folder.path()).unwrap_err().to_string();
        assert!(
            error.contains("there is no list in this folder; the files are people.csv"),
            "{error}"
        );
        std::fs::write(folder.path().join("aliases.csv"), "alias,name\n").unwrap();
        let lists = Lists::read(folder.path()).unwrap();
        assert_eq!(lists.aliases, Some(Vec::new()));
        assert_eq!(lists.people, None);
        assert_eq!(
            lists.files(),
            [("aliases.csv", "alias,name,kind,who,why\n".to_owned())]
        );
    }

    #[test]
    fn what_is_said_twice_is_told_whatever_ends_its_lines() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["alias,name", "MNA,Merid News Agency", "", "MNA,Merid", ""].join(end);
            let told = rows::<Alias>(text.as_bytes()).unwrap_err().to_string();
            assert!(
                told.starts_with("aliases.csv, line 4: this is said in line 2 already"),
                "{end:?}: {told}"
            );
        }
    }

    #[test]
    fn all_that_is_wrong_in_all_files_is_told_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write(
            "people.csv",
            "person,decision,value,article\nq1,renam,X,\nq2,rename,,\n,block,,\nq3,split,q1,a1\nq4,block,,\nq4,block,,\n",
        );
        write("aliases.csv", "alias,name,kind\nAP,Associated Press,body\n");
        write("outlets.csv", "outlet,name,kind\nCoast,Coast Daily,paper\n");
        write(
            "blocked.csv",
            "what,value\nhost,https://x.example/a\naddress,x.example\nname,?\n",
        );
        write("suppressed.csv", "what,value\naddress,nowhere\n");
        let errors = Lists::read(folder.path()).unwrap_err();
        let told: Vec<String> = errors.0.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 11, "{told:#?}");
        assert_eq!(
            told[0],
            "people.csv, line 2, column decision: \"renam\" is none of its words; write one of: known, rename, identify, block, split, link, merge"
        );
        assert!(told[1].starts_with("people.csv, line 3, column value: \"rename\" needs it"));
        assert!(told[3].starts_with("people.csv, line 5, column printed"));
        assert!(told[4].starts_with("people.csv, line 7: this is said in line 6 already"));
    }
}
