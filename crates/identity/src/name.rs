//! Full names, and how well two of them fit.

use crate::fold::words;
use crate::list::{List, list};
use serde::{Deserialize, Serialize};

/// A person's full name as it is compared.
///
/// Titles, honorifics and letters behind the name are left off; case, diacritics, hyphens and apostrophes make no difference. A name of one word is
/// none: nobody is told by a surname alone. Nothing else is read from a name.
///
/// ```
/// use onrecord_identity::{NameFit, PersonName};
/// let name = |printed| PersonName::of(printed).expect("a full name");
/// assert_eq!(name("Dr. Zoë O’Hara-Lind").to_string(), "zoe ohara lind");
/// assert_eq!(name("John F. Carrow").fit(&name("Sir John Carrow")), NameFit::Shorter);
/// assert_eq!(name("John F. Carrow").fit(&name("John B. Carrow")), NameFit::Other);
/// assert_eq!(name("J. Carrow").fit(&name("John Carrow")), NameFit::Initials);
/// assert!(PersonName::of("Mr Carrow").is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PersonName {
    words: Vec<String>,
    generation: Option<Generation>,
}

/// What tells bearers of one name in one family apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Generation {
    /// "Sr", "the Elder", "père".
    Elder,
    /// "Jr", "the Younger", "fils".
    Younger,
    /// "III" and further.
    Numbered(u8),
}

/// How well two full names fit, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameFit {
    /// All words are the same, in their order, or run together.
    Same,
    /// One leaves out middle names or has initials for them.
    Shorter,
    /// One has one of the other's two family names, the words stand in another order, or only one says "Jr".
    Variant,
    /// Every word is a likely transliteration of the other's.
    Spelling,
    /// They differ in nothing that is printed, but a given name is an initial.
    Initials,
    /// They are names of different people.
    Other,
}

/// Words ahead of a name that are no part of it. Offices are left off by whoever reads the article; these are what may be left.
static TITLES: List = list!(
    " mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend fr father sister brother hon honourable honorable \
     right the his her excellency majesty highness holiness eminence he hm hrh president vice prime minister chancellor premier king queen prince princess \
     emperor sultan emir sheikh shaikh imam ayatollah pope cardinal archbishop bishop rabbi senator sen rep representative congressman congresswoman \
     governor gov mayor deputy justice judge ambassador general gen lieutenant lt colonel col major maj captain capt sergeant sgt admiral adm commander \
     cmdr inspector detective chief madam madame monsieur mme mlle herr frau senor senora don dona datuk dato datin tan sri haji hajjah alhaji shri smt sri \
     pandit ustad mullah baba cllr councillor eng engr baron baroness count countess former ex acting coach secretary "
);
/// Those that are given names as well.
static NAMES_TOO: List = list!(" prince king bishop major don sri baba dean ");
/// Letters behind a name.
static LETTERS: List =
    list!(" qc kc mp mbe obe cbe kbe phd md esq mla mna msp ms am ao obi sc rn cpa ba ma msc jp td ");
/// Small words inside family names.
static PARTICLES: List = list!(
    " de da do dos das del della di du la le van von der den ter ten zu zur af av al el ul ould ibn bin bint ben abu e y san st "
);

fn is_initial(word: &str) -> bool {
    word.chars().count() == 1
}

/// Most words of a name that are compared; what has more is no name.
const MOST_WORDS: usize = 9;

