//! Statements that repeat an earlier one of the article: a headline or lead and the body behind it.
//!
//! Meant to be right rather than complete: same speaker, same mode, the words of the shorter in the longer, close together,
//! with the same numbers and the same negation.

use onrecord_record::{Mode, Speaker, SpeakerType, Statement};
use std::collections::{BTreeMap, BTreeSet};

/// Content words of a statement that are compared; the rest of a longer one is left aside, so that the cost stays bounded.
const MOST_WORDS: usize = 240;
/// Statements that one word leads to, the latest first: a word that more statements hold tells none of them apart.
const MOST_WITH_WORD: usize = 48;
/// Most earlier statements that one statement is said to repeat.
const MOST_LINKS: usize = 4;
/// Contents with fewer words than this must be held whole by the longer.
const SHORT: usize = 7;
/// Share of the shorter one's words, by rarity, that the longer must hold.
const SHARE: f32 = 0.85;

/// Share of a headline's words that is enough: a headline and what stands below it seldom contradict each other.
const HEADLINE_SHARE: f32 = 0.65;

/// Code points of the article's first line when it is a headline: it does not end as a sentence does.
pub(crate) fn headline(text: &str) -> u32 {
    let line = text.lines().next().unwrap_or_default().trim_end();
    let sentence = line.ends_with(['.', '!', '?', '”', '"']) || line.len() == text.trim_end().len();
    if sentence || line.len() > 400 {
        0
    } else {
        u32::try_from(line.chars().count()).unwrap_or(0)
    }
}

/// Fills `same_as`. Statements that begin before `headline` stand in the headline.
pub(crate) fn link(statements: &mut [Statement], headline: u32) {
    let said: Vec<Option<Said>> = statements.iter().map(|s| Said::of(s, headline)).collect();
    let mut holding: BTreeMap<&str, usize> = BTreeMap::new();
    for word in said.iter().flatten().flat_map(|s| &s.set) {
        *holding.entry(word).or_default() += 1;
    }
    let count = said.iter().flatten().count() as f32;
    let weight = |word: &str| (1.0 + count / holding.get(word).copied().unwrap_or(1) as f32).ln();
    let mut index: BTreeMap<(&[String], Mode, &str), Vec<usize>> = BTreeMap::new();
    let mut links: Vec<Vec<usize>> = vec![Vec::new(); statements.len()];
    for (later, own) in said.iter().enumerate() {
        let Some(own) = own else { continue };
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for word in own.set.iter().filter(|_| !own.speakers.is_empty()) {
            let earlier = index
                .entry((own.speakers.as_slice(), own.mode, word))
                .or_default();
            for &e in earlier.iter().rev().take(MOST_WITH_WORD) {
                *shared.entry(e).or_default() += 1;
            }
            earlier.push(later);
        }
        // a headline's "Mayor" may be nobody that is known
        let above = said[..later].iter().take(MOST_IN_HEADLINE).enumerate();
        for (e, other) in above.filter_map(|(e, s)| Some((e, s.as_ref()?))) {
            if other.headline && !own.headline && other.mode == own.mode && other.may_be(own) {
                shared.entry(e).or_insert(2);
            }
        }
        let mut found: Vec<usize> = shared
            .into_iter()
            .filter(|&(_, n)| n >= 2)
            .filter(|&(e, _)| said[e].as_ref().is_some_and(|other| repeats(other, own, &weight)))
            .map(|(e, _)| e)
            .collect();
        found.truncate(MOST_LINKS);
        links[later] = found;
    }
    for (later, earlier) in links.into_iter().enumerate() {
        let ids = earlier.into_iter().map(|e| statements[e].id.clone()).collect();
        statements[later].same_as = ids;
    }
}

/// Who speaks: ids, or the printed words of a group ("officials"); none when it may be anybody.
fn speakers(statement: &Statement) -> Option<Vec<String>> {
    let group = |s: &Speaker| {
        let words = statement
            .source
            .first()
            .filter(|_| s.kind == SpeakerType::Group)?;
        let small = words.text.to_lowercase();
        Some(small.strip_prefix("the ").unwrap_or(&small).to_owned())
    };
    statement
        .speakers
        .iter()
        .map(|s| s.person.clone().or_else(|| group(s)))
        .collect()
}

