//! What others annotated, and what is wrong with it.

use onrecord_exchange::read::{self, ImportError};
use onrecord_record::{Kind, Mode, SpeakerType};
use std::path::Path;

const TEXT: &str = "“The pier is safe 🚢,” she\nsaid. “It is\n\n“old.”\nBo Reed agreed that it stood.";

fn brat(annotations: &str) -> Result<read::Imported, ImportError> {
    read::brat(Path::new("pier.ann"), TEXT, annotations)
}

const POLNEAR: &str = "T1\tSource 22 25\tshe\nT2\tCue 26 30\tsaid\nT3\tContent 0 21;32 38;40 46\t“The pier is safe 🚢,” “It is “old.”\n\
T4\tAttribution 26 30\tsaid\nE1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\nT9\tSource 47 54\tBo Reed\nN1\tReference T1 Wikidata:Q0\tx\n";

#[test]
fn polnears_own_brat() {
    let imported = brat(POLNEAR).unwrap();
    let [only] = imported.record.statements.as_slice() else {
        panic!("one statement")
    };
    assert_eq!(
        (only.kind, only.mode, only.speakers.len()),
        (Kind::Direct, Mode::Said, 0)
    );
    assert_eq!(
        only.content.iter().map(|c| c.text.as_str()).collect::<Vec<_>>(),
        ["“The pier is safe 🚢,”", "“It is", "“old.”"]
    );
    insta::assert_debug_snapshot!(imported.notes, @r#"
    [
        "1 marks belong to no attribution, and were not taken over",
        "1 lines of other kinds were not taken over",
        "the mode of 1 statements is not given: taken as said",
    ]
    "#);
}

#[test]
fn relations_join_marks_too() {
    let joined = "T1\tSource 47 54\tBo Reed\nT2\tCue 55 61\tagreed\nT3\tContent 62 75\tthat it stood\nR1\tSays Arg1:T1 Arg2:T2\n\
                  R2\tOf Arg1:T2 Arg2:T3\n";
    let imported = brat(joined).unwrap();
    let [only] = imported.record.statements.as_slice() else {
        panic!("one statement")
    };
    assert_eq!(
        (only.source[0].text.as_str(), only.cue[0].text.as_str()),
        ("Bo Reed", "agreed")
    );
    assert_eq!(only.kind, Kind::Indirect);
}

#[test]
fn a_moved_mark_counts_more_than_our_note() {
    let note = "#1\tOnrecord E1\t{\"id\":\"s7\",\"content\":[{\"start\":0,\"end\":21}],\"cue\":[],\"source\":[],\"confidence\":0.25}\n";
    let imported = brat(&format!("{POLNEAR}{note}")).unwrap();
    let [only] = imported.record.statements.as_slice() else {
        panic!("one statement")
    };
    assert_eq!(
        (only.id.as_str(), only.confidence, only.content.len()),
        ("s7", 0.25, 3)
    );
}

#[test]
fn what_does_not_fit_is_named_with_its_line() {
    let fails = |annotations: &str| brat(annotations).unwrap_err().to_string();
    insta::assert_snapshot!(fails("\nT1\tSource 22 99\tshe\n"), @"pier.ann, line 2: T1 is 22..99, expected start < end <= 76, the text's code points; are these offsets of bytes, or of another text?");
    insta::assert_snapshot!(fails("T1\tSource 23 26\tshe\n"), @r#"pier.ann, line 1: T1 reads "she", the text has "he " there; are these offsets of bytes or UTF-16 units, or were line ends changed?"#);
    insta::assert_snapshot!(fails("T1\tSource\tshe\n"), @"pier.ann, line 1: T1 has no type and places; expected TYPE START END, or START END;START END");
    insta::assert_snapshot!(fails("E1\tAttribution:T4 Content:T3\n"), @"pier.ann, line 1: refers to T3, which is no annotation of this file");
    insta::assert_snapshot!(fails("hello\n"), @"pier.ann, line 1: a tab is missing behind the id; expected brat's standoff format");
    for broken in [
        "E1\tAttribution",
        "A1\tKind",
        "#1\tX",
        "R1\tX Arg1:T1",
        "?\tx",
        "T1\tSource 22 25\tshe\nT1\tCue 26 30\tsaid",
    ] {
        let error = fails(&format!("{broken}\n"));
        assert!(error.starts_with("pier.ann, line "), "{error}");
    }
}

const CITRON: &str = r#"{"source": {"application": "citron-extractor"}, "quotes": [
  {"cue": {"start": 26, "end": 30, "text": "said"},
   "sources": [{"start": 47, "end": 54, "text": "Bo Reed"}],
   "coreferences": [{"start": 22, "end": 25, "text": "she"}],
   "contents": [{"start": 32, "end": 46}, {"start": 0, "end": 21}], "confidence": "0.2500"},
  {"cue": {"start": 55, "end": 61}, "sources": [{"start": 47, "end": 54}], "coreferences": null,
   "contents": [{"start": 62, "end": 75, "text": "that it stood"}]}
]}"#;

