//! Noun phrases as printed: pronouns, names, bodies, joint sources.

use onrecord_text::{Layout, Shape};
use std::ops::Range;

/// Pronouns that stand for somebody named elsewhere.
pub(crate) fn is_pronoun(word: &str) -> bool {
    const PRONOUNS: &[&str] = &[
        "he", "she", "they", "it", "i", "we", "you", "who", "him", "her", "them", "his", "their", "its", "me", "us", "himself",
        "herself", "themselves", "itself", "which", "that", "this", "these", "those", "both", "others", "some", "many", "one",
        "my", "our", "your", "hers", "theirs", "whom",
    ];
    PRONOUNS.iter().any(|p| p.eq_ignore_ascii_case(word))
}

/// Words inside names that are printed small.
fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "of" | "de" | "da" | "do" | "dos" | "del" | "della" | "di" | "du" | "la" | "le" | "van" | "von" | "der" | "den" | "al"
            | "el" | "bin" | "bint" | "ibn" | "ter" | "for" | "and" | "&" | "the" | "on" | "in" | "y" | "e" | "ul"
    )
}

/// Titles printed before names; not part of the name.
pub(crate) fn is_title(word: &str) -> bool {
    const TITLES: &[&str] = &[
        "Mr", "Mrs", "Ms", "Miss", "Dr", "Prof", "Professor", "Sir", "Dame", "Lord", "Lady", "Rev", "Reverend", "Father",
        "Sister", "Brother", "Judge", "Justice", "Senator", "Sen", "Rep", "Representative", "Congressman", "Congresswoman",
        "President", "Vice", "Prime", "Minister", "Chancellor", "Governor", "Gov", "Deputy", "Mayor", "Ambassador", "Secretary",
        "General", "Gen", "Colonel", "Col", "Captain", "Capt", "Lieutenant", "Lt", "Major", "Maj", "Sergeant", "Sgt", "Admiral",
        "Commander", "Chief", "Director", "Chairman", "Chairwoman", "Chair", "Chairperson", "Speaker", "Councillor",
        "Commissioner", "King", "Queen", "Prince", "Princess", "Pope", "Bishop", "Archbishop", "Cardinal", "Sheikh", "Imam",
        "Rabbi", "Officer", "Detective", "Inspector", "Superintendent", "Sheriff", "Coach", "Spokesman", "Spokeswoman",
        "Spokesperson", "Attorney", "Foreign", "Interior", "Defence", "Defense", "Finance", "Health", "Transport", "Executive",
        "Premier", "Emir", "Sultan", "MP", "Assistant", "Acting", "Former", "Editor", "Head", "Dean", "Rector", "Lawyer",
        "Hon", "Shri", "Smt", "Ustad", "Datuk", "Tan", "Tun", "Ayatollah", "Engineer", "Resident", "Analyst", "Economist",
        "Emergencies", "Regional", "Federal", "State", "National", "Chancellor",
    ];
    TITLES.contains(&word)
}

/// Words that make a name the name of a body.
fn is_body_word(word: &str) -> bool {
    const BODIES: &[&str] = &[
        "Ministry", "Department", "Agency", "Committee", "Commission", "Council", "Court", "Bank", "University", "Institute",
        "Union", "Party", "Company", "Corporation", "Corp", "Inc", "Ltd", "Group", "Association", "Federation", "Office",
        "Bureau", "Service", "Police", "Army", "Navy", "Force", "Forces", "Authority", "Board", "Centre", "Center", "Embassy",
        "Parliament", "Assembly", "Senate", "Congress", "House", "Government", "Administration", "Organization", "Organisation",
        "Foundation", "Society", "Club", "Times", "Post", "News", "Reuters", "Press", "Radio", "Television", "TV", "Network",
        "School", "College", "Hospital", "Church", "League", "Alliance", "Coalition", "Movement", "Front", "Fund", "Trust",
        "Chamber", "Directorate", "Secretariat", "Consulate", "Mission", "Unit", "Team", "Observatory", "Museum", "Airlines",
        "Airways", "Railways", "Holdings", "Industries", "Systems", "Technologies", "Labs", "Laboratory", "Airport", "Port",
        "Herald", "Tribune", "Gazette", "Journal", "Guardian", "Telegraph", "Mail", "Agence", "Interfax", "TASS", "Xinhua",
        "City", "Union", "Nations", "Tribunal", "Prosecutor", "Watch", "International", "Works", "Project", "Campaign",
    ];
    BODIES.contains(&word)
}