fn called(statement: &Statement) -> BTreeSet<String> {
    let printed = statement.source.iter().map(|s| s.text.as_str());
    let known = statement
        .speakers
        .iter()
        .flat_map(|s| [s.name.as_deref(), s.role.as_deref()])
        .flatten();
    let words = printed
        .chain(known)
        .flat_map(|t| t.split(|c: char| !c.is_alphanumeric()));
    words
        .map(|w| w.chars().take(5).collect::<String>().to_lowercase())
        .filter(|w| w.chars().count() > 3)
        .collect()
}

/// Statements at the start of the article among which those of the headline are looked for.
const MOST_IN_HEADLINE: usize = 6;

/// What is compared of a statement.
struct Said {
    speakers: Vec<String>,
    mode: Mode,
    /// Content words in order, cut to their stems.
    words: Vec<String>,
    set: BTreeSet<String>,
    numbers: BTreeSet<String>,
    negated: bool,
    /// It has an auxiliary or begins with "to": more than a bare noun phrase.
    clause: bool,
    headline: bool,
    /// A named human being.
    person: bool,
    /// Words of source, name and office, cut to five letters.
    called: BTreeSet<String>,
}

impl Said {
    /// Whether a headline's short source ("Mayor", "Germany") may be the one named below ("Mayor Ada Quill", "the German
    /// government").
    fn may_be(&self, below: &Self) -> bool {
        !(self.called.is_disjoint(&below.called) || self.person && below.person)
    }

    /// Only outermost statements of speakers that are known are compared.
    fn of(statement: &Statement, headline: u32) -> Option<Self> {
        let mut speakers = speakers(statement).unwrap_or_default();
        let begins = statement.content.first().is_some_and(|c| c.start < headline);
        speakers.sort();
        let called = called(statement);
        if speakers.is_empty() && called.is_empty() || statement.parent.is_some() {
            return None;
        }
        let mut out = Self {
            speakers,
            mode: statement.mode,
            words: Vec::new(),
            set: BTreeSet::new(),
            numbers: BTreeSet::new(),
            negated: false,
            clause: false,
            headline: begins,
            person: statement
                .speakers
                .iter()
                .any(|s| s.kind == SpeakerType::Person && s.person.is_some()),
            called,
        };
        for part in &statement.content {
            out.read(&part.text);
        }
        out.set = out.words.iter().cloned().collect();
        (out.set.len() >= 2).then_some(out)
    }

    fn read(&mut self, text: &str) {
        let whole = |c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '\'' | '’' | '%');
        let mut rest = text;
        while let Some(start) = rest.find(whole) {
            let end = rest[start..]
                .find(|c| !whole(c))
                .map_or(rest.len(), |n| start + n);
            self.word(rest[start..end].trim_matches(['.', ',', '\'', '’']));
            rest = &rest[end..];
            if self.words.len() >= MOST_WORDS {
                return;
            }
        }
    }

    fn word(&mut self, printed: &str) {
        let number = printed.starts_with(|c: char| c.is_ascii_digit());
        if number {
            let digits = printed.trim_end_matches('%').replace(',', "");
            self.numbers.insert(digits.clone());
            self.words.push(digits);
            if printed.ends_with('%') {
                self.words.push("percent".to_owned());
            }
            return;
        }
        let small = printed.to_lowercase().replace('’', "'");
        self.negated ^= small.ends_with("n't");
        let small = small
            .strip_suffix("'s")
            .unwrap_or(&small)
            .trim_end_matches('\'')
            .to_owned();
        if NEGATIONS.contains(&small.as_str()) {
            self.negated = true;
        }
        // the month is told from the auxiliary by its capital
        let month = printed == "May" && (!self.words.is_empty() || self.clause);
        if AUXILIARIES.contains(&small.as_str()) && !month {
            self.clause = true;
            return;
        }
        if SMALL_WORDS.contains(&small.as_str()) || small.chars().count() < 2 {
            return;
        }
        if let Some(number) = NUMBERS.iter().position(|n| *n == small) {
            let digits = (number + 1).to_string();
            self.numbers.insert(digits.clone());
            self.words.push(digits);
            return;
        }
        self.words.push(stem(&small));
    }
}

