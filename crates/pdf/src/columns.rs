//! The order in which the pieces of a page are read.

use crate::line::Line;

/// Columns beside each other, at most, are two to this power.
const DEEPEST: usize = 3;
/// Pages with more pieces than this are read from the top down.
const MOST: usize = 6000;
/// Lines that make a column.
const LINES: usize = 4;
/// How wide they are, in their sizes: the cells of a table are narrower.
const WIDE: f64 = 6.0;
/// How far the first letters of a column's lines are from its edge, in points.
const EDGE: f64 = 3.0;

/// Pieces on one base line.
type Row = Vec<Line>;

/// Puts pieces in reading order: columns one after the other, between what goes across them.
pub(crate) fn order(lines: Vec<Line>) -> Vec<Vec<Line>> {
    if lines.len() > MOST {
        return vec![joined(rows(lines))];
    }
    let mut out = Vec::new();
    split(rows(lines), DEEPEST, &mut out);
    out
}

fn rows(lines: Vec<Line>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for line in lines {
        let row = rows.last_mut().filter(|row| {
            row.last().is_some_and(|last| {
                (last.y - line.y).abs() < 0.3 * last.size.min(line.size) && line.x >= last.end
            })
        });
        match row {
            Some(row) => row.push(line),
            None => rows.push(vec![line]),
        }
    }
    rows
}

fn split(rows: Vec<Row>, depth: usize, out: &mut Vec<Vec<Line>>) {
    if rows.is_empty() {
        return;
    }
    let gutter = match depth {
        0 => None,
        _ => gutter(&rows),
    };
    let Some(gutter) = gutter else {
        out.push(joined(rows));
        return;
    };
    let mut plain = Vec::new();
    for run in rows.chunk_by(|a, b| crosses(a, gutter) == crosses(b, gutter)) {
        if columns(run, gutter).is_none() {
            plain.extend_from_slice(run);
            continue;
        }
        split(std::mem::take(&mut plain), depth - 1, out);
        let side = |is_left: bool| {
            let sides = run.iter().map(|row| {
                let of = row.iter().filter(|line| (line.x < gutter) == is_left);
                of.cloned().collect::<Row>()
            });
            sides.filter(|row| !row.is_empty()).collect::<Vec<_>>()
        };
        split(side(true), depth - 1, out);
        split(side(false), depth - 1, out);
    }
    split(plain, depth - 1, out);
}

fn crosses(row: &[Line], x: f64) -> bool {
    row.iter().any(|line| line.x < x && line.end > x)
}

/// Where a white stripe parts two columns: the one along which most lines stand.
fn gutter(rows: &[Row]) -> Option<f64> {
    let mut starts: Vec<f64> = rows.iter().flatten().map(|line| line.x).collect();
    starts.sort_by(f64::total_cmp);
    let mut best: Option<(usize, f64)> = None;
    let mut tried = f64::NEG_INFINITY;
    for (n, x) in starts.iter().enumerate() {
        let begin_here = starts.get(n + LINES - 2).is_some_and(|next| next - x <= EDGE);
        if !begin_here || x - tried < 1.0 {
            continue;
        }
        tried = *x;
        let at = x - 0.5;
        let runs = rows.chunk_by(|a, b| crosses(a, at) == crosses(b, at));
        let lines: usize = runs.filter_map(|run| columns(run, at)).sum();
        if lines > 0 && best.is_none_or(|best| lines > best.0) {
            best = Some((lines, at));
        }
    }
    best.map(|best| best.1)
}

