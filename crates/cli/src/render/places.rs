//! Lines and columns for code point offsets.

/// Where the lines of a text begin. Line ends are `\n`, `\r\n` and a lone `\r`.
pub(crate) struct Lines {
    starts: Vec<u32>,
}

impl Lines {
    pub(crate) fn new(text: &str) -> Self {
        let mut starts = vec![0];
        let mut before = '\0';
        let mut at = 0u32;
        for c in text.chars() {
            at = at.saturating_add(1);
            match (before, c) {
                ('\r', '\n') => {
                    if let Some(last) = starts.last_mut() {
                        *last = at;
                    }
                }
                (_, '\n' | '\r') => starts.push(at),
                _ => {}
            }
            before = c;
        }
        Self { starts }
    }

    /// Line and column of the code point `offset`, both from 1.
    pub(crate) fn place(&self, offset: u32) -> (usize, u32) {
        let line = self.starts.partition_point(|&start| start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        (line, offset.saturating_sub(start).saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_counts_once() {
        let lines = Lines::new("aé\nb\r\nc\rd");
        let place = |offset| lines.place(offset);
        assert_eq!(place(0), (1, 1));
        assert_eq!(place(1), (1, 2));
        assert_eq!(place(3), (2, 1));
        assert_eq!(place(6), (3, 1));
        assert_eq!(place(8), (4, 1));
        assert_eq!(place(99), (4, 92));
    }
}
