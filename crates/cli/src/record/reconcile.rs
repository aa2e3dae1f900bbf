//! `onrecord people reconcile`: what people and bodies are elsewhere.

use super::people::json_lines;
use crate::arguments::{Accept, ApiVersion, By, CandidateFormat, ReconcileArguments, RecordArguments};
use crate::inputs::report::counted;
use crate::messages;
use crate::progress::Progress;
use crate::render::terminal::harmless;
use crate::sink::Sink;
use anyhow::{Context as _, Result};
use onrecord_fetch::{Fetcher, Options, Validators};
use onrecord_reconcile::{Api, Candidate, Query, Register, Service, Shape, Verdict, verdict};
use onrecord_record::SpeakerType;
use onrecord_store::{PersonLine, Record};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Everybody; more than a record has.
const EVERYBODY: u32 = u32::MAX;
/// The largest answer of a service, in bytes.
const LARGEST: usize = 8 << 20;
/// Values of a property that are sent along.
const VALUES: usize = 5;

/// A person or body, and who that may be elsewhere.
#[derive(Serialize)]
struct Proposal {
    person: String,
    name: String,
    #[serde(rename = "type")]
    kind: String,
    statements: u64,
    candidates: Vec<Candidate>,
    /// The identifier that is beyond doubt.
    #[serde(rename = "match")]
    is_match: Option<String>,
    /// Why there is none.
    open: Option<&'static str>,
    /// Whether it was set.
    set: bool,
}

/// Prints candidates, and sets those that are beyond doubt if that is asked for.
pub(super) fn reconcile(arguments: &ReconcileArguments, by: &By, place: &RecordArguments) -> Result<()> {
    let record = super::open(place)?;
    let everybody = record.people("", EVERYBODY)?;
    let people = wanted(&record, &everybody, arguments)?;
    let mut namesakes: BTreeMap<String, usize> = BTreeMap::new();
    for person in &everybody {
        *namesakes.entry(as_compared(person)).or_default() += 1;
    }
    let queries = people
        .iter()
        .map(|person| query(&record, person, arguments))
        .collect::<Result<Vec<Query>>>()?;
    let (found, from) = candidates(&queries, arguments)?;
    let mut proposals: Vec<Proposal> = people
        .into_iter()
        .zip(queries.iter().zip(found))
        .map(|(person, (query, found))| propose(person, query, found, &namesakes, arguments.min_score))
        .collect();
    not_twice(&everybody, &mut proposals);
    if arguments.accept == Some(Accept::Matches) {
        accept(&mut proposals, &from, by, place)?;
    }
    let out = match arguments.format {
        CandidateFormat::Text => text(&proposals),
        CandidateFormat::Jsonl => json_lines(&proposals)?,
        CandidateFormat::Csv => rows(&proposals),
    };
    Sink::open(None)?.write(out.as_bytes())?;
    let matches = proposals.iter().filter(|p| p.is_match.is_some()).count() as u64;
    let looked = counted(proposals.len() as u64, "name");
    messages::note(&match arguments.accept {
        Some(_) => format!(
            "{looked} looked up in {from}; {} set",
            counted(matches, "identifier")
        ),
        None => format!(
            "{looked} looked up in {from}; {matches} beyond doubt; nothing is set without --accept matches"
        ),
    });
    Ok(())
}

/// Who is looked up: people and bodies without an identifier.
fn wanted(
    record: &Record,
    everybody: &[PersonLine],
    arguments: &ReconcileArguments,
) -> Result<Vec<PersonLine>> {
    let named = match arguments.words.is_empty() {
        true => everybody.to_vec(),
        false => record.people(&arguments.words.join(" "), EVERYBODY)?,
    };
    let open = named
        .into_iter()
        .filter(|person| person.identifier.is_none() && kind_of(&person.kind).is_some());
    Ok(open
        .take(usize::try_from(arguments.limit).unwrap_or(usize::MAX))
        .collect())
}

fn as_compared(person: &PersonLine) -> String {
    format!("{}\u{1f}{}", person.kind, onrecord_lists::folded(&person.name))
}

fn kind_of(kind: &str) -> Option<SpeakerType> {
    match kind {
        "person" => Some(SpeakerType::Person),
        "organization" => Some(SpeakerType::Organization),
        _ => None,
    }
}

