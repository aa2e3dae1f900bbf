//! How many values delta encodings announce. The library sets memory aside for as many as they say.

/// Whether lengths encoded in `data`, and those of suffixes behind them when there are any, are at most `most`.
pub(super) fn is_sound(data: &[u8], suffixes: bool, most: u64) -> bool {
    let checked = |data| packed(data).filter(|&(values, _)| values <= most);
    let Some((_, end)) = checked(data) else {
        return false;
    };
    !suffixes || data.get(end..).and_then(checked).is_some()
}

/// Values that a DELTA_BINARY_PACKED block announces, and where it ends.
fn packed(data: &[u8]) -> Option<(u64, usize)> {
    let mut at = 0;
    let block = varint(data, &mut at)?;
    let miniblocks = varint(data, &mut at)?;
    let values = varint(data, &mut at)?;
    varint(data, &mut at)?; // the first value
    if miniblocks == 0 || miniblocks > 1 << 12 || block > 1 << 24 || block % miniblocks != 0 {
        return None;
    }
    let per_miniblock = block / miniblocks;
    if per_miniblock == 0 || per_miniblock % 32 != 0 {
        return None;
    }
    let mut left = values.saturating_sub(1);
    while left > 0 {
        varint(data, &mut at)?; // the smallest difference
        let widths = data.get(at..at.checked_add(usize::try_from(miniblocks).ok()?)?)?;
        at += widths.len();
        for &width in widths {
            if left == 0 {
                break;
            }
            if width > 64 {
                return None;
            }
            at = at.checked_add(usize::try_from(per_miniblock / 8 * u64::from(width)).ok()?)?;
            left = left.saturating_sub(per_miniblock);
        }
        if at > data.len() {
            return None;
        }
    }
    Some((values, at))
}

fn varint(data: &[u8], at: &mut usize) -> Option<u64> {
    let mut value = 0_u64;
    for shift in (0..64).step_by(7) {
        let byte = *data.get(*at)?;
        *at += 1;
        value |= u64::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn announced_values_are_counted() {
        // blocks of 128 in 4 miniblocks; one value, 7
        let one = [0x80, 1, 4, 1, 14];
        assert_eq!(packed(&one), Some((1, 5)));
        assert!(is_sound(&[one, one].concat(), true, 1));
        assert!(!is_sound(&one, true, 1));
        assert!(!is_sound(&one, false, 0));
        // 2^35 values in no bytes: their widths are missing
        assert_eq!(packed(&[0x80, 1, 4, 0x80, 0x80, 0x80, 0x80, 0x80, 1, 0]), None);
        // three values: a block of widths 2 and nothing
        assert_eq!(
            packed(&[[0x80, 1, 4, 3, 0, 2, 2, 0, 0, 0].as_slice(), &[0; 8]].concat()),
            Some((3, 18))
        );
    }
}
