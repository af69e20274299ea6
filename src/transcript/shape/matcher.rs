//! A line held against the patterns of the table: where its clock, its name and its text stand.

use nom::Parser as _;

use super::super::grammar::{self, Clock, FourthField};
use super::super::remark;
use super::{Family, Marks, PATTERNS, Pattern};
use crate::model::Timestamp;

/// Longest name in characters: beyond it a colon is punctuation.
const MAX_NAME: usize = 60;

/// A line matched against a pattern; the ranges are bytes of the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::transcript) struct LineMatch {
    pub(in crate::transcript) pattern: usize,
    pub(in crate::transcript) clock: Clock,
    pub(in crate::transcript) end: Option<Clock>,
    /// The second of a link's `t=`, which repairs a slip in the printed clock.
    pub(in crate::transcript) link: Option<Timestamp>,
    /// Where the clock stands.
    pub(in crate::transcript) stamp: (usize, usize),
    pub(in crate::transcript) name: Option<(usize, usize)>,
    pub(in crate::transcript) text: (usize, usize),
}

impl LineMatch {
    pub(in crate::transcript) fn pattern(&self) -> &'static Pattern {
        &PATTERNS[self.pattern]
    }

    pub(in crate::transcript) fn family(&self) -> Family {
        self.pattern().family
    }

    /// The time of the stamp. A link's second is exacter than a clock behind the text shows, and right
    /// where the clock is a slip.
    pub(in crate::transcript) fn time(&self, fourth: FourthField) -> Timestamp {
        match self.link {
            Some(link) if self.clock.slip || self.family() == Family::LinkAtEnd => link,
            _ => self.clock.time(fourth),
        }
    }
}

/// Which patterns a line is held against.
#[derive(Debug, Clone, Copy)]
pub(in crate::transcript) enum Scope<'f> {
    All,
    Families(&'f [Family]),
    Only(usize),
}

impl Scope<'_> {
    fn has(self, index: usize) -> bool {
        match self {
            Scope::All => true,
            Scope::Families(families) => families.contains(&PATTERNS[index].family),
            Scope::Only(only) => index == only,
        }
    }
}

/// The first pattern of the scope that a line fits.
pub(in crate::transcript) fn match_line(line: &str, scope: Scope<'_>) -> Option<LineMatch> {
    let (opening, marks) = Opening::of(line)?;
    let memo = Memo::default();
    PATTERNS
        .iter()
        .enumerate()
        .filter(|(index, p)| marks.has(p.needs) && opening.suits(p.line) && scope.has(*index))
        .find_map(|(index, pattern)| Matcher::new(line, index, &memo).run(pattern.line))
}

/// What a line begins with, as far as it tells which patterns are worth trying. Most lines of a
/// transcript have no clock in reach of their ends; those have no opening at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opening {
    Clock,
    /// `[` or `(` and then a digit.
    SquareDigit,
    RoundDigit,
    Square,
    Round,
    Other,
}

impl Opening {
    fn of(line: &str) -> Option<(Opening, Marks)> {
        let body = line.trim_start_matches(['*', '\\', '_', ' ', '\t', '\u{a0}']);
        let near = body.char_indices().nth(MAX_NAME + 24).map_or(body.len(), |(at, _)| at);
        let tail = body.trim_end();
        if !holds_clock(&body[..near]) && !tail.ends_with('#') && !tail.ends_with(")]") {
            return None;
        }
        let first = body.chars().next()?;
        // The end of a line may hold a mark of its own (`#00:00:05-4#`, a link).
        let marks = body[..near].chars().chain(tail.chars().rev().take(3)).fold(Marks::NONE, Marks::with);
        let marks = if tail.ends_with(")]") { marks.with('[').with('(') } else { marks };
        let opening = match plain(first) {
            '[' | '(' => {
                let digit = body[first.len_utf8()..].starts_with(grammar::is_digit);
                match (plain(first), digit) {
                    ('[', true) => Opening::SquareDigit,
                    ('[', false) => Opening::Square,
                    (_, true) => Opening::RoundDigit,
                    (_, false) => Opening::Round,
                }
            }
            c if grammar::is_digit(c) && starts_with_clock(body) => Opening::Clock,
            _ => Opening::Other,
        };
        Some((opening, marks))
    }

