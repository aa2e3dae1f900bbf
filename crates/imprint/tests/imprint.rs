//! Titles, bylines, outlets, dates and notes.

use onrecord_imprint::{Given, Imprint, check_date, read};
use onrecord_record::NoteKind::{self, Clarification, Correction, FirstPublished, Retraction, Update};

fn plain(text: &str) -> Imprint {
    read(text, &Given::default())
}

fn given(published: &str) -> Given {
    Given {
        published: Some(published.to_owned()),
        ..Given::default()
    }
}

fn notes(text: &str) -> Vec<(NoteKind, &str)> {
    let found = plain(text).notes;
    found.into_iter().map(|n| (n.kind, &text[n.range])).collect()
}

const BODY: &str = "The lamps on the old bridge will be lit again in spring, the governor said on Friday.\n";

#[test]
fn notes_that_are_a_line_of_their_own() {
    for (line, kind) in [
        ("Details added (first published: 12:42)", Update),
        ("Details added (first version posted on 09:10)", Update),
        ("Updated, quotes added (first published: 10:05)", Update),
        (
            "This story has been updated to include comments from the council.",
            Update,
        ),
        ("This post was updated at 14:05 GMT with the final count.", Update),
        ("This article was updated on 4 January 2019.", Update),
        (
            "UPDATE: This story has been updated with a statement from the museum.",
            Update,
        ),
        (
            "Update, December 22, 02:12 PM PT: The council has replied.",
            Update,
        ),
        ("Updated at 14:05 GMT", Update),
        ("Last updated: 4 January 2019, 14:05 GMT", Update),
        ("(Adds details, comment)", Update),
        ("(Updates with governor's statement)", Update),
        ("(Recasts, adds background)", Update),
        ("(Corrects spelling in paragraph 3)", Correction),
        (
            "(Corrects to read Lesser Oss, not Great Oss, in second paragraph)",
            Correction,
        ),
        (
            "CORRECTION: The name of the river was wrong. It is the Lesser Oss.",
            Correction,
        ),
        (
            "Correction (May 4): An earlier version misstated the length of the bridge.",
            Correction,
        ),
        ("Correction appended.", Correction),
        (
            "6 May 2024, 18:20. Corrected: name of river in paragraph 2",
            Correction,
        ),
        (
            "Editor's note: An earlier version of this story gave the wrong year.",
            Correction,
        ),
        (
            "Editor’s note, Feb. 3: This report has been corrected.",
            Correction,
        ),
        (
            "This article was amended on 4 May 2020 to correct the name of the river.",
            Correction,
        ),
        (
            "• This article was amended on 4 May 2020 because of a misspelling.",
            Correction,
        ),
        (
            "An earlier version of this article misstated the length of the bridge.",
            Correction,
        ),
        (
            "A previous version of this story left out the mayor's mother.",
            Correction,
        ),
        (
            "Because of an editing error, an earlier version of this article misspelled a name.",
            Correction,
        ),
        (
            "This story from May 4 has been corrected to show that the bridge is older.",
            Correction,
        ),
        (
            "We have corrected this article to say that the lamps are new.",
            Correction,
        ),
        ("Clarification", Clarification),
        (
            "Clarification: The lamps belong to the county, not to the city.",
            Clarification,
        ),
        (
            "This story has been clarified to say that the lamps are on loan.",
            Clarification,
        ),
        ("RETRACTED", Retraction),
        (
            "RETRACTION: The story issued on April 8 has been withdrawn.",
            Retraction,
        ),
        (
            "MANDATORY KILL: Clients are asked to remove the story on the bridge.",
            Retraction,
        ),
        ("Kill notice", Retraction),
        ("The story was withdrawn.", Retraction),
        (
            "This article has been removed because the memorandum was not genuine.",
            Retraction,
        ),
        ("First published on 4 January 2019 at 12:42", FirstPublished),
        ("Originally published: 12:42", FirstPublished),
        (
            "This article was first published on 4 January 2019.",
            FirstPublished,
        ),
    ] {
        for text in [
            format!("{line}\n\n{BODY}"),
            format!("{BODY}\n{line}\n\n{BODY}"),
            format!("{BODY}\n{line}"),
        ] {
            assert_eq!(notes(&text), [(kind, line)], "{text}");
        }
    }
}

