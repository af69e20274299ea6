//! TTML (and DFXP): the times, texts, lines, words and speakers of its paragraphs; where and how they are
//! shown is left out.
//!
//! Times nest: those of a paragraph count from the beginning of the division round it (TTML 2, 12.2).

use std::collections::HashMap;
use std::rc::Rc;

use super::track::{self, Aside, Block, Order, Track};
use super::xml::{self, Element, Node};
use super::{Caps, Format, ReadOptions};
use crate::diagnostic::{Diagnostic, Sink};
use crate::error::Result;
use crate::model::{Document, DocumentKind, Metadata, Timestamp, Word};
use crate::source::Source;

pub(super) static FORMAT: Format = Format {
    id: "ttml",
    name: "TTML",
    aliases: &["dfxp"],
    extensions: &["ttml", "dfxp"],
    caps: Caps { speakers: true, words: true, metadata: true, ..Caps::NONE },
    detect,
    read: Some(read),
    write: None,
};

fn detect(text: &str) -> u8 {
    if xml::root(text) == Some("tt") { 96 } else { 0 }
}

/// How frames and ticks are counted.
struct Rates {
    frames: i128,
    /// Frames are this much slower: `1000 1001`.
    multiplier: (i128, i128),
    ticks: i128,
}

impl Rates {
    fn read(&mut self, element: &Element<'_>) {
        let number = |name: &str| {
            element.attr(name).and_then(|n| n.trim().parse::<i128>().ok()).filter(|n| (1..1 << 40).contains(n))
        };
        self.frames = number("frameRate").unwrap_or(30);
        self.ticks = number("tickRate").unwrap_or(if element.attr("frameRate").is_some() { self.frames } else { 1 });
        if let Some(multiplier) = element.attr("frameRateMultiplier") {
            let mut numbers = multiplier
                .split([' ', ':'])
                .filter_map(|n| n.parse::<i128>().ok())
                .filter(|n| (1..1 << 40).contains(n));
            self.multiplier = (numbers.next().unwrap_or(1), numbers.next().unwrap_or(1));
        }
    }

    /// A clock (`00:00:01.5`, `00:00:01:12` with frames) or an offset (`1.5s`, `12f`).
    fn time(&self, text: &str) -> Option<Timestamp> {
        let text = text.trim();
        let nanos = |nanos: i128| i64::try_from(nanos).ok().map(Timestamp::from_nanos);
        let frames = |count: Timestamp| {
            nanos(i128::from(count.as_nanos()) * self.multiplier.1 / (self.frames * self.multiplier.0))
        };
        if let Some((at, _)) = text.match_indices(':').nth(2) {
            return Some(track::clock(&text[..at])?.0 + frames(track::seconds(&text[at + 1..])?.0)?);
        }
        if text.contains(':') {
            return track::clock(text).map(|(time, _)| time);
        }
        let unit = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
        let count = track::seconds(&text[..unit])?.0;
        let whole = i128::from(count.as_nanos());
        match &text[unit..] {
            "h" => nanos(whole * 3600),
            "m" => nanos(whole * 60),
            "" | "s" => Some(count),
            "ms" => nanos(whole / 1000),
            "f" => frames(count),
            "t" => nanos(whole / self.ticks),
            _ => None,
        }
    }
}

