//! Lists of shot changes, as editors and detectors write them.
//!
//! What a file is, is seen line by line, so that a list with a head, remarks or the chatter of a program around it is read
//! all the same; only tables (PySceneDetect, ffprobe's CSV) need their head line to be understood. Frames and time codes
//! need a rate.

use crate::diagnostic::{Diagnostic, Sink};
use crate::error::{ErrorKind, Result};
use crate::model::{Ratio, Timecode, Timestamp};
use crate::source::lines_of;

/// Reads a list of shot changes: the first frame of every shot, sorted, each once.
///
/// Understood are, one a line: seconds (`12.48`), clocks (`00:00:12.480`), time codes (`00:00:12:12`, `;` for drop-frame),
/// frame numbers (a list of nothing but whole numbers, where a rate is given); edit lists (EDL, CMX 3600: where each event
/// begins on the record side, less the hour that the programme may begin at, which stays in); what ffmpeg prints about scenes
/// (`pts_time:12.48`), ffprobe's frames (`best_effort_timestamp_time=12.48`, CSV, JSON); the scene lists of PySceneDetect.
/// Empty lines and those that begin with `#` are passed over. A line that is none of these is reported (`shots-unreadable`),
/// and so are frames without a rate.
///
/// # Errors
///
/// [`ErrorKind::Syntax`] if no line of the text is a shot change.
///
/// ```
/// use cuekit::{Sink, Timestamp, read_shots};
/// let shots = read_shots("12.48\n00:01:00:00\n", "25".parse().ok(), &mut Sink::new())?;
/// assert_eq!(shots, [Timestamp::from_millis(12_480), Timestamp::from_secs(60)]);
/// # Ok::<(), cuekit::Error>(())
/// ```
pub fn read_shots(text: &str, timecode: Option<Timecode>, sink: &mut Sink) -> Result<Vec<Timestamp>> {
    let mut reader =
        Reader { timecode, counts_frames: counts_frames(text, timecode), columns: None, is_edl: is_edl(text) };
    if let Some(rate) = timecode.map(Timecode::rate).filter(|_| reader.counts_frames && !text.trim().is_empty()) {
        let message = format!("the list is one of whole numbers, which were read as frames at {rate} a second");
        sink.report(Diagnostic::note("shots-as-frames", message).help("seconds are written with decimals: 5.0"));
    }
    let mut shots = Vec::new();
    let (mut unreadable, mut needs_rate) = (false, false);
    // JSON may stand on one line.
    let is_json = text.trim_start_matches('\u{feff}').trim_start().starts_with('{');
    let opens = move |c: char| is_json && c == '{';
    let pieces = lines_of(text).enumerate();
    let pieces =
        pieces.flat_map(|(number, (place, line))| line.split(opens).map(move |piece| (number, place.clone(), piece)));
    for (number, place, line) in pieces {
        match reader.line(line.trim_start_matches('\u{feff}').trim()) {
            Line::Shot(time) => shots.push(time),
            Line::Nothing => {}
            Line::NeedsRate if needs_rate => {}
            Line::NeedsRate => {
                needs_rate = true;
                let message = format!("line {}: {:?} counts frames, and no rate is known", number + 1, shown(line));
                sink.report(Diagnostic::warning("shots-unreadable", message).at(place).help("tell the frame rate"));
            }
            Line::Unreadable => {
                unreadable = true;
                let message = format!("line {}: {:?} is no shot change; it was left out", number + 1, shown(line));
                sink.report(Diagnostic::warning("shots-unreadable", message).at(place));
            }
        }
    }
    if shots.is_empty() && (unreadable || needs_rate || !reader.is_table()) {
        let why =
            if needs_rate { "the list counts frames: tell the frame rate" } else { "no line of it is a shot change" };
        return Err(ErrorKind::Syntax(why.to_owned()).into());
    }
    shots.sort_unstable();
    shots.dedup();
    Ok(shots)
}

