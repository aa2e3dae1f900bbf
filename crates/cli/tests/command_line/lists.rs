//! Lists in a folder: written, edited in a spreadsheet, applied, taken back.

use crate::support::{ended, folder, onrecord, stderr, stdout};
use serde_json::Value;
use std::fs;
use std::process::Output;
use tempfile::TempDir;

const PAGES: [(&str, &str, &str); 3] = [
    (
        "coast",
        "Coast Daily",
        "<p>“The lamps will be lit on Monday,” Ada Quill, the mayor of Port Amer, said.</p>",
    ),
    (
        "island",
        "Island Times",
        "<p>“The quay is closed,” Ada Quill, the mayor of Port Amer, said.</p>",
    ),
    (
        "harbour",
        "Coast Daily Online",
        "<p>“Nobody was hurt,” Bo Varga, a pilot, said.</p>",
    ),
];

fn page(name: &str, outlet: &str, said: &str) -> String {
    format!(
        "<html><head><title>News</title><link rel=\"canonical\" href=\"https://{name}.example/1\">\
         <meta property=\"og:site_name\" content=\"{outlet}\"></head><body><article><h1>News</h1>{said}</article></body></html>"
    )
}

pub(super) fn run(place: &TempDir, arguments: &[&str]) -> Output {
    onrecord(place.path())
        .env_remove("ONRECORD_WHO")
        .args(arguments)
        .output()
        .unwrap()
}

/// A record of three pages, in the order of `files`.
pub(super) fn record_of(order: [usize; 3]) -> TempDir {
    let place = folder(&[]);
    for at in order {
        let (name, outlet, said) = PAGES[at];
        let file = format!("{name}.html");
        fs::write(place.path().join(&file), page(name, outlet, said)).unwrap();
        ended(&run(&place, &["add", &file, "--model", "fast", "--quiet"]), 0);
    }
    place
}

pub(super) fn person(place: &TempDir, name: &str) -> Value {
    let output = run(place, &["people", "list", name, "--json"]);
    ended(&output, 0);
    let text = stdout(&output);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 1, "{name}: {text}");
    serde_json::from_str(lines[0]).unwrap()
}

fn key(place: &TempDir, name: &str) -> String {
    person(place, name)["person"].as_str().unwrap().to_owned()
}

/// The key of the article of a page.
fn article_of(place: &TempDir, at: usize) -> String {
    let url = format!("https://{}.example/1", PAGES[at].0);
    let all = stdout(&run(place, &["search", "--all", "--format", "jsonl"]));
    let hits = all
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let hit = hits.into_iter().find(|hit| hit["url"] == url.as_str()).unwrap();
    hit["article"].as_str().unwrap().to_owned()
}

fn write(place: &TempDir, file: &str, bytes: &[u8]) {
    fs::create_dir_all(place.path().join("lists")).unwrap();
    fs::write(place.path().join("lists").join(file), bytes).unwrap();
}

fn read(place: &TempDir, file: &str) -> String {
    fs::read_to_string(place.path().join("lists").join(file)).unwrap()
}

fn apply(place: &TempDir, more: &[&str], code: i32) -> Output {
    let output = run(place, &[&["lists", "apply", "lists"], more].concat());
    ended(&output, code);
    output
}

#[test]
fn decisions_go_from_one_record_to_another() {
    let place = record_of([0, 1, 2]);
    let quill = key(&place, "quill");
    let varga = key(&place, "varga");
    let search = run(&place, &["search", "quay", "--format", "jsonl"]);
    let hit: Value = serde_json::from_str(stdout(&search).lines().next().unwrap()).unwrap();
    let statement = hit["key"].as_str().unwrap();
    for command in [
        &[
            "people",
            "rename",
            &quill,
            "Ada, \"Lamp\" Quill",
            "--who",
            "mk",
            "--why",
            "as she signs",
        ][..],
        &["people", "identify", &varga, "Q7", "--who", "lo"],
        &[
            "correct",
            statement,
            "suppress",
            "--who",
            "mk",
            "--why",
            "asked for",
        ],
    ] {
        ended(&run(&place, command), 0);
    }
    ended(&run(&place, &["lists", "export", "lists"]), 0);
    let mut rows = [
        format!(
            "{quill},\"Ada, \"\"Lamp\"\" Quill\",person,known,,{},Ada Quill,,\n",
            article_of(&place, 0)
        ),
        format!(
            "{quill},\"Ada, \"\"Lamp\"\" Quill\",person,rename,\"Ada, \"\"Lamp\"\" Quill\",,,mk,as she signs\n"
        ),
        format!("{varga},Bo Varga,person,identify,Q7,,,lo,\n"),
        format!(
            "{varga},Bo Varga,person,known,,{},Bo Varga,,\n",
            article_of(&place, 2)
        ),
    ];
    rows.sort();
    let header = "person,name,kind,decision,value,article,printed,who,why\n";
    assert_eq!(read(&place, "people.csv"), header.to_owned() + &rows.concat());
    assert_eq!(
        read(&place, "suppressed.csv"),
        format!("what,value,who,why\nstatement,{statement},mk,asked for\n")
    );
    let said = stderr(&apply(&place, &[], 0));
    assert!(
        said.contains("the record says what the lists say already"),
        "{said}"
    );
    // another record of the same pages, added in another order
    let other = record_of([2, 1, 0]);
    for file in [
        "people.csv",
        "suppressed.csv",
        "aliases.csv",
        "outlets.csv",
        "blocked.csv",
    ] {
        write(&other, file, read(&place, file).as_bytes());
    }
    let tried = apply(&other, &["--dry-run"], 0);
    assert!(
        stderr(&tried).contains("3 added, 0 changed, 0 taken back if these lists"),
        "{}",
        stderr(&tried)
    );
    assert_eq!(person(&other, "varga")["identifier"], Value::Null, "only tried");
    assert_eq!(stdout(&apply(&other, &[], 0)), stdout(&tried));
    assert_eq!(person(&other, "varga")["identifier"], "Q7");
    assert_eq!(person(&other, "quill")["name"], "Ada, \"Lamp\" Quill");
    let search = run(&other, &["search", "quay", "--format", "jsonl"]);
    assert_eq!(stdout(&search), "");
    let again = apply(&other, &["--json"], 0);
    assert_eq!(stdout(&again), "");
    // each row is a ruling that is taken back like others
    let rulings = run(&other, &["people", "rulings", "--json"]);
    let ruling: Value = serde_json::from_str(stdout(&rulings).lines().next().unwrap()).unwrap();
    ended(&run(&other, &["people", "undo", &ruling["id"].to_string()]), 0);
    let back = apply(&other, &["--json"], 0);
    let line: Value = serde_json::from_str(&stdout(&back)).unwrap();
    assert_eq!(
        (&line["file"], &line["change"]),
        (&Value::from("people.csv"), &Value::from("added"))
    );
    ended(&run(&other, &["verify", "--quiet"]), 0);
}

