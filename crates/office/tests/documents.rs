//! Whole files, put together here.

#![allow(clippy::unwrap_used)]

use onrecord_office::read;
use onrecord_record::{BlockKind, DeclaredField};
use onrecord_source::Document;
use proptest::prelude::*;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;

fn zipped(members: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml""#;

fn docx_bytes(body: &str) -> Vec<u8> {
    let document =
        format!("<?xml version='1.0' encoding='UTF-8'?><w:document {W}><w:body>{body}</w:body></w:document>");
    let styles = format!(
        "<w:styles {W}><w:style w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style>
         <w:style w:styleId='Zitat'><w:name w:val='Quote'/></w:style>
         <w:style w:styleId='Mein'><w:name w:val='Mein'/><w:basedOn w:val='Zitat'/></w:style></w:styles>"
    );
    let rels = r#"<Relationships><Relationship Id="r1" Target="/word/document2.xml"
        Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"#;
    let core = r#"<cp:coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Ferry back</dc:title>
        <dc:creator>Ana Lima</dc:creator></cp:coreProperties>"#;
    let header = format!("<w:hdr {W}><w:p><w:r><w:t>Press office</w:t></w:r></w:p></w:hdr>");
    zipped(&[
        ("word/document2.xml", &document),
        ("word/styles.xml", &styles),
        ("word/header1.xml", &header),
        ("docProps/core.xml", core),
        ("_rels/.rels", rels),
        ("[Content_Types].xml", "<Types/>"),
    ])
}

fn docx(body: &str) -> Document {
    read(&docx_bytes(body)).unwrap()
}

fn blocks(document: &Document) -> Vec<(BlockKind, &str)> {
    let of = |block: &onrecord_source::Block| (block.kind, &document.text[block.range.clone()]);
    document.blocks.iter().map(of).collect()
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn a_docx_becomes_paragraphs_with_kinds() {
    use BlockKind::{BlockQuote, Heading, ListItem, Paragraph, TableRow};
    let document = docx(&format!(
        "<w:p><w:pPr><w:pStyle w:val='berschrift1'/></w:pPr><w:r><w:t>Ferry back</w:t></w:r></w:p>
         <w:p><w:r><w:t>The ferry </w:t></w:r><w:r><w:t xml:space='preserve'> runs</w:t><w:noBreakHyphen/><w:t>again,</w:t>
           <w:br/><w:t>the port</w:t><w:tab/><w:t>said.</w:t></w:r></w:p>
         <w:p><w:pPr><w:pStyle w:val='Mein'/><w:pPrChange><w:pPr><w:pStyle w:val='berschrift1'/></w:pPr></w:pPrChange></w:pPr>
           <w:r><w:t>“We waited.”</w:t></w:r></w:p>
         <w:p><w:pPr><w:numPr><w:numId w:val='3'/></w:numPr></w:pPr><w:r><w:t>First</w:t></w:r></w:p>
         <w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>
         <w:tbl><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl><w:p/>",
        p("Oslo"),
        p("4 mm"),
        p("Laid out."),
        p("So too.")
    ));
    assert_eq!(
        blocks(&document),
        [
            (Heading, "Ferry back"),
            (Paragraph, "The ferry runs-again,\nthe port\tsaid."),
            (BlockQuote, "“We waited.”"),
            (ListItem, "First"),
            (TableRow, "Oslo\t4 mm"),
            (Paragraph, "Laid out."),
            (Paragraph, "So too."),
        ]
    );
    let value = |field| {
        document
            .facts
            .iter()
            .find(|f| f.field == field)
            .map(|f| f.value.as_str())
    };
    assert_eq!(value(DeclaredField::Title), Some("Ferry back"));
    assert_eq!(value(DeclaredField::Author), Some("Ana Lima"));
    assert_eq!(document.notes, ["1 header or footer was left out"]);
}

#[test]
fn changes_are_read_as_accepted_and_said() {
    let document = docx(
        "<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr><w:r><w:t xml:space='preserve'>One </w:t></w:r></w:p>
         <w:p><w:del w:id='2'><w:r><w:delText>never</w:delText></w:r></w:del><w:ins w:id='3'><w:r><w:t>line</w:t></w:r></w:ins>
           <w:r><w:rPr><w:ins w:id='4'/></w:rPr><w:t>.</w:t><w:footnoteReference w:id='1'/><w:commentReference w:id='0'/></w:r>
           <w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>!</w:t></w:r></w:p>",
    );
    assert_eq!(document.text, "One line.!");
    assert_eq!(
        document.notes,
        [
            "1 footnote or endnote was left out",
            "1 comment was left out",
            "1 tracked deletion was left out",
            "1 tracked insertion was kept",
            "1 piece of hidden text was left out",
            "1 header or footer was left out",
        ]
    );
}

#[test]
fn a_text_box_is_read_once_behind_its_anchor() {
    let inside = format!("<w:txbxContent>{}</w:txbxContent>", p("In the box."));
    let document = docx(&format!(
        "<w:p><w:r><w:t>Ahead</w:t><mc:AlternateContent><mc:Choice Requires='wps'>{inside}</mc:Choice>
         <mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>
         <w:t>.</w:t></w:r></w:p>{}",
        p("Behind.")
    ));
    assert_eq!(document.text, "Ahead.\n\nIn the box.\n\nBehind.");
}

#[test]
fn a_table_of_contents_is_left_out_and_said() {
    let document = docx(&format!(
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>
         <w:sdtContent>{}</w:sdtContent></w:sdt><w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
        p("Contents"),
        p("Text.")
    ));
    assert_eq!(document.text, "Text.");
    assert!(
        document.notes[1].contains("table of contents"),
        "{:?}",
        document.notes
    );
}

fn odt(body: &str) -> Document {
    read(&odt_bytes(body, "")).unwrap()
}

fn odt_bytes(body: &str, manifest: &str) -> Vec<u8> {
    let spaces = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
        xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
        xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
        xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0""#;
    let content = format!(
        "<office:document-content {spaces}><office:automatic-styles><style:style style:name='P1'
         style:parent-style-name='Quotations'/></office:automatic-styles><office:body><office:text>{body}</office:text>
         </office:body></office:document-content>"
    );
    let meta = format!(
        "<office:document-meta {spaces}><office:meta><dc:title>Rain</dc:title>
         <meta:creation-date>2024-03-02T09:00:00</meta:creation-date></office:meta></office:document-meta>"
    );
    zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", &content),
        ("meta.xml", &meta),
        ("META-INF/manifest.xml", manifest),
    ])
}

