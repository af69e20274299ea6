//! Sections 6.2 and 6.3: cue settings and region settings, read and written.

use crate::model::{Align, Layout, Line, LineAlign, PositionAlign, Region, Vertical};

/// Reads the settings behind a cue's times. What is no setting is passed over, as the standard says.
pub(crate) fn parse_settings(input: &str, regions: &[Region]) -> Layout {
    parse_settings_telling(input, regions, |_| {})
}

/// The same; `dropped` is told what is passed over.
pub(super) fn parse_settings_telling<'i>(
    input: &'i str,
    regions: &[Region],
    mut dropped: impl FnMut(&'i str),
) -> Layout {
    let mut layout = Layout::default();
    let mut in_region = None;
    for setting in settings(input) {
        if apply(setting, regions, &mut layout).is_none() {
            dropped(setting);
        } else if setting.starts_with("region:") {
            in_region = Some(setting);
        }
    }
    if layout.line != Line::Auto || layout.size != 100.0 || layout.vertical != Vertical::Horizontal {
        layout.region = None;
        in_region.into_iter().for_each(dropped);
    }
    layout
}

/// The settings of a text, by the blanks between them.
fn settings(input: &str) -> impl Iterator<Item = &str> {
    input.split([' ', '\t', '\x0c', '\n', '\r']).filter(|setting| !setting.is_empty())
}

/// The name of a setting and its value.
fn named(setting: &str) -> Option<(&str, &str)> {
    setting.split_once(':').filter(|(name, value)| !name.is_empty() && !value.is_empty())
}

/// Changes a layout as a setting says; none if it says nothing.
fn apply(setting: &str, regions: &[Region], layout: &mut Layout) -> Option<()> {
    let (name, value) = named(setting)?;
    match name {
        "region" => {
            layout.region = super::region_named(regions, value).map(|region| region.id.clone());
            layout.region.as_ref()?;
        }
        "vertical" => {
            layout.vertical = match value {
                "rl" => Vertical::RightToLeft,
                "lr" => Vertical::LeftToRight,
                _ => return None,
            }
        }
        "line" => {
            let (line, align) = line(value)?;
            layout.line = line;
            layout.line_align = align.unwrap_or(layout.line_align);
        }
        "position" => {
            let (position, align) = position(value)?;
            layout.position = Some(position);
            layout.position_align = align.unwrap_or(layout.position_align);
        }
        "size" => layout.size = percentage(value)?,
        "align" => layout.align = align_named(value)?,
        _ => return None,
    }
    Some(())
}

fn align_named(value: &str) -> Option<Align> {
    Some(match value {
        "start" => Align::Start,
        "center" => Align::Center,
        "end" => Align::End,
        "left" => Align::Left,
        "right" => Align::Right,
        _ => return None,
    })
}

fn line(value: &str) -> Option<(Line, Option<LineAlign>)> {
    let (place, align) = match value.split_once(',') {
        None => (value, None),
        Some((place, align)) => (
            place,
            Some(match align {
                "start" => LineAlign::Start,
                "center" => LineAlign::Center,
                "end" => LineAlign::End,
                _ => return None,
            }),
        ),
    };
    let line = if place.ends_with('%') { Line::Percent(percentage(place)?) } else { Line::Number(number(place)?) };
    Some((line, align))
}

fn position(value: &str) -> Option<(f64, Option<PositionAlign>)> {
    let (place, align) = match value.split_once(',') {
        None => (value, None),
        Some((place, align)) => (
            place,
            Some(match align {
                "line-left" => PositionAlign::LineLeft,
                "center" => PositionAlign::Center,
                "line-right" => PositionAlign::LineRight,
                _ => return None,
            }),
        ),
    };
    Some((percentage(place)?, align))
}

/// A minus, digits and at most one point between digits.
fn number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    unsigned(digits)?;
    text.parse().ok()
}

fn unsigned(text: &str) -> Option<f64> {
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let good = match text.split_once('.') {
        None => all_digits(text),
        Some((whole, fraction)) => all_digits(whole) && all_digits(fraction),
    };
    if good { text.parse().ok().filter(|n: &f64| n.is_finite()) } else { None }
}