/// Nouns for texts that speak.
fn is_document_word(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "report" | "reports" | "statement" | "poll" | "survey" | "study" | "studies" | "law" | "bill" | "letter" | "document"
            | "documents" | "records" | "data" | "indictment" | "complaint" | "lawsuit" | "order" | "ruling" | "decree" | "charter"
            | "constitution" | "resolution" | "agreement" | "treaty" | "memo" | "email" | "emails" | "website" | "article"
            | "paper" | "book" | "release" | "forecast" | "figures" | "statistics" | "census" | "review" | "filing" | "notice"
            | "papers" | "newspaper" | "media" | "editorial" | "log" | "note" | "transcript" | "sign" | "banner" | "headline"
            | "research" | "analysis" | "audit" | "act" | "rules" | "guidelines" | "post" | "tweet" | "video"
    )
}

/// What a source phrase is, by its words alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Pronoun,
    Name,
    Body,
    Document,
    Group,
    Description,
}

/// What the phrase over `tokens` is, and the name inside it, if it prints one.
pub(crate) fn form(layout: &Layout<'_>, tokens: &Range<usize>) -> (Form, Option<Range<usize>>) {
    let words: Vec<&str> = tokens.clone().map(|i| layout.word(i)).collect();
    if words.len() <= 2 && words.first().is_some_and(|w| is_pronoun(w)) {
        return (Form::Pronoun, None);
    }
    let name = name_in(layout, tokens);
    let head_document = words.iter().take_while(|w| !matches!(**w, "of" | "by" | "from" | "," | "that")).last();
    if let Some(name) = name {
        let body = name.clone().any(|i| is_body_word(layout.word(i)));
        let acronym = name.len() == 1 && layout.tokens()[name.start].shape == Shape::Upper;
        let after_the = name.start > tokens.start && layout.word(name.start - 1).eq_ignore_ascii_case("the");
        let whole = name.start <= tokens.start + 1 && name.end == tokens.end;
        let described = tokens.clone().take_while(|&i| i < name.start).any(|i| layout.tokens()[i].shape == Shape::Lower);
        if !body && described && head_document.is_some_and(|w| is_document_word(w)) && name.end == tokens.end {
            return (Form::Document, Some(name));
        }
        if body || acronym || (after_the && whole) {
            return (Form::Body, Some(name));
        }
        return (Form::Name, Some(name));
    }
    if head_document.is_some_and(|w| is_document_word(w)) {
        return (Form::Document, None);
    }
    let plural = head_document.is_some_and(|w| {
        w.len() > 3 && w.ends_with('s') && !w.ends_with("ss") || matches!(*w, "people" | "police" | "men" | "women" | "children")
    });
    (if plural { Form::Group } else { Form::Description }, None)
}

/// The longest run of capitalised words in the phrase, without titles before it.
fn name_in(layout: &Layout<'_>, tokens: &Range<usize>) -> Option<Range<usize>> {
    let capital = |i: usize| {
        matches!(layout.tokens()[i].shape, Shape::Capitalised | Shape::Upper | Shape::Mixed | Shape::Initial)
            && !(is_pronoun(layout.word(i)) && layout.tokens()[i].shape != Shape::Upper)
            && !matches!(layout.word(i), "The" | "A" | "An")
    };
    let mut best: Option<(usize, Range<usize>)> = None;
    let mut at = tokens.start;
    while at < tokens.end {
        if !capital(at) {
            at += 1;
            continue;
        }
        let begin = at;
        let mut end = at + 1;
        let mut next = end;
        while next < tokens.end {
            let word = layout.word(next);
            if capital(next) {
                next += 1;
                end = next;
            } else if is_particle(word) || matches!(word, "." | "'" | "’" | "-" | "&") {
                // particles and joints only count when a capital follows
                if word == "and" && !(begin..end).any(|i| is_body_word(layout.word(i))) {
                    break;
                }
                next += 1;
            } else if layout.tokens()[next].shape == Shape::Digits && end == next {
                next += 1;
                end = next;
            } else if word == "s" && end < next && matches!(layout.word(next - 1), "'" | "’") {
                break;
            } else {
                break;
            }
            if next - end > 3 {
                break;
            }
        }
        let body = (begin..end).any(|i| is_body_word(layout.word(i)));
        let mut from = begin;
        while !body && from + 1 < end && (is_title(layout.word(from)) || matches!(layout.word(from), "." | "-")) {
            from += 1;
        }
        while from + 1 < end && matches!(layout.word(from), "." | "-" | "of" | "for" | "and" | "the") {
            from += 1;
        }
        let only_title = from + 1 == end && is_title(layout.word(from)) && !body;
        let possessive = end + 1 < tokens.end && matches!(layout.word(end), "'" | "’") && layout.word(end + 1) == "s";
        // a name of two words beats a longer string of capitals that is only a possessive
        let weight = if only_title { 0 } else { (end - from) * 2 + usize::from(!possessive) * 4 };
        if weight > 0 && best.as_ref().is_none_or(|(w, _)| weight > *w) {
            best = Some((weight, from..end));
        }
        at = end.max(at + 1);
    }
    best.map(|(_, range)| range)
}

