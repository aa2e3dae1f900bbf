//! Writers' names out of what is declared or printed for them: "By Jane Doe, John Roe and Ann Poe, Staff Writers".

mod words;

use super::fold::fold;
use words::{AGENCIES, BODY, CREDENTIALS, HOUSE, LEADS, OTHERS, PARTICLES, ROLES, SUFFIXES, has, phrases};

/// What is known of the page when its writers are read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outlets {
    /// What the page calls its outlet, folded: site names, publishers, the host's name.
    folded: Vec<String>,
}

impl Outlets {
    pub(crate) fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut folded: Vec<String> = Vec::new();
        for name in names {
            let name = bare(&fold(name));
            if name.len() > 1 && !folded.contains(&name) {
                folded.push(name);
            }
        }
        Self { folded }
    }

    /// Whether a name is the outlet's.
    pub(crate) fn names(&self, name: &str) -> bool {
        let name = bare(&fold(name));
        !name.is_empty() && self.folded.contains(&name)
    }
}

/// An outlet's name without article, domain and blanks: "The Daily Herald" and "dailyherald.com" are the same.
fn bare(folded: &str) -> String {
    let name = folded.strip_prefix("the ").unwrap_or(folded);
    let name = name.strip_prefix("www.").unwrap_or(name);
    let name = match name.find('.') {
        Some(dot) if !name.contains(' ') => name.get(..dot).unwrap_or(name),
        _ => name,
    };
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A writer, as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// The name.
    pub(crate) text: String,
    /// What it seems to be.
    pub(crate) kind: NameKind,
}

/// What a writer seems to be. The order is that of trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NameKind {
    /// A person.
    Person,
    /// An agency or another body.
    Body,
    /// The outlet itself, or "Staff", "admin" and the like.
    House,
}

/// Longer values name no writers.
const LONGEST: usize = 400;
/// More names than any article has.
const MOST: usize = 40;

/// Whether a name is a wire agency's.
pub(crate) fn is_agency(name: &str) -> bool {
    let folded = fold(name);
    let folded = folded.strip_prefix("the ").unwrap_or(&folded);
    has(AGENCIES, folded)
}

/// The part behind a lead like "By", and whether there was one.
pub(crate) fn behind_lead(text: &str) -> (&str, bool) {
    let text = text
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '|' | '•' | '·'));
    let mut best: Option<&str> = None;
    for lead in phrases(LEADS) {
        let Some(start) = text.get(..lead.len()) else {
            continue;
        };
        let rest = text.get(lead.len()..).unwrap_or_default();
        let ends = rest.starts_with(|c: char| c.is_whitespace() || matches!(c, ':' | '—' | '–' | '-'))
            || (lead.ends_with(':') && !rest.is_empty());
        if start.eq_ignore_ascii_case(lead) && ends && best.is_none_or(|b| rest.len() < b.len()) {
            best = Some(rest);
        }
    }
    match best {
        Some(rest) => (
            rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | '|')),
            true,
        ),
        None => (text, false),
    }
}

/// The writers that a value names, in its order, each once. Line breaks part names.
pub(crate) fn names(value: &str, outlets: &Outlets) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::new();
    if value.len() > LONGEST {
        return out;
    }
    let value = without_addresses(&without_tags(value));
    let (value, _) = behind_lead(value.trim());
    let value = before_others(value);
    let mut pieces = pieces(value);
    reorder(&mut pieces);
    for piece in &pieces {
        let text = person(piece, outlets);
        let Some(kind) = kind(&text, outlets) else {
            continue;
        };
        if out.len() < MOST && !out.iter().any(|n| fold(&n.text) == fold(&text)) {
            out.push(Name { text, kind });
        }
    }
    // beside a person, the others are what the person is, and whom it writes for
    if out.iter().any(|n| n.kind == NameKind::Person) {
        out.retain(|n| n.kind == NameKind::Person);
    } else if out.iter().any(|n| n.kind == NameKind::Body) {
        out.retain(|n| n.kind == NameKind::Body);
    }
    out
}

