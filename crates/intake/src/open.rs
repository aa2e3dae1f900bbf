//! Opening what has been told apart.

use crate::archive::{self, Allowance, Members};
use crate::input::GIVEN_TWICE;
use crate::kind::Kind;
use crate::recognise::{inside, recognise};
use crate::stream::Stream;
use flate2::bufread::MultiGzDecoder;
use onrecord_record::{DeclaredBy, DeclaredField};
use onrecord_source::{
    BinaryKind, Body, Entry, Found, InputName, Limit, Problem, Reader, Skip, bytes_from, fact,
};
use onrecord_table::Columns;
use std::io;
use std::path::Path;

/// How large things may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// One article.
    pub article: Limit,
    /// One member of an archive that holds others: a mailbox, a WARC file.
    pub member: u64,
}

impl Default for Limits {
    /// 16 MiB and 4 GiB.
    fn default() -> Self {
        Self {
            article: Limit::DEFAULT,
            member: 4 << 30,
        }
    }
}

/// Opens inputs.
#[derive(Clone, Debug, Default)]
pub struct Opener {
    /// How large things may be.
    pub limits: Limits,
    /// Which columns of tables hold what.
    pub columns: Columns,
}

/// What is known of bytes beside themselves.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hints {
    pub(crate) name: Option<String>,
    pub(crate) media_type: Option<String>,
    pub(crate) charset: Option<String>,
    /// Where it was fetched from.
    pub(crate) address: Option<String>,
    pub(crate) kind: Option<Kind>,
    /// How much the input that it belongs to may unpack to.
    pub(crate) allowance: Allowance,
}

impl Hints {
    /// Those of a member of an archive.
    pub(crate) fn of_member(name: &str, allowance: &Allowance) -> Self {
        Self {
            name: Some(name.to_owned()),
            allowance: allowance.clone(),
            ..Self::default()
        }
    }
}

/// Something opened.
pub(crate) struct Opened {
    pub(crate) kind: Kind,
    pub(crate) content: Content,
    /// What should be known about how it was read.
    pub(crate) notes: Vec<String>,
}

/// What is in it.
pub(crate) enum Content {
    /// One article.
    Leaf(Box<Entry>),
    /// Several things.
    Reader(Reader<'static>),
    /// Members of an archive.
    Members(Members),
    /// Nothing that can be read.
    Unreadable { problem: String, remedy: String },
}

impl Opened {
    pub(crate) fn of(kind: Kind, content: Content) -> Self {
        Self {
            kind,
            content,
            notes: Vec::new(),
        }
    }

    pub(crate) fn unreadable(problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        let (problem, remedy) = (problem.into(), remedy.into());
        Self::of(Kind::Other, Content::Unreadable { problem, remedy })
    }

    fn failed(kind: Kind, problem: &Problem) -> Self {
        Self {
            kind,
            ..Self::unreadable(problem.to_string(), problem.remedy())
        }
    }
}

/// A stream of unknown length: what has come of it counts as the input's size.
struct Counted<R> {
    stream: R,
    allowance: Allowance,
}

impl<R: io::Read> io::Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let got = self.stream.read(out)?;
        self.allowance.grow(got as u64);
        Ok(got)
    }
}

impl Opener {
    /// Opens a file.
    pub(crate) fn file(&self, path: &Path, kind: Option<Kind>, allowance: Allowance) -> Opened {
        let opened = match path.is_dir() {
            true => Err(io::Error::from(io::ErrorKind::IsADirectory)),
            false => Stream::open(path),
        };
        match opened {
            Ok(stream) => {
                // what is no regular file grows as it is read
                let stream = match stream.size() {
                    Some(size) => {
                        allowance.grow(size);
                        stream
                    }
                    None => Stream::new(Counted {
                        stream,
                        allowance: allowance.clone(),
                    }),
                };
                let hints = Hints {
                    name: Some(InputName::from(path).to_string()),
                    kind,
                    allowance,
                    ..Hints::default()
                };
                self.stream(stream, &hints)
            }
            Err(error) => Opened::failed(Kind::Text, &Problem::from(error)),
        }
    }

    /// Opens the standard input.
    pub(crate) fn standard_input(&self, kind: Option<Kind>, allowance: Allowance) -> Opened {
        let stream = Stream::new(Counted {
            stream: io::stdin(),
            allowance: allowance.clone(),
        });
        let hints = Hints {
            kind,
            allowance,
            ..Hints::default()
        };
        self.stream(stream, &hints)
    }

    /// Opens bytes that are held already.
    pub(crate) fn bytes(&self, bytes: Vec<u8>, hints: &Hints) -> Opened {
        self.stream(Stream::of_bytes(bytes), hints)
    }

