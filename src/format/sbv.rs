//! SBV, the captions of YouTube's editor: `0:00:01.000,0:00:03.667`, the lines below it, a blank line.

use super::track::{self, Block, Order, Track};
use super::{Caps, Format, ReadOptions};
use crate::diagnostic::{Diagnostic, Sink};
use crate::error::Result;
use crate::model::{Document, DocumentKind, Metadata, Timestamp};
use crate::source::{Source, lines_of};

pub(super) static FORMAT: Format = Format {
    id: "sbv",
    name: "YouTube SBV",
    aliases: &["youtube"],
    extensions: &["sbv"],
    caps: Caps::NONE,
    detect,
    read: Some(read),
    write: None,
};

fn detect(text: &str) -> u8 {
    if track::head_lines(text).next().and_then(timing).is_some() { 97 } else { 0 }
}

/// `h:mm:ss.mmm,h:mm:ss.mmm` and nothing else.
fn timing(line: &str) -> Option<(Timestamp, Timestamp)> {
    let (start, end) = line.trim().split_once(',')?;
    let clock = |text: &str| {
        let full = text.matches(':').count() == 2 && text.contains('.') && !text.contains(',');
        if full { track::clock(text).map(|(time, _)| time) } else { None }
    };
    Some((clock(start)?, clock(end)?))
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let mut track = Track::new(options);
    for (place, line) in lines_of(source.text()) {
        if let Some((start, end)) = timing(line) {
            track.push(Block { start: Some(start), end: Some(end), source: place, ..Block::default() })?;
            continue;
        }
        let line = line.trim();
        match track.blocks.last_mut() {
            _ if line.is_empty() => {}
            Some(block) => {
                // The editor writes a line break inside a line this way.
                for line in line.split("[br]").map(str::trim) {
                    if !block.text.is_empty() {
                        block.text.push('\n');
                    }
                    block.text.push_str(line);
                }
                block.source.end = place.end;
            }
            None => {
                let message = "this line before the first cue belongs to none and was left out";
                sink.report(Diagnostic::warning("line-unreadable", message).at(place));
            }
        }
    }
    track.finish(DocumentKind::Captions, Order::Written, Metadata::default(), source, options, sink)
}