/// Without markup that some systems leave in.
fn without_tags(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut inside = false;
    for c in value.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                out.push(' ');
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

/// Without words that are addresses or handles.
fn without_addresses(value: &str) -> String {
    let address = |w: &str| w.contains("://") || w.starts_with("www.") || w.contains('@');
    if !value.split_whitespace().any(address) {
        return value.to_owned();
    }
    let lines = value.lines().map(|line| {
        let words: Vec<&str> = line
            .split_whitespace()
            .map(|w| if address(w) { "|" } else { w })
            .collect();
        words.join(" ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The part ahead of a label for others than writers.
fn before_others(value: &str) -> &str {
    let lower = value.to_ascii_lowercase();
    let cut = phrases(OTHERS).filter_map(|label| {
        let at = lower.find(label)?;
        let before = lower.get(..at)?.chars().next_back();
        let after = lower.get(at + label.len()..)?.chars().next();
        let whole = before.is_none_or(|c| !c.is_alphanumeric()) && after.is_none_or(|c| !c.is_alphanumeric());
        whole.then_some(at)
    });
    cut.min().and_then(|at| value.get(..at)).unwrap_or(value)
}

/// Splits at line breaks, commas, semicolons, bars, slashes, "and" and "&".
fn pieces(value: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut piece: Vec<&str> = Vec::new();
    // behind "in" or "for": a place or an employer, up to the next name
    let mut beside = false;
    let mut close = |piece: &mut Vec<&str>, beside: &mut bool| {
        let joined = piece.join(" ");
        piece.clear();
        let around = |c: char| c.is_whitespace() || "-–—:*\"“”()[]".contains(c);
        let trimmed = joined.trim_matches(around);
        if trimmed.is_empty() || std::mem::take(beside) {
            return;
        }
        match out.last_mut() {
            Some(last) if has(SUFFIXES, &trimmed.to_ascii_lowercase()) => {
                last.push_str(", ");
                last.push_str(trimmed);
            }
            _ => out.push(trimmed.to_owned()),
        }
    };
    for part in value.split_inclusive([',', ';', '|', '/', '•', '·', '，', '、', '\n']) {
        let (part, ends) = match part.chars().next_back() {
            Some(c) if ",;|/•·，、\n".contains(c) => {
                (part.get(..part.len() - c.len_utf8()).unwrap_or(part), true)
            }
            _ => (part, false),
        };
        for word in part.split_whitespace() {
            let low = word.to_lowercase();
            if matches!(
                low.as_str(),
                "and" | "&" | "und" | "et" | "with" | "-" | "–" | "—" | "y"
            ) {
                close(&mut piece, &mut beside);
            } else if matches!(low.as_str(), "in" | "at" | "for" | "via")
                && piece.len() > 1
                && !piece.iter().any(|w| has(BODY, &w.to_lowercase()))
            {
                close(&mut piece, &mut beside);
                beside = true;
            } else {
                piece.push(word);
            }
        }
        if ends {
            close(&mut piece, &mut beside);
        }
    }
    close(&mut piece, &mut beside);
    out
}

/// "Doe, Jane" is one name.
fn reorder(pieces: &mut Vec<String>) {
    if let [last, first] = pieces.as_slice() {
        let single = |s: &str| {
            !s.contains(' ')
                && s.chars()
                    .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'))
        };
        let low = |s: &str| fold(s).replace('.', "");
        let plain = |s: &str| !has(AGENCIES, &fold(s)) && !has(BODY, &low(s));
        if single(last) && single(first) && plain(last) && plain(first) && !has(CREDENTIALS, &low(first)) {
            *pieces = vec![format!("{first} {last}")];
        }
    }
}

/// What a piece is; `None` when it names nobody at all.
fn kind(piece: &str, outlets: &Outlets) -> Option<NameKind> {
    let folded = fold(piece);
    let words: Vec<&str> = folded.split(' ').collect();
    let letters = folded.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 2
        || piece.len() > 90
        || folded.contains('@')
        || folded.contains("://")
        || folded.starts_with("www.")
    {
        return None;
    }
    // times, counts, the numbers of users
    if folded.contains(|c: char| c.is_ascii_digit()) || phrases(LEADS).any(|l| l == folded) {
        return None;
    }
    let plain = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).replace('.', "");
    if words.iter().all(|w| has(CREDENTIALS, &plain(w))) && words.len() < 4 {
        return None;
    }
    if outlets.names(piece) || has(HOUSE, &folded) {
        return Some(NameKind::House);
    }
    if is_agency(piece) {
        return Some(NameKind::Body);
    }
    if words.len() == 1 && folded.contains('.') && !folded.ends_with('.') {
        // the name of a site
        return Some(NameKind::House);
    }
    let one_of = |list| words.iter().any(|w| has(list, &plain(w)));
    if one_of("staff admin") {
        return Some(NameKind::House);
    }
    if one_of(ROLES) || one_of(BODY) {
        return Some(NameKind::Body);
    }
    if words.len() > 7 {
        return None;
    }
    // "city hall" and the like begin in small letters
    if piece.chars().next().is_some_and(char::is_lowercase)
        && words.len() > 1
        && !words.first().is_some_and(|w| has(PARTICLES, w))
    {
        return None;
    }
    Some(NameKind::Person)
}

/// A person's name without what follows it: degrees, the agency or outlet written for.
fn person(piece: &str, outlets: &Outlets) -> String {
    let mut words: Vec<&str> = piece.split(' ').filter(|w| !w.is_empty()).collect();
    for word in ["@", "("] {
        if let Some(at) = words.iter().position(|w| w.starts_with(word))
            && at > 0
        {
            words.truncate(at);
        }
    }
    loop {
        let count = words.len();
        for keep in 2..count {
            let rest = words.get(keep..).unwrap_or_default().join(" ");
            let degree = |w: &str| {
                let w = w.trim_matches(',').replace('.', "");
                // "Ma" and "Do" are names, too
                w.chars().all(|c| !c.is_lowercase()) && has(CREDENTIALS, &w.to_ascii_lowercase())
                    || w == "PhD"
            };
            if is_agency(&rest) || outlets.names(&rest) || rest.split(' ').all(degree) {
                words.truncate(keep);
                break;
            }
        }
        if words.len() == count {
            break;
        }
    }
    words.join(" ").trim_end_matches([',', ';', ':']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str) -> Vec<String> {
        let outlets = Outlets::new(["The Harbour Herald", "harbourherald.example"]);
        names(value, &outlets).into_iter().map(|n| n.text).collect()
    }

    #[test]
    fn persons_without_what_stands_around_them() {
        for (value, expected) in [
            ("Jane Doe", &["Jane Doe"][..]),
            ("By Jane Doe", &["Jane Doe"]),
            ("BY JANE DOE AND JOHN ROE", &["JANE DOE", "JOHN ROE"]),
            ("by: Jane Doe", &["Jane Doe"]),
            (
                "Jane Doe, John Roe and Ann Poe",
                &["Jane Doe", "John Roe", "Ann Poe"],
            ),
            (
                "Jane Doe; John Roe / Ann Poe",
                &["Jane Doe", "John Roe", "Ann Poe"],
            ),
            ("Jane Doe & John Roe", &["Jane Doe", "John Roe"]),
            ("Jane Doe, Jane Doe", &["Jane Doe"]),
            ("Jane Doe, Politics Reporter", &["Jane Doe"]),
            ("Jane Doe, The Associated Press", &["Jane Doe"]),
            ("Jane O'Doe The Associated Press", &["Jane O'Doe"]),
            ("Jane Doe, Harbour Herald", &["Jane Doe"]),
            ("Jane Doe | jdoe@harbourherald.example", &["Jane Doe"]),
            ("Jane Doe | Sponsored", &["Jane Doe"]),
            ("Jane Doe, M.D.", &["Jane Doe"]),
            ("Jane Doe MS, RDN, LD", &["Jane Doe"]),
            ("John Roe Jr.", &["John Roe Jr."]),
            ("John Roe, Jr. and Ann Poe", &["John Roe, Jr.", "Ann Poe"]),
            ("Doe, Jane", &["Jane Doe"]),
            ("<a href=\"/jane\">Jane Doe</a>", &["Jane Doe"]),
            ("Written by Jane Doe; Photography by Ann Poe", &["Jane Doe"]),
            (
                "By Jane Doe in Nairobi and John Roe in Oslo",
                &["Jane Doe", "John Roe"],
            ),
            ("By Vincent van Roe", &["Vincent van Roe"]),
            ("Byron Roe", &["Byron Roe"]),
            ("Andy Poe", &["Andy Poe"]),
        ] {
            assert_eq!(read(value), expected, "{value}");
        }
    }

    #[test]
    fn what_names_nobody() {
        for value in [
            "",
            "https://www.example.com/jane",
            "@jdoe",
            "jdoe@example.com",
            "12345",
            "By",
            "and",
            "|",
        ] {
            assert_eq!(read(value), [""; 0], "{value}");
        }
    }

    #[test]
    fn bodies_and_the_house_are_told_from_persons() {
        let outlets = Outlets::new(["The Harbour Herald"]);
        let kind = |value: &str| names(value, &outlets).first().map(|n| n.kind);
        assert_eq!(kind("The Associated Press"), Some(NameKind::Body));
        assert_eq!(kind("Institute of Sea Research"), Some(NameKind::Body));
        assert_eq!(kind("HarbourHerald.com"), Some(NameKind::House));
        assert_eq!(kind("Harbour Herald Staff"), Some(NameKind::House));
        assert_eq!(kind("admin"), Some(NameKind::House));
        assert_eq!(kind("Ann Poe"), Some(NameKind::Person));
    }
}
