//! What a reader, a transform or a writer has to say about a document: data, never printed here.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something was read in one of several possible ways, or set aside and kept elsewhere.
    Note,
    /// Something was wrong and was repaired, or could not be carried to the target format.
    Warning,
    /// Something could not be read or kept.
    Error,
}

/// One remark: what was seen, where, what was done about it, and what would help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// A stable kebab-case name (`clock-repaired`); see `docs/diagnostics.md`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// One sentence: what was seen and what was done about it.
    pub message: Cow<'static, str>,
    /// The place in the source, as a byte range of its text.
    pub span: Option<Range<usize>>,
    /// The cue it speaks of, counted from 0.
    pub cue: Option<usize>,
    /// What the user can do about it.
    pub help: Option<Cow<'static, str>>,
}

impl Diagnostic {
    /// A remark without a place.
    pub fn new(code: &'static str, severity: Severity, message: impl Into<Cow<'static, str>>) -> Self {
        Diagnostic { code, severity, message: message.into(), span: None, cue: None, help: None }
    }

    /// [`Severity::Note`].
    pub fn note(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(code, Severity::Note, message)
    }

    /// [`Severity::Warning`].
    pub fn warning(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(code, Severity::Warning, message)
    }

    /// [`Severity::Error`].
    pub fn error(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(code, Severity::Error, message)
    }

    /// With its place: a byte range of the source's text.
    pub fn at(mut self, span: Range<usize>) -> Self {
        self.span = Some(span);
        self
    }

    /// With the cue it speaks of, counted from 0.
    pub fn cue(mut self, index: usize) -> Self {
        self.cue = Some(index);
        self
    }

    /// With what the user can do about it.
    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Codes of what is no longer there, whatever is written; all that begin with `loss-` are too. The column
/// "lost" of `docs/diagnostics.md` is this list.
const LOST: &[&str] = &[
    "alternative-set-aside",
    "chat-code-set-aside",
    "clock-unreadable",
    "column-set-aside",
    "confidence-set-aside",
    "event-set-aside",
    "frequencies-set-aside",
    "json-field-unknown",
    "json-markup-differs",
    "json-value-unknown",
    "label-empty",
    "line-unreadable",
    "page-text-set-aside",
    "recordings-set-aside",
    "silence-set-aside",
    "speech-alternatives",
    "speech-set-aside",
    "srt-text-changed",
    "style-set-aside",
    "tier-set-aside",
    "time-below-zero",
    "transcript-differs",
    "undecodable-bytes",
    "vtt-id-dropped",
    "vtt-region-dropped",
    "vtt-text-changed",
    "words-set-aside",
    "xml-broken",
];

/// Codes of what a reader leaves in its source, with what that is. It is lost unless the file is copied.
const LEFT_IN_SOURCE: &[(&str, &str)] = &[
    ("srt-coordinates", "coordinates behind times"),
    ("time-too-late", "times beyond 292 years"),
    ("vtt-block-dropped", "blocks that are no cues"),
    ("vtt-settings-dropped", "settings that are none"),
    ("vtt-tag-unknown", "tags that are none, and text taken for them"),
];

/// Reports as lost what a reader left in the source, as the same sink was told: it stays only where a file is copied in
/// its own format. Writers do so by themselves; who keeps a document without its source does.
pub fn report_left_in_source(sink: &mut Sink) {
    for &(code, what) in LEFT_IN_SOURCE {
        let count = sink.count(code);
        if count > 0 {
            let message =
                format!("{what} were left out ({count}); they stay only where a file is copied in its own format");
            sink.report(Diagnostic::note("loss-source", message));
        }
    }
}

/// Whether something of the input is not in the output where this code is reported.
///
/// ```
/// assert!(cuekit::is_loss("loss-styles") && cuekit::is_loss("undecodable-bytes"));
/// assert!(!cuekit::is_loss("encoding-guessed"));
/// ```
pub fn is_loss(code: &str) -> bool {
    code.starts_with("loss-") || LOST.contains(&code)
}

/// Collects diagnostics. Of each code the first hundred are kept and all are counted, so that a
/// million equal faults cost neither memory nor the reader's patience.
///
/// ```
/// use cuekit::{Diagnostic, Sink};
/// let mut sink = Sink::new();
/// sink.report(Diagnostic::note("example", "an example"));
/// assert_eq!(sink.count("example"), 1);
/// ```
#[derive(Debug, Clone)]
pub struct Sink {
    kept: Vec<Diagnostic>,
    counts: BTreeMap<&'static str, usize>,
    keep: usize,
}

impl Default for Sink {
    fn default() -> Self {
        Self::with_limit(crate::Limits::default().diagnostics)
    }
}

impl Sink {
    /// An empty sink.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty sink that keeps at most `keep` diagnostics of each code.
    pub fn with_limit(keep: usize) -> Self {
        Sink { kept: Vec::new(), counts: BTreeMap::new(), keep }
    }

    /// Takes a diagnostic in.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        let count = self.counts.entry(diagnostic.code).or_default();
        *count += 1;
        if *count <= self.keep {
            self.kept.push(diagnostic);
        }
    }

    /// The diagnostics kept, in the order they came.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.kept
    }

    /// How many of this code were reported, kept or not.
    pub fn count(&self, code: &str) -> usize {
        self.counts.get(code).copied().unwrap_or(0)
    }

    /// Every code reported, with its count, in alphabetical order.
    pub fn counts(&self) -> impl Iterator<Item = (&'static str, usize)> + '_ {
        self.counts.iter().map(|(code, count)| (*code, *count))
    }

    /// Every code reported that tells of a loss ([`is_loss`]), with its count.
    pub fn losses(&self) -> impl Iterator<Item = (&'static str, usize)> + '_ {
        self.counts().filter(|(code, _)| is_loss(code))
    }

    /// The worst severity kept.
    pub fn worst(&self) -> Option<Severity> {
        self.kept.iter().map(|d| d.severity).max()
    }
}
