//! Sketches: what is kept of a text, some 650 bytes, to find texts like it among millions.
//!
//! One-permutation MinHash (Li, Owen and Zhang, 2012) with optimal densification (Shrivastava, “Optimal densification for fast and accurate
//! minwise hashing”, 2017) tells how alike two texts are; the least of all shingle hashes (a bottom-k sample, Cohen and Kaplan 2007) find texts
//! of which one holds the other, however long that is.

use crate::shingle::Shingles;
use thiserror::Error;
use twox_hash::XxHash3_64;

/// Cells of a sketch.
pub const CELLS: usize = 128;
/// Keys under which a sketch is filed to find texts alike.
pub const BANDS: usize = 16;
/// Anchors that a sketch keeps at most.
pub const ANCHORS: usize = 16;

const ROWS: usize = CELLS / BANDS;
/// First bytes of the byte form; the last one is the version.
const MAGIC: [u8; 4] = [b'O', b'S', b'K', 1];
/// Bytes ahead of the cells: magic, number of shingles, number of anchors.
const HEAD: usize = 4 + 4 + 1;

/// What is kept of a text's shingles to tell what other texts it is like.
///
/// ```
/// use onrecord_compare::{Shingles, Sketch};
/// let a = Shingles::of("The ferry to Orvane will not sail on Monday because of the wind, the harbour master said.").sketch();
/// let b = Shingles::of("The ferry to Orvane will not sail on Monday because of the wind, the Harbour Master said").sketch();
/// assert_eq!(a.bands(), b.bands());
/// assert_eq!(a.jaccard(&b), 1.0);
/// assert_eq!(Sketch::from_bytes(&a.to_bytes()).as_ref(), Ok(&a));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch {
    cells: [u32; CELLS],
    shingles: u32,
    anchors: Vec<u64>,
}

/// Why bytes are no sketch.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SketchError {
    /// They do not begin as one, or are of another version.
    #[error("not a sketch of version 1: it begins with {found:02x?} (make it again from the text)")]
    Unknown {
        /// What they begin with.
        found: Vec<u8>,
    },
    /// They are cut short or too long.
    #[error(
        "a sketch of {found} bytes where its head asks for {wanted} (it was cut or written over: make it again from the text)"
    )]
    Length {
        /// How many there are.
        found: usize,
        /// How many there should be.
        wanted: usize,
    },
    /// They contradict themselves.
    #[error(
        "a sketch of {shingles} shingles with {anchors} anchors, or anchors out of order (make it again from the text)"
    )]
    Contradiction {
        /// Shingles that it says it was made of.
        shingles: u32,
        /// Anchors that it has.
        anchors: usize,
    },
}

impl Sketch {
    /// The sketch of a text.
    pub fn of(text: &str) -> Self {
        Shingles::of(text).sketch()
    }

    pub(crate) fn of_shingles(shingles: &Shingles) -> Self {
        let mut cells = [u32::MAX; CELLS];
        let mut filled = [false; CELLS];
        for &hash in shingles.hashes() {
            // which cell by the high bits, which value by the low ones: independent of each other
            let cell = (hash >> (64 - CELLS.trailing_zeros())) as usize;
            cells[cell] = cells[cell].min(hash as u32);
            filled[cell] = true;
        }
        if !shingles.is_empty() {
            densify(&mut cells, &filled);
        }
        let mut anchors: Vec<u64> = shingles.hashes().iter().map(|&hash| mix(hash)).collect();
        if anchors.len() > ANCHORS {
            anchors.select_nth_unstable(ANCHORS);
            anchors.truncate(ANCHORS);
        }
        anchors.sort_unstable();
        Self {
            cells,
            shingles: u32::try_from(shingles.len()).unwrap_or(u32::MAX),
            anchors,
        }
    }

    /// How many distinct shingles the text has (at most `u32::MAX` are counted).
    pub fn shingles(&self) -> u32 {
        self.shingles
    }

    /// Estimate of [`Shingles::jaccard`]. Its standard error is at most 0.044 (`sqrt(J(1-J)/128)`), and more for texts with
    /// fewer shingles than some 300, whose cells are not all their own.
    pub fn jaccard(&self, other: &Self) -> f64 {
        if self.shingles == 0 || other.shingles == 0 {
            return 0.0;
        }
        let same = self
            .cells
            .iter()
            .zip(&other.cells)
            .filter(|(a, b)| a == b)
            .count();
        same as f64 / CELLS as f64
    }

