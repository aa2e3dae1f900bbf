//! Texts made alike, to be compared.

use unicode_normalization::UnicodeNormalization;

/// NFKC, small letters, one kind of quotation mark and dash, single blanks.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut push = |c: char| match c {
        '‘' | '’' | '`' | '´' | 'ʼ' | '′' => out.push('\''),
        '“' | '”' | '„' | '«' | '»' | '″' => out.push('"'),
        '–' | '—' | '−' | '‐' | '‑' => out.push('-'),
        '\u{200b}' | '\u{ad}' | '\u{feff}' | '\u{200e}' | '\u{200f}' => {}
        c if c.is_whitespace() => {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        }
        c => out.extend(c.to_lowercase()),
    };
    if text.is_ascii() {
        text.chars().for_each(&mut push);
    } else {
        text.nfkc().for_each(&mut push);
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}
