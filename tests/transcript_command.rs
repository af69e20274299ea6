//! Captions to transcripts and back: what is written is read as it was, whatever was said, and the captions that are made
//! of it break where they did.

mod common;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use cuekit::format::{Stamps, TranscriptOptions};
use cuekit::{
    CaptionOptions, Cue, Document, DocumentKind, Format, ParagraphEach, ParagraphOptions, Profile, ReadOptions, Sink,
    Source, Timestamp, WriteOptions, caption, language_of, paragraphs,
};
use proptest::prelude::*;

const FORMATS: [&str; 3] = ["transcript", "markdown", "html"];

fn written(document: &Document<'_>, format: &str, stamps: Stamps) -> (String, Sink) {
    let transcript = TranscriptOptions { stamps, link: None };
    let options = WriteOptions { transcript, ..WriteOptions::default() };
    let mut sink = Sink::new();
    let text = Format::by_name(format).unwrap().write(document, &options, &mut sink).unwrap();
    (text, sink)
}

fn read(text: &str, format: &str) -> Document<'static> {
    let source = Source::from_text(text);
    let options = ReadOptions { forced: true, ..ReadOptions::default() };
    Format::by_name(format).unwrap().read(&source, &options, &mut Sink::new()).unwrap().into_owned()
}

/// Where a cue or a line ends, as counts of characters, and these. Blanks do not count, nor do dashes: those that open a
/// turn are no words.
fn breaks(document: &Document<'_>) -> (BTreeSet<usize>, String) {
    let (mut breaks, mut said) = (BTreeSet::new(), String::new());
    let mut count = 0;
    for cue in &document.cues {
        for line in cue.text.lines() {
            let characters = line.chars().filter(|c| !c.is_whitespace() && !"-–—―>".contains(*c));
            count += characters.clone().count();
            said.extend(characters);
            breaks.insert(count);
        }
    }
    (breaks, said)
}