impl PersonName {
    /// Reads a printed name; `None` when it is not at least a given and a family name, or is longer than names are (200 bytes, nine words).
    pub fn of(printed: &str) -> Option<Self> {
        if printed.len() > 200 {
            return None;
        }
        // a nickname in quotation marks or brackets is no part of the name
        let plain = without_nickname(printed);
        let mut words = words(&plain);
        let mut generation = None;
        loop {
            let last = words.last()?;
            let found = match last.as_str() {
                "jr" | "junior" | "younger" | "fils" | "ii" => Some(Generation::Younger),
                "sr" | "senior" | "elder" | "pere" => Some(Generation::Elder),
                "iii" => Some(Generation::Numbered(3)),
                "iv" => Some(Generation::Numbered(4)),
                _ => None,
            };
            if words.len() > 2 && found.is_some() {
                generation = found;
                words.pop();
                if words.last().is_some_and(|w| w == "the") {
                    words.pop();
                }
            } else if words.len() > 2 && LETTERS.contains(last.as_str()) {
                words.pop();
            } else {
                break;
            }
        }
        // a title is left off as long as two words remain: "Prince Adeyemi" may be a name
        while words.len() > 2 && TITLES.contains(words[0].as_str()) {
            words.remove(0);
        }
        let only_titled =
            words.len() == 2 && TITLES.contains(words[0].as_str()) && !NAMES_TOO.contains(words[0].as_str());
        if words.len() < 2
            || words.len() > MOST_WORDS
            || only_titled
            || words.last().is_some_and(|w| is_initial(w))
        {
            return None;
        }
        Some(Self { words, generation })
    }

    /// Keys to look for bearers of this name under: the given name, or what stands for it, with each word that may be the family name. Names that
    /// fit share a key, but for other spellings, whose keys begin with `~`, and initials, with `.`.
    pub fn keys(&self) -> Vec<String> {
        let (first, rest) = (&self.words[0], &self.words[1..]);
        let family = rest
            .iter()
            .filter(|w| !PARTICLES.contains(w.as_str()) && !is_initial(w));
        let mut out = Vec::new();
        for word in family {
            if is_initial(first) {
                out.push(format!(".{} {word}", first));
                continue;
            }
            out.push(format!("{first} {word}"));
            out.push(format!("~{} {}", skeleton(first), skeleton(word)));
            out.extend(first.chars().next().map(|initial| format!(".{initial} {word}")));
        }
        // given and family name may change places, and particles may run together with what follows
        if let Some(last) = self
            .words
            .last()
            .filter(|last| !is_initial(first) && !is_initial(last))
        {
            out.push(format!("{last} {first}"));
        }
        out.push(format!("={}", self.words.concat()));
        let mut sorted = self.words.clone();
        sorted.sort();
        out.push(format!("&{}", sorted.join(" ")));
        out.sort();
        out.dedup();
        out
    }

    /// Whether both are the same word for word, and no given name is an initial: that is [`NameFit::Same`].
    pub(crate) fn is(&self, other: &Self) -> bool {
        self == other && !is_initial(&self.words[0])
    }

    /// How well it fits another name.
    pub fn fit(&self, other: &Self) -> NameFit {
        let named = self.fit_words(other);
        match (self.generation, other.generation) {
            (Some(a), Some(b)) if a != b => NameFit::Other,
            (Some(_), None) | (None, Some(_)) if named < NameFit::Variant => NameFit::Variant,
            _ => named,
        }
    }

    /// Whether both print middle names or a generation, which can make it another name.
    pub(crate) fn contradicts(&self, other: &Self) -> bool {
        let (a, b) = (&self.words, &other.words);
        let generations = self.generation.is_some() && other.generation.is_some();
        generations || a.len() > 2 && b.len() > 2 && a.first() == b.first() && a.last() == b.last()
    }

