//! What speaks for and against a newcomer and a profile being the same, in points.
//!
//! Points are natural logarithms of odds, roughly; they were set by hand and tried on `tests/mentions.tsv`, not trained.

use crate::body::{akin, body_name, telling};
use crate::fold::folded;
use crate::name::NameFit;
use crate::profile::{Newcomer, Profile, fellow};
use crate::role::{self, Field, Role, neighbours};
use onrecord_record::SpeakerType;
use std::collections::BTreeSet;
use std::fmt;

/// What speaks for or against a link.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// How the names fit.
    Name(NameFit),
    /// The names of two bodies are the same.
    BodyName,
    /// Only an acronym is the same.
    Acronym,
    /// A body's name that many bodies bear, in the same place (`true`), or with no place in common.
    CommonName(bool),
    /// The same post, in the same body.
    SamePost(String),
    /// The same role; a body is printed with one of them at most.
    SameRole(String),
    /// Roles in one body or country.
    SameBody(String),
    /// Roles of one field in different bodies.
    OtherBody,
    /// The same role in different bodies: two mayors of two towns.
    SameRoleElsewhere(String),
    /// Roles of different fields.
    OtherField(Field, Field),
    /// Roles that do not fit, though one life may lead through both.
    OtherRole,
    /// The same people and bodies are named beside both.
    Fellows(Vec<String>),
    /// The same place.
    SamePlace(String),
    /// A place where the profile was never named.
    OtherPlace,
    /// The same outlet.
    SameOutlet(String),
    /// Many years lie between.
    YearsApart(u32),
    /// One of them is printed without a role, and nobody else of that name is known.
    OnlyOne,
    /// Others of that name are known.
    Namesakes(usize),
    /// The user ruled so.
    Ruled,
    /// What is linked only by a ruling: a profile or name that is blocked.
    Blocked,
    /// Nobody known bears the name.
    NobodyKnown,
    /// No full name is printed, or it is no person, body or place.
    NoName,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(NameFit::Same) => f.write_str("the same full name"),
            Self::Name(NameFit::Shorter) => f.write_str("the same name but for middle names"),
            Self::Name(NameFit::Variant) => f.write_str("a variant of the name"),
            Self::Name(NameFit::Spelling) => f.write_str("another spelling of the name"),
            Self::Name(NameFit::Initials) => f.write_str("initials that fit"),
            Self::Name(NameFit::Other) => f.write_str("another name"),
            Self::BodyName => f.write_str("the same name"),
            Self::Acronym => f.write_str("the same acronym"),
            Self::CommonName(true) => f.write_str("a name that many bodies bear, in the same place"),
            Self::CommonName(false) => f.write_str("a name that many bodies bear, and no place in common"),
            Self::SamePost(post) => write!(f, "the same post ({post})"),
            Self::SameRole(role) => write!(f, "the same role ({role})"),
            Self::SameBody(body) => write!(f, "roles in the same body or country ({body})"),
            Self::OtherBody => f.write_str("roles in different bodies"),
            Self::SameRoleElsewhere(role) => write!(f, "the same role ({role}) in different bodies"),
            Self::OtherField(a, b) => write!(f, "roles of different fields ({a:?}, {b:?})"),
            Self::OtherRole => f.write_str("roles that do not fit"),
            Self::Fellows(names) => write!(f, "named beside the same ({})", names.join(", ")),
            Self::SamePlace(place) => write!(f, "the same place ({place})"),
            Self::OtherPlace => f.write_str("a place where it was never named"),
            Self::SameOutlet(outlet) => write!(f, "the same outlet ({outlet})"),
            Self::YearsApart(years) => write!(f, "{years} years lie between"),
            Self::OnlyOne => f.write_str("nobody else of that name is known"),
            Self::Namesakes(count) => write!(f, "{count} others of that name are known"),
            Self::Ruled => f.write_str("ruled by the user"),
            Self::Blocked => f.write_str("blocked by the user"),
            Self::NobodyKnown => f.write_str("nobody of that name is known"),
            Self::NoName => f.write_str("no full name of a person, body or place"),
        }
    }
}

/// A reason and what it is worth: above zero it speaks for the link.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The reason.
    pub reason: Reason,
    /// Its points.
    pub points: f32,
}

pub(crate) fn evidence(reason: Reason, points: f32) -> Evidence {
    Evidence { reason, points }
}

