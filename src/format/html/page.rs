//! From the tags of a page to turns: who speaks, since when, and what.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::marks::{last_close, push_text, range, stamp};
use super::tokens::{Token, Tokens, attribute};
use crate::diagnostic::Sink;
use crate::error::Result;
use crate::format::ReadOptions;
use crate::format::track::{self, Aside, Block, Spoken, Track};
use crate::model::{Metadata, Resolution, Timestamp};

/// Elements that hold no speech.
const SKIPPED: &[&str] = &[
    "script", "style", "nav", "noscript", "template", "svg", "math", "button", "select", "textarea", "dialog",
    "iframe", "object", "canvas", "footer",
];

/// Elements that stand on lines of their own.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "main",
    "aside",
    "header",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "tr",
    "td",
    "th",
    "table",
    "tbody",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "hr",
    "pre",
    "figure",
    "details",
    "summary",
    "body",
    "html",
    "head",
];

/// What an element says beside its text.
enum Role {
    Speaker,
    /// A stamp, and whether an attribute tells it better than the text.
    Time(bool),
    /// A word with its start and end.
    Word(Timestamp, Option<Timestamp>),
}

/// An element whose text is gathered by itself.
struct Capture<'a> {
    name: &'a str,
    depth: usize,
    role: Role,
    text: String,
    begin: usize,
}

/// The turn that is being read.
#[derive(Default)]
struct Turn {
    speaker: Option<Rc<str>>,
    start: Option<(Timestamp, Resolution)>,
    end: Option<Timestamp>,
    text: String,
    words: Vec<Spoken>,
    place: Option<Range<usize>>,
}

/// A page read.
pub(super) struct Page<'a> {
    pub(super) track: Track,
    pub(super) metadata: Metadata,
    /// The lines a browser shows, for a page without stamps in its markup.
    pub(super) lines: String,
    turn: Turn,
    capture: Option<Capture<'a>>,
    /// Whether text begins a line.
    fresh: bool,
    /// Whether a speaker or a stamp was met: what stands before is no speech.
    begun: bool,
    has_words: bool,
    head: Aside,
    skipped: Aside,
}

impl<'a> Page<'a> {
    /// Reads a page.
    ///
    /// # Errors
    ///
    /// If there are more turns than the limits allow.
    pub(super) fn read(text: &'a str, options: &ReadOptions, sink: &mut Sink) -> Result<Self> {
        let mut page = Page {
            track: Track::new(options),
            metadata: Metadata::default(),
            lines: String::new(),
            turn: Turn::default(),
            capture: None,
            fresh: true,
            begun: false,
            has_words: false,
            head: Aside::default(),
            skipped: Aside::default(),
        };
        let mut skip: Option<(&str, usize, usize)> = None;
        let mut last_closes: HashMap<&str, Option<usize>> = HashMap::new();
        let mut title: Option<String> = None;
        for (token, place) in Tokens::new(text) {
            if let Some((name, depth, last)) = &mut skip {
                match token {
                    Token::Open(other, _) if other.eq_ignore_ascii_case(name) => *depth += 1,
                    Token::Close(other) if other.eq_ignore_ascii_case(name) => {
                        *depth -= 1;
                        if *depth == 0 || place.start >= *last {
                            skip = None;
                        }
                    }
                    Token::Text(piece) if !piece.trim().is_empty() && !matches!(*name, "script" | "style") => {
                        page.skipped.add(place);
                    }
                    _ => {}
                }
                continue;
            }
            match token {
                Token::Open(name, _) if name.eq_ignore_ascii_case("title") => title = Some(String::new()),
                Token::Close(name) if name.eq_ignore_ascii_case("title") => {
                    page.metadata.title =
                        page.metadata.title.take().or(title.take().map(|title| track::collapse(&title)));
                }
                Token::Text(piece) if title.is_some() => {
                    if let Some(title) = &mut title {
                        title.push_str(&htmlize::unescape(piece));
                    }
                }
                Token::Open(name, attributes) => {
                    let known = SKIPPED.iter().find(|skipped| name.eq_ignore_ascii_case(skipped));
                    // What never closes is not skipped, or the page would be lost.
                    if let Some(known) = known.filter(|_| !attributes.ends_with('/'))
                        && let Some(last) = *last_closes.entry(known).or_insert_with(|| last_close(text, known))
                        && last >= place.end
                    {
                        skip = Some((known, 1, last));
                        continue;
                    }
                    page.open(name, attributes, place)?;
                }
                Token::Close(name) => page.close(name, place)?,
                Token::Text(piece) => page.text(&htmlize::unescape(piece), place),
            }
        }
        page.end_capture(text.len())?;
        page.flush()?;
        let head = "pieces of text before the first speaker or stamp are no speech and were kept as notes";
        std::mem::take(&mut page.head).report(sink, "head-set-aside", head);
        let skipped = "pieces of text (menus, buttons and the like) are no speech and were left out";
        std::mem::take(&mut page.skipped).report(sink, "page-text-set-aside", skipped);
        Ok(page)
    }

