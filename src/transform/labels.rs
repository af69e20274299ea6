//! Speakers' names that stand in the texts (`Ada: Good evening.`) made speakers, as formats without a field for them
//! write them.

use crate::model::{Document, SpeakerId};
use crate::transcript::Labels;

/// Takes the labels out of the texts and makes them the speakers of their cues and of those that follow without one, up
/// to the next label; how many labels there were.
///
/// Whether a word before a colon is a name is judged over the whole document, as in transcripts: it comes back, most
/// cues have one, or it opens the first cue and looks like a full name. A cue that has a speaker already keeps its text.
///
/// ```
/// use cuekit::{Cue, Document, Timestamp, lift_labels};
/// let cue = |text| Cue::new(Timestamp::ZERO, Timestamp::from_secs(1), text);
/// let cues = vec![cue("Ada: Good evening."), cue("Ben: Hello!"), cue("Note: it rained."), cue("Ada: It did.")];
/// let mut document = Document { cues, ..Document::default() };
/// lift_labels(&mut document);
/// assert_eq!(document.cues[0].text.as_str(), "Good evening.");
/// assert_eq!(document.speaker_of(&document.cues[3]), Some("Ada"));
/// ```
pub fn lift_labels(document: &mut Document<'_>) -> usize {
    let unnamed = document.cues.iter().filter(|cue| cue.speaker.is_none());
    let labels = Labels::of(unnamed.map(|cue| cue.text.as_str()));
    let mut speaking: Option<SpeakerId> = None;
    let mut lifted = 0;
    for cue in &mut document.cues {
        if cue.speaker.is_some() {
            speaking = None;
            continue;
        }
        if let Some((name, behind)) = labels.at(cue.text.as_str()) {
            speaking = Some(document.speakers.intern(name));
            let text = cue.text.as_str();
            let begin = text.len() - text[behind..].trim_start().len();
            cue.text = cue.text.slice(begin..text.len());
            lifted += 1;
        }
        // Whoever is named in markup speaks for himself.
        if cue.text.spans().iter().all(|span| !matches!(span.style, crate::model::Style::Voice { .. })) {
            cue.speaker = speaking;
        }
    }
    lifted
}

/// Takes the labels out of the texts without a trace, as [`lift_labels`] finds them; how many there were.
pub fn drop_labels(document: &mut Document<'_>) -> usize {
    let had: Vec<Option<SpeakerId>> = document.cues.iter().map(|cue| cue.speaker).collect();
    let lifted = lift_labels(document);
    document.cues.iter_mut().zip(had).for_each(|(cue, speaker)| cue.speaker = speaker);
    lifted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Cue, Timestamp};

    fn lifted(texts: &[&'static str]) -> Vec<String> {
        let cue = |text: &&'static str| Cue::new(Timestamp::ZERO, Timestamp::ZERO, *text);
        let mut document = Document { cues: texts.iter().map(cue).collect(), ..Document::default() };
        lift_labels(&mut document);
        let said = |cue: &Cue<'_>| format!("{} | {}", document.speaker_of(cue).unwrap_or("-"), cue.text.as_str());
        document.cues.iter().map(said).collect()
    }

    #[test]
    fn names_go_on_and_colons_stay() {
        let texts =
            ["Yann Le Goff: The lamp\nis out.", "It was late.", "One thing: it rained.", "There were three: a, b."];
        let wanted = [
            "Yann Le Goff | The lamp\nis out.",
            "Yann Le Goff | It was late.",
            "Yann Le Goff | One thing: it rained.",
            "Yann Le Goff | There were three: a, b.",
        ];
        assert_eq!(lifted(&texts), wanted);
        assert_eq!(
            lifted(&["Warning: it flashes.", "Then it is dark."]),
            ["- | Warning: it flashes.", "- | Then it is dark."]
        );
        assert_eq!(lifted(&["At 12:30 we left.", "At 12:40 we came."])[0], "- | At 12:30 we left.");
    }
}