/// "Parse a percentage string": 0 to 100.
fn percentage(text: &str) -> Option<f64> {
    unsigned(text.strip_suffix('%')?).filter(|n| (0.0..=100.0).contains(n))
}

/// Reads the lines of a `REGION` block.
pub(super) fn parse_region(input: &str) -> Region {
    parse_region_telling(input, |_| {})
}

/// The same; `dropped` is told what is no setting of a region.
pub(super) fn parse_region_telling<'i>(input: &'i str, mut dropped: impl FnMut(&'i str)) -> Region {
    let mut region = Region::default();
    for setting in settings(input) {
        if apply_to_region(setting, &mut region).is_none() {
            dropped(setting);
        }
    }
    region
}

/// Changes a region as a setting says; none if it says nothing.
fn apply_to_region(setting: &str, region: &mut Region) -> Option<()> {
    let (name, value) = named(setting)?;
    match name {
        "id" => region.id = value.to_owned(),
        "width" => region.width = percentage(value)?,
        // Only digits: what does not fit is too many.
        "lines" if value.bytes().all(|b| b.is_ascii_digit()) => region.lines = value.parse().unwrap_or(u32::MAX),
        "regionanchor" => region.region_anchor = anchor(value)?,
        "viewportanchor" => region.viewport_anchor = anchor(value)?,
        "scroll" if value == "up" => region.scroll_up = true,
        _ => return None,
    }
    Some(())
}

/// The height a `REGION` block asks for, where it is more than a [`Region`] of ours holds.
pub(super) fn region_lines(input: &str) -> Option<f64> {
    let digits = |value: &&str| !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit());
    let settings = input.split_ascii_whitespace().rev();
    let lines = settings.filter_map(|setting| setting.strip_prefix("lines:")).find(digits)?;
    lines.parse().ok()
}

fn anchor(value: &str) -> Option<(f64, f64)> {
    let (x, y) = value.split_once(',')?;
    Some((percentage(x)?, percentage(y)?))
}

/// Appends the settings that are not the default, each after a blank.
pub(crate) fn push_settings(layout: &Layout, out: &mut String) {
    match layout.vertical {
        Vertical::Horizontal => {}
        Vertical::RightToLeft => out.push_str(" vertical:rl"),
        Vertical::LeftToRight => out.push_str(" vertical:lr"),
    }
    let line = match layout.line {
        Line::Auto => None,
        Line::Number(n) => Some(n.to_string()),
        Line::Percent(p) => Some(format!("{p}%")),
    };
    if let Some(line) = line {
        out.push_str(" line:");
        out.push_str(&line);
        out.push_str(match layout.line_align {
            LineAlign::Start => "",
            LineAlign::Center => ",center",
            LineAlign::End => ",end",
        });
    }
    if let Some(position) = layout.position {
        out.push_str(&format!(" position:{position}%"));
        out.push_str(match layout.position_align {
            PositionAlign::Auto => "",
            PositionAlign::LineLeft => ",line-left",
            PositionAlign::Center => ",center",
            PositionAlign::LineRight => ",line-right",
        });
    }
    if layout.size != 100.0 {
        out.push_str(&format!(" size:{}%", layout.size));
    }
    out.push_str(match layout.align {
        Align::Center => "",
        Align::Start => " align:start",
        Align::End => " align:end",
        Align::Left => " align:left",
        Align::Right => " align:right",
    });
    if let Some(region) = &layout.region {
        out.push_str(" region:");
        out.push_str(region);
    }
}

/// Appends a `REGION` block's lines.
pub(super) fn push_region(region: &Region, out: &mut String) {
    let standard = Region::default();
    out.push_str("id:");
    out.push_str(&region.id);
    if region.width != standard.width {
        out.push_str(&format!("\nwidth:{}%", region.width));
    }
    if region.lines != standard.lines {
        out.push_str(&format!("\nlines:{}", region.lines));
    }
    if region.region_anchor != standard.region_anchor {
        out.push_str(&format!("\nregionanchor:{}%,{}%", region.region_anchor.0, region.region_anchor.1));
    }
    if region.viewport_anchor != standard.viewport_anchor {
        out.push_str(&format!("\nviewportanchor:{}%,{}%", region.viewport_anchor.0, region.viewport_anchor.1));
    }
    if region.scroll_up {
        out.push_str("\nscroll:up");
    }
}
