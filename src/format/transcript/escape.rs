//! Speech written so that it is read as speech: a backslash before what would be a stamp, a name or Markdown. What
//! could not be taken for anything else stays as it is, so that a text is a pleasure to read.

use crate::transcript::{can_be_escaped, digit, plausible_name};

/// Where in a block a line of speech stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Behind a stamp that begins its line, where a name may follow.
    First,
    /// Behind a name.
    Behind,
    /// On a line of its own, where anything may stand.
    Line,
}

/// Writes lines of speech.
pub(super) struct Escaper {
    pub(super) markdown: bool,
}

impl Escaper {
    /// Appends a line.
    pub(super) fn line(&self, line: &str, place: Place, out: &mut String) {
        let begin = out.len();
        let last = line.len() - line.trim_end_matches(is_clock_like).len();
        let clock_ends = if last > 0 { line.len() - last } else { usize::MAX };
        let mut before = None;
        // Whether all since a bracket, or since the beginning of the line, is of a clock.
        let mut in_clock = place == Place::Line;
        let mut opened = 0;
        for (at, c) in line.char_indices() {
            let next = line[at + c.len_utf8()..].chars().next();
            let first = at == 0;
            let escape = match c {
                '\\' => next.is_none_or(can_be_escaped),
                '*' => self.markdown || first || before == Some('*') || next == Some('*'),
                ':' | '：' | '∶' => {
                    let ends_line = place == Place::Line && at >= clock_ends;
                    let clock = before.is_some_and(is_digit_or_blank) && (in_clock || ends_line);
                    clock || place != Place::Behind && could_end_name(&out[begin..])
                }
                '.' | ',' => in_clock && opened == 0 && before.is_some_and(is_digit_or_blank),
                '-' | '–' | '—' => first && (place == Place::First || self.markdown && place == Place::Line),
                '#' => first && place == Place::Line,
                '[' | '(' => first && place == Place::Line && next.is_some_and(|c| digit(c).is_some()),
                '>' => before == Some('>') || next == Some('>') || self.markdown && first,
                '&' => line[at..].starts_with("&gt;&gt;") || self.markdown && is_reference(&line[at..]),
                '<' => line[at..].starts_with("<v ") || self.markdown,
                '_' => {
                    self.markdown
                        && !(before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric))
                }
                ']' => self.markdown && matches!(next, Some('(' | '[' | ':')),
                '`' | '~' => self.markdown,
                '+' => self.markdown && first && place == Place::Line,
                _ => false,
            };
            // `1. one` and `1) one` would be a list.
            let number = matches!(c, '.' | ')') && line[..at].bytes().all(|b| b.is_ascii_digit()) && !first;
            if escape || self.markdown && number && place == Place::Line {
                out.push('\\');
            }
            out.push(c);
            in_clock = match c {
                '[' | '(' | '【' | '（' | '［' | '#' => true,
                _ => in_clock && is_clock_like(c),
            };
            if matches!(c, '[' | '(' | '【' | '（' | '［' | '#') {
                opened = at;
            }
            before = Some(c);
        }
    }
}

/// A digit, or a blank as hands type it into a clock.
fn is_digit_or_blank(c: char) -> bool {
    digit(c).is_some() || c == ' '
}

fn is_clock_like(c: char) -> bool {
    is_digit_or_blank(c) || matches!(c, ':' | '：' | '∶' | '.' | ',' | ';' | '-' | '>')
}

/// `&amp;`, `&#38;`.
fn is_reference(text: &str) -> bool {
    text[1..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '#')
}

/// Whether what stands before a colon could be read as a name.
fn could_end_name(before: &str) -> bool {
    // Names are not longer than this: no need to look at a whole paragraph for each of its colons.
    const LONGEST: usize = 4 * 80;
    before.len() <= LONGEST && plausible_name(before.trim_start_matches(['*', '\\', '_', ' ']))
}
