//! CoNLL-U Plus (<https://universaldependencies.org/ext-format.html>): a token a line, statements in columns of their own.
//!
//! A cell reads `B-s1` where a span of statement `s1` begins, `I-s1` where it goes on, `O` elsewhere; spans that several statements have
//! in common carry all their ids (`B-s1,s2`). Spans go on over sentences. Where spans of one kind overlap, the further ones stand in
//! the second and third column of their kind; what finds no column is counted in a comment, and so are spans that begin or end within
//! a token. `MISC` has the code points of each token (`TokenRange`) and whether no space follows it.

use super::Out;
use crate::error::ExportError;
use crate::export::{Item, Summary, Writer};
use crate::standoff::breaks_line;
use onrecord_record::{CodePointIndex, Span, Statement};
use onrecord_text::{Layout, Token};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;

/// The columns of spans: kind, and how many layers there are.
const LAYERS: [(&str, usize); 3] = [("SOURCE", 2), ("CUE", 2), ("CONTENT", 3)];

/// So many ids fit into a cell.
const MOST_IDS: usize = 16;

pub(crate) struct Sentences<'a> {
    out: Out<'a>,
}

impl<'a> Sentences<'a> {
    pub(crate) fn begin(mut out: Out<'a>) -> Result<Self, ExportError> {
        out.write_all(b"# global.columns = ID FORM MISC")?;
        for (kind, layers) in LAYERS {
            for layer in 1..=layers {
                let number = if layer == 1 {
                    String::new()
                } else {
                    layer.to_string()
                };
                write!(out, " ONRECORD:{kind}{number}")?;
            }
        }
        out.write_all(b"\n")?;
        Ok(Self { out })
    }
}

impl Writer for Sentences<'_> {
    fn article(&mut self, item: &Item<'_>, summary: &mut Summary) -> Result<(), ExportError> {
        let layout = Layout::new(&item.full.article.text);
        if layout.sentences().is_empty() {
            summary.leave_out("articles without words", 1);
            return Ok(());
        }
        let text = document(item, &layout, summary);
        Ok(self.out.write_all(text.as_bytes())?)
    }

    fn end(&mut self, _: &mut Summary) -> Result<(), ExportError> {
        Ok(self.out.flush()?)
    }
}

/// The cells of one column, token by token; what is missing is `O`.
type Cells = BTreeMap<usize, String>;

/// What could not be shown as it is.
#[derive(Default)]
struct Losses {
    left_out: u64,
    inexact: u64,
}

fn document(item: &Item<'_>, layout: &Layout<'_>, summary: &mut Summary) -> String {
    let article = &item.full.article;
    let points = CodePointIndex::new(&article.text);
    let places: Vec<(u32, u32)> = layout
        .tokens()
        .iter()
        .map(|token| {
            (
                points.code_point(token.start as usize),
                points.code_point(token.end as usize),
            )
        })
        .collect();
    let mut columns: Vec<Cells> = Vec::new();
    let mut losses = Losses::default();
    let kinds: [fn(&Statement) -> &[Span]; 3] = [|s| &s.source, |s| &s.cue, |s| &s.content];
    for (spans_of, (_, layers)) in kinds.into_iter().zip(LAYERS) {
        columns.extend(layered(
            &item.full.statements,
            spans_of,
            layers,
            &places,
            &mut losses,
        ));
    }
    summary.leave_out("spans that overlap too many others", losses.left_out);
    summary.leave_out("spans that begin or end within a token", losses.inexact);
    summary.leave_out(
        "quotations without a source, which have no column",
        item.full.unattributed.len() as u64,
    );

    let mut out = String::new();
    let id = one_line(&article.id);
    comment(&mut out, "newdoc id", &id);
    for (key, value) in [
        ("url", &article.url),
        ("outlet", &article.outlet),
        ("published", &article.published),
    ] {
        if let Some(value) = value {
            comment(&mut out, key, value);
        }
    }
    comment(&mut out, "text_sha256", &article.text_sha256);
    comment(&mut out, "offsets", onrecord_record::OFFSETS);
    if let Some(version) = item.context.and_then(|context| context.version.as_ref()) {
        comment(&mut out, "article_version", &version.number.to_string());
    }
    comment(&mut out, "spans_left_out", &losses.left_out.to_string());
    comment(&mut out, "spans_inexact", &losses.inexact.to_string());
    for s in &item.full.statements {
        let names: Vec<&str> = s
            .speakers
            .iter()
            .map(|x| x.name.as_deref().unwrap_or("?"))
            .collect();
        let told = format!(
            "{} {} {} {}",
            s.kind.as_str(),
            s.mode.as_str(),
            s.confidence,
            names.join(" + ")
        );
        comment(&mut out, &format!("statement {}", label(&s.id)), &told);
    }
    let mut paragraph = None;
    for (number, sentence) in layout.sentences().iter().enumerate() {
        let Some(tokens) = layout.tokens().get(sentence.tokens.clone()) else {
            continue;
        };
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
            continue;
        };
        if paragraph.replace(sentence.paragraph) != Some(sentence.paragraph) {
            comment(
                &mut out,
                "newpar id",
                &format!("{id}-p{}", sentence.paragraph + 1),
            );
        }
        comment(&mut out, "sent_id", &format!("{id}-s{}", number + 1));
        let words = article
            .text
            .get(first.start as usize..last.end as usize)
            .unwrap_or("");
        comment(&mut out, "text", words);
        for (at, token) in sentence.tokens.clone().zip(tokens) {
            let _ = write!(
                out,
                "{}\t{}\t",
                at - sentence.tokens.start + 1,
                token.text(&article.text)
            );
            misc(&mut out, layout.tokens(), at, &places, sentence.tokens.end);
            for column in &columns {
                out.push('\t');
                out.push_str(column.get(&at).map_or("O", String::as_str));
            }
            out.push('\n');
        }
        out.push('\n');
    }
    out
}

