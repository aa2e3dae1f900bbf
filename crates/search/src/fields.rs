//! What the index holds of each statement and of each text.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{AsciiFoldingFilter, LowerCaser, SimpleTokenizer, TextAnalyzer};

/// Changed whenever the index of an older program cannot be read by this one.
pub(crate) const FORM: &str = "onrecord/index/1";

/// The name of the analyser: words in small letters, without diacritics.
pub(crate) const WORDS: &str = "words";

/// The fields. A document is a statement, or the whole text of a version (which has `text` alone, and where it belongs).
#[derive(Clone, Copy)]
pub(crate) struct Fields {
    /// The row of the article: by it, everything of an article is taken out and put in anew.
    pub(crate) article: Field,
    /// The article's key.
    pub(crate) key: Field,
    /// The row of the statement.
    pub(crate) statement: Field,
    /// The row of the version; texts only.
    pub(crate) version: Field,
    /// The whole text; texts only.
    pub(crate) text: Field,
    /// The words of the content.
    pub(crate) content: Field,
    /// Words of names and roles, to be searched.
    pub(crate) speaker: Field,
    pub(crate) role: Field,
    pub(crate) org: Field,
    pub(crate) outlet: Field,
    pub(crate) place: Field,
    pub(crate) via: Field,
    pub(crate) cue: Field,
    pub(crate) title: Field,
    /// Whole names, to be counted.
    pub(crate) speaker_name: Field,
    pub(crate) role_name: Field,
    pub(crate) org_name: Field,
    pub(crate) outlet_name: Field,
    pub(crate) place_name: Field,
    pub(crate) via_name: Field,
    pub(crate) cue_words: Field,
    pub(crate) person: Field,
    pub(crate) kind: Field,
    pub(crate) mode: Field,
    pub(crate) review: Field,
    pub(crate) year: Field,
    pub(crate) number: Field,
    pub(crate) newest: Field,
    pub(crate) group: Field,
    pub(crate) confidence: Field,
    /// Days since 1970.
    pub(crate) published: Field,
    pub(crate) said_from: Field,
    pub(crate) said_to: Field,
    /// Day of publication and row: the order of results, without ties.
    pub(crate) order: Field,
    /// The same with the day on which it was said.
    pub(crate) said_order: Field,
}

pub(crate) fn schema() -> (Schema, Fields) {
    let mut s = Schema::builder();
    let words = |option| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(WORDS)
                .set_index_option(option),
        )
    };
    let full = words(IndexRecordOption::WithFreqsAndPositions);
    let name = STRING | FAST;
    let fields = Fields {
        article: s.add_u64_field("article", INDEXED),
        key: s.add_text_field("key", STRING),
        statement: s.add_u64_field("statement", FAST),
        version: s.add_u64_field("version", FAST | STORED),
        text: s.add_text_field("text", full.clone()),
        content: s.add_text_field("content", full.clone()),
        speaker: s.add_text_field("speaker", full.clone()),
        role: s.add_text_field("role", full.clone()),
        org: s.add_text_field("org", full.clone()),
        outlet: s.add_text_field("outlet", full.clone()),
        place: s.add_text_field("place", full.clone()),
        via: s.add_text_field("via", full.clone()),
        cue: s.add_text_field("cue", full.clone()),
        title: s.add_text_field("title", full),
        speaker_name: s.add_text_field("speaker_name", name.clone()),
        role_name: s.add_text_field("role_name", name.clone()),
        org_name: s.add_text_field("org_name", name.clone()),
        outlet_name: s.add_text_field("outlet_name", name.clone()),
        place_name: s.add_text_field("place_name", name.clone()),
        via_name: s.add_text_field("via_name", name.clone()),
        cue_words: s.add_text_field("cue_words", name.clone()),
        person: s.add_text_field("person", name.clone()),
        kind: s.add_text_field("kind", name.clone()),
        mode: s.add_text_field("mode", name.clone()),
        review: s.add_text_field("review", name.clone()),
        year: s.add_text_field("year", name),
        number: s.add_u64_field("number", INDEXED),
        newest: s.add_bool_field("newest", INDEXED),
        group: s.add_u64_field("group", INDEXED | FAST),
        confidence: s.add_f64_field("confidence", FAST),
        published: s.add_i64_field("published", FAST),
        said_from: s.add_i64_field("said_from", FAST),
        said_to: s.add_i64_field("said_to", FAST),
        order: s.add_u64_field("order", FAST),
        said_order: s.add_u64_field("said_order", FAST),
    };
    (s.build(), fields)
}

/// Words as the index has them. They are split at everything that is no letter or digit.
pub(crate) fn analyser() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .build()
}

/// The words of a text, as the index has them.
pub(crate) fn words_of(text: &str) -> Vec<String> {
    let mut analyser = analyser();
    let mut stream = analyser.token_stream(text);
    let mut words = Vec::new();
    while let Some(token) = stream.next() {
        words.push(token.text.clone());
    }
    words
}