#[test]
fn citrons_answer() {
    let path = Path::new("pier.json");
    let imported = read::citron(path, CITRON, Some(TEXT), Some(SpeakerType::Person)).unwrap();
    let [first, second] = imported.record.statements.as_slice() else {
        panic!("two statements")
    };
    assert_eq!(
        (first.id.as_str(), first.source[0].text.as_str(), first.confidence),
        ("s1", "she", 0.25)
    );
    assert_eq!(first.speakers[0].name.as_deref(), Some("Bo Reed"));
    assert_eq!(first.content[0].start, 0);
    assert_eq!((second.kind, second.speakers.len()), (Kind::Indirect, 0));

    let imported = read::citron(path, CITRON, Some(TEXT), None).unwrap();
    assert!(imported.record.statements[0].speakers.is_empty());
    assert_eq!(
        imported.record.statements[0].why,
        ["Citron names the source Bo Reed"]
    );

    let error = read::citron(path, CITRON, None, None).unwrap_err().to_string();
    assert_eq!(
        error,
        "pier.json: its text is missing; expected a key \"text\" in it, or the text handed in beside it"
    );
    let moved = CITRON.replace("\"start\": 62, \"end\": 75", "\"start\": 62, \"end\": 775");
    let error = read::citron(path, &moved, Some(TEXT), None)
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("pier.json, line 6: quotes[1].contents[0] is 62..775, expected"),
        "{error}"
    );
    let other = CITRON.replace("that it stood", "that he stood");
    let error = read::citron(path, &other, Some(TEXT), None)
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("pier.json, line 6: quotes[1].contents[0] reads \"that he stood\""),
        "{error}"
    );
    let broken = CITRON.replace("\"start\": 62,", "\"start\": \"x\",");
    let error = read::citron(path, &broken, Some(TEXT), None)
        .unwrap_err()
        .to_string();
    assert!(error.starts_with("pier.json, line 7: "), "{error}");
}

#[test]
fn polnears_lines() {
    let text = serde_json::to_string(TEXT).unwrap();
    let line = |end: u32| {
        format!(
            "{{\"doc\": \"d1\", \"text\": {text}, \"publisher\": \"Elder Wire\", \"attributions\": \
             [{{\"source\": [[47, 54]], \"cue\": [[55, 61]], \"content\": [[62, {end}]]}}, {{\"source\": null, \"content\": []}}]}}"
        )
    };
    let lines = format!("{}\n\n{}\n", line(75), line(77));
    let mut all = read::polnear(Path::new("dev.jsonl"), &lines);
    let first = all.next().unwrap().unwrap();
    assert_eq!(
        (first.name.as_str(), first.record.article.outlet.as_deref()),
        ("d1", Some("Elder Wire"))
    );
    assert_eq!(first.record.statements[0].content[0].text, "that it stood");
    assert_eq!(
        first.notes[0],
        "1 attributions without content were not taken over"
    );
    let error = all.next().unwrap().unwrap_err().to_string();
    assert!(
        error.starts_with("dev.jsonl, line 3: attributions[0].content[0] is 62..77, expected"),
        "{error}"
    );
    assert!(all.next().is_none());
}

#[test]
fn folders_in_polnears_layout() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    assert!(matches!(
        read::brat_folder(path).map(|_| ()),
        Err(ImportError::Empty { .. })
    ));
    for part in ["attributions", "text"] {
        std::fs::create_dir(path.join(part)).unwrap();
    }
    std::fs::write(path.join("attributions/pier_4b22.ann"), POLNEAR).unwrap();
    let missing = read::brat_folder(path).unwrap().next().unwrap().unwrap_err();
    assert!(matches!(missing, ImportError::NoText { .. }), "{missing}");
    std::fs::write(path.join("text/pier.txt"), TEXT).unwrap();
    let imported = read::brat_folder(path).unwrap().next().unwrap().unwrap();
    assert_eq!(imported.name, "pier_4b22");
    std::fs::write(path.join("text/pier.txt"), b"a\n\xFF").unwrap();
    let error = read::brat_folder(path)
        .unwrap()
        .next()
        .unwrap()
        .unwrap_err()
        .to_string();
    assert!(
        error.ends_with("pier.txt, line 2: this is no UTF-8; write the file in UTF-8"),
        "{error}"
    );
}

#[test]
fn a_small_file_that_marks_the_whole_text_again_and_again_is_refused() {
    let text = "x".repeat(1 << 20);
    let all = vec!["{\"content\": [[0, 1048576]]}"; 300].join(",");
    let line = format!("{{\"doc\": \"d\", \"text\": \"{text}\", \"attributions\": [{all}]}}");
    let error = read::polnear(Path::new("all.jsonl"), &line)
        .next()
        .unwrap()
        .unwrap_err();
    assert!(matches!(error, ImportError::TooMuch { line: 1, .. }), "{error}");
}

#[test]
fn many_relations_take_no_time() {
    let mut annotations = String::new();
    for n in 0..20_000 {
        annotations.push_str(&format!(
            "T{n}\tContent 62 66\tthat\nR{n}\tX Arg1:T{n} Arg2:T{}\nA{n}\tMode E{n} said\n",
            n / 2
        ));
        annotations.push_str(&format!("E{n}\tAttribution:T{n}\n"));
    }
    let imported = brat(&annotations).unwrap();
    assert_eq!(imported.record.statements.len(), 1);
    assert_eq!(imported.record.statements[0].content[0].text, "that");
}