    fn open(&mut self, name: &'a str, attributes: &'a str, place: Range<usize>) -> Result<()> {
        let is = |names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
        if is(&["html"]) {
            self.metadata.language = attribute(attributes, "lang").filter(|tag| !tag.is_empty()).map(Into::into);
        }
        let block = is(BLOCKS);
        if let Some(capture) = &mut self.capture {
            if name.eq_ignore_ascii_case(capture.name) {
                capture.depth += 1;
            }
            // What has not been closed when the next begins never will be.
            if (block || is(&["cite", "time"])) && !capture.text.trim().is_empty() {
                self.end_capture(place.start)?;
            }
        }
        if block || is(&["br"]) {
            self.line()?;
        }
        if self.capture.is_some() || attributes.ends_with('/') {
            return Ok(());
        }
        let class = attribute(attributes, "class").unwrap_or_default().to_lowercase();
        let called = |endings: &[&str]| {
            class
                .split_ascii_whitespace()
                .map(|class| class.replace(['-', '_'], ""))
                .any(|class| endings.iter().any(|end| class.ends_with(end)))
        };
        let is_time = is(&["time"]) || called(&["timestamp", "timecode", "time"]);
        let stamped = stamp(attributes);
        let role = if is(&["cite"]) || called(&["speaker", "speakername", "speakerlabel"]) {
            self.fresh.then_some(Role::Speaker)
        } else if let Some((start, resolution, end)) = stamped {
            if is_time || block {
                self.stamp(start, resolution, end, place.start)?;
                is_time.then_some(Role::Time(true))
            } else {
                Some(Role::Word(start, end))
            }
        } else {
            (is_time && self.fresh).then_some(Role::Time(false))
        };
        if let Some(role) = role {
            self.capture = Some(Capture { name, depth: 1, role, text: String::new(), begin: place.start });
        }
        Ok(())
    }

    fn close(&mut self, name: &str, place: Range<usize>) -> Result<()> {
        let block = BLOCKS.iter().any(|known| name.eq_ignore_ascii_case(known));
        if let Some(capture) = &mut self.capture {
            if name.eq_ignore_ascii_case(capture.name) {
                capture.depth -= 1;
            }
            if capture.depth == 0 || (block && !name.eq_ignore_ascii_case(capture.name)) {
                self.end_capture(place.end)?;
            }
        }
        if block { self.line() } else { Ok(()) }
    }

    fn text(&mut self, piece: &str, place: Range<usize>) {
        push_text(&mut self.lines, piece);
        match &mut self.capture {
            Some(capture) => capture.text.push_str(piece),
            None => self.said(piece, place),
        }
    }

    /// Takes text in that is no name and no stamp.
    fn said(&mut self, piece: &str, place: Range<usize>) {
        let blank = piece.trim().is_empty();
        if !blank {
            self.turn.place.get_or_insert(place.clone()).end = place.end;
        }
        if let Some(last) = self.turn.words.last_mut() {
            // Text between words that have times belongs to the one before, or is one without.
            if !blank && !piece.starts_with(|c: char| c.is_ascii_whitespace()) && !self.fresh {
                last.text.push_str(piece.trim_end());
            } else if !blank {
                let (at, speaker) = (last.end, self.turn.speaker.clone());
                let text = track::collapse(piece);
                self.turn.words.push(Spoken { start: at, end: at, text, speaker, source: place });
            }
        } else {
            if !blank && self.fresh && !self.turn.text.is_empty() {
                self.turn.text.truncate(self.turn.text.trim_end().len());
                self.turn.text.push('\n');
            }
            push_text(&mut self.turn.text, piece);
        }
        self.fresh &= blank;
    }

