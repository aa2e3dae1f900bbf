//! What a printed role says: its head, its field, and whether it is a thing of the past.

use crate::fold::words;
use crate::list::{List, list};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// Fields of public life that roles belong to, as the words of the role say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Government, parliaments, parties, diplomacy.
    Politics,
    /// Army, police, rescue.
    Force,
    /// Courts and the bar.
    Law,
    /// Business and finance.
    Business,
    /// Sport.
    Sport,
    /// Research and higher education.
    Research,
    /// Medicine.
    Medicine,
    /// The arts and entertainment.
    Arts,
    /// The press.
    Press,
    /// Religion.
    Religion,
    /// Schools, campaigns, associations, unions.
    Civil,
}

const FIELDS: &[(Field, &str)] = &[
    (
        Field::Sport,
        " goalkeeper striker midfielder defender winger forward footballer player coach captain skipper athlete champion batsman bowler pitcher \
        quarterback runner cyclist swimmer boxer wrestler rider gymnast sprinter skier grandmaster umpire referee rower jockey sailor fencer ",
    ),
    (
        Field::Research,
        " professor researcher scientist biologist chemist physicist astronomer geologist ecologist archaeologist historian epidemiologist virologist \
        psychologist climatologist meteorologist sociologist anthropologist scholar lecturer postdoc rector botanist zoologist linguist seismologist oceanographer academic \
        palaeontologist paleontologist ",
    ),
    (
        Field::Medicine,
        " doctor physician surgeon nurse paramedic midwife psychiatrist pathologist cardiologist paediatrician pediatrician dentist ",
    ),
    (
        Field::Law,
        " judge justice lawyer attorney solicitor barrister prosecutor counsel magistrate notary advocate ",
    ),
    (
        Field::Force,
        " officer sergeant detective constable inspector superintendent commander colonel admiral marshal lieutenant brigadier general major \
        sheriff firefighter soldier policeman policewoman trooper ",
    ),
    (
        Field::Arts,
        " singer musician artist actor actress composer pianist guitarist drummer rapper songwriter comedian conductor filmmaker novelist author poet painter \
        photographer sculptor dancer designer architect playwright violinist soprano writer ",
    ),
    (
        Field::Press,
        " editor journalist reporter correspondent columnist presenter anchor broadcaster blogger commentator ",
    ),
    (
        Field::Religion,
        " bishop archbishop priest pastor imam rabbi pope cardinal abbot deacon monk nun vicar patriarch ",
    ),
    (
        Field::Business,
        " ceo cfo coo cto executive founder owner banker trader investor broker accountant entrepreneur businessman businesswoman analyst economist \
        strategist manager shareholder developer retailer farmer shipbuilder brewer partner ",
    ),
    (
        Field::Politics,
        " minister president premier senator representative congressman congresswoman mp mep lawmaker legislator councillor councilor councilman councilwoman \
        governor mayor ambassador envoy diplomat consul chancellor politician deputy taoiseach candidate whip king queen emir sultan undersecretary \
        commissioner alderman ",
    ),
    (
        Field::Civil,
        " teacher headteacher headmaster headmistress principal activist campaigner organiser organizer volunteer unionist librarian student resident neighbour \
        neighbor driver fisherman miner pilot shopkeeper pensioner carpenter electrician ",
    ),
];

/// Words of bodies that tell the field of a role whose head does not ("director of the hospital").
const BODIES: &[(Field, &str)] = &[
    (
        Field::Politics,
        " ministry parliament senate congress government party embassy cabinet presidency ",
    ),
    (
        Field::Sport,
        " fc club team league athletic rovers united olympic ",
    ),
    (
        Field::Research,
        " university institute observatory laboratory academy ",
    ),
    (Field::Medicine, " hospital clinic "),
    (Field::Law, " court tribunal chambers "),
    (
        Field::Business,
        " bank corporation company group industries holdings airlines shipping motors energy oil foods textiles ",
    ),
    (Field::Arts, " theatre theater orchestra opera gallery museum "),
    (Field::Press, " times herald tribune gazette news post "),
    (Field::Religion, " church mosque diocese synagogue temple parish "),
    (Field::Force, " police army navy guard brigade "),
    (
        Field::Civil,
        " school union federation association charity society foundation ",
    ),
];

static PAST: List = list!(" former ex late then past retired outgoing ");
static RANKS: List = list!(
    " deputy vice acting interim assistant associate senior junior chief first second under honorary emeritus incoming elect state prime \
    the of for and at in a an to "
);