fn misc(out: &mut String, tokens: &[Token], at: usize, places: &[(u32, u32)], end: usize) {
    let (from, to) = places.get(at).copied().unwrap_or_default();
    let close = at + 1 < end && tokens.get(at + 1).is_some_and(|next| !next.spaced);
    let _ = write!(
        out,
        "{}TokenRange={from}:{to}",
        if close { "SpaceAfter=No|" } else { "" }
    );
}

/// The spans of one kind in columns, none of which holds two that overlap.
fn layered(
    statements: &[Statement],
    spans_of: fn(&Statement) -> &[Span],
    layers: usize,
    places: &[(u32, u32)],
    losses: &mut Losses,
) -> Vec<Cells> {
    // What several statements have in common comes once; the longest of what begins together comes first.
    let mut spans: BTreeMap<(u32, std::cmp::Reverse<u32>), Vec<&str>> = BTreeMap::new();
    for statement in statements {
        for span in spans_of(statement) {
            spans
                .entry((span.start, std::cmp::Reverse(span.end)))
                .or_default()
                .push(&statement.id);
        }
    }
    let mut columns = vec![Cells::new(); layers];
    for ((start, std::cmp::Reverse(end)), ids) in spans {
        let from = places.partition_point(|&(_, to)| to <= start);
        let to = places.partition_point(|&(from, _)| from < end);
        if from >= to {
            losses.left_out += 1;
            continue;
        }
        let cut = |place: Option<&(u32, u32)>, at: u32| place.is_some_and(|&(from, to)| from < at && at < to);
        if cut(places.get(from), start) || cut(places.get(to - 1), end) {
            losses.inexact += 1;
        }
        let Some(column) = columns
            .iter_mut()
            .find(|column| column.range(from..to).next().is_none())
        else {
            losses.left_out += 1;
            continue;
        };
        losses.left_out += ids.len().saturating_sub(MOST_IDS) as u64;
        let ids: Vec<String> = ids.into_iter().take(MOST_IDS).map(label).collect();
        let ids = ids.join(",");
        for at in from..to {
            let sign = if at == from { "B" } else { "I" };
            column.insert(at, format!("{sign}-{ids}"));
        }
    }
    columns
}

/// An id without the characters that have a meaning in a cell, and no longer than 100 characters.
fn label(id: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | ':');
    id.chars()
        .take(100)
        .map(|c| if plain(c) { c } else { '_' })
        .collect()
}

fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if breaks_line(c) || c == '\t' { ' ' } else { c })
        .collect()
}

fn comment(out: &mut String, key: &str, value: &str) {
    let _ = writeln!(out, "# {key} = {}", one_line(value));
}
