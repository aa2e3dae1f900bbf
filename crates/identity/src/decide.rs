//! Whether a newcomer is somebody known.

use crate::body::{is_acronym, telling};
use crate::evidence::{Evidence, Reason, evidence, traits};
use crate::memo::{self, Named};
use crate::name::NameFit;
use crate::profile::{Newcomer, Profile};
use onrecord_record::SpeakerType;
use std::borrow::Borrow;
use std::sync::Arc;

/// Least score of a link.
pub const LINK: f32 = 2.5;
/// Least score of a candidate that is worth a look.
pub const OPEN: f32 = 0.8;
/// What the best candidate of several has ahead of the next.
pub const MARGIN: f32 = 1.0;

/// What the user said; it always wins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// The newcomer is this profile.
    Same {
        /// Id of the newcomer.
        newcomer: String,
        /// Id of the profile.
        profile: String,
    },
    /// The newcomer is not this profile.
    Different {
        /// Id of the newcomer.
        newcomer: String,
        /// Id of the profile.
        profile: String,
    },
    /// Nothing is linked to this profile but by a ruling.
    Block {
        /// Id of the profile.
        profile: String,
    },
}

/// A profile that the newcomer may be.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Id of the profile.
    pub profile: String,
    /// Sum of the points.
    pub score: f32,
    /// What speaks for and against it.
    pub reasons: Vec<Evidence>,
}

/// What was decided about a newcomer.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// It is this profile.
    Link(Candidate),
    /// It is nobody known.
    New {
        /// Why; of the nearest candidate, when there was one.
        reasons: Vec<Evidence>,
    },
    /// It may be one of these, the likeliest first, or nobody known.
    Open {
        /// The candidates.
        candidates: Vec<Candidate>,
    },
}

/// Decides whether `newcomer` is one of `candidates`: those that share a key with it ([`Newcomer::keys`], [`Profile::keys`]).
///
/// All that share a key must be handed in: how many bear the name counts. Rulings on other newcomers and profiles do not matter. Linking waits for proof:
/// a wrong link is worse than a missing one.
///
/// ```
/// use onrecord_identity::{Decision, Newcomer, PrintedRole, Profile, decide};
/// use onrecord_record::SpeakerType;
/// let mention = |id: &str, name: &str, role: &str, org: &str| {
///     let roles = vec![PrintedRole { role: role.into(), org: Some(org.into()) }];
///     Newcomer { roles, ..Newcomer::new(id, SpeakerType::Person, name) }
/// };
/// let known = [Profile::of("x1", &mention("a1/p1", "Ada M. Quill", "Foreign Minister", "Vardal"))];
/// let again = mention("a2/p4", "Ada Quill", "foreign minister", "Vardalian government");
/// assert!(matches!(decide(&again, &known, &[]), Decision::Link(found) if found.profile == "x1"));
/// let other = mention("a3/p2", "Ada Quill", "goalkeeper", "Kestrow Rovers");
/// assert!(matches!(decide(&other, &known, &[]), Decision::New { .. }));
/// ```
pub fn decide<P: Borrow<Profile>>(newcomer: &Newcomer, candidates: &[P], rulings: &[Ruling]) -> Decision {
    for ruling in rulings {
        if let Ruling::Same {
            newcomer: id,
            profile,
        } = ruling
            && *id == newcomer.id
        {
            return Decision::Link(Candidate {
                profile: profile.clone(),
                score: f32::INFINITY,
                reasons: vec![evidence(Reason::Ruled, f32::INFINITY)],
            });
        }
    }
    let nothing = |reason| Decision::New {
        reasons: vec![evidence(reason, 0.0)],
    };
    if newcomer.keys().is_empty() {
        return nothing(Reason::NoName);
    }
    let ruled_out = |profile: &Profile| {
        rulings.iter().any(|ruling| matches!(ruling, Ruling::Different { newcomer: id, profile: other } if *id == newcomer.id && *other == profile.id))
    };
    let mut found: Vec<(Candidate, &Profile)> = candidates
        .iter()
        .map(Borrow::borrow)
        .filter(|profile: &&Profile| profile.kind == newcomer.kind && !ruled_out(profile))
        .filter_map(|profile| {
            let named = name(newcomer, profile)?;
            Some((weigh(named, newcomer, profile), profile))
        })
        .collect();
    if found.is_empty() {
        return nothing(Reason::NobodyKnown);
    }
    let count = found.len();
    for (candidate, profile) in &mut found {
        if count > 1 {
            candidate.add(Reason::Namesakes(count - 1), -0.6);
        } else if newcomer.kind == SpeakerType::Person
            && (newcomer.roles.is_empty() || profile.posts.is_empty())
            && candidate.reasons.iter().skip(1).map(|e| e.points).sum::<f32>() > -0.25
        {
            candidate.add(Reason::OnlyOne, 0.8);
        }
    }
    let mut found: Vec<(Candidate, bool)> = found
        .into_iter()
        .map(|(candidate, profile)| {
            let blocked = rulings
                .iter()
                .any(|ruling| matches!(ruling, Ruling::Block { profile: id } if *id == profile.id));
            (candidate, blocked)
        })
        .collect();
    found.sort_by(|(a, _), (b, _)| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| a.profile.cmp(&b.profile))
    });
    let second = found
        .get(1)
        .map_or(f32::NEG_INFINITY, |(candidate, _)| candidate.score);
    let Some((best, blocked)) = found.first_mut() else {
        return nothing(Reason::NobodyKnown);
    };
    if *blocked {
        best.add(Reason::Blocked, 0.0);
    } else if best.score >= LINK && best.score - second >= MARGIN {
        return Decision::Link(best.clone());
    }
    if best.score < OPEN {
        return Decision::New {
            reasons: best.reasons.clone(),
        };
    }
    Decision::Open {
        candidates: found
            .into_iter()
            .map(|(candidate, _)| candidate)
            .filter(|c| c.score >= OPEN)
            .collect(),
    }
}

