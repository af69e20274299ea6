//! Captions of which only those are cut anew that break a limit.

use super::{CaptionOptions, caption, characters};
use crate::diagnostic::{Diagnostic, Sink};
use crate::model::{Cue, Document, SourceRange, Style};

/// Cuts those cues anew that break a limit of the profile (a line too wide, too many lines, shown too long), as
/// [`caption`](super::caption) does; all others stay as they are. How many there were.
///
/// What comes of a cue is shown within its time, at its place on the picture: the first part begins and the last ends as
/// it did, the starts between are guesses by the pace of speech. Times inside a text have no place in the parts and are
/// reported (`loss-words`).
///
/// ```
/// use cuekit::{CaptionOptions, Cue, Document, Profile, Sink, Timestamp, recut_long};
/// let cue = |from, text| Cue::new(Timestamp::from_secs(from), Timestamp::from_secs(from + 9), text);
/// let long = "This is said all in one caption, which is shown for too long. And it is too wide for a line, too.";
/// let mut document = Document { cues: vec![cue(0, long), cue(10, "Short.")], ..Document::default() };
/// let options = CaptionOptions { profile: Profile::named("netflix", Some("en")).unwrap(), ..Default::default() };
/// recut_long(&mut document, &options, &mut Sink::new());
/// assert!(document.cues.len() > 2 && document.cues.last().unwrap().text.as_str() == "Short.");
/// ```
pub fn recut_long(document: &mut Document<'_>, options: &CaptionOptions, sink: &mut Sink) -> usize {
    let profile = &options.profile;
    let breaks = |cue: &Cue<'_>| {
        let wide = cue.text.shown().lines().any(|line| line.chars().count() > profile.max_cpl);
        let long = cue.duration() > profile.max_duration && characters(cue) > profile.max_cpl / 2;
        wide || long || cue.text.lines().count() > profile.max_lines
    };
    let (mut cut, mut timed) = (0, 0);
    let cues = std::mem::take(&mut document.cues);
    document.cues.reserve(cues.len());
    for mut cue in cues {
        if !breaks(&cue) || cue.text.as_str().trim().is_empty() {
            document.cues.push(cue);
            continue;
        }
        cut += 1;
        timed += usize::from(cue.text.spans().iter().any(|span| matches!(span.style, Style::Time(_))));
        let (start, end, source, timing) = (cue.start, cue.end, cue.source, cue.timing);
        let id = cue.extra.as_mut().and_then(|extra| extra.id.take()).map(|id| id.into_owned());
        let layout = cue.extra.as_mut().and_then(|extra| extra.layout.take());
        let alone =
            Document { cues: vec![cue], speakers: std::mem::take(&mut document.speakers), ..Document::default() };
        let (parts, _) = caption(alone, options, &mut Sink::new());
        document.speakers = parts.speakers;
        let last = parts.cues.len().saturating_sub(1);
        document.cues.extend(parts.cues.into_iter().enumerate().map(|(nth, mut part)| {
            part.start = part.start.clamp(start, end);
            part.end = if nth == last { end } else { part.end.clamp(part.start, end) };
            part.source = if nth == 0 { source } else { SourceRange::default() };
            if nth == 0 {
                (part.start, part.timing) = (start, timing);
                if let Some(id) = &id {
                    part.extra_mut().id = Some(id.clone().into());
                }
            }
            if let Some(layout) = &layout {
                part.extra_mut().layout = Some(layout.clone());
            }
            part
        }));
    }
    if timed > 0 {
        let message = format!("times inside the texts of cues that were cut were left out ({timed} of them)");
        sink.report(Diagnostic::note("loss-words", message));
    }
    cut
}
