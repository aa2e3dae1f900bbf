//! What a service answers, in either version of the API.

use crate::query::Api;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// Who a person or body may be.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Candidate {
    /// Its identifier.
    pub id: String,
    /// Its name there.
    pub name: String,
    /// What else is said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it is there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<String>,
    /// How well it fits; each service has a measure of its own, the higher the better.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Whether it is certain, as the service says, or bears exactly the name in a file.
    #[serde(rename = "match")]
    pub is_match: bool,
    /// What speaks for it: features of the service, or how the names fit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<String>,
}

/// The candidates of each query of a batch, in the order of the queries.
///
/// # Errors
/// What is wrong with the answer.
pub(crate) fn candidates(api: Api, count: usize, answer: &Value) -> Result<Vec<Vec<Candidate>>, String> {
    match api {
        Api::V02 => {
            let results = answer.as_object().ok_or("it is no JSON object")?;
            if let Some(error) = results.get("status").filter(|status| *status == "error") {
                let message = results.get("message").and_then(Value::as_str);
                return Err(format!(
                    "it says {error}: {}",
                    message.unwrap_or("and nothing more")
                ));
            }
            let of = |n: usize| {
                let result = results
                    .get(&format!("q{n}"))
                    .ok_or_else(|| format!("it has no result for q{n}"))?;
                list(result.get("result").or_else(|| result.get("candidates")))
            };
            (0..count).map(of).collect()
        }
        Api::V10 => {
            let results = answer
                .get("results")
                .and_then(Value::as_array)
                .ok_or("it has no list of results")?;
            if results.len() != count {
                return Err(format!("it has {} results for {count} queries", results.len()));
            }
            results
                .iter()
                .map(|result| list(result.get("candidates")))
                .collect()
        }
    }
}

fn list(candidates: Option<&Value>) -> Result<Vec<Candidate>, String> {
    let candidates = candidates
        .and_then(Value::as_array)
        .ok_or("a result has no list of candidates")?;
    let mut found: Vec<Candidate> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for value in candidates {
        let candidate = candidate(value)?;
        // one entity may come once for each language; looked for by place, for nothing keeps an answer short
        match places.get(&candidate.id).and_then(|&at| found.get_mut(at)) {
            Some(other) => {
                other.is_match |= candidate.is_match;
                if candidate.name != other.name {
                    other.why.push(format!("also {}", candidate.name));
                }
            }
            None => {
                places.insert(candidate.id.clone(), found.len());
                found.push(candidate);
            }
        }
    }
    Ok(found)
}

fn candidate(value: &Value) -> Result<Candidate, String> {
    let id = match value.get("id") {
        Some(Value::String(id)) if !id.trim().is_empty() => id.trim().to_owned(),
        Some(Value::Number(id)) => id.to_string(),
        _ => return Err("a candidate has no id".to_owned()),
    };
    let features = value.get("features").and_then(Value::as_array);
    let why = features.into_iter().flatten().filter_map(|feature| {
        let name = text(feature.get("name")).or_else(|| text(feature.get("id")))?;
        let value = match feature.get("value")? {
            Value::Bool(value) => value.to_string(),
            Value::Number(value) => value.to_string(),
            Value::String(value) => value.clone(),
            _ => return None,
        };
        Some(format!("{name}: {value}"))
    });
    let types = match value.get("type") {
        Some(Value::Array(types)) => types.iter().filter_map(type_of).collect(),
        Some(one) => type_of(one).into_iter().collect(),
        None => Vec::new(),
    };
    Ok(Candidate {
        name: text(value.get("name")).unwrap_or_else(|| id.clone()),
        description: text(value.get("description")),
        types,
        score: value
            .get("score")
            .and_then(Value::as_f64)
            .filter(|score| score.is_finite()),
        is_match: value.get("match").and_then(Value::as_bool).unwrap_or(false),
        why: why.collect(),
        id,
    })
}

