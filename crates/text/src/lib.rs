//! Text with offsets: words, sentences, paragraphs and quotation marks.
