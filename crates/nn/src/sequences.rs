//! A batch's sequences, which lie one after the other.

use crate::error::RunError;
use std::ops::Range;

/// Refuses ends that do not ascend to the number of tokens.
pub(crate) fn check(ends: &[usize], tokens: usize) -> Result<(), RunError> {
    let mut last = 0;
    for &end in ends {
        if end < last || end > tokens {
            return Err(RunError::Ends { last: end, tokens });
        }
        last = end;
    }
    if last == tokens {
        Ok(())
    } else {
        Err(RunError::Ends { last, tokens })
    }
}

/// The tokens of each sequence.
pub(crate) fn sequences(ends: &[usize]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    ends.iter()
        .map(move |&end| std::mem::replace(&mut start, end)..end)
}
