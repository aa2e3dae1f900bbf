//! Many addresses: their order, one request at a time per host, hosts side by side, and runs that follow each other.

use crate::server::{Reply, Server, answer, failed, fetched, fetcher, options, page, raw};
use onrecord_fetch::{Fetcher, Options, Outcome, Problem, Validators};
use onrecord_source::{Found, Skip};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;
use url::Url;

#[test]
fn results_come_in_the_order_of_the_list() {
    let server = Server::start(|request| {
        let number: u64 = request.path[1..].parse().ok()?;
        let mut reply = page(&request.path);
        // early ones are slow
        reply.pieces[0].0 = Duration::from_millis(if number.is_multiple_of(4) { 30 } else { 0 });
        Some(reply)
    });
    let hosts = ["127.0.0.1", "localhost"];
    let urls: Vec<Url> = (0..24)
        .map(|n| server.url_at(hosts[usize::from(n % 4 == 0)], &format!("/{n}")))
        .collect();
    let fetcher = fetcher(options());
    let run = fetcher.run(urls.clone());
    fn is_send<T: Send>(_: &T) {}
    is_send(&run);
    let results: Vec<_> = run.collect();
    assert_eq!(results.len(), urls.len());
    for (place, (number, outcome)) in results.into_iter().enumerate() {
        assert_eq!(place, number);
        let found = fetched(outcome);
        assert_eq!(found.asked, urls[place]);
        assert_eq!(found.bytes, format!("/{place}").into_bytes());
    }
    assert_eq!(fetcher.run(Vec::new()).count(), 0);
}

#[test]
fn a_host_gets_one_request_at_a_time_with_a_pause_between() {
    let delay = Duration::from_millis(20);
    let server = Server::start(|request| {
        (request.path != "/robots.txt").then(|| {
            let mut reply = page("x");
            reply.pieces[0].0 = Duration::from_millis(5);
            reply
        })
    });
    // another port, the same machine
    let other = Server::always(page("y"));
    let slow = Options { delay, ..options() };
    let urls: Vec<Url> = (0..10)
        .map(|n| {
            if n % 5 == 4 {
                other.url("/")
            } else {
                server.url(&format!("/{n}"))
            }
        })
        .collect();
    assert!(
        fetcher(slow)
            .run(urls)
            .all(|(_, outcome)| matches!(outcome, Outcome::Fetched(_)))
    );
    let mut requests = server.requests();
    requests.extend(other.requests());
    requests.sort_by_key(|r| r.began);
    assert_eq!(requests.len(), 12);
    for pair in requests.windows(2) {
        // The server may note the end of a reply after the client has had it, so the pause is measured from its beginning.
        assert!(pair[1].began - pair[0].began >= delay - Duration::from_millis(1));
    }
}

#[test]
fn different_hosts_are_fetched_from_at_the_same_time() {
    // Each host's reply waits until the other has been asked.
    let meeting = Arc::new((Mutex::new(0), Condvar::new()));
    let server = Server::start(move |request| {
        if request.path == "/robots.txt" {
            return None;
        }
        let (count, changed) = &*meeting;
        let mut count = count.lock().unwrap();
        *count += 1;
        changed.notify_all();
        let (count, result) = changed
            .wait_timeout_while(count, Duration::from_secs(20), |count| *count < 2)
            .unwrap();
        drop(count);
        Some(page(if result.timed_out() { "alone" } else { "together" }))
    });
    let urls = [server.url_at("localhost", "/1"), server.url_at("127.0.0.1", "/2")];
    for (_, outcome) in fetcher(options()).run(urls) {
        assert_eq!(fetched(outcome).bytes, b"together");
    }
}

#[test]
fn no_more_is_fetched_ahead_than_the_window_allows() {
    let server = Server::start(|request| (request.path != "/robots.txt").then(|| page("x")));
    let narrow = Options {
        window: 3,
        ..options()
    };
    let taken = Arc::new(AtomicUsize::new(0));
    let counter = taken.clone();
    let urls = (0..10).map(|n| server.url(&format!("/{n}"))).inspect(move |_| {
        counter.fetch_add(1, Ordering::SeqCst);
    });
    let mut run = fetcher(narrow).run(urls);
    assert_eq!(taken.load(Ordering::SeqCst), 0);
    run.next().unwrap();
    assert_eq!(taken.load(Ordering::SeqCst), 3);
    run.next().unwrap();
    assert_eq!(taken.load(Ordering::SeqCst), 4);
    drop(run);
    std::thread::sleep(Duration::from_millis(50));
    assert!(server.paths().len() <= 4);
}

