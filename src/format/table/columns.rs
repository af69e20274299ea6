//! Which column of a table is which, by the names in its first line.

use std::borrow::Cow;

/// Which column is which.
pub(super) struct Columns {
    pub(super) start: Option<usize>,
    pub(super) end: Option<usize>,
    pub(super) text: usize,
    pub(super) speaker: Option<usize>,
    /// What the header says of the unit.
    pub(super) unit: Option<Unit>,
    /// As Whisper names them, which writes milliseconds.
    pub(super) whisper: bool,
}

/// What a number without a colon counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Seconds,
    Millis,
}

/// What follows a name to say the unit (`start_ms`).
const UNITS: &[(&str, Unit)] = &[
    ("milliseconds", Unit::Millis),
    ("millis", Unit::Millis),
    ("ms", Unit::Millis),
    ("seconds", Unit::Seconds),
    ("secs", Unit::Seconds),
    ("sec", Unit::Seconds),
    ("s", Unit::Seconds),
];

const STARTS: &[&str] = &[
    "start",
    "starttime",
    "timestart",
    "begin",
    "begintime",
    "from",
    "in",
    "timein",
    "tcin",
    "onset",
    "timestamp",
    "timestamps",
    "time",
    "timecode",
    "starttimecode",
    "startat",
    "debut",
    "début",
    "anfang",
    "beginn",
    "inicio",
    "inizio",
];
const ENDS: &[&str] = &[
    "end",
    "endtime",
    "timeend",
    "stop",
    "stoptime",
    "to",
    "out",
    "tcout",
    "offset",
    "endtimecode",
    "endat",
    "fin",
    "ende",
    "fine",
];
const TEXTS: &[&str] = &[
    "text",
    "words",
    "transcript",
    "transcription",
    "content",
    "utterance",
    "utterances",
    "body",
    "line",
    "caption",
    "subtitle",
    "dialogue",
    "dialog",
    "sentence",
    "speech",
    "message",
    "texte",
    "texto",
    "testo",
];
const SPEAKERS: &[&str] = &[
    "speaker",
    "speakers",
    "speakername",
    "speakerlabel",
    "name",
    "who",
    "participant",
    "person",
    "character",
    "role",
    "sprecher",
    "locuteur",
    "orador",
    "hablante",
];

impl Columns {
    /// The columns a header names, if there are times and a text among them.
    pub(super) fn named(header: &[Cow<'_, str>]) -> Option<Self> {
        let simple = |cell: &str| cell.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        let names: Vec<String> = header.iter().map(|cell| simple(cell)).collect();
        let mut unit = None;
        let mut find = |known: &[&str]| {
            names.iter().position(|name| {
                let with_unit = UNITS
                    .iter()
                    .find(|(ending, _)| name.strip_suffix(ending).is_some_and(|bare| known.contains(&bare)));
                let bare = known.contains(&name.as_str());
                if !bare && let Some((_, found)) = with_unit {
                    unit = Some(*found);
                }
                bare || with_unit.is_some()
            })
        };
        let (start, end) = (find(STARTS), find(ENDS));
        let at = |known: &[&str]| known.iter().find_map(|known| names.iter().position(|name| name == known));
        let text = at(TEXTS)?;
        (start.or(end).is_some() && header.len() > 1).then(|| Columns {
            start,
            end,
            text,
            speaker: at(SPEAKERS).filter(|&column| column != text),
            unit,
            whisper: names == ["start", "end", "text"],
        })
    }

    /// The column that must hold times.
    pub(super) fn time(&self) -> usize {
        self.start.or(self.end).unwrap_or(0)
    }
}
