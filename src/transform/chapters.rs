//! Chapters: where the parts of a programme begin, and what they are called.

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Sink};
use crate::error::{ErrorKind, Result};
use crate::format::{Format, ReadOptions};
use crate::model::Timestamp;
use crate::source::{Source, lines_of};

/// A part of a programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// When it begins.
    pub start: Timestamp,
    /// What it is called.
    pub title: String,
}

/// Reads a list of chapters, sorted.
///
/// Understood are caption files (WebVTT chapters: a cue for each, its text the title), the chapters of the podcast
/// namespace (JSON), those of OGM and Matroska tools (`CHAPTER01=…`, `CHAPTER01NAME=…`), and lines that begin with a
/// time, as under videos (`12:48 The harbour`). A line without a time is reported (`chapter-unreadable`).
///
/// # Errors
///
/// [`ErrorKind::Syntax`] if there is no chapter in it, and what the reader of a caption file says.
///
/// ```
/// use cuekit::{Limits, Sink, Source, Timestamp, read_chapters};
/// let mut sink = Sink::new();
/// let source = Source::decode(b"0:00 Intro\n[12:48] - The harbour\n", &Limits::default(), &mut sink)?;
/// let chapters = read_chapters(&source, &mut sink)?;
/// assert_eq!((chapters[1].start, &*chapters[1].title), (Timestamp::from_secs(768), "The harbour"));
/// # Ok::<(), cuekit::Error>(())
/// ```
pub fn read_chapters(source: &Source<'_>, sink: &mut Sink) -> Result<Vec<Chapter>> {
    let text = source.text();
    let mut chapters = match Format::detect(source).ok().filter(|format| format.id != "transcript") {
        Some(format) => {
            let document = format.read(source, &ReadOptions::default(), sink)?;
            let title = |text: &str| text.lines().collect::<Vec<_>>().join(" ");
            let chapter = |cue: &crate::Cue<'_>| Chapter { start: cue.start, title: title(cue.text.as_str()) };
            document.cues.iter().map(chapter).collect()
        }
        None => from_json(text).unwrap_or_else(|| from_lines(text, sink)),
    };
    if chapters.is_empty() {
        return Err(ErrorKind::Syntax("there are no chapters in it".into()).into());
    }
    chapters.sort_by_key(|chapter| chapter.start);
    Ok(chapters)
}

#[derive(Deserialize)]
struct PodcastChapters {
    chapters: Vec<PodcastChapter>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PodcastChapter {
    start_time: f64,
    #[serde(default)]
    title: String,
}

fn from_json(text: &str) -> Option<Vec<Chapter>> {
    let found: PodcastChapters = serde_json::from_str(text).ok()?;
    let chapter =
        |chapter: PodcastChapter| Chapter { start: Timestamp::from_secs_f64(chapter.start_time), title: chapter.title };
    Some(found.chapters.into_iter().map(chapter).collect())
}

fn from_lines(text: &str, sink: &mut Sink) -> Vec<Chapter> {
    let mut chapters: Vec<Chapter> = Vec::new();
    for (place, line) in lines_of(text).filter(|(_, line)| !line.trim().is_empty()) {
        let line = line.trim();
        if let Some((_, title)) = line.split_once("NAME=").filter(|_| line.starts_with("CHAPTER")) {
            if let Some(last) = chapters.last_mut() {
                title.trim().clone_into(&mut last.title);
            }
            continue;
        }
        let line = line.split_once('=').filter(|_| line.starts_with("CHAPTER")).map_or(line, |(_, time)| time);
        let (time, title) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let time = time.trim_matches(['[', ']', '(', ')']).trim_end_matches([':', '-', '–']);
        match time.parse::<Timestamp>() {
            Ok(start) if time.contains(':') => {
                let title = title.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '|'));
                chapters.push(Chapter { start, title: title.trim_end().to_owned() });
            }
            _ => {
                let message = "this line begins with no time and is no chapter; it was left out";
                sink.report(Diagnostic::warning("chapter-unreadable", message).at(place));
            }
        }
    }
    chapters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;

    fn read(text: &str) -> (Vec<(i64, String)>, usize) {
        let mut sink = Sink::new();
        let source = Source::decode(text.as_bytes(), &Limits::default(), &mut sink).unwrap();
        let chapters = read_chapters(&source, &mut sink).unwrap();
        let found = chapters.into_iter().map(|chapter| (chapter.start.to_millis(), chapter.title)).collect();
        (found, sink.count("chapter-unreadable"))
    }

    #[test]
    fn chapters_of_every_kind() {
        let both = [(0, "Intro".to_owned()), (768_000, "The harbour".to_owned())];
        for text in [
            "WEBVTT\n\n00:00.000 --> 12:48.000\nIntro\n\n12:48.000 --> 20:00.000\nThe\nharbour\n",
            "{\"version\":\"1.2.0\",\"chapters\":[{\"startTime\":0,\"title\":\"Intro\"},{\"startTime\":768,\"title\":\"The harbour\"}]}",
            "CHAPTER01=00:00:00.000\nCHAPTER01NAME=Intro\nCHAPTER02=00:12:48.000\nCHAPTER02NAME=The harbour\n",
            "(12:48) The harbour\n0:00 | Intro\n",
        ] {
            assert_eq!(read(text), (both.to_vec(), 0), "{text}");
        }
        assert_eq!(read("Chapters\n0:00 Intro\n12:48 The harbour").1, 1);
    }
}
