//! Documents to WebVTT, valid by the standard's syntax (section 4).

use std::cell::Cell;

use super::super::clock::{push_clock, push_clocks};
use super::super::marks::marks;
use super::super::markup::{self, Tags};
use super::super::{WriteOptions, likely_length, loss};
use super::rewrite;
use super::settings::{push_region, push_settings};
use crate::diagnostic::{Diagnostic, Sink};
use crate::error::Result;
use crate::model::{Cue, Document, Style, Timestamp};

pub(super) fn write(document: &Document<'_>, options: &WriteOptions, sink: &mut Sink) -> Result<String> {
    let mut odd = Odd::default();
    if let Some(text) = rewrite::write(document, options, sink, &mut odd) {
        odd.report(sink);
        return Ok(text);
    }
    loss::report(document, &super::FORMAT, options, sink);
    odd = Odd::default();
    let mut out = String::with_capacity(likely_length(document));
    out.push_str("WEBVTT");
    if let Some(head) = document.metadata.other.get(super::HEADER) {
        push_head(head, &mut out, &mut odd);
    }
    out.push_str("\n\n");
    for region in &document.metadata.regions {
        if region.id.is_empty() || region.id.contains(|c: char| c.is_ascii_whitespace()) || region.id.contains("-->") {
            odd.regions += 1;
            continue;
        }
        out.push_str("REGION\n");
        push_region(region, &mut out);
        out.push_str("\n\n");
    }
    for style in document.metadata.styles.iter().filter(|style| !style.trim().is_empty()) {
        out.push_str("STYLE\n");
        // In strings and names of CSS this is the same; elsewhere there is no arrow but in remarks.
        push_block(style, "--\\3E ", false, &mut out, &mut odd);
        out.push_str("\n\n");
    }
    for note in &document.metadata.notes {
        // On the line of `NOTE` a reader cannot tell blanks of the note from those before it.
        let blank = |c: char| matches!(c, ' ' | '\t');
        // Below it Chromium takes `STYLE` for the head of a style sheet.
        let head = note.starts_with("STYLE") || note.starts_with("REGION");
        let apart = !head && note.contains(['\n', '\r']) || note.starts_with(blank) || note.ends_with(blank);
        out.push_str(if apart { "NOTE\n" } else { "NOTE " });
        push_block(note, "-- >", true, &mut out, &mut odd);
        out.push_str("\n\n");
    }
    let order = in_order(document, sink);
    for nth in 0..document.cues.len() {
        let index = order.as_ref().map_or(nth, |order| order[nth]);
        push_cue(document, index, sink, &mut out, &mut odd);
        out.push_str("\n\n");
    }
    odd.report(sink);
    // One newline ends the last line; no blank line behind it.
    while out.ends_with("\n\n") {
        out.pop();
    }
    Ok(options.newline.unwrap_or_default().apply(out))
}

/// The cues by their start (section 4.1: "greater than or equal to the start time offsets of all
/// previous cues"), as they came where it is the same. `None` if that is how they came.
fn in_order(document: &Document<'_>, sink: &mut Sink) -> Option<Vec<usize>> {
    let cues = &document.cues;
    let early = cues.windows(2).filter(|pair| pair[1].start < pair[0].start).count();
    (early > 0).then(|| {
        let mut order: Vec<usize> = (0..cues.len()).collect();
        order.sort_by_key(|&index| cues[index].start);
        let message = format!(
            "WebVTT asks for cues in the order of time; {early} that began before the one before {} put in order",
            if early == 1 { "it was" } else { "them were" }
        );
        sink.report(Diagnostic::note("cues-sorted", message));
        order
    })
}

/// What could not be written as it is, counted.
#[derive(Default)]
pub(super) struct Odd {
    places: usize,
    ids: usize,
    regions: usize,
    inner_times: usize,
    without_length: usize,
    head_lines: usize,
}

impl Odd {
    /// One remark for each kind.
    fn report(self, sink: &mut Sink) {
        let mut note = |count: usize, code: &'static str, message: &str| {
            if count > 0 {
                sink.report(Diagnostic::note(code, format!("{message} ({count} of them)")));
            }
        };
        let message = "arrows, blank lines and characters that WebVTT cannot hold in this place were written otherwise";
        note(self.places, "vtt-text-changed", message);
        note(self.ids, "vtt-id-dropped", "ids that readers take for a note, a style sheet or a region were left out");
        note(self.regions, "vtt-region-dropped", "regions whose name is none that a cue can refer to were left out");
        let message =
            "times inside a text that are not in order, or not within their cue, were kept; readers pass them over";
        note(self.inner_times, "vtt-time-outside-cue", message);
        let message = "WebVTT has no cues without length; they were made a millisecond long";
        note(self.without_length, "cue-without-length", message);
        let message = "lines below WEBVTT were kept, though the standard asks for a blank line there";
        note(self.head_lines, "vtt-header-lines", message);
    }
}

/// Appends what stands behind `WEBVTT`: its first line beside it, the others below, where some
/// readers look for them (`X-TIMESTAMP-MAP` of HLS, RFC 8216 section 3.5).
fn push_head(head: &str, out: &mut String, odd: &mut Odd) {
    let (title, lines) = head.split_once('\n').unwrap_or((head, ""));
    let title = title.trim_matches([' ', '\t', '\r']);
    if !title.is_empty() {
        out.push(' ');
        push_line(title, "-- >", out, odd);
    }
    for line in lines.lines().filter(|line| !line.is_empty()) {
        odd.head_lines += 1;
        out.push('\n');
        push_line(line, "-- >", out, odd);
    }
}