    /// Estimate of [`Shingles::contained_in`], from the likeness and the numbers of shingles. Too rough for a text much
    /// shorter than the other: check candidates with [`Shingles`].
    pub fn contained_in(&self, other: &Self) -> f64 {
        if self.shingles == 0 {
            return 0.0;
        }
        let jaccard = self.jaccard(other);
        let both = f64::from(self.shingles) + f64::from(other.shingles);
        (jaccard * both / (1.0 + jaccard) / f64::from(self.shingles)).min(1.0)
    }

    /// Keys to file the sketch under: texts of likeness J share at least one with probability `1-(1-J^8)^16`: 0.06 for 0.5, 0.61 for 0.7,
    /// 0.95 for 0.8, 0.9999 for 0.9. All of them are 0 for a text without words: do not file it.
    pub fn bands(&self) -> [u64; BANDS] {
        let mut bands = [0; BANDS];
        if self.shingles == 0 {
            return bands;
        }
        for (n, (band, rows)) in bands.iter_mut().zip(self.cells.chunks_exact(ROWS)).enumerate() {
            let mut bytes = [0; ROWS * 4];
            for (to, cell) in bytes.chunks_exact_mut(4).zip(rows) {
                to.copy_from_slice(&cell.to_le_bytes());
            }
            *band = XxHash3_64::oneshot_with_seed(n as u64, &bytes);
        }
        bands
    }

    /// Keys to find texts of which one holds the other: the least [`ANCHORS`] of all mixed shingle hashes, in ascending order. A text
    /// that makes up a share `c` of a longer one shares one with it with probability of about `1-(1-c)^16`, whatever their lengths.
    ///
    /// Shingles that a whole outlet prints (“Reporting by …”) may be among them: do not follow an anchor that very many texts share,
    /// and check what is found with [`Shingles::contained_in`].
    pub fn anchors(&self) -> &[u64] {
        &self.anchors
    }

    /// The byte form, version 1: `OSK\x01`, the number of shingles (u32), that of the anchors (u8), the cells (u32 each), the anchors
    /// (u64 each), all little-endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(HEAD + CELLS * 4 + self.anchors.len() * 8);
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&self.shingles.to_le_bytes());
        out.push(self.anchors.len() as u8);
        self.cells
            .iter()
            .for_each(|cell| out.extend_from_slice(&cell.to_le_bytes()));
        self.anchors
            .iter()
            .for_each(|anchor| out.extend_from_slice(&anchor.to_le_bytes()));
        out
    }

    /// Reads the byte form.
    ///
    /// # Errors
    /// [`SketchError`], when they are no sketch of this version, or not all of one.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SketchError> {
        let Some(rest) = bytes.strip_prefix(&MAGIC) else {
            return Err(SketchError::Unknown {
                found: bytes.iter().take(MAGIC.len()).copied().collect(),
            });
        };
        let short = |wanted| SketchError::Length {
            found: bytes.len(),
            wanted,
        };
        let (head, rest) = rest.split_first_chunk::<4>().ok_or(short(HEAD))?;
        let (&anchors, rest) = rest.split_first().ok_or(short(HEAD))?;
        let anchors = usize::from(anchors);
        let wanted = CELLS * 4 + anchors * 8;
        if rest.len() != wanted {
            return Err(short(HEAD + wanted));
        }
        let shingles = u32::from_le_bytes(*head);
        let (cell_bytes, anchor_bytes) = rest.split_at(CELLS * 4);
        let mut cells = [0; CELLS];
        for (cell, bytes) in cells.iter_mut().zip(cell_bytes.as_chunks::<4>().0) {
            *cell = u32::from_le_bytes(*bytes);
        }
        let list: Vec<u64> = anchor_bytes
            .as_chunks::<8>()
            .0
            .iter()
            .map(|bytes| u64::from_le_bytes(*bytes))
            .collect();
        let most = usize::try_from(shingles).unwrap_or(usize::MAX).min(ANCHORS);
        if anchors != most || !list.is_sorted_by(|a, b| a < b) {
            return Err(SketchError::Contradiction { shingles, anchors });
        }
        Ok(Self {
            cells,
            shingles,
            anchors: list,
        })
    }
}