impl Candidate {
    fn add(&mut self, reason: Reason, points: f32) {
        self.score += points;
        self.reasons.push(evidence(reason, points));
    }
}

fn weigh(named: Evidence, newcomer: &Newcomer, profile: &Profile) -> Candidate {
    let mut reasons = vec![named];
    if newcomer.kind == SpeakerType::Organization {
        let own = memo::body(&newcomer.name);
        let common = reasons[0].reason == Reason::BodyName && telling(&own).count() == 0;
        if common {
            let place = newcomer.place.as_deref().map(crate::fold::folded);
            let same = place.is_some_and(|place| profile.places.contains_key(&place));
            reasons.push(evidence(Reason::CommonName(same), if same { 0.0 } else { -3.0 }));
        }
    }
    traits(newcomer, profile, &mut reasons);
    Candidate {
        profile: profile.id.clone(),
        score: reasons.iter().map(|e| e.points).sum(),
        reasons,
    }
}

/// How the names fit, best of all that are printed; `None` when none do.
fn name(newcomer: &Newcomer, profile: &Profile) -> Option<Evidence> {
    if newcomer.kind != SpeakerType::Person {
        return body(newcomer, profile);
    }
    let own: Vec<Arc<Named>> = newcomer.names().filter_map(memo::named).collect();
    let known: Vec<(Arc<Named>, u32)> = profile
        .names
        .iter()
        .filter_map(|(name, count)| Some((memo::named(name)?, *count)))
        .collect();
    // middle names or a generation that speak against it outweigh a shorter form that fits
    let fullest = &own.first()?.name;
    let (mut against, mut with) = (0, 0);
    for (name, count) in known.iter().filter(|known| known.0.name.contradicts(fullest)) {
        *(if fullest.fit(&name.name) == NameFit::Other {
            &mut against
        } else {
            &mut with
        }) += *count;
    }
    // the same name, which nothing is better than, is told in no time
    let same = own.iter().any(|a| known.iter().any(|(b, _)| a.name.is(&b.name)));
    let fits = own
        .iter()
        .flat_map(|a| known.iter().map(|(b, _)| a.name.fit(&b.name)));
    let fit = if same { NameFit::Same } else { fits.min()? };
    let points = match fit {
        _ if against > with => return None,
        NameFit::Same => 2.0,
        NameFit::Shorter => 1.8,
        NameFit::Variant => 0.2,
        NameFit::Spelling => -1.0,
        NameFit::Initials => -1.0,
        NameFit::Other => return None,
    };
    Some(evidence(Reason::Name(fit), points))
}

