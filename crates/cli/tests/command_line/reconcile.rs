//! Candidates from a file and from a service of this machine.

use crate::lists::{person, record_of, run};
use crate::support::{ended, stderr, stdout};
use serde_json::Value;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;

#[test]
fn a_file_proposes_and_sets_only_what_is_beyond_doubt() {
    let place = record_of([0, 1, 2]);
    let file = "id;name;description;kind\nQ1;Ada Quill;mayor;person\nQ2;Bo Varga;rower;person\nQ3;Bo Varga;pilot;person\n";
    fs::write(place.path().join("ids.csv"), file).unwrap();
    let proposed = run(&place, &["people", "reconcile", "--csv", "ids.csv"]);
    ended(&proposed, 0);
    let text = stdout(&proposed);
    assert!(
        text.contains("  Q1  Ada Quill  100.0  match  mayor  (person; the same name)\n  beyond doubt: Q1"),
        "{text}"
    );
    assert!(text.contains("open: no candidate is certain"), "{text}");
    assert!(stderr(&proposed).contains("nothing is set without --accept matches"));
    assert_eq!(person(&place, "quill")["identifier"], Value::Null);
    let csv = run(
        &place,
        &[
            "people",
            "reconcile",
            "varga",
            "--csv",
            "ids.csv",
            "--format",
            "csv",
        ],
    );
    assert_eq!(stdout(&csv).lines().count(), 3);
    let set = run(
        &place,
        &[
            "people",
            "reconcile",
            "--csv",
            "ids.csv",
            "--accept",
            "matches",
            "--who",
            "mk",
            "--format",
            "jsonl",
        ],
    );
    ended(&set, 0);
    assert_eq!(person(&place, "quill")["identifier"], "Q1");
    assert_eq!(person(&place, "varga")["identifier"], Value::Null);
    let rulings = run(&place, &["people", "rulings", "--json"]);
    let ruling: Value = serde_json::from_str(stdout(&rulings).trim()).unwrap();
    assert_eq!(ruling["action"], "identify");
    assert_eq!(ruling["who"], "mk");
    assert_eq!(
        ruling["why"],
        "the only match in ids.csv: Ada Quill, mayor (score 100)"
    );
    // who has an identifier is left alone
    let again = run(&place, &["people", "reconcile", "quill", "--csv", "ids.csv"]);
    assert!(
        stdout(&again).starts_with("Nobody of that name"),
        "{}",
        stdout(&again)
    );
    ended(&run(&place, &["people", "undo", &ruling["id"].to_string()]), 0);
    assert_eq!(person(&place, "quill")["identifier"], Value::Null);
    // a score that is too low leaves it open
    let high = run(
        &place,
        &[
            "people",
            "reconcile",
            "quill",
            "--csv",
            "ids.csv",
            "--min-score",
            "101",
            "--accept",
            "matches",
        ],
    );
    assert!(
        stdout(&high).contains("open: the match has a lower score"),
        "{}",
        stdout(&high)
    );
    assert_eq!(person(&place, "quill")["identifier"], Value::Null);
}

/// Serves a manifest, and answers every query with one match for Ada Quill; what was asked is returned by the thread.
fn serve(requests: usize) -> (String, std::thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/api", listener.local_addr().unwrap());
    let thread = std::thread::spawn(move || {
        let mut asked = Vec::new();
        for _ in 0..requests {
            let (stream, _) = listener.accept().unwrap();
            let mut lines = BufReader::new(stream);
            let mut head = String::new();
            while !head.ends_with("\r\n\r\n") {
                assert!(lines.read_line(&mut head).unwrap() > 0);
            }
            let length = head
                .to_lowercase()
                .lines()
                .find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok())
                .unwrap_or(0);
            let mut body = vec![0; length];
            lines.read_exact(&mut body).unwrap();
            let queries: String = url_decoded(&String::from_utf8(body).unwrap());
            let answer = if head.starts_with("GET") {
                r#"{"name":"Test","versions":["0.2"],"identifierSpace":"x","schemaSpace":"y"}"#.to_owned()
            } else {
                let sent: Value = serde_json::from_str(queries.strip_prefix("queries=").unwrap()).unwrap();
                let mut results = serde_json::Map::new();
                for (key, query) in sent.as_object().unwrap() {
                    let is_quill = query["query"] == "Ada Quill";
                    let candidates = serde_json::json!([{ "id": "Q9", "name": query["query"], "score": 88, "match": is_quill }]);
                    results.insert(key.clone(), serde_json::json!({ "result": candidates }));
                }
                Value::Object(results).to_string()
            };
            asked.push(head + &queries);
            write!(
                lines.get_mut(),
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{answer}",
                answer.len()
            )
            .unwrap();
        }
        asked
    });
    (url, thread)
}

fn url_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let hex: Vec<u8> = rest.by_ref().take(2).collect();
                bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
            }
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_service_is_asked_politely_and_only_where_it_may_be() {
    let place = record_of([0, 1, 2]);
    let (url, thread) = serve(2);
    let refused = run(&place, &["people", "reconcile", "--service", &url]);
    ended(&refused, 1);
    assert!(
        stderr(&refused).contains("--allow-private"),
        "{}",
        stderr(&refused)
    );
    let set = run(
        &place,
        &[
            "people",
            "reconcile",
            "--service",
            &url,
            "--allow-private",
            "--delay",
            "0",
            "--accept",
            "matches",
            "--type",
            "person=Q5",
            "--property",
            "role=P39",
            "--contact",
            "me@desk.example",
        ],
    );
    ended(&set, 0);
    assert_eq!(person(&place, "quill")["identifier"], "Q9");
    assert_eq!(person(&place, "varga")["identifier"], Value::Null);
    let asked = thread.join().unwrap();
    assert!(
        asked[0].starts_with("GET /api HTTP/1.1"),
        "no robots.txt is asked for: {}",
        asked[0]
    );
    assert!(
        asked[1].to_lowercase().contains("(+me@desk.example)"),
        "{}",
        asked[1]
    );
    for sent in ["\"type\":\"Q5\"", "\"pid\":\"P39\"", "mayor"] {
        assert!(asked[1].contains(sent), "{sent}: {}", asked[1]);
    }
    let wrong = run(&place, &["people", "reconcile", "--service", "ftp://x.example/"]);
    ended(&wrong, 1);
    ended(&run(&place, &["people", "reconcile"]), 2);
    ended(&run(&place, &["people", "reconcile", "--csv", "none.csv"]), 1);
}
