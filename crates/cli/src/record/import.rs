//! `onrecord import`: articles that were annotated with other tools, into a record.

use super::add::Tally;
use crate::arguments::{ImportArguments, Tool};
use crate::{FAILED, PARTLY, messages};
use anyhow::{Context as _, Result, bail};
use onrecord_exchange::read::{self, ImportError, Imported};
use onrecord_store::{Change, Record};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Articles that are committed together.
const BATCH: usize = 500;

type Documents = Box<dyn Iterator<Item = Result<Imported>>>;

/// Adds every document to the record.
pub(crate) fn import(arguments: &ImportArguments) -> Result<ExitCode> {
    if arguments.text.is_some() && arguments.inputs.len() != 1 {
        bail!("--text belongs to one file; import the files one by one");
    }
    let mut record = Record::open(&arguments.place.record)?;
    let mut tally = Tally::default();
    let (mut read, mut failed) = (0_u64, 0_u64);
    let mut documents = arguments.inputs.iter().flat_map(|input| {
        let all: Documents = match documents(input, arguments) {
            Ok(all) => all,
            Err(error) => Box::new(std::iter::once(Err(error))),
        };
        all
    });
    loop {
        let some: Vec<_> = documents.by_ref().take(BATCH).collect();
        if some.is_empty() {
            break;
        }
        let mut change = record.change("import")?;
        for document in some {
            match document {
                Ok(document) => {
                    read += 1;
                    add(&mut change, &document, &mut tally, arguments.quiet)?;
                }
                Err(error) => {
                    failed += 1;
                    messages::error(&format!("{error:#}"), None);
                }
            }
        }
        change.commit()?;
    }
    if !arguments.quiet {
        tally.say(&arguments.place.record);
        tally.remind(&record)?;
        if tally.again > 0 {
            messages::note("of what was known already, the statements are those that the record had");
        }
    }
    if !arguments.no_index && read > 0 {
        super::index(&arguments.place, &record, arguments.quiet)?;
    }
    Ok(match (read, failed) {
        (_, 0) => ExitCode::SUCCESS,
        (0, _) => ExitCode::from(FAILED),
        _ => ExitCode::from(PARTLY),
    })
}

fn add(change: &mut Change<'_>, document: &Imported, tally: &mut Tally, quiet: bool) -> Result<()> {
    if !quiet {
        for note in &document.notes {
            messages::note(&format!("{}: {note}", document.name));
        }
    }
    let statements = document.record.statements.len() as u64;
    tally.count(&change.add(&document.record)?, statements);
    Ok(())
}

/// The documents of a file or folder.
fn documents(input: &Path, arguments: &ImportArguments) -> Result<Documents> {
    if input.is_dir() {
        return match arguments.from {
            Tool::Brat => folder(input),
            // PolNeAR is handed on in both forms
            Tool::Polnear => match files(input, &["jsonl"])? {
                none if none.is_empty() => folder(input),
                files => Ok(each(files, |file| lines(&file))),
            },
            Tool::Citron => {
                let files = files(input, &["json"])?;
                if files.is_empty() {
                    return Err(ImportError::Empty {
                        path: input.to_owned(),
                        expected: "files .json of Citron's",
                    }
                    .into());
                }
                let speakers = arguments.speakers;
                Ok(each(files, move |file| {
                    let text = beside(&file)?;
                    let document = read::citron_file(&file, text.as_deref(), speakers);
                    Ok(Box::new(std::iter::once(document.map_err(Into::into))))
                }))
            }
        };
    }
    // said of the file itself, not of the text that is missing beside it
    fs::metadata(input).with_context(|| format!("{}: cannot be read", input.display()))?;
    let text = match &arguments.text {
        Some(path) => Some(text_of(path)?),
        None => beside(input)?,
    };
    let one = match arguments.from {
        Tool::Polnear => return lines(input),
        Tool::Citron => read::citron_file(input, text.as_deref(), arguments.speakers),
        Tool::Brat => {
            let Some(text) = text else {
                return Err(ImportError::NoText {
                    path: input.to_owned(),
                    expected: format!(
                        "{}, or name it with --text",
                        input.with_extension("txt").display()
                    ),
                }
                .into());
            };
            read::brat(input, &text, &text_of(input)?)
        }
    };
    Ok(Box::new(std::iter::once(one.map_err(Into::into))))
}

fn folder(path: &Path) -> Result<Documents> {
    Ok(Box::new(
        read::brat_folder(path)?.map(|document| document.map_err(Into::into)),
    ))
}

/// PolNeAR as JSON Lines; a line that cannot be read is one document that failed.
fn lines(path: &Path) -> Result<Documents> {
    let all = text_of(path)?;
    let documents: Vec<_> = read::polnear(path, &all)
        .map(|document| document.map_err(Into::into))
        .collect();
    Ok(Box::new(documents.into_iter()))
}

fn each(files: Vec<PathBuf>, read: impl Fn(PathBuf) -> Result<Documents> + 'static) -> Documents {
    Box::new(files.into_iter().flat_map(move |file| match read(file) {
        Ok(all) => all,
        Err(error) => Box::new(std::iter::once(Err(error))),
    }))
}

/// The files of a folder with one of these endings, by name.
fn files(folder: &Path, endings: &[&str]) -> Result<Vec<PathBuf>> {
    let unread = || format!("{}: cannot be read", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(unread)? {
        let path = entry.with_context(unread)?.path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        if ending.is_some_and(|ending| endings.contains(&ending)) && path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The text beside a file of annotations.
fn beside(file: &Path) -> Result<Option<String>> {
    let path = file.with_extension("txt");
    if path == file || !path.is_file() {
        return Ok(None);
    }
    text_of(&path).map(Some)
}

fn text_of(path: &Path) -> Result<String> {
    let about = path
        .metadata()
        .with_context(|| format!("{}: cannot be read", path.display()))?;
    if about.len() > read::LARGEST {
        return Err(ImportError::TooLarge {
            path: path.to_owned(),
            limit: read::LARGEST,
        }
        .into());
    }
    fs::read_to_string(path).with_context(|| format!("{}: cannot be read as UTF-8", path.display()))
}
