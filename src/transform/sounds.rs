//! Remarks that are no speech (`[laughs]`, `(inaudible)`, `♪ … ♪`) taken out of the text.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Sink};
use crate::model::{Cue, Document, Span, Style, Text};
use crate::transcript::remarks;

/// So many sounds of a cue are looked for in vain in its bytes, each to their end, before the rest are not.
const HIDDEN: usize = 8;

/// Drops the remarks from every cue, and the cues that hold nothing else. Each is reported, with its
/// cue. Speech in the same cue stays, and so do brackets that are no sound (`(geth)`).
///
/// ```
/// use cuekit::{Cue, Document, Sink, Timestamp, drop_sounds};
/// let cue = |text| Cue::new(Timestamp::ZERO, Timestamp::from_secs(1), text);
/// let mut document = Document { cues: vec![cue("(laughs) Come on!"), cue("[applause]")], ..Document::default() };
/// drop_sounds(&mut document, &mut Sink::new());
/// assert_eq!(document.cues.len(), 1);
/// assert_eq!(document.cues[0].text.as_str(), "Come on!");
/// ```
pub fn drop_sounds(document: &mut Document<'_>, sink: &mut Sink) {
    let mut index = 0;
    let source = document.source.map_or("", |source| source.text());
    document.cues.retain_mut(|cue| {
        let number = index;
        index += 1;
        let text = cue.text.as_str();
        let found: Vec<Range<usize>> = remarks(text).into_iter().map(|range| with_label(text, range)).collect();
        if found.is_empty() {
            return true;
        }
        // Where the bytes of the cue are looked through for the next sound.
        let mut rest = cue.source.range();
        let mut hidden = 0;
        for range in &found {
            let sound = &cue.text.as_str()[range.clone()];
            let diagnostic =
                Diagnostic::note("sound-dropped", format!("{sound} is no speech and was left out")).cue(number);
            // Markup inside a sound, or another line break, hides it: then the cue is the place.
            let bytes = source.get(rest.clone()).filter(|_| hidden < HIDDEN);
            let place = bytes.and_then(|bytes| bytes.find(sound)).map(|at| rest.start + at);
            hidden += usize::from(place.is_none());
            let place = place.map_or(cue.source.range(), |at| at..at + sound.len());
            rest.start = if place == cue.source.range() { rest.start } else { place.end };
            sink.report(if place.is_empty() { diagnostic } else { diagnostic.at(place) });
        }
        without(cue, &found);
        !cue.text.is_empty()
    });
}

/// A sound with the name of who makes it, if nothing else is on the line: `MAN: (laughs)`.
fn with_label(text: &str, sound: Range<usize>) -> Range<usize> {
    const LONGEST: usize = 60;
    let after = text[sound.end..].chars().find(|c| *c == '\n' || !c.is_whitespace());
    let mut begun = sound.start;
    for (at, _) in text[..sound.start].char_indices().rev().take(LONGEST).take_while(|(_, c)| *c != '\n') {
        begun = at;
    }
    let whole = begun == 0 || text[..begun].ends_with('\n');
    let line = text[begun..sound.start].trim_start_matches(is_mark);
    let Some(label) = line.trim_end().strip_suffix(':') else { return sound };
    let name =
        !label.contains(char::is_lowercase) || label.starts_with('[') && label.find(']') == Some(label.len() - 1);
    match whole && name && label.contains(char::is_alphabetic) && after.is_none_or(|c| c == '\n') {
        true => sound.start - line.len()..sound.end,
        false => sound,
    }
}

/// Blanks, and what opens a turn: these go with a sound that is all that is said.
fn is_mark(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '–' | '>')
}

/// Cuts the end of a text back to what is said: blanks, and a last line that only opens a turn.
fn cut_back(plain: &mut String) {
    let line = plain.rfind('\n').map_or(0, |at| at + 1);
    let kept = if plain[line..].chars().all(is_mark) { line } else { plain.trim_end().len() };
    plain.truncate(kept);
}

/// Takes ranges out of a cue's text, with the blanks, the points and the emptied lines they leave behind.
fn without(cue: &mut Cue<'_>, ranges: &[Range<usize>]) {
    let old = cue.text.as_str();
    let mut keep: Vec<bool> = vec![true; old.len()];
    for range in ranges {
        keep[range.clone()].fill(false);
    }
    let mut plain = String::with_capacity(old.len());
    // Where each byte of the old text went.
    let mut moved: Vec<u32> = Vec::with_capacity(old.len() + 1);
    for (at, c) in old.char_indices() {
        moved.extend(std::iter::repeat_n(plain.len() as u32, c.len_utf8()));
        if !keep[at] {
            continue;
        }
        let after_sound = at > 0 && !keep[at - 1];
        if after_sound && matches!(c, ',' | '.' | ';' | '!' | '?') && !old[at + 1..].starts_with('.') {
            plain.truncate(plain.trim_end_matches([' ', '\t']).len());
            // `Well, (laughs), no.` has one comma too many, `[laughs].` a point.
            let said = plain.chars().next_back().is_some_and(|c| !is_mark(c));
            if !said || matches!(c, ',' | '.' | ';') && plain.ends_with([',', ';', '.', '!', '?', '…']) {
                continue;
            }
        }
        let blank = c.is_whitespace();
        let after_blank = plain.is_empty() || plain.ends_with(char::is_whitespace);
        if blank && c != '\n' && after_blank || c == '\n' && plain.is_empty() {
            continue;
        }
        if c == '\n' {
            cut_back(&mut plain);
            if plain.is_empty() || plain.ends_with('\n') {
                continue;
            }
        }
        plain.push(c);
    }
    cut_back(&mut plain);
    let length = plain.trim_end().len();
    plain.truncate(length);
    moved.push(length as u32);
    let place = |at: u32| moved.get(at as usize).copied().unwrap_or(length as u32).min(length as u32);
    let mut spans: Vec<Span> = cue
        .text
        .spans()
        .iter()
        .filter(|span| span.style != Style::Sound)
        .map(|span| Span { start: place(span.start), end: place(span.end), style: span.style.clone() })
        .filter(|span| span.start < span.end || matches!(span.style, Style::Dash(_)))
        .collect();
    // A dialogue of which one turn is left is none.
    let voices = spans.iter().filter(|span| matches!(span.style, Style::Voice { .. })).count();
    spans.retain(|span| voices > 1 || !matches!(span.style, Style::Dash(_)));
    cue.text = Text::styled(plain, spans);
    if let Some(extra) = &mut cue.extra {
        extra.words.retain(|word| remarks(&word.text).is_empty());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Timestamp;

    fn dropped(text: &str) -> Vec<String> {
        let cue = Cue::new(Timestamp::ZERO, Timestamp::ZERO, text.to_owned());
        let mut document = Document { cues: vec![cue], ..Document::default() };
        drop_sounds(&mut document, &mut Sink::new());
        document.cues.iter().map(|c| c.text.as_str().to_owned()).collect()
    }

    #[test]
    fn speech_stays_whole() {
        assert_eq!(dropped("- (laughs) Come on!"), ["- Come on!"]);
        assert_eq!(dropped("Well [coughs] yes."), ["Well yes."]);
        assert_eq!(dropped("- No.\n- [applause]"), ["- No."]);
        assert_eq!(dropped("[applause]\nThank you."), ["Thank you."]);
        assert_eq!(dropped("The client (geth) is up."), ["The client (geth) is up."]);
        assert!(dropped("♪ la la la ♪").is_empty());
    }
}