/// Whether two statements of one speaker in one mode say the same.
fn repeats(earlier: &Said, later: &Said, weight: &impl Fn(&str) -> f32) -> bool {
    let (short, long) = if earlier.set.len() <= later.set.len() {
        (earlier, later)
    } else {
        (later, earlier)
    };
    let year = |n: &&String| n.len() == 4 && matches!(n.get(..2), Some("19" | "20"));
    let numbers = short.numbers.iter().filter(|n| !(earlier.headline && year(n)));
    if earlier.negated != later.negated || { numbers }.any(|n| !long.numbers.contains(n)) {
        return false;
    }
    let shared: BTreeSet<&str> = short.set.intersection(&long.set).map(String::as_str).collect();
    if earlier.headline && !later.headline && shared.len() >= 3 {
        let share = shared.len() as f32 / short.set.len() as f32;
        return share >= HEADLINE_SHARE && within(&long.words, &shared) <= 3 * shared.len() + 8;
    }
    let missing = short.set.len() - shared.len();
    let bare = shared.len() == 2 && !short.clause;
    if shared.len() < 2 || bare || missing > 0 && short.set.len() < SHORT || missing * 7 > short.set.len() {
        return false;
    }
    let sum = |words: &mut dyn Iterator<Item = &str>| words.map(weight).sum::<f32>();
    let held = sum(&mut shared.iter().copied());
    let all = sum(&mut short.set.iter().map(String::as_str));
    held >= SHARE * all && within(&long.words, &shared) <= 2 * shared.len() + 6
}

/// Length of the shortest run of words that holds all of `wanted`.
fn within(words: &[String], wanted: &BTreeSet<&str>) -> usize {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut best, mut from) = (usize::MAX, 0);
    for (to, word) in words.iter().enumerate() {
        if !wanted.contains(word.as_str()) {
            continue;
        }
        *counts.entry(word).or_default() += 1;
        while counts.len() == wanted.len() {
            best = best.min(to + 1 - from);
            let first = words[from].as_str();
            if let Some(count) = counts.get_mut(first) {
                *count -= 1;
                if *count == 0 {
                    counts.remove(first);
                }
            }
            from += 1;
        }
    }
    best
}

const NEGATIONS: &[&str] = &[
    "not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "without", "cannot",
];

const AUXILIARIES: &[&str] = &[
    "is", "are", "was", "were", "be", "been", "being", "am", "has", "have", "had", "having", "will", "would",
    "shall", "should", "can", "could", "may", "might", "must", "do", "does", "did", "to",
];

const SMALL_WORDS: &[&str] = &[
    "a", "an", "the", "this", "that", "these", "those", "it", "its", "he", "she", "they", "we", "i", "you",
    "his", "her", "their", "our", "my", "your", "him", "them", "us", "me", "of", "in", "on", "at", "for",
    "with", "by", "from", "as", "about", "into", "over", "after", "before", "and", "or", "but", "if", "so",
    "than", "then", "there", "here", "also", "who", "which", "whom", "whose", "what", "when", "where",
    "because", "while", "not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "without",
    "cannot", "very", "just", "up", "out", "any", "all", "some",
];

