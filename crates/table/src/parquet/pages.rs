//! The pages of a column, unpacked within bounds. The library would take a page's word for how large it is.

use super::delta;
use super::thrift::{Header, Kind, header};
use bytes::Bytes;
use flate2::read::MultiGzDecoder;
use parquet::basic::{Compression, Encoding, Type as Physical};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::ChunkReader;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A larger page is refused: writers aim at one megabyte, and overshoot with long texts.
const LARGEST: usize = 256 << 20;
/// Values of a column with lists, or with delta encodings, that are set out in memory at a time.
const MOST_VALUES: u64 = 1 << 22;
/// What headers are first looked for in; those with long statistics take more.
const HEADER: usize = 4 << 10;
const LARGEST_HEADER: usize = 64 << 20;

/// The pages of one column in one row group.
pub(super) struct Pages<R> {
    pub(super) input: Arc<R>,
    /// Where the next page begins, and where the last ends.
    pub(super) at: u64,
    pub(super) end: u64,
    pub(super) codec: Compression,
    pub(super) physical: Physical,
    pub(super) type_length: usize,
    pub(super) max_definition: i16,
    pub(super) max_repetition: i16,
    /// Values of pages that were read for the row at hand.
    pub(super) values: Arc<AtomicU64>,
}

fn bad<T>(what: impl Into<String>) -> Result<T> {
    Err(ParquetError::General(what.into()))
}

impl<R: ChunkReader> Pages<R> {
    fn header(&self) -> Result<Option<Header>> {
        let left = usize::try_from(self.end.saturating_sub(self.at)).unwrap_or(usize::MAX);
        if left == 0 {
            return Ok(None);
        }
        let mut size = HEADER.min(left);
        loop {
            let bytes = self.input.get_bytes(self.at, size)?;
            if let Some(header) = header(&bytes) {
                return Ok(Some(header));
            }
            if size >= left.min(LARGEST_HEADER) {
                return bad("the header of a page cannot be read");
            }
            size = size.saturating_mul(8).min(left).min(LARGEST_HEADER);
        }
    }

    fn unpacked(&self, header: &Header, bytes: Bytes) -> Result<Bytes> {
        // Levels of the second version stand ahead, as they are.
        let ahead = match header.kind {
            Kind::DataV2 => header.definition_bytes as usize + header.repetition_bytes as usize,
            _ => 0,
        };
        if ahead > header.uncompressed || ahead > bytes.len() {
            return bad("the levels of a page are longer than the page");
        }
        if self.codec == Compression::UNCOMPRESSED || !header.is_compressed {
            return Ok(bytes);
        }
        let (levels, packed) = bytes.split_at(ahead);
        let size = header.uncompressed - ahead;
        let mut out = levels.to_vec();
        if size > 0 {
            inflate(self.codec, packed, size, &mut out)?;
        }
        if out.len() != header.uncompressed {
            return bad("a page does not unpack to the size that it says");
        }
        Ok(Bytes::from(out))
    }

    /// Refuses what the library would set too much memory aside for.
    fn check(&self, header: &Header, page: &Bytes) -> Result<()> {
        if header.kind == Kind::Dictionary {
            let least = match self.physical {
                Physical::BOOLEAN => return bad("a dictionary of truth values"),
                Physical::INT32 | Physical::FLOAT | Physical::BYTE_ARRAY => 4,
                Physical::INT64 | Physical::DOUBLE => 8,
                Physical::INT96 => 12,
                Physical::FIXED_LEN_BYTE_ARRAY => self.type_length.max(1),
            };
            if header.values as usize > page.len() / least {
                return bad("a dictionary says that it has more values than it has");
            }
            return Ok(());
        }
        if self.max_repetition > 0 {
            let values = u64::from(header.values);
            if self.values.fetch_add(values, Ordering::Relaxed) + values > MOST_VALUES {
                return bad("a list in it is too long");
            }
        }
        // Lengths of texts: the other types are decoded as they are asked for.
        let suffixes = header.encoding == 7;
        if (suffixes || header.encoding == 6) && header.values > 0 {
            let start = self.values_start(header, page);
            let values = page.get(start..).unwrap_or_default();
            let most = u64::from(header.values).min(MOST_VALUES);
            if !delta::is_sound(values, suffixes, most) {
                return bad("a page says that it has more values than it has");
            }
        }
        Ok(())
    }

    /// Where the values begin behind the levels.
    fn values_start(&self, header: &Header, page: &Bytes) -> usize {
        if header.kind == Kind::DataV2 {
            return header.definition_bytes as usize + header.repetition_bytes as usize;
        }
        let mut start = 0_usize;
        let levels = [
            (self.max_repetition, header.repetition_encoding),
            (self.max_definition, header.definition_encoding),
        ];
        for (max, encoding) in levels.into_iter().filter(|level| level.0 > 0) {
            start = if encoding == 4 {
                let bits = u64::from(header.values) * u64::from(i16::BITS - max.leading_zeros());
                start.saturating_add(usize::try_from(bits.div_ceil(8)).unwrap_or(usize::MAX))
            } else {
                let length = page.get(start..).and_then(|rest| rest.first_chunk::<4>());
                let length = length.map_or(u32::MAX, |bytes| u32::from_le_bytes(*bytes));
                start.saturating_add(4).saturating_add(length as usize)
            };
        }
        start
    }
}

