//! Services of this machine: both versions of the API, and everything that can go wrong.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use onrecord_fetch::{Fetcher, Options, Validators};
use onrecord_reconcile::{Api, Query, ReconcileError, Service, Shape, Verdict, verdict};
use onrecord_record::SpeakerType;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use url::Url;

/// A request: the first line, and the body.
type Asked = Arc<Mutex<Vec<(String, String)>>>;

/// Serves what `answer` makes of the first line and the body of each request.
fn serve(answer: impl Fn(&str, &str) -> Vec<u8> + Send + 'static) -> (Url, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = Url::parse(&format!("http://{}/api", listener.local_addr().unwrap())).unwrap();
    let asked: Asked = Arc::default();
    let seen = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = BufReader::new(stream.unwrap());
            let mut head = String::new();
            while !head.ends_with("\r\n\r\n") {
                if stream.read_line(&mut head).unwrap_or(0) == 0 {
                    break;
                }
            }
            let length = head
                .to_lowercase()
                .lines()
                .find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok())
                .unwrap_or(0);
            let mut body = vec![0; length];
            if stream.read_exact(&mut body).is_err() {
                continue;
            }
            let body = String::from_utf8(body).unwrap();
            let first = head.lines().next().unwrap_or_default().to_owned();
            let reply = answer(&first, &body);
            seen.lock().unwrap().push((first, body));
            // whoever has enough may have gone
            let _ = stream.get_mut().write_all(&reply);
        }
    });
    (url, asked)
}

fn reply(status: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
        .into_bytes()
}

fn options() -> Options {
    Options {
        allow_private: true,
        delay: Duration::ZERO,
        backoff: Duration::from_millis(1),
        max_bytes: 100_000,
        answer_timeout: Duration::from_millis(400),
        total_timeout: Duration::from_millis(800),
        ..Options::default()
    }
}

fn fetcher() -> Fetcher {
    Fetcher::new(options(), Validators::default()).unwrap()
}

const SHAPE: Shape = Shape { limit: 3, api: None };

fn queries(count: usize) -> Vec<Query> {
    (0..count)
        .map(|n| Query::new(SpeakerType::Person, format!("Lene Dorvik{n}")))
        .collect()
}

fn manifest(versions: &str) -> Vec<u8> {
    reply(
        "200 OK",
        &format!("{{\"name\": \"Test\", \"versions\": {versions}, \"identifierSpace\": \"x\"}}"),
    )
}

#[test]
fn both_versions_are_spoken_in_batches() {
    let (old, asked_old) = serve(|first, body| {
        if first.starts_with("GET") {
            return manifest("[\"0.1\", \"0.2\", \"1.0-draft\"]");
        }
        let form: Vec<(String, String)> = url::form_urlencoded::parse(body.as_bytes())
            .into_owned()
            .collect();
        let sent: Value = serde_json::from_str(&form[0].1).unwrap();
        let results: serde_json::Map<String, Value> = sent
            .as_object()
            .unwrap()
            .iter()
            .map(|(key, query)| {
                let candidate = json!({ "id": "Q1", "name": query["query"], "score": 100, "match": true });
                (key.clone(), json!({ "result": [candidate] }))
            })
            .collect();
        reply("200 OK", &Value::Object(results).to_string())
    });
    let (new, asked_new) = serve(|first, body| {
        if first.starts_with("GET") {
            return manifest("[\"1.0-draft\"]");
        }
        let sent: Value = serde_json::from_str(body).unwrap();
        let results: Vec<Value> = sent["queries"]
            .as_array()
            .unwrap()
            .iter()
            .map(|query| {
                let name = &query["conditions"][0]["propertyValue"];
                json!({ "candidates": [{ "id": "Q1", "name": [{ "str": name }], "match": true }] })
            })
            .collect();
        reply("200 OK", &json!({ "results": results }).to_string())
    });
    let fetcher = fetcher();
    for (url, api, path) in [
        (&old, Api::V02, "POST /api HTTP/1.1"),
        (&new, Api::V10, "POST /api/match HTTP/1.1"),
    ] {
        let service = Service::open(&fetcher, url, SHAPE).unwrap();
        assert_eq!(service.api(), api);
        let queries = queries(23);
        let mut told = Vec::new();
        let found = service.candidates(&queries, |count| told.push(count)).unwrap();
        assert_eq!(told, [10, 20, 23]);
        for (query, found) in queries.iter().zip(&found) {
            assert_eq!(found[0].name, query.name);
            assert_eq!(verdict(query, found), Verdict::Match("Q1".to_owned()));
        }
        let asked = if api == Api::V02 { &asked_old } else { &asked_new };
        let asked = asked.lock().unwrap();
        assert_eq!(asked.len(), 4);
        assert_eq!(asked[1].0, path);
    }
    // the draft, where it is asked for
    let shape = Shape {
        api: Some(Api::V10),
        ..SHAPE
    };
    assert_eq!(Service::open(&fetcher, &old, shape).unwrap().api(), Api::V10);
}

