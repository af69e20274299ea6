//! Which styles a format has markup for: what loss reports, the list of formats and the caption stage ask.

use crate::model::Style;

/// The markup a format has for the text of its cues.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Styles {
    /// None.
    #[default]
    None,
    /// SubRip's: bold, italic, underlined, struck out, fonts.
    SubRip,
    /// WebVTT's: bold, italic, underlined, classes, voices, languages, ruby, times.
    WebVtt,
    /// HTML's, as far as cues have it: bold, italic, underlined, struck out, languages, ruby.
    Html,
    /// All of these.
    All,
}

impl Styles {
    /// Its name in lists of what a format can carry.
    pub const fn name(self) -> &'static str {
        match self {
            Styles::None => "no styles",
            Styles::SubRip => "styles (b i u s font)",
            Styles::WebVtt => "styles (b i u c v lang ruby time)",
            Styles::Html => "styles (b i u s lang ruby)",
            Styles::All => "styles",
        }
    }

    /// Whether there is markup for a style.
    pub(crate) fn carry(self, style: &Style) -> bool {
        match style {
            Style::Bold | Style::Italic | Style::Underline => self != Styles::None,
            Style::Strike if self == Styles::Html => true,
            Style::Language(_) | Style::Ruby | Style::RubyText if self == Styles::Html => true,
            Style::Strike | Style::Font(_) => matches!(self, Styles::SubRip | Styles::All),
            // Nothing is lost with a class that has no name.
            Style::Class(classes) if classes.is_empty() => true,
            Style::Class(_)
            | Style::Voice { .. }
            | Style::Language(_)
            | Style::Ruby
            | Style::RubyText
            | Style::Time(_) => matches!(self, Styles::WebVtt | Styles::All),
            // Only SubRip has markup that means nothing.
            Style::Raw(_) => self == Styles::SubRip,
            // What these tell of is in the text.
            Style::Sound | Style::Dash(_) => true,
        }
    }
}

/// The markup of a style as it is named to a person, if what it says is a matter of style: who speaks and when are
/// none.
pub(super) fn tag(style: &Style) -> Option<&'static str> {
    Some(match style {
        Style::Bold => "<b>",
        Style::Italic => "<i>",
        Style::Underline => "<u>",
        Style::Strike => "<s>",
        Style::Font(_) => "<font>",
        Style::Class(_) => "classes",
        Style::Voice { classes, .. } if !classes.is_empty() => "classes",
        Style::Language(_) => "<lang>",
        Style::Ruby | Style::RubyText => "<ruby>",
        Style::Raw(_) => "stray tags",
        Style::Voice { .. } | Style::Time(_) | Style::Sound | Style::Dash(_) => return None,
    })
}