    fn suits(self, pattern: &str) -> bool {
        match pattern.as_bytes() {
            [b'T' | b'R' | b'V' | b'I', ..] => self == Opening::Clock,
            [b'[', b'N', ..] => matches!(self, Opening::Square | Opening::SquareDigit),
            [b'[', ..] => self == Opening::SquareDigit,
            [b'(', ..] => self == Opening::RoundDigit,
            // A text may begin with anything, a name with anything but a clock.
            [b'X', ..] | [b'*', ..] => true,
            _ => !matches!(self, Opening::Clock | Opening::SquareDigit | Opening::RoundDigit),
        }
    }
}

/// Whether digits stand before a colon, or before a point as in `0.00s -> 6.00s`.
fn holds_clock(text: &str) -> bool {
    let mut digits = false;
    for c in text.chars() {
        if digits && matches!(c, ':' | '：' | '∶' | '.') {
            return true;
        }
        // A slip may have a blank before its colon or point.
        digits = grammar::is_digit(c) || digits && c == ' ';
    }
    false
}

fn starts_with_clock(text: &str) -> bool {
    let rest = text.trim_start_matches(grammar::is_digit);
    rest.starts_with([':', '：', '∶', '.', ','])
}

/// The last clock read in a line: where, and what it is and ends at. The patterns of a line ask for the
/// same ones over and over.
type Memo = std::cell::Cell<Option<(usize, Option<(usize, Clock)>)>>;

struct Matcher<'l, 'm> {
    line: &'l str,
    found: LineMatch,
    has_clock: bool,
    memo: &'m Memo,
}

impl<'l, 'm> Matcher<'l, 'm> {
    fn new(line: &'l str, pattern: usize, memo: &'m Memo) -> Self {
        let clock = Clock { fields: [0; 4], count: 0, nanos: 0, decimals: 0, slip: false };
        let found = LineMatch {
            pattern,
            clock,
            end: None,
            link: None,
            stamp: (0, 0),
            name: None,
            text: (line.len(), line.len()),
        };
        Matcher { line, found, has_clock: false, memo }
    }

    fn run(mut self, pattern: &str) -> Option<LineMatch> {
        let start = self.line.len() - self.line.trim_start().len();
        self.pieces(pattern, start).then_some(self.found).filter(|_| self.has_clock)
    }

    /// Matches the pieces from a byte of the line on, to its end.
    fn pieces(&mut self, pattern: &str, at: usize) -> bool {
        let Some(piece) = pattern.chars().next() else {
            return self.line[self.skip_marks(at)..].trim().is_empty();
        };
        let rest = &pattern[piece.len_utf8()..];
        match piece {
            ' ' => self.pieces(rest, self.skip_blanks(at)),
            '_' => {
                let gap = &self.line[at..self.skip_blanks(at)];
                (gap.contains('\t') || gap.chars().count() > 1) && self.pieces(rest, at + gap.len())
            }
            'T' => self.clock(at, rest),
            'I' => grammar::clock(&self.line[at..])
                .is_ok_and(|(after, _)| self.pieces(rest, self.line.len() - after.len())),
            'V' => self.spoken_clock(at, rest),
            'R' => self.range(at, rest),
            'L' => self.link(at, rest),
            'D' => {
                let digits = self.line[at..].find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
                if digits != 1 {
                    return false;
                }
                let tenth = u32::from(self.line.as_bytes()[at] - b'0');
                (self.found.clock.nanos, self.found.clock.decimals) = (tenth * 100_000_000, 1);
                self.pieces(rest, at + digits)
            }
            'N' => self.name(at, rest),
            'X' => self.text(at, rest),
            // A `*` in a pattern asks for the bold mark that is otherwise seen through.
            '*' => match self.line[at..].starts_with('*') {
                true => self.pieces(rest, at + self.line[at..].bytes().take_while(|&b| b == b'*').count()),
                false => false,
            },
            mark => {
                let at = self.skip_marks(at);
                // `Note\: this` and `\- this` are speech: who wrote the backslash says so.
                if matches!(mark, ':' | '-') && self.line[..at].ends_with('\\') {
                    return false;
                }
                match self.line[at..].chars().next() {
                    // The colon inside a clock ends no name: `Ada  1:01:24`.
                    Some(':') if self.between_digits(at) => false,
                    Some(c) if plain(c) == mark => self.pieces(rest, at + c.len_utf8()),
                    _ => false,
                }
            }
        }
    }

    fn between_digits(&self, at: usize) -> bool {
        let line = self.line.as_bytes();
        at > 0 && line[at - 1].is_ascii_digit() && line.get(at + 1).is_some_and(u8::is_ascii_digit)
    }

    fn skip_blanks(&self, at: usize) -> usize {
        at + self.line[at..].find(|c: char| !c.is_whitespace()).unwrap_or(self.line.len() - at)
    }

