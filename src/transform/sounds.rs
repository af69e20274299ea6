//! Remarks that are no speech (`[laughs]`, `(inaudible)`, `♪ … ♪`) taken out of the text.

use crate::diagnostic::{Diagnostic, Sink};
use crate::model::{Cue, Document, Span, Style, Text};
use crate::transcript::remarks;

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
        let found = remarks(cue.text.as_str());
        if found.is_empty() {
            return true;
        }
        // Where the bytes of the cue are looked through for the next sound.
        let mut rest = cue.source.range();
        for range in &found {
            let sound = &cue.text.as_str()[range.clone()];
            let diagnostic =
                Diagnostic::note("sound-dropped", format!("{sound} is no speech and was left out")).cue(number);
            // Markup inside a sound, or another line break, hides it: then the cue is the place.
            let place = source.get(rest.clone()).and_then(|bytes| bytes.find(sound)).map(|at| rest.start + at);
            let place = place.map_or(cue.source.range(), |at| at..at + sound.len());
            rest.start = if place == cue.source.range() { rest.start } else { place.end };
            sink.report(if place.is_empty() { diagnostic } else { diagnostic.at(place) });
        }
        without(cue, &found);
        !cue.text.is_empty()
    });
}

/// Takes ranges out of a cue's text, with the blanks and the emptied lines they leave behind.
fn without(cue: &mut Cue<'_>, ranges: &[std::ops::Range<usize>]) {
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
        let blank = c.is_whitespace();
        let after_blank = plain.is_empty() || plain.ends_with(char::is_whitespace);
        // A dash that opened only a sound goes with it.
        if !keep[at] || blank && c != '\n' && after_blank || c == '\n' && plain.is_empty() {
            continue;
        }
        if c == '\n' {
            plain.truncate(plain.trim_end_matches([' ', '-', '–']).len());
            if plain.is_empty() || plain.ends_with('\n') {
                continue;
            }
        }
        plain.push(c);
    }
    let length = plain.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–')).len();
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
