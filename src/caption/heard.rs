//! Words whose own times are known, found again among the units.
//!
//! A speech service's transcript has a time for every word; captions cut from it need no model.

use crate::model::{Document, Word};

use super::script::Script;

/// For each unit the words of its block that it holds a part of, as a range of indices; empty where no
/// time is known.
#[derive(Debug, Default)]
pub(super) struct Heard {
    words: Vec<(u32, u32)>,
}

impl Heard {
    /// Looks the words of every block up in the text, in order. A word that is not found (a service's
    /// spelling may differ from its text) is passed over.
    pub(super) fn of(document: &Document<'_>, script: &Script) -> Heard {
        /// How far ahead a word is looked for, in bytes.
        const REACH: usize = 200;
        let mut heard = Heard::default();
        if document.cues.iter().all(|cue| cue.words().is_empty()) {
            return heard;
        }
        heard.words = vec![(0, 0); script.units.len()];
        let mut unit = 0;
        for (index, block) in document.cues.iter().enumerate() {
            let first = unit + script.units[unit..].partition_point(|u| (u.block as usize) < index);
            let end = first + script.units[first..].partition_point(|u| u.block as usize == index);
            let range = script.range(first..end);
            let mut at = range.start;
            unit = first;
            for (number, word) in block.words().iter().enumerate() {
                let text = word.text.trim();
                let reach = crate::source::floor_char_boundary(&script.text, (at + REACH + text.len()).min(range.end));
                if text.is_empty() || reach <= at {
                    continue;
                }
                let Some(found) = script.text[at..reach].find(text) else { continue };
                let (from, to) = (at + found, at + found + text.len());
                at = to;
                while unit < end && (script.units[unit].end as usize) <= from {
                    unit += 1;
                }
                for held in (unit..end).take_while(|&u| (script.units[u].start as usize) < to) {
                    let words = &mut heard.words[held];
                    *words = (if words.0 == words.1 { number as u32 } else { words.0 }, number as u32 + 1);
                }
            }
            unit = end;
        }
        heard
    }

    /// The words a unit holds a part of.
    pub(super) fn words<'d>(&self, document: &'d Document<'_>, script: &Script, unit: usize) -> &'d [Word] {
        let Some(&(from, to)) = self.words.get(unit) else { return &[] };
        let block = &document.cues[script.units[unit].block as usize];
        block.words().get(from as usize..to as usize).unwrap_or(&[])
    }

    /// When a unit begins, if it begins with a word whose time is known.
    pub(super) fn time(&self, document: &Document<'_>, script: &Script, unit: usize) -> Option<(f64, f64)> {
        let words = self.words(document, script, unit);
        let (first, last) = (words.first()?, words.last()?);
        Some((first.start.as_secs_f64(), last.end.max(first.start).as_secs_f64()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Cue, Timestamp};

    #[test]
    fn words_are_found_in_their_units() {
        let mut cue = Cue::new(Timestamp::ZERO, Timestamp::from_secs(3), "Well, yes and  no.");
        let word = |secs, text: &str| Word {
            start: Timestamp::from_secs(secs),
            end: Timestamp::from_secs(secs + 1),
            text: text.to_owned(),
        };
        cue.extra_mut().words = vec![word(0, "Well,"), word(1, "yes"), word(2, "no.")];
        let document = Document { cues: vec![cue], ..Document::default() };
        let script = Script::of(
            &document,
            42,
            &crate::caption::phrases::Phrases::Unknown,
            &crate::caption::lang::Lexicon::default(),
        );
        let heard = Heard::of(&document, &script);
        let times: Vec<_> = (0..4).map(|unit| heard.time(&document, &script, unit)).collect();
        assert_eq!(times, [Some((0.0, 1.0)), Some((1.0, 2.0)), None, Some((2.0, 3.0))]);
    }
}
