//! `onrecord people`: who is who across articles, and putting that right.

use super::card::{card, day_of};
use crate::arguments::{By, PeopleArguments, PeopleCommand, RecordArguments};
use crate::inputs::report::counted;
use crate::messages;
use crate::render::terminal::harmless;
use crate::sink::Sink;
use anyhow::{Result, bail};
use onrecord_search::{Question, Sort};
use onrecord_store::{Change, PersonLine, Portrait, Record, StoreError};
use std::fmt::Write as _;
use std::process::ExitCode;

/// Statements of a person that are shown.
const SHOWN: usize = 10;
/// People that are looked at where several may have a name that was asked for.
const NAMESAKES: u32 = 50;

/// Lists and shows people, and takes rulings on them.
pub(crate) fn people(arguments: &PeopleArguments) -> Result<ExitCode> {
    let PeopleArguments { command, by, place } = arguments;
    match command {
        PeopleCommand::List { words, limit, json } => {
            let found = super::open(place)?.people(&words.join(" "), *limit)?;
            let out = if *json { json_lines(&found)? } else { list(&found) };
            Sink::open(None)?.write(out.as_bytes())?;
        }
        PeopleCommand::Show { person, json } => show(&person.join(" "), *json, place)?,
        PeopleCommand::Rulings { json } => {
            let rulings = super::open(place)?.rulings()?;
            let out = if *json {
                json_lines(&rulings)?
            } else {
                let mut out = String::new();
                for r in &rulings {
                    let undone = if r.undone { " (undone)" } else { "" };
                    let why = r
                        .why
                        .as_ref()
                        .map(|why| format!(": {}", harmless(why)))
                        .unwrap_or_default();
                    let _ = writeln!(
                        out,
                        "{:>4}  {}  {} by {}{undone}{why}  {}",
                        r.id,
                        r.at,
                        r.action,
                        harmless(&r.who),
                        harmless(&r.data)
                    );
                }
                out
            };
            Sink::open(None)?.write(out.as_bytes())?;
        }
        PeopleCommand::Merge { from, into } => {
            let ruling = rule(place, "merge", |change| {
                change.merge(from, into, &by.name(), by.why.as_deref())
            })?;
            messages::note(&format!("{from} is {into} from now on (ruling {ruling})"));
        }
        PeopleCommand::Split { person, articles } => {
            let other = rule(place, "split", |change| {
                change.split(person, articles, &by.name(), by.why.as_deref())
            })?;
            messages::note(&format!("whom these articles name is {other} from now on"));
            Sink::open(None)?.write(format!("{other}\n").as_bytes())?;
        }
        PeopleCommand::Link {
            article,
            name,
            person,
        } => {
            let ruling = rule(place, "link", |change| {
                change.link_to(article, name, person, &by.name(), by.why.as_deref())
            })?;
            messages::note(&format!(
                "{name} in {article} is {person} from now on (ruling {ruling})"
            ));
        }
        PeopleCommand::Rename { person, name } => {
            let ruling = rule(place, "rename", |change| {
                change.rename(person, name, &by.name(), by.why.as_deref())
            })?;
            messages::note(&format!(
                "{person} is called {name} from now on (ruling {ruling})"
            ));
        }
        PeopleCommand::Block { person, off } => {
            let ruling = rule(place, "block", |change| {
                change.block(person, !off, &by.name(), by.why.as_deref())
            })?;
            let what = if *off {
                "names are linked to it again"
            } else {
                "no name is linked to it any more"
            };
            messages::note(&format!("{person}: {what} (ruling {ruling})"));
        }
        PeopleCommand::Identify { person, identifier } => {
            let ruling = rule(place, "identify", |change| {
                change.identify(person, identifier.as_deref(), &by.name(), by.why.as_deref())
            })?;
            messages::note(&format!(
                "{person}: {} (ruling {ruling})",
                identifier.as_deref().unwrap_or("no identifier")
            ));
        }
        PeopleCommand::Reconcile(arguments) => super::reconcile::reconcile(arguments, by, place)?,
        PeopleCommand::Undo { ruling } => {
            rule(place, "undo", |change| change.undo(*ruling, &by.name()))?;
            messages::note(&format!("ruling {ruling} is undone"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Makes one change of the record.
fn rule<T>(
    place: &RecordArguments,
    command: &str,
    rule: impl FnOnce(&mut Change<'_>) -> Result<T, StoreError>,
) -> Result<T> {
    let mut record = super::open_to_write(place)?;
    let mut change = record.change(command)?;
    let ruled = rule(&mut change)?;
    change.commit()?;
    Ok(ruled)
}

pub(super) fn json_lines<T: serde::Serialize>(lines: &[T]) -> Result<String> {
    let mut out = String::new();
    for line in lines {
        out.push_str(&serde_json::to_string(line)?);
        out.push('\n');
    }
    Ok(out)
}

fn list(found: &[PersonLine]) -> String {
    let mut out = String::new();
    for person in found {
        let identifier = person
            .identifier
            .as_ref()
            .map(|id| format!("  {}", harmless(id)))
            .unwrap_or_default();
        let blocked = if person.blocked { "  (blocked)" } else { "" };
        let _ = writeln!(
            out,
            "{}  {} ({}): {} in {}{identifier}{blocked}",
            person.person,
            harmless(&person.name),
            person.kind,
            counted(person.statements, "statement"),
            counted(person.articles, "article"),
        );
    }
    if found.is_empty() {
        out.push_str("Nobody of that name is known in this record.\n");
    }
    out
}

fn show(person: &str, json: bool, place: &RecordArguments) -> Result<()> {
    let record = super::open(place)?;
    let portrait = portrait(&record, person)?;
    let mut sink = Sink::open(None)?;
    if json {
        sink.write(json_lines(std::slice::from_ref(&portrait))?.as_bytes())?;
        return Ok(());
    }
    sink.write(described(&portrait).as_bytes())?;
    let index = super::index(place, &record, false)?;
    let question = Question {
        query: format!("person:{}", portrait.line.person),
        sort: Sort::Said,
        limit: SHOWN,
        ..Question::default()
    };
    let answer = index.search(&record, &question)?;
    let look = super::look(&sink, crate::arguments::When::Auto);
    for hit in &answer.hits {
        sink.write(format!("\n{}", card(hit, look)).as_bytes())?;
    }
    if answer.total > SHOWN {
        let more = format!(
            "\n{SHOWN} of {} statements; onrecord search {:?} gives all\n",
            answer.total, question.query
        );
        sink.write(more.as_bytes())?;
    }
    Ok(())
}

/// The one who has this key, or of whom alone a name has these words.
fn portrait(record: &Record, person: &str) -> Result<Portrait> {
    let unknown = match record.portrait(person) {
        Err(unknown @ StoreError::Unknown { .. }) => unknown,
        other => return Ok(other?),
    };
    let named = record.people(person, NAMESAKES)?;
    let whole = |line: &&PersonLine| line.name.to_lowercase() == person.to_lowercase();
    let mut whole = named.iter().filter(whole);
    match (named.as_slice(), whole.next(), whole.next()) {
        ([], ..) => Err(unknown.into()),
        ([one], ..) | (_, Some(one), None) => Ok(record.portrait(&one.person)?),
        _ => bail!(
            "{person}: several have that in a name; say whose key is meant\n{}",
            list(&named).trim_end()
        ),
    }
}

fn described(portrait: &Portrait) -> String {
    let mut out = list(std::slice::from_ref(&portrait.line));
    for (name, articles) in &portrait.names {
        let _ = writeln!(
            out,
            "  printed {}: {}",
            harmless(name),
            counted(*articles, "article")
        );
    }
    for role in &portrait.roles {
        let org = role
            .org
            .as_ref()
            .map(|org| format!(", {}", harmless(org)))
            .unwrap_or_default();
        let day = role.published.as_deref().map_or("no date", day_of);
        let _ = writeln!(
            out,
            "  {day}  {}{org}, according to {} ({}.v{}.{}-{})",
            harmless(&role.role),
            harmless(role.outlet.as_deref().unwrap_or("no outlet")),
            role.article,
            role.version,
            role.start,
            role.end
        );
    }
    for key in &portrait.merged {
        let _ = writeln!(out, "  merged: {key}");
    }
    if !portrait.open.is_empty() {
        out.push_str("  who may be meant too (`onrecord people link ARTICLE NAME PERSON` says so):\n");
    }
    for open in &portrait.open {
        let _ = writeln!(
            out,
            "    perhaps {} in {}.v{} ({:.1}: {})",
            harmless(&open.name),
            open.article,
            open.version,
            open.score,
            harmless(&open.why)
        );
    }
    out
}

impl By {
    /// Who decides.
    pub(crate) fn name(&self) -> String {
        self.who.clone().unwrap_or_else(|| "somebody".to_owned())
    }
}
