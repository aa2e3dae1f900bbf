//! From the block of a record to an entry.

use crate::record::Record;
use crate::{coding, digest, http};
use onrecord_record::{DeclaredBy, DeclaredField};
use onrecord_source::{Body, Entry, Found, Limit, Skip, fact};

/// The entry of a record that is to be read, with its codings undone and its digests compared.
pub(crate) fn entry(record: Record, block: &[u8], limit: Limit) -> Found {
    let answer = record.is_response().then(|| http::split(block));
    let head = answer.as_ref().map_or(0, |a| a.head);
    let payload = &block[head..];
    let mut notes = record.notes.clone();
    let field = |name| answer.as_ref().and_then(|a| a.fields.get(name));
    if answer.as_ref().is_some_and(|a| !a.sound) {
        notes.push("the empty line after the head of its answer is missing".to_owned());
    }
    let chunked = field("Transfer-Encoding").is_some_and(|v| v.to_ascii_lowercase().contains("chunked"));
    let joined = if chunked {
        coding::dechunk(payload, &mut notes)
    } else {
        payload.to_vec()
    };
    compare_digests(&record, block, &[payload, &joined], &mut notes);
    if let Some(reason) = &record.truncated {
        notes.push(format!("cut short when it was archived ({reason})"));
    }
    if record.segment.is_some() {
        notes.push("the first of several segments: what follows in others is missing".to_owned());
    }
    let bytes = match field("Content-Encoding") {
        Some(codings) => coding::decompress(joined, codings, limit.bytes(), &mut notes),
        None => Ok(joined),
    };
    let Ok(bytes) = bytes else {
        return too_large(&record, "it is larger when decompressed", limit);
    };
    let skipped = |reason, what: &str| Found::Skipped {
        within: vec![record.name()],
        reason,
        what: what.to_owned(),
    };
    if bytes.trim_ascii().is_empty() {
        return skipped(Skip::NoContent, "empty answer");
    }
    let declared = field("Content-Type").or(record.media_type.as_deref().filter(|_| head == 0));
    let (media_type, charset) = declared.map_or((None, None), http::content_type);
    let media_type = media_type.filter(|m| m != "application/http");
    if media_type.is_none() && !coding::looks_like_text(&bytes) {
        return skipped(Skip::OtherKind, "bytes of no declared type");
    }
    let mut entry = Entry::new(Body::Bytes {
        bytes,
        media_type,
        charset,
    });
    if let Some(uri) = &record.archived.target_uri {
        let key = if record.arc { "URL" } else { "WARC-Target-URI" };
        entry
            .facts
            .push(fact(DeclaredField::Url, uri.clone(), DeclaredBy::Warc, key));
    }
    entry.notes = notes;
    entry.origin.within = vec![record.name()];
    entry.origin.kind = if record.arc { "arc" } else { "warc" }.to_owned();
    entry.origin.address = record.archived.target_uri.clone();
    entry.origin.fetched = record.archived.date.clone();
    entry.origin.record = Some(record.archived);
    Found::Entry(Box::new(entry))
}

/// Digests are of the whole: where a part is missing, they say nothing.
fn compare_digests(record: &Record, block: &[u8], payloads: &[&[u8]], notes: &mut Vec<String>) {
    if record.truncated.is_some() || record.segment.is_some() {
        return;
    }
    let mut compare = |declared: &Option<String>, of: &str, bytes: &[&[u8]]| match declared
        .as_ref()
        .map(|d| digest::matches(d, bytes))
    {
        Some(Some(false)) => notes.push(format!(
            "the digest of its {of} does not match: some of its bytes may be wrong"
        )),
        Some(None) => notes.push(format!("the digest of its {of} is in no known form")),
        _ => {}
    };
    compare(&record.archived.block_digest, "block", &[block]);
    compare(&record.archived.payload_digest, "payload", payloads);
}

/// What is said of a record that is larger than an article may be.
pub(crate) fn too_large(record: &Record, problem: &str, limit: Limit) -> Found {
    Found::Damaged {
        within: vec![record.name()],
        problem: format!(
            "{}: {problem}, more than the limit of {limit} for one article",
            record.place
        ),
        remedy: format!(
            "raise the limit: --max-size {}",
            limit.bytes().saturating_mul(4).min(Limit::HIGHEST.bytes())
        ),
    }
}
