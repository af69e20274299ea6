//! The table of line patterns, matching a line against them, and the vote.
//!
//! A pattern is written the way people write the line: `[T] N: X` is a clock in brackets, a name, a
//! colon, a text. Markdown around the pieces (`**`, `\[`) and full-width marks are seen through. A
//! new shape is a new line in [`PATTERNS`].

use nom::Parser as _;

use super::grammar::{self, Clock, FourthField};
use super::remark;
use crate::model::Timestamp;

/// How a clock is set off from the text around it. Lines of one document agree in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Family {
    /// `[0:03]`, `\[0:03\]`, `【0:03】`.
    Square,
    /// `(0:03)`, `（0:03）`.
    Round,
    /// A clock after a name, or alone on its line.
    Bare,
    /// A clock at the start of a line with text behind it.
    BareText,
    /// `0:00:03.410 --> 0:00:04.280` alone.
    Arrow,
    /// `#00:00:05-4#` after the text: its end.
    Hash,
    /// A link after the text: its start.
    LinkAtEnd,
}

/// A line pattern. `T` clock, `I` a clock that does not count, `V` clock and spoken clock without a blank
/// (`0:033 seconds`), `R` range of two clocks, `L` optional link target, `N` name, `X` text, `_` two blanks or more or a tab, a blank: any blanks or none; anything else stands for itself.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) line: &'static str,
    pub(super) family: Family,
    /// Whether the clock is the end of the text before it.
    pub(super) end_stamp: bool,
    /// The brackets and marks a line must have, so that most patterns need not be tried.
    needs: Marks,
}

const fn pattern(line: &'static str, family: Family) -> Pattern {
    Pattern { line, family, end_stamp: false, needs: Marks::of(line.as_bytes()) }
}

/// A set of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Marks(u8);

impl Marks {
    const NONE: Marks = Marks(0);

    const fn of(text: &[u8]) -> Marks {
        let mut set = 0;
        let mut at = 0;
        while at < text.len() {
            set |= match text[at] {
                b'[' => 1,
                b'(' => 2,
                b'#' => 4,
                b'<' => 8,
                _ => 0,
            };
            at += 1;
        }
        Marks(set)
    }

    fn with(self, c: char) -> Marks {
        Marks(
            self.0
                | match plain(c) {
                    '[' => 1,
                    '(' => 2,
                    '#' => 4,
                    '<' => 8,
                    _ => 0,
                },
        )
    }

    fn has(self, needed: Marks) -> bool {
        self.0 & needed.0 == needed.0
    }
}

/// The shapes of lines, the more telling before the more general of one family.
pub(super) static PATTERNS: &[Pattern] = &[
    pattern("R", Family::Arrow),
    pattern("[R] X", Family::Square),
    pattern("[R]", Family::Square),
    pattern("N: [R] X", Family::Square),
    pattern("[T]L - N", Family::Square),
    pattern("[T]L", Family::Square),
    pattern("[N] [T] X", Family::Square),
    pattern("N: [T]L X", Family::Square),
    pattern("N [T]L: X", Family::Square),
    pattern("N [T]L", Family::Square),
    pattern("*N* [T]L X", Family::Square),
    pattern("[T]L *N*: X", Family::Square),
    pattern("[T]L *N*", Family::Square),
    pattern("[T]L *N* X", Family::Square),
    pattern("[T]L N: X", Family::Square),
    pattern("[T]L N:", Family::Square),
    pattern("[T]L X", Family::Square),
    pattern("(T):", Family::Round),
    pattern("(T)", Family::Round),
    pattern("N (T):", Family::Round),
    pattern("N (T) - X", Family::Round),
    pattern("N (T): X", Family::Round),
    pattern("N (T)", Family::Round),
    pattern("(T) N: X", Family::Round),
    pattern("(T) X", Family::Round),
    Pattern { end_stamp: true, ..pattern("N: X #T-D#", Family::Hash) },
    Pattern { end_stamp: true, ..pattern("X #T-D#", Family::Hash) },
    pattern("* X [[T]L]", Family::LinkAtEnd),
    pattern("T", Family::Bare),
    // Every line begins with the same wrong `0:00`.
    pattern("I N_T", Family::Bare),
    pattern("N: T", Family::Bare),
    pattern("N_T", Family::Bare),
    pattern("N T", Family::Bare),
    pattern("T <v N>X", Family::BareText),
    pattern("T_N:_X", Family::BareText),
    pattern("T From N to N:", Family::BareText),
    pattern("T N: X", Family::BareText),
    pattern("VX", Family::BareText),
    pattern("TX", Family::BareText),
];