/// Unpacks `packed`, which should come to `size` bytes, behind what is in `out`.
fn inflate(codec: Compression, packed: &[u8], size: usize, out: &mut Vec<u8>) -> Result<()> {
    let most = size as u64 + 1;
    let failed = |error: std::io::Error| ParquetError::General(format!("a page cannot be unpacked: {error}"));
    match codec {
        Compression::SNAPPY => {
            let failed =
                |error: snap::Error| ParquetError::General(format!("a page cannot be unpacked: {error}"));
            if snap::raw::decompress_len(packed).map_err(failed)? != size {
                return bad("a page does not unpack to the size that it says");
            }
            let start = out.len();
            out.resize(start + size, 0);
            let room = out.get_mut(start..).unwrap_or_default();
            snap::raw::Decoder::new()
                .decompress(packed, room)
                .map_err(failed)?;
        }
        Compression::GZIP(_) => {
            MultiGzDecoder::new(packed)
                .take(most)
                .read_to_end(out)
                .map_err(failed)?;
        }
        Compression::ZSTD(_) => {
            let decoder = zstd::Decoder::with_buffer(packed).map_err(failed)?;
            decoder.take(most).read_to_end(out).map_err(failed)?;
        }
        Compression::BROTLI(_) => {
            let decoder = brotli_decompressor::Decompressor::new(packed, 64 << 10);
            decoder.take(most).read_to_end(out).map_err(failed)?;
        }
        other => {
            return bad(format!(
                "it is compressed with {other}, which is not read; snappy, zstd, gzip and brotli are"
            ));
        }
    }
    Ok(())
}

#[allow(deprecated)]
fn encoding(number: i64) -> Result<Encoding> {
    Ok(match number {
        0 => Encoding::PLAIN,
        2 => Encoding::PLAIN_DICTIONARY,
        3 => Encoding::RLE,
        4 => Encoding::BIT_PACKED,
        5 => Encoding::DELTA_BINARY_PACKED,
        6 => Encoding::DELTA_LENGTH_BYTE_ARRAY,
        7 => Encoding::DELTA_BYTE_ARRAY,
        8 => Encoding::RLE_DICTIONARY,
        9 => Encoding::BYTE_STREAM_SPLIT,
        _ => return bad(format!("encoding {number} is not known")),
    })
}

impl<R: ChunkReader> PageReader for Pages<R> {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        loop {
            let Some(header) = self.header()? else {
                return Ok(None);
            };
            let start = self.at + header.length as u64;
            if header.compressed as u64 > self.end.saturating_sub(start) {
                return bad("a page reaches beyond its column");
            }
            if header.kind == Kind::Index {
                self.at = start + header.compressed as u64;
                continue;
            }
            if header.compressed > LARGEST || header.uncompressed > LARGEST {
                return bad(format!("a page is larger than {} MiB", LARGEST >> 20));
            }
            let bytes = self.input.get_bytes(start, header.compressed)?;
            let page = self.unpacked(&header, bytes)?;
            self.check(&header, &page)?;
            self.at = start + header.compressed as u64;
            return Ok(Some(match header.kind {
                Kind::Dictionary => Page::DictionaryPage {
                    buf: page,
                    num_values: header.values,
                    encoding: encoding(header.encoding)?,
                    is_sorted: false,
                },
                Kind::DataV2 => Page::DataPageV2 {
                    buf: page,
                    num_values: header.values,
                    encoding: encoding(header.encoding)?,
                    num_nulls: header.nulls,
                    num_rows: header.rows,
                    def_levels_byte_len: header.definition_bytes,
                    rep_levels_byte_len: header.repetition_bytes,
                    is_compressed: header.is_compressed,
                    statistics: None,
                },
                Kind::Data | Kind::Index => Page::DataPage {
                    buf: page,
                    num_values: header.values,
                    encoding: encoding(header.encoding)?,
                    def_level_encoding: encoding(header.definition_encoding)?,
                    rep_level_encoding: encoding(header.repetition_encoding)?,
                    statistics: None,
                },
            }));
        }
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        let header = self.header()?;
        Ok(header.map(|header| PageMetadata {
            num_rows: (header.kind == Kind::DataV2).then_some(header.rows as usize),
            num_levels: Some(header.values as usize),
            is_dict: header.kind == Kind::Dictionary,
        }))
    }

    fn skip_next_page(&mut self) -> Result<()> {
        if let Some(header) = self.header()? {
            self.at = (self.at + (header.length + header.compressed) as u64).min(self.end);
        }
        Ok(())
    }
}

impl<R: ChunkReader> Iterator for Pages<R> {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression as Level, write::GzEncoder};
    use parquet::basic::{GzipLevel, ZstdLevel};
    use std::io::Write as _;

    #[test]
    fn no_codec_unpacks_more_than_was_said() {
        let zeros = vec![0; 1 << 20];
        let mut gzip = GzEncoder::new(Vec::new(), Level::fast());
        gzip.write_all(&zeros).unwrap();
        let gzip = gzip.finish().unwrap();
        let zstd = zstd::encode_all(zeros.as_slice(), 1).unwrap();
        let snappy = snap::raw::Encoder::new().compress_vec(&zeros).unwrap();
        let packed = [
            (Compression::GZIP(GzipLevel::default()), gzip),
            (Compression::ZSTD(ZstdLevel::default()), zstd),
            (Compression::SNAPPY, snappy),
        ];
        for (codec, packed) in packed {
            let mut out = Vec::new();
            inflate(codec, &packed, zeros.len(), &mut out).unwrap();
            assert_eq!(out, zeros);
            let mut out = Vec::new();
            let told = inflate(codec, &packed, 100, &mut out);
            assert!(told.is_err() || out.len() == 101, "{codec}: {}", out.len());
        }
    }
}