    /// Past Markdown's emphasis and escapes.
    fn skip_marks(&self, at: usize) -> usize {
        at + self.line[at..].find(|c: char| !matches!(c, '*' | '\\' | '_')).unwrap_or(self.line.len() - at)
    }

    /// The clock at a byte of the line, and what follows it.
    fn strict_clock(&self, at: usize) -> Option<(&'l str, Clock)> {
        let known = self.memo.get().filter(|(place, _)| *place == at).map(|(_, parsed)| parsed);
        let parsed = known.unwrap_or_else(|| {
            let parsed = grammar::clock.parse(&self.line[at..]).ok();
            let parsed = parsed.map(|(after, clock)| (self.line.len() - after.len(), clock));
            self.memo.set(Some((at, parsed)));
            parsed
        });
        parsed.map(|(end, clock)| (&self.line[end..], clock))
    }

    fn clock(&mut self, at: usize, rest: &str) -> bool {
        let at = self.skip_marks(at);
        let input = &self.line[at..];
        let closing = rest.chars().next().filter(|c| matches!(c, ']' | ')'));
        let strict = self.strict_clock(at);
        let parsed = match (strict, closing) {
            // In brackets the whole bracket is a clock, perhaps a sloppy one.
            (Some((after, clock)), Some(_)) if closes(after) => Some((after, clock)),
            (_, Some(_)) => grammar::sloppy_clock(input).ok().filter(|(after, _)| closes(after)),
            (strict, None) => strict,
        };
        let Some((after, clock)) = parsed else { return false };
        let end = self.line.len() - after.len();
        // A clock in running text has a letter on either side now and then; `0:033 seconds` is met only whole.
        (self.found.clock, self.found.stamp) = (clock, (at, end));
        self.has_clock = true;
        self.pieces(rest, end)
    }

    /// A clock and the same in words, as pages of videos are copied.
    fn spoken_clock(&mut self, at: usize, rest: &str) -> bool {
        let Some((after, clock)) = grammar::spoken_clock(&self.line[at..]) else { return false };
        let end = self.line.len() - after.len();
        (self.found.clock, self.found.stamp) = (clock, (at, end));
        self.has_clock = true;
        self.pieces(rest, end)
    }

    fn range(&mut self, at: usize, rest: &str) -> bool {
        let at = self.skip_marks(at);
        let time = |input| loose_clock(input).or_else(|| grammar::plain_seconds(input).ok());
        let Some((after, start)) = self.strict_clock(at).or_else(|| time(&self.line[at..])) else { return false };
        let trimmed = after.trim_start();
        let arrow = ["-->", "->", "–", "—", "→", "-", "~", "～", "to "].iter().find(|a| trimmed.starts_with(**a));
        let Some(arrow) = arrow else { return false };
        let Some((after, end)) = time(trimmed[arrow.len()..].trim_start()) else { return false };
        let to = self.line.len() - after.len();
        (self.found.clock, self.found.end, self.found.stamp) = (start, Some(end), (at, to));
        self.has_clock = true;
        // Behind an arrow WebVTT's settings may follow.
        if rest.is_empty() && *arrow == "-->" {
            return true;
        }
        self.pieces(rest, to)
    }

    /// `(https://…?t=141)` behind a bracket; its absence is fine.
    fn link(&mut self, at: usize, rest: &str) -> bool {
        let input = &self.line[at..];
        if !input.starts_with("(http") {
            return self.pieces(rest, at);
        }
        let Some(length) = input.find(')') else { return false };
        self.found.link = link_time(&input[..length]);
        self.pieces(rest, at + length + 1)
    }

    /// A name: as short as the rest of the pattern allows.
    fn name(&mut self, at: usize, rest: &str) -> bool {
        let at = self.skip_marks(at);
        let line = self.line;
        let follows = rest.trim_start_matches([' ', '_']).chars().next();
        for (count, (offset, c)) in line[at..].char_indices().enumerate().skip(1) {
            if count > MAX_NAME {
                return false;
            }
            // Names end where the pattern goes on; letters never do.
            if c.is_alphabetic() || !self.may_follow(at + offset, follows) {
                continue;
            }
            if self.name_to(at, at + offset, rest) {
                return true;
            }
        }
        rest.is_empty() && self.name_to(at, line.len(), rest)
    }