fn body(newcomer: &Newcomer, profile: &Profile) -> Option<Evidence> {
    let acronym = |name: &str| name.replace('.', "").trim().to_owned();
    let full = |names: &mut dyn Iterator<Item = &str>| -> Vec<Arc<str>> {
        names
            .filter(|n| !is_acronym(n))
            .map(memo::body)
            .filter(|n| !n.is_empty())
            .collect()
    };
    let short = |names: &mut dyn Iterator<Item = &str>| -> Vec<String> {
        names.filter(|n| is_acronym(n)).map(acronym).collect()
    };
    let (own, known) = (
        full(&mut newcomer.names()),
        full(&mut profile.names.keys().map(String::as_str)),
    );
    if own.iter().any(|name| known.contains(name)) {
        return Some(evidence(Reason::BodyName, 3.0));
    }
    // two full names that differ are two bodies, though their acronyms be the same
    if !own.is_empty() && !known.is_empty() {
        return None;
    }
    let (own, known) = (
        short(&mut newcomer.names()),
        short(&mut profile.names.keys().map(String::as_str)),
    );
    own.iter()
        .any(|name| known.contains(name))
        .then(|| evidence(Reason::Acronym, 2.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::PersonName;
    use crate::profile::PrintedRole;

    fn mention(id: &str, name: &str, role: &str, org: &str) -> Newcomer {
        let mut newcomer = Newcomer::new(id, SpeakerType::Person, name);
        if !role.is_empty() {
            newcomer.roles.push(PrintedRole {
                role: role.to_owned(),
                org: (!org.is_empty()).then(|| org.to_owned()),
            });
        }
        newcomer
    }

    fn shown(decision: &Decision) -> String {
        let show = |c: &Candidate| {
            let reasons: Vec<String> = c
                .reasons
                .iter()
                .map(|e| format!("{} {:+.1}", e.reason, e.points))
                .collect();
            format!("{} {:.1}: {}", c.profile, c.score, reasons.join("; "))
        };
        match decision {
            Decision::Link(found) => format!("link {}", show(found)),
            Decision::New { reasons } => {
                let reasons: Vec<String> = reasons
                    .iter()
                    .map(|e| format!("{} {:+.1}", e.reason, e.points))
                    .collect();
                format!("new: {}", reasons.join("; "))
            }
            Decision::Open { candidates } => format!(
                "open {}",
                candidates.iter().map(show).collect::<Vec<_>>().join(" | ")
            ),
        }
    }

    #[test]
    fn decisions_with_their_reasons() {
        let minister = Profile::of(
            "x1",
            &mention("a1", "Ada Quill", "deputy foreign minister", "Vardal"),
        );
        let keeper = Profile::of("x2", &mention("a2", "Ada Quill", "goalkeeper", "Kestrow Rovers"));
        let one = std::slice::from_ref(&minister);
        let two = [minister.clone(), keeper];
        let decisions = [
            decide(
                &mention("b1", "Ada Quill", "foreign minister", "Vardal"),
                one,
                &[],
            ),
            decide(
                &mention(
                    "b2",
                    "Ada Quill",
                    "former foreign minister",
                    "Vardalian government",
                ),
                &two,
                &[],
            ),
            decide(&mention("b3", "Ada Quill", "", ""), one, &[]),
            decide(&mention("b4", "Ada Quill", "", ""), &two, &[]),
            decide(
                &mention("b5", "Ada Quill", "goalkeeper", "Kestrow Rovers"),
                one,
                &[],
            ),
            decide(
                &mention("b6", "Leon Varga", "foreign minister", "Vardal"),
                one,
                &[],
            ),
            decide(&mention("b7", "A. Quill", "", ""), one, &[]),
            decide(&mention("b8", "Quill", "foreign minister", "Vardal"), one, &[]),
        ];
        insta::assert_snapshot!(decisions.iter().map(shown).collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn rulings_win() {
        let known = [Profile::of(
            "x1",
            &mention("a1", "Ada Quill", "foreign minister", "Vardal"),
        )];
        let other = mention("b1", "Leon Varga", "", "");
        let same = Ruling::Same {
            newcomer: "b1".to_owned(),
            profile: "x1".to_owned(),
        };
        assert!(matches!(decide(&other, &known, &[same]), Decision::Link(found) if found.profile == "x1"));
        let again = mention("b2", "Ada Quill", "foreign minister", "Vardal");
        let different = Ruling::Different {
            newcomer: "b2".to_owned(),
            profile: "x1".to_owned(),
        };
        assert!(matches!(
            decide(&again, &known, std::slice::from_ref(&different)),
            Decision::New { .. }
        ));
        let block = Ruling::Block {
            profile: "x1".to_owned(),
        };
        assert!(matches!(decide(&again, &known, &[block]), Decision::Open { .. }));
        // a ruling on another newcomer does not matter
        assert!(matches!(
            decide(
                &mention("b3", "Ada Quill", "foreign minister", "Vardal"),
                &known,
                &[different]
            ),
            Decision::Link(_)
        ));
    }

    #[test]
    fn a_role_passes_to_its_next_holder_alone() {
        let known = [Profile::of(
            "x1",
            &mention("a1", "Ruud de Wit", "health minister", "Geldland"),
        )];
        let next = mention("b1", "Sofie Claes", "health minister", "Geldland");
        assert!(matches!(decide(&next, &known, &[]), Decision::New { .. }));
    }

    proptest::proptest! {
        /// Whatever is printed, it decides the same twice, links only to a candidate, and never without a full name.
        #[test]
        fn decisions_are_sound(names in proptest::collection::vec("[A-C][a-c]{0,3}( [A-C][a-c.]{0,4}){0,2}|\\PC{0,12}", 1..5), role in "[a-z ]{0,20}|\\PC{0,9}", org in "[A-C][a-c ]{0,9}|\\PC{0,9}") {
            let profiles: Vec<Profile> = names.iter().enumerate().map(|(n, name)| Profile::of(format!("x{n}"), &mention("a", name, &role, &org))).collect();
            let newcomer = mention("b", &names[0], &role, &org);
            let decision = decide(&newcomer, &profiles, &[]);
            proptest::prop_assert_eq!(&decision, &decide(&newcomer, &profiles, &[]));
            if let Decision::Link(found) = &decision {
                proptest::prop_assert!(profiles.iter().any(|p| p.id == found.profile));
                proptest::prop_assert!(PersonName::of(&names[0]).is_some());
            }
        }
    }
}
