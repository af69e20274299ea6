//! What `drop_sounds` takes for a sound, in many languages: a table of lines with what is to be left of each.

mod lines;

use cuekit::{Cue, Document, Format, ReadOptions, Sink, Source, Timestamp, drop_sounds};
use lines::{ALL_LEFT, NOTHING_LEFT, SPEECH_LEFT};

fn document(texts: &[&str]) -> Document<'static> {
    let cue = |text: &&str| Cue::new(Timestamp::ZERO, Timestamp::from_secs(1), (*text).to_owned());
    Document { cues: texts.iter().map(cue).collect(), ..Document::default() }
}

/// What is left of a text, and how many sounds were told of.
fn left(text: &str) -> (String, usize) {
    let mut document = document(&[text]);
    let mut sink = Sink::new();
    drop_sounds(&mut document, &mut sink);
    let told = sink.diagnostics().iter().filter(|d| d.code == "sound-dropped").count();
    (document.cues.first().map_or(String::new(), |cue| cue.text.as_str().to_owned()), told)
}

/// How good the removals are, and every line that came out otherwise than wanted.
#[derive(Default)]
struct Score {
    hits: usize,
    misses: usize,
    false_alarms: usize,
    wrong: Vec<String>,
}

impl Score {
    fn line(&mut self, text: &str, wanted: &str) {
        let (got, _) = left(text);
        match (wanted != text, got != text) {
            (true, true) if got == wanted => self.hits += 1,
            (false, false) => return,
            (wanted, made) => {
                self.misses += usize::from(wanted);
                self.false_alarms += usize::from(made);
            }
        }
        if got != wanted {
            self.wrong.push(format!("{text:?} became {got:?}, wanted {wanted:?}"));
        }
    }
}

#[test]
fn sounds_go_and_speech_stays() {
    let mut score = Score::default();
    NOTHING_LEFT.iter().for_each(|text| score.line(text, ""));
    SPEECH_LEFT.iter().for_each(|(text, wanted)| score.line(text, wanted));
    ALL_LEFT.iter().for_each(|text| score.line(text, text));
    let precision = score.hits as f64 / (score.hits + score.false_alarms) as f64;
    let recall = score.hits as f64 / (score.hits + score.misses) as f64;
    let lines = NOTHING_LEFT.len() + SPEECH_LEFT.len() + ALL_LEFT.len();
    println!("{lines} lines, precision {precision:.4}, recall {recall:.4}");
    score.wrong.iter().for_each(|line| println!("{line}"));
    assert!(lines >= 300, "{lines} lines");
    assert!(precision >= 0.99 && recall >= 0.99, "{precision} {recall} {:#?}", score.wrong);
}

#[test]
fn every_removal_is_told() {
    for text in NOTHING_LEFT.iter().chain(SPEECH_LEFT.iter().map(|(text, _)| text)).chain(ALL_LEFT) {
        let (got, told) = left(text);
        assert_eq!(got != *text, told > 0, "{text:?}");
    }
    assert_eq!(left("[laughs] No. [sighs]\n- [beep]").1, 3);
}

#[test]
fn each_is_told_with_its_cue_and_place() {
    let srt = "1\n00:00:01,000 --> 00:00:02,000\n- [laughs] No. [laughs]\n\n\
               2\n00:00:03,000 --> 00:00:04,000\n【拍手】\n\n\
               3\n00:00:05,000 --> 00:00:06,000\nMAN: (sighs)\nYes.\n";
    let source = Source::from_text(srt);
    let mut sink = Sink::new();
    let format = Format::by_name("srt").unwrap();
    let mut document = format.read(&source, &ReadOptions::default(), &mut sink).unwrap();
    drop_sounds(&mut document, &mut sink);
    let told: Vec<(usize, &str, usize)> = (sink.diagnostics().iter())
        .filter(|d| d.code == "sound-dropped")
        .map(|d| {
            let place = d.span.clone().unwrap();
            (d.cue.unwrap(), &srt[place.clone()], place.start)
        })
        .collect();
    let at = |part: &str| srt.find(part).unwrap();
    let first = at("[laughs]");
    assert_eq!(
        told,
        [
            (0, "[laughs]", first),
            (0, "[laughs]", srt.rfind("[laughs]").unwrap()),
            (1, "【拍手】", at("【")),
            (2, "MAN: (sighs)", at("MAN"))
        ]
    );
    let shown: Vec<&str> = document.cues.iter().map(|cue| cue.text.as_str()).collect();
    assert_eq!(shown, ["- No.", "Yes."]);
}

/// Openings without end, each of which could be looked through to the end of the text.
#[test]
fn many_brackets_take_no_longer_than_few() {
    for unit in ["(", "[(", "(a [b ", "*a ", "♪ a\n", "（【", "(laughs "] {
        let long = unit.repeat(300_000) + ")]*";
        let began = std::time::Instant::now();
        left(&long);
        assert!(began.elapsed().as_secs() < 10, "{unit:?}");
    }
}