/// Appends lines that stay one block. A blank line would end it, an arrow begin a cue.
fn push_block(text: &str, arrow: &str, keep_blank: bool, out: &mut String, odd: &mut Odd) {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut first = true;
    for line in text.split('\n') {
        if line.is_empty() && !keep_blank {
            continue;
        }
        if !first {
            out.push('\n');
        }
        // A note of no characters has no line to fill.
        if line.is_empty() && !text.is_empty() {
            odd.places += 1;
            out.push(' ');
        }
        push_line(line, arrow, out, odd);
        first = false;
    }
}

/// Appends one line without arrows and NUL.
fn push_line(line: &str, arrow: &str, out: &mut String, odd: &mut Odd) {
    if !line.contains("-->") && !line.contains('\0') {
        return out.push_str(line);
    }
    odd.places += 1;
    out.push_str(&line.replace("-->", arrow).replace('\0', "\u{FFFD}"));
}

/// Appends a cue, without the newline behind it.
pub(super) fn push_cue(document: &Document<'_>, index: usize, sink: &mut Sink, out: &mut String, odd: &mut Odd) {
    let cue = &document.cues[index];
    if let Some(id) = cue.id().filter(|id| !id.is_empty()) {
        push_id(id, out, odd);
    }
    let (start, end) = times(cue, index, sink, odd);
    push_clocks(out, start, end, '.');
    if let Some(layout) = cue.layout() {
        push_settings(layout, out);
    }
    out.push('\n');
    push_said(document, cue, out, odd);
}

/// The times as the standard lets them be written: none below zero, an end behind the start.
pub(super) fn times(cue: &Cue<'_>, index: usize, sink: &mut Sink, odd: &mut Odd) -> (Timestamp, Timestamp) {
    let (start, _) = loss::not_below_zero(cue, index, sink);
    // The standard asks for an end behind the start (section 4.1).
    let end = cue.end.max(start + Timestamp::from_millis(1));
    odd.without_length += usize::from(end.to_millis() != cue.end.to_millis());
    (start, end)
}

/// Appends who says a cue, and what.
pub(super) fn push_said(document: &Document<'_>, cue: &Cue<'_>, out: &mut String, odd: &mut Odd) {
    let body = out.len();
    if let Some(name) = document.speaker_of(cue).filter(|name| !name.trim().is_empty()) {
        out.push_str("<v ");
        push_annotation(name, out);
        out.push('>');
    }
    odd.count_times(cue);
    let tags = CueText::default();
    markup::write(&cue.text, &tags, out);
    odd.places += tags.nuls.get();
    // A newline at the end would be the one that ends the cue.
    if out.len() > body && out.ends_with('\n') {
        out.push_str(EMPTY);
    }
}

impl Odd {
    fn count_times(&mut self, cue: &Cue<'_>) {
        let mut before = cue.start;
        for span in cue.text.spans() {
            match span.style {
                Style::Time(time) if time <= before || time >= cue.end => self.inner_times += 1,
                Style::Time(time) => before = time,
                _ => {}
            }
        }
    }
}

/// Appends a cue's id, unless it would be taken for something else: the standard reads `NOTE` above a
/// timing line as an id, but players skip the cue, and the W3C's own validator rejects it.
pub(super) fn push_id(id: &str, out: &mut String, odd: &mut Odd) {
    let line = id.replace("\r\n", " ").replace(['\n', '\r'], " ");
    let word = line.split([' ', '\t']).next().unwrap_or_default();
    if matches!(word, "NOTE" | "STYLE" | "REGION") {
        odd.ids += 1;
        return;
    }
    odd.places += usize::from(line.len() != id.len() || id.contains(['\n', '\r']));
    push_line(&line, "-- >", out, odd);
    out.push('\n');
}

/// Markup that shows nothing: it keeps a line from being a blank one, which would end the cue. Readers
/// of every kind pass it over, while a reference (`&#10;`) would be shown by those that know few.
const EMPTY: &str = "<c></c>";

/// A text in cue text syntax.
#[derive(Default)]
pub(in crate::format) struct CueText {
    /// How many NULs were written otherwise.
    nuls: Cell<usize>,
}

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
                // `-->` would begin a cue.
                out.push_str(if out.ends_with("--") { " >" } else { ">" });
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
        let bytes = text.as_bytes();
        let mut copied = 0;
        for at in marks(bytes, 0, b'&') {
            let ends_line = |at: usize| matches!(bytes[at], b'\n' | b'\r');
            let instead = match bytes[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                0 => {
                    self.nuls.set(self.nuls.get() + 1);
                    "\u{FFFD}"
                }
                b'\r' if bytes.get(at + 1) == Some(&b'\n') => "",
                b'\n' if at > 0 && !ends_line(at - 1) => continue,
                b'\n' | b'\r' => "\n",
                _ => continue,
            };
            out.push_str(&text[copied..at]);
            if instead == "\n" && out.ends_with('\n') {
                out.push_str(EMPTY);
            }
            out.push_str(instead);
            copied = at + 1;
        }
        out.push_str(&text[copied..]);
    }
}

fn push_classes(classes: &str, out: &mut String) {
    for class in classes.split(['.', ' ', '\t', '\n', '>', '<', '&']).filter(|c| !c.is_empty()) {
        out.push('.');
        out.push_str(class);
    }
}

/// Appends the name of a voice or a language. Blanks at its ends and runs of them mean nothing there.
fn push_annotation(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '>' => out.push_str("&gt;"),
            '<' => out.push_str("&lt;"),
            '\n' | '\r' => out.push(' '),
            '\0' => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    // `-->` would begin a cue.
    if out.ends_with("--") {
        out.push(' ');
    }
}
