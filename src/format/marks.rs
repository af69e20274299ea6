//! Where in a text the few bytes stand that mean something to a format: line ends and other controls, the signs
//! that open and close tags. Many bytes are looked at together, so that one pass finds them all.

/// Bytes that are looked at together: one for each bit of a word.
const BLOCK: usize = 64;

/// The places of controls up to the carriage return, of `<` and `>`, and of one more sign from `at` on, in order.
#[inline(always)]
pub(super) fn marks(bytes: &[u8], at: usize, sign: u8) -> impl Iterator<Item = usize> {
    let (mut found, mut next) = (0u64, at);
    std::iter::from_fn(move || {
        while found == 0 {
            let rest = bytes.get(next..).filter(|rest| !rest.is_empty())?;
            found = match rest.first_chunk() {
                Some(block) => marks_in(block, sign),
                None => {
                    let mut last = [b' '; BLOCK];
                    last[..rest.len()].copy_from_slice(rest);
                    marks_in(&last, sign)
                }
            };
            next += BLOCK;
        }
        let place = found.trailing_zeros() as usize;
        found &= found - 1;
        Some(next - BLOCK + place)
    })
}

/// One bit for each byte of a block, set if it is a mark.
///
/// Not inlined, and without a branch in its loop: so the compiler makes a few wide instructions of it.
#[inline(never)]
fn marks_in(block: &[u8; BLOCK], sign: u8) -> u64 {
    let mut found = [0u8; BLOCK];
    for (found, &byte) in found.iter_mut().zip(block) {
        *found = u8::from((byte <= b'\r') | (byte == b'<') | (byte == b'>') | (byte == sign));
    }
    // Multiplied so, the lowest bits of eight bytes stand side by side in the highest byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let (words, _) = found.as_chunks();
    words.iter().rev().fold(0, |all, &word| all << 8 | u64::from_le_bytes(word).wrapping_mul(GATHER) >> 56)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_a_plain_search_finds() {
        let text = "\nFour lines,\r\n<i>one</i> &\0 of them\nrather longer than the others are, and the last\n";
        let means = |byte: u8| matches!(byte, 0..=b'\r' | b'<' | b'>' | b'&');
        for end in 0..=text.len() {
            let bytes = &text.as_bytes()[..end];
            for at in 0..=end {
                let plain: Vec<usize> = (at..end).filter(|&place| means(bytes[place])).collect();
                assert_eq!(marks(bytes, at, b'&').collect::<Vec<_>>(), plain, "{at}..{end}");
            }
        }
    }
}