    fn fit_words(&self, other: &Self) -> NameFit {
        let (a, b) = (&self.words, &other.words);
        let initial = is_initial(&a[0]) || is_initial(&b[0]);
        if a == b || a.concat() == b.concat() && !initial {
            return if initial { NameFit::Initials } else { NameFit::Same };
        }
        let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        let last = |w: &[String]| w[w.len() - 1].clone();
        if last(short) == last(long)
            && same_or_initial(&short[0], &long[0])
            && middles(inner(short), inner(long))
        {
            return if initial {
                NameFit::Initials
            } else {
                NameFit::Shorter
            };
        }
        if initial {
            return NameFit::Other;
        }
        let mut sorted = (a.clone(), b.clone());
        sorted.0.sort();
        sorted.1.sort();
        if sorted.0 == sorted.1 && (a.first() == b.last() || a.last() == b.first()) {
            return NameFit::Variant;
        }
        // "Anna Vesterlund" and "Anna Vesterlund-Marr": the family name that was first
        let family = |w: &[String]| {
            w[1..]
                .iter()
                .filter(|w| !PARTICLES.contains(w.as_str()) && !is_initial(w))
                .cloned()
                .collect::<Vec<_>>()
        };
        let (few, many) = (family(short), family(long));
        if short[0] == long[0]
            && few.len() < many.len()
            && few.len() <= 2
            && many.len() <= 3
            && few.iter().all(|w| many.contains(w))
        {
            return NameFit::Variant;
        }
        // middle names that differ are no spelling
        let initials = |w: &[String]| {
            inner(w)
                .iter()
                .filter(|w| is_initial(w))
                .cloned()
                .collect::<Vec<_>>()
        };
        let (i, j) = (initials(short), initials(long));
        if short[0] == long[0] && last(short) == last(long) || !i.is_empty() && !j.is_empty() && i != j {
            return NameFit::Other;
        }
        let (few, many) = (significant(short), significant(long));
        if few.len() == many.len() && few.iter().zip(&many).all(|(a, b)| respelt(a, b)) {
            return NameFit::Spelling;
        }
        NameFit::Other
    }
}

impl std::fmt::Display for PersonName {
    /// The folded words.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words.join(" "))
    }
}

fn inner(words: &[String]) -> &[String] {
    &words[1..words.len() - 1]
}

fn significant(words: &[String]) -> Vec<&String> {
    words
        .iter()
        .filter(|w| !PARTICLES.contains(w.as_str()) && !is_initial(w))
        .collect()
}

fn same_or_initial(a: &str, b: &str) -> bool {
    a == b || (is_initial(a) && b.starts_with(a)) || (is_initial(b) && a.starts_with(b))
}

/// Whether the middle names of the shorter stand among those of the longer, in order; an initial stands for a name.
fn middles(short: &[String], long: &[String]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|a| rest.any(|b| same_or_initial(a, b)))
}

