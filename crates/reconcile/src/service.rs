//! A service that speaks the W3C Entity Reconciliation API.
//!
//! 0.2 is the community group's final report of 2023-04-10, 1.0 its draft (<https://reconciliation-api.github.io/specs/draft/>).

use crate::answer::{Candidate, candidates};
use crate::query::{Api, Query};
use onrecord_fetch::{FetchError, Fetcher, Outcome, Question};
use serde_json::Value;
use url::Url;

/// Queries that are sent at once, unless the service wants fewer.
const BATCH: usize = 10;
/// The most bytes of the names and properties of a batch.
const LARGEST: usize = 1 << 20;

/// Why a service could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum ReconcileError {
    /// It did not answer, or not with what was asked for.
    #[error("{error}; {}", .error.remedy())]
    Fetch {
        /// What happened.
        error: Box<FetchError>,
    },
    /// Its answer is none of this API.
    #[error(
        "{url}: the answer is none of a reconciliation service ({detail}); give the address of its endpoint, or look at it in a browser"
    )]
    Answer {
        /// The address.
        url: Url,
        /// What is wrong with it.
        detail: String,
    },
    /// A query is too large.
    #[error("the name {name:?} … is longer than names are; it was not sent")]
    TooLarge {
        /// How it begins.
        name: String,
    },
}

/// What a service says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// Its name.
    pub name: String,
    /// The versions that it says it speaks; none before 0.2.
    pub versions: Vec<String>,
    /// What its identifiers are of.
    pub identifier_space: Option<String>,
    /// How many queries it wants at once, at most.
    pub batch_size: Option<usize>,
}

/// How queries are put, beyond the names.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shape {
    /// Candidates that are wanted for each.
    pub limit: usize,
    /// The version to speak; that which the service speaks best, if none is given.
    pub api: Option<Api>,
}

/// A service that is asked.
#[derive(Debug)]
pub struct Service<'f> {
    fetcher: &'f Fetcher,
    endpoint: Url,
    manifest: Manifest,
    api: Api,
    limit: usize,
}

impl<'f> Service<'f> {
    /// Asks a service what it is.
    ///
    /// # Errors
    /// It does not answer, or is no reconciliation service.
    pub fn open(fetcher: &'f Fetcher, endpoint: &Url, shape: Shape) -> Result<Self, ReconcileError> {
        let (address, answer) = ask(fetcher, endpoint, None)?;
        let manifest = Manifest::read(&answer).map_err(|detail| ReconcileError::Answer {
            url: address.clone(),
            detail,
        })?;
        let speaks = |version: &str| manifest.versions.iter().any(|v| v.starts_with(version));
        // of two, the one that is no draft
        let api = shape.api.unwrap_or(if speaks("1.0") && !speaks("0.") {
            Api::V10
        } else {
            Api::V02
        });
        Ok(Self {
            fetcher,
            endpoint: address,
            manifest,
            api,
            limit: shape.limit.max(1),
        })
    }

    /// What it says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The version that is spoken with it.
    pub fn api(&self) -> Api {
        self.api
    }

    /// The candidates of each query, in their order. `progress` is told how many have been asked for.
    ///
    /// # Errors
    /// The service does not answer, or not as the API has it; then nothing of the batch is known.
    pub fn candidates(
        &self,
        queries: &[Query],
        mut progress: impl FnMut(usize),
    ) -> Result<Vec<Vec<Candidate>>, ReconcileError> {
        let batch = self.manifest.batch_size.unwrap_or(BATCH).clamp(1, BATCH);
        let url = match self.api {
            Api::V02 => self.endpoint.clone(),
            Api::V10 => below(&self.endpoint, "match"),
        };
        let mut found = Vec::with_capacity(queries.len());
        for queries in queries.chunks(batch) {
            let (media_type, body) = self.api.body(queries, self.limit);
            if body.len() > LARGEST {
                let longest = queries.iter().max_by_key(|query| query.name.len());
                let name = longest
                    .map(|query| query.name.chars().take(60).collect())
                    .unwrap_or_default();
                return Err(ReconcileError::TooLarge { name });
            }
            let question = Question {
                media_type,
                body: &body,
            };
            let (url, answer) = ask(self.fetcher, &url, Some(&question))?;
            let answers = self.api.read(queries.len(), &answer);
            found.extend(answers.map_err(|detail| ReconcileError::Answer { url, detail })?);
            progress(found.len());
        }
        Ok(found)
    }
}