#[test]
fn an_odt_becomes_paragraphs_with_kinds() {
    use BlockKind::{BlockQuote, Heading, ListItem, Paragraph, TableRow};
    let document = odt(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region>
         </text:tracked-changes><text:h text:outline-level='1'>Rain</text:h>
         <text:p>It <text:span>rained</text:span>
           in<text:s text:c='2'/>Riga<text:note><text:note-body><text:p>foot</text:p></text:note-body></text:note>,<text:line-break/>they
           said.<office:annotation><dc:creator>X</dc:creator><text:p>remark</text:p></office:annotation><draw:frame><draw:text-box><text:p>Box.</text:p></draw:text-box></draw:frame></text:p>
         <text:p text:style-name='P1'>“Yes.”</text:p>
         <text:list><text:list-item><text:p>One</text:p></text:list-item></text:list>
         <table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell/>
           <table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>",
    );
    assert_eq!(
        blocks(&document),
        [
            (Heading, "Rain"),
            (Paragraph, "It rained in  Riga,\nthey said."),
            (Paragraph, "Box."),
            (BlockQuote, "“Yes.”"),
            (ListItem, "One"),
            (TableRow, "a\t\tb"),
        ]
    );
    assert_eq!(
        document.notes,
        [
            "1 footnote or endnote was left out",
            "1 comment was left out",
            "1 tracked deletion was left out",
            "its date is that of the file, which may not be that of publication"
        ]
    );
    assert_eq!(document.facts[1].value, "2024-03-02T09:00:00");
}

