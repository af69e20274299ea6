//! Speakers renamed by a table: `SPEAKER_00` is Ada Lovelace.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Sink};
use crate::error::{ErrorKind, Result};
use crate::model::{Document, SpeakerId, Speakers, Style};
use crate::source::Position;

/// Old names and new ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpeakerTable(BTreeMap<String, String>);

impl SpeakerTable {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether nobody is renamed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds `OLD=NEW`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Syntax`] if there is no `=` or a name is empty.
    pub fn add(&mut self, pair: &str) -> Result<()> {
        let (old, new) = pair
            .split_once(['=', '\t'])
            .map(|(old, new)| (old.trim(), new.trim()))
            .filter(|(old, new)| !old.is_empty() && !new.is_empty())
            .ok_or_else(|| ErrorKind::Syntax(format!("{pair:?} names no two speakers: write OLD=NEW")))?;
        self.0.insert(old.to_owned(), new.to_owned());
        Ok(())
    }

    /// Adds a table of lines `OLD=NEW` (or parted by a tab); empty lines and `#` lines are passed over.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Syntax`] with the line that is none.
    pub fn add_lines(&mut self, text: &str) -> Result<()> {
        for (index, line) in text.lines().enumerate() {
            if !line.trim().is_empty() && !line.starts_with('#') {
                self.add(line).map_err(|error| error.at(Position { line: index + 1, column: 1 }))?;
            }
        }
        Ok(())
    }
}

/// Renames the speakers of a document. Two that get one name become one; a name in the table that
/// nobody has is reported.
pub fn rename_speakers(document: &mut Document<'_>, table: &SpeakerTable, sink: &mut Sink) {
    for old in table.0.keys().filter(|old| !document.speakers.names().any(|name| name == *old)) {
        let known: Vec<&str> = document.speakers.names().collect();
        let message = format!("nobody is called {old:?} here");
        let help = match known.as_slice() {
            [] => "there are no speakers in this file".to_owned(),
            known => format!("there are: {}", known.join(", ")),
        };
        sink.report(Diagnostic::warning("speaker-unknown", message).help(help));
    }
    let mut renamed = Speakers::default();
    let ids: Vec<SpeakerId> =
        document.speakers.names().map(|name| renamed.intern(table.0.get(name).map_or(name, String::as_str))).collect();
    for cue in &mut document.cues {
        cue.speaker = cue.speaker.and_then(|id| ids.get(id.index()).copied());
        if cue.text.spans().iter().any(|span| matches!(span.style, Style::Voice { .. })) {
            let mut spans = cue.text.spans().to_vec();
            for span in &mut spans {
                if let Style::Voice { name, .. } = &mut span.style
                    && let Some(new) = table.0.get(name)
                {
                    name.clone_from(new);
                }
            }
            cue.text = std::mem::take(&mut cue.text).with_spans(spans);
        }
    }
    document.speakers = renamed;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Cue;

    #[test]
    fn two_names_become_one() {
        let mut document = Document::default();
        for name in ["S1", "S2", "Ben"] {
            let speaker = Some(document.speakers.intern(name));
            document.cues.push(Cue { speaker, ..Cue::default() });
        }
        let mut table = SpeakerTable::new();
        table.add_lines("# who is who\nS1=Ada\nS2\tAda\n").unwrap();
        assert!(table.add("nobody").is_err());
        rename_speakers(&mut document, &table, &mut Sink::new());
        assert_eq!(document.speakers.names().collect::<Vec<_>>(), ["Ada", "Ben"]);
        assert_eq!(document.cues[1].speaker, document.cues[0].speaker);
    }
}