fn ask(
    fetcher: &Fetcher,
    url: &Url,
    question: Option<&Question<'_>>,
) -> Result<(Url, Vec<u8>), ReconcileError> {
    match fetcher.consult(url, question) {
        Outcome::Fetched(fetched) => Ok((fetched.address, fetched.bytes)),
        Outcome::NotModified(_) => Err(ReconcileError::Answer {
            url: url.clone(),
            detail: "it says that nothing has changed".to_owned(),
        }),
        Outcome::Failed(error) => Err(ReconcileError::Fetch {
            error: Box::new(error),
        }),
    }
}

impl Api {
    /// Reads a service's answer to a batch: the candidates of each query, in the order of the queries.
    ///
    /// # Errors
    /// What is wrong with the answer.
    pub fn read(self, queries: usize, answer: &[u8]) -> Result<Vec<Vec<Candidate>>, String> {
        candidates(self, queries, &json(answer)?)
    }
}

impl Manifest {
    /// Reads what a service says of itself.
    ///
    /// # Errors
    /// What is wrong with the answer.
    pub fn read(answer: &[u8]) -> Result<Self, String> {
        manifest(&json(answer)?)
    }
}

fn json(answer: &[u8]) -> Result<Value, String> {
    serde_json::from_slice(answer).map_err(|error| format!("it is no JSON: {error}"))
}

fn manifest(answer: &Value) -> Result<Manifest, String> {
    let name = answer
        .get("name")
        .and_then(Value::as_str)
        .ok_or("its manifest has no name")?;
    let versions = answer.get("versions").and_then(Value::as_array);
    let is_one = versions.is_some()
        || ["identifierSpace", "schemaSpace", "view", "defaultTypes"]
            .iter()
            .any(|key| answer.get(key).is_some());
    if !is_one {
        return Err("its manifest has neither versions nor an identifier space".to_owned());
    }
    let size = answer.get("batchSize").and_then(Value::as_u64);
    Ok(Manifest {
        name: name.to_owned(),
        versions: versions
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        identifier_space: answer
            .get("identifierSpace")
            .and_then(Value::as_str)
            .map(str::to_owned),
        batch_size: size
            .and_then(|size| usize::try_from(size).ok())
            .filter(|&size| size > 0),
    })
}

/// A route of an endpoint.
fn below(endpoint: &Url, route: &str) -> Url {
    let mut url = endpoint.clone();
    let path = format!("{}/{route}", endpoint.path().trim_end_matches('/'));
    url.set_path(&path);
    url
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn manifests_of_both_versions_are_read() {
        let old = json!({ "name": "Wikidata (en)", "identifierSpace": "http://www.wikidata.org/entity/", "schemaSpace": "x" });
        assert_eq!(manifest(&old).unwrap().versions, Vec::<String>::new());
        let new = json!({ "versions": ["1.0-draft"], "name": "N", "batchSize": 3 });
        assert_eq!(manifest(&new).unwrap().batch_size, Some(3));
        assert!(manifest(&json!({ "name": "a page" })).is_err());
        assert!(manifest(&json!([])).is_err());
    }

    #[test]
    fn routes_lie_below_the_endpoint() {
        let url = |text: &str| Url::parse(text).unwrap();
        assert_eq!(
            below(&url("https://a.example/api/"), "match"),
            url("https://a.example/api/match")
        );
        assert_eq!(
            below(&url("https://a.example/api?key=1"), "match"),
            url("https://a.example/api/match?key=1")
        );
    }
}