#[test]
fn lines_that_are_no_notes() {
    for line in [
        "The report was amended by the committee on Monday, and nobody objected to it at all.",
        "This bridge has been updated twice since it was built, the engineer said on Friday.",
        "Clarification of the rules is expected in spring, the governor's office said on Monday.",
        "Correction fluid is what the archive needs least, its keeper said with a sigh.",
        "Update on the bridge",
        "Updated wide camera with improved low-light performance",
        "Retraction is not what the senator has in mind, her office said.",
        "Editor's note: The following is part three of a series about bridges.",
        "Kill: a word that the film uses forty times.",
        "An earlier version of this bill failed in the senate last year, by two votes.",
        "First, published figures do not include the islands, the office said.",
        "We updated the old lamps, the engineer said.",
        "This is a story that has been told many times.",
        "He said the story was withdrawn from the shop window.",
        "“This story has been updated so often that nobody knows it,” he said.",
    ] {
        assert_eq!(notes(&format!("{BODY}\n{line}\n\n{BODY}")), [], "{line}");
    }
}

#[test]
fn marks_ahead_of_headlines_are_notes() {
    let text =
        format!("UPDATE 2-Port sees busier summer\n\n(Adds details)\n\nOSLO, May 9 (Reuters) - {BODY}");
    assert_eq!(notes(&text), [(Update, "UPDATE 2"), (Update, "(Adds details)")]);
    let imprint = plain(&text);
    assert_eq!(imprint.title.unwrap().value, "UPDATE 2-Port sees busier summer");
    assert!(text[imprint.body..].starts_with(BODY));
    assert_eq!(
        notes(&format!("CORRECTED-Port sees busier summer\n\n{BODY}")),
        [(Correction, "CORRECTED")]
    );
}

#[test]
fn titles() {
    for title in [
        "Old bridge to be lit again",
        "‘It’s an accident waiting to happen’: village loses its lollipop lady",
        "Who lit the lamps?",
        "Bridge lit again in the U.S.",
        "14 lamps lit on old bridge",
        "EXCLUSIVE-Grocer weighs sale of its oldest shop - sources",
    ] {
        for below in ["", "Friday, January 4, 2019\n\n", "By Jane Doe\n\n"] {
            let text = format!("{title}\n\n{below}{BODY}");
            let found = plain(&text).title.expect(title);
            assert_eq!(found.value, title);
            assert_eq!(&text[found.at.unwrap()], title);
        }
    }
    let marked = format!("FOR IMMEDIATE RELEASE\n\nMuseum gives clocks away\n\n{BODY}");
    assert_eq!(plain(&marked).title.unwrap().value, "Museum gives clocks away");
    for none in [
        BODY.to_owned(),
        format!("{BODY}\n{BODY}"),
        format!("SMITH: Good morning\n\nDOE: {BODY}"),
        format!("OSLO (AP) — The lamps will be lit again\n\n{BODY}"),
        format!("Friday, January 4, 2019\n\n{BODY}"),
        format!("By Jane Doe\n\n{BODY}"),
        "Old bridge to be lit again".to_owned(),
        format!("A line that is broken in the middle of its\nsentence, as in a letter.\n\n{BODY}"),
    ] {
        assert_eq!(plain(&none).title, None, "{none}");
    }
}

