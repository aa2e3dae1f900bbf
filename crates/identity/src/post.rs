//! Posts: roles with their bodies, and what two of them say of those who hold them.

use crate::body::{akin, body_name, telling};
use crate::evidence::{Evidence, Reason, evidence};
use crate::memo;
use crate::profile::{Newcomer, Profile};
use crate::role::{self, Field, Role, neighbours};
use std::sync::Arc;

/// A role with its body, taken apart.
pub(crate) struct Post {
    role: Role,
    body: Option<String>,
    printed: String,
    /// Words that tell its body or country from others.
    telling: Vec<String>,
    /// Words of a role without a body that may name one ("Vardalian foreign minister"). They can speak for a link, not against it: "marine" of
    /// "marine biologist" names none.
    hinting: Vec<String>,
}

impl Post {
    /// Reads `role|organisation`; see [`Profile::posts`].
    pub(crate) fn of(post: &str) -> Self {
        let (printed, body) = post.split_once('|').unwrap_or((post, ""));
        let role = role::read(printed, Some(body).filter(|body| !body.is_empty()));
        let body = Some(body_name(body)).filter(|body| !body.is_empty());
        let hints = |word: &&String| body.is_none() && telling(word).count() > 0 && !is_office(word);
        Self {
            telling: body
                .iter()
                .flat_map(|body| telling(body))
                .map(str::to_owned)
                .collect(),
            hinting: role.words.iter().filter(hints).cloned().collect(),
            role,
            body,
            printed: printed.to_owned(),
        }
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

/// What the posts of a newcomer and a profile say.
pub(crate) fn posts(newcomer: &Newcomer, profile: &Profile, out: &mut Vec<Evidence>) {
    let own: Vec<Arc<Post>> = newcomer.posts().map(|post| memo::post(&post)).collect();
    if own.is_empty() || profile.posts.is_empty() {
        return;
    }
    // a role that one or two articles in many print may itself be a wrong link: it counts for nothing against the rest
    let most = profile.posts.values().copied().max().unwrap_or(1);
    let solid = |count: u32| count > 2 || count * 8 >= most;
    let known = profile.posts.iter().filter(|(_, count)| solid(**count));
    let known: Vec<Arc<Post>> = known.map(|(post, _)| memo::post(post)).collect();
    // where bodies and trades are told of both, they say more than where they are not: a "member" may be anybody
    let best = own
        .iter()
        .flat_map(|a| known.iter().map(move |b| (a, b)))
        .map(|(a, b)| {
            let found = compare(a, b);
            let bodies = !a.telling.is_empty() && !b.telling.is_empty();
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
    let (x, y) = (&a.telling, &b.telling);
    let lone = |x: &[String], y: &[String]| x.iter().any(|x| !y.iter().any(|y| akin(x, y)));
    // "Ostcha Chambers" and "Quinshi Chambers" share a word and are two
    let two = lone(x, y) && lone(y, x);
    let (hint_x, hint_y) = (&a.hinting, &b.hinting);
    let held = |x: &&String, y: &[String]| y.iter().any(|y| akin(x, y));
    let shared = x
        .iter()
        .find(|x| !two && (held(x, y) || held(x, hint_y)))
        .or_else(|| hint_x.iter().find(|x| held(x, y) || held(x, hint_y)));
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
        Some(body) if same_head => evidence(Reason::SameBody(body.clone()), 2.0),
        // many of one field belong to one country: place, fellows or a role before must speak for it as well
        Some(body) if same_field => evidence(Reason::SameBody(body.clone()), 0.7),
        Some(body) if same_whole => evidence(Reason::SameBody(body.clone()), 0.5),
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