/// The parts of a joint source ("A, the head of X, and B, the dean"; "A and B"), each a phrase of its own.
///
/// A conjunction splits only when both sides print a name, so that "the Ministry of Trade and Industry" stays whole.
pub(crate) fn parts(layout: &Layout<'_>, tokens: &Range<usize>) -> Vec<Range<usize>> {
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    for i in tokens.clone() {
        let word = layout.word(i);
        if matches!(word, "and" | "&") || (word == "with" && i > tokens.start && layout.word(i - 1) == "along") {
            cuts.push((i, i + 1));
        }
    }
    // "A, B and C": a comma between two bare names
    if !cuts.is_empty() {
        for i in tokens.clone() {
            let bare = |a: usize, b: usize| {
                a < b && (a..b).all(|k| layout.tokens()[k].shape != Shape::Lower && layout.word(k) != ",")
            };
            let next = (i + 1..tokens.end).find(|&k| matches!(layout.word(k), "," | "and" | "&")).unwrap_or(tokens.end);
            if layout.word(i) == "," && bare(tokens.start, i) && bare(i + 1, next) {
                cuts.push((i, i + 1));
            }
        }
        cuts.sort_unstable();
    }
    let mut out = Vec::new();
    let mut start = tokens.start;
    for (cut, resume) in cuts {
        let side = |range: Range<usize>| trimmed(layout, range);
        let (left, right) = (side(start..cut), side(resume..tokens.end));
        let strong = |range: &Range<usize>| name_in(layout, range).is_some();
        let one_body = whole_body(layout, &left, &right, cut);
        if strong(&left) && strong(&right) && !one_body {
            out.push(left);
            start = resume;
        }
    }
    out.push(trimmed(layout, start..tokens.end));
    out.retain(|r| !r.is_empty());
    if out.is_empty() { vec![tokens.clone()] } else { out }
}

/// "Ministry of Trade and Industry", "Smith and Sons Ltd": the conjunction stands inside one name.
fn whole_body(layout: &Layout<'_>, left: &Range<usize>, right: &Range<usize>, cut: usize) -> bool {
    let has_body = |r: &Range<usize>| r.clone().any(|i| is_body_word(layout.word(i)));
    let touches = cut > left.start && layout.tokens()[cut - 1].shape != Shape::Mark;
    let article = layout.word(right.start).eq_ignore_ascii_case("the");
    touches && !article && has_body(left) && !has_body(right) && right.len() <= 3
}

fn trimmed(layout: &Layout<'_>, mut range: Range<usize>) -> Range<usize> {
    let idle = |i: usize| matches!(layout.word(i), "," | "and" | "&" | "both" | "Both" | "along" | "with");
    while range.start < range.end && idle(range.start) {
        range.start += 1;
    }
    while range.start < range.end && idle(range.end - 1) {
        range.end -= 1;
    }
    range
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        let layout = Layout::new(text);
        parts(&layout, &(0..layout.tokens().len())).into_iter().map(|r| text[layout.bytes(r)].to_owned()).collect()
    }

    fn named(text: &str) -> (Form, Option<String>) {
        let layout = Layout::new(text);
        let (form, name) = form(&layout, &(0..layout.tokens().len()));
        (form, name.map(|r| text[layout.bytes(r)].to_owned()))
    }

    #[test]
    fn joint_sources() {
        assert_eq!(split("Ilan Moraz, the head of the Orta campus, and Dina Vesel, the dean of its law faculty"), [
            "Ilan Moraz, the head of the Orta campus",
            "Dina Vesel, the dean of its law faculty"
        ]);
        assert_eq!(split("Orland, Veria and Tamsk"), ["Orland", "Veria", "Tamsk"]);
        assert_eq!(split("the Ministry of Trade and Industry"), ["the Ministry of Trade and Industry"]);
        assert_eq!(split("he and others"), ["he and others"]);
    }

    #[test]
    fn forms() {
        assert_eq!(named("Deputy Minister Gulnoza Rahmat"), (Form::Name, Some("Gulnoza Rahmat".to_owned())));
        assert_eq!(named("the Ministry of Agriculture"), (Form::Body, Some("Ministry of Agriculture".to_owned())));
        assert_eq!(named("he"), (Form::Pronoun, None));
        assert_eq!(named("two officials briefed on the talks"), (Form::Group, None));
        assert_eq!(named("the report"), (Form::Document, None));
        assert_eq!(named("a spokesman"), (Form::Description, None));
    }
}