const NUMBERS: &[&str] = &[
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

/// Forms that no ending gives away.
const IRREGULAR: &[(&str, &str)] = &[
    ("fell", "fall"),
    ("fallen", "fall"),
    ("rose", "rise"),
    ("risen", "rise"),
    ("sank", "sink"),
    ("sunk", "sink"),
    ("kept", "keep"),
    ("held", "hold"),
    ("found", "find"),
    ("won", "win"),
    ("lost", "lose"),
    ("left", "leave"),
    ("began", "begin"),
    ("begun", "begin"),
    ("went", "go"),
    ("gone", "go"),
    ("going", "go"),
    ("goes", "go"),
    ("came", "come"),
    ("took", "take"),
    ("taken", "take"),
    ("gave", "give"),
    ("given", "give"),
    ("got", "get"),
    ("grew", "grow"),
    ("grown", "grow"),
    ("made", "make"),
    ("built", "build"),
    ("sold", "sell"),
    ("bought", "buy"),
    ("paid", "pay"),
    ("sent", "send"),
    ("spent", "spend"),
    ("met", "meet"),
    ("led", "lead"),
    ("saw", "see"),
    ("seen", "see"),
    ("knew", "know"),
    ("known", "know"),
    ("shot", "shoot"),
    ("struck", "strike"),
    ("broke", "break"),
    ("broken", "break"),
    ("spoke", "speak"),
    ("spoken", "speak"),
    ("died", "die"),
    ("dies", "die"),
    ("dying", "die"),
    ("killed", "kill"),
    ("men", "man"),
    ("women", "woman"),
    ("children", "child"),
    ("people", "person"),
    ("percent", "percent"),
    ("cent", "percent"),
];

/// A word without its ending: enough to find "reopens" and "reopening" the same, no more.
fn stem(word: &str) -> String {
    if let Some((_, base)) = IRREGULAR.iter().find(|(form, _)| *form == word) {
        return (*base).to_owned();
    }
    let long = |stem: &str| stem.chars().count() >= 3;
    let plain = |stem: &str| {
        // "cancelled", "planning": the doubled letter goes with the ending
        let mut letters = stem.chars().rev();
        match (letters.next(), letters.next()) {
            (Some(a), Some(b)) if a == b && !matches!(a, 's' | 'e') => {
                stem[..stem.len() - a.len_utf8()].to_owned()
            }
            (Some('e'), _) => stem[..stem.len() - 1].to_owned(),
            _ => stem.to_owned(),
        }
    };
    for ending in ["ing", "ied", "ies", "ed", "es", "s"] {
        if let Some(rest) = word
            .strip_suffix(ending)
            .filter(|rest| long(rest) && !(ending == "s" && rest.ends_with('s')))
        {
            return if matches!(ending, "ied" | "ies") {
                format!("{rest}y")
            } else {
                plain(rest)
            };
        }
    }
    plain(word)
}

#[cfg(test)]
mod tests {
    use super::{headline, link};
    use onrecord_record::{Kind, Mode, Span, Speaker, SpeakerType, Statement};

    fn statement(id: &str, person: &str, mode: Mode, text: &str) -> Statement {
        Statement {
            id: id.to_owned(),
            kind: Kind::Indirect,
            mode,
            content: Vec::from([Span {
                start: 0,
                end: 1,
                text: text.to_owned(),
            }]),
            cue: Vec::new(),
            source: Vec::new(),
            speakers: Vec::from([Speaker {
                person: Some(person.to_owned()),
                name: None,
                kind: SpeakerType::Person,
                role: None,
                org: None,
                confidence: 1.0,
                open: false,
            }]),
            candidates: Vec::new(),
            addressee: None,
            medium: None,
            event: None,
            event_id: None,
            via: Vec::new(),
            parent: None,
            said_on: None,
            same_as: Vec::new(),
            confidence: 1.0,
            why: Vec::new(),
        }
    }

    fn mode(word: &str) -> Mode {
        Mode::ALL.into_iter().find(|m| m.as_str() == word).unwrap()
    }

    /// Wanted, found and wrongly found pairs of the list.
    fn score(headline: u32) -> (usize, usize, Vec<&'static str>) {
        let (mut wanted, mut right, mut wrong) = (0, 0, Vec::new());
        for line in include_str!("repeats.txt")
            .lines()
            .skip(3)
            .filter(|l| !l.is_empty())
        {
            let parts: Vec<&str> = line.split(" | ").collect();
            let [sign, speakers, modes, one, two] = parts.as_slice() else {
                panic!("cannot read {line}");
            };
            let (first, second) = speakers.split_once(' ').unwrap();
            let (mode_one, mode_two) = modes.split_once(' ').unwrap();
            let mut pair = [
                statement("s1", first, mode(mode_one), one),
                statement("s2", second, mode(mode_two), two),
            ];
            pair[1].content[0].start = 100;
            link(&mut pair, headline);
            assert!(pair[0].same_as.is_empty());
            let found = pair[1].same_as == ["s1"];
            wanted += usize::from(*sign == "+");
            right += usize::from(*sign == "+" && found);
            if *sign == "-" && found {
                wrong.push(line);
            }
        }
        (wanted, right, wrong)
    }

    #[test]
    fn pairs_in_running_text() {
        let (wanted, right, wrong) = score(0);
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert!(right * 10 >= wanted * 9, "{right} of {wanted}");
    }

    #[test]
    fn pairs_of_headline_and_body() {
        let (wanted, right, wrong) = score(50);
        // one verb apart: what no headline does to its own story
        assert!(wrong.len() <= 2, "{wrong:#?}");
        assert!(right * 20 >= wanted * 19, "{right} of {wanted}");
    }

    #[test]
    fn headlines() {
        assert_eq!(
            headline("Mayor says bridge will open\n\nThe bridge opens in May."),
            27
        );
        assert_eq!(headline("The bridge opens in May.\n\nIt is new."), 0);
        assert_eq!(headline("One line"), 0);
        assert_eq!(headline(""), 0);
    }

    #[test]
    fn thousands_of_repeats_stay_bounded() {
        let mut many: Vec<Statement> = (0..3000)
            .map(|n| {
                statement(
                    &format!("s{n}"),
                    "p1",
                    Mode::Said,
                    "the northern bridge will reopen soon",
                )
            })
            .collect();
        link(&mut many, 0);
        assert!(many.iter().skip(1).all(|s| (1..=4).contains(&s.same_as.len())));
    }
}