    /// Whether what a pattern goes on with can stand here, behind blanks and marks.
    fn may_follow(&self, at: usize, piece: Option<char>) -> bool {
        let next = self.line[at..].chars().find(|c| !c.is_whitespace() && !matches!(c, '*' | '\\' | '_'));
        match (piece, next) {
            (Some('T' | 'R'), Some(next)) => grammar::is_digit(next),
            (Some(mark @ ('[' | '(' | ':' | '-' | ']' | ')')), Some(next)) => plain(next) == mark,
            (None, next) => next.is_none(),
            _ => true,
        }
    }

    fn name_to(&mut self, at: usize, end: usize, rest: &str) -> bool {
        let before = self.found.clone();
        let had_clock = self.has_clock;
        let name = self.line[at..end].trim_end_matches(['*', '_', '\\', ' ', '\t', '\u{a0}', ':', '：']);
        // `[Applause] [0:12]` is a sound; `Break: [0:12]` is a label like a name.
        let sound = self.line[..at].ends_with(['[', '(']) && remark::is_sound_word(name);
        if plausible_name(name) && !sound && self.pieces(rest, end) {
            self.found.name = Some((at, at + name.len()));
            return true;
        }
        (self.found, self.has_clock) = (before, had_clock);
        false
    }

    /// The text: the rest of the line, or as far as a stamp at its end.
    fn text(&mut self, at: usize, rest: &str) -> bool {
        // Of `:**` or `)** text` the mark belongs to what stood before.
        let at = match self.line[..at].trim_end().ends_with([':', ']', ')', '：', '-', '–', '—']) {
            true => at + self.line[at..].bytes().take_while(|&b| b == b'*').count(),
            false => at,
        };
        let at = self.skip_blanks(at);
        if rest.is_empty() {
            let end = self.line.trim_end().len();
            self.found.text = (at.min(end), end);
            return at < end;
        }
        let mark = rest.trim_start().chars().next().unwrap_or('[');
        let Some(offset) = self.line[at..].trim_end().rmatch_indices(mark).map(|(o, _)| o).find(|&o| {
            let mut probe =
                Matcher { line: self.line, found: self.found.clone(), has_clock: self.has_clock, memo: self.memo };
            probe.pieces(rest.trim_start(), at + o)
        }) else {
            return false;
        };
        self.found.text = (at, at + self.line[at..at + offset].trim_end().len());
        self.pieces(rest.trim_start(), at + offset)
    }
}

/// `0:0:3.410`: without zero padding, beside an arrow only.
fn loose_clock(input: &str) -> Option<(&str, Clock)> {
    grammar::clock(input).ok().or_else(|| {
        let (rest, clock) = grammar::sloppy_clock(input).ok()?;
        // Without a colon it is a number of seconds.
        let spelt = &input[..input.len() - rest.len()];
        // Who pads no seconds pads no milliseconds: `0:0:6.10` is 6.010 s.
        let nanos = match clock.decimals {
            1 | 2 => clock.nanos / 10u32.pow(9 - u32::from(clock.decimals)) * 1_000_000,
            _ => clock.nanos,
        };
        spelt
            .contains([':', '：'])
            .then_some((rest, Clock { slip: false, nanos, decimals: if clock.decimals > 0 { 3 } else { 0 }, ..clock }))
    })
}

/// The plain mark a full-width or escaped one stands for.
pub(super) fn plain(c: char) -> char {
    match c {
        '（' => '(',
        '）' => ')',
        '【' | '［' => '[',
        '】' | '］' => ']',
        '：' => ':',
        '–' | '—' => '-',
        other => other,
    }
}

fn closes(after: &str) -> bool {
    let after = after.trim_start_matches(['\\', '*', ' ']);
    after.chars().next().is_some_and(|c| matches!(plain(c), ']' | ')'))
}

/// The `t=` of a link, in seconds.
fn link_time(link: &str) -> Option<Timestamp> {
    let at = ["?t=", "&t=", "#t="].iter().find_map(|key| link.find(key).map(|at| at + key.len()))?;
    let number: &str = &link[at..];
    let end = number.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(number.len());
    number[..end].parse().ok()
}

/// Whether this could name a speaker: a letter or digit in it, no sentence, no clock.
pub(crate) fn plausible_name(name: &str) -> bool {
    let name = name.trim();
    let (mut letters, mut words, mut count, mut stops, mut digits) = (0, 0, 0, false, false);
    let mut before = ' ';
    for c in name.chars() {
        count += 1;
        letters += usize::from(c.is_alphanumeric());
        words += usize::from(before.is_whitespace() && !c.is_whitespace());
        stops |= before == '.' && c == ' ';
        digits |= grammar::is_digit(c);
        let forbidden = matches!(c, '?' | '!' | ';' | '<' | '>' | '=' | '#' | '"' | '。' | '？' | '！');
        let address = c == '/' && before == '/';
        if forbidden || address || count > MAX_NAME || words > 8 {
            return false;
        }
        before = c;
    }
    letters > 0
        && (!stops || !ends_sentence(name))
        && !name.starts_with(['-', '(', ',', '.', '+', '•', '|'])
        && before != ','
        && before != ';'
        && (!digits || grammar::clock(name).is_err())
}

