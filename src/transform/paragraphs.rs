//! Captions joined to the paragraphs of a transcript: what one speaker says, with a stamp every so often.

use std::mem;

use super::turns::dashes_apart;
use crate::caption::{is_unspaced, sentence_ends, voices_apart};
use crate::diagnostic::{Diagnostic, Sink};
use crate::model::{Cue, Document, DocumentKind, Span, Style, Text, Timestamp};
use crate::transcript::remarks;

/// Where a paragraph begins.
///
/// The default: at every change of speaker, after a pause of two seconds, and at the first sentence after half a minute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParagraphOptions {
    /// What begins a paragraph beside a change of speaker.
    pub each: ParagraphEach,
    /// With [`ParagraphEach::While`]: how long a paragraph lasts before the next sentence begins another.
    pub every: Timestamp,
    /// A silence behind a sentence that begins a paragraph; in mid-sentence twice that does.
    pub pause: Timestamp,
}

impl Default for ParagraphOptions {
    fn default() -> Self {
        let (every, pause) = (Timestamp::from_secs(30), Timestamp::from_secs(2));
        ParagraphOptions { each: ParagraphEach::default(), every, pause }
    }
}

/// What begins a paragraph, beside a change of speaker.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum ParagraphEach {
    /// A while that has passed, and pauses.
    #[default]
    While,
    /// Nothing else.
    Turn,
    /// Every sentence.
    Sentence,
    /// Every cue.
    Cue,
}

/// Makes a transcript of captions: each of its cues is a paragraph, as long as the captions that were joined.
///
/// Cues are taken in the order of time. A cue of several voices, or of several lines that a dash opens, gives a
/// paragraph to each turn; where the second begins is guessed by its length. A cue that names nobody goes on with who spoke
/// before. A turn that a dash opens and nobody is named for keeps its dash as a mark ([`Style::Dash`]). A document that is a transcript already is joined in the same way. What a
/// paragraph has no place for (ids, the place on the picture) is reported.
///
/// ```
/// use cuekit::{Cue, Document, ParagraphOptions, Sink, Timestamp, paragraphs};
/// let cue = |at, text| Cue::new(Timestamp::from_secs(at), Timestamp::from_secs(at + 2), text);
/// let cues = vec![cue(0, "A sentence that\nneeds"), cue(2, "two captions."), cue(9, "Another.")];
/// let transcript = paragraphs(Document { cues, ..Document::default() }, &ParagraphOptions::default(), &mut Sink::new());
/// let said: Vec<&str> = transcript.cues.iter().map(|cue| cue.text.as_str()).collect();
/// assert_eq!(said, ["A sentence that needs two captions.", "Another."]);
/// ```
pub fn paragraphs<'a>(mut document: Document<'a>, options: &ParagraphOptions, sink: &mut Sink) -> Document<'a> {
    report_losses(&document, sink);
    if !document.cues.is_sorted_by_key(|cue| cue.start) {
        document.cues.sort_by_key(|cue| cue.start);
        sink.report(Diagnostic::note("cues-sorted", "the cues were put in the order of time"));
    }
    let mut document = voices_apart(document);
    dashes_apart(&mut document);
    let ends = sentence_ends(&document);
    let mut open: Option<Paragraph<'a>> = None;
    let mut joined = Vec::new();
    let mut sentence_ended = true;
    let (mut speaker, mut unnamed) = (None, 0);
    for (mut cue, ends_sentence) in mem::take(&mut document.cues).into_iter().zip(ends) {
        if cue.text.as_str().trim().is_empty() {
            continue;
        }
        let sound = is_sound(cue.text.as_str());
        // Captions name who speaks where that changes.
        if cue.speaker.is_none() && !opened_by_dash(&cue) {
            unnamed += usize::from(speaker.is_some() && !sound);
            cue.speaker = speaker;
        }
        speaker = cue.speaker;
        match &mut open {
            Some(paragraph) if !paragraph.ends_before(&cue, sentence_ended, options) => paragraph.push(cue),
            _ => joined.extend(open.replace(Paragraph::new(cue)).map(Paragraph::finish)),
        }
        sentence_ended = ends_sentence || sound;
    }
    if unnamed > 0 {
        let message =
            format!("who speaks is named where it changes: {unnamed} cues that name nobody were taken to go on");
        sink.report(Diagnostic::note("speaker-goes-on", message));
    }
    joined.extend(open.map(Paragraph::finish));
    document.cues = joined;
    document.kind = DocumentKind::Transcript;
    document
}

/// A paragraph in the making.
struct Paragraph<'a> {
    cue: Cue<'a>,
    plain: String,
    spans: Vec<Span>,
}

