//! The formats that records go out in, a module each.

pub(crate) mod akoma_ntoso;
pub(crate) mod brat;
mod conllu;
mod csv;
mod iri;
mod json;
mod jsonl;
mod ninjs;
mod parquet;
mod schema_org;
mod webannotation;
mod xml;

pub use self::csv::{EXTRA_COLUMNS, csv_columns};

use crate::error::ExportError;
use crate::export::{Options, Writer};
use crate::format::Format;
use std::io::Write;

/// A stream for bytes.
pub(crate) type Out<'a> = Box<dyn Write + Send + 'a>;

/// Begins a format that is one stream.
pub(crate) fn begin<'a>(
    format: Format,
    out: Out<'a>,
    options: Options,
) -> Result<Box<dyn Writer + 'a>, ExportError> {
    Ok(match format {
        Format::JsonLines => Box::new(jsonl::Lines { out }),
        Format::Json => Box::new(json::Articles { out }),
        Format::Csv => Box::new(self::csv::Rows::begin(out, options)?),
        Format::Parquet => Box::new(parquet::Table::begin(out)?),
        Format::WebAnnotation => Box::new(webannotation::Collection::begin(out)?),
        Format::SchemaOrg => Box::new(schema_org::Graph::begin(out)?),
        Format::Conllu => Box::new(conllu::Sentences::begin(out)?),
        Format::AkomaNtoso => Box::new(akoma_ntoso::Documents::begin(out)),
        Format::Ninjs => Box::new(ninjs::Items { out }),
        Format::Brat => return Err(ExportError::WrongTarget { format }),
    })
}
