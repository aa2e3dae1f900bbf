//! What is put into the index of an article.

use crate::day::{days, order};
use crate::error::SearchError;
use crate::fields::Fields;
use onrecord_lists::Names;
use onrecord_record::{Statement, Status};
use onrecord_store::{Record, StatementRow, StoreError, Stored};
use tantivy::{IndexWriter, TantivyDocument, TantivyError, Term};

/// Puts articles into the index.
pub(crate) struct Writer<'w> {
    fields: &'w Fields,
    index: &'w IndexWriter<TantivyDocument>,
    record: &'w Record,
    names: Names,
}

/// Why an article could not be put in.
pub(crate) enum WriteError {
    Store(StoreError),
    Index(TantivyError),
}

impl WriteError {
    pub(crate) fn into_search(self, path: &std::path::Path) -> SearchError {
        match self {
            Self::Store(error) => SearchError::Store(error),
            Self::Index(error) => crate::error::of(path)(error),
        }
    }
}

impl From<StoreError> for WriteError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<TantivyError> for WriteError {
    fn from(error: TantivyError) -> Self {
        Self::Index(error)
    }
}

impl<'w> Writer<'w> {
    pub(crate) fn new(
        fields: &'w Fields,
        index: &'w IndexWriter<TantivyDocument>,
        record: &'w Record,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            fields,
            index,
            record,
            names: record.names()?,
        })
    }

    /// Takes out everything of an article, and puts in what is to be found of it now. Killed and withheld articles have nothing.
    pub(crate) fn article(&self, row: i64) -> Result<(), WriteError> {
        let id = u64::try_from(row).unwrap_or(0);
        self.index
            .delete_term(Term::from_field_u64(self.fields.article, id));
        for version in self.record.versions_of(row)? {
            let stored = self.record.load(version)?;
            if stored.record.article.status != Status::Usable {
                continue;
            }
            self.text(id, &stored)?;
            for (statement, about) in stored.record.statements.iter().zip(&stored.rows) {
                if about.review.as_deref() != Some("suppressed") {
                    self.statement(id, &stored, statement, about)?;
                }
            }
        }
        Ok(())
    }

    /// What all documents of a version have.
    fn begun(&self, article: u64, stored: &Stored) -> TantivyDocument {
        let f = self.fields;
        let mut document = TantivyDocument::new();
        document.add_u64(f.article, article);
        document.add_text(f.key, &stored.key.article);
        document.add_bool(f.newest, stored.newest);
        document.add_u64(f.number, u64::from(stored.key.version));
        let published = stored.record.article.published.as_deref().and_then(days);
        if let Some((day, _)) = published {
            document.add_i64(f.published, day);
        }
        document
    }

    fn text(&self, article: u64, stored: &Stored) -> Result<(), WriteError> {
        let f = self.fields;
        let mut document = self.begun(article, stored);
        document.add_u64(f.version, u64::try_from(stored.id).unwrap_or(0));
        document.add_text(f.text, &stored.record.article.text);
        self.index.add_document(document)?;
        Ok(())
    }

    fn statement(
        &self,
        article: u64,
        stored: &Stored,
        s: &Statement,
        about: &StatementRow,
    ) -> Result<(), WriteError> {
        let f = self.fields;
        let row = u64::try_from(about.id).unwrap_or(0);
        let whole = &stored.record.article;
        let mut d = self.begun(article, stored);
        d.add_u64(f.statement, row);
        for fragment in &s.content {
            d.add_text(f.content, &fragment.text);
        }
        let mut named = |words, name, value: &str| {
            d.add_text(words, value);
            d.add_text(name, value);
        };
        // found by the name as printed, counted by the one that the outlet goes by
        let called = self.names.outlet(whole.outlet.as_deref(), whole.url.as_deref());
        let called = called.map(|outlet| &outlet.name).or(whole.outlet.as_ref());
        if let Some(called) = called {
            named(f.outlet, f.outlet_name, called);
        }
        if let Some(place) = whole.dateline.as_ref().and_then(|line| line.place.as_ref()) {
            named(f.place, f.place_name, place);
        }
        for hop in &s.via {
            named(f.via, f.via_name, &hop.name);
        }
        for cue in &s.cue {
            named(f.cue, f.cue_words, &cue.text.to_lowercase());
        }
        for speaker in &s.speakers {
            if let Some(role) = &speaker.role {
                named(f.role, f.role_name, role);
            }
            if let Some(org) = &speaker.org {
                named(f.org, f.org_name, org);
            }
        }
        self.speakers(&mut d, stored, s);
        if let Some(printed) = whole.outlet.as_ref().filter(|printed| Some(*printed) != called) {
            d.add_text(f.outlet, printed);
        }
        if let Some(title) = &whole.title {
            d.add_text(f.title, title);
        }
        d.add_text(f.kind, s.kind.as_str());
        d.add_text(f.mode, s.mode.as_str());
        d.add_text(f.review, about.review.as_deref().unwrap_or("none"));
        if about.dispute.is_some() {
            d.add_text(f.review, "disputed");
        }
        if let Some(group) = about.group.and_then(|group| u64::try_from(group).ok()) {
            d.add_u64(f.group, group);
        }
        d.add_f64(f.confidence, f64::from(s.confidence));
        let published = whole.published.as_deref().and_then(days);
        if let Some(year) = whole
            .published
            .as_deref()
            .and_then(|p| p.get(..4))
            .filter(|_| published.is_some())
        {
            d.add_text(f.year, year);
        }
        let said = s.said_on.as_ref().and_then(|said| days(&said.date));
        if let Some((from, to)) = said {
            d.add_i64(f.said_from, from);
            d.add_i64(f.said_to, to);
        }
        d.add_u64(f.order, order(published.map(|p| p.0), row));
        d.add_u64(f.said_order, order(said.or(published).map(|p| p.0), row));
        self.index.add_document(d)?;
        Ok(())
    }

    /// Who speaks: by the name in the article, by the name across articles, by the source as printed.
    fn speakers(&self, d: &mut TantivyDocument, stored: &Stored, s: &Statement) {
        let f = self.fields;
        for source in &s.source {
            d.add_text(f.speaker, &source.text);
        }
        for speaker in &s.speakers {
            let at = stored
                .record
                .people
                .iter()
                .position(|p| Some(&p.id) == speaker.person.as_ref());
            let person = at.and_then(|at| stored.people.get(at));
            if let Some(name) = &speaker.name {
                d.add_text(f.speaker, name);
            }
            let across = person.and_then(|person| person.person_name.as_ref());
            if let Some(across) = across.filter(|across| Some(*across) != speaker.name.as_ref()) {
                d.add_text(f.speaker, across);
            }
            if let Some(name) = across.or(speaker.name.as_ref()) {
                d.add_text(f.speaker_name, name);
            }
            if let Some(key) = person.and_then(|person| person.person.as_ref()) {
                d.add_text(f.person, key);
            }
        }
    }
}