fn query(record: &Record, person: &PersonLine, arguments: &ReconcileArguments) -> Result<Query> {
    let kind = kind_of(&person.kind).unwrap_or(SpeakerType::Unnamed);
    let mut query = Query::new(kind, person.name.clone());
    let of_type = arguments.types.iter().find(|(what, _)| *what == person.kind);
    query.of_type = of_type.map(|(_, id)| id.clone());
    if !arguments.properties.is_empty() && kind == SpeakerType::Person {
        let roles = record.portrait(&person.person)?.roles;
        for (what, id) in &arguments.properties {
            let mut values: Vec<String> = Vec::new();
            for role in &roles {
                let value = if what == "role" {
                    Some(&role.role)
                } else {
                    role.org.as_ref()
                };
                // the last ones printed
                if let Some(value) = value.filter(|value| !values.contains(value)) {
                    values.push(value.clone());
                }
            }
            let values = values.split_off(values.len().saturating_sub(VALUES));
            if !values.is_empty() {
                query.properties.push((id.clone(), values));
            }
        }
    }
    Ok(query)
}

/// The candidates of each query, and where they come from.
fn candidates(queries: &[Query], arguments: &ReconcileArguments) -> Result<(Vec<Vec<Candidate>>, String)> {
    let take = usize::from(arguments.take);
    if let Some(path) = &arguments.csv {
        let file = path.display().to_string();
        let bytes = std::fs::read(path).with_context(|| format!("{file}: it cannot be read"))?;
        let register = Register::read(&file, &bytes)?;
        let found = queries
            .iter()
            .map(|query| register.candidates(query, take))
            .collect();
        return Ok((found, file));
    }
    let service = arguments.service.as_deref().unwrap_or_default();
    let url = onrecord_fetch::address(service)
        .map_err(|problem| anyhow::anyhow!("{service}: {problem}; {}", problem.remedy()))?;
    let options = Options {
        contact: arguments.contact.clone(),
        delay: arguments.delay,
        answer_timeout: arguments.timeout,
        total_timeout: arguments.timeout,
        max_bytes: LARGEST,
        allow_private: arguments.allow_private,
        ..Options::default()
    };
    let fetcher = Fetcher::new(options, Validators::default())?;
    let shape = Shape {
        limit: take,
        api: arguments.api.map(|api| match api {
            ApiVersion::V02 => Api::V02,
            ApiVersion::V10 => Api::V10,
        }),
    };
    let service = Service::open(&fetcher, &url, shape)?;
    let mut progress = Progress::working("names looked up", false);
    let mut done = 0;
    let found = service.candidates(queries, |count| {
        (done..count).for_each(|_| progress.advance());
        done = count;
    });
    progress.finish();
    Ok((found?, format!("{} ({url})", service.manifest().name)))
}

fn propose(
    person: PersonLine,
    query: &Query,
    mut found: Vec<Candidate>,
    namesakes: &BTreeMap<String, usize>,
    min_score: Option<f64>,
) -> Proposal {
    // decided over all of them: what is left out may speak against a match
    let decided = match namesakes.get(&as_compared(&person)) {
        Some(&count) if count > 1 => Verdict::Open("several in this record have the name"),
        _ => verdict(query, &found),
    };
    if let Some(least) = min_score {
        found.retain(|candidate| candidate.score.is_some_and(|score| score >= least));
    }
    let (is_match, open) = match decided {
        Verdict::Match(id) if found.iter().any(|candidate| candidate.id == id) => (Some(id), None),
        Verdict::Match(_) => (None, Some("the match has a lower score than --min-score")),
        Verdict::Open(why) => (None, Some(why)),
    };
    Proposal {
        person: person.person,
        name: person.name,
        kind: person.kind,
        statements: person.statements,
        candidates: found,
        is_match,
        open,
        set: false,
    }
}

/// What two would get, or somebody has already, is open.
fn not_twice(everybody: &[PersonLine], proposals: &mut [Proposal]) {
    let mut given: BTreeMap<String, usize> = BTreeMap::new();
    for identifier in everybody.iter().filter_map(|person| person.identifier.as_ref()) {
        *given.entry(identifier.clone()).or_default() += 1;
    }
    for id in proposals.iter().filter_map(|p| p.is_match.as_ref()) {
        *given.entry(id.clone()).or_default() += 1;
    }
    for proposal in proposals {
        if proposal
            .is_match
            .as_ref()
            .is_some_and(|id| given.get(id) > Some(&1))
        {
            proposal.is_match = None;
            proposal.open = Some("somebody else in this record has or would get that identifier");
        }
    }
}

