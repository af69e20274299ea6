//! Blocks with several voices taken apart, so that every block is one speaker's.
//!
//! A WebVTT cue may hold the turns of several people (`<v Ada>Yes.</v>` and `<v Ben>No.</v>`); what is
//! cut into captions is a row of blocks, each with a speaker.

use std::ops::Range;

use crate::model::{Cue, Document, Extra, Span, SpeakerId, Speakers, Style, Timestamp, Timing};

/// The same document with one block for each voice. The first block of a cue keeps its start and the last its
/// end; what lies between is guessed by the number of characters. Dashes that open the voices are taken
/// away: the speakers say it.
pub(crate) fn apart(mut document: Document<'_>) -> Document<'_> {
    if document.cues.iter().any(|cue| voices(cue).next().is_some()) {
        for cue in std::mem::take(&mut document.cues) {
            if voices(&cue).next().is_some() {
                take_apart(cue, &mut document.speakers, &mut document.cues);
            } else {
                document.cues.push(cue);
            }
        }
    }
    document
}

fn voices<'c>(cue: &'c Cue<'_>) -> impl DoubleEndedIterator<Item = (&'c Span, &'c str)> {
    cue.text.spans().iter().filter_map(|span| match &span.style {
        Style::Voice { name, .. } if !name.is_empty() && span.start < span.end => Some((span, name.as_str())),
        _ => None,
    })
}

fn take_apart<'a>(cue: Cue<'a>, speakers: &mut Speakers, blocks: &mut Vec<Cue<'a>>) {
    let plain = cue.text.as_str();
    let pieces = pieces(&cue, speakers);
    let all = pieces.iter().map(|(range, _)| plain[range.clone()].chars().count()).sum::<usize>().max(1);
    let mut words = cue.words().to_vec();
    let mut read = 0;
    for (nth, (range, speaker)) in pieces.iter().enumerate() {
        let share = |read: usize| cue.start + part(cue.duration(), read, all);
        let (start, timing) = if nth == 0 { (cue.start, cue.timing) } else { (share(read), Timing::Interpolated) };
        read += plain[range.clone()].chars().count();
        let last = nth + 1 == pieces.len();
        let (end, end_timing) = if last { (cue.end, cue.end_timing) } else { (share(read), Timing::Interpolated) };
        let text = cue.text.slice(range.clone());
        let spans = text.spans().iter().filter_map(without_voice).collect();
        let mut block = Cue {
            start,
            end,
            text: text.with_spans(spans),
            speaker: *speaker,
            timing,
            end_timing,
            resolution: cue.resolution,
            source: cue.source,
            extra: if nth == 0 { cue.extra.clone() } else { None },
        };
        let rest = if last { Vec::new() } else { words.split_off(spoken(&words, &plain[range.clone()])) };
        if nth == 0 || !words.is_empty() {
            block.extra_mut().words = std::mem::replace(&mut words, rest);
        }
        if block.extra.as_deref() == Some(&Extra::default()) {
            block.extra = None;
        }
        blocks.push(block);
    }
}

/// The parts of a cue's text and who speaks each: of voices that lie in each other the inner one, as where
/// a `</v>` is missing.
fn pieces(cue: &Cue<'_>, speakers: &mut Speakers) -> Vec<(Range<usize>, Option<SpeakerId>)> {
    let plain = cue.text.as_str();
    let mut bounds = vec![0, plain.len()];
    bounds.extend(voices(cue).flat_map(|(span, _)| [span.start as usize, span.end as usize]));
    bounds.sort_unstable();
    bounds.dedup();
    let mut pieces: Vec<(Range<usize>, Option<SpeakerId>)> = Vec::new();
    for pair in bounds.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let said = plain[from..to].trim();
        if said.is_empty() {
            continue;
        }
        let start = to - plain[from..to].trim_start().len();
        let range = start..start + said.len();
        let voice = voices(cue).rev().find(|(span, _)| span.start as usize <= from && to <= span.end as usize);
        let speaker = voice.map(|(_, name)| speakers.intern(name)).or(cue.speaker);
        match pieces.last_mut() {
            Some((before, same)) if *same == speaker => before.end = range.end,
            _ => pieces.push((range, speaker)),
        }
    }
    let dash = |range: &Range<usize>| {
        let said = &plain[range.clone()];
        let rest = said.trim_start_matches(['-', '–', '—']).trim_start();
        let gone = said.len() - rest.len();
        (gone > 0 && !rest.is_empty() && !rest.starts_with(char::is_numeric)).then_some(gone)
    };
    if pieces.len() > 1 && pieces.iter().all(|(range, _)| dash(range).is_some()) {
        pieces.iter_mut().for_each(|(range, _)| range.start += dash(range).unwrap_or(0));
    }
    if pieces.is_empty() {
        pieces.push((0..plain.len(), cue.speaker));
    }
    pieces
}

