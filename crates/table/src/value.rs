//! Values of a row: found by name or path, turned into strings.

use serde_json::Value;
use std::borrow::Cow;

/// How a column is found in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Path {
    /// As given.
    pub(crate) name: String,
    steps: Vec<String>,
}

impl Path {
    /// A column by its name, and by nothing else.
    pub(crate) fn column(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            steps: Vec::new(),
        }
    }

    /// A name, or failing that a JSON Pointer or dotted path.
    pub(crate) fn parse(given: &str) -> Self {
        let steps = match given.strip_prefix('/') {
            Some(pointer) => pointer
                .split('/')
                .map(|s| s.replace("~1", "/").replace("~0", "~"))
                .collect(),
            None if given.contains('.') => given.split('.').map(str::to_owned).collect(),
            None => Vec::new(),
        };
        Self {
            name: given.to_owned(),
            steps,
        }
    }

    /// The column that the path leads into, of those that there are.
    pub(crate) fn column_among<'n>(&self, names: &'n [String]) -> Option<&'n str> {
        let named = |wanted: &str| names.iter().find(|name| *name == wanted).map(String::as_str);
        named(&self.name).or_else(|| named(self.steps.first()?))
    }

    /// What stands there. A step into a list that is no number goes into each of its items: `authors.name`.
    pub(crate) fn of<'v>(&self, row: &'v Value) -> Option<Cow<'v, Value>> {
        if let Some(value) = row.get(&self.name) {
            return Some(Cow::Borrowed(value));
        }
        if self.steps.is_empty() {
            None
        } else {
            walk(row, &self.steps)
        }
    }
}

fn walk<'v>(value: &'v Value, steps: &[String]) -> Option<Cow<'v, Value>> {
    let Some((step, rest)) = steps.split_first() else {
        return Some(Cow::Borrowed(value));
    };
    match value {
        Value::Object(fields) => walk(fields.get(step)?, rest),
        Value::Array(items) => match step.parse::<usize>() {
            Ok(index) => walk(items.get(index)?, rest),
            Err(_) => {
                let of_each = items
                    .iter()
                    .filter_map(|item| walk(item, steps))
                    .map(Cow::into_owned);
                let of_each: Vec<_> = of_each.collect();
                (!of_each.is_empty()).then_some(Cow::Owned(Value::Array(of_each)))
            }
        },
        _ => None,
    }
}

/// Whether there is nothing: null, white space, an empty list.
pub(crate) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(s) => s.trim().is_empty(),
        Value::Array(items) => items.iter().all(is_empty),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The strings that a value names: itself, its items, or what its `name` says. Numbers are written out.
pub(crate) fn strings(value: &Value) -> Vec<String> {
    let mut out = Vec::new();
    collect(value, 0, &mut out);
    out
}

fn collect(value: &Value, depth: usize, out: &mut Vec<String>) {
    /// A list of objects whose name is a list: deeper is no name.
    const DEEPEST: usize = 4;
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::String(s) if !s.trim().is_empty() => out.push(s.trim().to_owned()),
        Value::Number(n) => out.push(n.to_string()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, depth + 1, out)),
        Value::Object(fields) => {
            let named = ["name", "title", "fullname", "full_name", "literal", "value"];
            if let Some(value) = named.iter().find_map(|name| fields.get(*name)) {
                collect(value, depth + 1, out);
            }
        }
        _ => {}
    }
}

/// What kind of value it is, for messages.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_go_before_paths() {
        let row = json!({"a.b": 1, "a": {"b": 2, "c/d": 3}, "l": [{"name": "x"}, {"name": "y"}, 7]});
        let get = |p: &str| Path::parse(p).of(&row).map(Cow::into_owned);
        assert_eq!(get("a.b"), Some(json!(1)));
        assert_eq!(get("/a/b"), Some(json!(2)));
        assert_eq!(get("/a/c~1d"), Some(json!(3)));
        assert_eq!(get("l.name"), Some(json!(["x", "y"])));
        assert_eq!(get("l.1.name"), Some(json!("y")));
        assert_eq!(get("a.x"), None);
        assert_eq!(Path::column("a.c/d").of(&row), None);
    }

    #[test]
    fn names_of_any_shape() {
        let names = json!([" Ada Quill ", {"name": "Bo Rask"}, {"name": {"name": "Cy"}}, null, "", 12]);
        assert_eq!(strings(&names), ["Ada Quill", "Bo Rask", "Cy", "12"]);
    }
}
