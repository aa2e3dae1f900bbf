//! robots.txt as servers have it, and what it makes of the addresses.

use crate::server::{
    Reply, Server, answer, failed, fetched, fetcher, get, options, page, raw, redirect, why,
};
use onrecord_fetch::{Options, Outcome, Problem};
use onrecord_source::{Found, Skip};
use std::time::Duration;

/// A server with this robots.txt and a page everywhere else.
fn with_rules(robots: Reply) -> Server {
    Server::start(move |request| {
        Some(match request.path.as_str() {
            "/robots.txt" => robots.clone(),
            _ => page("x"),
        })
    })
}

fn is_allowed(robots: Reply) -> bool {
    let server = with_rules(robots);
    matches!(get(&server.url("/x")), Outcome::Fetched(_))
}

#[test]
fn rules_are_obeyed_and_read_once() {
    let robots =
        "User-agent: *\nDisallow: /\n\nUser-agent: onrecord\nDisallow: /private\nAllow: /private/press$\n";
    let server = with_rules(answer("200 OK", "", robots));
    let fetcher = fetcher(options());
    for path in ["/", "/news?id=1", "/private/press"] {
        fetched(fetcher.fetch_one(&server.url(path)));
    }
    for path in ["/private", "/private/press/2", "/%70rivate/x"] {
        let outcome = fetcher.fetch_one(&server.url(path));
        assert_eq!(failed(outcome.clone()).problem, Problem::Forbidden, "{path}");
        assert!(matches!(
            Found::from(outcome),
            Found::Skipped {
                reason: Skip::Forbidden,
                ..
            }
        ));
    }
    assert_eq!(server.count("/robots.txt"), 1);
    assert_eq!(server.paths(), ["/", "/news?id=1", "/private/press"]);
}

#[test]
fn a_site_without_rules_allows_everything() {
    for status in [
        "404 None",
        "410 Gone",
        "401 Who",
        "403 No",
        "204 No Content",
        "300 Choose",
    ] {
        assert!(is_allowed(answer(status, "", "")), "{status}");
    }
    assert!(is_allowed(page(
        "<!doctype html><p>User-agent: * Disallow: /</p>"
    )));
    assert!(is_allowed(answer("200 OK", "", [0xff, 0, 0xfe, b'\n'])));
}

#[test]
fn a_site_that_cannot_show_its_rules_allows_nothing() {
    for status in ["500 Oh", "503 Down", "429 Slow"] {
        let server = with_rules(answer(status, "", ""));
        let fetcher = fetcher(options());
        for _ in 0..2 {
            let error = failed(fetcher.fetch_one(&server.url("/x")));
            let status = status[..3].parse().unwrap();
            assert_eq!(error.problem, Problem::RulesUnavailable { status });
            assert_eq!(error.at, Some(Box::new(server.url("/robots.txt"))));
        }
        assert_eq!((server.count("/robots.txt"), server.paths().len()), (3, 0));
    }
    for reply in [
        raw(""),
        raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nUser-agent: *\n"),
        raw("nonsense\r\n\r\n"),
        answer("200 OK", "Content-Encoding: gzip\r\n", "plain"),
    ] {
        assert!(!is_allowed(reply));
    }
    let slow = Reply {
        pieces: vec![(Duration::from_secs(5), Vec::new())],
        keep: false,
    };
    let server = with_rules(slow);
    let impatient = Options {
        answer_timeout: Duration::from_millis(100),
        tries: 1,
        ..options()
    };
    assert_eq!(
        why(fetcher(impatient).fetch_one(&server.url("/x"))),
        format!(
            "the head of the answer took longer than 0.1 seconds, at {}",
            server.url("/robots.txt")
        )
    );
}

#[test]
fn rules_may_be_elsewhere_but_not_far() {
    let hops = |most: u32| {
        Server::start(move |request| {
            Some(match request.path.as_str() {
                "/robots.txt" => redirect(&format!("/r/{most}")),
                "/r/1" => answer("200 OK", "", "user-agent: *\ndisallow: /"),
                path => match path.strip_prefix("/r/").and_then(|n| n.parse::<u32>().ok()) {
                    Some(number) => redirect(&format!("/r/{}", number - 1)),
                    None => page("x"),
                },
            })
        })
    };
    assert_eq!(failed(get(&hops(5).url("/x"))).problem, Problem::Forbidden);
    // RFC 9309, 2.3.1.2: as if there were none
    fetched(get(&hops(6).url("/x")));
    let circle = Server::start(|request| {
        Some(match request.path.as_str() {
            "/robots.txt" => redirect("/robots.txt"),
            _ => page("x"),
        })
    });
    fetched(get(&circle.url("/x")));
}

#[test]
fn of_huge_rules_the_beginning_counts() {
    let mut text = "user-agent: *\ndisallow: /early\n".to_owned();
    text.push_str(&"# nothing\n".repeat(60_000));
    text.push_str("disallow: /late\n");
    let server = with_rules(answer("200 OK", "", text));
    let fetcher = fetcher(options());
    assert_eq!(
        failed(fetcher.fetch_one(&server.url("/early"))).problem,
        Problem::Forbidden
    );
    let found = fetched(fetcher.fetch_one(&server.url("/late")));
    assert_eq!(
        found.notes,
        ["only the first 500 KiB of the site's robots.txt were read"]
    );
}

#[test]
fn the_pause_that_a_site_asks_for_is_kept_up_to_a_bound() {
    let server = with_rules(answer("200 OK", "", "user-agent: *\ncrawl-delay: 0.2\n"));
    let fetcher_ = fetcher(options());
    for path in ["/1", "/2"] {
        let found = fetched(fetcher_.fetch_one(&server.url(path)));
        assert!(found.notes.is_empty());
    }
    let requests = server.requests();
    for pair in requests.windows(2) {
        assert!(pair[1].began - pair[0].began >= Duration::from_millis(190));
    }

    let server = with_rules(answer("200 OK", "", "user-agent: *\ncrawl-delay: 3600\n"));
    let bounded = Options {
        max_crawl_delay: Duration::from_millis(1),
        ..options()
    };
    let found = fetched(fetcher(bounded).fetch_one(&server.url("/1")));
    assert_eq!(
        found.notes,
        ["the site asks for 3600 seconds between requests; 0.001 were kept"]
    );
}
