//! Documents to WebVTT, valid by the standard's syntax (section 4).

use super::super::clock::{push_clock, push_clocks};
use super::super::markup::{self, Tags};
use super::super::{WriteOptions, loss};
use super::rewrite;
use super::settings::{push_region, push_settings};
use crate::diagnostic::{Diagnostic, Sink};
use crate::error::Result;
use crate::model::{Cue, Document, Style, Text, Timestamp};

pub(super) fn write(document: &Document<'_>, options: &WriteOptions, sink: &mut Sink) -> Result<String> {
    loss::report(document, &super::FORMAT, options, sink);
    if let Some(text) = rewrite::write(document, options, sink) {
        return Ok(text);
    }
    let mut out =
        String::with_capacity(document.cues.iter().map(|cue| cue.text.as_str().len() + 48).sum::<usize>() + 64);
    out.push_str("WEBVTT");
    if let Some(head) = document.metadata.other.get(super::HEADER) {
        // Text behind the signature needs a blank; an arrow in it would begin a cue.
        out.push(' ');
        out.push_str(&single_block(head));
    }
    out.push_str("\n\n");
    for region in document.metadata.regions.iter().filter(|r| !r.id.is_empty()) {
        out.push_str("REGION\n");
        push_region(region, &mut out);
        out.push_str("\n\n");
    }
    for style in &document.metadata.styles {
        out.push_str("STYLE\n");
        out.push_str(&single_block(style));
        out.push_str("\n\n");
    }
    for note in &document.metadata.notes {
        out.push_str(if note.contains('\n') { "NOTE\n" } else { "NOTE " });
        out.push_str(&single_block(note));
        out.push_str("\n\n");
    }
    for (index, cue) in document.cues.iter().enumerate() {
        push_cue(document, cue, index, sink, &mut out);
        out.push_str("\n\n");
    }
    // One newline ends the last line; no blank line behind it.
    while out.ends_with("\n\n") {
        out.pop();
    }
    Ok(options.newline.unwrap_or_default().apply(out))
}

/// Appends a cue, without the newline behind it.
pub(super) fn push_cue(document: &Document<'_>, cue: &Cue<'_>, index: usize, sink: &mut Sink, out: &mut String) {
    if let Some(id) = cue.id().filter(|id| !id.is_empty() && !id.contains("-->")) {
        out.push_str(&id.replace(['\n', '\r'], " "));
        out.push('\n');
    }
    let (start, end) = times(cue, index, sink);
    push_clocks(out, start, end, '.');
    if let Some(layout) = cue.layout() {
        push_settings(layout, out);
    }
    out.push('\n');
    push_said(document, cue, out);
}

/// The times as the standard lets them be written: none below zero, an end behind the start.
pub(super) fn times(cue: &Cue<'_>, index: usize, sink: &mut Sink) -> (Timestamp, Timestamp) {
    if cue.start < Timestamp::ZERO {
        let message = format!("a time below zero ({}) cannot be written; it was written as zero", cue.start);
        sink.report(Diagnostic::warning("time-below-zero", message).cue(index));
    }
    let start = cue.start.max(Timestamp::ZERO);
    (start, cue.end.max(start + Timestamp::from_millis(1)))
}

/// Appends who says a cue, and what.
pub(super) fn push_said(document: &Document<'_>, cue: &Cue<'_>, out: &mut String) {
    if let Some(name) = document.speaker_of(cue) {
        out.push_str("<v ");
        push_annotation(name, out);
        out.push('>');
    }
    push_cue_text(&cue.text, out);
}

/// Appends a text in cue text syntax. A blank line would end the cue, so it is left out.
pub(crate) fn push_cue_text(text: &Text<'_>, out: &mut String) {
    markup::write(text, &CueText, out);
}

struct CueText;

impl Tags for CueText {
    fn open(&self, style: &Style, out: &mut String) -> bool {
        match style {
            Style::Bold => out.push_str("<b>"),
            Style::Italic => out.push_str("<i>"),
            Style::Underline => out.push_str("<u>"),
            Style::Ruby => out.push_str("<ruby>"),
            Style::RubyText => out.push_str("<rt>"),
            Style::Class(classes) => {
                out.push_str("<c");
                push_classes(classes, out);
                out.push('>');
            }
            Style::Voice { name, classes } => {
                out.push_str("<v");
                push_classes(classes, out);
                out.push(' ');
                push_annotation(name, out);
                out.push('>');
            }
            Style::Language(tag) => {
                out.push_str("<lang ");
                push_annotation(tag, out);
                out.push('>');
            }
            Style::Time(time) => {
                out.push('<');
                push_clock(out, (*time).max(Timestamp::ZERO), '.');
                out.push('>');
                return false;
            }
            // Players show no voices, so the dash is text to them (and to readers a dash again).
            Style::Dash(dash) => {
                self.text(dash, out);
                return false;
            }
            _ => return false,
        }
        true
    }

    fn close(&self, style: &Style, out: &mut String) {
        out.push_str(match style {
            Style::Bold => "</b>",
            Style::Italic => "</i>",
            Style::Underline => "</u>",
            Style::Ruby => "</ruby>",
            Style::RubyText => "</rt>",
            Style::Class(_) => "</c>",
            Style::Voice { .. } => "</v>",
            Style::Language(_) => "</lang>",
            _ => "",
        });
    }

    fn text(&self, text: &str, out: &mut String) {
        let escaped = memchr::memchr3(b'&', b'<', b'>', text.as_bytes()).is_some();
        if !escaped && !out.ends_with('\n') && !markup::has_blank_line(text) {
            return out.push_str(text);
        }
        for c in text.chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '\r' => {}
                // An empty line would end the cue here.
                '\n' if out.ends_with('\n') => {}
                c => out.push(c),
            }
        }
    }
}

fn push_classes(classes: &str, out: &mut String) {
    for class in classes.split(['.', ' ', '\t', '\n', '>', '<', '&']).filter(|c| !c.is_empty()) {
        out.push('.');
        out.push_str(class);
    }
}

fn push_annotation(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '>' => out.push_str("&gt;"),
            '<' => out.push_str("&lt;"),
            '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
}

/// A text that stays one block: no blank line, no arrow.
fn single_block(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|l| !l.is_empty()).collect();
    lines.join("\n").replace("-->", "--\u{200B}>")
}
