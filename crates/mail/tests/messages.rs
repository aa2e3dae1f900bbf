//! Small messages, and what is read from them.

use onrecord_mail::{mailbox, message};
use onrecord_record::DeclaredField;
use onrecord_source::{Body, Entry, Found, Limit};

fn read(mail: &str) -> Vec<Found> {
    message(mail.as_bytes(), Limit::DEFAULT).collect()
}

fn entry(found: &Found) -> &Entry {
    match found {
        Found::Entry(entry) => entry,
        other => panic!("an entry: {other:?}"),
    }
}

/// Everything that was found, a line each.
fn told(found: &[Found]) -> String {
    let at = |within: &[String]| match within.is_empty() {
        true => String::new(),
        false => format!("[{}] ", within.join(", ")),
    };
    let one = |found: &Found| match found {
        Found::Entry(entry) => {
            let body = match &entry.body {
                Body::Document(document) => format!("text {:?}", document.text),
                Body::Html(html) => format!("html {html:?}"),
                Body::Bytes {
                    bytes, media_type, ..
                } => {
                    format!(
                        "{} {:?}",
                        media_type.as_deref().unwrap_or("?"),
                        String::from_utf8_lossy(bytes)
                    )
                }
                Body::Locator => "locator".to_owned(),
            };
            let notes: String = entry.notes.iter().map(|note| format!(" ({note})")).collect();
            format!("{}{body}{notes}", at(&entry.origin.within))
        }
        Found::Skipped { within, reason, what } => format!("{}skipped: {reason}, {what}", at(within)),
        Found::Damaged {
            within,
            problem,
            remedy,
        } => {
            assert!(!remedy.is_empty());
            format!("{}damaged: {problem}", at(within))
        }
    };
    found.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// What follows `From` and `Subject` in a message, and what is read from it.
const CASES: &[(&str, &str, &str)] = &[
    (
        "a plain text",
        "\nThe quay is closed.\n",
        r#"text "The quay is closed.""#,
    ),
    (
        "no empty line",
        "The quay is closed.\nIt is.\n",
        "text \"The quay is closed.\\nIt is.\" (its head ends without an empty line; what follows is read as its text)",
    ),
    (
        "no text",
        "\n",
        "skipped: an answer without content, a message without text of its own",
    ),
    (
        "quoted-printable in windows-1252",
        "Content-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: quoted-printable\n\nThe =93caf=E9=94 is=\n open.\n",
        r#"text "The “café” is open.""#,
    ),
    (
        "base64 in UTF-8",
        "Content-Type: text/plain; charset=\"UTF-8\"\nContent-Transfer-Encoding: base64\n\nTWF5b3IgxaB1aWNhIHNwb2tl\nLg==\n",
        r#"text "Mayor Šuica spoke.""#,
    ),
    (
        "base64 that is broken",
        "Content-Transfer-Encoding: base64\n\nVGhlIHF1YXkg*aXMgY2xvc2VkLg==\n",
        r#"text "The quay is closed." (its transfer encoding is broken in 1 place)"#,
    ),
    (
        "a transfer encoding that is not known",
        "Content-Transfer-Encoding: x-uuencode\n\nabc\n",
        "damaged: its transfer encoding, “x-uuencode”, is not known",
    ),
    (
        "an encoding that is not the declared one",
        "Content-Type: text/plain; charset=us-ascii\n\nThe café.\n",
        r#"text "The café." (the text is declared as “us-ascii” but is UTF-8, and is read so)"#,
    ),
    (
        "an encoding that is not known",
        "Content-Type: text/plain; charset=x-lake\n\nThe quay.\n",
        r#"text "The quay." (the encoding “x-lake” of the text is not known)"#,
    ),
    (
        "letters that cannot be read",
        "Content-Type: text/plain; charset=shift_jis\nContent-Transfer-Encoding: quoted-printable\n\nThe quay =FF=FF said.\n",
        "text \"The quay \u{fffd}\u{fffd} said.\" (2 characters of the text could not be read as Shift_JIS and stand as U+FFFD)",
    ),
    (
        "flowed text",
        "Content-Type: text/plain; format=flowed\n\nThe quay is \nclosed, the city \nsaid.\n\nIt opens in May.\n",
        r#"text "The quay is closed, the city said.\n\nIt opens in May.""#,
    ),
    (
        "flowed text without the spaces",
        "Content-Type: text/plain; format=flowed; delsp=yes\n\nThe qu \nay.\n",
        r#"text "The quay.""#,
    ),
    (
        "a reply and a signature",
        "\nThat is true.\n\nOn Monday, Ben Okoro wrote:\n> Is it true?\n> Really?\n-- \nAna\n",
        r#"text "That is true." (a signature of 1 line was left out) (2 quoted lines were left out)"#,
    ),
    (
        "the footer of a list",
        "\nThe quay is closed.\n_______________________________________________\nPress mailing list\npress@lake.example\n",
        r#"text "The quay is closed." (the footer of a mailing list was left out)"#,
    ),
    (
        "HTML alone",
        "Content-Type: text/html; charset=utf-8\n\n<p>The quay.</p>\n",
        r#"html "<p>The quay.</p>\n\n""#,
    ),
    (
        "two forms, the plain one as long",
        "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nThe quay is closed.\n--b\nContent-Type: text/html\n\n<p>The quay is closed.</p>\n--b--\n",
        r#"text "The quay is closed.""#,
    ),
    (
        "two forms, the plain one a stub",
        "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nNo HTML?\n--b\nContent-Type: text/html\n\n<p>The quay is closed, the city said.</p>\n--b--\n",
        r#"html "<p>The quay is closed, the city said.</p>\n""#,
    ),
    (
        "a picture in the HTML",
        "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: multipart/related; boundary=c\n\n--c\nContent-Type: text/html\n\n<p>Quay</p>\n--c\nContent-Type: image/png\nContent-ID: <1>\n\nx\n--c--\n--b--\n",
        "html \"<p>Quay</p>\\n\"\n[part 1.2] skipped: not an article, image/png",
    ),
    (
        "texts one after the other",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nOne.\n--b\nContent-Disposition: inline\n\nTwo.\n--b--\n",
        r#"text "One.\n\nTwo.""#,
    ),
    (
        "what was attached",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee below.\n--b\nContent-Type: application/pdf; name=release.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0=\n--b--\n",
        "text \"See below.\"\n[release.pdf] application/pdf \"%PDF-\"",
    ),
    (
        "a text that was attached, its name encoded and leading elsewhere",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee below.\n--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename*=utf-8''..%2Fr%C3%A9sum%C3%A9.txt\n\nThe quay.\n--b--\n",
        "text \"See below.\"\n[résumé.txt] text/plain \"The quay.\"",
    ),
    (
        "nothing but what was attached",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\nContent-Disposition: attachment; filename=a.html\n\n<p>x\n--b--\n",
        "skipped: an answer without content, a message without text of its own\n[a.html] text/html \"<p>x\"",
    ),
    (
        "a message that was forwarded",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nFor you.\n--b\nContent-Type: message/rfc822\n\nFrom: a@b.example\nSubject: Inner\n\nThe quay.\n--b--\n",
        "text \"For you.\"\n[part 2] text \"The quay.\"",
    ),
    (
        "a digest",
        "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: One\n\n1\n--b\n\nSubject: Two\n\n2\n--b--\n",
        "skipped: an answer without content, a message without text of its own\n[part 1] text \"1\"\n[part 2] text \"2\"",
    ),
    (
        "signed with S/MIME",
        "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=b\n\n--b\n\nThe quay.\n--b\nContent-Type: application/pkcs7-signature\n\nx\n--b--\n",
        r#"text "The quay." (it is signed; the signature was not checked)"#,
    ),
    (
        "encrypted with PGP/MIME",
        "Content-Type: multipart/encrypted; boundary=b\n\n--b\n\nx\n--b--\n",
        "damaged: it is encrypted (PGP/MIME)",
    ),
    (
        "encrypted with S/MIME",
        "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nx\n",
        "damaged: it is encrypted (S/MIME)",
    ),
    (
        "signed so that the text is hidden",
        "Content-Type: application/pkcs7-mime; smime-type=signed-data\n\nx\n",
        "damaged: its text lies inside a signature (S/MIME)",
    ),
    (
        "encrypted in the text",
        "\n-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n",
        "damaged: it is encrypted (PGP)",
    ),
    (
        "a report of delivery",
        "Content-Type: multipart/report; boundary=b\n\n--b\n\nNot delivered.\n--b--\n",
        "skipped: not an article, a report of delivery",
    ),
    (
        "parts that break off",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nThe quay is",
        r#"text "The quay is" (it breaks off: its last part has no end)"#,
    ),
    (
        "parts that are not told apart",
        "Content-Type: multipart/mixed; boundary=b\n\nThe quay.\n",
        r#"text "The quay." (its parts are not told apart; they are read as one text)"#,
    ),
    (
        "an invitation beside the text",
        "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nCome.\n--b\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\n--b--\n",
        "text \"Come.\"\n[part 2] skipped: not an article, text/calendar",
    ),
];

#[test]
fn messages_are_read_as_they_were_meant() {
    for (name, rest, expected) in CASES {
        for crlf in [false, true] {
            let mail = format!("From: Ana Kovac <ana@lake.example>\nSubject: Quay\n{rest}");
            // in canonical form, too; HTML keeps its line ends
            let mail = if crlf { mail.replace('\n', "\r\n") } else { mail };
            let told = told(&read(&mail)).replace("\\r\\n", "\\n");
            assert_eq!(told, *expected, "{name}, crlf {crlf}");
        }
    }
}

#[test]
fn the_head_becomes_facts() {
    let mail = "From: =?utf-8?Q?Zo=C3=AB?= Ng <zoe@lake.example>\r\nSubject: =?iso-8859-1?Q?Caf=E9?= [press]\r\n\
        Date: Tue, 5 May 2026 10:00:00 -0330\r\nMessage-ID: <1@lake.example>\r\nOrganization: Lake Authority\r\n\
        List-Id: Press releases <press.lake.example>\r\nContent-Language: en-CA, fr\r\n\
        Archived-At: <https://lists.lake.example/1>\r\n\r\nThe quay.\r\n";
    let found = read(mail);
    let facts: Vec<(DeclaredField, &str, &str)> = entry(&found[0])
        .facts
        .iter()
        .map(|f| (f.field, f.value.as_str(), f.key.as_str()))
        .collect();
    assert_eq!(
        facts,
        [
            (DeclaredField::ProviderId, "1@lake.example", "Message-ID"),
            (DeclaredField::Title, "Café [press]", "Subject"),
            (DeclaredField::Byline, "Zoë Ng", "From"),
            (DeclaredField::Author, "Zoë Ng", "From"),
            (DeclaredField::Outlet, "Lake Authority", "Organization"),
            (DeclaredField::Outlet, "Press releases", "List-Id"),
            (DeclaredField::Language, "en-CA", "Content-Language"),
            (DeclaredField::Url, "https://lists.lake.example/1", "Archived-At"),
            (DeclaredField::Published, "2026-05-05T10:00:00-03:30", "Date"),
        ]
    );
}

#[test]
fn dates_that_are_not_known_are_kept_and_noted() {
    let found = read("From: a@b.example\nDate: Tue, 5 May 2026 10:00:00 CEST\n\nx\n");
    let one = entry(&found[0]);
    assert_eq!(one.facts[0].value, "2026-05-05T10:00:00");
    assert_eq!(
        one.notes,
        ["its date has a time zone that is not known, “CEST”; it is kept as local time"]
    );
    let found = read("From: a@b.example\nDate: last Monday\n\nx\n");
    let one = entry(&found[0]);
    assert_eq!(one.facts[0].value, "last Monday");
    assert_eq!(one.notes, ["its date, “last Monday”, is in no known form"]);
}

#[test]
fn attachments_are_dated_as_their_message() {
    let found = read(
        "From: Ana Kovac <a@b.example>\nDate: Tue, 5 May 2026 10:00:00 +0000\nOrganization: Lake\n\
         Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\nContent-Type: text/html; name=a.html\n\n<p>y\n--b--\n",
    );
    let fields: Vec<DeclaredField> = entry(&found[1]).facts.iter().map(|f| f.field).collect();
    assert_eq!(fields, [DeclaredField::Outlet, DeclaredField::Published]);
}

#[test]
fn a_page_saved_in_one_file_is_a_page() {
    let found = read(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://news.example/quay\r\nSubject: Quay\r\n\
         Date: Tue, 5 May 2026 10:00:00 -0000\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/related; type=\"text/html\"; boundary=\"--b\"\r\n\r\n----b\r\nContent-Type: text/html\r\n\
         Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://news.example/quay\r\n\r\n<p>Quay=20\r\n\
         ----b\r\nContent-Type: image/png\r\n\r\nx\r\n----b--\r\n",
    );
    assert_eq!(told(&found), r#"text/html "<p>Quay ""#);
    let page = entry(&found[0]);
    assert_eq!(page.origin.address.as_deref(), Some("https://news.example/quay"));
    assert_eq!(page.origin.fetched.as_deref(), Some("2026-05-05T10:00:00Z"));
    assert!(page.facts.is_empty());
}

#[test]
fn apples_wrapping_is_taken_off() {
    let mail = "From: a@b.example\n\nThe quay.\n";
    let wrapped = format!("{}  \n{mail}<?xml version=\"1.0\"?><plist/>", mail.len());
    assert_eq!(told(&read(&wrapped)), r#"text "The quay.""#);
}

#[test]
fn what_has_no_head_is_damaged() {
    assert_eq!(
        told(&read("The quay is closed.")),
        "damaged: it has no head of a mail message"
    );
    assert_eq!(told(&read("")), "damaged: it has no head of a mail message");
    let long = format!("A: b\n{}", " x\n".repeat(300_000));
    assert_eq!(told(&read(&long)), "damaged: its head has no end");
}

#[test]
fn parts_are_bounded_in_number_and_depth() {
    let mut many = "From: a@b\nContent-Type: multipart/mixed; boundary=b\n\n".to_owned();
    many += &"--b\n\nx\n".repeat(2100);
    let found = told(&read(&many));
    assert!(
        found.ends_with("damaged: it has more than 2000 parts; the others are not read"),
        "{found}"
    );
    let mut deep = "From: a@b\n".to_owned();
    for at in 0..3000 {
        deep += &format!("Content-Type: multipart/mixed; boundary=b{at}\n\n--b{at}\n");
    }
    assert!(told(&read(&deep)).contains("its parts lie more than 20 deep"));
    let nested = "From: a@b\nContent-Type: message/rfc822\n\n".repeat(3000);
    assert!(told(&read(&nested)).contains("it lies in 5 messages, one inside the other"));
}

#[test]
fn a_mailbox_is_read_past_what_is_damaged() {
    let from = "From a@b.example Tue May  5 10:00:00 2026\n";
    let large = "x\n".repeat(40_000);
    let boxed = format!(
        "{from}Subject: One\n\nOne.\n\n{from}Subject: Large\n\n{large}\n{from}Content-Type: multipart/encrypted; boundary=b\n\n\
         --b\n\nx\n--b--\n\n{from}Subject: Four\n\n>From here on, all is well.\n"
    );
    let found: Vec<Found> = mailbox(boxed.as_bytes(), Limit::new(20_000).unwrap()).collect();
    assert_eq!(
        told(&found),
        "[message 1] text \"One.\"\n\
         [message 2] damaged: it goes on, larger than the limit of 19.5 KiB for one article\n\
         [message 3] damaged: it is encrypted (PGP/MIME)\n\
         [message 4] text \"From here on, all is well.\""
    );
}
