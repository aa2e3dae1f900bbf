//! How a letter is compared: without case, diacritics and ligatures.

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};

/// Appends `c` to `out` as it is compared: small, without the diacritics of Latin, Greek, Cyrillic, Hebrew and Arabic, with
/// compatibility forms (ligatures, full-width letters, superscripts) replaced by what they stand for. Vowel signs of other scripts are letters
/// and stay. Some characters fold to nothing, some to several.
pub(crate) fn fold(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    if let Some(letters) = undecomposed(c) {
        out.push_str(letters);
        return;
    }
    decompose_compatible(c, |part| {
        if is_diacritic(part) {
            return;
        }
        for small in part.to_lowercase() {
            match undecomposed(small) {
                Some(letters) => out.push_str(letters),
                None if is_diacritic(small) => {}
                None => out.push(small),
            }
        }
    });
}

/// Whether `c` is a mark on the letter before it, of a script whose readers do without.
pub(crate) fn is_diacritic(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}')
        && canonical_combining_class(c) != 0
}

/// Letters that Unicode does not take apart, as English writes them without their stroke or ligature.
fn undecomposed(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        'ħ' | 'Ħ' => "h",
        'ı' | 'İ' => "i",
        'ς' => "σ",
        _ => return None,
    })
}

/// Apostrophes, and single quotation marks printed for them.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '‛' | 'ʼ' | 'ʹ' | '`' | '´' | '＇' | '′')
}

/// Double quotation marks, typographic or not, and angle quotation marks.
pub(crate) fn is_double_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂' | '〝' | '〞' | '「' | '」' | '『' | '』'
    )
}

/// Any quotation mark; an apostrophe may be one.
pub(crate) fn is_quote(c: char) -> bool {
    is_double_quote(c) || is_apostrophe(c) || matches!(c, '‚' | '‹' | '›')
}

/// Hyphens, dashes and the minus sign.
pub(crate) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let mut out = String::new();
        text.chars().for_each(|c| fold(c, &mut out));
        out
    }

    #[test]
    fn letters_without_their_marks() {
        assert_eq!(
            folded("ÉCOLE Łódź straße Ægir İzmir"),
            "ecole lodz strasse aegir izmir"
        );
        assert_eq!(folded("ﬁne ＡＢ Ѐ ΌΣΟΣ"), "fine ab е οσοσ");
        // a vowel sign is a letter
        assert_eq!(folded("कि"), "कि");
    }
}
