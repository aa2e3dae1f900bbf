//! Running heads and page numbers: what comes again at the edge of page after page.

use crate::line::Line;
use std::collections::BTreeMap;

/// How much of a page's height, at the top and at the bottom, is its edge.
const EDGE: f64 = 0.12;

/// Takes them out, and says how many lines they were.
pub(crate) fn take_out(pages: &mut [(f64, Vec<Line>)]) -> usize {
    if pages.len() < 2 {
        return 0;
    }
    let key = |height: f64, line: &Line| {
        let at_edge = line.y < EDGE * height || line.y > (1.0 - EDGE) * height;
        at_edge.then(|| {
            let text: String = line
                .text
                .chars()
                .filter(|c| !c.is_whitespace())
                .map(|c| if c.is_ascii_digit() { '#' } else { c })
                .collect();
            // one number is as good as another
            let text = text
                .split('#')
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join("#");
            (text, (line.y / 4.0).round() as i64)
        })
    };
    let mut seen: BTreeMap<(String, i64), usize> = BTreeMap::new();
    for (height, lines) in pages.iter() {
        let mut here: Vec<_> = lines.iter().filter_map(|line| key(*height, line)).collect();
        here.sort();
        here.dedup();
        for key in here {
            *seen.entry(key).or_default() += 1;
        }
    }
    let often = 2.max(pages.len() / 4);
    let mut count = 0;
    for (height, lines) in pages.iter_mut() {
        lines.retain(|line| {
            let running = key(*height, line).is_some_and(|key| seen.get(&key).is_some_and(|n| *n >= often));
            count += usize::from(running);
            !running
        });
    }
    count
}
