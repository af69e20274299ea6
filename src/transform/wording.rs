//! The letters of cues: their case, and words replaced by a table. Styles and times stay over what they lay over.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Sink};
use crate::error::{ErrorKind, Result};
use crate::model::{Document, Span, Style, Text};
use crate::source::Position;

/// A case to write texts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// All capitals.
    Upper,
    /// No capitals.
    Lower,
    /// No capitals but at the beginning of a sentence, and the English `I`: for captions that came in all capitals.
    /// Names lose theirs; a table can give them back.
    Sentence,
}

/// Writes all texts in a case; how many cues changed. The names of speakers stay.
///
/// ```
/// use cuekit::{Case, Cue, Document, Timestamp, change_case};
/// let cue = |text| Cue::new(Timestamp::ZERO, Timestamp::from_secs(1), text);
/// let mut document = Document { cues: vec![cue("COME HERE."), cue("I WON'T")], ..Document::default() };
/// assert_eq!(change_case(&mut document, Case::Sentence), 2);
/// assert_eq!(document.cues[0].text.as_str(), "Come here.");
/// assert_eq!(document.cues[1].text.as_str(), "I won't");
/// ```
pub fn change_case(document: &mut Document<'_>, case: Case) -> usize {
    // A sentence may go on in the next cue.
    let mut begins = true;
    let mut changed = 0;
    for cue in &mut document.cues {
        let text = cue.text.as_str();
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        for (at, c) in text.char_indices() {
            let rises = match case {
                Case::Upper => true,
                Case::Lower => false,
                Case::Sentence => begins || is_alone(text, at),
            };
            let new: String = if rises { c.to_uppercase().collect() } else { c.to_lowercase().collect() };
            if c.is_alphanumeric() {
                begins = false;
            } else if matches!(c, '.' | '!' | '?' | '…' | '¿' | '¡') {
                begins = true;
            }
            if !new.chars().eq([c]) {
                edits.push((at..at + c.len_utf8(), new));
            }
        }
        if !edits.is_empty() {
            cue.text = edited(&cue.text, &edits);
            changed += 1;
        }
    }
    changed
}

/// Whether an `I` stands by itself.
fn is_alone(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    let mut rest = text[at..].chars();
    rest.next() == Some('I') && before && rest.next().is_none_or(|c| !c.is_alphanumeric())
}

/// Texts and what they are replaced by, in the order in which they are tried.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReplaceTable(Vec<(String, String)>);

impl ReplaceTable {
    /// A table of lines `OLD<tab>NEW` or `OLD=NEW`; empty lines and `#` lines are passed over. What is new may be empty.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Syntax`] with the line that is none.
    pub fn from_lines(text: &str) -> Result<Self> {
        let mut table = ReplaceTable::default();
        for (index, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let pair = line.split_once('\t').or_else(|| line.split_once('='));
            let Some((old, new)) = pair.filter(|(old, _)| !old.is_empty()) else {
                let error = ErrorKind::Syntax(format!("{line:?} names no two texts: write OLD=NEW"));
                return Err(crate::Error::from(error).at(Position { line: index + 1, column: 1 }));
            };
            table.0.push((old.to_owned(), new.to_owned()));
        }
        Ok(table)
    }
}

/// Replaces texts by a table; how many places were changed, each of which is reported (`text-replaced`).
///
/// At each place the first entry that fits is taken, and what it puts there is not looked into again. An entry that
/// begins or ends with a letter or digit fits whole words only. A line break in a cue counts as a blank, and stays
/// where the new text has one in its place.
///
/// ```
/// use cuekit::{Cue, Document, ReplaceTable, Sink, Timestamp, replace_text};
/// let cue = Cue::new(Timestamp::ZERO, Timestamp::from_secs(1), "the cat in a catalogue");
/// let mut document = Document { cues: vec![cue], ..Document::default() };
/// let table = ReplaceTable::from_lines("cat=dog\n")?;
/// assert_eq!(replace_text(&mut document, &table, &mut Sink::new()), 1);
/// assert_eq!(document.cues[0].text.as_str(), "the dog in a catalogue");
/// # Ok::<(), cuekit::Error>(())
/// ```
pub fn replace_text(document: &mut Document<'_>, table: &ReplaceTable, sink: &mut Sink) -> usize {
    let mut places = 0;
    for (index, cue) in document.cues.iter_mut().enumerate() {
        let text = cue.text.as_str();
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        let mut done = 0;
        for (at, _) in text.char_indices() {
            if at < done {
                continue;
            }
            let found = table.0.iter().find_map(|(old, new)| Some((fits(text, at, old)?, new)));
            if let Some((end, new)) = found {
                done = end;
                let (was, new) = (&text[at..end], with_breaks(&text[at..end], new));
                let diagnostic = Diagnostic::note("text-replaced", format!("{was:?} became {new:?}")).cue(index);
                let place = cue.source.range();
                sink.report(if place.is_empty() { diagnostic } else { diagnostic.at(place) });
                edits.push((at..end, new));
            }
        }
        if !edits.is_empty() {
            places += edits.len();
            cue.text = edited(&cue.text, &edits);
        }
    }
    places
}

