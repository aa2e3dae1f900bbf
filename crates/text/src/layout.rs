//! A text laid out: tokens in sentences in paragraphs, with quotations.

use crate::paragraph::paragraphs;
use crate::quotation::{Quotation, QuoteState, find};
use crate::sentence::starts;
use crate::token::{Shape, Token, tokens};
use std::ops::Range;

/// A sentence as a range of tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Number of the paragraph that it stands in.
    pub paragraph: usize,
}

/// A text laid out. All ranges are of tokens unless they say bytes.
#[derive(Clone, Debug)]
pub struct Layout<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    sentences: Vec<Sentence>,
    paragraphs: Vec<Range<usize>>,
    quotations: Vec<Quotation>,
    quote_states: Vec<QuoteState>,
}

impl<'t> Layout<'t> {
    /// Lays out `text`. Takes time linear in its length. Texts of 4 GiB and more are not supported (offsets are `u32`).
    pub fn new(text: &'t str) -> Self {
        let tokens = tokens(text);
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        for paragraph in paragraphs(text) {
            let from = at;
            while at < tokens.len() && (tokens[at].start as usize) < paragraph.range.end {
                at += 1;
            }
            if at > from {
                ranges.push(from..at);
            }
        }
        if at < tokens.len() {
            ranges.push(at..tokens.len());
        }
        let capitals = tokens.iter().filter(|t| t.shape == Shape::Capitalised).count();
        // a headline in capitals over a text in small letters does not make it cased
        let cased = capitals * 100 > tokens.len();
        let mut sentences = Vec::new();
        for (number, range) in ranges.iter().enumerate() {
            let begin = starts(text, &tokens[range.clone()], cased);
            for (i, &start) in begin.iter().enumerate() {
                let end = begin.get(i + 1).copied().unwrap_or(range.len());
                sentences.push(Sentence {
                    tokens: range.start + start..range.start + end,
                    paragraph: number,
                });
            }
        }
        let (quotations, quote_states) = find(text, &tokens, &ranges);
        Self {
            text,
            tokens,
            sentences,
            paragraphs: ranges,
            quotations,
            quote_states,
        }
    }

