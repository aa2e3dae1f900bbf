//! What speaks for and against a newcomer and a profile being the same, in points.
//!
//! Points are natural logarithms of odds, roughly; they were set by hand and tried on `tests/mentions.tsv`, not trained.

use crate::fold::folded;
use crate::name::NameFit;
use crate::post::posts;
use crate::profile::{Newcomer, Profile, fellow};
use crate::role::Field;
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
            Self::Name(NameFit::Same) => f.write_str("full name"),
            Self::Name(NameFit::Shorter) => f.write_str("name but for middle names"),
            Self::Name(NameFit::Variant) => f.write_str("variant of the name"),
            Self::Name(NameFit::Spelling) => f.write_str("other spelling of the name"),
            Self::Name(NameFit::Initials) => f.write_str("initials"),
            Self::Name(NameFit::Other) => f.write_str("another name"),
            Self::BodyName => f.write_str("name"),
            Self::Acronym => f.write_str("acronym"),
            Self::CommonName(true) => f.write_str("many bodies bear it, but the place is the same"),
            Self::CommonName(false) => f.write_str("many bodies bear it, and no place is the same"),
            Self::SamePost(post) => write!(f, "post: {post}"),
            Self::SameRole(role) => write!(f, "role: {role}"),
            Self::SameBody(body) => write!(f, "role in the same body: {body}"),
            Self::OtherBody => f.write_str("roles in different bodies"),
            Self::SameRoleElsewhere(role) => write!(f, "role in another body: {role}"),
            Self::OtherField(a, b) => write!(f, "roles of different fields ({a:?}, {b:?})"),
            Self::OtherRole => f.write_str("roles that do not fit"),
            Self::Fellows(names) => {
                let (told, more) = names.split_at(names.len().min(2));
                write!(f, "beside {}", told.join(", "))?;
                match more.len() {
                    0 => Ok(()),
                    more => write!(f, " and {more} more"),
                }
            }
            // which ones, the article itself tells
            Self::SamePlace(_) => f.write_str("place"),
            Self::OtherPlace => f.write_str("new place"),
            Self::SameOutlet(_) => f.write_str("outlet"),
            Self::YearsApart(years) => write!(f, "{years} years lie between"),
            Self::OnlyOne => f.write_str("no other of that name"),
            Self::Namesakes(count) => write!(f, "{count} more of that name"),
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
