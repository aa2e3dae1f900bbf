//! The engine: a loaded model, and workers that read articles with it.

use crate::continuation::{join_orphans, join_paragraphs, left_over};
use crate::nest::{assign_sides, mark, read_inside};
use crate::occasion::{self, Voices};
use crate::render::{Place, Written};
use crate::section::sections;
use crate::{addressee, article, boundary, chain, dated, hop, link, outer, transcript};
use onrecord_imprint::Given;
use onrecord_language::Detected;
use onrecord_model::features::Reading;
use onrecord_model::{
    AntecedentScratch, Antecedents, Candidate, ModelError, ModelName, Pronoun, PronounForm, Scratch, Tagger,
};
use onrecord_people::{NamePlace, Observation, People, Referred, Source};
use onrecord_record::{
    Article, ArticleRecord, CheckedRecord, CodePointIndex, EngineInfo, Extent, GateError, Status, Unread,
    UnreadReason,
};
use onrecord_text::Layout;
use onrecord_when::Anchors;

/// Which of the two shipped models reads.
pub type ModelKind = ModelName;

/// Whose definition of a statement the tags follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Guideline {
    /// Onrecord's own annotation guide.
    #[default]
    Onrecord,
    /// PolNeAR's guidelines (flat; beliefs, intentions and decrees count too), for comparison with other systems.
    Polnear,
}

/// How to read.
#[derive(Clone, Copy, Debug)]
pub struct ReadOptions {
    /// Whose definition of a statement to follow.
    pub guideline: Guideline,
    /// Statements with a lower confidence are left out and counted (0 keeps all). Those inside them move one level out.
    pub min_confidence: f32,
    /// A speaker less likely than this stays open and is listed among the candidates.
    pub min_speaker: f32,
}

impl Default for ReadOptions {
    /// Onrecord's guide, and every statement and every speaker that is more likely right than wrong.
    fn default() -> Self {
        Self {
            guideline: Guideline::Onrecord,
            min_confidence: 0.5,
            min_speaker: 0.5,
        }
    }
}

/// Why an article could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// The weights inside the program do not load or do not run.
    #[error("the built-in model failed: {0}; this is a fault of the program, please report it")]
    Model(#[from] ModelError),
    /// A record broke the verbatim promise; nothing of the article is printed.
    #[error(
        "refused, because the record would not re-slice: {0}; this is a fault of the program, please report it"
    )]
    Record(#[from] GateError),
}

/// A loaded model. Shared by all workers.
#[derive(Debug)]
pub struct Engine {
    tagger: Tagger,
    /// The network for pronouns, which rides on the standard tagger.
    antecedents: Option<Antecedents>,
}

impl Engine {
    /// Loads the built-in model.
    ///
    /// # Errors
    /// [`EngineError::Model`] when the weights do not load.
    pub fn new(kind: ModelKind) -> Result<Self, EngineError> {
        Ok(Self {
            tagger: Tagger::load(kind)?,
            antecedents: match kind {
                ModelName::Standard => Some(Antecedents::load()?),
                ModelName::Fast => None,
            },
        })
    }

    /// Version of the program and name of the model.
    pub fn info(&self) -> EngineInfo {
        EngineInfo {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            model: self.tagger.label().to_owned(),
        }
    }

    /// A worker with scratch memory of its own; one a thread.
    pub fn worker(&self) -> Worker<'_> {
        Worker {
            engine: self,
            scratch: Scratch::default(),
            antecedents: AntecedentScratch::default(),
        }
    }
}

/// Reads articles, one after the other.
#[derive(Debug)]
pub struct Worker<'e> {
    engine: &'e Engine,
    scratch: Scratch,
    antecedents: AntecedentScratch,
}

/// A section of an article, and how to read it.
struct Section<'a> {
    text: &'a str,
    /// Bytes of the article before it.
    base: usize,
    options: &'a ReadOptions,
    anchors: &'a Anchors,
}

