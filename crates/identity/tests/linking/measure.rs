//! Pairwise figures of links.

use crate::Mention;
use onrecord_identity::{Decision, Newcomer, PrintedRole, Profile, decide};
use onrecord_record::SpeakerType;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What linking does without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ablation {
    None,
    Roles,
    Fellows,
    Places,
    Variants,
    /// All but names: whoever is the only one of that name is linked.
    AllButNames,
}

impl Ablation {
    pub const ALL: [Self; 5] = [
        Self::Roles,
        Self::Fellows,
        Self::Places,
        Self::Variants,
        Self::AllButNames,
    ];

    fn apply(self, newcomer: &mut Newcomer) {
        let all = self == Self::AllButNames;
        if all || self == Self::Roles {
            newcomer.roles.clear();
        }
        if all || self == Self::Fellows {
            newcomer.fellows.clear();
        }
        if all || self == Self::Places {
            newcomer.place = None;
            newcomer.outlet = None;
        }
        if all {
            newcomer.day = None;
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub struct Figures {
    pub precision: f64,
    pub recall: f64,
    pub mentions: usize,
    pub truths: usize,
    pub open: usize,
    /// Share of the mentions of namesakes that are put with the person that their profile began with.
    pub namesakes: f64,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "precision {:.4} recall {:.4} ({} mentions of {}, {} left open; of linked namesakes {:.3} right)",
            self.precision, self.recall, self.mentions, self.truths, self.open, self.namesakes
        )
    }
}

/// Links all mentions in their order, as a store would. What is left open is in no profile.
pub fn link(mentions: &[Mention], ablation: Ablation, told: bool) -> Figures {
    let mut profiles: Vec<Profile> = Vec::new();
    let mut index: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    let mut clusters: Vec<Vec<&str>> = Vec::new();
    let mut open = 0;
    // mentions by whether the name is shared and whether they are where the first of their profile belongs
    let mut namesakes = [[0_usize; 2]; 2];
    for mention in mentions {
        let mut newcomer = mention.newcomer.clone();
        ablation.apply(&mut newcomer);
        let mut keys = newcomer.keys();
        if ablation == Ablation::Variants {
            keys.retain(|key| key.starts_with(['=', '@']));
        }
        let near: BTreeSet<usize> = keys
            .iter()
            .filter_map(|key| index.get(key))
            .flatten()
            .copied()
            .collect();
        let candidates: Vec<Profile> = near.iter().map(|n| profiles[*n].clone()).collect();
        let told = told && mentions.len() < 1000;
        let at = match decide(&newcomer, &candidates, &[]) {
            Decision::Link(found) => {
                let at: usize = found.profile.parse().expect("a number");
                if told && clusters[at][0] != mention.truth {
                    eprintln!(
                        "  wrong: {} {} {:?} is taken for {} {:?}",
                        mention.truth, newcomer.name, newcomer.roles, clusters[at][0], found
                    );
                }
                profiles[at].take(&newcomer);
                at
            }
            Decision::New { reasons } => {
                if told && clusters.iter().any(|c| c[0] == mention.truth) {
                    eprintln!(
                        "  missed: {} {} {:?}: {:?}",
                        mention.truth, newcomer.name, newcomer.roles, reasons
                    );
                }
                profiles.push(Profile::of(profiles.len().to_string(), &newcomer));
                clusters.push(Vec::new());
                profiles.len() - 1
            }
            Decision::Open { candidates } => {
                if told {
                    eprintln!(
                        "  open: {} {} {:?}: {:?}",
                        mention.truth, newcomer.name, newcomer.roles, candidates
                    );
                }
                open += 1;
                continue;
            }
        };
        clusters[at].push(&mention.truth);
        namesakes[usize::from(mention.shared)][usize::from(clusters[at][0] == mention.truth)] += 1;
        let mut keys = profiles[at].keys();
        if ablation == Ablation::Variants {
            keys.retain(|key| key.starts_with(['=', '@']));
        }
        for key in keys {
            index.entry(key).or_default().insert(at);
        }
    }
    let pairs = |n: usize| (n * n.saturating_sub(1) / 2) as f64;
    let mut truths: BTreeMap<&str, usize> = BTreeMap::new();
    for mention in mentions {
        *truths.entry(&mention.truth).or_default() += 1;
    }
    let (mut made, mut right) = (0.0, 0.0);
    for cluster in &clusters {
        made += pairs(cluster.len());
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for truth in cluster {
            *counts.entry(truth).or_default() += 1;
        }
        right += counts.values().map(|n| pairs(*n)).sum::<f64>();
    }
    Figures {
        precision: if made == 0.0 { 1.0 } else { right / made },
        recall: right / truths.values().map(|n| pairs(*n)).sum::<f64>(),
        mentions: mentions.len(),
        truths: truths.len(),
        open,
        namesakes: namesakes[1][1] as f64 / (namesakes[1][0] + namesakes[1][1]).max(1) as f64,
    }
}

/// A line: true id, day, outlet, place, names parted by bars, roles as `role@body` parted by semicolons, names beside it.
pub fn mention(n: usize, line: &str) -> Mention {
    let fields: Vec<&str> = line.split('\t').collect();
    let [truth, day, outlet, place, names, roles, fellows] = fields[..] else {
        panic!("line {}: seven fields: {line}", n + 1)
    };
    let kind = if truth.starts_with('o') {
        SpeakerType::Organization
    } else {
        SpeakerType::Person
    };
    let mut names = names.split('|').map(str::to_owned);
    let mut newcomer = Newcomer::new(format!("m{n}"), kind, names.next().expect("a name"));
    newcomer.other_names = names.collect();
    newcomer.roles = roles
        .split(';')
        .filter_map(|role| role.split_once('@'))
        .filter(|(role, _)| !role.is_empty())
        .map(|(role, org)| PrintedRole {
            role: role.to_owned(),
            org: (!org.is_empty()).then(|| org.to_owned()),
        })
        .collect();
    newcomer.fellows = fellows
        .split(';')
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    newcomer.place = Some(place.to_owned());
    newcomer.outlet = Some(outlet.to_owned());
    newcomer.day = Some(day.to_owned());
    Mention {
        truth: truth.to_owned(),
        newcomer,
        shared: false,
    }
}
