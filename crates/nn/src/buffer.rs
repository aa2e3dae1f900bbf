//! Reused memory that starts on a cache line, so that full-width loads never straddle two.

/// The bytes of a cache line.
const LINE: usize = 64;

/// Memory that grows to the largest size asked for and stays.
#[derive(Debug, Default)]
pub(crate) struct Buffer<T> {
    data: Vec<T>,
}

impl<T: Copy + Default> Buffer<T> {
    /// `len` values starting on a cache line; what they hold is left from earlier uses.
    pub(crate) fn take(&mut self, len: usize) -> &mut [T] {
        let spare = LINE / size_of::<T>().max(1);
        if self.data.len() < len + spare {
            self.data.resize(len + spare, T::default());
        }
        // `align_offset` may decline; then any start will do.
        let offset = self.data.as_ptr().align_offset(LINE).min(spare);
        &mut self.data[offset..offset + len]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_on_a_line_and_keeps_what_it_has() {
        let mut buffer = Buffer::<f32>::default();
        buffer.take(100)[7] = 1.5;
        assert_eq!(buffer.take(100).as_ptr().align_offset(LINE), 0);
        assert_eq!(buffer.take(50)[7], 1.5);
        assert_eq!(buffer.take(0).len(), 0);
    }
}