/// Fills every empty cell from a filled one, found by hashing the cell's number and the attempt, the same way for all texts.
fn densify(cells: &mut [u32; CELLS], filled: &[bool; CELLS]) {
    for cell in (0..CELLS).filter(|&cell| !filled[cell]) {
        // one cell at least is filled; an attempt hits it with probability 1/128 or more
        for attempt in 0_u64.. {
            let from = (mix(attempt << 8 | cell as u64) >> (64 - CELLS.trailing_zeros())) as usize;
            if filled[from] {
                cells[cell] = cells[from];
                break;
            }
        }
    }
}

/// Scatters the bits of a hash anew: the finaliser of SplitMix64 (Steele, Lea and Flood 2014).
pub(crate) fn mix(hash: u64) -> u64 {
    let x = hash.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `count` words from `from`, each different.
    fn text(range: std::ops::Range<usize>) -> String {
        range.map(|n| format!("w{n} ")).collect()
    }

    #[test]
    fn estimates_are_near_the_exact_figures() {
        let mut worst: f64 = 0.0;
        for shift in (0..=400).step_by(20) {
            let (a, b) = (
                Shingles::of(&text(0..400)),
                Shingles::of(&text(shift..400 + shift)),
            );
            worst = worst.max((a.sketch().jaccard(&b.sketch()) - a.jaccard(&b)).abs());
        }
        assert!(worst < 0.13, "three standard errors: {worst}");
        let (a, b) = (Shingles::of(&text(0..100)), Shingles::of(&text(0..400)));
        let estimate = a.sketch().contained_in(&b.sketch());
        assert!((estimate - a.contained_in(&b)).abs() < 0.35, "{estimate}");
    }

    #[test]
    fn anchors_find_what_a_longer_text_holds() {
        let wire = Sketch::of(&text(0..900));
        let brief = Sketch::of(&text(300..600));
        assert!(
            brief
                .anchors()
                .iter()
                .any(|anchor| wire.anchors().contains(anchor))
        );
        let other = Sketch::of(&text(2000..2900));
        assert!(
            brief
                .anchors()
                .iter()
                .all(|anchor| !other.anchors().contains(anchor))
        );
    }

    #[test]
    fn the_byte_form_is_stable() {
        let bytes = Sketch::of("The ferry to Orvane will not sail on Monday.").to_bytes();
        assert_eq!(bytes.len(), HEAD + 512 + 5 * 8);
        let print = XxHash3_64::oneshot(&bytes);
        assert_eq!(
            format!("{print:016x}"),
            "d2f80ce7c36d7075",
            "stored sketches would no longer compare: raise the version"
        );
    }

    #[test]
    fn what_is_no_sketch_is_refused() {
        let good = Sketch::of("The ferry to Orvane will not sail on Monday.").to_bytes();
        for n in 0..good.len() {
            assert!(Sketch::from_bytes(&good[..n]).is_err(), "{n} bytes");
        }
        let mut longer = good.clone();
        longer.push(0);
        assert!(matches!(
            Sketch::from_bytes(&longer),
            Err(SketchError::Length { .. })
        ));
        let mut swapped = good.clone();
        swapped[HEAD + 512..HEAD + 528].rotate_left(8);
        assert!(matches!(
            Sketch::from_bytes(&swapped),
            Err(SketchError::Contradiction { .. })
        ));
        let mut later = good;
        later[3] = 2;
        assert!(matches!(
            Sketch::from_bytes(&later),
            Err(SketchError::Unknown { .. })
        ));
        let none = Sketch::of("…");
        assert_eq!(none.bands(), [0; BANDS]);
        assert_eq!(none.jaccard(&none), 0.0);
        assert_eq!(Sketch::from_bytes(&none.to_bytes()), Ok(none));
    }

    proptest::proptest! {
        /// Bytes that are read are written the same; no bytes make it panic.
        #[test]
        fn bytes_there_and_back(mut bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..700), text in "[a-f ]{0,60}") {
            let sketch = Sketch::of(&text);
            let read = Sketch::from_bytes(&sketch.to_bytes());
            proptest::prop_assert_eq!(read.as_ref(), Ok(&sketch));
            bytes.splice(0..0, MAGIC);
            if let Ok(sketch) = Sketch::from_bytes(&bytes) {
                proptest::prop_assert_eq!(sketch.to_bytes(), bytes);
            }
        }
    }
}