#[test]
fn answers_that_nobody_takes_do_not_pile_up() {
    let server = Server::start(|request| (request.path != "/robots.txt").then(|| page(&"x".repeat(1000))));
    let tight = Options {
        max_bytes: 1000,
        threads: 1,
        ..options()
    };
    let mut run = fetcher(tight).run((0..20).map(|n| server.url(&format!("/{n}"))));
    run.next().unwrap();
    std::thread::sleep(Duration::from_millis(300));
    // one was taken, three more are more than twice the limit
    assert!(server.paths().len() <= 4, "{:?}", server.paths());
    assert_eq!(run.count(), 19);
}

#[test]
fn one_bad_host_leaves_the_others_alone() {
    let good = Server::always(page("x"));
    let bad = Server::start(|_| Some(raw("")));
    let urls: Vec<Url> = (0..6)
        .map(|n| match n % 2 {
            0 => bad.url_at("localhost", &format!("/{n}")),
            _ => good.url(&format!("/{n}")),
        })
        .collect();
    for (number, outcome) in fetcher(options()).run(urls) {
        match number % 2 {
            0 => assert!(matches!(failed(outcome).problem, Problem::Connection { .. })),
            _ => assert_eq!(fetched(outcome).bytes, b"x"),
        }
    }
    // It was tried three times, and its other addresses not at all.
    assert_eq!(bad.requests().len(), 3);
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let server = Server::start(|request| {
        let header = |name: &str| request.headers.get(name).map(String::as_str);
        let date = "Mon, 02 Mar 2026 10:00:00 GMT";
        Some(match request.path.as_str() {
            "/moved" => answer("301 Moved", "Location: /tag\r\nETag: \"moved\"\r\n", ""),
            "/tag" if header("if-none-match") == Some("W/\"1\"") => {
                raw("HTTP/1.1 304 Not Modified\r\nETag: W/\"1\"\r\n\r\n")
            }
            "/tag" => answer("200 OK", "ETag: W/\"1\"\r\n", "tagged"),
            "/date" if header("if-modified-since") == Some(date) => answer("304 Not Modified", "", ""),
            "/date" => answer("200 OK", &format!("Last-Modified: {date}\r\n"), "dated"),
            "/new" if header("if-none-match").is_some() => answer("200 OK", "ETag: \"2\"\r\n", "second"),
            "/new" => answer("200 OK", "ETag: \"1\"\r\n", "first"),
            "/plain" => page("plain"),
            _ => return None,
        })
    });
    let urls = ["/tag", "/moved", "/date", "/new", "/plain"].map(|path| server.url(path));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("seen.json");
    let run = |known: Validators| -> Vec<Outcome> {
        let fetcher = Fetcher::new(options(), known).unwrap();
        fetcher.run(urls.clone()).map(|(_, outcome)| outcome).collect()
    };
    let mut known = Validators::default();
    for outcome in run(Validators::load(&path).unwrap()) {
        known.remember(&fetched(outcome));
    }
    assert_eq!(known.len(), 3);
    known.save(&path).unwrap();

    let second = run(Validators::load(&path).unwrap());
    for (outcome, address) in second[..3].iter().zip(["/tag", "/tag", "/date"]) {
        match outcome {
            Outcome::NotModified(same) => assert_eq!(same.address, server.url(address)),
            other => panic!("{other:?}"),
        }
        assert!(matches!(
            Found::from(outcome.clone()),
            Found::Skipped {
                reason: Skip::Unchanged,
                ..
            }
        ));
    }
    assert_eq!(fetched(second[3].clone()).bytes, b"second");
    assert_eq!(fetched(second[4].clone()).bytes, b"plain");
    for request in server
        .requests()
        .iter()
        .filter(|r| matches!(r.path.as_str(), "/moved" | "/robots.txt"))
    {
        assert!(!request.headers.contains_key("if-none-match"), "{request:?}");
    }
}

#[test]
fn a_run_that_is_dropped_stops() {
    let server = Server::start(|request| {
        (request.path != "/robots.txt").then(|| Reply {
            pieces: vec![(Duration::from_millis(5), page("x").pieces.remove(0).1)],
            keep: true,
        })
    });
    let slow = Options {
        delay: Duration::from_millis(100),
        ..options()
    };
    let mut run = fetcher(slow).run((0..50).map(|n| server.url(&format!("/{n}"))));
    run.next().unwrap();
    drop(run);
    let then = server.paths().len();
    std::thread::sleep(Duration::from_millis(400));
    assert!(server.paths().len() <= then + 1);
}