/// Where a text ends that stands at a place, as whole words.
fn fits(text: &str, at: usize, old: &str) -> Option<usize> {
    let mut rest = text[at..].chars();
    let same = |wanted: char, found: char| wanted == found || wanted == ' ' && found == '\n';
    if !old.chars().all(|wanted| rest.next().is_some_and(|found| same(wanted, found))) {
        return None;
    }
    let end = text.len() - rest.as_str().len();
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let cuts_before = is_word(old.chars().next()) && is_word(text[..at].chars().next_back());
    let cuts_behind = is_word(old.chars().next_back()) && is_word(rest.next());
    (!cuts_before && !cuts_behind).then_some(end)
}

/// The new text with the line breaks that the old one has, where both have a blank of the same count.
fn with_breaks(old: &str, new: &str) -> String {
    let mut blanks = old.chars().filter(|c| matches!(c, ' ' | '\n'));
    new.chars().map(|c| if c == ' ' { blanks.next().unwrap_or(' ') } else { c }).collect()
}

/// A text with some places written otherwise, in order and apart.
fn edited(text: &Text<'_>, edits: &[(Range<usize>, String)]) -> Text<'static> {
    let old = text.as_str();
    let mut plain = String::with_capacity(old.len());
    let mut at = 0;
    // Where edits end, in the old text and in the new, and how long they are there.
    let mut moved: Vec<(Range<usize>, Range<usize>)> = Vec::with_capacity(edits.len());
    for (place, new) in edits {
        plain.push_str(&old[at..place.start]);
        let begin = plain.len();
        plain.push_str(new);
        moved.push((place.clone(), begin..plain.len()));
        at = place.end;
    }
    plain.push_str(&old[at..]);
    let place = |old: u32, ends: bool| {
        let old = old as usize;
        match moved[..moved.partition_point(|(was, _)| was.start <= old)].last() {
            None => old as u32,
            Some((was, now)) if old >= was.end => (old - was.end + now.end) as u32,
            Some((was, now)) if old == was.start || !ends => now.start as u32,
            Some((_, now)) => now.end as u32,
        }
    };
    let span = |span: &Span| {
        let start = place(span.start, false);
        Span { start, end: place(span.end, true).max(start), style: span.style.clone() }
    };
    Text::styled(plain, text.spans().iter().map(span).collect())
}

/// Takes all styling out of the texts: bold, italics, colours, classes, rubies' annotations stay as text. Voices,
/// dashes, languages and times stay. How many cues changed.
///
/// ```
/// use cuekit::{Cue, Document, Span, Style, Text, Timestamp, strip_styles};
/// let text = Text::styled("Come on!", vec![Span { start: 0, end: 4, style: Style::Italic }]);
/// let cue = Cue::new(Timestamp::ZERO, Timestamp::from_secs(1), text);
/// let mut document = Document { cues: vec![cue], ..Document::default() };
/// assert_eq!(strip_styles(&mut document), 1);
/// assert!(document.cues[0].text.spans().is_empty());
/// ```
pub fn strip_styles(document: &mut Document<'_>) -> usize {
    let stays = |span: &Span| {
        let bare = matches!(&span.style, Style::Voice { .. } | Style::Dash(_) | Style::Language(_) | Style::Time(_));
        bare || span.style == Style::Sound
    };
    let mut changed = 0;
    for cue in &mut document.cues {
        let spans: Vec<Span> = cue.text.spans().iter().filter(|span| stays(span)).cloned().collect();
        if spans.len() < cue.text.spans().len() {
            cue.text = std::mem::take(&mut cue.text).with_spans(spans);
            changed += 1;
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Cue, Timestamp};

    fn document(text: &'static str, span: Range<u32>) -> Document<'static> {
        let span = Span { start: span.start, end: span.end, style: Style::Italic };
        let cue = Cue::new(Timestamp::ZERO, Timestamp::ZERO, Text::styled(text, vec![span]));
        Document { cues: vec![cue], ..Document::default() }
    }

    fn italic(document: &Document<'_>) -> String {
        let text = &document.cues[0].text;
        text.as_str()[text.spans()[0].start as usize..text.spans()[0].end as usize].to_owned()
    }

    #[test]
    fn styles_stay_over_their_words() {
        let mut german = document("die straße hier", 4..11);
        change_case(&mut german, Case::Upper);
        assert_eq!(german.cues[0].text.as_str(), "DIE STRASSE HIER");
        assert_eq!(italic(&german), "STRASSE");
        let mut names = document("ask mister\nwhite now", 4..16);
        let table = ReplaceTable::from_lines("# names\nmister white\tMr. W. White\n").unwrap();
        assert_eq!(replace_text(&mut names, &table, &mut Sink::new()), 1);
        assert_eq!(names.cues[0].text.as_str(), "ask Mr.\nW. White now");
        assert_eq!(italic(&names), "Mr.\nW. White");
    }

    #[test]
    fn what_is_no_table_is_refused_with_its_line() {
        let error = ReplaceTable::from_lines("a=b\nalone\n").unwrap_err();
        assert_eq!(error.position().map(|position| position.line), Some(2));
    }

    #[test]
    fn sentences_go_on_in_the_next_cue() {
        let cue = |text| Cue::new(Timestamp::ZERO, Timestamp::ZERO, text);
        let mut document =
            Document { cues: vec![cue("WE GO"), cue("HOME. I SAID IT!"), cue("YES")], ..Document::default() };
        change_case(&mut document, Case::Sentence);
        let texts: Vec<&str> = document.cues.iter().map(|cue| cue.text.as_str()).collect();
        assert_eq!(texts, ["We go", "home. I said it!", "Yes"]);
    }
}