    /// Opens a stream, as what was said or as what it is.
    pub(crate) fn stream(&self, mut stream: Stream, hints: &Hints) -> Opened {
        let head = match stream.head() {
            Ok(head) => head,
            Err(error) => return Opened::failed(Kind::Text, &Problem::from(error)),
        };
        let seen = recognise(head, hints.name.as_deref(), hints.media_type.as_deref());
        // compression is undone whatever is inside
        let kind = match (seen, hints.kind) {
            (_, Some(said @ (Kind::Warc | Kind::Arc))) => said,
            // whoever says which columns there are says that it is a table
            (Kind::Text, None) if self.columns != Columns::default() => Kind::Csv,
            (Kind::Gzip | Kind::Zstd, _) | (_, None) => seen,
            (_, Some(said)) => said,
        };
        match kind {
            Kind::Gzip | Kind::Zstd => self.compressed(kind, stream, hints),
            Kind::Zip | Kind::Document => self.zipped(kind, stream, hints),
            Kind::Tar => {
                let members = archive::tar(stream, self.limits.member, &hints.allowance);
                Opened::of(kind, Content::Members(members))
            }
            Kind::Addresses => self.addresses(stream),
            Kind::Warc | Kind::Arc => {
                let reader = onrecord_warc::read(stream, self.limits.article);
                Opened::of(kind, Content::Reader(reader))
            }
            Kind::NewsMl | Kind::Nitf | Kind::Ninjs => {
                let reader = onrecord_agency::read(stream, self.limits.article);
                Opened::of(kind, Content::Reader(reader))
            }
            Kind::Json | Kind::Csv | Kind::Parquet => self.table(kind, stream),
            Kind::Feed | Kind::Sitemap => {
                let given = onrecord_feed::Given {
                    charset: hints.charset.clone(),
                    address: hints.address.clone(),
                };
                let reader = onrecord_feed::read(stream, self.limits.article, &given);
                Opened::of(kind, Content::Reader(reader))
            }
            Kind::Mail => Opened::of(
                kind,
                Content::Reader(onrecord_mail::message(stream, self.limits.article)),
            ),
            Kind::Mailbox => Opened::of(
                kind,
                Content::Reader(onrecord_mail::mailbox(stream, self.limits.article)),
            ),
            Kind::Other => {
                let what = BinaryKind::of(head);
                let problem = what.map_or_else(
                    || "it is no article".to_owned(),
                    |kind| Problem::Binary { kind }.to_string(),
                );
                let remedy = what.map_or("name the article itself", BinaryKind::remedy);
                Opened::unreadable(problem, remedy)
            }
            _ => self.leaf(kind, stream, hints),
        }
    }

    /// One article, whole.
    fn leaf(&self, kind: Kind, stream: Stream, hints: &Hints) -> Opened {
        let limit = match kind {
            // pictures and fonts take their room
            Kind::Pdf | Kind::Document => {
                Limit::new(self.limits.article.bytes().saturating_mul(4)).unwrap_or(Limit::HIGHEST)
            }
            _ => self.limits.article,
        };
        if let Some(size) = stream.size().filter(|size| *size > limit.bytes()) {
            let size = Some(size);
            return Opened::failed(kind, &Problem::TooLarge { size, limit });
        }
        match bytes_from(stream, limit) {
            Ok(bytes) => {
                let entry = Entry::new(Body::Bytes {
                    bytes,
                    media_type: hints.media_type.clone(),
                    charset: hints.charset.clone(),
                });
                Opened::of(kind, Content::Leaf(Box::new(entry)))
            }
            Err(problem) => Opened::failed(kind, &problem),
        }
    }

    /// A ZIP archive: a word processor's file, an office file of another kind, or a bundle of files.
    fn zipped(&self, kind: Kind, stream: Stream, hints: &Hints) -> Opened {
        let failed = |problem: String, remedy: &str| Opened {
            kind,
            ..Opened::unreadable(problem, remedy)
        };
        let mut zipped = match archive::zip(stream, self.limits.member) {
            Ok(zipped) => zipped,
            Err(unreadable) if kind == Kind::Document => {
                let problem = unreadable.problem.replace("ZIP archive", "word processor's file");
                return failed(
                    problem,
                    "get it again, or open it in a word processor and save it anew",
                );
            }
            Err(unreadable) => return failed(unreadable.problem, unreadable.remedy),
        };
        let form = match hints.kind {
            Some(Kind::Zip) => None,
            _ => zipped.form(),
        };
        match form {
            Some(form) if !form.is_read() => {
                let refusal = form.refusal();
                Opened::unreadable(refusal.problem, refusal.remedy)
            }
            None if hints.kind != Some(Kind::Document) => {
                let members = zipped.members(self.limits.member, &hints.allowance);
                Opened::of(Kind::Zip, Content::Members(members))
            }
            _ => match zipped.into_content() {
                Ok((content, size)) => self.leaf(Kind::Document, Stream::sized(content, size), hints),
                Err(error) => Opened::failed(Kind::Document, &Problem::from(error)),
            },
        }
    }

