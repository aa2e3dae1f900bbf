//! ninjs 1.x to 3.x: JSON.

use crate::body::Builder;
use crate::item::Item;
use onrecord_record::{BlockKind, DeclaredBy, DeclaredField, Status};
use onrecord_source::{Body, Found, Problem, Skip, decode};
use onrecord_stamp::Stamp;
use serde_json::{Map, Value};

/// Associated items inside associated items, at most.
const DEEPEST: usize = 4;

/// Reads one item, an array of items, or items one after the other.
pub(crate) fn read(bytes: Vec<u8>, as_of: Option<&Stamp>) -> Result<Vec<Found>, Problem> {
    let moments: Vec<Stamp> = as_of.into_iter().cloned().collect();
    let decoded = decode(bytes)?;
    let mut items = Vec::new();
    let mut damage = None;
    for value in serde_json::Deserializer::from_str(&decoded.text).into_iter::<Value>() {
        match value {
            Ok(Value::Array(several)) => items.extend(several),
            Ok(value) => items.push(value),
            Err(error) => {
                damage = Some(Found::Damaged {
                    within: Vec::new(),
                    problem: format!("this JSON cannot be read on: {error}"),
                    remedy: "get it again, or mend this place".to_owned(),
                });
                break;
            }
        }
    }
    let several = items.len() > 1;
    let mut found = Vec::new();
    for (at, value) in items.into_iter().enumerate() {
        let way = if several {
            vec![format!("item {}", at + 1)]
        } else {
            Vec::new()
        };
        match value {
            Value::Object(object) => {
                let whole = Whole {
                    depth: 0,
                    status: Status::Usable,
                    moments: &moments,
                };
                item(&lowered(object), way, whole, &mut found);
            }
            _ => found.push(Found::Skipped {
                within: way,
                reason: Skip::OtherKind,
                what: "JSON that is no item".to_owned(),
            }),
        }
    }
    found.extend(damage);
    Ok(found)
}

/// The versions of ninjs differ in the case of their keys.
fn lowered(object: Map<String, Value>) -> Map<String, Value> {
    object
        .into_iter()
        .map(|(key, value)| (key.to_ascii_lowercase(), value))
        .collect()
}

