//! Tables with a header: Whisper's TSV and CSV (`start end text`, milliseconds), and the CSV of oral
//! history collections (`speaker,words,tags,timestamp`, a stamp now and then).
//!
//! The columns are known by their names. A stamp is where its row begins; a row without one shares the time
//! between two stamps with its neighbours.

mod columns;
mod rows;

use std::ops::Range;
use std::rc::Rc;

use columns::{Columns, Unit};
use rows::Rows;

use super::track::{self, Aside, Block, Order, Track};
use super::{Caps, Format, ReadOptions};
use crate::diagnostic::{Diagnostic, Sink};
use crate::error::{ErrorKind, Result};
use crate::model::{Document, DocumentKind, Metadata, Resolution, Timestamp};
use crate::source::{Source, floor_char_boundary};

pub(super) static FORMAT: Format = Format {
    id: "csv",
    name: "table (CSV, TSV)",
    aliases: &["tsv"],
    extensions: &["csv", "tsv"],
    caps: Caps { speakers: true, ..Caps::NONE },
    detect,
    read: Some(read),
    write: None,
};

fn detect(text: &str) -> u8 {
    let head = &text[..floor_char_boundary(text, 8192)];
    let mut rows = Rows::new(head);
    let Some(columns) = rows.next().and_then(|(_, header)| Columns::named(&header)) else { return 0 };
    let mut known = 0;
    // The last row may be cut.
    for (_, row) in rows.take(40) {
        let Some(cell) = row.get(columns.time()).map(|cell| cell.trim()).filter(|cell| !cell.is_empty()) else {
            continue;
        };
        match track::clock(cell).is_some() || track::seconds(cell).is_some() {
            true => known += 1,
            false if known == 0 => return 0,
            false => {}
        }
    }
    93
}

/// A row, its numbers not yet in a unit.
struct Row {
    start: Option<(Timestamp, Resolution, bool)>,
    end: Option<(Timestamp, bool)>,
    speaker: Option<Rc<str>>,
    text: String,
    place: Range<usize>,
}

/// A clock, or a number of a unit that is to be found (true), as if it were seconds.
fn time(cell: Option<&str>) -> Option<(Timestamp, Resolution, bool)> {
    let cell = cell.map(str::trim).filter(|cell| !cell.is_empty())?;
    let (number, fraction) = match track::clock(cell) {
        Some((time, resolution)) => return Some((time, resolution, false)),
        None => track::seconds(cell)?,
    };
    Some((number, if fraction { Resolution::Exact } else { Resolution::Second }, true))
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let mut table = Rows::new(source.text());
    let delimiter = char::from(table.delimiter).to_string();
    let header = table.next().map(|(_, header)| header).unwrap_or_default();
    let Some(columns) = Columns::named(&header) else {
        let message = "the first line of this table names no column of times and no column of text";
        return Err(ErrorKind::Syntax(message.into()).into());
    };
    let (mut empty, mut unreadable) = (Aside::default(), Aside::default());
    let mut used = vec![false; header.len()];
    let mut rows: Vec<Row> = Vec::new();
    for (place, cells) in table.by_ref() {
        let cell = |column: Option<usize>| column.and_then(|c| cells.get(c)).map(|cell| &**cell);
        let written = match cells.get(columns.text..) {
            // A delimiter that nobody quoted, in the last column.
            Some(rest) if columns.text + 1 == header.len() => rest.join(&*delimiter),
            Some([text, ..]) => text.to_string(),
            _ => String::new(),
        };
        let text = track::collapse(&htmlize::unescape(written.as_str()));
        for (used, cell) in used.iter_mut().zip(&cells) {
            *used |= !cell.trim().is_empty();
        }
        if text.is_empty() {
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                empty.add(place);
            }
            continue;
        }
        let start = time(cell(columns.start));
        if start.is_none() && cell(columns.start).is_some_and(|cell| !cell.trim().is_empty()) {
            unreadable.add(place.clone());
        }
        let end = time(cell(columns.end)).map(|(end, _, number)| (end, number));
        let speaker = cell(columns.speaker).map(|name| name.trim().trim_end_matches([':', '：']).trim());
        let speaker = speaker.filter(|name| !name.is_empty()).map(Rc::from);
        if rows.len() >= options.limits.cues {
            return Err(ErrorKind::Limit(format!("more than {} cues", options.limits.cues)).into());
        }
        rows.push(Row { start, end, speaker, text, place });
    }
    if let Some(at) = table.unclosed {
        let message =
            "a quotation mark opens a cell here and none closes it; the rest of the file was read as one cell";
        sink.report(Diagnostic::warning("quote-unclosed", message).at(at..at + 1));
    }
    let known = [columns.start, columns.end, Some(columns.text), columns.speaker];
    for (column, name) in
        header.iter().enumerate().filter(|(column, _)| used[*column] && !known.contains(&Some(*column)))
    {
        let message = format!(
            "the column \"{}\" (the {}.) has no place in a transcript and was left out",
            name.trim(),
            column + 1
        );
        sink.report(Diagnostic::note("column-set-aside", message));
    }
    empty.report(sink, "label-empty", "rows without a text were left out");
    unreadable.report(sink, "clock-unreadable", "rows whose cell holds no time were placed between their neighbours");
    let unit = columns.unit.unwrap_or_else(|| guess_unit(&rows, columns.whisper, sink));
    let track = fill(rows, unit, &columns, options)?;
    let order = if columns.end.is_some() { Order::Written } else { Order::Mended };
    track.finish(DocumentKind::Transcript, order, Metadata::default(), source, options, sink)
}

/// A number of seconds or of milliseconds? Nobody speaks less than a character in two seconds.
fn guess_unit(rows: &[Row], whisper: bool, sink: &mut Sink) -> Unit {
    let numbers = || rows.iter().filter_map(|row| row.start).filter(|(_, _, number)| *number);
    let whole = numbers().all(|(_, resolution, _)| resolution == Resolution::Second);
    let last = numbers().map(|(time, _, _)| time).max().unwrap_or_default();
    let characters: usize = rows.iter().map(|row| row.text.len()).sum();
    if !whole || last == Timestamp::ZERO {
        return Unit::Seconds;
    }
    if whisper {
        return Unit::Millis;
    }
    if characters as f64 / last.as_secs_f64() < 0.5 {
        sink.report(Diagnostic::note(
            "time-unit-guessed",
            "the times are whole numbers; they were read as milliseconds",
        ));
        return Unit::Millis;
    }
    Unit::Seconds
}

/// The rows as blocks, their times in one unit.
fn fill(rows: Vec<Row>, unit: Unit, columns: &Columns, options: &ReadOptions) -> Result<Track> {
    let scale = |time: Timestamp, number: bool| match unit {
        Unit::Millis if number => Timestamp::from_nanos(time.as_nanos() / 1000),
        _ => time,
    };
    let mut track = Track::new(options);
    let mut before = Timestamp::ZERO;
    for row in rows {
        let end = row.end.map(|(end, number)| scale(end, number));
        let start = match row.start {
            Some((time, _, number)) => Some(scale(time, number)),
            // Only ends are written: a row begins where the one before ends.
            None if columns.start.is_none() => end.map(|end| before.min(end)),
            None => None,
        };
        let resolution = match row.start {
            Some((_, resolution, number)) if unit == Unit::Seconds || !number => resolution,
            _ => Resolution::Exact,
        };
        before = end.unwrap_or(before);
        let (speaker, text, source) = (row.speaker, row.text, row.place);
        track.push(Block { start, end, resolution, speaker, text, words: Vec::new(), source })?;
    }
    Ok(track)
}