/// What traits beside the name say. Nothing that is not printed counts for anything.
pub(crate) fn traits(newcomer: &Newcomer, profile: &Profile, out: &mut Vec<Evidence>) {
    if newcomer.kind == SpeakerType::Person {
        posts(newcomer, profile, out);
    }
    let own: BTreeSet<String> = newcomer.fellows.iter().filter_map(|name| fellow(name)).collect();
    let shared: Vec<String> = own
        .into_iter()
        .filter(|name| profile.fellows.contains_key(name))
        .take(8)
        .collect();
    if !shared.is_empty() {
        let points = (shared.len() as f32 * 1.4).min(3.0);
        out.push(evidence(Reason::Fellows(shared), points));
    }
    if let Some(place) = newcomer
        .place
        .as_deref()
        .map(folded)
        .filter(|place| !place.is_empty())
    {
        if profile.places.contains_key(&place) {
            out.push(evidence(Reason::SamePlace(place), 0.7));
        } else if !profile.places.is_empty() {
            // who was named in many places may be named anywhere; who was always named in one, hardly
            let articles = profile.places.values().sum::<u32>();
            let points = match profile.places.len() {
                1 if articles >= 4 => -0.8,
                2 | 3 if articles >= 8 => -0.6,
                1..=3 => -0.3,
                _ => -0.2,
            };
            out.push(evidence(Reason::OtherPlace, points));
        }
    }
    if let Some(outlet) = newcomer
        .outlet
        .as_deref()
        .map(folded)
        .filter(|o| profile.outlets.contains_key(o))
    {
        out.push(evidence(Reason::SameOutlet(outlet), 0.3));
    }
    if let (Some(day), Some((first, last))) = (&newcomer.day, &profile.days) {
        let year = |day: &str| day.get(..4).and_then(|year| year.parse::<i32>().ok());
        if let (Some(day), Some(first), Some(last)) = (year(day), year(first), year(last)) {
            let gap = (first - day).max(day - last).max(0).unsigned_abs();
            if gap >= 12 {
                out.push(evidence(Reason::YearsApart(gap), -1.0 - (gap - 12) as f32 * 0.1));
            }
        }
    }
}

/// A role with its body, made ready.
struct Post {
    role: Role,
    body: Option<String>,
    printed: String,
    count: u32,
}

impl Post {
    fn of(role: &str, body: Option<&str>, count: u32) -> Self {
        Self {
            role: role::read(role, body),
            body: body.map(body_name).filter(|body| !body.is_empty()),
            printed: role.to_owned(),
            count,
        }
    }

    /// Words that tell its body or country from others.
    fn telling(&self) -> Vec<&str> {
        self.body.as_deref().into_iter().flat_map(telling).collect()
    }

    /// Words of a role without a body that may name one ("Vardalian foreign minister"). They can speak for a link, not against it: "marine" of
    /// "marine biologist" names none.
    fn hinting(&self) -> Vec<&str> {
        let words = self
            .role
            .words
            .iter()
            .map(String::as_str)
            .filter(|_| self.body.is_none());
        words
            .filter(|w| telling(w).count() > 0 && !is_office(w))
            .collect()
    }
}

fn is_office(word: &str) -> bool {
    role::read(word, None).field.is_some()
        || matches!(
            word,
            "spokes"
                | "director"
                | "chair"
                | "head"
                | "leader"
                | "official"
                | "expert"
                | "member"
                | "adviser"
                | "aide"
                | "secretary"
                | "spokesman"
        )
}

/// Roles that anybody may have on an occasion.
fn says_little(post: &Post) -> bool {
    const LITTLE: &str = " official guest speaker member expert head leader participant visitor host ";
    post.role
        .head
        .as_deref()
        .is_none_or(|head| LITTLE.split_ascii_whitespace().any(|w| w == head))
}

