//! What is added: generated records, some of them in two versions, and plain texts.

use onrecord_invented::{Archive, Options};
use onrecord_record::{ArticleRecord, CheckedRecord};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;

/// Files to add, and how many articles they hold.
pub(crate) struct Inputs {
    _folder: TempDir,
    pub(crate) files: Vec<PathBuf>,
    pub(crate) articles: usize,
}

const RECORDS: usize = 520;
const TEXTS: usize = 8;

/// The set that most tests add.
pub(crate) fn inputs() -> &'static Inputs {
    static INPUTS: OnceLock<Inputs> = OnceLock::new();
    INPUTS.get_or_init(|| generated(1, RECORDS, TEXTS))
}

/// A set of inputs; another `seed` is a set of other articles.
pub(crate) fn generated(seed: u64, records: usize, texts: usize) -> Inputs {
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        seed,
        people: 200,
        outlets: 20,
        per_day: 30,
        statements: 1,
        ..Options::default()
    };
    let file = folder.path().join("records.jsonl");
    let mut out = std::io::BufWriter::new(fs::File::create(&file).unwrap());
    let mut earlier: Option<ArticleRecord> = None;
    for (n, invented) in Archive::new(options).take(records).enumerate() {
        let mut record = invented.record.into_inner();
        let url = format!("https://set{seed}.example/{n}");
        record.article.set_url(Some(url));
        record.article.modified = Some("2019-01-04T10:00:00Z".to_owned());
        // every tenth article comes again with the text of another one: a version, known to be later
        if let Some(first) = earlier.take() {
            let mut second = record.clone();
            second.article.set_url(first.article.url.clone());
            second.article.modified = Some("2019-01-05T10:00:00Z".to_owned());
            write(&mut out, second);
        }
        if n % 10 == 0 {
            earlier = Some(record.clone());
        }
        write(&mut out, record);
    }
    out.flush().unwrap();
    let mut files = vec![file];
    if texts > 0 {
        let plain = folder.path().join("texts");
        fs::create_dir(&plain).unwrap();
        for n in 0..texts {
            let text = format!(
                "\"Lamp {seed}-{n} is lit,\" the harbour master, Lene Dorvik, said on Monday.\n\nThe quay was closed for {n} hours.\n"
            );
            fs::write(plain.join(format!("{n:02}.txt")), text).unwrap();
        }
        files.push(plain);
    }
    Inputs {
        _folder: folder,
        files,
        articles: records + texts,
    }
}

fn write(out: &mut impl std::io::Write, record: ArticleRecord) {
    let record = CheckedRecord::new(record).unwrap();
    serde_json::to_writer(&mut *out, &*record).unwrap();
    out.write_all(b"\n").unwrap();
}

/// A path without symbolic links, as the system names open files.
pub(crate) fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap()
}