#[test]
fn bylines_and_authors() {
    for (line, authors) in [
        ("By Jane Doe", vec!["Jane Doe"]),
        ("By Jane Doe and John Roe", vec!["Jane Doe", "John Roe"]),
        ("BY JANE DOE", vec!["JANE DOE"]),
        (
            "By Jane Doe, John Roe and Ana de la Cruz",
            vec!["Jane Doe", "John Roe", "Ana de la Cruz"],
        ),
        ("By Jane Doe in Ankara", vec!["Jane Doe"]),
        ("By Jane Doe, Staff Writer", vec!["Jane Doe"]),
        ("By Jane Doe, The Harbour Post", vec!["Jane Doe"]),
        ("By Jane Doe | January 4, 2019", vec!["Jane Doe"]),
        ("Written by Jane Doe", vec!["Jane Doe"]),
        ("Jane Doe in Ankara", vec!["Jane Doe"]),
        (
            "Jane Doe and John Roe in Mexico City",
            vec!["Jane Doe", "John Roe"],
        ),
        ("Jane Doe, Staff Writer", vec!["Jane Doe"]),
        ("Jane Doe | Reuters", vec!["Jane Doe"]),
        ("By J. R. Doe Jr.", vec!["J. R. Doe Jr."]),
        ("By Seán Ó Briain", vec!["Seán Ó Briain"]),
    ] {
        let text = format!("Old bridge to be lit again\n\n{line}\n\n{BODY}");
        let imprint = plain(&text);
        let byline = imprint.byline.expect(line);
        assert_eq!(&text[byline.range], line);
        let found: Vec<&str> = byline.authors.into_iter().map(|a| &text[a]).collect();
        assert_eq!(found, authors);
        assert!(text[imprint.body..].starts_with("The lamps"), "{line}");
    }
    let tail = format!(
        "OSLO, Jan 4 (Reuters) - {BODY}\n(Reporting by Jane Doe in Oslo and John Roe; Editing by Ana Poe)\n"
    );
    let byline = plain(&tail).byline.unwrap();
    let found: Vec<&str> = byline.authors.into_iter().map(|a| &tail[a]).collect();
    assert_eq!(found, ["Jane Doe", "John Roe"]);
    for none in [
        "By Tuesday the river had risen",
        "By the Bridge",
        "By far the best lamp",
        "Lamps in Ankara",
        "A Walk in Rome",
    ] {
        let text = format!("Old bridge to be lit again\n\n{none}\n\n{BODY}");
        assert_eq!(plain(&text).byline, None, "{none}");
    }
}

#[test]
fn outlets_are_printed_ones() {
    for (text, outlet) in [
        (format!("OSLO (AP) — {BODY}"), Some("AP")),
        (
            format!("{BODY}\n© 2020 The Harbour Post"),
            Some("The Harbour Post"),
        ),
        (
            format!("{BODY}\nCopyright 2019-2020 Harbour Media Ltd. All rights reserved."),
            Some("Harbour Media Ltd."),
        ),
        (
            format!("{BODY}\n© The Harbour Post\u{a0}2020"),
            Some("The Harbour Post"),
        ),
        (
            format!("{BODY}\n© 2020 The Harbour Post • Terms"),
            Some("The Harbour Post"),
        ),
        (
            format!("{BODY}\nSource: Harbour News Agency"),
            Some("Harbour News Agency"),
        ),
        (format!("/BARSYN-INFORM/ {BODY}"), Some("BARSYN-INFORM")),
        (
            format!("{BODY}\nThe lamps are new, the Harbour Post reports."),
            None,
        ),
        (
            format!("{BODY}\nSource: the governor's letter to the council of May 4"),
            None,
        ),
    ] {
        let found = plain(&text).outlet;
        assert_eq!(
            found.map(|f| text[f.at.unwrap()].to_owned()).as_deref(),
            outlet,
            "{text}"
        );
    }
}

