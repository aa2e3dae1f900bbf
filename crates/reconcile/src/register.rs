//! A file of identifiers: who there is, under which names.

use crate::answer::Candidate;
use crate::query::Query;
use onrecord_identity::{NameFit, Newcomer, PersonName, body_name};
use onrecord_lists::ListErrors;
use onrecord_lists::table::{Column, read};
use onrecord_record::SpeakerType;
use std::collections::{BTreeMap, BTreeSet};

const COLUMNS: &[Column] = &[
    Column {
        name: "id",
        needed: true,
    },
    Column {
        name: "name",
        needed: true,
    },
    Column {
        name: "aliases",
        needed: false,
    },
    Column {
        name: "description",
        needed: false,
    },
    Column {
        name: "kind",
        needed: false,
    },
];

/// The rows of a file of identifiers.
#[derive(Clone, Debug, Default)]
pub struct Register {
    rows: Vec<Entry>,
    /// Rows by what names are looked for under.
    keys: BTreeMap<String, Vec<usize>>,
}

#[derive(Clone, Debug)]
struct Entry {
    id: String,
    name: String,
    aliases: Vec<String>,
    description: Option<String>,
    kind: Option<SpeakerType>,
}

impl Register {
    /// Reads a file: CSV as spreadsheets leave it, with the columns `id`, `name`, `aliases` (between `|`), `description` and
    /// `kind` (`person`, `organization`; empty for either). Other columns are passed over.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, ListErrors> {
        let lines = read(name, bytes, COLUMNS, |_| true)?;
        let mut register = Self::default();
        let mut errors = ListErrors::default();
        for line in lines {
            let field = |at: usize| line.fields.get(at).map(|f| f.trim()).unwrap_or_default();
            let wrong = |column: &str, problem: String, remedy: &str| {
                onrecord_lists::ListError::of(name, problem, remedy).at(line.number, Some(column))
            };
            let kind = match field(4).to_lowercase().as_str() {
                "" => None,
                "person" | "human" | "q5" => Some(SpeakerType::Person),
                "organization" | "organisation" | "body" | "q43229" => Some(SpeakerType::Organization),
                other => {
                    errors.0.push(wrong(
                        "kind",
                        format!("{other:?} is none of its words"),
                        "write person, organization, or nothing",
                    ));
                    continue;
                }
            };
            for (at, column) in [(0, "id"), (1, "name")] {
                if field(at).is_empty() {
                    errors.0.push(wrong(
                        column,
                        "it is empty".to_owned(),
                        "fill it in, or take the row out",
                    ));
                }
            }
            let aliases = field(2)
                .split('|')
                .map(str::trim)
                .filter(|alias| !alias.is_empty());
            register.add(Entry {
                id: field(0).to_owned(),
                name: field(1).to_owned(),
                aliases: aliases.map(str::to_owned).collect(),
                description: Some(field(3).to_owned()).filter(|text| !text.is_empty()),
                kind,
            });
        }
        errors.or(register)
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn add(&mut self, entry: Entry) {
        let at = self.rows.len();
        let kinds = match entry.kind {
            Some(kind) => vec![kind],
            None => vec![SpeakerType::Person, SpeakerType::Organization],
        };
        let mut keys = BTreeSet::new();
        for kind in kinds {
            for name in std::iter::once(&entry.name).chain(&entry.aliases) {
                keys.extend(keys_of(kind, name));
            }
        }
        for key in keys {
            self.keys.entry(key).or_default().push(at);
        }
        self.rows.push(entry);
    }

    /// Who of the file a person or body may be, those that fit best first. One with exactly the name is a match, unless
    /// another fits as well: of namesakes nobody is.
    pub fn candidates(&self, query: &Query, limit: usize) -> Vec<Candidate> {
        let mut at: BTreeSet<usize> = BTreeSet::new();
        for key in keys_of(query.kind, &query.name) {
            at.extend(self.keys.get(&key).into_iter().flatten());
        }
        let mut found: Vec<Candidate> = at
            .into_iter()
            .filter_map(|at| self.rows.get(at))
            .filter(|entry| entry.kind.is_none_or(|kind| kind == query.kind))
            .filter_map(|entry| entry.fits(query))
            .collect();
        found.sort_by(|a, b| {
            let score = |c: &Candidate| c.score.unwrap_or(0.0);
            score(b).total_cmp(&score(a)).then_with(|| a.id.cmp(&b.id))
        });
        let near = found.iter().filter(|c| c.score >= Some(NEAR));
        let ids: BTreeSet<&String> = near.map(|c| &c.id).collect();
        let is_alone = ids.len() == 1;
        for candidate in &mut found {
            candidate.is_match &= is_alone;
        }
        // rows with one id fit differently well, and others may stand between them
        let mut seen = BTreeSet::new();
        found.retain(|candidate| seen.insert(candidate.id.clone()));
        found.truncate(limit);
        found
    }
}

/// From this score on a name is that of the row, but for what a shorter form leaves out.
const NEAR: f64 = 80.0;

fn keys_of(kind: SpeakerType, name: &str) -> Vec<String> {
    let prefix = if kind == SpeakerType::Person { "p" } else { "o" };
    let keys = Newcomer::new("", kind, name).keys();
    keys.into_iter().map(|key| format!("{prefix}{key}")).collect()
}