/// An element that is open: from when to when it is shown.
#[derive(Clone, Default)]
struct Open {
    begin: Timestamp,
    end: Option<Timestamp>,
    /// Whether it says so itself.
    timed: bool,
    /// Whether it or what stands round it does.
    shown: bool,
    speaker: Option<Rc<str>>,
    /// Where its text begins in the paragraph's.
    from: usize,
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let mut track = Track::new(options);
    let mut metadata = Metadata::default();
    let mut rates = Rates { frames: 30, multiplier: (1, 1), ticks: 1 };
    let mut agents: HashMap<String, String> = HashMap::new();
    let mut agent: Option<String> = None;
    let mut naming: Option<&'static str> = None;
    let mut stack: Vec<Open> = Vec::new();
    let mut paragraph: Option<(Block, usize)> = None;
    let mut layout = Aside::default();
    xml::walk(source.text(), sink, |node, at, sink| {
        match node {
            Node::Open(element) => match element.name() {
                "tt" => {
                    rates.read(element);
                    metadata.language = element.attr("lang").filter(|tag| !tag.is_empty());
                }
                "title" => naming = Some("title"),
                "name" => naming = Some("name"),
                "agent" => agent = element.attr("id"),
                "style" | "region" => layout.add(at..at),
                "br" => {
                    if let Some((block, _)) = &mut paragraph {
                        block.text.push('\n');
                    }
                }
                name @ ("body" | "div" | "p" | "span") => {
                    let outer = stack.last().cloned().unwrap_or_default();
                    let mut time = |name: &str| {
                        let written = element.attr(name)?;
                        let time = rates.time(&written);
                        if time.is_none() {
                            let message = format!("{written:?} is no time; it was left out");
                            sink.report(Diagnostic::warning("clock-unreadable", message).at(at..at));
                        }
                        time
                    };
                    let (begin, end, length) = (time("begin"), time("end"), time("dur"));
                    let start = outer.begin + begin.unwrap_or_default();
                    let own = end.map(|end| outer.begin + end).or(length.map(|length| start + length));
                    let speaker = element.attr("agent").and_then(|ids| {
                        let id = ids.split_whitespace().next()?.to_owned();
                        Some(Rc::from(agents.get(&id).cloned().unwrap_or(id)))
                    });
                    let open = Open {
                        begin: start,
                        end: own.or(outer.end),
                        timed: begin.is_some() || own.is_some(),
                        shown: outer.shown || begin.is_some() || own.is_some(),
                        speaker: speaker.or(outer.speaker),
                        from: paragraph.as_ref().map_or(0, |(block, _)| block.text.len()),
                    };
                    if name == "p" {
                        let block = Block {
                            start: open.shown.then_some(open.begin),
                            end: open.end,
                            speaker: open.speaker.clone(),
                            source: at..at,
                            ..Block::default()
                        };
                        // One that was never closed ends where the next begins.
                        close(&mut track, paragraph.replace((block, stack.len())), at)?;
                    }
                    stack.push(open);
                }
                _ => {}
            },
            Node::Text(piece) => match (&mut paragraph, naming) {
                (_, Some("title")) => metadata.title = Some(track::collapse(piece)).filter(|title| !title.is_empty()),
                (_, Some(_)) => {
                    if let Some(id) = &agent {
                        agents.insert(id.clone(), track::collapse(piece));
                    }
                }
                (Some((block, _)), None) => block.text.push_str(&piece.replace(['\n', '\t'], " ")),
                (None, None) => {}
            },
            Node::Close("title" | "name") => naming = None,
            Node::Close("agent") => agent = None,
            Node::Close(name @ ("body" | "div" | "p" | "span")) => {
                let open = stack.pop().unwrap_or_default();
                let depth = stack.len();
                if let Some((block, _)) = &mut paragraph
                    && name == "span"
                    && open.timed
                {
                    let text = track::collapse(block.text.get(open.from..).unwrap_or(""));
                    let end = open.end.unwrap_or(open.begin).max(open.begin);
                    if block.start.is_none() {
                        (block.start, block.end) = (Some(open.begin), open.end);
                    }
                    block.end = block.end.map(|before| before.max(end));
                    block.words.push(Word { start: open.begin, end, text });
                }
                if name == "p" || paragraph.as_ref().is_some_and(|(_, at)| depth < *at) {
                    close(&mut track, paragraph.take(), at)?;
                }
            }
            Node::Close(_) => {}
        }
        Ok(())
    })?;
    close(&mut track, paragraph, source.text().len())?;
    layout.report(sink, "style-set-aside", "styles and regions were left out");
    track.finish(DocumentKind::Captions, Order::Written, metadata, source, options, sink)
}

/// Takes a paragraph in.
fn close(track: &mut Track, paragraph: Option<(Block, usize)>, at: usize) -> Result<()> {
    let Some((mut block, _)) = paragraph else { return Ok(()) };
    let lines: Vec<String> = block.text.lines().map(track::collapse).filter(|line| !line.is_empty()).collect();
    block.text = lines.join("\n");
    block.source.end = at.max(block.source.start);
    if block.text.is_empty() { Ok(()) } else { track.push(block) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_spelling_of_a_time() {
        let rates = Rates { frames: 30, multiplier: (1000, 1001), ticks: 10_000_000 };
        let cases = [
            ("00:00:01.5", 1500),
            ("00:01:02", 62_000),
            ("0.1m", 6000),
            ("1.5h", 5_400_000),
            ("250ms", 250),
            ("30f", 1001),
            ("00:00:02:15", 2501),
            ("15000000t", 1500),
        ];
        for (written, millis) in cases {
            assert_eq!(rates.time(written).map(Timestamp::to_millis), Some(millis), "{written}");
        }
        assert_eq!(rates.time("soon"), None);
        assert_eq!(rates.time("1.5.5s"), None);
    }
}
