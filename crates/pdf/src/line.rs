//! Letters to pieces of lines.

use crate::page::Letter;

/// Letters on one base line, without a gap as wide as may be between columns.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) x: f64,
    pub(crate) end: f64,
    pub(crate) y: f64,
    pub(crate) size: f64,
}

/// A gap of this many times the size is one between words…
const WORD: f64 = 0.12;
/// …and of this many, it may be one between columns or cells; the pieces are joined again where it is not.
const COLUMN: f64 = 0.8;

/// The pieces of the page's lines, from the top down, from left to right.
pub(crate) fn lines(mut letters: Vec<Letter>) -> Vec<Line> {
    letters.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    let mut lines = Vec::new();
    let mut row: Vec<Letter> = Vec::new();
    let mut flush = |row: &mut Vec<Letter>| {
        row.sort_by(|a, b| a.x.total_cmp(&b.x));
        pieces(row, &mut lines);
        row.clear();
    };
    for letter in letters {
        // raised and lowered letters stand a little off the line
        let same = row.last().is_some_and(|last: &Letter| {
            let first = &row[0];
            letter.y - last.y <= 0.25 * letter.size.min(last.size)
                && letter.y - first.y <= 0.5 * first.size.max(letter.size)
        });
        if !same {
            flush(&mut row);
        }
        row.push(letter);
    }
    flush(&mut row);
    lines
}

fn pieces(row: &[Letter], lines: &mut Vec<Line>) {
    let mut piece: Option<(Line, f64, String)> = None;
    for letter in row {
        let blank = letter.text.trim().is_empty();
        if let Some((line, widest, last)) = &mut piece {
            // the same letter twice at one place is bold
            if *last == letter.text && (letter.x - *widest).abs() < 0.1 * letter.size {
                continue;
            }
            let gap = letter.x - line.end;
            if blank {
                if gap < COLUMN * letter.size && !line.text.ends_with(' ') {
                    line.text.push(' ');
                }
                *widest = letter.x;
                last.clone_from(&letter.text);
                continue;
            }
            if gap <= COLUMN * letter.size.max(line.size) {
                if gap > WORD * letter.size && !line.text.ends_with(' ') {
                    line.text.push(' ');
                }
                line.text.push_str(&letter.text);
                line.end = line.end.max(letter.end);
                line.size = line.size.max(letter.size);
                *widest = letter.x;
                last.clone_from(&letter.text);
                continue;
            }
        }
        if let Some((line, ..)) = piece.take() {
            push(line, lines);
        }
        if !blank {
            let line = Line {
                text: letter.text.clone(),
                x: letter.x,
                end: letter.end,
                y: letter.y,
                size: letter.size,
            };
            piece = Some((line, letter.x, letter.text.clone()));
        }
    }
    if let Some((line, ..)) = piece {
        push(line, lines);
    }
}

fn push(mut line: Line, lines: &mut Vec<Line>) {
    line.text.truncate(line.text.trim_end().len());
    if !line.text.is_empty() {
        lines.push(line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_become_words_and_gaps_columns() {
        let at = |text: &str, x: f64, y: f64| Letter {
            text: text.to_owned(),
            x,
            end: x + 5.0,
            y,
            size: 10.0,
        };
        let letters = vec![
            at("d", 60.0, 20.1),
            at("a", 10.0, 20.0),
            at("b", 15.0, 20.0),
            at("b", 15.4, 20.0),
            at("c", 22.5, 20.0),
            at("e", 10.0, 32.0),
        ];
        let texts: Vec<String> = lines(letters).into_iter().map(|l| l.text).collect();
        assert_eq!(texts, ["ab c", "d", "e"]);
    }
}
