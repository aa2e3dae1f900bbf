//! The order in which the pieces of a page are read.

use crate::line::Line;

/// Columns beside each other, at most, are two to this power.
const DEEPEST: usize = 3;
/// Pages with more pieces than this are read from the top down.
const MOST: usize = 4000;
/// Lines that make a column.
const LINES: usize = 4;
/// How wide they are, in their sizes: the cells of a table are narrower.
const WIDE: f64 = 8.0;

/// Puts pieces in reading order: columns one after the other, between what goes across them.
pub(crate) fn order(lines: Vec<Line>) -> Vec<Vec<Line>> {
    if lines.len() > MOST {
        return vec![joined(lines)];
    }
    let mut out = Vec::new();
    split(lines, DEEPEST, &mut out);
    out
}

fn split(lines: Vec<Line>, depth: usize, out: &mut Vec<Vec<Line>>) {
    let gutter = match depth {
        0 => None,
        _ => gutter(&lines),
    };
    let Some(gutter) = gutter else {
        if !lines.is_empty() {
            out.push(joined(lines));
        }
        return;
    };
    let (mut left, mut right, mut across) = (Vec::new(), Vec::new(), Vec::new());
    for line in lines {
        if line.end <= gutter || line.x >= gutter {
            // what went across ends here
            if !across.is_empty() {
                out.push(joined(std::mem::take(&mut across)));
            }
            match line.end <= gutter {
                true => left.push(line),
                false => right.push(line),
            }
        } else {
            if !left.is_empty() || !right.is_empty() {
                split(std::mem::take(&mut left), depth - 1, out);
                split(std::mem::take(&mut right), depth - 1, out);
            }
            across.push(line);
        }
    }
    split(left, depth - 1, out);
    split(right, depth - 1, out);
    if !across.is_empty() {
        out.push(joined(across));
    }
}

/// Where a white stripe parts two columns.
fn gutter(lines: &[Line]) -> Option<f64> {
    let mut best: Option<(usize, f64)> = None;
    let mut starts: Vec<f64> = lines.iter().map(|line| line.x).collect();
    starts.sort_by(f64::total_cmp);
    starts.dedup_by(|a, b| (*a - *b).abs() < 1.0);
    for x in starts {
        let at = x - 0.5;
        let left: Vec<&Line> = lines.iter().filter(|line| line.end <= at).collect();
        let right: Vec<&Line> = lines.iter().filter(|line| line.x >= at).collect();
        let across = lines.len() - left.len() - right.len();
        let few = left.len().min(right.len());
        if few < LINES || across > few || best.is_some_and(|best| best.0 >= few) {
            continue;
        }
        let middle = |side: &[&Line]| {
            let mut widths: Vec<f64> = side.iter().map(|line| (line.end - line.x) / line.size).collect();
            widths.sort_by(f64::total_cmp);
            widths[widths.len() / 2]
        };
        // beside each other, not one below the other
        let reach = |side: &[&Line]| {
            let top = side.iter().map(|line| line.y).fold(f64::INFINITY, f64::min);
            let bottom = side.iter().map(|line| line.y).fold(f64::NEG_INFINITY, f64::max);
            (top, bottom)
        };
        let (a, b) = (reach(&left), reach(&right));
        let shared = a.1.min(b.1) - a.0.max(b.0);
        let shorter = (a.1 - a.0).min(b.1 - b.0);
        if middle(&left) >= WIDE && middle(&right) >= WIDE && shared > 0.5 * shorter {
            best = Some((few, at));
        }
    }
    best.map(|best| best.1)
}

/// Pieces on the same base line are one line here.
fn joined(lines: Vec<Line>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines {
        match out.last_mut() {
            Some(last) if (last.y - line.y).abs() < 0.3 * last.size.min(line.size) && line.x >= last.end => {
                last.text.push(' ');
                last.text.push_str(&line.text);
                last.end = line.end;
                last.size = last.size.max(line.size);
            }
            _ => out.push(line),
        }
    }
    out
}