/// What comes of a service that answers queries like this, and how often it was asked.
fn failure(answer: impl Fn() -> Vec<u8> + Send + 'static) -> (ReconcileError, usize) {
    let (url, asked) = serve(move |first, _| {
        if first.starts_with("GET") {
            return manifest("[\"0.2\"]");
        }
        answer()
    });
    let fetcher = fetcher();
    let service = Service::open(&fetcher, &url, SHAPE).unwrap();
    let error = service.candidates(&queries(2), |_| ()).unwrap_err();
    let posts = asked
        .lock()
        .unwrap()
        .iter()
        .filter(|(first, _)| first.starts_with("POST"))
        .count();
    (error, posts)
}

#[test]
fn what_goes_wrong_is_told_and_nothing_is_made_of_it() {
    let (error, _) = failure(|| reply("200 OK", "{\"q0\": {\"result\": [{\"id\": \"Q1\", \"na"));
    assert!(error.to_string().contains("it is no JSON"), "{error}");
    let (error, _) = failure(|| reply("200 OK", "{\"q0\": {\"result\": []}}"));
    assert!(error.to_string().contains("it has no result for q1"), "{error}");
    let (error, _) = failure(|| reply("200 OK", "<html>Welcome</html>"));
    assert!(matches!(error, ReconcileError::Answer { .. }), "{error}");
    let deep = "[".repeat(90_000);
    let (error, _) = failure(move || reply("200 OK", &deep));
    assert!(error.to_string().contains("it is no JSON"), "{error}");
    let huge = format!("{{\"q0\": \"{}\"}}", "x".repeat(200_000));
    let (error, _) = failure(move || reply("200 OK", &huge));
    assert!(
        error.to_string().contains("more than the limit of 100000 bytes"),
        "{error}"
    );
    let (error, posts) = failure(|| reply("400 Bad Request", "{}"));
    assert!(error.to_string().contains("status 400"), "{error}");
    assert_eq!(posts, 1, "a mistake of ours is not repeated");
    let (error, posts) = failure(|| reply("503 Service Unavailable", ""));
    assert!(error.to_string().contains("status 503"), "{error}");
    assert_eq!(posts, 3, "a service in trouble is asked again");
    let (error, _) = failure(|| {
        std::thread::sleep(Duration::from_millis(600));
        Vec::new()
    });
    assert!(error.to_string().contains("longer than"), "{error}");
    let (error, posts) = failure(|| {
        b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .to_vec()
    });
    assert!(error.to_string().contains("status 302"), "{error}");
    assert_eq!(posts, 1);
}

#[test]
fn what_is_no_service_is_told_apart() {
    let (url, _) = serve(|_, _| reply("200 OK", "{\"name\": \"a page\"}"));
    let fetcher = fetcher();
    let error = Service::open(&fetcher, &url, SHAPE).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("neither versions nor an identifier space"),
        "{error}"
    );
    let closed = Fetcher::new(
        Options {
            allow_private: false,
            ..options()
        },
        Validators::default(),
    )
    .unwrap();
    let error = Service::open(&closed, &url, SHAPE).unwrap_err();
    assert!(error.to_string().contains("--allow-private"), "{error}");
}
