//! The lines of a text, whatever ends them.

use std::ops::Range;

/// Lines with their places; `\n`, `\r`, `\r\n` and `\r\r\n` end one each.
pub(crate) struct Lines<'t> {
    text: &'t str,
    at: usize,
}

/// The lines of a text.
pub(crate) fn lines_of(text: &str) -> Lines<'_> {
    lines_from(text, 0)
}

/// The lines of a text from a byte on.
pub(crate) fn lines_from(text: &str, at: usize) -> Lines<'_> {
    Lines { text, at }
}

impl Lines<'_> {
    /// The first byte behind the lines that were given.
    pub(crate) fn at(&self) -> usize {
        self.at
    }
}

impl<'t> Iterator for Lines<'t> {
    type Item = (Range<usize>, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.text.len() {
            return None;
        }
        let bytes = self.text.as_bytes();
        let start = self.at;
        let end = memchr::memchr2(b'\n', b'\r', &bytes[start..]).map_or(bytes.len(), |n| start + n);
        let returns = bytes[end..].iter().take_while(|&&b| b == b'\r').count();
        self.at = match bytes.get(end + returns) {
            Some(b'\n') => end + returns + 1,
            // Lone carriage returns end a line each.
            _ if returns > 0 => end + 1,
            _ => end,
        };
        Some((start..end, &self.text[start..end]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_they_like() {
        let found: Vec<_> = lines_of("a\r\nb\rc\n\nd\r\r\ne").map(|(place, line)| (place.start, line)).collect();
        assert_eq!(found, [(0, "a"), (3, "b"), (5, "c"), (7, ""), (8, "d"), (12, "e")]);
    }
}
