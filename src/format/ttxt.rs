//! GPAC's TTXT (MPEG-4 timed text as XML): samples with a time and a text; one without text ends the one
//! before. Fonts and boxes are left out.

use super::track::{self, Aside, Block, Order, Track};
use super::xml::{self, Node};
use super::{Caps, Format, ReadOptions};
use crate::diagnostic::Sink;
use crate::error::Result;
use crate::model::{Document, DocumentKind, Metadata, Timestamp};
use crate::source::Source;

pub(super) static FORMAT: Format = Format {
    id: "ttxt",
    name: "MPEG-4 TTXT",
    aliases: &["gpac"],
    extensions: &["ttxt"],
    caps: Caps::NONE,
    detect,
    read: Some(read),
    write: None,
};

fn detect(text: &str) -> u8 {
    if xml::root(text) == Some("TextStream") { 95 } else { 0 }
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let mut track = Track::new(options);
    let mut styles = Aside::default();
    let mut sample: Option<(Timestamp, String, usize)> = None;
    xml::walk(source.text(), sink, |node, at, _| {
        match node {
            Node::Open(element) => match element.name() {
                "TextSample" => {
                    let time = element.attr("sampleTime").and_then(|time| track::clock(&time));
                    let text = element.attr("text").unwrap_or_default();
                    sample = time.map(|(time, _)| (time, text, at));
                }
                "Style" | "HyperLink" | "Karaoke" | "Highlight" if sample.is_some() => styles.add(at..at),
                _ => {}
            },
            Node::Text(piece) => {
                if let Some((_, text, _)) = &mut sample {
                    text.push_str(piece);
                }
            }
            Node::Close("TextSample") => {
                if let Some((time, text, begin)) = sample.take() {
                    if let Some(block) = track.blocks.last_mut().filter(|block| block.end.is_none()) {
                        block.end = Some(time);
                    }
                    let text = lines(&text);
                    if !text.is_empty() {
                        track.push(Block { start: Some(time), text, source: begin..at, ..Block::default() })?;
                    }
                }
            }
            Node::Close(_) => {}
        }
        Ok(())
    })?;
    styles.report(sink, "style-set-aside", "styles of samples were left out");
    track.finish(DocumentKind::Captions, Order::Written, Metadata::default(), source, options, sink)
}

/// The lines of a sample: parted by newlines, or each in quotes (`'one' 'two'`) in older files.
fn lines(text: &str) -> String {
    let text = text.trim();
    let quoted = text.len() > 1 && text.starts_with('\'') && text.ends_with('\'');
    let text = if quoted { text[1..text.len() - 1].replace("' '", "\n").replace("''", "\n") } else { text.to_owned() };
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
