//! Tables: one article a row.

use crate::archive::{Unreadable, settled};
use crate::kind::Kind;
use crate::open::{Content, Opened, Opener};
use crate::stream::Stream;
use onrecord_table::{Options, ParquetInput, read, read_parquet};
use std::fs::File;
use std::io::Read as _;

impl Opener {
    /// Opens a table. One that cannot be read at all says why, and what can be done.
    pub(crate) fn table(&self, kind: Kind, stream: Stream) -> Opened {
        let options = Options {
            columns: self.columns.clone(),
            limit: self.limits.article,
            delimiter: None,
        };
        let articles = match kind {
            Kind::Parquet => match self.seekable(stream) {
                Ok(input) => read_parquet(input, &options),
                Err(unreadable) => {
                    return Opened {
                        kind,
                        ..Opened::unreadable(unreadable.problem, unreadable.remedy)
                    };
                }
            },
            Kind::Csv => read(stream, onrecord_table::Kind::Delimited, &options),
            _ => read(stream, onrecord_table::Kind::Json, &options),
        };
        match articles {
            Ok(articles) => Opened::of(kind, Content::Reader(Box::new(articles))),
            Err(error) => Opened {
                kind,
                ..Opened::unreadable(error.to_string(), error.remedy())
            },
        }
    }

    /// Parquet is read from its end: a stream has to be kept first.
    fn seekable(&self, stream: Stream) -> Result<ParquetInput, Unreadable> {
        let lost =
            |error: std::io::Error| Unreadable::new(format!("it cannot be read: {error}"), "try again");
        let mut stream = settled(stream, self.limits.member)?;
        if let Some(path) = stream.path() {
            return File::open(path).map(ParquetInput::File).map_err(lost);
        }
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).map_err(lost)?;
        Ok(ParquetInput::Bytes(bytes))
    }
}
