//! Shapes of attribution that users reported as failing elsewhere, read with the shipped model.
//! The cases stand in `shapes.txt`, which says how to write one.

use onrecord_attribution::{Engine, ModelKind, ReadOptions};
use onrecord_record::{ArticleRecord, Span, Statement};

fn joined(spans: &[Span]) -> String {
    if spans.is_empty() {
        return "-".to_owned();
    }
    spans
        .iter()
        .map(|s| s.text.as_str())
        .collect::<Vec<_>>()
        .join(" … ")
}

fn plain(text: &str) -> String {
    text.trim().trim_end_matches(['.', '?', ',']).to_lowercase()
}

/// A content may lack or have a final stop or a complementiser; nothing else may differ.
fn same_content(found: &str, wanted: &str) -> bool {
    let strip = |s: &str| {
        let s = plain(s);
        s.strip_prefix("that ").map_or_else(|| s.clone(), str::to_owned)
    };
    strip(found) == strip(wanted)
}

fn find<'r>(record: &'r ArticleRecord, source: &str, cue: &str, content: &str) -> Option<&'r Statement> {
    record.statements.iter().find(|s| {
        let own = joined(&s.source);
        let fits = plain(&own) == plain(source) || plain(&own).starts_with(&format!("{},", plain(source)));
        fits && plain(&joined(&s.cue)).contains(&plain(cue)) && same_content(&joined(&s.content), content)
    })
}

fn check(record: &ArticleRecord, line: &str) -> Result<(), String> {
    let (kind, rest) = line.split_at(1);
    let parts: Vec<String> = rest
        .trim()
        .split(" | ")
        .map(|p| {
            p.replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\u00a0", "\u{a0}")
        })
        .collect();
    let miss = || format!("not found: {rest}");
    match (kind, parts.as_slice()) {
        ("=", [source, cue, content, names @ ..]) => {
            let statement = find(record, source, cue, content).ok_or_else(miss)?;
            if let [names] = names {
                let found: Vec<&str> = statement
                    .speakers
                    .iter()
                    .filter_map(|s| s.name.as_deref())
                    .collect();
                let wanted: Vec<&str> = names.split("; ").collect();
                if found != wanted {
                    return Err(format!("speakers {found:?}, wanted {wanted:?}"));
                }
            }
            Ok(())
        }
        ("<", [source, cue, content, inside]) => {
            let statement = find(record, source, cue, content).ok_or_else(miss)?;
            let parent = record
                .statements
                .iter()
                .find(|s| Some(&s.id) == statement.parent.as_ref());
            match parent {
                Some(p) if plain(&joined(&p.source)) == plain(inside) => Ok(()),
                other => Err(format!(
                    "{rest}: stands inside {:?}",
                    other.map(|p| joined(&p.source))
                )),
            }
        }
        (":", [source, cue, content, fields]) => {
            let statement = find(record, source, cue, content).ok_or_else(miss)?;
            for field in fields.split("; ") {
                let (name, wanted) = field
                    .split_once('=')
                    .ok_or_else(|| format!("cannot read the field: {field}"))?;
                let text = |span: &Option<Span>| span.as_ref().map_or("-".to_owned(), |s| s.text.clone());
                let found = match name {
                    "mode" => statement.mode.as_str().to_owned(),
                    "kind" => statement.kind.as_str().to_owned(),
                    "addressee" => text(&statement.addressee),
                    "medium" => text(&statement.medium),
                    "event" => text(&statement.event),
                    "via" => statement
                        .via
                        .iter()
                        .map(|v| v.text.as_str())
                        .collect::<Vec<_>>()
                        .join(" > "),
                    _ => return Err(format!("unknown field: {field}")),
                };
                if plain(&found) != plain(wanted) {
                    return Err(format!("{name} is {found:?}, wanted {wanted:?}"));
                }
            }
            Ok(())
        }
        ("?", [words]) => record
            .unattributed
            .iter()
            .any(|u| u.text.contains(words))
            .then_some(())
            .ok_or_else(miss),
        ("!", [words]) => {
            let said = record
                .statements
                .iter()
                .any(|s| s.content.iter().any(|c| c.text.contains(words)));
            let listed = record.unattributed.iter().any(|u| u.text.contains(words));
            (!said && !listed)
                .then_some(())
                .ok_or_else(|| format!("should not be found: {words}"))
        }
        _ => Err(format!("cannot read the line: {line}")),
    }
}

#[test]
fn every_shape_is_read() {
    let engine = Engine::new(ModelKind::Standard).unwrap();
    let mut worker = engine.worker();
    let (mut failures, mut count) = (Vec::new(), 0);
    for block in include_str!("shapes.txt").split("\n## ").skip(1) {
        let mut lines = block.trim().lines();
        let title = lines.next().unwrap();
        let text = lines
            .next()
            .unwrap()
            .replace("\\n", "\n")
            .replace("\\r", "\r")
            .replace("\\u0301", "\u{301}")
            .replace("\\u00a0", "\u{a0}");
        let record = worker.read(&text, &ReadOptions::default()).unwrap();
        for line in lines {
            count += 1;
            if let Err(problem) = check(&record, line) {
                let found: Vec<String> = record
                    .statements
                    .iter()
                    .map(|s| {
                        format!(
                            "    {} | {} | {}",
                            joined(&s.source),
                            joined(&s.cue),
                            joined(&s.content)
                        )
                    })
                    .collect();
                failures.push(format!("{title}: {problem}\n{}", found.join("\n")));
            }
        }
    }
    assert!(count > 40);
    assert!(
        failures.is_empty(),
        "{} of {count} failed\n\n{}",
        failures.len(),
        failures.join("\n\n")
    );
}