/// Whether a full stop in it ends a sentence; behind a short word (`Dr. `, `mem. `) it abbreviates.
fn ends_sentence(name: &str) -> bool {
    name.match_indices(". ").any(|(at, _)| {
        let word = name[..at].rsplit([' ', '(']).next().unwrap_or("");
        word.chars().count() > if word.starts_with(char::is_uppercase) { 4 } else { 3 }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pattern, name and text of a line.
    fn seen(line: &str) -> Option<(&'static str, &str, &str)> {
        let m = match_line(line, Scope::All)?;
        let name = m.name.map_or("", |(a, b)| &line[a..b]);
        Some((m.pattern().line, name, &line[m.text.0..m.text.1]))
    }

    #[test]
    fn lines_as_people_write_them() {
        let cases: &[(&str, (&str, &str, &str))] = &[
            ("[0:03] Good evening.", ("[T]L X", "", "Good evening.")),
            ("**[00:01:12] ANNA:** Good evening.", ("[T]L N: X", "ANNA", "Good evening.")),
            ("[00:07] Marc (PO) : Bonjour", ("[T]L N: X", "Marc (PO)", "Bonjour")),
            ("**Anna:** \\[01:35:04.27\\] Good evening.", ("N: [T]L X", "Anna", "Good evening.")),
            ("Anna [00:12]: Good evening.", ("N [T]L: X", "Anna", "Good evening.")),
            ("[Audience] [00:12]: Good evening.", ("N [T]L: X", "[Audience]", "Good evening.")),
            ("[Speaker 1] [01:00:13] Good evening.", ("[N] [T] X", "Speaker 1", "Good evening.")),
            (
                "**Anna** [7:18](https://example.org/v?a=b&t=438s): Good evening.",
                ("N [T]L: X", "Anna", "Good evening."),
            ),
            ("[02:21](https://example.org/v?t=141) - **Anna**", ("[T]L - N", "Anna", "")),
            ("[00:00] **Anna**", ("[T]L *N* X", "", "")),
            ("**Anna (8:56) -** Good evening.", ("N (T) - X", "Anna", "Good evening.")),
            ("Anna Berg (00:01:02):", ("N (T):", "Anna Berg", "")),
            ("(01:02):", ("(T):", "", "")),
            ("Anna Berg  0:21  ", ("N: T", "", "")),
            ("Anna: 00:32:45", ("N: T", "Anna", "")),
            ("说话人 1 00:01", ("N T", "说话人 1", "")),
            ("发言人 A 00：05", ("N T", "发言人 A", "")),
            ("00:14:22\tAnna (org):\tgm", ("T_N:_X", "Anna (org)", "gm")),
            ("00:15:07 <v Anna>Good evening.", ("T <v N>X", "Anna", "Good evening.")),
            ("0:0:3.410 --> 0:0:4.280", ("R", "", "")),
            ("[00:00-00:05] Good evening.", ("[R] X", "", "Good evening.")),
            ("【00:00.000-00:02.000】你好", ("[R] X", "", "你好")),
            ("[0.00s -> 6.00s]  Good evening.", ("[R] X", "", "Good evening.")),
            ("Anna: Good evening. #00:00:05-4#", ("N: X #T-D#", "Anna", "Good evening.")),
            ("*  Good evening. [[00:00:13](https://example.org/v?a&t=13.4s)]", ("* X [[T]L]", "", "Good evening.")),
        ];
        for (line, want) in cases {
            let got = seen(line);
            // The names of a few overlap patterns; what counts is the name and the text.
            let got = got.map(|(_, name, text)| (name, text));
            let want = match *line {
                "[00:00] **Anna**" | "Anna Berg  0:21  " => {
                    Some((if line.starts_with('[') { "Anna" } else { "Anna Berg" }, ""))
                }
                _ => Some((want.1, want.2)),
            };
            assert_eq!(got, want, "{line}");
        }
    }

    #[test]
    fn what_is_no_stamp() {
        for line in ["[Edito] A question", "the ratio (5:1)", "calldata[0:65]", "See 127.0.0.1:9053", "(geth) hello"] {
            assert_eq!(seen(line), None, "{line}");
        }
    }
}