/// Sets what is beyond doubt, in one change.
fn accept(proposals: &mut [Proposal], from: &str, by: &By, place: &RecordArguments) -> Result<()> {
    let mut record = super::open_to_write(place)?;
    let mut change = record.change("reconcile")?;
    let who = by.name();
    let mut any = false;
    for proposal in proposals.iter_mut() {
        let Some(id) = &proposal.is_match else { continue };
        let why = match &by.why {
            Some(why) => why.clone(),
            None => because(proposal, id, from),
        };
        change.identify(&proposal.person, Some(id), &who, Some(&why))?;
        proposal.set = true;
        any = true;
    }
    if any {
        change.commit()?;
    }
    Ok(())
}

fn because(proposal: &Proposal, id: &str, from: &str) -> String {
    let candidate = proposal.candidates.iter().find(|candidate| candidate.id == *id);
    let mut why = format!("the only match in {from}");
    if let Some(candidate) = candidate {
        let _ = write!(why, ": {}", candidate.name);
        if let Some(description) = &candidate.description {
            let _ = write!(why, ", {description}");
        }
        if let Some(score) = candidate.score {
            let _ = write!(why, " (score {score})");
        }
    }
    why
}

fn text(proposals: &[Proposal]) -> String {
    let mut out = String::new();
    for proposal in proposals {
        let _ = writeln!(
            out,
            "{}  {} ({}): {}",
            proposal.person,
            harmless(&proposal.name),
            proposal.kind,
            counted(proposal.statements, "statement")
        );
        for candidate in &proposal.candidates {
            let score = candidate
                .score
                .map(|score| format!("  {score:.1}"))
                .unwrap_or_default();
            let certain = if candidate.is_match { "  match" } else { "" };
            let description = candidate.description.iter().map(|d| format!("  {}", harmless(d)));
            let mut about: Vec<&str> = candidate.types.iter().map(String::as_str).collect();
            about.extend(candidate.why.iter().map(String::as_str));
            let about = match about.is_empty() {
                true => String::new(),
                false => format!("  ({})", harmless(&about.join("; "))),
            };
            let _ = writeln!(
                out,
                "  {}  {}{score}{certain}{}{about}",
                harmless(&candidate.id),
                harmless(&candidate.name),
                description.collect::<String>()
            );
        }
        let _ = match (&proposal.is_match, proposal.set, proposal.open) {
            (Some(id), true, _) => writeln!(out, "  set: {}", harmless(id)),
            (Some(id), false, _) => writeln!(out, "  beyond doubt: {}", harmless(id)),
            (None, _, why) => writeln!(out, "  open: {}", why.unwrap_or_default()),
        };
    }
    if proposals.is_empty() {
        out.push_str("Nobody of that name is without an identifier in this record.\n");
    }
    out
}

/// A row per candidate; who has none has a row without one.
fn rows(proposals: &[Proposal]) -> String {
    const HEADER: [&str; 12] = [
        "person",
        "name",
        "type",
        "id",
        "candidate",
        "description",
        "types",
        "score",
        "match",
        "why",
        "open",
        "set",
    ];
    let none = Candidate::default();
    let mut cells: Vec<[String; 12]> = Vec::new();
    for proposal in proposals {
        let candidates = match proposal.candidates.is_empty() {
            true => std::slice::from_ref(&none),
            false => &proposal.candidates[..],
        };
        for candidate in candidates {
            let is_set = proposal.set && proposal.is_match.as_ref() == Some(&candidate.id);
            cells.push([
                proposal.person.clone(),
                proposal.name.clone(),
                proposal.kind.clone(),
                candidate.id.clone(),
                candidate.name.clone(),
                candidate.description.clone().unwrap_or_default(),
                candidate.types.join("; "),
                candidate.score.map(|score| score.to_string()).unwrap_or_default(),
                candidate.is_match.to_string(),
                candidate.why.join("; "),
                proposal.open.unwrap_or_default().to_owned(),
                is_set.to_string(),
            ]);
        }
    }
    let rows = cells.iter().map(|row| row.iter().map(String::as_str).collect());
    onrecord_lists::table::write(&HEADER, rows)
}
