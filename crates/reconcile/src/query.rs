//! What is asked of a service, in either version of the API.

use onrecord_record::SpeakerType;
use serde_json::{Map, Value, json};
use url::form_urlencoded;

/// A version of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Api {
    /// 0.2, and 0.1 before it: a form with `queries`, answered by number.
    V02,
    /// The draft of 1.0: JSON to `/match`, answered in order.
    V10,
}

/// Somebody, or some body, for whom candidates are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// What it is.
    pub kind: SpeakerType,
    /// The name.
    pub name: String,
    /// The type that the service gives to such entities: `Q5`, for example.
    pub of_type: Option<String>,
    /// Properties by the service's identifiers, with what is printed.
    pub properties: Vec<(String, Vec<String>)>,
}

impl Query {
    /// A query by name alone.
    pub fn new(kind: SpeakerType, name: impl Into<String>) -> Self {
        Self {
            kind,
            name: name.into(),
            of_type: None,
            properties: Vec::new(),
        }
    }

    /// As 0.2 has it (section 4.1 of its report).
    fn v02(&self, limit: usize) -> Value {
        let mut query = Map::from_iter([
            ("query".to_owned(), json!(self.name)),
            ("limit".to_owned(), json!(limit)),
        ]);
        if let Some(of_type) = &self.of_type {
            query.insert("type".to_owned(), json!(of_type));
        }
        if !self.properties.is_empty() {
            let properties: Vec<Value> = self
                .properties
                .iter()
                .map(|(pid, values)| json!({ "pid": pid, "v": values }))
                .collect();
            query.insert("properties".to_owned(), json!(properties));
        }
        Value::Object(query)
    }

    /// As the draft of 1.0 has it. No property is required: what is printed in news may be put otherwise there.
    fn v10(&self, limit: usize) -> Value {
        let mut conditions = vec![json!({ "matchType": "name", "propertyValue": self.name })];
        conditions.extend(self.properties.iter().map(|(pid, values)| {
            json!({ "matchType": "property", "propertyId": pid, "propertyValue": values, "required": false, "matchQuantifier": "any" })
        }));
        let mut query = Map::from_iter([
            ("conditions".to_owned(), json!(conditions)),
            ("limit".to_owned(), json!(limit)),
        ]);
        if let Some(of_type) = &self.of_type {
            query.insert("type".to_owned(), json!(of_type));
        }
        Value::Object(query)
    }
}

impl Api {
    /// A batch of queries: the type of the body, and the body.
    pub(crate) fn body(self, queries: &[Query], limit: usize) -> (&'static str, Vec<u8>) {
        match self {
            Self::V02 => {
                let batch: Map<String, Value> = queries
                    .iter()
                    .enumerate()
                    .map(|(n, query)| (format!("q{n}"), query.v02(limit)))
                    .collect();
                let form = form_urlencoded::Serializer::new(String::new())
                    .append_pair("queries", &Value::Object(batch).to_string())
                    .finish();
                ("application/x-www-form-urlencoded", form.into_bytes())
            }
            Self::V10 => {
                let batch: Vec<Value> = queries.iter().map(|query| query.v10(limit)).collect();
                (
                    "application/json",
                    json!({ "queries": batch }).to_string().into_bytes(),
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query() -> Query {
        Query {
            of_type: Some("Q5".to_owned()),
            properties: vec![("P39".to_owned(), vec!["harbour & quay".to_owned()])],
            ..Query::new(SpeakerType::Person, "Ada \"Lamp\" Quill")
        }
    }

    #[test]
    fn the_form_of_0_2_holds_its_queries_by_number() {
        let (media_type, body) = Api::V02.body(&[query(), Query::new(SpeakerType::Person, "B C")], 3);
        assert_eq!(media_type, "application/x-www-form-urlencoded");
        let pairs: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
        assert_eq!(pairs.len(), 1);
        let sent: Value = serde_json::from_str(&pairs[0].1).unwrap();
        assert_eq!(
            sent,
            json!({
                "q0": { "query": "Ada \"Lamp\" Quill", "type": "Q5", "limit": 3, "properties": [{ "pid": "P39", "v": ["harbour & quay"] }] },
                "q1": { "query": "B C", "limit": 3 }
            })
        );
    }

    #[test]
    fn the_json_of_1_0_holds_conditions_in_order() {
        let (media_type, body) = Api::V10.body(&[query()], 3);
        assert_eq!(media_type, "application/json");
        let sent: Value = serde_json::from_slice(&body).unwrap();
        let conditions = &sent["queries"][0]["conditions"];
        assert_eq!(
            conditions[0],
            json!({ "matchType": "name", "propertyValue": "Ada \"Lamp\" Quill" })
        );
        assert_eq!(conditions[1]["propertyId"], "P39");
        assert_eq!(sent["queries"][0]["limit"], 3);
        assert_eq!(sent["queries"][0]["type"], "Q5");
    }
}
