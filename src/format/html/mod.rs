//! HTML pages with a transcript, as podcast hosts serve them (`<cite>Name:</cite>`, `<time>m:ss</time>`,
//! `<p>text</p>` and close relatives), and the words of Hyperaudio (`<span data-m="4470" data-d="270">`).
//!
//! A speaker is a `<cite>` or what has a class called so; a stamp is a `<time>`, what has a class called
//! so, or an attribute (`data-start`). What follows is said by that speaker from that time. A page without
//! any stamp of these is read as the lines a browser shows, by the reader of plain transcripts.

mod marks;
mod page;
mod tokens;
mod write;

use super::track::Order;
use super::{Caps, Format, ReadOptions, Styles};
use crate::diagnostic::Sink;
use crate::error::Result;
use crate::model::{Document, DocumentKind, SourceRange};
use crate::source::{Source, floor_char_boundary};
use crate::transcript;
use page::Page;

pub(super) static FORMAT: Format = DESCRIPTOR;

const DESCRIPTOR: Format = Format {
    id: "html",
    name: "HTML transcript",
    aliases: &["hyperaudio"],
    extensions: &["html", "htm"],
    caps: Caps { speakers: true, styles: Styles::Html, words: true, metadata: true, notes: true, ..Caps::NONE },
    detect,
    read: Some(read),
    write: Some(write::write),
};

fn detect(text: &str) -> u8 {
    let mut head = text[..floor_char_boundary(text, 4096)].trim_start();
    while let Some((_, after)) = head.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")) {
        head = after.trim_start();
    }
    if !head.starts_with('<') {
        return 0;
    }
    let head = head.to_ascii_lowercase();
    let begins = |starts: &[&str]| starts.iter().any(|start| head.starts_with(start));
    let holds = |parts: &[&str]| parts.iter().any(|part| head.contains(part));
    if begins(&["<!doctype html", "<html", "<cite>", "<time>", "<body", "<head>"]) {
        return 96;
    }
    if begins(&["<?xml"]) {
        return if holds(&["<html"]) { 96 } else { 0 };
    }
    let element = begins(&[
        "<p>", "<p ", "<div", "<article", "<section", "<main", "<span", "<ul", "<ol", "<table", "<h1", "<h2", "<h3",
        "<meta", "<title",
    ]);
    let stamps = holds(&["<cite", "<time", "data-m=", "data-start=", "class=\"speaker", "class=\"timestamp"]);
    if element && (stamps || head.matches("</p>").count() + head.matches("</div>").count() > 2) { 92 } else { 0 }
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let page = Page::read(source.text(), options, sink)?;
    let mut metadata = page.metadata;
    if page.track.has_stamps() {
        let track = page.track;
        return track.finish(DocumentKind::Transcript, Order::Mended, metadata, source, options, sink);
    }
    // The places in the lines are none in the page.
    let lines = Source::from_text(page.lines);
    let mut found = Sink::new();
    let mut document = transcript::read(&lines, options, &mut found)?.into_owned();
    for diagnostic in found.diagnostics() {
        let mut diagnostic = diagnostic.clone();
        diagnostic.span = None;
        sink.report(diagnostic);
    }
    document.cues.iter_mut().for_each(|cue| cue.source = SourceRange::default());
    document.metadata.title = metadata.title.take().or(document.metadata.title);
    document.metadata.language = metadata.language.take().or(document.metadata.language);
    document.source = Some(source);
    Ok(document)
}