    /// The text.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// All tokens, in text order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The characters of token `index`.
    pub fn word(&self, index: usize) -> &'t str {
        self.tokens[index].text(self.text)
    }

    /// All sentences, in text order.
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// All paragraphs.
    pub fn paragraphs(&self) -> &[Range<usize>] {
        &self.paragraphs
    }

    /// Quotations, by their start; an outer one before the ones inside it.
    pub fn quotations(&self) -> &[Quotation] {
        &self.quotations
    }

    /// The state of every token.
    pub fn quote_states(&self) -> &[QuoteState] {
        &self.quote_states
    }

    /// Number of the sentence that holds token `index` (the last one for tokens past the end).
    pub fn sentence_of(&self, index: usize) -> usize {
        self.sentences
            .partition_point(|s| s.tokens.end <= index)
            .min(self.sentences.len().saturating_sub(1))
    }

    /// Number of the paragraph that holds token `index` (0 when there are no tokens).
    pub fn paragraph_of(&self, index: usize) -> usize {
        self.sentences
            .get(self.sentence_of(index))
            .map_or(0, |s| s.paragraph)
    }

    /// Bytes from the start of the first to the end of the last token of `range`; empty for an empty range.
    pub fn bytes(&self, range: Range<usize>) -> Range<usize> {
        match (
            self.tokens.get(range.start),
            range.end.checked_sub(1).and_then(|i| self.tokens.get(i)),
        ) {
            (Some(first), Some(last)) if range.start < range.end => first.start as usize..last.end as usize,
            _ => 0..0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sentences(text: &str) -> Vec<String> {
        let layout = Layout::new(text);
        layout
            .sentences()
            .iter()
            .map(|s| text[layout.bytes(s.tokens.clone())].to_owned())
            .collect()
    }

    fn quotes(text: &str) -> Vec<String> {
        let layout = Layout::new(text);
        layout
            .quotations()
            .iter()
            .map(|q| text[layout.bytes(q.tokens.clone())].to_owned())
            .collect()
    }

    #[test]
    fn sentences_survive_abbreviations_and_initials() {
        assert_eq!(
            sentences("Mr. J. K. Doe met Gen. Smith in the U.S. on Jan. 5. He left."),
            ["Mr. J. K. Doe met Gen. Smith in the U.S. on Jan. 5.", "He left."]
        );
        assert_eq!(
            sentences("It grew 3.5 percent in the U.S. The bank agreed."),
            ["It grew 3.5 percent in the U.S.", "The bank agreed."]
        );
        assert_eq!(
            sentences("At 5 a.m. on Monday it rained."),
            ["At 5 a.m. on Monday it rained."]
        );
    }

    #[test]
    fn sentences_survive_quotation_marks() {
        assert_eq!(
            sentences("\"Is it late?\" he asked. \"Yes.\" She left."),
            ["\"Is it late?\" he asked.", "\"Yes.\"", "She left."]
        );
        assert_eq!(
            sentences("“We won!” the mayor said. “All of us.”"),
            ["“We won!” the mayor said.", "“All of us.”"]
        );
    }

    #[test]
    fn sentences_survive_slugs() {
        assert_eq!(
            sentences("ORTA, March 3 (AP) — The board met. It rose."),
            ["ORTA, March 3 (AP) — The board met.", "It rose."]
        );
        assert_eq!(
            sentences("Ulan, May 4 /MONTSAME/. The board met."),
            ["Ulan, May 4 /MONTSAME/.", "The board met."]
        );
    }

    #[test]
    fn small_letters_only() {
        assert_eq!(
            sentences("the board met. it rose."),
            ["the board met.", "it rose."]
        );
        assert_eq!(
            sentences("THE BOARD MET. IT ROSE."),
            ["THE BOARD MET.", "IT ROSE."]
        );
    }

    #[test]
    fn quotations_of_every_kind() {
        assert_eq!(
            quotes("He said \"one\" and “two” and «three» and „four“ and ``five''."),
            ["\"one\"", "“two”", "«three»", "„four“", "``five''"]
        );
        assert_eq!(
            quotes("She said: 'It is the ministers' plan, isn't it?'"),
            ["'It is the ministers' plan, isn't it?'"]
        );
        assert_eq!(quotes("»Wir gehen«, sagte er."), ["»Wir gehen«"]);
        assert_eq!(quotes("» A bullet\n» Another"), Vec::<String>::new());
        assert_eq!(quotes("It wasn't the '90s."), Vec::<String>::new());
    }

    #[test]
    fn nested_marks() {
        assert_eq!(
            quotes("“He told me ‘go away’ and left,” she said."),
            ["“He told me ‘go away’ and left,”", "‘go away’"]
        );
    }

    #[test]
    fn quotation_over_paragraphs() {
        let text = "“One.\n\n“Two.\n\n“Three,” he said.";
        let layout = Layout::new(text);
        assert_eq!(layout.quotations().len(), 1);
        assert_eq!(layout.quotations()[0].reopened.len(), 2);
        assert!(layout.quotations()[0].closed);
    }

    #[test]
    fn an_odd_mark_ends_with_its_paragraph() {
        let text = "“One, he said.\n\nTwo. “Three,” she said.";
        let layout = Layout::new(text);
        assert_eq!(quotes(text), ["“One, he said.", "“Three,”"]);
        assert!(!layout.quotations()[0].closed);
    }

    proptest! {
        #[test]
        fn sentences_and_paragraphs_tile_the_tokens(text in "\\PC{0,80}|[a-zA-Z'\"“”«».!?, \\n\\r]{0,120}") {
            let layout = Layout::new(&text);
            let mut at = 0;
            for s in layout.sentences() {
                prop_assert_eq!(s.tokens.start, at);
                prop_assert!(s.tokens.end > at);
                at = s.tokens.end;
            }
            prop_assert_eq!(at, layout.tokens().len());
            for q in layout.quotations() {
                prop_assert!(q.tokens.start < q.tokens.end && q.tokens.end <= at);
            }
            for i in 0..at {
                let s = layout.sentence_of(i);
                prop_assert!(layout.sentences()[s].tokens.contains(&i));
            }
        }
    }
}
