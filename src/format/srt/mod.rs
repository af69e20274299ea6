//! SubRip (SRT): no standard, so as tolerant as the wildest player, and strict in what is written.
//!
//! A cue begins at its timing line, whatever stands around it: numbers may be missing or wrong, blank
//! lines may stand inside the text. Decimals are read as a fraction (`,5` is half a second, as most
//! players do; [`SrtDecimals`](super::SrtDecimals) says otherwise), blanks in them as zeros (`, 26` is 26 ms,
//! as old rippers wrote).
//!
//! `scan` reads timing lines and lines as they are met, `repair` timing lines that are none as they stand, `block`
//! the blocks that are as they should be, `read` makes cues of all, `write` writes them, and copies from the source
//! what did not change.

mod block;
mod read;
mod repair;
mod scan;
#[cfg(feature = "srtlib")]
pub mod srtlib;
mod tags;
mod write;

use scan::{is_number, timing_line};

use super::{Caps, Format, Styles};
use crate::model::{Align, Layout, Line};
use crate::source::lines_of;

pub(super) static FORMAT: Format = Format {
    id: "srt",
    name: "SubRip",
    aliases: &["subrip"],
    extensions: &["srt"],
    // Its numbers count, they name nothing.
    caps: Caps { styles: Styles::SubRip, layout: true, ..Caps::NONE },
    detect,
    read: Some(read::read),
    write: Some(write::write),
};

/// Timing lines with a comma, or under a number, in the first part of the text.
fn detect(text: &str) -> u8 {
    let mut score = 0;
    let mut before = "";
    for (_, line) in lines_of(text).take(2000) {
        let arrow = line.contains('>');
        let numbered = is_number(before);
        if let Some(timing) = if arrow { timing_line(line, false) } else { None } {
            score = score.max(match (numbered, timing.comma) {
                (true, true) => 95,
                (true, false) => 75,
                (false, true) => 70,
                // A timing line with points and no number is a WebVTT body or a transcript.
                (false, false) => 30,
            });
            if score > 90 {
                break;
            }
        } else if numbered && score < 60 && repair::timing(line, true, repair::Reading::default()).is_some() {
            score = 60;
        }
        if !line.trim().is_empty() {
            before = line;
        }
    }
    score
}

/// `{\an8}`: places as on the keys of a number pad, 2 being the usual.
fn numpad(key: u8) -> Layout {
    let align = match key % 3 {
        1 => Align::Left,
        2 => Align::Center,
        _ => Align::Right,
    };
    let line = match (key - 1) / 3 {
        0 => Line::Auto,
        1 => Line::Percent(50.0),
        _ => Line::Number(0.0),
    };
    Layout { align, line, ..Layout::default() }
}

/// The key of the number pad a layout stands for, if one does.
fn numpad_key(layout: &Layout) -> Option<u8> {
    (1..=9).find(|&key| numpad(key) == *layout)
}

#[cfg(test)]
mod tests {
    use super::read::read;
    use crate::diagnostic::Sink;
    use crate::format::ReadOptions;
    use crate::source::Source;

    fn cues(text: &str) -> Vec<(i64, i64, String)> {
        let source = Source::from_text(text);
        let document = read(&source, &ReadOptions::default(), &mut Sink::new()).unwrap();
        document.cues.iter().map(|c| (c.start.to_millis(), c.end.to_millis(), c.text.as_str().to_owned())).collect()
    }

    #[test]
    fn reads_what_players_read() {
        assert_eq!(cues("1\n00:00:01,000 --> 00:00:02,000\na\nb\n"), [(1000, 2000, "a\nb".into())]);
        assert_eq!(cues("00:00:01.5-->0:00:2,25\na\n")[0].1, 2250);
        assert_eq!(cues("1\n 0: 0:26, 26 --> 0: 0:28, 17\na")[0], (26_026, 28_017, "a".into()));
        assert_eq!(cues("1\n00:00:01,000 -> 00:00:02,000\na")[0], (1000, 2000, "a".into()));
        assert_eq!(cues("1\n00:00:01,000 --> 00:00:02,000\na\n\nb\n\n2\n00:00:03,000 --> 00:00:04,000\nc\n").len(), 2);
        assert_eq!(cues("1\r\r\n00:00:01,000 --> 00:00:02,000\r\r\na\r\r\nb\r\r\n")[0].2, "a\nb");
    }
}
