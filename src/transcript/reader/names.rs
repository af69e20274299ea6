//! Speakers whose names stand on lines of their own, and one spelling for each.

use super::super::shape::{self, Family};
use super::super::speaker;
use super::{Block, Reader};
use crate::diagnostic::Diagnostic;

impl<'a> Reader<'a, '_> {
    /// In some shapes the name stands alone on the line below the stamp: take it if most blocks do.
    pub(super) fn name_on_own_line(&mut self, families: &[Family]) {
        if !families.iter().any(|f| matches!(f, Family::Arrow | Family::Bare))
            || !self.blocks.iter().all(|b| b.speaker.is_none())
        {
            return;
        }
        let name_of = |block: &Block| -> Option<&'a str> {
            let first = block.paragraphs.first().filter(|_| block.paragraphs.len() > 1)?;
            let line = self.text[first.clone()].trim().trim_end_matches([':', '：']);
            (speaker::looks_like_name(line) && shape::plausible_name(line) && !line.ends_with(['.', ',', '…']))
                .then_some(line)
        };
        let mut counts = std::collections::HashMap::<&str, usize>::new();
        for block in &self.blocks {
            if let Some(name) = name_of(block) {
                *counts.entry(name).or_default() += 1;
            }
        }
        let with_name = counts.values().filter(|&&n| n > 1).sum::<usize>();
        if with_name * 10 < self.blocks.len() * 6 {
            return;
        }
        let names: Vec<Option<&str>> = self.blocks.iter().map(name_of).collect();
        for (block, name) in self.blocks.iter_mut().zip(names) {
            if let Some(name) = name {
                block.speaker = Some(name.to_owned());
                block.paragraphs.remove(0);
            }
        }
    }

    /// A name on a line of its own above each stamp: it reads as the last words of the block before.
    pub(super) fn name_above_stamp(&mut self) {
        if !self.blocks.iter().all(|b| b.speaker.is_none()) || self.blocks.len() < 2 {
            return;
        }
        let name_of = |block: &Block| -> Option<&'a str> {
            let line = self.text[block.paragraphs.last()?.clone()].trim();
            (speaker::looks_like_name(line)
                && shape::plausible_name(line)
                && line.split_whitespace().count() <= 5
                && !line.ends_with(['.', ',', '…', ':']))
            .then_some(line)
        };
        let last = self.blocks.len() - 1;
        let names: Vec<Option<&str>> = self.blocks[..last].iter().map(name_of).collect();
        let followed = self.blocks[1..].iter().filter(|b| b.alone).count();
        let named = names.iter().flatten().count();
        let different = names.iter().flatten().collect::<std::collections::HashSet<_>>().len();
        // Nearly every stamp has one, and they come back, or there are but a few.
        if named * 10 < last * 8 || followed * 10 < last * 8 || (different == named && named > 3) {
            return;
        }
        let head = self.metadata.title.take_if(|title| {
            let bare: &str = title;
            speaker::looks_like_name(bare) && names.iter().flatten().any(|name| *name == bare)
                || last < 4 && speaker::looks_like_name(bare)
        });
        let mut speaker = head;
        for (block, name) in self.blocks.iter_mut().zip(names.into_iter().chain([None])) {
            block.speaker = speaker.clone();
            if let Some(name) = name {
                block.paragraphs.pop();
                speaker = Some(name.to_owned());
            }
        }
    }

    /// One spelling for each speaker: names that differ in case, blanks or final marks are one person.
    pub(super) fn unify_names(&mut self) {
        let key = |name: &str| {
            let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
            words.join(" ").trim_end_matches(['.', ':', ',', '-']).to_owned()
        };
        let mut spellings: std::collections::BTreeMap<String, Vec<(String, usize)>> = Default::default();
        for name in self.blocks.iter().filter_map(|b| b.speaker.as_deref()) {
            let known = spellings.entry(key(name)).or_default();
            match known.iter_mut().find(|(spelling, _)| spelling == name) {
                Some((_, count)) => *count += 1,
                None => known.push((name.to_owned(), 1)),
            }
        }
        for (key_of, known) in spellings.iter().filter(|(_, known)| known.len() > 1) {
            // The commonest spelling; of equals the first.
            let best = known.iter().rev().max_by_key(|(_, count)| *count).map(|(name, _)| name.clone());
            let Some(best) = best else { continue };
            for block in &mut self.blocks {
                let other = block.speaker.as_deref().is_some_and(|name| name != best && key(name) == *key_of);
                if other {
                    let message = format!("{:?} was taken for {best:?}", block.speaker.as_deref().unwrap_or_default());
                    self.sink.report(Diagnostic::note("speaker-spelling", message).at(block.stamp.clone()));
                    block.speaker = Some(best.clone());
                }
            }
        }
    }
}
