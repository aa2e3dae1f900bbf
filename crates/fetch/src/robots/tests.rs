//! The cases of RFC 9309 and of Google's parser, by shape.

use super::*;
use proptest::prelude::*;

fn allows(robots: &str, path: &str) -> bool {
    Robots::parse(robots.as_bytes()).allows(path)
}

#[test]
fn an_empty_file_and_a_file_of_other_things_allow_everything() {
    for text in [
        "",
        "\u{feff}",
        "<!doctype html><title>User-agent list</title>",
        "Sitemap: https://a.example/s.xml\n\n",
        "disallow: /",
    ] {
        assert!(allows(text, "/x"), "{text:?}");
    }
}

#[test]
fn lines_are_read_in_many_spellings() {
    for text in [
        "user-agent: onrecord\ndisallow: /x",
        "USER-AGENT:ONRECORD\nDISALLOW:/x",
        "user-agent onrecord\ndisallow /x",
        "  User-Agent :\tOnrecord/1.0 (+x)\t# us\r\n\r\nDisallow\t:  /x  # not this",
        "User-agent: Onrecord\rDisallow: /x\r",
        "\u{feff}User-agent: Onrecord\nDissalow: /x",
        "User-agent: *\nuseragent: other\nDisallow: /x",
    ] {
        assert!(!allows(text, "/x/y"), "{text:?}");
        assert!(allows(text, "/y"), "{text:?}");
    }
    assert!(allows("foo: onrecord\nbar: /", "/x"));
    assert!(allows("user-agent: onrecord\ndisallow: / x: y z", "/x"));
}

#[test]
fn groups_are_joined_and_their_own_names_count() {
    let text = "allow: /before\nUser-agent: Alpha\nDisallow: /\n\nUser-agent: Onrecord\nUser-agent: Beta\nDisallow: /a\n\
                \nUser-agent: *\nDisallow: /\nUser-agent: onrecord\nDisallow: /b\n";
    assert!(!allows(text, "/a"));
    assert!(!allows(text, "/b"));
    assert!(allows(text, "/c"));
    // a group without rules allows everything, whatever the others are told
    assert!(allows(
        "User-agent: *\nDisallow: /\n\nUser-agent: Onrecord\n",
        "/x"
    ));
    assert!(allows(
        "User-agent: Onrecord\nDisallow:\n\nUser-agent: *\nDisallow: /\n",
        "/x"
    ));
    // other lines do not part names
    assert!(!allows(
        "User-agent: Alpha\nSitemap: https://a.example/s\nUser-agent: *\nDisallow: /\n",
        "/x"
    ));
    assert!(!allows(
        "User-agent: Onrecord\nunknown: line\nUser-agent: Alpha\nDisallow: /\n",
        "/x"
    ));
    // nobody is told anything
    assert!(allows("User-agent: Alpha\nDisallow: /\n", "/x"));
    // a longer name is another's
    assert!(allows("User-agent: Onrecorder\nDisallow: /\n", "/x"));
    assert!(allows("User-agent: *lpha\nDisallow: /\n", "/x"));
    assert!(!allows("User-agent: * all\nDisallow: /\n", "/x"));
}

#[test]
fn the_longest_pattern_counts_and_allow_wins_a_tie() {
    let of = |rules: &str| format!("user-agent: onrecord\n{rules}");
    assert!(!allows(
        &of("disallow: /x/page.html\nallow: /x/\n"),
        "/x/page.html"
    ));
    assert!(allows(
        &of("allow: /x/page.html\ndisallow: /x/\n"),
        "/x/page.html"
    ));
    assert!(!allows(&of("allow: /x/page.html\ndisallow: /x/\n"), "/x/"));
    assert!(allows(&of("disallow: \nallow: \n"), "/x"));
    assert!(allows(&of("disallow: /\nallow: /\n"), "/x"));
    assert!(allows(&of("disallow: /x\nallow: /x/\n"), "/x/"));
    assert!(!allows(&of("disallow: /x\nallow: /x/\n"), "/x"));
    assert!(!allows(&of("disallow: /page\nallow: /*.html\n"), "/page"));
    assert!(allows(&of("disallow: /page\nallow: /*.html\n"), "/page.html"));
    assert!(!allows(
        &of("disallow: /x/page.\nallow: /*.html\n"),
        "/x/page.html"
    ));
    assert!(!allows(
        &of("disallow: /*/page.html\nallow: /x\n"),
        "/x/page.html"
    ));
    // the examples of RFC 9309, 5
    let rfc = of("Allow: /example/page/\nDisallow: /example/page/disallowed.gif\n");
    assert!(!allows(&rfc, "/example/page/disallowed.gif"));
    assert!(allows(&rfc, "/example/page/other.gif"));
    assert!(allows(
        &of("Disallow: *.gif$\nDisallow: /example/\nAllow: /publications/\n"),
        "/publications/a.gif?b"
    ));
    assert!(!allows(
        &of("Disallow: *.gif$\nDisallow: /example/\n"),
        "/any/a.gif"
    ));
}