#[test]
fn what_is_no_text_is_refused_by_name() {
    let said = |bytes: &[u8]| read(bytes).unwrap_err().problem;
    let book = zipped(&[("mimetype", "application/epub+zip")]);
    assert_eq!(said(&book), "this is a book (EPUB), not a text");
    let sheet = zipped(&[("[Content_Types].xml", ""), ("xl/workbook.xml", "")]);
    assert_eq!(said(&sheet), "this is a spreadsheet, not a text");
    let encrypted = "<manifest:manifest xmlns:manifest='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'>
        <manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    assert_eq!(
        said(&odt_bytes("", encrypted)),
        "this word processor's file is encrypted"
    );
    assert_eq!(
        said(&docx_bytes("<w:p/>")),
        "this word processor's file holds no words"
    );
    let whole = docx_bytes(&p("Text."));
    assert!(said(&whole[..whole.len() / 2]).starts_with("this word processor's file cannot be read:"));
    let empty = zipped(&[("[Content_Types].xml", ""), ("word/styles.xml", "<w/>")]);
    assert!(said(&empty).contains("its text, word/document.xml, is missing"));
}

#[test]
fn what_unpacks_to_too_much_is_refused() {
    let bomb = docx_bytes(&" ".repeat(65 << 20));
    assert!(bomb.len() < 1 << 20);
    let error = read(&bomb).unwrap_err();
    assert!(error.problem.contains("unpacks to more than 64 MiB"), "{error}");
}

fn sound(bytes: &[u8]) {
    if let Ok(document) = read(bytes) {
        let mut last = 0;
        for block in &document.blocks {
            assert!(block.range.start >= last && !document.text[block.range.clone()].trim().is_empty());
            last = block.range.end;
        }
        assert_eq!(last, document.text.len());
        assert_eq!(read(bytes).as_ref(), Ok(&document));
    }
}

proptest! {
    #[test]
    fn any_marks_give_sound_blocks(
        marks in proptest::collection::vec(prop_oneof![
            Just("<w:p>"), Just("</w:p>"), Just("<w:r>"), Just("</w:r>"), Just("<w:t>"), Just("</w:t>"), Just("x "), Just("<w:tbl>"),
            Just("</w:tbl>"), Just("<w:tr>"), Just("<w:tc>"), Just("</w:tr>"), Just("<w:br/>"), Just("<w:br/>"), Just("<w:del>"),
            Just("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"), Just("<w:txbxContent>"), Just("<mc:AlternateContent>"), Just("<mc:Choice>")
        ], 0..60)
    ) {
        sound(&docx_bytes(&marks.concat()));
    }

    #[test]
    fn any_marks_of_opendocument_give_sound_blocks(
        marks in proptest::collection::vec(prop_oneof![
            Just("<text:p>"), Just("</text:p>"), Just("<text:h>"), Just("x "), Just("<table:table>"), Just("</table:table>"),
            Just("<table:table-row>"), Just("<table:table-cell>"), Just("<text:line-break/>"), Just("<text:list-item>"), Just("<text:note>")
        ], 0..60)
    ) {
        sound(&odt_bytes(&marks.concat(), ""));
    }

    #[test]
    fn damaged_files_never_panic(at in 0usize..1200, byte in any::<u8>(), cut in 0usize..1500) {
        let mut bytes = docx_bytes("<w:p><w:r><w:t>Text.</w:t></w:r></w:p>");
        let length = bytes.len();
        bytes[at % length] = byte;
        bytes.truncate(length - cut.min(length) / 8);
        sound(&bytes);
    }
}
