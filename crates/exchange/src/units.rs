//! Places in a text in the units of other systems: UTF-8 bytes and UTF-16 code units.

use onrecord_record::ByteIndex;

/// Converts code point offsets of a text.
pub(crate) struct Units<'t> {
    bytes: ByteIndex<'t>,
    /// Code units before each code point whose number is a multiple of [`STEP`].
    marks: Vec<u32>,
}

const STEP: u32 = 64;

impl<'t> Units<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let mut marks = Vec::new();
        let mut units = 0_u32;
        for (number, c) in text.chars().enumerate() {
            if number % STEP as usize == 0 {
                marks.push(units);
            }
            units += c.len_utf16() as u32;
        }
        Self {
            bytes: ByteIndex::new(text),
            marks,
        }
    }

    pub(crate) fn index(&self) -> &ByteIndex<'t> {
        &self.bytes
    }

    /// UTF-8 bytes ahead of a code point.
    pub(crate) fn utf8(&self, code_point: u32) -> usize {
        self.bytes.byte(code_point).unwrap_or(self.bytes.text().len())
    }

    /// UTF-16 code units ahead of a code point.
    pub(crate) fn utf16(&self, code_point: u32) -> u32 {
        let last = self.marks.len().saturating_sub(1);
        let block = ((code_point / STEP) as usize).min(last);
        let from = block as u32 * STEP;
        let units = self.marks.get(block).copied().unwrap_or(0);
        let rest = self
            .bytes
            .slice(from, code_point.min(self.bytes.len()))
            .unwrap_or("");
        units + rest.chars().map(|c| c.len_utf16() as u32).sum::<u32>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn units_agree_with_the_slices_ahead(text in "(\\PC|[a\u{301}😀𝔽\r\n]){0,200}", at in 0_u32..220) {
            let units = Units::new(&text);
            let ahead: String = text.chars().take(at as usize).collect();
            prop_assert_eq!(units.utf8(at), ahead.len());
            prop_assert_eq!(units.utf16(at) as usize, ahead.encode_utf16().count());
        }
    }
}
