//! Rolling captions: each line says the end of the one before again, as on video platforms and in
//! roll-up broadcasts. Their overlap tells what is new.

use std::ops::Range;

/// The words of a text as byte ranges.
fn words(text: &str, within: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (offset, c) in text[within.clone()].char_indices() {
        let at = within.start + offset;
        match (c.is_whitespace(), start) {
            (true, Some(from)) => {
                found.push(from..at);
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    found.extend(start.map(|from| from..within.end));
    found
}

/// How many of the last words said are said again at the beginning of the next: the most that fit.
fn overlap(text: &str, said: &[Range<usize>], next: &[Range<usize>]) -> usize {
    let same = |a: &Range<usize>, b: &Range<usize>| text[a.clone()] == text[b.clone()];
    (1..=said.len().min(next.len()))
        .rev()
        .find(|&count| said[said.len() - count..].iter().zip(&next[..count]).all(|(a, b)| same(a, b)))
        .unwrap_or(0)
}

/// The bytes of each block's first words that repeat what was said before, if the text is rolling: most
/// blocks begin with an overlap. A refrain, which comes back once in a while, is none.
pub(super) fn repeated(text: &str, blocks: &[&[Range<usize>]]) -> Option<Vec<usize>> {
    /// Blocks that are enough to tell.
    const SAMPLE: usize = 60;
    let sample = &blocks[..blocks.len().min(SAMPLE)];
    overlaps(text, sample)?;
    overlaps(text, blocks)
}

/// How many words each block repeats, if most do.
fn overlaps(text: &str, blocks: &[&[Range<usize>]]) -> Option<Vec<usize>> {
    /// Words that are remembered: more than two lines ever hold.
    const MEMORY: usize = 40;
    /// Blocks below which a repetition proves nothing.
    const FEWEST: usize = 6;
    if blocks.len() < FEWEST {
        return None;
    }
    let mut said: Vec<Range<usize>> = Vec::new();
    let mut before: Vec<Range<usize>> = Vec::new();
    let (mut repeated, mut overlapping) = (Vec::with_capacity(blocks.len()), 0);
    for paragraphs in blocks {
        let next: Vec<Range<usize>> = paragraphs.iter().flat_map(|p| words(text, p.clone())).collect();
        let again = overlap(text, &said, &next);
        // The same line again may be said again.
        let same =
            next.len() == before.len() && next.iter().zip(&before).all(|(a, b)| text[a.clone()] == text[b.clone()]);
        overlapping += usize::from(again > 0 && !same);
        repeated.push(again);
        said.extend_from_slice(&next[again..]);
        before = next;
        let forget = said.len().saturating_sub(MEMORY);
        said.drain(..forget);
    }
    (overlapping * 2 >= blocks.len()).then_some(repeated)
}

/// The paragraphs without their first words.
pub(super) fn without(text: &str, paragraphs: &[Range<usize>], mut count: usize) -> Vec<Range<usize>> {
    let mut rest = Vec::new();
    for paragraph in paragraphs {
        let all = words(text, paragraph.clone());
        if let Some(first) = all.get(count) {
            rest.push(first.start..paragraph.end);
        }
        count = count.saturating_sub(all.len());
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn undone(lines: &[&str]) -> Option<Vec<String>> {
        let text = lines.join("\n");
        let mut at = 0;
        let blocks: Vec<Vec<Range<usize>>> = lines
            .iter()
            .map(|line| {
                let range = at..at + line.len();
                at += line.len() + 1;
                vec![range]
            })
            .collect();
        let views: Vec<&[Range<usize>]> = blocks.iter().map(Vec::as_slice).collect();
        let repeated = repeated(&text, &views)?;
        let rest = blocks.iter().zip(repeated).map(|(b, n)| without(&text, b, n));
        Some(rest.map(|b| b.iter().map(|r| &text[r.clone()]).collect::<Vec<_>>().join(" ")).collect())
    }

    #[test]
    fn rolling_lines_are_said_once() {
        let lines = [
            "hi everybody today",
            "hi everybody today we're",
            "we're",
            "we're going to the",
            "going to the",
            "going to the sea",
        ];
        assert_eq!(undone(&lines).unwrap(), ["hi everybody today", "we're", "", "going to the", "", "sea"]);
    }

    #[test]
    fn a_refrain_is_kept() {
        let lines = ["oh the sea", "it is blue", "oh the sea", "oh the sea", "it is deep", "and cold", "oh the sea"];
        assert_eq!(undone(&lines), None);
        assert_eq!(undone(&["it is said again"; 9]), None);
    }
}
