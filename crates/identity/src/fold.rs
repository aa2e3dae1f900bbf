//! Printed words as they are compared: small letters, no diacritics, no apostrophes, hyphens as blanks.

use unicode_normalization::char::decompose_compatible;

/// The words of a printed name. Points part words, so that "J.F." is two.
pub(crate) fn words(printed: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut word = String::new();
    for c in printed.chars() {
        match c {
            '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '\u{ad}' => {}
            c if c.is_alphanumeric() || is_mark(c) => fold(c, &mut word),
            _ => close(&mut out, &mut word),
        }
    }
    close(&mut out, &mut word);
    out
}

fn close(out: &mut Vec<String>, word: &mut String) {
    if !word.is_empty() {
        out.push(std::mem::take(word));
    }
}

/// The words of a printed name as it is compared, joined by blanks: small letters, no diacritics, no apostrophes, hyphens as
/// blanks.
///
/// ```
/// assert_eq!(onrecord_identity::folded("Agence France-Presse"), "agence france presse");
/// ```
pub fn folded(printed: &str) -> String {
    words(printed).join(" ")
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}')
}

fn fold(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    decompose_compatible(c, |part| {
        if matches!(part, '\u{300}'..='\u{36f}') {
            return;
        }
        for small in part.to_lowercase() {
            match small {
                'ß' => out.push_str("ss"),
                'æ' => out.push_str("ae"),
                'œ' => out.push_str("oe"),
                'ø' => out.push('o'),
                'ł' => out.push('l'),
                'đ' | 'ð' => out.push('d'),
                'þ' => out.push_str("th"),
                'ı' => out.push('i'),
                '\u{300}'..='\u{36f}' => {}
                small => out.push(small),
            }
        }
    });
}