impl Pattern {
    /// The pattern as a person would write such a line: `[0:03] Name: text`.
    pub(super) fn example(&self) -> String {
        let mut example = String::new();
        for piece in self.line.chars() {
            match piece {
                'T' | 'I' => example.push_str("0:03"),
                'V' => example.push_str("0:033 seconds"),
                'R' => example.push_str("0:03 --> 0:05"),
                'D' => example.push('4'),
                'N' => example.push_str("Name"),
                'X' => example.push_str("text"),
                '_' => example.push_str("  "),
                'L' => {}
                mark => example.push(mark),
            }
        }
        example
    }
}

/// The pattern of this spelling: as in the table, or as its [`Pattern::example`].
pub(super) fn pattern_named(name: &str) -> Option<usize> {
    let same = |a: &str| a.split_whitespace().eq(name.split_whitespace());
    PATTERNS.iter().position(|p| same(p.line) || same(&p.example()))
}

/// Every shape, as a person would write its line.
pub(crate) fn examples() -> impl Iterator<Item = String> {
    PATTERNS.iter().map(Pattern::example)
}

/// The patterns that fit some lines although the document is of no shape: with the number of their
/// lines, the most first; and the first line with a clock in it that fits none of the first.
pub(super) fn nearest(lines: &[&str]) -> (Vec<(String, usize)>, Option<usize>) {
    let found: Vec<(usize, LineMatch)> =
        lines.iter().enumerate().filter_map(|(index, line)| Some((index, match_line(line, Scope::All)?))).collect();
    let mut counts: Vec<(String, usize)> = Vec::new();
    for (_, m) in &found {
        let example = m.pattern().example();
        match counts.iter_mut().find(|(e, _)| *e == example) {
            Some((_, count)) => *count += 1,
            None => counts.push((example, 1)),
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.truncate(2);
    let first = found.first().map(|(index, _)| *index);
    let best = counts.first().map(|(example, _)| example.as_str());
    let fits = |index: usize| {
        found.binary_search_by_key(&index, |(i, _)| *i).is_ok_and(|at| best == Some(&*found[at].1.pattern().example()))
    };
    let odd = first.and_then(|first| (first..lines.len()).find(|&i| !lines[i].trim().is_empty() && !fits(i)));
    (counts, odd.or(first))
}

/// Longest name in characters: beyond it a colon is punctuation.
const MAX_NAME: usize = 60;

/// A line matched against a pattern; the ranges are bytes of the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LineMatch {
    pub(super) pattern: usize,
    pub(super) clock: Clock,
    pub(super) end: Option<Clock>,
    /// The second of a link's `t=`, which repairs a slip in the printed clock.
    pub(super) link: Option<Timestamp>,
    /// Where the clock stands.
    pub(super) stamp: (usize, usize),
    pub(super) name: Option<(usize, usize)>,
    pub(super) text: (usize, usize),
}

impl LineMatch {
    pub(super) fn pattern(&self) -> &'static Pattern {
        &PATTERNS[self.pattern]
    }

    pub(super) fn family(&self) -> Family {
        self.pattern().family
    }

    /// The time of the stamp. A link's second is exacter than a clock behind the text shows, and right
    /// where the clock is a slip.
    pub(super) fn time(&self, fourth: FourthField) -> Timestamp {
        match self.link {
            Some(link) if self.clock.slip || self.family() == Family::LinkAtEnd => link,
            _ => self.clock.time(fourth),
        }
    }
}

