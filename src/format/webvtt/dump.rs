//! What the standard sees in a file, as JSON for conformance suites.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::cue_text::{self, Nodes};
use super::parse::{self, Block};
use super::settings;
use crate::error::{ErrorKind, Result};
use crate::model::{Align, Line, LineAlign, PositionAlign, Region, Vertical};

/// The cues of a WebVTT file as the standard sees them, raw cue text and all, as a JSON document.
/// The bytes are decoded as UTF-8, as the standard says, whatever they are.
///
/// # Errors
///
/// [`ErrorKind::Syntax`] if the signature is missing.
pub fn dump_file(bytes: &[u8]) -> Result<String> {
    let (text, _) = encoding_rs::UTF_8.decode_with_bom_removal(bytes);
    if !parse::has_signature(&text) {
        return Err(ErrorKind::Syntax("a WebVTT file begins with the word WEBVTT".into()).into());
    }
    let mut regions: Vec<Region> = Vec::new();
    let mut lines: Vec<f64> = Vec::new();
    let mut cues = Vec::new();
    for block in parse::blocks(&text) {
        match block {
            Block::Region(text) => {
                let region = settings::parse_region(&text);
                lines.push(settings::region_lines(&text).unwrap_or(region.lines.into()));
                regions.push(region);
            }
            Block::Cue(cue) => cues.push(cue_json(&cue, &regions, &lines)),
            _ => {}
        }
    }
    Ok(json!({ "cues": cues }).to_string())
}

fn cue_json(cue: &parse::RawCue<'_>, regions: &[Region], lines: &[f64]) -> Value {
    let layout = settings::parse_settings(&cue.settings, regions);
    let (line, snap) = match layout.line {
        Line::Auto => (json!("auto"), true),
        Line::Number(n) => (json!(n), true),
        Line::Percent(p) => (json!(p), false),
    };
    let region = layout.region.and_then(|id| regions.iter().zip(lines).rev().find(|(region, _)| region.id == id));
    json!({
        "id": cue.id,
        "start": cue.start.secs_f64(),
        "end": cue.end.secs_f64(),
        "text": cue.text,
        "vertical": match layout.vertical {
            Vertical::Horizontal => "",
            Vertical::RightToLeft => "rl",
            Vertical::LeftToRight => "lr",
        },
        "snapToLines": snap,
        "line": line,
        "lineAlign": match layout.line_align {
            LineAlign::Start => "start",
            LineAlign::Center => "center",
            LineAlign::End => "end",
        },
        "position": layout.position.map_or(json!("auto"), |p| json!(p)),
        "positionAlign": match layout.position_align {
            PositionAlign::Auto => "auto",
            PositionAlign::LineLeft => "line-left",
            PositionAlign::Center => "center",
            PositionAlign::LineRight => "line-right",
        },
        "size": layout.size,
        "align": match layout.align {
            Align::Start => "start",
            Align::Center => "center",
            Align::End => "end",
            Align::Left => "left",
            Align::Right => "right",
        },
        "region": region.map(|(region, lines)| region_json(region, *lines)),
    })
}

fn region_json(region: &Region, lines: f64) -> Value {
    json!({
        "id": region.id,
        "width": region.width,
        "lines": lines,
        "regionAnchorX": region.region_anchor.0,
        "regionAnchorY": region.region_anchor.1,
        "viewportAnchorX": region.viewport_anchor.0,
        "viewportAnchorY": region.viewport_anchor.1,
        "scroll": if region.scroll_up { "up" } else { "" },
    })
}

/// The tree of a cue text, one node a line, as the tests of the web platform print it. The text is
/// taken as it would stand in a file, so it ends at a blank line or at a line with an arrow.
pub fn dump_cue_text(input: &str) -> String {
    let file = format!("WEBVTT\n\n00:00.000 --> 00:01.000\n{input}");
    let mut tree = Tree { out: String::from("#document-fragment\n"), depth: 0 };
    if let Some(Block::Cue(cue)) = parse::blocks(&file).next() {
        cue_text::parse(&cue.text, &mut tree);
    }
    tree.out
}

/// A tree being printed.
struct Tree {
    out: String,
    depth: usize,
}

impl Tree {
    fn line(&mut self, text: &str) {
        let indent = "  ".repeat(self.depth);
        self.out.push_str(&format!("| {indent}{text}\n"));
    }
}

impl<'a> Nodes<'a> for Tree {
    fn text(&mut self, text: Cow<'a, str>) {
        self.line(&format!("\"{text}\""));
    }

    fn time(&mut self, t: parse::Time) {
        self.line(&format!("<?timestamp {:02}:{:02}:{:02}.{:03}>", t.hours, t.minutes, t.seconds, t.millis));
    }

    fn open(&mut self, tag: &'static str, classes: &[&'a str], annotation: String) {
        let element = if matches!(tag, "c" | "v" | "lang") { "span" } else { tag };
        self.line(&format!("<{element}>"));
        self.depth += 1;
        // Attributes stand as deep as children do.
        if !classes.is_empty() {
            self.line(&format!("class=\"{}\"", classes.join(" ")));
        }
        match tag {
            "lang" => self.line(&format!("lang=\"{annotation}\"")),
            "v" => self.line(&format!("title=\"{annotation}\"")),
            _ => {}
        }
    }

    fn close(&mut self) {
        self.depth -= 1;
    }
}
