//! Work that is cut off at any moment goes on to the same output.

use crate::support::{PLAIN, ended, folder, onrecord, plain_command, stderr};
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tempfile::TempDir;

/// Enough articles that the work takes a while, one of them bad.
fn inputs() -> TempDir {
    let place = folder(&[]);
    let mut tape = tar::Builder::new(fs::File::create(place.path().join("b.tar")).unwrap());
    for number in 0..40 {
        let text = format!("No. {number}\n\n{}", PLAIN.repeat(1 + number % 7 * 40));
        let bytes: &[u8] = if number == 17 { b"" } else { text.as_bytes() };
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        tape.append_data(&mut header, format!("{number}.txt"), bytes)
            .unwrap();
        if number < 10 {
            fs::write(place.path().join(format!("a{number}.txt")), &text).unwrap();
        }
    }
    tape.finish().unwrap();
    for (name, bytes) in [("c.warc", archive()), ("d.mbox", mailbox()), ("e.jsonl", table())] {
        fs::write(place.path().join(name), bytes).unwrap();
    }
    place
}

/// Pages of a web archive, one record of which is damaged.
fn archive() -> Vec<u8> {
    let mut out = String::new();
    for number in 0..12 {
        let text = PLAIN.repeat(1 + number % 5 * 20);
        let page =
            format!("<html><body><article><h1>Page {number}</h1><p>{text}</p></article></body></html>");
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
        let length = if number == 7 { 0 } else { answer.len() };
        out.push_str(&format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-0000000000{number:02}>\r\n\
             WARC-Date: 2019-01-04T12:42:00Z\r\nWARC-Target-URI: https://bay.example/{number}\r\n\
             Content-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n{answer}\r\n\r\n"
        ));
    }
    out.into_bytes()
}

fn mailbox() -> Vec<u8> {
    let mail = |number: usize| {
        let text = PLAIN.repeat(1 + number % 5 * 20);
        format!(
            "From desk@bay.example Fri Jan  4 12:42:00 2019\nFrom: desk@bay.example\nSubject: No. {number}\n\
             Date: Fri, 4 Jan 2019 12:42:00 +0000\nMessage-ID: <{number}@bay.example>\n\
             Content-Type: text/plain; charset=utf-8\n\n{text}\n\n"
        )
    };
    (0..12).map(mail).collect::<String>().into_bytes()
}

fn table() -> Vec<u8> {
    let row = |number: usize| {
        let text = PLAIN.repeat(1 + number % 5 * 20);
        let text = if number == 5 { "" } else { text.as_str() };
        format!(
            "{}\n",
            serde_json::json!({ "title": format!("Row {number}"), "text": text })
        )
    };
    (0..12).map(row).collect::<String>().into_bytes()
}

fn arguments<'a>(inputs: &'a str, form: &'a str) -> Vec<&'a str> {
    let mut all = vec!["read", "--model", "fast", inputs, "--format", form];
    all.extend([
        "--state",
        "state",
        "--state-every",
        "0",
        "--output",
        "out",
        "--report",
        "report",
        "--quiet",
    ]);
    all
}

fn contents(place: &Path) -> (Vec<u8>, Vec<u8>) {
    let of = |name| fs::read(place.join(name)).unwrap();
    (of("out"), of("report"))
}

#[test]
fn killed_again_and_again_and_still_the_same() {
    let source = inputs();
    let inputs = source.path().to_str().unwrap();
    for form in ["json", "csv"] {
        let whole = folder(&[]);
        let output = onrecord(whole.path())
            .args(arguments(inputs, form))
            .output()
            .unwrap();
        ended(&output, 3);
        let expected = contents(whole.path());

        let place = folder(&[]);
        let mut killed = 0;
        for pause in 0.. {
            let mut child = plain_command()
                .current_dir(place.path())
                .args(arguments(inputs, form))
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            // later and later, so that the end is reached
            std::thread::sleep(Duration::from_millis(120 + 35 * pause));
            let ended = child.try_wait().unwrap();
            if let Some(status) = ended {
                assert_eq!(status.code(), Some(3));
                break;
            }
            child.kill().unwrap();
            child.wait().unwrap();
            // a state was written, and the work was not done
            killed += usize::from(place.path().join("state").exists());
        }
        assert!(killed > 0, "the work was never cut off in the middle");
        assert!(
            contents(place.path()) == expected,
            "{form} differs after {killed} cuts"
        );

        let loud = arguments(inputs, form)
            .into_iter()
            .filter(|a| *a != "--quiet" && *a != "-q");
        let again = onrecord(place.path()).args(loud).output().unwrap();
        // what the work came to
        ended(&again, 3);
        assert!(stderr(&again).contains("the work was finished in an earlier run"));
        assert!(contents(place.path()) == expected, "{form} is left as it was");
    }
}

#[test]
fn other_work_does_not_go_on_from_this_state() {
    let place = folder(&[("a.txt", PLAIN.as_bytes()), ("b.txt", PLAIN.as_bytes())]);
    let first = [
        "read", "--model", "fast", "a.txt", "--state", "state", "-o", "out.json",
    ];
    ended(&onrecord(place.path()).args(first).output().unwrap(), 0);
    let other = [
        "read", "--model", "fast", "b.txt", "--state", "state", "-o", "out.json",
    ];
    let output = onrecord(place.path()).args(other).output().unwrap();
    ended(&output, 1);
    assert!(stderr(&output).contains("this is the state of other work"));
    fs::write(place.path().join("state"), "not mine").unwrap();
    let output = onrecord(place.path()).args(first).output().unwrap();
    assert!(stderr(&output).contains("this is no state of `onrecord read`"));
    let nowhere = ["read", "a.txt", "--state", "state2"];
    ended(&onrecord(place.path()).args(nowhere).output().unwrap(), 2);
}

#[test]
fn a_stream_is_refused_since_it_is_read_only_once() {
    let place = folder(&[]);
    let arguments = ["read", "-", "--state", "state", "-o", "out.json"];
    let output = onrecord(place.path())
        .args(arguments)
        .write_stdin(PLAIN)
        .output()
        .unwrap();
    ended(&output, 2);
    assert!(
        stderr(&output).contains("which is read only once; save it to a file"),
        "{}",
        stderr(&output)
    );
    assert!(!place.path().join("state").exists() && !place.path().join("out.json").exists());
}

#[test]
fn whatever_changes_the_output_makes_other_work() {
    let place = folder(&[("a.txt", PLAIN.as_bytes())]);
    let first = [
        "read", "--model", "fast", "a.txt", "--state", "state", "-o", "out.json",
    ];
    ended(&onrecord(place.path()).args(first).output().unwrap(), 0);
    for more in [
        &["--max-size", "5"][..],
        &["--pretty"],
        &["--allow-private"],
        &["--validators", "seen.json"],
    ] {
        let output = onrecord(place.path()).args(first).args(more).output().unwrap();
        ended(&output, 1);
        assert!(
            stderr(&output).contains("this is the state of other work"),
            "{more:?}: {}",
            stderr(&output)
        );
    }
}