impl Worker<'_> {
    /// Reads one article and returns its record, checked by the verbatim gate.
    ///
    /// The text is read in sections of about 100 KB; besides the text and its record, only the names that the article
    /// prints are kept from one section to the next.
    ///
    /// # Errors
    /// [`EngineError::Record`] when a span would not re-slice.
    pub fn read(&mut self, text: &str, options: &ReadOptions) -> Result<CheckedRecord, EngineError> {
        self.read_with(
            Article::new(text),
            options,
            &Anchors::default(),
            &mut People::default(),
        )
    }

    /// Reads an article of which something is known already: what stands in its fields wins over what its text prints.
    ///
    /// Nothing is looked for in an article without text, and in one that is not English (see [`onrecord_language`]); the
    /// record says so in `unread`. A declared language is not asked: pages declare the wrong one too often.
    ///
    /// # Errors
    /// As [`Worker::read`].
    pub fn read_article(
        &mut self,
        mut article: Article,
        options: &ReadOptions,
    ) -> Result<CheckedRecord, EngineError> {
        let unread = if article.text.trim().is_empty() {
            Some((UnreadReason::NoText, no_text(&article)))
        } else {
            let found = onrecord_language::detect(&article.text);
            if let Some(code) = found.code {
                article.lang = Some(code.to_owned());
            }
            (!found.is_english()).then(|| (UnreadReason::Language, not_english(found)))
        };
        let Some((reason, detail)) = unread else {
            return self.read_with(article, options, &Anchors::default(), &mut People::default());
        };
        let mut record = ArticleRecord::of(self.engine.info(), article);
        record.unread = Some(Unread { reason, detail });
        Ok(CheckedRecord::new(record)?)
    }

    /// Reads one article like [`Worker::read`]; `anchors` are dates from which "Monday" and "yesterday" are counted,
    /// ahead of those that the article gives for itself.
    ///
    /// # Errors
    /// [`EngineError::Record`] when a span would not re-slice.
    pub fn read_dated(
        &mut self,
        text: &str,
        options: &ReadOptions,
        anchors: &Anchors,
    ) -> Result<CheckedRecord, EngineError> {
        self.read_with(Article::new(text), options, anchors, &mut People::default())
    }

    /// What speaker resolution sees of every pronoun and description in the text, for training its weights.
    ///
    /// # Errors
    /// As [`Worker::read`].
    pub fn observe(&mut self, text: &str, options: &ReadOptions) -> Result<Vec<Observation>, EngineError> {
        let mut people = People::observing();
        self.read_with(Article::new(text), options, &Anchors::default(), &mut people)?;
        Ok(people.observations().to_vec())
    }

    fn read_with(
        &mut self,
        article: Article,
        options: &ReadOptions,
        anchors: &Anchors,
        people: &mut People,
    ) -> Result<CheckedRecord, EngineError> {
        let mut record = ArticleRecord::of(self.engine.info(), article);
        let given = Given {
            published: record.article.published.clone(),
            outlet: record.article.outlet.clone(),
            title: record.article.title.clone(),
            url: record.article.url.clone(),
        };
        // the text stays where it is: a large one is not held twice
        let text = std::mem::take(&mut record.article.text);
        let index = CodePointIndex::new(&text);
        let imprint = onrecord_imprint::read(&text, &given);
        let anchors = &Anchors {
            dateline: anchors.dateline.or(imprint.anchors.dateline),
            published: anchors.published.or(imprint.anchors.published),
        };
        let mut written = Written::default();
        for section in sections(&text) {
            let base = section.start;
            let read = Section {
                text: &text[section],
                base,
                options,
                anchors,
            };
            self.read_section(&read, &index, people, &mut written)?;
        }
        article::fill(&mut record.article, &imprint, &index);
        written.finish(people, &index, &mut record);
        drop(index);
        record.article.text = text;
        Ok(CheckedRecord::new(record)?)
    }

    fn read_section(
        &mut self,
        section: &Section<'_>,
        index: &CodePointIndex<'_>,
        people: &mut People,
        written: &mut Written,
    ) -> Result<(), EngineError> {
        let &Section {
            text,
            base,
            options,
            anchors,
        } = section;
        let tagger = &self.engine.tagger;
        let layout = &Layout::new(text);
        let features = &tagger.features(layout);
        let (reading, nested) = match options.guideline {
            Guideline::Onrecord => (Reading::Article, true),
            Guideline::Polnear => (Reading::Polnear, false),
        };
        let all: Vec<usize> = (0..layout.tokens().len()).collect();
        let marked = mark(tagger, &mut self.scratch, features, &[all], reading)?
            .pop()
            .unwrap_or_default();

        let mut drafts = link::link(layout, &marked.pieces);
        if nested {
            link::go_on(layout, &mut drafts);
        }
        for draft in &mut drafts {
            boundary::settle(layout, draft);
        }
        transcript::add_turns(layout, &mut drafts);
        transcript::add_dash_names(layout, &mut drafts);
        join_paragraphs(layout, &mut drafts);
        let mut orphans = join_orphans(layout, &mut drafts);
        left_over(layout, &drafts, &mut orphans);
        assign_sides(layout, &mut drafts, &marked.sides);
        // a lead is the article's, not that of a later section
        let report = if base == 0 && nested {
            chain::announced(layout)
        } else {
            None
        };
        if nested {
            chain::cited(layout, &mut drafts);
            chain::next_hops(layout, &mut drafts);
            hop::settle(layout, &mut drafts);
            if let Some(report) = &report {
                chain::settle_lead(layout, &mut drafts, report);
            }
            hop::add(layout, &mut drafts);
        }
        if nested {
            outer::add(layout, &mut drafts, &marked.pieces);
            read_inside(
                tagger,
                &mut self.scratch,
                layout,
                features,
                &mut drafts,
                &marked.gates,
            )?;
        }
        addressee::complete(layout, &mut drafts);
        let sources: Vec<Source<'_>> = drafts
            .iter()
            .map(|d| Source {
                tokens: &d.source,
                content: &d.content,
                parent: d.parent,
                anchor: d.anchor(),
            })
            .collect();
        let mut failed = None;
        let mut judge = |pronouns: &[usize], names: &[NamePlace]| {
            let asked = antecedents(layout, pronouns, names);
            let found = self.engine.antecedents.as_ref().map(|antecedents| {
                antecedents.resolve(
                    tagger,
                    &mut self.scratch,
                    &mut self.antecedents,
                    features,
                    &asked.0,
                    &asked.1,
                )
            });
            match found {
                Some(Ok(found)) => found
                    .into_iter()
                    .map(|a| Referred {
                        none: a.none,
                        names: a.candidates,
                    })
                    .collect(),
                Some(Err(error)) => {
                    failed = Some(error);
                    Vec::new()
                }
                None => Vec::new(),
            }
        };
        let mut speakers = people.read(layout, base, &sources, Some(&mut judge));
        if let Some(error) = failed {
            return Err(error.into());
        }
        // what is not likely enough stays open for everything that follows, dates and occasions too
        for who in speakers.iter_mut().flatten() {
            if who.entity.is_some() && !who.alternatives.is_empty() && who.confidence < options.min_speaker {
                who.leave_open();
            }
        }
        let voices = Voices {
            speakers: &speakers,
            people,
            base,
        };
        let occasions = occasion::find(layout, &drafts, &voices, report.as_ref().map(|r| r.sentence));
        chain::spread(layout, &mut drafts, report.as_ref(), &occasions);
        dated::date(layout, anchors, &speakers, &mut drafts);
        let place = Place { layout, index, base };
        let added = written.add(&place, tagger.name(), options, &drafts, &speakers, &orphans);
        written.occasions(&place, &occasions, &added);
        Ok(())
    }
}