#[test]
fn paths_are_case_sensitive_and_begin_with_a_slash() {
    assert!(allows("user-agent: onrecord\ndisallow: /X\n", "/x"));
    assert!(!allows("user-agent: onrecord\ndisallow: /X\n", "/X"));
    assert!(allows("user-agent: onrecord\ndisallow: x\n", "/x"));
    assert!(allows("user-agent: onrecord\ndisallow: /\n", "/robots.txt"));
}

#[test]
fn stars_and_ends() {
    let case = |pattern: &str, path: &str| !allows(&format!("user-agent: *\ndisallow: {pattern}\n"), path);
    for (pattern, yes, no) in [
        ("/foo/bar", "/foo/bar/baz", "/foo/ba"),
        ("/foo/bar/*/q", "/foo/bar/x/y/q", "/foo/bar/q"),
        ("/foo/bar/*/*/q", "/foo/bar/x/y/q", "/foo/bar/x/q"),
        ("/foo/*/bar$", "/foo/a/bar", "/foo/a/bar/"),
        ("/a*a$", "/aba", "/ab"),
        ("/*.php$", "/a/b.php", "/a/b.php?c"),
        ("/x*yz*z$", "/xyzz", "/xyz"),
        ("/foo$", "/foo", "/foo/"),
        ("/foo$bar", "/foo$bar", "/foo"),
        ("/foo%24", "/foo$", "/foo"),
        ("/a%2Ab", "/a*b", "/axb"),
        ("$", "", "/"),
        ("/**b", "/ab", "/a"),
    ] {
        assert!(case(pattern, yes), "{pattern} {yes}");
        assert!(!case(pattern, no), "{pattern} {no}");
    }
}

#[test]
fn escapes_are_compared_in_one_spelling() {
    let case = |pattern: &str, path: &str| !allows(&format!("user-agent: *\ndisallow: {pattern}\n"), path);
    assert!(case(
        "/foo/bar?baz=https://a.example",
        "/foo/bar?baz=https://a.example"
    ));
    assert!(!case(
        "/foo/bar?baz=https%3A%2F%2Fa.example",
        "/foo/bar?baz=https://a.example"
    ));
    assert!(case("/foo/bar/ツ", "/foo/bar/%E3%83%84"));
    assert!(case("/foo/bar/%e3%83%84", "/foo/bar/%E3%83%84"));
    assert!(case("/foo/bar/%62%61%7A", "/foo/bar/baz"));
    assert!(case("/foo/bar/baz", "/foo/bar/%62%61%7A"));
    assert!(case("/100%", "/100%"));
    assert!(case("/100%2", "/100%2x"));
}

#[test]
fn delays() {
    let delay = |text: &str| {
        Robots::parse(text.as_bytes())
            .crawl_delay()
            .map(|d| d.as_secs_f64())
    };
    assert_eq!(delay("User-agent: *\nCrawl-delay: 2.5\n"), Some(2.5));
    assert_eq!(
        delay("User-agent: *\nCrawl-delay: 2.5\nUser-agent: onrecord\nDisallow: /x\n"),
        None
    );
    assert_eq!(delay("User-agent: *\nCrawl-delay: 1e300\n"), Some(86_400.0));
    for bad in ["-1", "NaN", "inf", "soon", ""] {
        assert_eq!(
            delay(&format!("User-agent: *\nCrawl-delay: {bad}\n")),
            None,
            "{bad}"
        );
    }
    // a delay is a rule: the names that follow begin a group of their own
    assert!(allows(
        "User-agent: *\nCrawl-delay: 5\n\nUser-agent: Alpha\nDisallow: /\n",
        "/x"
    ));
}

#[test]
fn what_stands_behind_the_limit_is_not_read() {
    let mut text = "user-agent: *\n".to_owned();
    while text.len() < LONGEST {
        text.push_str("# a remark that fills the file\n");
    }
    text.push_str("disallow: /\n");
    assert!(allows(&text, "/x"));
}

/// The definition, without regard to time: `*` is any run of bytes.
fn slow(pattern: &[u8], to_end: bool, path: &[u8]) -> bool {
    match pattern {
        [] => !to_end || path.is_empty(),
        [b'*', rest @ ..] => (0..=path.len()).any(|at| slow(rest, to_end, &path[at..])),
        [byte, rest @ ..] => path.first() == Some(byte) && slow(rest, to_end, &path[1..]),
    }
}

proptest! {
    #[test]
    fn a_match_is_what_the_definition_says(pattern in "/[ab*]{0,7}", to_end: bool, path in "/[ab]{0,9}") {
        let rule = Rule { pattern: spelled(pattern.as_bytes(), true), to_end, allows: true };
        prop_assert_eq!(rule.matches(path.as_bytes()), slow(pattern.as_bytes(), to_end, path.as_bytes()));
    }

    #[test]
    fn a_spelling_spelled_again_stays(text in proptest::collection::vec(any::<u8>(), 0..40)) {
        let once = spelled(&text, true);
        prop_assert_eq!(spelled(&once, true), once);
    }
}
