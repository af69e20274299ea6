//! Diagnostics for people: the line with a caret, never a raw control character.

use std::io::{IsTerminal as _, Write as _};
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use cuekit::{Diagnostic, Severity, Sink, Source};

use super::exit::{Exit, Failure};
use super::input::Input;

/// Of each code this many are shown with their line; the rest are one line with a count.
const SHOWN_PER_CODE: usize = 3;

/// A long line is cut to this many bytes around the place.
const CONTEXT: usize = 60;

/// Prints diagnostics to standard error.
pub(crate) struct Printer {
    renderer: Renderer,
    quiet: bool,
}

impl Printer {
    pub(crate) fn new(quiet: bool) -> Self {
        let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        Printer { renderer: if colour { Renderer::styled() } else { Renderer::plain() }, quiet }
    }

    /// Everything a sink holds, of a file or of what was made of several.
    pub(crate) fn diagnostics(&self, seen_in: Option<(&Input, &Source<'_>)>, sink: &Sink) {
        if self.quiet {
            return;
        }
        let mut shown = std::collections::BTreeMap::new();
        for diagnostic in sink.diagnostics() {
            let count = shown.entry(diagnostic.code).or_insert(0usize);
            *count += 1;
            if *count <= SHOWN_PER_CODE {
                talk(&self.diagnostic(seen_in, diagnostic));
            }
        }
        for (code, total) in sink.counts() {
            let hidden = total - shown.get(code).copied().unwrap_or(0).min(SHOWN_PER_CODE);
            if hidden > 0 {
                talk(&format!("note[{code}]: {hidden} more like it; --json lists them"));
            }
        }
    }

    /// Why a command is not begun.
    pub(crate) fn refusal(&self, failure: &Failure) -> Exit {
        self.failure(None, failure);
        failure.exit
    }

    /// Why a file failed.
    pub(crate) fn failure(&self, file: Option<&str>, failure: &Failure) {
        let message = match file {
            Some(file) => printable(&format!("{file}: {}", failure.message)),
            None => printable(&failure.message),
        };
        let mut group = Group::with_title(Level::ERROR.primary_title(message));
        if let (Some(line), Some(place)) = (&failure.line, failure.position) {
            let shown: String = printable(line).chars().take(2 * CONTEXT).collect();
            let at = shown.char_indices().nth(place.column - 1).map_or(shown.len(), |(at, _)| at);
            let caret = at..shown[at..].chars().next().map_or(at, |c| at + c.len_utf8());
            group = group
                .element(Snippet::source(shown).line_start(place.line).annotation(AnnotationKind::Primary.span(caret)));
        }
        if let Some(help) = &failure.help {
            group = group.element(Level::HELP.message(printable(help)));
        }
        talk(&self.renderer.render(&[group]));
    }

    /// A line for people.
    pub(crate) fn say(&self, line: &str) {
        if !self.quiet {
            talk(&printable(line));
        }
    }

    fn diagnostic(&self, seen_in: Option<(&Input, &Source<'_>)>, diagnostic: &Diagnostic) -> String {
        let level = match diagnostic.severity {
            Severity::Note => Level::NOTE,
            Severity::Warning => Level::WARNING,
            Severity::Error => Level::ERROR,
        };
        let mut message = printable(&diagnostic.message);
        // What has no place in the file is named by its number.
        if let (None, Some(index), false) = (&diagnostic.span, diagnostic.cue, message.starts_with("cue ")) {
            message = format!("cue {}: {message}", index + 1);
        }
        let mut group = Group::with_title(level.primary_title(message).id(diagnostic.code));
        if let Some((span, (input, source))) = diagnostic.span.as_ref().zip(seen_in) {
            let position = source.position(span.start);
            let (line, caret) = excerpt(source, span, position.line);
            group = group.element(
                Snippet::source(line)
                    .path(input.to_string())
                    .line_start(position.line)
                    .annotation(AnnotationKind::Primary.span(caret)),
            );
        }
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(printable(help)));
        }
        self.renderer.render(&[group])
    }
}

/// Prints a line to standard error. That nobody reads it is no error.
pub(crate) fn talk(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// The line of a place and the place in it, cut to what a terminal shows.
fn excerpt(source: &Source<'_>, span: &Range<usize>, line: usize) -> (String, Range<usize>) {
    let text = source.text();
    let whole = source.line_range(line);
    let floor = |at: usize| (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let start = floor(span.start.clamp(whole.start, whole.end));
    let end = floor(span.end.clamp(start, whole.end).min(start + 2 * CONTEXT));
    let from = floor(start.saturating_sub(CONTEXT).max(whole.start));
    let to = floor((end + CONTEXT).min(whole.end));
    let mut shown = String::new();
    if from > whole.start {
        shown.push('…');
    }
    let before = printable(&text[from..start]);
    let inside = printable(&text[start..end]);
    shown.push_str(&before);
    let caret = shown.len()..shown.len() + inside.len();
    shown.push_str(&inside);
    shown.push_str(&printable(&text[end..to]));
    if to < whole.end {
        shown.push('…');
    }
    (shown, caret)
}

/// Without the control characters that could steer a terminal.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{FFFD}' } else { c }).collect()
}
