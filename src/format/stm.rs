//! NIST STM: a turn a line, `recording channel speaker begin end [<labels>] text`, with `;;` comments,
//! written to score recognizers against: stretches that are not scored, words that may be left out.

use std::rc::Rc;

use super::ctm::Lines;
use super::track::{self, Aside, Block, Order, Track};
use super::{Caps, Format, ReadOptions};
use crate::diagnostic::Sink;
use crate::error::Result;
use crate::model::{Document, DocumentKind, Metadata, Resolution, Timestamp};
use crate::source::{Source, lines_of};

pub(super) static FORMAT: Format = Format {
    id: "stm",
    name: "NIST STM",
    aliases: &[],
    extensions: &["stm"],
    caps: Caps { speakers: true, notes: true, ..Caps::NONE },
    detect,
    read: Some(read),
    write: None,
};

fn detect(text: &str) -> u8 {
    if track::heads_are(text, ";;", |line| turn(line).is_some()) { 93 } else { 0 }
}

/// What a line says.
struct Turn<'a> {
    recording: &'a str,
    speaker: &'a str,
    start: Timestamp,
    end: Timestamp,
    fraction: bool,
    text: &'a str,
}

fn turn(line: &str) -> Option<Turn<'_>> {
    let mut rest = line.trim();
    let mut field = || {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let word = &rest[..end];
        rest = rest[end..].trim_start();
        (!word.is_empty()).then_some(word)
    };
    let (recording, _channel, speaker) = (field()?, field()?, field()?);
    let ((start, first), (end, second)) = (track::seconds(field()?)?, track::seconds(field()?)?);
    if end < start {
        return None;
    }
    // `<o,f0,male>` says which score the turn counts in.
    let text = match rest.strip_prefix('<').and_then(|labels| labels.split_once('>')) {
        Some((labels, text)) if labels.contains(',') => text.trim_start(),
        _ => rest,
    };
    Some(Turn { recording, speaker, start, end, fraction: first || second, text })
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let mut lines = Lines::new();
    let (mut ignored, mut alternatives) = (Aside::default(), Aside::default());
    let mut fraction = false;
    let mut track = Track::new(options);
    for (place, line) in lines_of(source.text()) {
        if !lines.is_entry(line) {
            continue;
        }
        let Some(turn) = turn(line) else {
            lines.unreadable(place);
            continue;
        };
        if !lines.is_of(turn.recording, &place) {
            continue;
        }
        fraction |= turn.fraction;
        let unscored = turn.text.eq_ignore_ascii_case("ignore_time_segment_in_scoring");
        if unscored || turn.text.is_empty() {
            ignored.add(place);
            continue;
        }
        let (text, chosen) = first_alternatives(turn.text);
        if chosen {
            alternatives.add(place.clone());
        }
        track.push(Block {
            start: Some(turn.start),
            end: Some(turn.end),
            speaker: Some(Rc::from(turn.speaker)),
            text,
            source: place,
            ..Block::default()
        })?;
    }
    if !fraction {
        track.blocks.iter_mut().for_each(|block| block.resolution = Resolution::Second);
    }
    lines.comments.retain(|comment| !comment.is_empty());
    let metadata = Metadata { notes: std::mem::take(&mut lines.comments), ..Metadata::default() };
    lines.report(sink);
    ignored.report(sink, "silence-set-aside", "stretches without words (gaps, not to be scored) were left out");
    alternatives.report(sink, "alternative-set-aside", "of alternatives ({ a / b }) in a turn the first was taken");
    track.finish(DocumentKind::Transcript, Order::Sorted, metadata, source, options, sink)
}

/// The text with the first of every `{ a / b }`, `@` being nothing, and whether there was one.
fn first_alternatives(text: &str) -> (String, bool) {
    let mut out = String::new();
    let (mut depth, mut dropping, mut chosen) = (0usize, None, false);
    for word in text.split_whitespace() {
        match word {
            "{" => depth += 1,
            "/" if depth > 0 => {
                chosen = true;
                dropping.get_or_insert(depth);
            }
            "}" if depth > 0 => {
                if dropping.is_some_and(|at| at >= depth) {
                    dropping = None;
                }
                depth -= 1;
            }
            "@" if depth > 0 => {}
            word if dropping.is_none() => track::push_word(&mut out, word),
            _ => {}
        }
    }
    (out, chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_first_alternative() {
        assert_eq!(first_alternatives("so { uh / um / @ } { { a / b } c / d } go"), ("so uh a c go".into(), true));
        assert_eq!(first_alternatives("1 / 2 } {"), ("1 / 2 }".into(), false));
    }

    #[test]
    fn reads_a_line_without_labels() {
        let turn = turn("rec 1 ann 0 2.5 <b> hello").expect("a turn");
        assert_eq!((turn.speaker, turn.text), ("ann", "<b> hello"));
    }
}
