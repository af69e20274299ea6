//! The table of line patterns.
//!
//! A pattern is written the way people write the line: `[T] N: X` is a clock in brackets, a name, a
//! colon, a text. Markdown around the pieces (`**`, `\[`) and full-width marks are seen through. A
//! new shape is a new line in [`PATTERNS`]. `matcher` holds a line against them, `vote` finds which lines of a
//! document are stamps.

mod matcher;
mod vote;

use matcher::plain;
pub(crate) use matcher::plausible_name;
pub(super) use matcher::{LineMatch, Scope};
pub(super) use vote::{Verdict, nearest, vote};

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
    pattern("N [T]L: X", Family::Square),
    pattern("[N] [T] X", Family::Square),
    pattern("N: [T]L X", Family::Square),
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