fn without_nickname(printed: &str) -> String {
    let mut out = String::with_capacity(printed.len());
    let mut inside = false;
    for c in printed.chars() {
        match c {
            '“' | '(' | '«' => inside = true,
            '”' | ')' | '»' => {
                inside = false;
                out.push(' ');
            }
            '"' => {
                inside = !inside;
                out.push(' ');
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    if inside { printed.to_owned() } else { out }
}

/// What different transliterations of a word have in common: its consonants, those that alphabets render in several ways as one.
fn skeleton(word: &str) -> String {
    let mut plain = word.to_owned();
    for (from, to) in [
        ("shch", "s"),
        ("sch", "s"),
        ("tch", "c"),
        ("tsch", "c"),
        ("ch", "c"),
        ("kh", "h"),
        ("gh", "g"),
        ("sh", "s"),
        ("zh", "z"),
        ("dj", "j"),
        ("ph", "f"),
        ("th", "t"),
        ("ks", "x"),
        ("ck", "k"),
        ("ts", "z"),
        ("tz", "z"),
        ("q", "k"),
        ("w", "v"),
        ("j", "y"),
    ] {
        plain = plain.replace(from, to);
    }
    let mut out = String::new();
    for (n, c) in plain.chars().enumerate() {
        let vowel = matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
        let kept = if n == 0 && vowel { 'a' } else { c };
        if (!vowel || n == 0) && !out.ends_with(kept) {
            out.push(kept);
        }
    }
    out
}

/// Whether two words may be transliterations of one: the same skeleton, the same length or nearly, few letters changed.
fn respelt(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (x, y) = (a.chars().count(), b.chars().count());
    x.min(y) >= 4
        && x.abs_diff(y) <= 2
        && skeleton(a) == skeleton(b)
        && distance(a, b) <= 2 + usize::from(x.min(y) > 4)
}

/// Letters to put in, take out or change (Levenshtein 1966).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (n, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = n + 1;
        for (m, y) in b.iter().enumerate() {
            let changed = corner + usize::from(x != *y);
            corner = row[m + 1];
            row[m + 1] = changed.min(row[m] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(a: &str, b: &str) -> NameFit {
        let (a, b) = (PersonName::of(a).expect(a), PersonName::of(b).expect(b));
        assert_eq!(a.fit(&b), b.fit(&a));
        let shared = a.keys().iter().any(|key| b.keys().contains(key));
        assert!(
            shared || a.fit(&b) == NameFit::Other,
            "{a} and {b} fit and share no key"
        );
        a.fit(&b)
    }

    #[test]
    fn names_that_fit() {
        use NameFit::*;
        for (a, b, wanted) in [
            ("Élodie Saint-Rémy", "Elodie Saint Remy", Same),
            ("Kim Dong-ha", "Kim Dongha", Same),
            ("Prof. Tariq al-Haddad", "Tariq Al Haddad", Same),
            ("John “Jack” Carrow", "John Carrow", Same),
            ("John Francis Carrow", "John F. Carrow", Shorter),
            ("María José Lund Ortega", "María Lund Ortega", Shorter),
            ("John Francis Carrow", "John Bernard Carrow", Other),
            ("John F. Carrow", "John B. Carrow", Other),
            ("Sergei F. Malenkov", "Sergey B. Malenkov", Other),
            ("Anna Vesterlund", "Anna Vesterlund-Marr", Variant),
            ("Anna Marr", "Anna Vesterlund-Marr", Shorter),
            ("Ota Kenji", "Kenji Ota", Variant),
            ("Otto Brandt Jr.", "Otto Brandt", Variant),
            ("Otto Brandt Jr.", "Otto Brandt the Elder", Other),
            ("Sergei Malenkov", "Sergey Malenkov", Spelling),
            ("Mohammed Youssef Karim", "Muhammad Yusuf Kareem", Spelling),
            ("J. Carrow", "John Carrow", Initials),
            ("J. K. Adeyemi", "J.K. Adeyemi", Initials),
            ("Marin Doe", "Moran Doe", Spelling),
            ("Marta Doe", "Mark Doe", Other),
            ("John Carrow", "Jane Carrow", Other),
        ] {
            assert_eq!(fit(a, b), wanted, "{a} and {b}");
        }
    }

    #[test]
    fn what_is_no_full_name() {
        for printed in [
            "Carrow",
            "Mr Carrow",
            "the minister",
            "",
            "“Jack”",
            "President Rill",
            "Ana M.",
        ] {
            assert_eq!(PersonName::of(printed), None, "{printed}");
        }
        assert!(PersonName::of(&"a ".repeat(500)).is_none());
        assert!(PersonName::of("Prince Adeyemi").is_some());
    }

    proptest::proptest! {
        /// A name fits itself, and fitting is mutual.
        #[test]
        fn fitting_is_mutual(a in "[A-C][a-c]{0,4}( [A-C][a-c.]{0,4}){1,3}", b in "[A-C][a-c]{0,4}( [A-C][a-c.]{0,4}){1,3}|\\PC{0,20}") {
            if let (Some(a), Some(b)) = (PersonName::of(&a), PersonName::of(&b)) {
                proptest::prop_assert_eq!(a.fit(&b), b.fit(&a));
                proptest::prop_assert!(matches!(a.fit(&a), NameFit::Same | NameFit::Initials));
                if a.fit(&b) != NameFit::Other {
                    proptest::prop_assert!(a.keys().iter().any(|key| b.keys().contains(key)), "{} {} {:?}", a, b, a.fit(&b));
                }
            }
        }
    }
}
