//! One article a line, JSON: the object of [`onrecord_record::write::json`], with what is known beyond the record.

use super::Out;
use super::jsonl::{Known, line};
use crate::error::ExportError;
use crate::export::{Item, Summary, Writer};
use std::io::Write;

pub(crate) struct Articles<'a> {
    pub(crate) out: Out<'a>,
}

impl Writer for Articles<'_> {
    fn article(&mut self, item: &Item<'_>, _: &mut Summary) -> Result<(), ExportError> {
        let known = Known {
            line: item.record,
            context: item.context.cloned(),
            excerpt: item.excerpt_if_any(),
        };
        Ok(line(&mut self.out, &known)?)
    }

    fn end(&mut self, _: &mut Summary) -> Result<(), ExportError> {
        Ok(self.out.flush()?)
    }
}
