//! Transcriber (TRS, XML): sections of turns, a turn cut by `Sync` times, two voices at once parted by
//! `Who`. A noise is written where it is heard, as a remark in brackets, as the program itself shows it.

use std::collections::HashMap;
use std::rc::Rc;

use super::track::{self, Aside, Block, Order, Track};
use super::xml::{self, Element, Node};
use super::{Caps, Format, ReadOptions};
use crate::diagnostic::Sink;
use crate::error::Result;
use crate::model::{Document, DocumentKind, Metadata, Resolution, Timestamp};
use crate::source::Source;

pub(super) static FORMAT: Format = Format {
    id: "trs",
    name: "Transcriber",
    aliases: &["transcriber"],
    extensions: &["trs"],
    caps: Caps { speakers: true, metadata: true, ..Caps::NONE },
    detect,
    read: Some(read),
    write: None,
};

fn detect(text: &str) -> u8 {
    if xml::root(text) == Some("Trans") && text[..text.len().min(4096)].contains('<') { 97 } else { 0 }
}

#[derive(Default)]
struct Trs {
    names: HashMap<String, Rc<str>>,
    metadata: Metadata,
    /// The speakers of the turn.
    turn: Vec<Rc<str>>,
    turn_end: Option<Timestamp>,
    in_turn: bool,
    start: Option<Timestamp>,
    /// The first block since the last `Sync`, for the end the next gives.
    since: usize,
    /// Which of the turn's speakers talks.
    who: usize,
    text: String,
    place: usize,
    fraction: bool,
    events: Aside,
}

impl Trs {
    fn time(&mut self, element: &Element<'_>, name: &str) -> Option<Timestamp> {
        let (time, fraction) = track::seconds(&element.attr(name)?)?;
        self.fraction |= fraction;
        Some(time)
    }

    /// Takes what was said since the last `Sync` or `Who` in.
    fn close(&mut self, track: &mut Track, at: usize) -> Result<()> {
        let text = track::collapse(&std::mem::take(&mut self.text));
        if text.is_empty() {
            return Ok(());
        }
        let speaker = self.turn.get(self.who).or(self.turn.first()).cloned();
        track.push(Block { start: self.start, speaker, text, source: self.place..at, ..Block::default() })
    }

    /// A new time: what came since the last one ends here.
    fn sync(&mut self, track: &mut Track, at: usize, time: Option<Timestamp>, next: Option<Timestamp>) -> Result<()> {
        self.close(track, at)?;
        for block in track.blocks.iter_mut().skip(self.since) {
            block.end = block.end.or(time);
        }
        (self.since, self.start, self.who, self.place) = (track.blocks.len(), next, 0, at);
        Ok(())
    }

    fn event(&mut self, element: &Element<'_>, at: usize) {
        let said = element.attr("desc").unwrap_or_default();
        let noise = element.attr("type").is_none_or(|kind| kind == "noise");
        let whole = element.attr("extent").is_none_or(|extent| extent == "instantaneous");
        // One or two letters are codes for breath and the like; other types say how a word is spoken.
        if noise && whole && said.chars().count() > 2 {
            self.text.push_str(&format!(" [{}] ", said.trim_matches(['[', ']'])));
        } else {
            self.events.add(at..at);
        }
    }
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let mut trs = Trs::default();
    let mut track = Track::new(options);
    xml::walk(source.text(), sink, |node, at, _| {
        match node {
            Node::Open(element) => match element.name() {
                "Trans" => {
                    trs.metadata.language = element.attr("lang").filter(|tag| !tag.is_empty());
                    for (key, attr) in
                        [("media", "audio_filename"), ("scribe", "scribe"), ("version date", "version_date")]
                    {
                        if let Some(value) = element.attr(attr).filter(|value| !value.is_empty()) {
                            trs.metadata.other.insert(key.into(), value);
                        }
                    }
                }
                "Speaker" => {
                    if let Some((id, name)) = element.attr("id").zip(element.attr("name")) {
                        trs.names.insert(id, Rc::from(name));
                    }
                }
                "Episode" => {
                    trs.metadata.title = element.attr("program").filter(|title| !title.is_empty());
                    trs.metadata.date = element.attr("air_date").filter(|date| !date.is_empty());
                }
                "Turn" => {
                    let ids = element.attr("speaker").unwrap_or_default();
                    let name = |id: &str| trs.names.get(id).cloned().unwrap_or_else(|| Rc::from(id));
                    trs.turn = ids.split_whitespace().map(name).collect();
                    let start = trs.time(element, "startTime");
                    trs.turn_end = trs.time(element, "endTime");
                    trs.in_turn = true;
                    trs.sync(&mut track, at, None, start)?;
                }
                "Sync" if trs.in_turn => {
                    let time = trs.time(element, "time");
                    trs.sync(&mut track, at, time, time)?;
                }
                "Who" => {
                    trs.close(&mut track, at)?;
                    trs.who =
                        element.attr("nb").and_then(|nb| nb.parse::<usize>().ok()).map_or(0, |nb| nb.saturating_sub(1));
                    trs.place = at;
                }
                "Event" if trs.in_turn => trs.event(element, at),
                "Comment" | "Background" | "Topic" => trs.events.add(at..at),
                _ => {}
            },
            Node::Close("Turn") => {
                let end = trs.turn_end;
                trs.sync(&mut track, at, end, None)?;
                trs.in_turn = false;
            }
            Node::Text(piece) if trs.in_turn => trs.text.push_str(piece),
            _ => {}
        }
        Ok(())
    })?;
    let (at, end) = (source.text().len(), trs.turn_end);
    trs.sync(&mut track, at, end, None)?;
    if !trs.fraction {
        track.blocks.iter_mut().for_each(|block| block.resolution = Resolution::Second);
    }
    trs.events.report(
        sink,
        "event-set-aside",
        "events, comments, backgrounds and topics that are no words were left out",
    );
    track.finish(DocumentKind::Transcript, Order::Written, trs.metadata, source, options, sink)
}
