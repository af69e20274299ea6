//! What the standard sees in a file, as JSON for conformance suites.

use serde_json::{Value, json};

use super::cue_text::{self, Node};
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
    let mut cues = Vec::new();
    for block in parse::blocks(&text) {
        match block {
            Block::Region(text) => regions.push(settings::parse_region(&text)),
            Block::Cue(cue) => cues.push(cue_json(&cue, &regions)),
            _ => {}
        }
    }
    Ok(json!({ "cues": cues }).to_string())
}

fn cue_json(cue: &parse::RawCue<'_>, regions: &[Region]) -> Value {
    let layout = settings::parse_settings(cue.settings, regions);
    let (line, snap) = match layout.line {
        Line::Auto => (json!("auto"), true),
        Line::Number(n) => (json!(n), true),
        Line::Percent(p) => (json!(p), false),
    };
    let region = layout.region.as_deref().and_then(|id| super::region_named(regions, id));
    json!({
        "id": cue.id,
        "start": cue.start.as_secs_f64(),
        "end": cue.end.as_secs_f64(),
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
        "region": region.map(region_json),
    })
}

fn region_json(region: &Region) -> Value {
    json!({
        "id": region.id,
        "width": region.width,
        "lines": region.lines,
        "regionAnchorX": region.region_anchor.0,
        "regionAnchorY": region.region_anchor.1,
        "viewportAnchorX": region.viewport_anchor.0,
        "viewportAnchorY": region.viewport_anchor.1,
        "scroll": if region.scroll_up { "up" } else { "" },
    })
}

/// The tree of a cue text, one node a line, as the tests of the web platform print it.
pub fn dump_cue_text(input: &str) -> String {
    let mut out = String::from("#document-fragment\n");
    for node in cue_text::parse(input) {
        push_node(&node, 0, "", &mut out);
    }
    out
}

fn push_node(node: &Node, depth: usize, language: &str, out: &mut String) {
    let indent = "  ".repeat(depth);
    match node {
        Node::Text(text) => out.push_str(&format!("| {indent}\"{text}\"\n")),
        Node::Time(time) => {
            let c = time.fields();
            let clock = format!("{:02}:{:02}:{:02}.{:03}", c.hours, c.minutes, c.seconds, c.millis);
            out.push_str(&format!("| {indent}<?timestamp {clock}>\n"));
        }
        Node::Element(element) => {
            let tag = match element.tag {
                "c" | "v" | "lang" => "span",
                tag => tag,
            };
            out.push_str(&format!("| {indent}<{tag}>\n"));
            if !element.classes.is_empty() {
                out.push_str(&format!("| {indent}  class=\"{}\"\n", element.classes.join(" ")));
            }
            let language = if element.tag == "lang" { &element.annotation } else { language };
            if element.tag == "lang" {
                out.push_str(&format!("| {indent}  lang=\"{language}\"\n"));
            }
            if element.tag == "v" {
                out.push_str(&format!("| {indent}  title=\"{}\"\n", element.annotation));
            }
            for child in &element.children {
                push_node(child, depth + 1, language, out);
            }
        }
    }
}