/// The beginning of a line, for a message.
fn shown(line: &str) -> String {
    line.trim().chars().take(60).collect()
}

/// What a line holds.
enum Line {
    Shot(Timestamp),
    /// A head, a remark, an event that begins no shot.
    Nothing,
    /// Frames, but no rate is known.
    NeedsRate,
    Unreadable,
}

struct Reader {
    timecode: Option<Timecode>,
    /// Whether bare whole numbers are frames.
    counts_frames: bool,
    /// Of a table, which column holds the time, and what kind of time.
    columns: Option<(usize, Column)>,
    is_edl: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Column {
    Seconds,
    Clock,
    Frame,
}

/// Fields that hold the time of a frame in what ffmpeg and ffprobe print, the surest first.
const TIME_FIELDS: &[&str] = &["best_effort_timestamp_time", "pts_time", "pkt_pts_time", "pkt_dts_time", "t"];

/// Whether a list of bare numbers is one of frames: all are whole, and there is a rate to count by.
fn counts_frames(text: &str, timecode: Option<Timecode>) -> bool {
    let mut bare = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    timecode.is_some() && bare.all(|line| line.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether this is an edit list: it has an event, a number and four time codes on a line.
fn is_edl(text: &str) -> bool {
    text.lines().any(|line| event(line).is_some())
}

/// The record-in time code of an event of an edit list, and whether the event begins a shot: on a video track.
fn event(line: &str) -> Option<(&str, bool)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_code = |word: &&str| word.len() >= 11 && word.split([':', ';', '.', ',']).count() == 4;
    let number = words.first()?.trim_start_matches('M');
    let is_event = words.len() >= 8 && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let codes = &words[words.len().checked_sub(4)?..];
    // The third field names the tracks: V, A, A2, AA/V, B (both), NONE.
    let track = words.get(2)?;
    let has_video = track.contains('V') || *track == "B";
    (is_event && codes.iter().all(is_code)).then_some((codes[2], has_video))
}

impl Reader {
    fn is_table(&self) -> bool {
        self.columns.is_some() || self.is_edl
    }

    fn line(&mut self, line: &str) -> Line {
        if line.is_empty() || line.starts_with('#') {
            return Line::Nothing;
        }
        if self.is_edl {
            return self.edl(line);
        }
        if let Some(found) = self.field(line) {
            return found;
        }
        if line.contains(',') && self.table_head(line) {
            return Line::Nothing;
        }
        if let Some((at, kind)) = self.columns {
            return self.row(line, at, kind);
        }
        // ffprobe's CSV of one entry, with and without the name of its section.
        let bare = line.strip_prefix("frame,").or_else(|| line.strip_prefix("frame|")).unwrap_or(line);
        if is_chatter(bare) {
            return Line::Nothing;
        }
        self.bare(bare.trim_end_matches(','))
    }

    /// A time by itself.
    fn bare(&self, text: &str) -> Line {
        if self.counts_frames
            && let Ok(frame) = text.parse::<i64>()
        {
            return self.frame(frame);
        }
        if text.contains(';') || text.split(':').count() == 4 {
            return self.label(text);
        }
        text.parse().map_or(Line::Unreadable, Line::Shot)
    }

    fn frame(&self, frame: i64) -> Line {
        self.timecode.map_or(Line::NeedsRate, |timecode| Line::Shot(timecode.time(frame)))
    }

    /// A time code. A semicolon means drop-frame whatever the rate was given as.
    fn label(&self, text: &str) -> Line {
        let is_label = text.split([':', ';', '.', ',']).all(|field| field.bytes().all(|byte| byte.is_ascii_digit()));
        let Some(timecode) = self.timecode.filter(|_| is_label) else {
            return if is_label { Line::NeedsRate } else { Line::Unreadable };
        };
        let dropping = if text.contains(';') { Timecode::drop_frame(timecode.rate()) } else { None };
        let frame = dropping.unwrap_or(timecode).frame(text);
        frame.map_or(Line::Unreadable, |frame| self.frame(frame))
    }

    /// A line of an edit list. `FCM:` says how the time codes behind it count.
    fn edl(&mut self, line: &str) -> Line {
        if let Some(mode) = line.strip_prefix("FCM:") {
            let rate = self.timecode.map(Timecode::rate);
            let drops = mode.trim().starts_with("DROP");
            let changed =
                rate.and_then(|rate: Ratio| if drops { Timecode::drop_frame(rate) } else { Timecode::new(rate) });
            self.timecode = changed.or(self.timecode);
            return Line::Nothing;
        }
        match event(line) {
            Some((code, true)) => self.label(code),
            // Titles, remarks (`* FROM CLIP NAME:`), effects (`M2`), sound: nothing is cut by them.
            _ => Line::Nothing,
        }
    }

    /// A named field of what ffmpeg, ffprobe or a JSON of it says.
    fn field(&self, line: &str) -> Option<Line> {
        for name in TIME_FIELDS {
            for (at, _) in line.match_indices(name) {
                let before = line[..at].chars().next_back();
                let rest = line[at + name.len()..].trim_start_matches('"').trim_start();
                let is_whole = !before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
                let Some(value) = rest.strip_prefix([':', '=']).filter(|_| is_whole) else { continue };
                let value = value.trim_start().trim_start_matches('"');
                let end = value.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-'))).unwrap_or(value.len());
                return Some(match value[..end].parse() {
                    Ok(time) => Line::Shot(time),
                    // A frame without a time.
                    Err(_) if value.starts_with("N/A") => Line::Nothing,
                    Err(_) => Line::Unreadable,
                });
            }
        }
        None
    }

    /// Takes the head line of a table: which column tells where a scene begins.
    fn table_head(&mut self, line: &str) -> bool {
        let cells: Vec<String> =
            line.split(',').map(|cell| cell.trim().trim_matches('"').to_ascii_lowercase()).collect();
        let find = |name: &str| cells.iter().position(|cell| cell == name);
        let kinds = [
            ("start time (seconds)", Column::Seconds),
            ("start timecode", Column::Clock),
            ("start frame", Column::Frame),
            ("best_effort_timestamp_time", Column::Seconds),
            ("pts_time", Column::Seconds),
        ];
        let found = kinds.into_iter().find_map(|(name, kind)| Some((find(name)?, kind)));
        if found.is_none() {
            // The line above PySceneDetect's head lists the same cuts again.
            return cells[0].starts_with("timecode list");
        }
        self.columns = found;
        true
    }

    fn row(&self, line: &str, at: usize, kind: Column) -> Line {
        let Some(cell) = line.split(',').nth(at).map(|cell| cell.trim().trim_matches('"')) else {
            return Line::Unreadable;
        };
        match kind {
            // PySceneDetect counts frames from one.
            Column::Frame => cell.parse::<i64>().map_or(Line::Unreadable, |frame| self.frame(frame - 1)),
            Column::Seconds | Column::Clock => cell.parse().map_or(Line::Unreadable, Line::Shot),
        }
    }
}

/// Lines that stand around the times in what ffmpeg and ffprobe print: sections, braces, fields of other names.
fn is_chatter(line: &str) -> bool {
    let is_named = || line.contains("lavfi.") || line.contains('=') || line.starts_with('"');
    line.starts_with(['[', '{', '}', ']']) || is_named()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, rate: &str) -> (Vec<i64>, usize) {
        let mut sink = Sink::new();
        let shots = read_shots(text, rate.parse().ok(), &mut sink).unwrap_or_default();
        (shots.iter().map(|shot| shot.to_millis()).collect(), sink.count("shots-unreadable"))
    }

    #[test]
    fn plain_lists() {
        assert_eq!(read("# cuts\n12.48\r\n00:00:12.480\n1:02:03,5\n\n7s\n", ""), (vec![7000, 12_480, 3_723_500], 0));
        assert_eq!(read("25\n50\n312\n", "25"), (vec![1000, 2000, 12_480], 0));
        assert_eq!(read("25\n50\n", ""), (vec![25_000, 50_000], 0));
        assert_eq!(read("00:00:12:12\n00:01:00;02\n", "29.97"), (vec![12_412, 60_060], 0));
        assert_eq!(read("1.5\nsoon\n00:00:12:12\n00:00:13:12\n", ""), (vec![1500], 2));
        assert_eq!(read("00:00:99:12\n1.5", "25"), (vec![1500], 1));
    }

    #[test]
    fn nothing_to_read_is_an_error() {
        for text in ["", "no shots here\n", "00:00:12:12\n"] {
            assert!(read_shots(text, None, &mut Sink::new()).is_err(), "{text}");
        }
    }

    #[test]
    fn edit_lists() {
        let list = "TITLE: REEL 1\nFCM: DROP FRAME\n\n\
            001  AX       V     C        00:00:00:00 00:00:04:10 01:00:00;00 01:00:04;10\n\
            * FROM CLIP NAME: A001.MOV\n\
            002  AX       AA    C        00:00:00:00 00:00:02:00 01:00:02;00 01:00:04;00\n\
            FCM: NON-DROP FRAME\n\
            003  BL       V     D    024 00:00:00:00 00:00:02:00 01:00:04:10 01:00:06:10\n\
            M2   AX       025.0          00:00:00:00\n";
        assert_eq!(read(list, "29.97"), (vec![3_599_996, 3_607_938], 0));
        assert_eq!(read(list, ""), (vec![], 1));
    }

    #[test]
    fn what_ffmpeg_and_ffprobe_print() {
        let showinfo = "[Parsed_showinfo_1 @ 0x5] config in time_base: 1/12800\n\
            [Parsed_showinfo_1 @ 0x5] n:   0 pts:  25088 pts_time:1.96    duration: 512 fmt:yuv420p\n";
        assert_eq!(read(showinfo, "25"), (vec![1960], 0));
        let metadata = "frame:0    pts:25088   pts_time:1.96\nlavfi.scene_score=0.431000\n";
        assert_eq!(read(metadata, ""), (vec![1960], 0));
        let flat = "[FRAME]\npkt_pts_time=N/A\n[/FRAME]\n[FRAME]\nbest_effort_timestamp_time=2.040000\n[/FRAME]\n";
        assert_eq!(read(flat, ""), (vec![2040], 0));
        assert_eq!(read("frame|pkt_pts_time=1.960000|tag:lavfi.scene_score=0.43\n", ""), (vec![1960], 0));
        assert_eq!(read("frame,1.960000\nframe,2.5,\n", ""), (vec![1960, 2500], 0));
        assert_eq!(read("frames.frame.0.best_effort_timestamp_time=\"1.960000\"\n", ""), (vec![1960], 0));
        let json = "{\n    \"frames\": [\n        {\n            \"pts_time\": \"1.960000\",\n            \
            \"tags\": {\n                \"lavfi.scene_score\": \"0.43\"\n            }\n        }\n    ]\n}\n";
        assert_eq!(read(json, ""), (vec![1960], 0));
    }

    #[test]
    fn tables_of_pyscenedetect() {
        let table = "Timecode List:,00:00:01.960\n\
            Scene Number,Start Frame,Start Timecode,Start Time (seconds),End Frame\n\
            1,1,00:00:00.000,0.000,49\n2,50,00:00:01.960,1.960,100\nx\n";
        assert_eq!(read(table, ""), (vec![0, 1960], 1));
        let frames = "Scene Number,Start Frame\n1,1\n2,50\n";
        assert_eq!(read(frames, "25"), (vec![0, 1960], 0));
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "[0-9:;.,|=a-z_\\[\\]{}\"\n -]{0,80}") {
            let _ = read(&text, "29.97df");
            let _ = read(&text, "");
        }
    }
}