impl<'a> Paragraph<'a> {
    fn new(mut cue: Cue<'a>) -> Self {
        let first = mem::take(&mut cue.text);
        if let Some(extra) = &mut cue.extra {
            (extra.id, extra.layout, extra.expected_error) = (None, None, None);
        }
        let mut paragraph = Paragraph { cue, plain: String::new(), spans: Vec::new() };
        paragraph.say(&first);
        paragraph
    }

    /// Whether a cue begins another paragraph.
    fn ends_before(&self, cue: &Cue<'_>, sentence_ended: bool, options: &ParagraphOptions) -> bool {
        let speaker = cue.speaker != self.cue.speaker || opened_by_dash(cue);
        let silence = cue.start - self.cue.end;
        let paused = silence >= options.pause && (sentence_ended || silence - options.pause >= options.pause);
        let lasted = cue.start - self.cue.start;
        speaker
            || match options.each {
                ParagraphEach::Turn => false,
                ParagraphEach::Cue => true,
                ParagraphEach::Sentence => sentence_ended || paused,
                // Where no sentence ends, as in automatic captions, any cue will do after twice the time.
                ParagraphEach::While => {
                    let due = lasted >= options.every && sentence_ended || lasted - options.every >= options.every;
                    paused || due
                }
            }
    }

    fn push(&mut self, mut cue: Cue<'a>) {
        self.say(&cue.text);
        if cue.end >= self.cue.end {
            (self.cue.end, self.cue.end_timing) = (cue.end, cue.end_timing);
        }
        if self.cue.source.end <= cue.source.start {
            self.cue.source.end = cue.source.end;
        }
        let words = cue.extra.as_mut().map(|extra| mem::take(&mut extra.words)).unwrap_or_default();
        if !words.is_empty() {
            self.cue.extra_mut().words.extend(words);
        }
    }

    /// Appends the lines of a cue as one, its styles with them.
    fn say(&mut self, text: &Text<'_>) {
        let old = text.as_str();
        // Where each byte of the cue's text went.
        let mut moved: Vec<u32> = Vec::with_capacity(old.len() + 1);
        let mut fresh = true;
        let mut blanks = 0;
        for c in old.chars() {
            if c.is_whitespace() && (c != '\u{a0}') && (fresh || matches!(c, '\n' | '\r') || blanks > 0) {
                moved.extend(std::iter::repeat_n(self.plain.len() as u32, c.len_utf8()));
                (fresh, blanks) = (true, blanks + 1);
                continue;
            }
            if fresh && !self.plain.is_empty() {
                let last = self.plain.chars().next_back().unwrap_or(' ');
                if !(last.is_whitespace() || is_unspaced(last) && is_unspaced(c)) {
                    self.plain.push(' ');
                }
            }
            (fresh, blanks) = (false, 0);
            moved.extend(std::iter::repeat_n(self.plain.len() as u32, c.len_utf8()));
            self.plain.push(c);
        }
        let length = self.plain.trim_end().len();
        self.plain.truncate(length);
        moved.push(length as u32);
        let place = |at: u32| moved.get(at as usize).copied().unwrap_or(length as u32).min(length as u32);
        let span = |span: &Span| Span { start: place(span.start), end: place(span.end), style: span.style.clone() };
        self.spans.extend(text.spans().iter().map(span).filter(|span| {
            span.start < span.end || matches!(span.style, Style::Dash(_) | Style::Time(_) | Style::Raw(_))
        }));
    }

    fn finish(mut self) -> Cue<'a> {
        self.cue.text = Text::styled(self.plain, self.spans);
        if self.cue.extra.as_deref() == Some(&Default::default()) {
            self.cue.extra = None;
        }
        self.cue
    }
}

/// Whether a text is nothing but sounds.
fn is_sound(text: &str) -> bool {
    let found = remarks(text);
    let mut at = 0;
    let mut rest = String::new();
    for range in &found {
        rest.push_str(&text[at..range.start]);
        at = range.end;
    }
    rest.push_str(&text[at..]);
    !found.is_empty() && !rest.contains(char::is_alphanumeric)
}

fn opened_by_dash(cue: &Cue<'_>) -> bool {
    matches!(cue.text.spans(), [first, ..] if first.start == 0 && matches!(first.style, Style::Dash(_)))
}

/// What cues have and paragraphs have no place for.
fn report_losses(document: &Document<'_>, sink: &mut Sink) {
    let named = |cue: &&Cue<'_>| cue.id().is_some_and(|id| !id.bytes().all(|byte| byte.is_ascii_digit()));
    let kinds = [
        ("loss-ids", document.cues.iter().filter(named).count(), "ids that are no numbers"),
        ("loss-layout", document.cues.iter().filter(|cue| cue.layout().is_some()).count(), "the place on the picture"),
    ];
    for (code, count, what) in kinds.into_iter().filter(|(_, count, _)| *count > 0) {
        let message = format!("paragraphs have no place for {what} ({count} cue{})", if count == 1 { "" } else { "s" });
        sink.report(Diagnostic::note(code, message));
    }
}