/// Which patterns a line is held against.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scope<'f> {
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
pub(super) fn match_line(line: &str, scope: Scope<'_>) -> Option<LineMatch> {
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
fn plain(c: char) -> char {
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
pub(super) fn plausible_name(name: &str) -> bool {
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

/// What the vote found.
#[derive(Debug, Clone)]
pub(super) struct Verdict {
    /// The families whose clocks are stamps, the foremost first.
    pub(super) families: Vec<Family>,
    pub(super) fourth: FourthField,
    /// How many lines could have been stamps, of whatever family.
    pub(super) candidates: usize,
    /// The lines of these families, by their index.
    pub(super) matches: Vec<(usize, LineMatch)>,
}

/// Finds the stamps of the document: of each family its lines and whether their times rise; the one
/// that has most rising lines wins, and others join it if their times fit in between.
pub(super) fn vote(lines: &[&str], scope: Scope<'_>) -> Option<Verdict> {
    let mut matches: Vec<(usize, LineMatch)> =
        lines.iter().enumerate().filter_map(|(index, line)| Some((index, match_line(line, scope)?))).collect();
    let candidates = matches.len();
    let fourth = fourth_field(matches.iter().map(|(_, m)| &m.clock));
    let mut ranked: Vec<(usize, f64, Family)> = Vec::new();
    for family in
        [Family::Arrow, Family::Square, Family::Round, Family::Hash, Family::LinkAtEnd, Family::Bare, Family::BareText]
    {
        let times: Vec<Timestamp> =
            matches.iter().filter(|(_, m)| m.family() == family).map(|(_, m)| m.time(fourth)).collect();
        if let Some(share) = share_in_order(&times) {
            ranked.push((times.len(), share, family));
        }
    }
    // Most lines in order first; the order above settles ties.
    ranked.sort_by(|a, b| (b.0 as f64 * b.1).total_cmp(&(a.0 as f64 * a.1)));
    let &(_, _, first) = ranked.iter().find(|(_, share, _)| *share >= 0.7)?;
    let mut families = vec![first];
    for &(count, share, family) in &ranked {
        let others = compatible(first, family);
        if family != first && others && share >= 0.7 && count > 1 && fits_between(&matches, &families, family, fourth) {
            families.push(family);
        }
    }
    // A line may have fitted another family first.
    matches.retain_mut(|(index, found)| {
        let accepted = families.contains(&found.family());
        let again = if accepted { None } else { match_line(lines[*index], Scope::Families(&families)) };
        accepted || again.map(|other| *found = other).is_some()
    });
    // A head may end in a clock too (`Mar 12, 2024 • 1:18`): it comes before the beginning.
    let times: Vec<Timestamp> = matches.iter().map(|(_, m)| m.time(fourth)).collect();
    let outliers = times.windows(3).take_while(|t| t[0] > t[1] && t[0] > t[2]).count();
    if outliers <= 2 {
        matches.drain(..outliers);
    }
    Some(Verdict { families, fourth, candidates, matches })
}

/// Whether two families are met in one document.
fn compatible(first: Family, other: Family) -> bool {
    use Family::{Bare, BareText, Round, Square};
    matches!((first, other), (Square | Round | Bare, Square | Round | Bare) | (Bare, BareText) | (BareText, Bare))
}

/// The share of times that are not below an earlier one, looking past single outliers; `None` if
/// there are none. A fall to about zero begins a new part and is in order.
fn share_in_order(times: &[Timestamp]) -> Option<f64> {
    if times.is_empty() {
        return None;
    }
    let restart = Timestamp::from_secs(5);
    let mut good = 1;
    for pair in times.windows(2) {
        good += usize::from(pair[1] >= pair[0] || pair[1] <= restart);
    }
    Some(good as f64 / times.len() as f64)
}

/// Whether the times of another family lie between those of the accepted ones around them.
fn fits_between(matches: &[(usize, LineMatch)], accepted: &[Family], other: Family, fourth: FourthField) -> bool {
    let mut last = Timestamp::ZERO;
    let (mut fit, mut all) = (0usize, 0usize);
    let mut pending: Vec<Timestamp> = Vec::new();
    for (_, found) in matches {
        let time = found.time(fourth);
        if found.family() == other {
            all += 1;
            if time >= last {
                pending.push(time);
            }
        } else if accepted.contains(&found.family()) {
            fit += pending.iter().filter(|&&t| t <= time).count();
            pending.clear();
            last = time;
        }
    }
    fit += pending.len();
    fit * 10 >= all * 8
}

/// Frames never reach 30, hundredths do, days are small and rise slowly.
fn fourth_field<'c>(clocks: impl Iterator<Item = &'c Clock>) -> FourthField {
    let clocks: Vec<&Clock> = clocks.collect();
    let decimals: Vec<u32> = clocks.iter().filter(|c| c.decimals == 2).map(|c| c.nanos / 10_000_000).collect();
    // Eight hundredths below 25 in a row are no chance.
    if decimals.len() >= 8 && decimals.iter().all(|&n| n < 25) && decimals.iter().any(|&n| n > 0) {
        return FourthField::Frames(25);
    }
    let four: Vec<&Clock> = clocks.into_iter().filter(|c| c.count == 4).collect();
    let Some(most) = four.iter().map(|c| c.last()).max() else { return FourthField::default() };
    // A mission log: the hours field stays below 24 and the days are few and rarely change.
    let days = four.len() > 2
        && four.iter().all(|c| c.fields[1] < 24)
        && four.iter().filter(|c| c.last() > 29).count() * 4 > four.len();
    match most {
        _ if days && four.windows(2).all(|w| w[1].time(FourthField::Days) >= w[0].time(FourthField::Days)) => {
            FourthField::Days
        }
        0..=23 if four.len() > 2 => FourthField::Frames(24),
        0..=24 if four.len() > 2 => FourthField::Frames(25),
        0..=29 if four.len() > 2 => FourthField::Frames(30),
        _ => FourthField::Hundredths,
    }
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

    #[test]
    fn the_vote_takes_what_rises() {
        let text = "Intro\nAnna (0:10):\nAt 9:00 we met.\n(0:20):\nGood.\nBen (0:30):\nAt 8:00 we left.\n";
        let lines: Vec<&str> = text.lines().collect();
        let verdict = vote(&lines, Scope::All).unwrap();
        assert_eq!(verdict.families[0], Family::Round);
        assert_eq!(verdict.matches.len(), 3);
    }
}