fn captioned(document: Document<'_>, language: Option<&str>) -> Document<'static> {
    let profile = Profile::named("default", language).unwrap();
    let options = CaptionOptions { profile, language: language.map(str::to_owned), ..CaptionOptions::default() };
    caption(document, &options, &mut Sink::new()).0
}

/// Of a set of documents, how many of the breaks came back.
#[derive(Default)]
struct Tally {
    kept: usize,
    all: usize,
    worst: Vec<(f64, String)>,
    /// Of which the words did not.
    changed: Vec<String>,
}

impl Tally {
    /// Captions, the transcript of them, and its captions.
    fn there_and_back(&mut self, name: &str, captions: &Document<'static>, each: ParagraphEach, stamps: Stamps) {
        let language = language_of(captions);
        let options = ParagraphOptions { each, ..ParagraphOptions::default() };
        let transcript = paragraphs(captions.clone(), &options, &mut Sink::new());
        let (text, _) = written(&transcript, "transcript", stamps);
        let back = captioned(read(&text, "transcript"), language.as_deref());
        let ((before, said), (after, again)) = (breaks(captions), breaks(&back));
        if said != again {
            let at = said.char_indices().zip(again.chars()).find(|((_, a), b)| a != b).map_or(0, |((at, _), _)| at);
            let near = |text: &str| text.get(at..).unwrap_or_default().chars().take(40).collect::<String>();
            self.changed.push(format!("{name}: {:?} became {:?}", near(&said), near(&again)));
        }
        let kept = before.intersection(&after).count();
        self.kept += kept;
        self.all += before.len();
        self.worst.push((kept as f64 / before.len().max(1) as f64, format!("{name} {kept}/{}", before.len())));
    }

    fn share(&self) -> f64 {
        self.kept as f64 / self.all.max(1) as f64
    }

    fn print(&mut self, what: &str) {
        self.worst.sort_by(|a, b| a.0.total_cmp(&b.0));
        println!("{what}: {}/{} = {:.4}", self.kept, self.all, self.share());
        self.changed.iter().for_each(|changed| println!("    words: {changed}"));
        self.worst.iter().take(8).for_each(|(share, name)| println!("    {share:.2} {name}"));
    }
}

const WAYS: [(ParagraphEach, Stamps); 7] = [
    (ParagraphEach::While, Stamps::Seconds),
    (ParagraphEach::While, Stamps::Exact),
    (ParagraphEach::Turn, Stamps::Exact),
    (ParagraphEach::Sentence, Stamps::Seconds),
    (ParagraphEach::Sentence, Stamps::Exact),
    (ParagraphEach::Cue, Stamps::Seconds),
    (ParagraphEach::Cue, Stamps::Exact),
];

/// The shares of breaks that come back, way by way.
fn shares(documents: &[(String, Document<'static>)]) -> Vec<f64> {
    let tally = |(each, stamps): (ParagraphEach, Stamps)| {
        let mut tally = Tally::default();
        documents.iter().for_each(|(name, captions)| tally.there_and_back(name, captions, each, stamps));
        tally.print(&format!("{each:?} {stamps:?}"));
        tally.share()
    };
    WAYS.into_iter().map(tally).collect()
}

#[test]
fn captions_of_the_samples_come_back() {
    let samples: Vec<_> = common::samples().into_iter().filter(|(name, _)| name.ends_with("captioned")).collect();
    let shares = shares(&samples);
    assert!(shares[0] >= 0.9, "{shares:?}");
}

/// The data that is not part of this repository, or `None` (said aloud) where there is none.
fn shared(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    assert!(std::env::var_os("CUEKIT_REQUIRE_SHARED").is_none(), "../shared is required but absent");
    eprintln!("skipped: ../shared is absent, so nothing was measured");
    None
}

/// The files an index names, read.
fn indexed(shared: &Path) -> Vec<(String, Document<'static>)> {
    let index = std::fs::read_to_string(shared.join("INDEX.tsv")).unwrap();
    let names = index.lines().skip(1).filter_map(|row| row.split('\t').next());
    names.map(|name| (name.to_owned(), common::read(name, &std::fs::read(shared.join(name)).unwrap()))).collect()
}

#[test]
fn captions_of_real_transcripts_come_back() {
    let Some(corpus) = shared("corpus") else { return };
    let captions: Vec<_> = indexed(&corpus)
        .into_iter()
        .filter(|(_, document)| document.kind == DocumentKind::Transcript)
        .map(|(name, document)| {
            let language = language_of(&document);
            (name, captioned(document, language.as_deref()))
        })
        .collect();
    let shares = shares(&captions);
    assert!(shares[0] >= 0.9, "{shares:?}");
}

#[test]
fn captions_of_professionals_come_back() {
    let Some(captions) = shared("captions") else { return };
    let documents = indexed(&captions);
    println!("as professionals cut them");
    let shares_of_theirs = shares(&documents);
    println!("as cuekit cuts them");
    let ours: Vec<_> = documents
        .into_iter()
        .map(|(name, document)| {
            let language = language_of(&document);
            (name, captioned(document, language.as_deref()))
        })
        .collect();
    let shares = shares(&ours);
    // What no full stop ends needs a stamp for each cue.
    assert!(shares[0] >= 0.85 && shares[5] >= 0.95 && shares_of_theirs[5] >= 0.7, "{shares:?} {shares_of_theirs:?}");
}

fn spoken(turns: &[(i64, &str, &str)]) -> Document<'static> {
    let mut document = Document { kind: DocumentKind::Transcript, ..Document::default() };
    for &(millis, speaker, text) in turns {
        let (start, end) = (Timestamp::from_millis(millis), Timestamp::from_millis(millis + 900));
        let mut cue = Cue::new(start, end, text.to_owned());
        cue.speaker = (!speaker.is_empty()).then(|| document.speakers.intern(speaker));
        document.cues.push(cue);
    }
    document
}

/// Start, speaker and words of each cue.
fn rows(document: &Document<'_>) -> Vec<(i64, String, Vec<String>)> {
    let lines = |cue: &Cue<'_>| {
        let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        cue.text.lines().map(words).filter(|line| !line.is_empty()).collect()
    };
    let name = |cue: &Cue<'_>| document.speaker_of(cue).unwrap_or_default().to_owned();
    document.cues.iter().map(|cue| (cue.start.to_millis(), name(cue), lines(cue))).collect()
}

/// What people say that looks like a part of a transcript.
const NASTY: &[&str] = &[
    "12:30 P.M. Eastern, right here.",
    "[0:05] he wrote in the margin.",
    "(1:05) was the mark.",
    "[00:00:05.120] and more",
    "[12.5] per cent",
    "# one",
    "## two of them",
    "Note: this is said.",
    "Ben: that is what he said: no.",
    "Chapter 2: the sea",
    "*a* and **b** and ***",
    "_under_ the snake_case",
    "- dash",
    "– another",
    "-- and two",
    "<b>bold</b>",
    "<v Ada>no voice</v>",
    "&amp; and &gt;&gt; and &#38;",
    ">> somebody",
    "a >> b",
    "1. first",
    "back\\slash \\* and \\",
    "[a link](https://example.org/a_b?t=5)",
    "`code`",
    "https://example.org/x: there",
    "the ratio is 5:1, the verse 3:16",
    "at 9:00 or [9:30] or (10:15)",
    "said at #00:00:05-4#",
    "So said Anna 9:05",
    "Anna 9:05",
    "0:01 --> 0:02",
    "[0.00s -> 6.00s] text",
    "[laughs] Yes (inaudible 00:40:14) no",
    "二：三",
    "说话人：你好",
    "【０：０５】そうです",
    "Say \"yes\" & 'no'",
    "+ plus",
    "~~gone~~",
    "!",
    "[x]: y",
];

#[test]
fn what_is_said_is_read_as_what_is_said() {
    for format in FORMATS {
        for stamps in [Stamps::Seconds, Stamps::Exact] {
            for nasty in NASTY {
                for (first, second) in [("", ""), ("Ada", ""), ("Ada", "Ben"), ("", "Ada"), ("Ada", "Ada")] {
                    let document = spoken(&[
                        (1000, first, "We begin with a sentence."),
                        (4000, second, nasty),
                        (9000, second, &format!("Two lines.\n{nasty}\nAnd a third.")),
                        (14_000, first, nasty),
                    ]);
                    let (text, sink) = written(&document, format, stamps);
                    assert_eq!(sink.count("transcript-differs"), 0, "{format} {first} {second} {nasty}\n{text}");
                    assert_eq!(
                        rows(&read(&text, format)),
                        rows(&document),
                        "{format} {first} {second} {nasty}\n{text}"
                    );
                }
            }
        }
    }
}

fn speech() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(NASTY).prop_map(str::to_owned),
        2 => "[a-zA-Z0-9:.,;!?*_#<>&()\\[\\]{}`~|/\\\\ '\"+=-]{1,24}",
        1 => "\\PC{1,12}",
    ];
    prop::collection::vec(piece, 1..4).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever is said comes back, or the writer told which cue does not.
    #[test]
    fn whatever_is_said_comes_back_or_is_told(
        turns in prop::collection::vec((0..20_000i64, "(|Ada|Ben Berg|O'Neill|0xB10C|\\PC{1,8})", speech(), prop::bool::ANY), 1..12),
        exact in prop::bool::ANY,
    ) {
        let mut at = 0;
        let mut spoken_turns = Vec::new();
        for (after, name, text, two) in &turns {
            at += after;
            let text = if *two { format!("{text}\n{text}") } else { text.clone() };
            spoken_turns.push((if exact { at } else { at / 1000 * 1000 }, name.trim().to_owned(), text));
        }
        let borrowed: Vec<_> = spoken_turns.iter().map(|(at, name, text)| (*at, &**name, &**text)).collect();
        let document = spoken(&borrowed);
        for format in FORMATS {
            let (text, sink) = written(&document, format, if exact { Stamps::Exact } else { Stamps::Seconds });
            let told = sink.count("transcript-differs") + sink.count("transcript-untold") + sink.count("loss-empty");
            if told == 0 {
                prop_assert_eq!(rows(&read(&text, format)), rows(&document), "{}\n{}", format, text);
            }
        }
    }
}

