//! The page: what the reader of pages reads, with links to the times.

use super::DESCRIPTOR;
use crate::diagnostic::Sink;
use crate::error::Result;
use crate::format::stamps::link;
use crate::format::transcript::proof::{self, Written};
use crate::format::{Caps, Format, Stamps, WriteOptions, loss, markup};
use crate::model::{Document, SpeakerId, Style};

/// What a page that is written carries: words have no times in it, notes no place.
static WRITTEN: Format = Format { caps: Caps { words: false, ..DESCRIPTOR.caps }, ..DESCRIPTOR };

pub(super) fn write(document: &Document<'_>, options: &WriteOptions, sink: &mut Sink) -> Result<String> {
    loss::report(document, &WRITTEN, options, sink);
    let written = Written::of(document, options.transcript.stamps, sink);
    proof::write(document, &written, options, &WRITTEN, sink, |title| {
        let mut out = head(document, title);
        let mut speaker = None;
        for cue in &written {
            block(document, cue, options, &mut speaker, &mut out);
        }
        out.push_str("</html>\n");
        out
    })
}

fn head(document: &Document<'_>, title: Option<&str>) -> String {
    let mut out = String::from("<!doctype html>\n<html");
    if let Some(language) = &document.metadata.language {
        out.push_str(" lang=\"");
        escape(language, &mut out);
        out.push('"');
    }
    out.push_str(">\n<meta charset=\"utf-8\">\n");
    if let Some(title) = title {
        for (open, close) in [("<title>", "</title>\n"), ("<h1>", "</h1>\n")] {
            out.push_str(open);
            escape(title, &mut out);
            out.push_str(close);
        }
    }
    out
}

/// A block: who speaks if that is another, a stamp, and what is said.
fn block(
    document: &Document<'_>,
    cue: &Written<'_>,
    options: &WriteOptions,
    speaker: &mut Option<SpeakerId>,
    out: &mut String,
) {
    out.push('\n');
    let name = cue.speaker.and_then(|id| document.speakers.get(id));
    if cue.new_voice || cue.speaker != *speaker {
        *speaker = cue.speaker;
        out.push_str("<cite>");
        match name {
            Some(name) => {
                escape(name, out);
                out.push(':');
            }
            // Somebody who is not named, as in live captions.
            None => out.push_str("&gt;&gt;"),
        }
        out.push_str("</cite>\n");
    }
    if options.transcript.stamps != Stamps::None {
        out.push_str("<time><a href=\"");
        escape(&link(options.transcript.link.as_deref(), cue.exact), out);
        out.push_str(&format!("\">{}</a></time>\n", options.transcript.stamps.clock(cue.start)));
    }
    out.push_str("<p>");
    match &*cue.text == document.cues[cue.index].text.as_str() {
        true => markup::write(&document.cues[cue.index].text, &Html, out),
        false => escape_lines(&cue.text, out),
    }
    out.push_str("</p>\n");
}

/// The tags of HTML.
struct Html;

impl Html {
    fn name(style: &Style) -> Option<&'static str> {
        Some(match style {
            Style::Bold => "b",
            Style::Italic => "i",
            Style::Underline => "u",
            Style::Strike => "s",
            Style::Language(_) => "span",
            Style::Ruby => "ruby",
            Style::RubyText => "rt",
            _ => return None,
        })
    }
}

impl markup::Tags for Html {
    fn open(&self, style: &Style, out: &mut String) -> bool {
        let Some(name) = Html::name(style) else { return false };
        out.push('<');
        out.push_str(name);
        if let Style::Language(tag) = style {
            out.push_str(" lang=\"");
            escape(tag, out);
            out.push('"');
        }
        out.push('>');
        true
    }

    fn close(&self, style: &Style, out: &mut String) {
        if let Some(name) = Html::name(style) {
            out.push_str(&format!("</{name}>"));
        }
    }

    fn text(&self, text: &str, out: &mut String) {
        escape_lines(text, out);
    }
}

fn escape_lines(text: &str, out: &mut String) {
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            out.push_str("<br>");
        }
        escape(line, out);
    }
}

/// Text and values of attributes, which nothing can break out of.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // No document may have them.
            '\0' => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
}
