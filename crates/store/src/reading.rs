//! What an engine made of a version, into tables.

use crate::add::json;
use crate::file::Change;
use crate::link::Links;
use crate::ready::{Drawn, Wording};
use onrecord_record::{ArticleRecord, Person, Span, Speaker, Statement};
use rusqlite::params;
use rustc_hash::FxHashMap;

/// The parts of a statement that have places in the text, as `span.part` numbers them.
pub(crate) mod part {
    pub(crate) const CONTENT: i64 = 1;
    pub(crate) const CUE: i64 = 2;
    pub(crate) const SOURCE: i64 = 3;
    pub(crate) const ADDRESSEE: i64 = 4;
    pub(crate) const MEDIUM: i64 = 5;
    pub(crate) const EVENT: i64 = 6;
    pub(crate) const SAID_ON: i64 = 7;
}

/// The entities of a reading by what the article calls them: rows and people.
pub(crate) type Entities<'p> = FxHashMap<&'p str, (i64, &'p Person)>;

/// What stands between the fragments of a content, as the view `statement_words` joins them.
pub(crate) const BETWEEN: &str = " … ";

/// Contents that wait for the full-text search, at most.
const UNSEARCHED: usize = 50_000;

/// A reading as it was stored.
pub(crate) struct Kept {
    pub(crate) id: i64,
    /// The row of its first statement; those of the others follow.
    pub(crate) first: i64,
}

impl Change<'_> {
    /// Stores what was read, `links` telling who its people are across articles, as [`Change::link_people`] found.
    pub(crate) fn insert_reading(
        &mut self,
        version: i64,
        record: &ArticleRecord,
        drawn: &Drawn,
        state: &str,
        links: &Links,
    ) -> rusqlite::Result<Kept> {
        let unread = record.unread.as_ref();
        let reason = unread.map(|unread| json(&unread.reason)).transpose()?;
        let events = Some(&record.events)
            .filter(|e| !e.is_empty())
            .map(json)
            .transpose()?;
        self.db
            .prepare_cached(
                "INSERT INTO reading (version_id, state, engine, model, seq, left_out, unread, detail, events, why)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                version,
                state,
                record.engine.version,
                record.engine.model,
                self.seq,
                record.left_out,
                reason.as_deref().map(|r| r.trim_matches('"')),
                unread.map(|unread| &unread.detail),
                events,
                drawn.why,
            ])?;
        let reading = self.db.last_insert_rowid();
        for (n, quotation) in (0u32..).zip(&record.unattributed) {
            self.db
                .prepare_cached("INSERT INTO unattributed VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![
                    reading,
                    n,
                    quotation.start,
                    quotation.end,
                    quotation.reason
                ])?;
        }
        let entities = self.insert_entities(reading, &record.people, &drawn.mentions, links)?;
        let first = self.insert_statements(reading, record, &drawn.wordings, &entities)?;
        if state == "current" {
            let contents = drawn.wordings.iter().map(|wording| wording.words.clone());
            self.unsearched.extend((first..).zip(contents));
            self.counted += i64::try_from(drawn.wordings.len()).unwrap_or(i64::MAX);
            if self.unsearched.len() > UNSEARCHED {
                self.search_words()?;
            }
        }
        Ok(Kept { id: reading, first })
    }

    pub(crate) fn insert_entities<'p>(
        &mut self,
        reading: i64,
        people: &'p [Person],
        mentions: &[String],
        links: &Links,
    ) -> rusqlite::Result<Entities<'p>> {
        let mut ids = FxHashMap::default();
        let mut insert = self.db.prepare_cached(
            "INSERT INTO entity (id, reading_id, local, name, type, mentions, person_id, linked_by, link) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        let mut role = self
            .db
            .prepare_cached("INSERT INTO role VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
        for (((id, link), person), mentions) in links.iter().zip(people).zip(mentions) {
            insert.execute(params![
                id,
                reading,
                person.id,
                person.name,
                person.kind.as_str(),
                mentions,
                link.person,
                link.by,
                link.why
            ])?;
            for (n, r) in (0u32..).zip(&person.roles) {
                role.execute(params![id, n, r.role, r.org, r.start, r.end])?;
            }
            self.insert_candidates(*id, link)?;
            ids.insert(person.id.as_str(), (*id, person));
        }
        Ok(ids)
    }

    fn insert_statements(
        &mut self,
        reading: i64,
        record: &ArticleRecord,
        wordings: &[Wording],
        entities: &Entities<'_>,
    ) -> rusqlite::Result<i64> {
        let statements = &record.statements;
        let first = self.statement_ids(statements.len())?;
        let ids: FxHashMap<&str, i64> = statements.iter().map(|s| s.id.as_str()).zip(first..).collect();
        let mut insert = self.db.prepare_cached(
            "INSERT INTO statement (id, reading_id, local, kind, mode, start, \"end\", cue_start, cue_end, source_start, source_end,
                                    said_on, confidence, parent_id, event, signature)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        )?;
        for ((id, s), wording) in (first..).zip(statements).zip(wordings) {
            let (start, end) = envelope(&s.content).unwrap_or_default();
            let (cue, source) = (envelope(&s.cue), envelope(&s.source));
            insert.execute(params![
                id,
                reading,
                s.id,
                s.kind.as_str(),
                s.mode.as_str(),
                start,
                end,
                cue.map(|c| c.0),
                cue.map(|c| c.1),
                source.map(|c| c.0),
                source.map(|c| c.1),
                s.said_on.as_ref().map(|said| &said.date),
                f64::from(s.confidence),
                s.parent.as_deref().and_then(|parent| ids.get(parent)),
                s.event_id,
                wording.signature.cast_signed(),
            ])?;
        }
        drop(insert);
        for (id, s) in (first..).zip(statements) {
            self.insert_spans(id, s)?;
            self.insert_speakers(id, 0, &s.speakers, entities)?;
            self.insert_speakers(id, 1, &s.candidates, entities)?;
            let mut via = self
                .db
                .prepare_cached("INSERT INTO via VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
            for (n, hop) in (0u32..).zip(&s.via) {
                via.execute(params![id, n, hop.name, hop.kind.as_str(), hop.start, hop.end])?;
            }
            let mut repeat = self.db.prepare_cached("INSERT INTO repeat VALUES (?1, ?2, ?3)")?;
            let earlier = s.same_as.iter().filter_map(|earlier| ids.get(earlier.as_str()));
            for (n, earlier) in (0u32..).zip(earlier) {
                repeat.execute(params![id, n, earlier])?;
            }
        }
        Ok(first)
    }

    /// Stores the places of a statement that have no columns.
    pub(crate) fn insert_spans(&self, id: i64, s: &Statement) -> rusqlite::Result<()> {
        let mut insert = self
            .db
            .prepare_cached("INSERT INTO span VALUES (?1, ?2, ?3, ?4, ?5)")?;
        let mut span =
            |part: i64, n: u32, start: u32, end: u32| insert.execute(params![id, part, n, start, end]);
        for (part, spans) in [
            (part::CONTENT, &s.content),
            (part::CUE, &s.cue),
            (part::SOURCE, &s.source),
        ] {
            if spans.len() > 1 {
                for (n, Span { start, end, .. }) in (0u32..).zip(spans) {
                    span(part, n, *start, *end)?;
                }
            }
        }
        for (part, place) in [
            (part::ADDRESSEE, &s.addressee),
            (part::MEDIUM, &s.medium),
            (part::EVENT, &s.event),
        ] {
            if let Some(Span { start, end, .. }) = place {
                span(part, 0, *start, *end)?;
            }
        }
        if let Some(said) = &s.said_on {
            span(part::SAID_ON, 0, said.start, said.end)?;
        }
        Ok(())
    }

    pub(crate) fn insert_speakers(
        &self,
        statement: i64,
        candidate: i64,
        speakers: &[Speaker],
        entities: &Entities<'_>,
    ) -> rusqlite::Result<()> {
        let mut insert = self
            .db
            .prepare_cached("INSERT INTO speaker VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")?;
        for (n, speaker) in (0u32..).zip(speakers) {
            let entity = speaker.person.as_deref().and_then(|person| entities.get(person));
            let person = entity.map(|entity| entity.1);
            // what the entity says is not said again; no name is empty, so that an empty one stands for none
            let named = person.map_or(speaker.name.is_none(), |p| p.name == speaker.name);
            let typed = person.is_some_and(|p| p.kind == speaker.kind);
            let role = person
                .and_then(|p| {
                    p.roles
                        .iter()
                        .position(|r| Some(&r.role) == speaker.role.as_ref() && r.org == speaker.org)
                })
                .and_then(|n| u32::try_from(n).ok());
            insert.execute(params![
                statement,
                candidate,
                n,
                entity.map(|entity| entity.0),
                role,
                (!named).then_some(speaker.name.as_deref().unwrap_or_default()),
                (!typed).then_some(speaker.kind.as_str()),
                role.is_none().then_some(speaker.role.as_deref()).flatten(),
                role.is_none().then_some(speaker.org.as_deref()).flatten(),
                f64::from(speaker.confidence),
                speaker.open,
            ])?;
        }
        Ok(())
    }

    /// Takes the words of statements out of SQLite's own full-text search: they are about to change, or to go.
    pub(crate) fn unsearch(
        &mut self,
        statements: impl Iterator<Item = (i64, String)>,
    ) -> rusqlite::Result<()> {
        self.search_words()?;
        let mut delete = self.db.prepare_cached(
            "INSERT INTO statements_fts (statements_fts, rowid, content) VALUES ('delete', ?1, ?2)",
        )?;
        for (id, words) in statements {
            delete.execute(params![id, words])?;
            self.recent.forget(id);
        }
        Ok(())
    }

    /// Makes the words of the statements that were stored known to SQLite's own full-text search.
    pub(crate) fn search_words(&mut self) -> rusqlite::Result<()> {
        let mut insert = self
            .db
            .prepare_cached("INSERT INTO statements_fts (rowid, content) VALUES (?1, ?2)")?;
        for (id, words) in self.unsearched.drain(..) {
            insert.execute(params![id, words])?;
        }
        Ok(())
    }
}

/// The content as the view `statement_words` has it.
pub(crate) fn words(s: &Statement) -> String {
    let fragments: Vec<&str> = s.content.iter().map(|c| c.text.as_str()).collect();
    fragments.join(BETWEEN)
}

/// From where the first fragment begins to where the last ends.
pub(crate) fn envelope(spans: &[Span]) -> Option<(u32, u32)> {
    Some((spans.first()?.start, spans.last()?.end))
}

/// The places of fragments.
pub(crate) fn places(spans: &[Span]) -> Vec<(u32, u32)> {
    spans.iter().map(|span| (span.start, span.end)).collect()
}