/// How many lines the shorter of two columns has that stand beside each other in these rows, if they do.
fn columns(run: &[Row], x: f64) -> Option<usize> {
    if run.first().is_none_or(|row| crosses(row, x)) {
        return None;
    }
    let left = Side::of(run, |line| line.x < x);
    let right = Side::of(run, |line| line.x >= x);
    let lines = left.widths.len().min(right.widths.len());
    // beside each other, not one below the other
    let shared = left.bottom.min(right.bottom) - left.top.max(right.top);
    let shorter = (left.bottom - left.top).min(right.bottom - right.top);
    // dates and sums at the right edge begin anywhere
    let aligned = run.iter().filter(|row| {
        let first = row.iter().find(|line| line.x >= x);
        first.is_some_and(|line| line.x - x <= EDGE)
    });
    let is_aligned = 2 * aligned.count() >= right.widths.len();
    let are = is_aligned && lines >= LINES && left.is_wide() && right.is_wide() && shared > 0.5 * shorter;
    are.then_some(lines)
}

struct Side {
    /// Of the lines, in their sizes.
    widths: Vec<f64>,
    top: f64,
    bottom: f64,
}

impl Side {
    fn of(run: &[Row], is_in: impl Fn(&Line) -> bool) -> Self {
        let mut side = Self {
            widths: Vec::new(),
            top: f64::INFINITY,
            bottom: f64::NEG_INFINITY,
        };
        for row in run {
            let mut lines = row.iter().filter(|line| is_in(line)).peekable();
            let Some(first) = lines.peek().copied() else {
                continue;
            };
            // without the white in it, which cells have much of
            side.widths
                .push(lines.map(|line| (line.end - line.x) / line.size).sum());
            side.top = side.top.min(first.y);
            side.bottom = side.bottom.max(first.y);
        }
        side
    }

    fn is_wide(&self) -> bool {
        let wide = self.widths.iter().filter(|width| **width >= WIDE).count();
        2 * wide >= self.widths.len()
    }
}

/// The pieces of each row as one line.
fn joined(rows: Vec<Row>) -> Vec<Line> {
    let of = |row: Row| {
        row.into_iter().reduce(|mut line, piece| {
            line.text.push(' ');
            line.text.push_str(&piece.text);
            line.end = piece.end;
            line.size = line.size.max(piece.size);
            line
        })
    };
    rows.into_iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, x: f64, y: f64, width: f64) -> Line {
        Line {
            text: text.to_owned(),
            x,
            end: x + width,
            y,
            size: 10.0,
        }
    }

    fn texts(flows: &[Vec<Line>]) -> Vec<String> {
        let text = |flow: &Vec<Line>| {
            flow.iter()
                .map(|line| line.text.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        };
        flows.iter().map(text).collect()
    }

    #[test]
    fn a_page_of_one_column_above_two() {
        let mut lines: Vec<Line> = (0..20)
            .map(|n| at("w", 50.0, 50.0 + 12.0 * f64::from(n), 400.0))
            .collect();
        for n in 0..4 {
            let y = 320.0 + 12.0 * f64::from(n);
            lines.extend([at("a", 50.0, y, 190.0), at("b", 252.0, y, 190.0)]);
        }
        let flows = order(lines);
        assert_eq!(texts(&flows)[1..], ["a a a a", "b b b b"]);
    }

    #[test]
    fn three_columns_and_a_table() {
        let mut lines = Vec::new();
        for n in 0..6 {
            let y = 50.0 + 12.0 * f64::from(n);
            lines.extend([
                at("a", 50.0, y, 150.0),
                at("b", 215.0, y, 150.0),
                at("c", 380.0, y, 150.0),
            ]);
        }
        for n in 0..6 {
            let y = 300.0 + 12.0 * f64::from(n);
            lines.extend([
                at("k", 50.0, y, 140.0),
                at("1", 215.0, y, 20.0),
                at("2", 380.0, y, 20.0),
            ]);
        }
        // a line across parts them
        lines.insert(18, at("across", 50.0, 200.0, 480.0));
        let flows = order(lines);
        assert_eq!(
            texts(&flows),
            [
                "a a a a a a",
                "b b b b b b",
                "c c c c c c",
                "across k 1 2 k 1 2 k 1 2 k 1 2 k 1 2 k 1 2"
            ]
        );
    }
}
