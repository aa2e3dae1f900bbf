//! Whether a candidate may be taken without somebody looking.

use crate::answer::Candidate;
use crate::query::Query;
use onrecord_identity::{NameFit, PersonName, body_name, folded};
use onrecord_record::SpeakerType;

/// What is to be thought of candidates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is this one, by identifier.
    Match(String),
    /// Somebody has to look; why.
    Open(&'static str),
}

/// Whether one of the candidates is beyond doubt: exactly one of them is a match, as the service says or by its exact name
/// alone, and its name does not speak against it. Nobody is told by a surname, an initial, an acronym or a role alone.
pub fn verdict(query: &Query, candidates: &[Candidate]) -> Verdict {
    if candidates.is_empty() {
        return Verdict::Open("there is no candidate");
    }
    let person = match query.kind {
        SpeakerType::Person => match PersonName::of(&query.name) {
            Some(name) => Some(name),
            None => return Verdict::Open("it is no full name"),
        },
        SpeakerType::Organization if is_full(&query.name) => None,
        SpeakerType::Organization => return Verdict::Open("it is an acronym"),
        _ => return Verdict::Open("it is neither a person nor a body"),
    };
    if person.is_some() && initial_alone(&query.name) {
        return Verdict::Open("the given name is an initial");
    }
    let mut matches = candidates.iter().filter(|candidate| candidate.is_match);
    let Some(one) = matches.next() else {
        return Verdict::Open("no candidate is certain");
    };
    if matches.next().is_some() {
        return Verdict::Open("several candidates match");
    }
    let against = match (&person, PersonName::of(&one.name)) {
        (Some(name), Some(other)) => name.fit(&other) > NameFit::Variant,
        (Some(_), None) => true,
        (None, _) => body_name(&one.name) != body_name(&query.name),
    };
    // a service may know it by another name, and say so
    let named = one.why.iter().any(|why| {
        why.strip_prefix("also ")
            .is_some_and(|other| folded(other) == folded(&query.name))
    });
    if against && !named {
        return Verdict::Open("it has another name there");
    }
    Verdict::Match(one.id.clone())
}

/// Whether a body's name is more than an acronym.
fn is_full(name: &str) -> bool {
    let letters: Vec<char> = name.chars().filter(|c| c.is_alphabetic()).collect();
    !body_name(name).is_empty() && (letters.len() > 6 || letters.iter().any(|c| c.is_lowercase()))
}

fn initial_alone(name: &str) -> bool {
    folded(name)
        .split(' ')
        .next()
        .is_some_and(|given| given.chars().count() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(id: &str, name: &str, is_match: bool) -> Candidate {
        Candidate {
            id: id.to_owned(),
            name: name.to_owned(),
            is_match,
            ..Candidate::default()
        }
    }

    fn of(kind: SpeakerType, name: &str, candidates: &[Candidate]) -> Verdict {
        verdict(&Query::new(kind, name), candidates)
    }

    #[test]
    fn only_what_is_beyond_doubt_is_a_match() {
        use SpeakerType::{Group, Organization, Person};
        let dorvik = [
            candidate("Q1", "Lene Dorvik", true),
            candidate("Q2", "Lene Dorvik", false),
        ];
        assert_eq!(of(Person, "Lene Dorvik", &dorvik), Verdict::Match("Q1".into()));
        let surname = [candidate("Q1", "Dorvik", true)];
        let both = [
            candidate("Q1", "Lene Dorvik", true),
            candidate("Q2", "Lene Dorvik", true),
        ];
        for (kind, name, candidates, why) in [
            (Person, "Dorvik", &dorvik[..], "it is no full name"),
            (Person, "L. Dorvik", &dorvik[..], "the given name is an initial"),
            (Person, "Lene Dorvik", &surname[..], "it has another name there"),
            (Person, "Lene Dorvik", &both[..], "several candidates match"),
            (Person, "Lene Dorvik", &dorvik[1..], "no candidate is certain"),
            (Person, "Lene Dorvik", &[], "there is no candidate"),
            (Person, "Tomas Dorvik", &dorvik[..], "it has another name there"),
            (Organization, "WHO", &dorvik[..], "it is an acronym"),
            (
                Organization,
                "Lene Dorvik Bank",
                &dorvik[..],
                "it has another name there",
            ),
            (
                Group,
                "officials",
                &dorvik[..],
                "it is neither a person nor a body",
            ),
        ] {
            assert_eq!(of(kind, name, candidates), Verdict::Open(why), "{name}");
        }
        let bank = [candidate("Q3", "The Kestrow Bank", true)];
        assert_eq!(
            of(Organization, "Kestrow Bank Ltd.", &bank),
            Verdict::Match("Q3".into())
        );
    }
}