const TALK: &str = "WEBVTT

00:01.200 --> 00:03.000
<v Ada Berg>Good evening.
Note: the <i>microphone</i> is on.

00:03.000 --> 00:05.000
We may begin at 9:00.

00:05.500 --> 00:06.000
<v Ben>[0:05] is the stamp.

00:06.000 --> 00:08.000
- Is it?
- It is.
";

/// Runs the program in a folder of its own, with files in it.
fn cuekit(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_cuekit")).args(args).current_dir(folder).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_command_writes_what_people_read() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for name in ["talk.vtt", "other.vtt"] {
        std::fs::write(folder.join(name), TALK).unwrap();
    }
    let (code, text, told) = cuekit(folder, &["transcript", "talk.vtt"]);
    assert_eq!(code, Some(0), "{told}");
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(
        lines,
        [
            "Ada Berg [0:01]: Good evening. Note: the microphone is on. We may begin at 9:00.",
            "Ben [0:05]: [0\\:05] is the stamp.",
            "[0:06] >> Is it?",
            "[0:07] >> It is.",
        ]
    );
    for code in ["loss-styles", "speaker-goes-on"] {
        assert!(told.contains(code), "{told}");
    }
    let (_, text, _) =
        cuekit(folder, &["transcript", "talk.vtt", "--to", "md", "--link", "https://example.org/v?id=1"]);
    assert!(text.starts_with("**Ada Berg** [0:01](https://example.org/v?id=1&t=1): Good evening."), "{text}");
    let (_, text, _) = cuekit(folder, &["transcript", "talk.vtt", "--to", "html", "--each", "cue"]);
    assert!(text.contains("<cite>Ada Berg:</cite>\n<time><a href=\"#t=1.2\">0:01</a></time>\n<p>"), "{text}");
    assert!(text.contains("Note: the <i>microphone</i> is on.</p>"), "{text}");
    let (_, text, _) = cuekit(folder, &["transcript", "talk.vtt", "--stamps", "none"]);
    assert!(text.starts_with("Ada Berg: Good evening."), "{text}");
    let (code, _, told) = cuekit(folder, &["transcript", "talk.vtt", "other.vtt", "-o", "texts/", "--to", "html"]);
    assert!(code == Some(0) && folder.join("texts/other.html").is_file(), "{told}");
    for refused in [&["transcript", "talk.vtt", "-o", "talk.srt"][..], &["transcript", "talk.vtt", "-o", "talk.xyz"]] {
        let (code, _, told) = cuekit(folder, refused);
        assert!(code == Some(2) && told.contains(".md or .html"), "{told}");
    }
    let (_, json, _) = cuekit(folder, &["transcript", "talk.vtt", "-o", "talk.txt", "--json"]);
    assert!(json.contains("\"transcript\"") && folder.join("talk.txt").is_file(), "{json}");
}

#[test]
fn titles_are_headings_and_the_rest_is_told() {
    let mut document = spoken(&[(0, "Ada", "Good evening, all of you."), (9000, "", "And good night.")]);
    document.metadata.title = Some("Rain & <gauges>".into());
    document.metadata.keywords = vec!["rain".into()];
    for format in FORMATS {
        let (text, sink) = written(&document, format, Stamps::Seconds);
        assert_eq!(read(&text, format).metadata.title, document.metadata.title, "{text}");
        assert_eq!((sink.count("loss-metadata"), sink.count("transcript-differs")), (1, 0), "{text}");
    }
    // A title that would be read as a stamp is left out.
    document.metadata.title = Some("[0:00] Anna".into());
    let (text, sink) = written(&document, "transcript", Stamps::Seconds);
    assert!(!text.contains("Anna") && sink.count("transcript-differs") == 0, "{text}");
    assert!(sink.diagnostics().iter().any(|d| d.code == "loss-metadata" && d.message.contains("title")));
}
