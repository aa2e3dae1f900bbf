//! A text being written, with the places of what is said in it.

use onrecord_record::Span;

#[derive(Default)]
pub(crate) struct Writer {
    pub(crate) text: String,
    points: u32,
}

impl Writer {
    pub(crate) fn push(&mut self, words: &str) -> Span {
        let start = self.points;
        self.points += u32::try_from(words.chars().count()).unwrap_or(u32::MAX);
        self.text.push_str(words);
        Span {
            start,
            end: self.points,
            text: words.to_owned(),
        }
    }
}