impl Entry {
    fn fits(&self, query: &Query) -> Option<Candidate> {
        let best = std::iter::once((&self.name, false))
            .chain(self.aliases.iter().map(|alias| (alias, true)))
            .filter_map(|(name, is_alias)| Some((fit(query, name)?, is_alias, name)))
            .max_by(|(a, x, _), (b, y, _)| a.0.total_cmp(&b.0).then_with(|| y.cmp(x)))?;
        let ((score, how), is_alias, name) = best;
        let mut why = vec![how.to_owned()];
        if is_alias {
            why.push(format!("also {name}"));
        }
        Some(Candidate {
            id: self.id.clone(),
            name: self.name.clone(),
            description: self.description.clone(),
            types: self
                .kind
                .map(|kind| kind.as_str().to_owned())
                .into_iter()
                .collect(),
            score: Some(if is_alias { score - 5.0 } else { score }),
            is_match: score >= 100.0,
            why,
        })
    }
}

/// How well names fit, from 0 to 100, and how.
fn fit(query: &Query, name: &str) -> Option<(f64, &'static str)> {
    if query.kind == SpeakerType::Person {
        let (one, other) = (PersonName::of(&query.name)?, PersonName::of(name)?);
        return match one.fit(&other) {
            NameFit::Same => Some((100.0, "the same name")),
            NameFit::Shorter => Some((90.0, "the same name, with middle names left out")),
            NameFit::Variant => Some((60.0, "a variant of the name")),
            NameFit::Spelling => Some((50.0, "another spelling of the name")),
            NameFit::Initials => Some((40.0, "the same name as far as initials tell")),
            NameFit::Other => None,
        };
    }
    let is_same = body_name(&query.name) == body_name(name);
    is_same.then_some((100.0, "the same name"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::{Verdict, verdict};

    fn register(rows: &str) -> Register {
        Register::read(
            "ids.csv",
            format!("id,name,aliases,description,kind,note\n{rows}").as_bytes(),
        )
        .unwrap()
    }

    fn of(register: &Register, kind: SpeakerType, name: &str) -> (Vec<String>, Verdict) {
        let query = Query::new(kind, name);
        let found = register.candidates(&query, 10);
        let verdict = verdict(&query, &found);
        (found.into_iter().map(|c| c.id).collect(), verdict)
    }

    #[test]
    fn names_are_found_and_namesakes_stay_open() {
        use SpeakerType::{Organization, Person};
        let register = register(
            "Q1,Lene Dorvik,Lene A. Dorvik|Lena Dorvik,harbour master,person,\nQ2,Ada Quill,,writer,person,x\nQ3,Ada Quill,,rower,,\n\
             Q4,Kestrow Bank,Bank of Kestrow,,organization,\nQ5,John Francis Carrow,,,person,\nQ6,Dorvik,,a town,,\n",
        );
        assert_eq!(register.len(), 6);
        let one = |id: &str| vec![id.to_owned()];
        assert_eq!(
            of(&register, Person, "Lene Dorvik"),
            (one("Q1"), Verdict::Match("Q1".into()))
        );
        assert_eq!(
            of(&register, Person, "Lena Dorvik"),
            (one("Q1"), Verdict::Match("Q1".into()))
        );
        let (both, open) = of(&register, Person, "Ada Quill");
        assert_eq!(both, ["Q2", "Q3"]);
        assert_eq!(open, Verdict::Open("no candidate is certain"));
        assert_eq!(
            of(&register, Person, "Dorvik"),
            (vec![], Verdict::Open("there is no candidate"))
        );
        assert_eq!(
            of(&register, Person, "John Carrow").1,
            Verdict::Open("no candidate is certain")
        );
        assert_eq!(
            of(&register, Organization, "the Kestrow Bank, Ltd.").1,
            Verdict::Match("Q4".into())
        );
        assert_eq!(
            of(&register, Organization, "Bank of Kestrow").1,
            Verdict::Match("Q4".into())
        );
        assert_eq!(of(&register, Person, "Kestrow Bank").0, Vec::<String>::new());
    }

    #[test]
    fn an_id_with_several_rows_is_one_candidate() {
        let register =
            register("Q1,Lene Dorvik,,,,\nQ2,Lene Marit Dorvik,,,,\nQ1,L. Dorvik,,,,\nQ3,L. Dorvik,,,,\n");
        let query = Query::new(SpeakerType::Person, "Lene Dorvik");
        let ids = |limit| -> Vec<String> {
            let found = register.candidates(&query, limit);
            found.into_iter().map(|c| c.id).collect()
        };
        assert_eq!(ids(10), ["Q1", "Q2", "Q3"]);
        assert_eq!(ids(3), ["Q1", "Q2", "Q3"], "it takes nobody's place either");
    }

    #[test]
    fn what_is_wrong_is_told_all_at_once() {
        let error = Register::read("ids.csv", b"id;name;kind\n;A B;\nQ1;;\nQ2;C D;ship\n").unwrap_err();
        let told: Vec<String> = error.0.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 3, "{told:?}");
        assert_eq!(
            told[2],
            "ids.csv, line 4, column kind: \"ship\" is none of its words; write person, organization, or nothing"
        );
    }

    proptest::proptest! {
        #[test]
        fn only_one_is_ever_a_match(names in proptest::collection::vec("(Ada|A\\.|Ada M\\.) (Quill|Quill Jr|Moss)", 1..6), wanted in "(Ada|A\\.|Ada M\\.) (Quill|Moss)") {
            let rows: String = names.iter().enumerate().map(|(n, name)| format!("Q{n},{name},,,,\n")).collect();
            let register = register(&rows);
            let query = Query::new(SpeakerType::Person, wanted);
            let found = register.candidates(&query, 10);
            proptest::prop_assert!(found.iter().filter(|c| c.is_match).count() <= 1);
            if let Verdict::Match(id) = verdict(&query, &found) {
                let at: usize = id[1..].parse().unwrap();
                let twice = names.iter().filter(|name| PersonName::of(name).unwrap().fit(&PersonName::of(&names[at]).unwrap()) <= NameFit::Shorter).count();
                proptest::prop_assert_eq!(twice, 1);
            }
        }
    }
}