fn text(object: &Map<String, Value>, key: &str) -> Option<String> {
    match object.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// What stands there, as written where it is no text, so that nothing that restricts an item is passed over.
fn written(object: &Map<String, Value>, key: &str) -> Option<String> {
    match object.get(key)? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// Names in a list of strings or of objects with a name.
fn names(value: Option<&Value>) -> Vec<String> {
    let name = |value: &Value| match value {
        Value::String(name) => Some(name.clone()),
        Value::Object(object) => ["name", "literal", "value"]
            .iter()
            .find_map(|key| object.get(*key).and_then(Value::as_str).map(str::to_owned)),
        _ => None,
    };
    match value {
        Some(Value::Array(all)) => all.iter().filter_map(name).collect(),
        Some(one) => name(one).into_iter().collect(),
        None => Vec::new(),
    }
}

/// What an item belongs to.
#[derive(Clone, Copy)]
struct Whole<'a> {
    /// How many items it stands in.
    depth: usize,
    /// The strictest status of these.
    status: Status,
    /// Moments that are known to have come.
    moments: &'a [Stamp],
}

fn item(object: &Map<String, Value>, way: Vec<String>, whole: Whole<'_>, found: &mut Vec<Found>) {
    let kind = text(object, "type").unwrap_or_else(|| "text".to_owned());
    if !matches!(kind.as_str(), "text" | "composite") {
        found.push(Found::Skipped {
            within: way,
            reason: Skip::OtherKind,
            what: format!("a news item of type {kind}"),
        });
        return;
    }
    let mut item = Item::new(DeclaredBy::Ninjs, "ninjs");
    let of = |key| text(object, key);
    item.fact(DeclaredField::ProviderId, of("uri"), "uri");
    item.fact(DeclaredField::Version, of("version"), "version");
    item.first_created(of("firstcreated"), "firstcreated");
    item.version_created(of("versioncreated"), "versioncreated");
    item.content_created(of("contentcreated"), "contentcreated");
    item.status(written(object, "pubstatus").as_deref());
    if let Some(until) = written(object, "embargoed") {
        item.embargo(&until);
    }
    item.inherit(whole.status);
    item.fact(DeclaredField::EditorialNote, of("ednote"), "ednote");
    item.fact(DeclaredField::Language, of("language"), "language");
    item.fact(DeclaredField::Located, of("located"), "located");
    item.fact(DeclaredField::Byline, of("byline"), "byline");
    item.fact(
        DeclaredField::Title,
        of("headline").or_else(|| with_role(object, "headlines", "main")),
        "headline",
    );
    for (field, key) in [
        (DeclaredField::Byline, "bylines"),
        (DeclaredField::Located, "located"),
        (DeclaredField::InfoSource, "infosources"),
        (DeclaredField::InfoSource, "infosource"),
        (DeclaredField::Outlet, "provider"),
        (DeclaredField::Author, "by"),
        (DeclaredField::Rights, "copyrightholder"),
        (DeclaredField::Rights, "copyrightnotice"),
        (DeclaredField::Rights, "usageterms"),
    ] {
        for name in names(object.get(key)) {
            item.fact(field, Some(name), key);
        }
    }
    if let Some(Value::Object(rights)) = object.get("rightsinfo") {
        for (key, value) in rights {
            item.fact(DeclaredField::Rights, value.as_str(), key);
        }
    }
    let body = body(object);
    let has_text = body.is_some();
    let mut entry = item.finish(body.unwrap_or(Body::Locator), whole.moments);
    let mut status = whole.status;
    if let Found::Entry(entry) = &mut entry {
        entry.origin.within.clone_from(&way);
        status = entry.status;
    }
    if whole.depth == 0 || has_text {
        found.push(entry);
    }
    if whole.depth < DEEPEST {
        let whole = Whole {
            depth: whole.depth + 1,
            status,
            ..whole
        };
        associated(object, &way, whole, found);
    }
}

/// Items inside the item: an object by name (1.x), or a list (2.x on). `whole` is the item.
fn associated(object: &Map<String, Value>, way: &[String], whole: Whole<'_>, found: &mut Vec<Found>) {
    let inner: Vec<(String, &Value)> = match object.get("associations") {
        Some(Value::Object(all)) => all.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Some(Value::Array(all)) => all
            .iter()
            .enumerate()
            .map(|(at, value)| (format!("association {}", at + 1), value))
            .collect(),
        _ => return,
    };
    for (name, value) in inner {
        if let Value::Object(object) = value {
            let mut way = way.to_vec();
            way.push(name);
            item(&lowered(object.clone()), way, whole, found);
        }
    }
}

/// The value with this role in a list of `{role, value}`, else the first.
fn with_role(object: &Map<String, Value>, key: &str, role: &str) -> Option<String> {
    let all = object.get(key)?.as_array()?;
    let value = |entry: &Value| entry.get("value").and_then(Value::as_str).map(str::to_owned);
    all.iter()
        .find(|entry| entry.get("role").and_then(Value::as_str) == Some(role))
        .or(all.first())
        .and_then(value)
}

fn body(object: &Map<String, Value>) -> Option<Body> {
    let some = |text: &String| !text.trim().is_empty();
    if let Some(html) = text(object, "body_xhtml")
        .or_else(|| text(object, "body_html"))
        .filter(some)
    {
        return Some(Body::Html(html));
    }
    if let Some(plain) = text(object, "body_text").filter(some) {
        return Some(plain_text(&plain));
    }
    let bodies = object.get("bodies")?.as_array()?;
    let parts = bodies.iter().filter_map(|body| {
        let lowered = lowered(body.as_object()?.clone());
        let value = text(&lowered, "value").filter(some)?;
        let html = text(&lowered, "contenttype").is_some_and(|kind| kind.contains("html"));
        Some((html, value))
    });
    let parts: Vec<(bool, String)> = parts.collect();
    let best = parts.iter().find(|part| part.0).or(parts.first())?;
    Some(if best.0 {
        Body::Html(best.1.clone())
    } else {
        plain_text(&best.1)
    })
}

fn plain_text(text: &str) -> Body {
    let mut builder = Builder::default();
    for paragraph in text.replace("\r\n", "\n").split("\n\n") {
        builder.push(BlockKind::Paragraph, paragraph);
    }
    Body::Document(builder.finish())
}
