//! What a record says of itself, and what is to be done with it.

use crate::head::{ArcLine, Fields, arc_date};
use crate::http;
use onrecord_record::ArchivedRecord;
use onrecord_source::{Limit, Skip};

/// What a record says of itself.
pub(crate) struct Record {
    /// `WARC-Type`, in lower case.
    pub(crate) kind: String,
    pub(crate) arc: bool,
    pub(crate) length: Option<u64>,
    pub(crate) media_type: Option<String>,
    pub(crate) truncated: Option<String>,
    pub(crate) segment: Option<String>,
    /// Of a revisit: how it was found to be one.
    pub(crate) profile: Option<String>,
    /// Of a revisit: where its target was fetched from, and when.
    pub(crate) refers_to: Option<String>,
    pub(crate) archived: ArchivedRecord,
    /// Where it is, for messages.
    pub(crate) place: String,
    pub(crate) notes: Vec<String>,
}

/// What is to be done with a record.
pub(crate) enum Plan {
    /// It is passed over.
    Skip(Skip, String),
    /// It is larger than an article may be.
    TooLarge,
    /// It is read.
    Take,
}

impl Record {
    pub(crate) fn of_warc(fields: &Fields, offset: u64, place: String) -> Self {
        let own = |name: &str| fields.get(name).map(str::to_owned);
        let target = fields.uri("WARC-Refers-To-Target-URI");
        let fetched = target.map(|uri| match fields.get("WARC-Refers-To-Date") {
            Some(date) => format!("{uri} of {date}"),
            None => uri,
        });
        let id = fields.uri("WARC-Refers-To");
        Self {
            kind: fields.get("WARC-Type").unwrap_or("untyped").to_ascii_lowercase(),
            arc: false,
            length: fields.get("Content-Length").and_then(|l| l.parse().ok()),
            media_type: own("Content-Type").or_else(|| own("WARC-Identified-Payload-Type")),
            truncated: own("WARC-Truncated"),
            segment: own("WARC-Segment-Number"),
            profile: own("WARC-Profile"),
            refers_to: id.clone().or(fetched),
            archived: ArchivedRecord {
                id: fields.uri("WARC-Record-ID"),
                target_uri: fields.uri("WARC-Target-URI"),
                date: own("WARC-Date"),
                payload_digest: own("WARC-Payload-Digest"),
                block_digest: own("WARC-Block-Digest"),
                offset,
                refers_to: id,
            },
            place,
            notes: Vec::new(),
        }
    }

    pub(crate) fn of_arc(line: ArcLine, offset: u64, place: String) -> Self {
        Self {
            kind: "response".to_owned(),
            arc: true,
            length: line.length,
            media_type: Some(line.media_type),
            truncated: None,
            segment: None,
            profile: None,
            refers_to: None,
            archived: ArchivedRecord {
                target_uri: Some(line.url),
                date: Some(arc_date(&line.date)),
                offset,
                ..ArchivedRecord::default()
            },
            place,
            notes: Vec::new(),
        }
    }

    /// What it is called: by its identifier, else by its place.
    pub(crate) fn name(&self) -> String {
        self.archived.id.clone().unwrap_or_else(|| self.place.clone())
    }

    /// The way to it, for what was passed over: a revisit says what it repeats.
    pub(crate) fn within(&self) -> Vec<String> {
        let mut within = vec![self.name()];
        if self.kind == "revisit" {
            let of = self
                .refers_to
                .as_deref()
                .or(self.archived.payload_digest.as_deref())
                .or(self.archived.target_uri.as_deref());
            within.push(format!("which repeats {}", of.unwrap_or("an earlier record")));
        }
        within
    }

    /// Whether it is an answer, with a head of its own.
    pub(crate) fn is_response(&self) -> bool {
        self.kind == "response"
    }

    /// What is to be done with it, as far as its head and the beginning of its block tell.
    pub(crate) fn plan(&self, block: &[u8], length: u64, limit: Limit) -> Plan {
        let skip = |what: &str| Plan::Skip(Skip::OtherKind, what.to_owned());
        match self.kind.as_str() {
            "response" | "resource" | "conversion" => {}
            "revisit" => {
                let profile = self.profile.as_deref().unwrap_or_default();
                let what = if profile.ends_with("identical-payload-digest") {
                    "revisit record (identical payload)"
                } else if profile.ends_with("server-not-modified") {
                    "revisit record (not modified, the server said)"
                } else {
                    "revisit record"
                };
                return Plan::Skip(Skip::Unchanged, what.to_owned());
            }
            kind => return skip(&format!("{} record", kind.escape_default())),
        }
        let uri = self.archived.target_uri.as_deref().unwrap_or_default();
        let scheme = uri.split(':').next().unwrap_or_default();
        if matches!(scheme, "dns" | "filedesc" | "whois") {
            return skip(&format!("{scheme} record"));
        }
        if let Some(file) = for_programs(uri) {
            return skip(file);
        }
        if length == 0 {
            return Plan::Skip(Skip::NoContent, "empty record".to_owned());
        }
        let mut media = self.media_type.as_deref().and_then(|v| http::content_type(v).0);
        if self.is_response() {
            let answer = http::split(block);
            let refused = answer.status.and_then(|s| http::refused(s).map(|r| (s, r)));
            if let Some((status, reason)) = refused {
                return Plan::Skip(reason, format!("HTTP {status}"));
            }
            if answer.head > 0 || media.as_deref() == Some("application/http") {
                media = answer
                    .fields
                    .get("Content-Type")
                    .and_then(|v| http::content_type(v).0);
            }
            if answer.head as u64 >= length {
                return Plan::Skip(Skip::NoContent, "empty answer".to_owned());
            }
        }
        match media {
            Some(media) if !http::is_text(&media) => skip(&media),
            _ if length > limit.bytes() => Plan::TooLarge,
            _ => Plan::Take,
        }
    }
}

/// The file of this address, when only programs read it although it is plain text.
fn for_programs(uri: &str) -> Option<&'static str> {
    let path = uri.split_once("://")?.1.split_once('/')?.1;
    ["robots.txt", "ads.txt", "app-ads.txt"]
        .into_iter()
        .find(|file| path.strip_prefix(file).is_some_and(|rest| !rest.contains('/')))
}