#[test]
fn dates_of_publication() {
    for (line, published, modified, first) in [
        ("Friday, January 4, 2019", Some("2019-01-04"), None, None),
        ("Fri, 4 Jan 2019", Some("2019-01-04"), None, None),
        ("2019-01-04", Some("2019-01-04"), None, None),
        (
            "2019-01-04T12:42:00+03:00",
            Some("2019-01-04T12:42:00+03:00"),
            None,
            None,
        ),
        ("12:42, 4 January 2019", Some("2019-01-04T12:42"), None, None),
        (
            "4th January 2019 | 12:42 GMT",
            Some("2019-01-04T12:42Z"),
            None,
            None,
        ),
        (
            "Jan. 4, 2019 at 2:05 p.m. ET",
            Some("2019-01-04T14:05"),
            None,
            None,
        ),
        ("13.02.2024 | 18:20", Some("2024-02-13T18:20"), None, None),
        (
            "Published: 4 Jan 2019 12:42",
            Some("2019-01-04T12:42"),
            None,
            None,
        ),
        ("Posted on January 4, 2019", Some("2019-01-04"), None, None),
        (
            "Published 4 January 2019 | Updated 5 January 2019 09:00 UTC",
            Some("2019-01-04"),
            Some("2019-01-05T09:00Z"),
            None,
        ),
        (
            "Oslo | 4 January 2019 | 3 min read",
            Some("2019-01-04"),
            None,
            None,
        ),
        (
            "First published on 4 January 2019 at 12:42",
            None,
            None,
            Some("2019-01-04T12:42"),
        ),
        (
            "Last updated: 4 January 2019, 14:05 GMT",
            None,
            Some("2019-01-04T14:05Z"),
            None,
        ),
        (
            "Details added (first published: 12:42)",
            None,
            None,
            Some("12:42"),
        ),
        (
            "This article was amended on 4 May 2020 to correct a name.",
            None,
            Some("2020-05-04"),
            None,
        ),
        (
            "6 May 2024, 18:20. Corrected: name of river (first published 15:47)",
            None,
            Some("2024-05-06T18:20"),
            Some("15:47"),
        ),
        ("23/04/2019", Some("2019-04-23"), None, None),
        ("04/23/2019", Some("2019-04-23"), None, None),
        // neither number can be told from the other
        ("03/04/2019", None, None, None),
        // a Wednesday
        ("Wednesday, 03/04/2019", Some("2019-04-03"), None, None),
        (
            "Published 03/04/2019 | Updated 23/04/2019",
            Some("2019-04-03"),
            Some("2019-04-23"),
            None,
        ),
        ("31.02.2019", None, None, None),
    ] {
        let text = format!("Old bridge to be lit again\n\n{line}\n\n{BODY}");
        let imprint = plain(&text);
        let value = |f: Option<onrecord_imprint::Fact>| f.map(|f| f.value);
        let found = (
            value(imprint.published),
            value(imprint.modified),
            value(imprint.first_published),
        );
        assert_eq!(
            (found.0.as_deref(), found.1.as_deref(), found.2.as_deref()),
            (published, modified, first),
            "{line}"
        );
    }
}

#[test]
fn what_is_handed_in_decides() {
    let text = format!("Old bridge to be lit again\n\n03/04/2019\n\n{BODY}");
    let imprint = read(&text, &given("2019-04-03"));
    let published = imprint.published.unwrap();
    assert_eq!(&text[published.at.unwrap()], "03/04/2019");
    let text = format!("OSLO, December 31 (Reuters) - {BODY}");
    let imprint = read(&text, &given("2020-01-02T08:00Z"));
    assert_eq!(imprint.dateline.unwrap().date.as_deref(), Some("2019-12-31"));
    assert_eq!(imprint.anchors.written().unwrap().to_string(), "2019-12-31");
    assert_eq!(imprint.anchors.published.unwrap().to_string(), "2020-01-02");
    let leap = format!("OSLO, Feb. 29 (Reuters) - {BODY}");
    assert_eq!(
        read(&leap, &given("2023-03-01"))
            .dateline
            .unwrap()
            .date
            .as_deref(),
        Some("2020-02-29")
    );
    let none = read(&leap, &Given::default());
    assert_eq!(none.dateline.unwrap().date.as_deref(), Some("--02-29"));
    assert_eq!(none.anchors.written(), None);
    let titled = Given {
        title: Some("Another headline".to_owned()),
        ..Given::default()
    };
    let title = read(&format!("Old bridge to be lit again\n\n{BODY}"), &titled)
        .title
        .unwrap();
    assert_eq!((title.value.as_str(), title.at), ("Another headline", None));
}

#[test]
fn the_year_may_be_printed_elsewhere() {
    let text =
        format!("Old bridge to be lit again\n\nPublished: 5 Jan 2019\n\nOSLO, January 4 (Reuters) - {BODY}");
    let imprint = plain(&text);
    assert_eq!(imprint.dateline.unwrap().date.as_deref(), Some("2019-01-04"));
}

#[test]
fn dates_that_may_be_handed_in() {
    for (text, day) in [
        ("2019-01-04", "2019-01-04"),
        ("2019-01-04T12:42", "2019-01-04"),
        ("2019-01-04T12:42:00Z", "2019-01-04"),
        ("2019-01-04T12:42:00+03:00", "2019-01-04"),
    ] {
        assert_eq!(check_date(text).unwrap().to_string(), day);
    }
    for text in [
        "",
        "2019",
        "2019-1-4",
        "04/01/2019",
        "2019-02-30",
        "2019-01-04 or so",
        "2019-01-04T",
        "yesterday",
    ] {
        assert!(check_date(text).is_err(), "{text}");
    }
}