    /// What was compressed.
    fn compressed(&self, kind: Kind, mut stream: Stream, hints: &Hints) -> Opened {
        let head = stream.head().map(|head| inside(kind, head)).unwrap_or_default();
        if head.is_empty() {
            return Opened {
                kind,
                ..Opened::unreadable("it cannot be unpacked", "get it again; it is damaged or empty")
            };
        }
        let inner = match kind {
            Kind::Gzip => Stream::new(MultiGzDecoder::new(stream)),
            _ => match zstd::Decoder::with_buffer(stream) {
                Ok(decoder) => Stream::new(decoder),
                Err(error) => return Opened::failed(kind, &Problem::from(error)),
            },
        };
        // what is compressed twice is not worth a way down of its own
        match recognise(&head, hints.name.as_deref(), hints.media_type.as_deref()) {
            Kind::Gzip | Kind::Zstd => Opened {
                kind,
                ..Opened::unreadable("it is compressed twice", "unpack it once, and name the result")
            },
            _ => self.stream(inner, hints),
        }
    }

    /// Addresses, each to be fetched.
    fn addresses(&self, stream: Stream) -> Opened {
        let bytes = match bytes_from(stream, self.limits.article) {
            Ok(bytes) => bytes,
            Err(problem) => return Opened::failed(Kind::Addresses, &problem),
        };
        let list = onrecord_fetch::parse_list(&String::from_utf8_lossy(&bytes));
        let mut found: Vec<(u32, Found)> = Vec::new();
        for listed in list.addresses {
            let mut entry = Entry::new(Body::Locator);
            let line = format!("line {}", listed.line);
            entry.origin.within.push(line.clone());
            entry.facts.push(fact(
                DeclaredField::Url,
                String::from(listed.url),
                DeclaredBy::User,
                line,
            ));
            found.push((listed.line, Found::Entry(Box::new(entry))));
        }
        for bad in list.bad {
            let damage = Found::Damaged {
                within: vec![format!("line {}", bad.line)],
                problem: bad.problem.to_string(),
                remedy: bad.problem.remedy(),
            };
            found.push((bad.line, damage));
        }
        for again in list.duplicates {
            let skipped = Found::Skipped {
                within: vec![format!("line {}", again.line)],
                reason: Skip::Unchanged,
                what: GIVEN_TWICE.to_owned(),
            };
            found.push((again.line, skipped));
        }
        found.sort_by_key(|f| f.0);
        let reader: Reader<'static> = Box::new(found.into_iter().map(|f| f.1));
        Opened::of(Kind::Addresses, Content::Reader(reader))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn zipped(members: &[(&str, &str)]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
        for (name, text) in members {
            let options = zip::write::SimpleFileOptions::default();
            archive.start_file(*name, options).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    fn opened(members: &[(&str, &str)]) -> Opened {
        Opener::default().bytes(zipped(members), &Hints::default())
    }

    #[test]
    fn office_files_are_no_archives() {
        let text = "<w:document><w:body><w:p><w:r><w:t>Rain fell.</w:t></w:r></w:p></w:body></w:document>";
        let docx = opened(&[("word/document.xml", text), ("[Content_Types].xml", "")]);
        assert_eq!(docx.kind, Kind::Document);
        let Content::Leaf(mut entry) = docx.content else {
            panic!("an article")
        };
        entry.origin.kind = docx.kind.name().to_owned();
        let finished = crate::finish(*entry, &[]).unwrap();
        assert_eq!(finished.article.text, "Rain fell.");

        let sheet = opened(&[("[Content_Types].xml", ""), ("xl/workbook.xml", "")]);
        assert_eq!(sheet.kind, Kind::Other);
        assert!(
            matches!(sheet.content, Content::Unreadable { problem, .. } if problem.contains("spreadsheet"))
        );

        // a folder of that name makes no document
        let archive = opened(&[("word/notes.txt", "Rain fell.")]);
        assert_eq!(archive.kind, Kind::Zip);
        let Content::Members(members) = archive.content else {
            panic!("an archive")
        };
        assert_eq!(members.count(), 1);
    }
}