/// A span of one voice's text: the voice is the block's now, its classes stay as those of the text.
fn without_voice(span: &Span) -> Option<Span> {
    match &span.style {
        Style::Dash(_) => None,
        Style::Voice { classes, .. } if classes.is_empty() => None,
        Style::Voice { classes, .. } => Some(Span { style: Style::Class(classes.clone()), ..span.clone() }),
        _ => Some(span.clone()),
    }
}

/// How many of the words a piece of the text holds.
fn spoken(words: &[crate::model::Word], piece: &str) -> usize {
    let mut rest = piece;
    words
        .iter()
        .take_while(|word| match rest.find(word.text.trim()) {
            Some(at) => {
                rest = &rest[at + word.text.trim().len()..];
                true
            }
            None => false,
        })
        .count()
}

/// A share of a length of time.
fn part(length: Timestamp, of: usize, all: usize) -> Timestamp {
    Timestamp::from_nanos((i128::from(length.as_nanos()) * of as i128 / all as i128) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Text, Word};

    fn apart_of(text: &str, voices: &[(u32, u32, &str)]) -> Vec<(i64, i64, String, String)> {
        let voice = |&(start, end, name): &(u32, u32, &str)| Span {
            start,
            end,
            style: Style::Voice { name: name.to_owned(), classes: String::new() },
        };
        let text = Text::styled(text.to_owned(), voices.iter().map(voice).collect());
        let cues = vec![Cue::new(Timestamp::from_secs(1), Timestamp::from_secs(3), text)];
        let document = apart(Document { cues, ..Document::default() });
        let name = |cue: &Cue<'_>| document.speaker_of(cue).unwrap_or("").to_owned();
        let row = |c: &Cue<'_>| (c.start.to_millis(), c.end.to_millis(), name(c), c.text.as_str().to_owned());
        document.cues.iter().map(row).collect()
    }

    #[test]
    fn a_block_for_each_voice() {
        let row = |start, end, name: &str, text: &str| (start, end, name.to_owned(), text.to_owned());
        let two = [row(1000, 2000, "Ada", "Yes."), row(2000, 3000, "Ben", "No!?")];
        assert_eq!(apart_of("Yes.\nNo!?", &[(0, 4, "Ada"), (5, 9, "Ben")]), two);
        assert_eq!(apart_of("Yes.\nNo!?", &[(0, 9, "Ada"), (5, 9, "Ben")]), two, "without </v>");
        assert_eq!(apart_of("-Yes.\n- No!?", &[(0, 5, "Ada"), (6, 12, "Ben")]), two, "dashes say the same");
        assert_eq!(apart_of("Yes.\nNo!?", &[(0, 4, "Ada"), (5, 9, "Ada")]), [row(1000, 3000, "Ada", "Yes.\nNo!?")]);
        assert_eq!(apart_of("-5", &[(0, 2, "Ada")]), [row(1000, 3000, "Ada", "-5")]);
        assert_eq!(apart_of("So: no.", &[(4, 7, "Ada")])[0].2, "", "what nobody is named for");
    }

    #[test]
    fn words_go_with_their_voice() {
        let words =
            ["yes", "no", "no"].map(|text| Word { start: Timestamp::ZERO, end: Timestamp::ZERO, text: text.into() });
        assert_eq!(spoken(&words, "yes"), 1);
        assert_eq!(spoken(&words, "yes, no"), 2);
    }
}
