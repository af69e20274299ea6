//! Audacity labels: `start⇥end⇥text` in seconds. A line that begins with `\` gives the frequencies of the
//! label before it.

use super::track::{self, Aside, Block, Order, Track};
use super::{Caps, Format, ReadOptions};
use crate::diagnostic::Sink;
use crate::error::Result;
use crate::model::{Document, DocumentKind, Metadata, Resolution, Timestamp};
use crate::source::{Source, lines_of};

pub(super) static FORMAT: Format = Format {
    id: "audacity",
    name: "Audacity labels",
    aliases: &["labels"],
    extensions: &["txt"],
    caps: Caps::NONE,
    detect,
    read: Some(read),
    write: None,
};

fn detect(text: &str) -> u8 {
    let is_label = |line: &str| label(line).is_some_and(|label| label.fraction);
    if track::heads_are(text, "\\", is_label) { 95 } else { 0 }
}

struct Label<'a> {
    start: Timestamp,
    end: Timestamp,
    fraction: bool,
    text: &'a str,
}

fn label(line: &str) -> Option<Label<'_>> {
    let (start, rest) = line.split_once('\t')?;
    let (end, text) = rest.split_once('\t').unwrap_or((rest, ""));
    let ((start, first), (end, second)) = (track::seconds(start)?, track::seconds(end)?);
    Some(Label { start, end, fraction: first && second, text: text.trim() })
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let (mut frequencies, mut empty, mut unreadable) = (Aside::default(), Aside::default(), Aside::default());
    let mut track = Track::new(options);
    for (place, line) in lines_of(source.text()) {
        if line.trim().is_empty() {
            continue;
        }
        if line.starts_with('\\') {
            frequencies.add(place);
            continue;
        }
        match label(line) {
            Some(label) if label.text.is_empty() => empty.add(place),
            Some(label) => {
                // A label at a point marks where something begins.
                let end = (label.end != label.start).then_some(label.end);
                let resolution = if label.fraction { Resolution::Exact } else { Resolution::Second };
                track.push(Block {
                    start: Some(label.start),
                    end,
                    resolution,
                    text: label.text.to_owned(),
                    source: place,
                    ..Block::default()
                })?;
            }
            None => unreadable.add(place),
        }
    }
    frequencies.report(sink, "frequencies-set-aside", "lines with the frequencies of a label were left out");
    empty.report(sink, "label-empty", "labels without a text were left out");
    unreadable.report(sink, "line-unreadable", "lines that are not as the format asks were left out");
    track.finish(DocumentKind::Transcript, Order::Sorted, Metadata::default(), source, options, sink)
}
