//! Names of bodies: without article and legal form, and whether a name tells one body from others of its kind.

use crate::fold::words;
use crate::list::{List, list};

static LEGAL: List = list!(
    " inc ltd limited llc llp plc corp corporation co company gmbh ag sa sas spa srl bv nv ab as oy oyj kk kg se pty pte bhd sdn jsc pjsc ooo "
);
/// Words that many bodies have in their names: one that has no other is told by its country or town alone.
static GENERIC: List = list!(
    " ministry department agency committee commission council court bank central national federal state supreme high constitutional police army \
     navy air force forces coast guard board centre center embassy parliament senate congress house government administration office bureau service services \
     authority foreign affairs interior internal justice health education finance treasury defence defense trade transport energy environment agriculture labour \
     labor culture tourism security emergency emergencies situations public general city county town district regional municipal royal university institute school \
     college hospital union party group association federation club fire brigade prosecutor prosecutors prosecution attorney electoral election of for and the in on \
     statistics planning development social women youth sports sport meteorological weather water railway railways post press cabinet presidency chamber commerce \
     democratic liberal conservative republican socialist people peoples green progressive united new "
);

/// A body's name as it is compared: folded, without article and legal form. Empty when nothing is left.
///
/// ```
/// use onrecord_identity::body_name;
/// assert_eq!(body_name("The Orvane Shipping Co. Ltd."), "orvane shipping");
/// ```
pub fn body_name(printed: &str) -> String {
    let mut words = words(printed);
    if words.first().is_some_and(|w| w == "the") {
        words.remove(0);
    }
    // "S.A." is two words of a letter
    let lone = |words: &[String]| words.len() > 3 && words[words.len() - 2..].iter().all(|w| w.len() == 1);
    if lone(&words) {
        words.truncate(words.len() - 2);
    }
    while words.len() > 1 && words.last().is_some_and(|w| LEGAL.contains(w.as_str())) {
        words.pop();
    }
    words.join(" ")
}

/// Words of a folded name that tell it from others of its kind: places, founders, makes.
pub(crate) fn telling(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(' ')
        .filter(|w| w.chars().count() > 2 && !GENERIC.contains(w) && !LEGAL.contains(w))
}

/// Whether a printed name is an acronym: capitals, two to six.
pub(crate) fn is_acronym(printed: &str) -> bool {
    let letters = printed.trim().trim_end_matches('.').replace('.', "");
    (2..=6).contains(&letters.chars().count())
        && letters.chars().all(|c| c.is_uppercase() || c.is_ascii_digit())
}

/// Whether two telling words are one, or a place and its people ("Vardal", "Vardalian").
pub(crate) fn akin(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let shared = short
        .chars()
        .zip(long.chars())
        .take_while(|(x, y)| x == y)
        .count();
    let short = short.chars().count();
    let ending: String = long.chars().skip(shared).collect();
    shared >= 4
        && shared + 1 >= short
        && matches!(
            ending.as_str(),
            "n" | "an" | "ian" | "ean" | "ish" | "ese" | "i" | "ic" | "er" | "s" | "ite"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_bodies() {
        assert_eq!(body_name("Kestrow Bank, S.A."), "kestrow bank");
        assert_eq!(body_name("the"), "");
        assert_eq!(
            telling("ministry of health of vardal").collect::<Vec<_>>(),
            ["vardal"]
        );
        assert_eq!(telling("central bank").count(), 0);
        assert!(is_acronym("WHO") && is_acronym("U.N.") && !is_acronym("Bank") && !is_acronym("A"));
        assert!(akin("vardal", "vardalian") && akin("kestrow", "kestrow") && !akin("vardal", "vardis"));
    }
}