    /// A new line.
    fn line(&mut self) -> Result<()> {
        self.lines.truncate(self.lines.trim_end_matches(' ').len());
        if !self.lines.is_empty() && !self.lines.ends_with('\n') {
            self.lines.push('\n');
        }
        if let Some(capture) = &mut self.capture {
            capture.text.push(' ');
        }
        self.fresh = true;
        if self.turn.words.is_empty() { Ok(()) } else { self.flush() }
    }

    /// The element whose text was gathered ends.
    fn end_capture(&mut self, at: usize) -> Result<()> {
        let Some(capture) = self.capture.take() else { return Ok(()) };
        let text = track::collapse(&capture.text);
        let place = capture.begin..at;
        match capture.role {
            Role::Speaker => {
                let name = text.trim_end_matches([':', '：']).trim();
                // The chevrons of live captions: somebody else, who is not named.
                if name == ">>" {
                    self.speaker("", place.start)?;
                    self.turn.speaker = None;
                } else if !name.is_empty() && name.chars().count() <= 80 {
                    self.speaker(name, place.start)?;
                } else {
                    self.said(&capture.text, place);
                }
            }
            Role::Time(known) => match range(&text) {
                Some((start, resolution, end)) if !known => self.stamp(start, resolution, end, place.start)?,
                Some(_) => {}
                None => self.said(&capture.text, place),
            },
            Role::Word(start, end) => {
                if !text.is_empty() {
                    self.begin();
                    self.has_words = true;
                    self.turn.place.get_or_insert(place.clone()).end = at;
                    let (speaker, source) = (self.turn.speaker.clone(), place);
                    self.turn.words.push(Spoken { start, end: end.unwrap_or(Timestamp::MAX), text, speaker, source });
                    self.fresh = false;
                }
            }
        }
        Ok(())
    }

    /// The first speaker or stamp: what stands before is no speech.
    fn begin(&mut self) {
        if !self.begun {
            self.begun = true;
            let head = std::mem::take(&mut self.turn.text);
            for line in head.lines().map(str::trim).filter(|line| !line.is_empty()) {
                // Pages have their title twice: in the head and above the text.
                if self.metadata.title.as_deref() == Some(line) {
                    continue;
                }
                self.head.add(self.turn.place.clone().unwrap_or_default());
                self.metadata.notes.push(line.to_owned());
            }
            self.turn.place = None;
        }
    }

    fn speaker(&mut self, name: &str, at: usize) -> Result<()> {
        self.begin();
        if !self.turn.text.trim().is_empty() || !self.turn.words.is_empty() {
            self.flush()?;
        }
        self.turn.speaker = Some(Rc::from(name));
        self.turn.place.get_or_insert(at..at);
        Ok(())
    }

    fn stamp(&mut self, start: Timestamp, resolution: Resolution, end: Option<Timestamp>, at: usize) -> Result<()> {
        self.begin();
        if !self.turn.text.trim().is_empty() || !self.turn.words.is_empty() {
            self.flush()?;
        }
        (self.turn.start, self.turn.end) = (Some((start, resolution)), end);
        self.turn.place.get_or_insert(at..at);
        Ok(())
    }

    /// Takes the turn in; its speaker goes on.
    fn flush(&mut self) -> Result<()> {
        let turn = std::mem::take(&mut self.turn);
        self.turn.speaker = turn.speaker.clone();
        self.fresh = true;
        let lines: Vec<&str> = turn.text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let source = turn.place.unwrap_or_default();
        if !lines.is_empty() {
            if self.has_words && turn.start.is_none() {
                // Where words have times, text without is the page's.
                self.skipped.add(source);
            } else {
                self.track.push(Block {
                    start: turn.start.map(|(start, _)| start),
                    end: turn.end,
                    resolution: turn.start.map(|(_, resolution)| resolution).unwrap_or_default(),
                    speaker: turn.speaker,
                    text: lines.join("\n"),
                    words: Vec::new(),
                    source,
                })?;
            }
        }
        let mut words = turn.words;
        for index in (0..words.len()).rev() {
            let next = words.get(index + 1).map_or(words[index].start, |next| next.start);
            if words[index].end == Timestamp::MAX {
                words[index].end = next.max(words[index].start);
            }
        }
        self.track.push_words(words)
    }
}
