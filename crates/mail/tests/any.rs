//! What holds for any bytes.

use onrecord_mail::{looks_like, mailbox, message};
use onrecord_source::{Body, Found, Limit};
use proptest::prelude::*;

const FROM: &str = "From ana@lake.example Tue May  5 10:00:00 2026\n";

/// Pieces that messages are made of, so that chance comes upon structure.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let known = prop::sample::select(vec![
        "From: Ana <a@b.example>\n",
        "Subject: =?utf-8?B?6Q==?=\n",
        "Date: Tue, 5 May 2026 10:00:00 +0200\n",
        "\n",
        "\r\n",
        "Content-Type: multipart/mixed; boundary=b\n",
        "Content-Type: multipart/alternative; boundary=\"c\"\n",
        "--b\n",
        "--b--\n",
        "--c\n",
        "Content-Type: text/html; charset=utf-16\n",
        "Content-Type: message/rfc822\n",
        "-- \n",
        "> x\n",
        "Content-Transfer-Encoding: base64\n",
        "Content-Transfer-Encoding: quoted-printable\n",
        "=E9=\n",
        "6Q==\n",
        FROM,
        ">From x\n",
        "Content-Length: 12\n",
        "Content-Type: text/plain; format=flowed; delsp=yes\n",
        "word \n",
        "<p>x</p>\n",
    ]);
    prop_oneof![4 => known.prop_map(|text| text.as_bytes().to_vec()), 1 => prop::collection::vec(any::<u8>(), 0..30)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_panics_and_every_damage_has_a_remedy(pieces in prop::collection::vec(piece(), 0..40)) {
        let bytes = pieces.concat();
        looks_like(&bytes);
        let limit = Limit::new(4096).unwrap();
        let found = message(&bytes[..], limit).chain(mailbox(&bytes[..], limit));
        for found in found {
            match found {
                Found::Damaged { remedy, problem, .. } => prop_assert!(!remedy.is_empty() && !problem.is_empty()),
                Found::Entry(entry) => {
                    if let Body::Document(document) = &entry.body {
                        prop_assert!(!document.text.trim().is_empty());
                    }
                }
                Found::Skipped { .. } => {}
            }
        }
    }

    #[test]
    fn a_mailbox_gives_its_messages_back(
        texts in prop::collection::vec("(>{0,2}(From |f|x)[a-z :]{0,20}\n){0,4}[a-z]{1,10}", 1..8),
        with_length in any::<bool>(),
    ) {
        let mut boxed = String::new();
        for text in &texts {
            // mboxcl2 gives lengths and does not quote; mboxrd quotes
            let (head, body) = if with_length {
                (format!("Content-Length: {}\n", text.len() + 1), format!("{text}\n"))
            } else {
                let quoted = |line: &str| match line.trim_start_matches('>').starts_with("From ") {
                    true => format!(">{line}\n"),
                    false => format!("{line}\n"),
                };
                (String::new(), text.lines().map(quoted).collect())
            };
            boxed += &format!("{FROM}Subject: x\nContent-Type: text/html\n{head}\n{body}\n");
        }
        let found: Vec<String> = mailbox(boxed.as_bytes(), Limit::DEFAULT)
            .map(|found| match found {
                Found::Entry(entry) => match entry.body {
                    Body::Html(html) => html.trim_end().to_owned(),
                    other => format!("{other:?}"),
                },
                other => format!("{other:?}"),
            })
            .collect();
        // without a line `From … date` inside, a mailbox with lengths cannot be told from one that quotes
        let expected: Vec<String> = texts
            .iter()
            .map(|text| {
                let unquoted = |line: &str| {
                    let quoted = line.starts_with('>') && line.trim_start_matches('>').starts_with("From ");
                    line[usize::from(quoted && with_length)..].to_owned()
                };
                text.lines().map(unquoted).collect::<Vec<_>>().join("\n").trim_end().to_owned()
            })
            .collect();
        prop_assert_eq!(found, expected);
    }
}