fn type_of(value: &Value) -> Option<String> {
    text(value.get("name"))
        .or_else(|| text(value.get("id")))
        .or_else(|| text(Some(value)))
}

/// A text: 1.0 has some as `{"str": …, "lang": …}`, or a list of these, of which the first counts.
fn text(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => text,
        Value::Array(texts) => return text(texts.first()),
        Value::Object(parts) => {
            return parts
                .get("str")
                .filter(|s| s.is_string())
                .and_then(|s| text(Some(s)));
        }
        _ => return None,
    };
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn answers_of_0_2_are_taken_by_number() {
        let answer = json!({
            "q1": { "result": [] },
            "q0": { "result": [
                { "id": "Q1", "name": "Lene Dorvik", "score": 98.5, "match": true, "type": [{ "id": "Q5", "name": "human" }, "Q6"],
                  "description": "harbour master", "features": [{ "id": "name", "value": 0.5 }, { "id": "x", "value": null }] },
                { "id": 7, "score": "high" }
            ] }
        });
        let found = candidates(Api::V02, 2, &answer).unwrap();
        assert_eq!(found[1], []);
        assert_eq!(
            found[0][0],
            Candidate {
                id: "Q1".into(),
                name: "Lene Dorvik".into(),
                description: Some("harbour master".into()),
                types: vec!["human".into(), "Q6".into()],
                score: Some(98.5),
                is_match: true,
                why: vec!["name: 0.5".into()],
            }
        );
        assert_eq!((found[0][1].id.as_str(), found[0][1].score), ("7", None));
        assert_eq!(
            candidates(Api::V02, 3, &answer).unwrap_err(),
            "it has no result for q2"
        );
        let error = json!({ "status": "error", "message": "too many" });
        assert!(candidates(Api::V02, 1, &error).unwrap_err().contains("too many"));
    }

    #[test]
    fn answers_of_1_0_are_taken_in_order() {
        let answer = json!({ "results": [
            { "candidates": [
                { "id": "1", "name": [{ "str": "Dorvik, Lene", "lang": "de" }], "description": [{ "str": "1969-" }], "match": false },
                { "id": "1", "name": "Lene Dorvik", "match": true }
            ] },
            { "candidates": [] }
        ] });
        let found = candidates(Api::V10, 2, &answer).unwrap();
        assert_eq!(found[0].len(), 1);
        assert_eq!(
            (found[0][0].name.as_str(), found[0][0].is_match),
            ("Dorvik, Lene", true)
        );
        assert_eq!(found[0][0].why, ["also Lene Dorvik"]);
        assert!(
            candidates(Api::V10, 1, &answer)
                .unwrap_err()
                .contains("2 results for 1")
        );
    }

    #[test]
    fn a_long_answer_is_taken_as_a_short_one() {
        // each entity in two languages, far apart; comparing each with each would take too long
        let count = 100_000;
        let of = |prefix: &str, is_match: bool| -> Vec<Value> {
            let one =
                |n| json!({ "id": format!("Q{n}"), "name": format!("{prefix} {n}"), "match": is_match });
            (0..count).map(one).collect()
        };
        let both = [of("Pier", false), of("Kai", true)].concat();
        let answer = json!({ "results": [{ "candidates": both }] });
        let found = candidates(Api::V10, 1, &answer).unwrap().remove(0);
        assert_eq!(found.len(), count);
        for (n, one) in found.iter().enumerate() {
            assert_eq!((&one.id, &one.name), (&format!("Q{n}"), &format!("Pier {n}")));
            assert!(one.is_match);
            assert_eq!(one.why, [format!("also Kai {n}")]);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_answer_is_too_much(text in "[\\[\\]{}\",:a-z0-9]{0,80}", count in 0usize..3) {
            if let Ok(answer) = serde_json::from_str::<Value>(&text) {
                let _ = candidates(Api::V02, count, &answer);
                let _ = candidates(Api::V10, count, &answer);
            }
        }
    }
}
