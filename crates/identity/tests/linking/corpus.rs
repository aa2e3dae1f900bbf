//! A corpus of mentions made from a seed: 2,000 people, named as often as Zipf's law has it; one in twenty bears another's name; three mentions in
//! ten print no role, and one in four that prints one recalls the role before. Namesakes are named in the same years and a
//! tenth to six tenths as often as each other; two in five share a country, one in four the field. In the hard corpus half share a country, a third the
//! field, and they are named nearly as often as each other.

use crate::Mention;
use onrecord_identity::{Newcomer, PrintedRole};
use onrecord_record::SpeakerType;

const PEOPLE: usize = 2_000;
const MENTIONS: usize = 20_000;
const COUNTRIES: usize = 24;

/// SplitMix64: the same numbers everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn chance(&mut self, share: f64) -> bool {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64 <= share
    }

    fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }
}

const SYLLABLES: &[&str] = &[
    "ka", "mo", "ri", "ten", "sol", "vey", "dar", "un", "bel", "or", "shi", "lan", "gu", "mar", "nok", "fi",
    "zar", "hed", "ul", "pas", "tor", "wen", "ib", "cha", "dro", "el", "quin", "ost", "ra", "yem",
];

fn name(dice: &mut Dice, syllables: usize) -> String {
    let word: String = (0..syllables).map(|_| dice.pick(SYLLABLES)).collect();
    let mut letters = word.chars();
    letters
        .next()
        .map(|c| c.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// The roles that a life leads through, with the body of each.
type Career = &'static [(&'static str, &'static str)];

/// Careers by field: the roles that a life leads through. `C` is the country, `T` the town, `B` a body of one's own.
const CAREERS: &[(&str, &[Career])] = &[
    (
        "politics",
        &[
            &[
                ("deputy foreign minister", "C"),
                ("foreign minister", "C"),
                ("former foreign minister", "C"),
            ],
            &[("councillor", "T"), ("mayor", "T"), ("former mayor", "T")],
            &[("MP", "C"), ("finance minister", "C"), ("prime minister", "C")],
            &[("senator", "C"), ("party leader", "B")],
            &[("ambassador", "C"), ("special envoy", "C")],
            &[("governor", "T"), ("interior minister", "C")],
        ],
    ),
    (
        "sport",
        &[
            &[("striker", "B"), ("captain", "B"), ("coach", "B")],
            &[("goalkeeper", "B")],
            &[("cyclist", "B"), ("team manager", "B")],
        ],
    ),
    (
        "research",
        &[
            &[("lecturer", "B"), ("professor", "B"), ("rector", "B")],
            &[("epidemiologist", "B"), ("adviser", "C")],
            &[("historian", "B")],
        ],
    ),
    (
        "business",
        &[
            &[
                ("finance director", "B"),
                ("chief executive", "B"),
                ("chairman", "B"),
            ],
            &[("founder", "B")],
            &[("analyst", "B"), ("economist", "B")],
        ],
    ),
    (
        "law",
        &[
            &[("prosecutor", "T"), ("chief prosecutor", "C")],
            &[("lawyer", "B"), ("judge", "T")],
            &[("defence lawyer", "")],
        ],
    ),
    (
        "arts",
        &[&[("singer", "")], &[("novelist", "")], &[("conductor", "B")]],
    ),
    (
        "force",
        &[
            &[("police sergeant", "T"), ("police chief", "T")],
            &[("colonel", "C"), ("general", "C")],
        ],
    ),
    (
        "civil",
        &[
            &[("headteacher", "B")],
            &[("campaigner", "B")],
            &[("union secretary", "B"), ("union leader", "B")],
        ],
    ),
];

struct Person {
    given: String,
    middle: String,
    family: String,
    country: usize,
    town: String,
    body: String,
    field: usize,
    career: usize,
    fellows: Vec<usize>,
    from: usize,
    weight: f64,
    named_after: Option<usize>,
}

fn body_of(dice: &mut Dice, field: usize, town: &str) -> String {
    let own = name(dice, 2);
    match CAREERS[field].0 {
        "politics" => format!("{own} Party"),
        "sport" => format!("{town} Rovers"),
        "research" => format!("University of {town}"),
        "business" => format!("{own} Holdings"),
        "law" => format!("{own} Chambers"),
        "arts" => format!("{town} Opera"),
        "civil" => format!("{own} Association"),
        _ => town.to_owned(),
    }
}

pub fn generate(seed: u64, hard: bool) -> Vec<Mention> {
    let mut dice = Dice(seed);
    let countries: Vec<(String, Vec<String>)> = (0..COUNTRIES)
        .map(|_| {
            let towns = (0..6).map(|_| name(&mut dice, 3)).collect();
            (format!("{}land", name(&mut dice, 2)), towns)
        })
        .collect();
    let outlets: Vec<String> = (0..COUNTRIES)
        .map(|n| format!("{} Times", countries[n].0))
        .collect();
    let mut people: Vec<Person> = Vec::new();
    for n in 0..PEOPLE {
        let twin = (n >= 20 && dice.chance(0.05)).then(|| dice.below(n));
        let mut country = dice.below(COUNTRIES);
        let mut field = dice.below(CAREERS.len());
        // politicians are named more often than others
        if dice.chance(0.3) {
            field = 0;
        }
        if let Some(twin) = twin {
            let other = &people[twin];
            if dice.chance(if hard { 0.5 } else { 0.4 }) {
                country = other.country;
            }
            if dice.chance(if hard { 0.33 } else { 0.25 }) {
                field = other.field;
            }
        }
        let town = countries[country].1[dice.below(6)].clone();
        let (given, middle, family) = match twin {
            Some(twin) => (
                people[twin].given.clone(),
                name(&mut dice, 2),
                people[twin].family.clone(),
            ),
            None => (name(&mut dice, 2), name(&mut dice, 2), name(&mut dice, 3)),
        };
        let body = body_of(&mut dice, field, &town);
        let career = dice.below(CAREERS[field].1.len());
        let fellows = (0..4).map(|_| dice.below(PEOPLE)).collect();
        people.push(Person {
            given,
            middle,
            family,
            country,
            town,
            body,
            field,
            career,
            fellows,
            from: 2005 + dice.below(12),
            weight: 1.0 / (n as f64 + 8.0),
            named_after: twin,
        });
        if let Some(twin) = twin {
            people[n].weight = people[twin].weight
                * if hard {
                    0.2 + dice.below(80) as f64 / 100.0
                } else {
                    0.1 + dice.below(50) as f64 / 100.0
                };
            // namesakes of one time are harder to tell apart than those of different times
            people[n].from = people[twin].from + dice.below(4);
        }
    }
    // those who appear together are mostly of one country
    for n in 0..PEOPLE {
        for slot in 0..4 {
            for _ in 0..12 {
                let other = people[n].fellows[slot];
                if other != n && people[other].country == people[n].country {
                    break;
                }
                people[n].fellows[slot] = dice.below(PEOPLE);
            }
        }
    }
    let weights: Vec<f64> = people.iter().map(|person| person.weight).collect();
    let total: f64 = weights.iter().sum();
    let mut mentions: Vec<(usize, Mention)> = Vec::new();
    for at in 0..MENTIONS {
        let mut left = (dice.next() >> 11) as f64 / (1_u64 << 53) as f64 * total;
        let who = weights.iter().position(|w| {
            left -= w;
            left <= 0.0
        });
        let who = who.unwrap_or(PEOPLE - 1);
        let years = dice.below(12);
        let day = (people[who].from + years) * 372 + dice.below(372);
        mentions.push((
            day,
            mention(&mut dice, &people, who, at, years, day, &countries, &outlets),
        ));
    }
    mentions.sort_by_key(|(day, _)| *day);
    mentions.into_iter().map(|(_, mention)| mention).collect()
}

#[allow(clippy::too_many_arguments)]
fn mention(
    dice: &mut Dice,
    people: &[Person],
    who: usize,
    at: usize,
    years: usize,
    day: usize,
    countries: &[(String, Vec<String>)],
    outlets: &[String],
) -> Mention {
    let person = &people[who];
    let mut names = format!("{} {}", person.given, person.family);
    if dice.chance(0.12) {
        let initial: String = person.middle.chars().take(1).collect();
        names = format!("{} {initial}. {}", person.given, person.family);
    }
    let mut newcomer = Newcomer::new(format!("m{at}"), SpeakerType::Person, names);
    if dice.chance(0.7) {
        let posts = CAREERS[person.field].1[person.career];
        let now = (years * posts.len() / 12).min(posts.len() - 1);
        let body_of = |body: &str| match body {
            "C" => countries[person.country].0.clone(),
            "T" => person.town.clone(),
            "B" => person.body.clone(),
            _ => String::new(),
        };
        // one article in four recalls what somebody was before
        if now > 0 && dice.chance(0.25) {
            let (role, body) = posts[now - 1];
            let org = Some(body_of(body)).filter(|body| !body.is_empty());
            newcomer.roles.push(PrintedRole {
                role: format!("former {}", role.trim_start_matches("former ")),
                org,
            });
        }
        let (role, body) = posts[now];
        let body = body_of(body);
        // noise: the body is not printed, the rank is left off, or the role is one that anybody may have
        let org = (!body.is_empty() && !dice.chance(0.2)).then_some(body);
        let role = match role.split_once(' ') {
            Some((_, rest)) if dice.chance(0.15) => rest.to_owned(),
            _ => role.to_owned(),
        };
        let role = if dice.chance(0.04) {
            dice.pick(&["speaker", "guest", "member", "official"]).to_owned()
        } else {
            role
        };
        newcomer.roles.push(PrintedRole { role, org });
    }
    for _ in 0..dice.below(3) {
        let other = if dice.chance(0.7) {
            person.fellows[dice.below(4)]
        } else {
            dice.below(people.len())
        };
        newcomer
            .fellows
            .push(format!("{} {}", people[other].given, people[other].family));
    }
    newcomer.place = Some(match dice.below(10) {
        0..5 => person.town.clone(),
        5..8 => countries[person.country].1[dice.below(6)].clone(),
        _ => {
            let abroad = dice.below(countries.len());
            countries[abroad].1[dice.below(6)].clone()
        }
    });
    let outlet = if dice.chance(0.7) {
        person.country
    } else {
        dice.below(outlets.len())
    };
    newcomer.outlet = Some(outlets[outlet].clone());
    newcomer.day = Some(format!(
        "{:04}-{:02}-{:02}",
        day / 372,
        day % 372 / 31 + 1,
        day % 31 + 1
    ));
    let shared = person.named_after.is_some() || people.iter().any(|other| other.named_after == Some(who));
    Mention {
        truth: format!("p{who}"),
        newcomer,
        shared,
    }
}
