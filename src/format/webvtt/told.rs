//! What the standard drops of a file, told with its place. It is in the source, and stays there where the file is
//! copied.

use std::ops::Range;

use super::{parse, settings};
use crate::diagnostic::{Diagnostic, Sink};
use crate::model::{Document, Region};
use crate::source::floor_char_boundary;

/// Reports what is dropped of the last cue: some of its settings, or these places of its text.
pub(super) fn cue(document: &Document<'_>, settings: bool, tags: &[Range<usize>], sink: &mut Sink) {
    if !settings && tags.is_empty() {
        return;
    }
    let (Some(cue), Some(source)) = (document.cues.last(), document.source) else { return };
    let (text, range, index) = (source.text(), cue.source.range(), document.cues.len() - 1);
    let Some(parts) = parse::parts(text, &range) else { return };
    if settings {
        let written = &text[parts.settings.clone()];
        settings::parse_settings_telling(written, &document.metadata.regions, |setting| {
            let begin = parts.settings.start + written.find(setting).unwrap_or(0);
            sink.report(setting_dropped(setting, begin).cue(index));
        });
    }
    let Some(first) = tags.first() else { return };
    let said = text.get(parts.text..range.end).unwrap_or("");
    let place = parts.text + parse::place_in(said, first.start)..parts.text + parse::place_in(said, first.end);
    let line = text[place.clone()].lines().next().unwrap_or("");
    let shown = &line[..floor_char_boundary(line, 40)];
    let cut = if shown.len() < place.len() { "…" } else { "" };
    let more = match tags.len() - 1 {
        0 => String::new(),
        n => format!(" ({n} more in this cue)"),
    };
    let message = format!(
        "`{shown}{cut}` is no tag of WebVTT, and the standard drops it{more}; it stays where the file is copied"
    );
    sink.report(
        Diagnostic::warning("vtt-tag-unknown", message).at(place).cue(index).help("a < that is text is written &lt;"),
    );
}

/// A region as its block says; reports what is dropped of it. The block stands in this part of the text.
pub(super) fn region(block: &str, text: &str, place: Range<usize>, sink: &mut Sink) -> Region {
    settings::parse_region_telling(block, |setting| {
        let begin = place.start + text[place.clone()].find(setting).unwrap_or(0);
        sink.report(setting_dropped(setting, begin));
    })
}

fn setting_dropped(setting: &str, begin: usize) -> Diagnostic {
    let shown = &setting[..floor_char_boundary(setting, 40)];
    let message = format!("the standard drops the setting `{shown}`; it stays where the file is copied");
    let told = Diagnostic::warning("vtt-settings-dropped", message).at(begin..begin + setting.len());
    match setting {
        // So it was called in drafts.
        "align:middle" => told.help("align:center says it"),
        _ => told,
    }
}