/// Why there is nothing to read, in words.
fn no_text(article: &Article) -> String {
    let why = match (article.status, article.extent) {
        (Status::Canceled, _) => "its provider canceled it; its text is not kept",
        (Status::Withheld, _) => "its provider withholds it; its text is not kept",
        (_, Extent::Locator) => "only where it is to be found is known",
        (_, Extent::Consent) => "a page that asks for consent came in its place",
        (_, Extent::Error) => "an error page, a check or a refusal came in its place",
        (_, Extent::Summary | Extent::Paywalled) => "nothing of its text was shown",
        (_, Extent::Withdrawn) => "its provider withdrew it",
        (_, Extent::Full) => "it has no text",
    };
    why.to_owned()
}

fn not_english(found: Detected) -> String {
    match found.name {
        Some(name) => format!("the text is in {name}; statements are looked for in English only"),
        None => {
            "the text is in no language that is known; statements are looked for in English only".to_owned()
        }
    }
}

/// What the network for pronouns is asked.
fn antecedents(
    layout: &Layout<'_>,
    pronouns: &[usize],
    names: &[NamePlace],
) -> (Vec<Pronoun>, Vec<Candidate>) {
    let pronouns = pronouns
        .iter()
        .map(|&token| Pronoun {
            token,
            form: PronounForm::of(layout.word(token)).unwrap_or(PronounForm::Subject),
        })
        .collect();
    let names = names
        .iter()
        .map(|n| Candidate {
            tokens: n.tokens.clone(),
            is_name: true,
            group: n.group,
        })
        .collect();
    (pronouns, names)
}
