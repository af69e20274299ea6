//! Where on the picture a cue stands: the settings of WebVTT (section 3.1 of the W3C's text), which
//! hold all that SRT's `{\an8}` and coordinates say.

/// A cue's place and shape. The defaults are WebVTT's.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// Writing direction.
    pub vertical: Vertical,
    /// Line position.
    pub line: Line,
    /// Which edge of the box `line` places.
    pub line_align: LineAlign,
    /// Distance in per cent from the left (or top) edge; `None` is `auto`.
    pub position: Option<f64>,
    /// Which edge of the box `position` places.
    pub position_align: PositionAlign,
    /// Width (or height) in per cent.
    pub size: f64,
    /// Text alignment.
    pub align: Align,
    /// Name of the region it scrolls in.
    pub region: Option<String>,
}

impl Default for Layout {
    fn default() -> Self {
        Layout {
            vertical: Vertical::default(),
            line: Line::Auto,
            line_align: LineAlign::default(),
            position: None,
            position_align: PositionAlign::default(),
            size: 100.0,
            align: Align::default(),
            region: None,
        }
    }
}

/// Writing direction.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Vertical {
    /// Left to right or right to left, lines from top to bottom.
    #[default]
    Horizontal,
    /// Top to bottom, lines from right to left.
    RightToLeft,
    /// Top to bottom, lines from left to right.
    LeftToRight,
}

/// Line position.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Line {
    /// Where there is room, at the bottom.
    #[default]
    Auto,
    /// A line number; below zero counts from the bottom.
    Number(f64),
    /// Per cent of the picture's height.
    Percent(f64),
}

/// Which edge of the box the line position places.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LineAlign {
    /// The first edge.
    #[default]
    Start,
    /// The middle.
    Center,
    /// The last edge.
    End,
}

/// Which edge of the box the position places.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PositionAlign {
    /// By the text's alignment.
    #[default]
    Auto,
    /// The left edge.
    LineLeft,
    /// The middle.
    Center,
    /// The right edge.
    LineRight,
}

/// Text alignment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Align {
    /// Towards the start of the line, by the script.
    Start,
    /// In the middle.
    #[default]
    Center,
    /// Towards the end of the line, by the script.
    End,
    /// Left.
    Left,
    /// Right.
    Right,
}