/// Heads that say little of the field.
static VAGUE: List = list!(
    " president captain chief director head chair chairman chairwoman secretary manager officer deputy commissioner general governor executive founder \
     partner doctor "
);

/// The fields of words, of those that several have the first.
type Fields = LazyLock<FxHashMap<&'static str, Field>>;

static OF_HEADS: Fields = LazyLock::new(|| fields(FIELDS));
static OF_BODIES: Fields = LazyLock::new(|| fields(BODIES));

fn fields(lists: &[(Field, &'static str)]) -> FxHashMap<&'static str, Field> {
    let mut out = FxHashMap::default();
    for (field, words) in lists {
        for word in words.split_ascii_whitespace() {
            out.entry(word).or_insert(*field);
        }
    }
    out
}

/// A printed role taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Role {
    /// Words that say what it is: "foreign minister"; ranks and times left off.
    pub(crate) words: Vec<String>,
    /// The last of them before "of" or "for": "minister".
    pub(crate) head: Option<String>,
    pub(crate) field: Option<Field>,
    pub(crate) past: bool,
}

/// Reads a role, and the body that it belongs to.
pub(crate) fn read(role: &str, body: Option<&str>) -> Role {
    let all = words(role);
    let past = all.iter().any(|w| PAST.contains(w.as_str()));
    let cut = all
        .iter()
        .position(|w| matches!(w.as_str(), "of" | "for" | "at" | "in"))
        .unwrap_or(all.len());
    let told = |w: &&String| !PAST.contains(w.as_str()) && !RANKS.contains(w.as_str());
    let head = all[..cut]
        .iter()
        .rev()
        .find(told)
        .or_else(|| all[..cut].last())
        .map(|w| single(w));
    let by_head = head.as_deref().and_then(|head| OF_HEADS.get(head).copied());
    let by_words = || {
        all.iter().find_map(|w| {
            OF_HEADS
                .get(w.as_str())
                .or_else(|| OF_BODIES.get(w.as_str()))
                .copied()
        })
    };
    let by_body = || {
        words(body.unwrap_or_default())
            .iter()
            .find_map(|w| OF_BODIES.get(w.as_str()).copied())
    };
    // "president of Kestrow University" is no politician, "captain of the Coast Guard" no athlete
    let vague = head.as_deref().is_some_and(|head| VAGUE.contains(head));
    let field = if vague {
        by_body().or(by_head).or_else(by_words)
    } else {
        by_head.or_else(by_words).or_else(by_body)
    };
    Role {
        words: all.iter().filter(told).map(|w| single(w)).collect(),
        head,
        field,
        past,
    }
}

/// One word for the forms of an office.
fn single(word: &str) -> String {
    match word {
        "chairman" | "chairwoman" | "chairperson" => "chair",
        "spokesman" | "spokeswoman" | "spokesperson" => "spokes",
        "councilman" | "councilwoman" | "councilor" => "councillor",
        "congressman" | "congresswoman" | "congressperson" => "representative",
        "premier" => "minister",
        "businessman" | "businesswoman" => "entrepreneur",
        "pediatrician" => "paediatrician",
        "mp" | "lawmaker" | "legislator" => "mp",
        word => word,
    }
    .to_owned()
}

/// Whether one life often leads through both fields.
pub(crate) fn neighbours(a: Field, b: Field) -> bool {
    use Field::*;
    const NEAR: &[(Field, Field)] = &[
        (Politics, Law),
        (Politics, Business),
        (Politics, Civil),
        (Politics, Force),
        (Research, Medicine),
        (Research, Business),
        (Research, Politics),
        (Press, Arts),
        (Press, Politics),
        (Law, Business),
        (Civil, Religion),
        (Research, Civil),
        (Civil, Medicine),
        (Law, Force),
        (Press, Research),
    ];
    a == b || NEAR.contains(&(a, b)) || NEAR.contains(&(b, a))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_taken_apart() {
        let role = read("former Deputy Foreign Minister", Some("Vardal"));
        assert_eq!(
            (role.head.as_deref(), role.field, role.past),
            (Some("minister"), Some(Field::Politics), true)
        );
        assert_eq!(role.words, ["foreign", "minister"]);
        assert_eq!(
            read("president", Some("Kestrow University")).field,
            Some(Field::Research)
        );
        assert_eq!(read("captain", Some("Orvane Rovers")).field, Some(Field::Sport));
        assert_eq!(read("captain", Some("Coast Guard")).field, Some(Field::Force));
        assert_eq!(
            read("director of communications", None).head.as_deref(),
            Some("director")
        );
        assert_eq!(read("", None), Role::default());
    }
}