#[test]
fn what_a_spreadsheet_saves_is_read_and_shown_as_a_diff() {
    let place = record_of([0, 1, 2]);
    let quill = key(&place, "quill");
    let varga = key(&place, "varga");
    let saved = format!(
        "\u{feff}why;decision;person;value\r\n;rename;{quill};Ada L. Quill\r\n\"one; the same\";merge;{varga};{quill}\r\n;;;\r\n"
    );
    write(&place, "people.csv", saved.as_bytes());
    let output = apply(&place, &["--who", "mk"], 0);
    let mut rows = [
        format!("+ {quill},,,rename,Ada L. Quill,,,,\n"),
        format!("+ {varga},,,merge,{quill},,,,one; the same\n"),
    ];
    rows.sort();
    assert_eq!(stdout(&output), "people.csv\n".to_owned() + &rows.concat());
    assert_eq!(person(&place, "varga")["name"], "Ada L. Quill");
    write(
        &place,
        "people.csv",
        format!("person,decision,value\n{quill},rename,Ada M. Quill\n").as_bytes(),
    );
    let output = apply(&place, &[], 0);
    let diff = stdout(&output);
    assert!(diff.contains(",rename,Ada L. Quill,,,mk,\n+ "), "{diff}");
    assert!(stderr(&output).contains("0 added, 1 changed, 1 taken back"));
    assert_eq!(person(&place, "varga")["name"], "Bo Varga");
}

#[test]
fn outlets_count_once_and_what_is_blocked_stays_out() {
    let place = record_of([0, 1, 2]);
    let facets = |place: &TempDir| {
        let output = run(place, &["search", "--facets", "outlet", "--format", "json"]);
        ended(&output, 0);
        let found: Value = serde_json::from_str(&stdout(&output)).unwrap();
        found["facets"].to_string()
    };
    assert!(facets(&place).contains("Coast Daily Online"));
    write(
        &place,
        "outlets.csv",
        b"outlet,name,kind,country\nCoast Daily Online,Coast Daily,newspaper,\n",
    );
    write(
        &place,
        "blocked.csv",
        b"what,value,why\nhost,spam.example,only advertisements\n",
    );
    apply(&place, &[], 0);
    assert!(
        !facets(&place).contains("Coast Daily Online"),
        "{}",
        facets(&place)
    );
    let found = run(
        &place,
        &["search", "outlet:\"Coast Daily Online\"", "--format", "jsonl"],
    );
    assert_eq!(
        stdout(&found).lines().count(),
        1,
        "it is still found as it is printed"
    );
    fs::write(
        place.path().join("spam.html"),
        page("www.spam", "Spam", PAGES[0].2),
    )
    .unwrap();
    let added = run(&place, &["add", "spam.html", "--model", "fast"]);
    ended(&added, 0);
    assert!(
        stderr(&added).contains("1 kept out by the list of what is blocked"),
        "{}",
        stderr(&added)
    );
}

#[test]
fn everything_that_is_wrong_is_named_and_nothing_is_changed() {
    let place = record_of([0, 1, 2]);
    write(
        &place,
        "people.csv",
        b"person,decision,value\nq1,block,\nq2,merge,q3\n",
    );
    let said = stderr(&apply(&place, &[], 1));
    for expected in [
        "people.csv, line 2, column person: nobody in this record has the key \"q1\"; `onrecord people list NAME`",
        "people.csv, line 3, column person",
        "people.csv, line 3, column value",
    ] {
        assert!(said.contains(expected), "{said}");
    }
    write(&place, "aliases.csv", b"alias;name;sort\nAP;\n");
    write(
        &place,
        "outlets.csv",
        b"outlet,name,kind\nCoast,Coast Daily,shop\n",
    );
    let said = stderr(&apply(&place, &[], 1));
    assert!(
        said.contains("aliases.csv, line 1: there is no column \"sort\""),
        "{said}"
    );
    assert!(
        said.contains("outlets.csv, line 2, column kind: \"shop\""),
        "{said}"
    );
    let said = stderr(&run(&place, &["lists", "apply", "nowhere"]));
    assert!(
        said.contains("nowhere: there is no list in this folder"),
        "{said}"
    );
    ended(
        &run(&place, &["lists", "export", "lists", "--record", "none.db"]),
        1,
    );
    let rulings = run(&place, &["people", "rulings"]);
    assert_eq!(stdout(&rulings), "");
}