fn posts(newcomer: &Newcomer, profile: &Profile, out: &mut Vec<Evidence>) {
    let own: Vec<Post> = newcomer
        .roles
        .iter()
        .map(|r| Post::of(&r.role, r.org.as_deref(), 1))
        .collect();
    let known: Vec<Post> = profile
        .posts
        .iter()
        .filter_map(|(post, count)| {
            let (role, body) = post.split_once('|')?;
            Some(Post::of(role, Some(body).filter(|body| !body.is_empty()), *count))
        })
        .collect();
    if own.is_empty() || known.is_empty() {
        return;
    }
    // a role that one or two articles in many print may itself be a wrong link: it counts for nothing against the rest
    let most = known.iter().map(|post| post.count).max().unwrap_or(1);
    let solid = |post: &&Post| post.count > 2 || post.count * 8 >= most;
    // where bodies and trades are told of both, they say more than where they are not: a "member" may be anybody
    let best = own
        .iter()
        .flat_map(|a| known.iter().filter(solid).map(move |b| (a, b)))
        .map(|(a, b)| {
            let found = compare(a, b);
            let bodies = !a.telling().is_empty() && !b.telling().is_empty();
            let trades = a.role.field.is_some() && b.role.field.is_some();
            (
                u8::from(bodies) + u8::from(bodies && (trades || found.points > 0.0)),
                found,
            )
        })
        .max_by(|(told_a, a), (told_b, b)| told_a.cmp(told_b).then(a.points.total_cmp(&b.points)));
    out.extend(best.map(|(_, best)| best));
}

/// What two posts say of those who hold them.
fn compare(a: &Post, b: &Post) -> Evidence {
    let same_head = a.role.head.is_some() && a.role.head == b.role.head;
    let subset = |x: &Role, y: &Role| x.words.iter().all(|w| y.words.contains(w));
    let same_role = same_head && (subset(&a.role, &b.role) || subset(&b.role, &a.role));
    let (x, y) = (a.telling(), b.telling());
    let lone = |x: &[&str], y: &[&str]| x.iter().any(|x| !y.iter().any(|y| akin(x, y)));
    // "Ostcha Chambers" and "Quinshi Chambers" share a word and are two
    let two = lone(&x, &y) && lone(&y, &x);
    let (hint_x, hint_y) = (a.hinting(), b.hinting());
    let held = |x: &&&str, y: &[&str]| y.iter().any(|y| akin(x, y));
    let shared = x
        .iter()
        .find(|x| !two && (held(x, &y) || held(x, &hint_y)))
        .or_else(|| hint_x.iter().find(|x| held(x, &y) || held(x, &hint_y)));
    let same_body = a.body.is_some() && a.body == b.body;
    let apart = !x.is_empty() && !y.is_empty() && shared.is_none();
    let fields = a.role.field.zip(b.role.field);
    let same_field = fields.is_some_and(|(a, b)| a == b);
    let same_whole =
        same_body || !x.is_empty() && x.iter().all(|x| y.iter().any(|y| akin(x, y))) && x.len() == y.len();
    if let Some((a, b)) = fields.filter(|(a, b)| !neighbours(*a, *b)) {
        // one body may have people of several trades: a doctor and a guard of one club
        return evidence(Reason::OtherField(a, b), if same_body { -2.0 } else { -5.0 });
    }
    let alike = same_head || same_field;
    match shared {
        Some(body) if same_role => evidence(Reason::SamePost(format!("{}, {body}", a.printed)), 4.5),
        Some(body) if same_head => evidence(Reason::SameBody((*body).to_owned()), 2.0),
        // many of one field belong to one country: place, fellows or a role before must speak for it as well
        Some(body) if same_field => evidence(Reason::SameBody((*body).to_owned()), 0.7),
        Some(body) if same_whole => evidence(Reason::SameBody((*body).to_owned()), 0.5),
        // a town and its rugby club share a word, no more
        Some(_) => evidence(Reason::OtherBody, -1.8),
        None if same_body && same_role => evidence(Reason::SamePost(a.printed.clone()), 2.5),
        None if same_body && alike => evidence(Reason::SameBody(b.body.clone().unwrap_or_default()), 1.0),
        None if apart && same_head => evidence(Reason::SameRoleElsewhere(a.printed.clone()), -2.0),
        None if apart && same_field => evidence(Reason::OtherBody, -1.8),
        None if apart => evidence(Reason::OtherRole, -2.5),
        None if same_role => evidence(Reason::SameRole(a.printed.clone()), 1.5),
        // a minister may be the party's leader, a singer is seldom a novelist
        None if alike => evidence(
            Reason::OtherRole,
            if same_head || fields.is_some_and(|(field, _)| field == Field::Politics) {
                -0.3
            } else {
                -1.2
            },
        ),
        None if fields.is_some() => evidence(Reason::OtherRole, -1.8),
        None if says_little(a) || says_little(b) => evidence(Reason::OtherRole, -0.3),
        None => evidence(Reason::OtherRole, -1.2),
    }
}
