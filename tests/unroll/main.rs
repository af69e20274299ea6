//! Rolling captions: made from texts in every style, undone, and compared with the texts word by word.

mod texts;

use cuekit::{Cue, Document, Format, ReadOptions, Sink, Source, Text, Timestamp, rolling_cues, unroll};
use texts::{Sample, samples};

/// A word, when it is said, and when the screen shows it, in milliseconds.
type Said = (&'static str, i64);

/// Rolling captions of a text and, for each word, the time its cue should begin at.
struct Rolled {
    document: Document<'static>,
    words: Vec<Said>,
}

const WORD: i64 = 310;
const PAUSE: i64 = 450;

/// When each word of each line is said, and when the last of the line is over.
fn timed(sample: &Sample) -> Vec<(Vec<Said>, i64)> {
    let mut at = 1000;
    let line = |line: &Vec<&'static str>| {
        let words: Vec<Said> = line.iter().zip(0..).map(|(word, nth)| (*word, at + nth * WORD)).collect();
        at += words.len() as i64 * WORD + PAUSE;
        (words, at)
    };
    sample.lines.iter().map(line).collect()
}

fn cue(start: i64, end: i64, text: impl Into<Text<'static>>) -> Cue<'static> {
    Cue::new(Timestamp::from_millis(start), Timestamp::from_millis(end), text)
}

fn document(cues: Vec<Cue<'static>>) -> Document<'static> {
    Document { cues, ..Document::default() }
}

fn joined(sample: &Sample, words: &[Said]) -> String {
    words.iter().map(|word| word.0).collect::<Vec<_>>().join(sample.blank)
}

/// The words of each line with the time its first is shown.
fn by_line(lines: &[(Vec<Said>, i64)], shift: i64) -> Vec<Said> {
    lines.iter().flat_map(|(words, _)| words.iter().map(move |word| (word.0, words[0].1 + shift))).collect()
}

/// As video platforms write: two lines, a cue of 10 ms between, and times inside the new line.
fn platform(sample: &Sample, inline: bool) -> Rolled {
    let lines = timed(sample);
    let clock = |ms: i64| format!("00:{:02}:{:02}.{:03}", ms / 60_000, ms / 1000 % 60, ms % 1000);
    let mut vtt = "WEBVTT\nKind: captions\n\n".to_owned();
    let mut before = " ".to_owned();
    for (words, end) in &lines {
        let start = words[0].1;
        let plain = joined(sample, words);
        let mut new = plain.clone();
        if inline {
            let later = |word: &Said| format!("<{}><c>{}{}</c>", clock(word.1), sample.blank, word.0);
            new = format!("{}{}", words[0].0, words[1..].iter().map(later).collect::<String>());
        }
        let place = "align:start position:0%";
        vtt += &format!("{} --> {} {place}\n{before}\n{new}\n\n", clock(start), clock(end - 10));
        vtt += &format!("{} --> {} {place}\n{plain}\n \n\n", clock(end - 10), clock(*end));
        before = plain;
    }
    let source = Source::decode(vtt.as_bytes(), &cuekit::Limits::default(), &mut Sink::new()).unwrap();
    let read = Format::by_name("webvtt").unwrap().read(&source, &ReadOptions::default(), &mut Sink::new()).unwrap();
    Rolled { document: read.into_owned(), words: by_line(&lines, 0) }
}

/// Each cue drops the top line, if the screen is full, and adds one.
fn roll_up(sample: &Sample, height: usize) -> Rolled {
    let lines = timed(sample);
    let shown: Vec<String> = lines.iter().map(|(words, _)| joined(sample, words)).collect();
    let screen = |nth: usize| shown[(nth + 1).saturating_sub(height)..=nth].join("\n");
    let cues = lines.iter().enumerate().map(|(nth, (words, end))| cue(words[0].1, *end, screen(nth))).collect();
    Rolled { document: document(cues), words: by_line(&lines, 0) }
}

/// The bottom line of `height` grows word by word.
fn growing(sample: &Sample, height: usize) -> Rolled {
    let lines = timed(sample);
    let shown: Vec<String> = lines.iter().map(|(words, _)| joined(sample, words)).collect();
    let mut cues = Vec::new();
    for (nth, (words, end)) in lines.iter().enumerate() {
        let above = shown[(nth + 1).saturating_sub(height)..nth].join("\n");
        for count in 1..=words.len() {
            let until = words.get(count).map_or(*end, |next| next.1);
            let line = joined(sample, &words[..count]);
            let text = if above.is_empty() { line } else { format!("{above}\n{line}") };
            cues.push(cue(words[count - 1].1, until, text));
        }
    }
    Rolled { document: document(cues), words: lines.into_iter().flat_map(|(words, _)| words).collect() }
}

/// What is wrong with the words of a document, if anything.
fn wrong(document: &Document<'_>, words: &[Said]) -> Option<String> {
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let told =
        || document.cues.iter().map(|c| format!("{} {:?}", c.start, c.text.as_str())).collect::<Vec<_>>().join("\n");
    let mut at = 0;
    for cue in &document.cues {
        let text = squeezed(cue.text.as_str());
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let Some(&(word, start)) = words.get(at) else { return Some(format!("{rest:?} is too much\n{}", told())) };
            let Some(after) = rest.strip_prefix(word) else {
                return Some(format!("no {word:?} at {rest:?}\n{}", told()));
            };
            if start != cue.start.to_millis() {
                return Some(format!("{word:?} at {} instead of {start} ms\n{}", cue.start, told()));
            }
            (rest, at) = (after, at + 1);
        }
    }
    let in_order = document.cues.windows(2).all(|pair| pair[0].end <= pair[1].start && pair[0].start < pair[0].end);
    (at < words.len() || !in_order).then(|| format!("{at} of {} words, in order: {in_order}\n{}", words.len(), told()))
}

type Style = (&'static str, fn(&Sample) -> Rolled);
const STYLES: [Style; 7] = [
    ("platform, times inside", |sample| platform(sample, true)),
    ("platform", |sample| platform(sample, false)),
    ("roll-up of 2", |sample| roll_up(sample, 2)),
    ("roll-up of 3", |sample| roll_up(sample, 3)),
    ("growing line", |sample| growing(sample, 1)),
    ("growing, 2 lines", |sample| growing(sample, 2)),
    ("growing, 3 lines", |sample| growing(sample, 3)),
];

#[test]
fn every_word_is_there_once_and_on_time() {
    let samples = samples();
    assert!(samples.len() >= 20);
    let mut failed = Vec::new();
    for (style, roll) in STYLES {
        for sample in &samples {
            let Rolled { mut document, words } = roll(sample);
            let mut sink = Sink::new();
            let rolling = rolling_cues(&document);
            let count = unroll(&mut document, &mut sink);
            assert_eq!((rolling, sink.count("rolling-undone")), (count, usize::from(count > 0)));
            failed.extend(wrong(&document, &words).map(|why| format!("{style}: {}: {why}", sample.name)));
            if count > 0 && rolling_cues(&document) > 0 {
                failed.push(format!("{style}: {} rolls on", sample.name));
            }
        }
    }
    println!(
        "{} of {} are as they were said",
        STYLES.len() * samples.len() - failed.len(),
        STYLES.len() * samples.len()
    );
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

#[test]
fn texts_that_do_not_roll_stay() {
    for sample in samples() {
        for size in 1..=2 {
            let lines = timed(&sample);
            let text = |part: &[(Vec<Said>, i64)]| {
                part.iter().map(|(words, _)| joined(&sample, words)).collect::<Vec<_>>().join("\n")
            };
            let cues = lines.chunks(size).map(|part| cue(part[0].0[0].1, part[part.len() - 1].1, text(part))).collect();
            let mut document = document(cues);
            let before = document.cues.clone();
            assert_eq!(unroll(&mut document, &mut Sink::new()), 0, "{}", sample.name);
            assert_eq!(document.cues, before);
        }
    }
}

#[test]
fn the_lines_of_transcripts() {
    let lines = [
        "hi everybody today",
        "hi everybody today we're",
        "we're",
        "we're going to the",
        "going to the",
        "going to the sea",
    ];
    let cues = (1..).zip(lines).map(|(nth, line)| cue(nth * 1000, nth * 1000 + 1000, line)).collect();
    let mut document = document(cues);
    assert_eq!(unroll(&mut document, &mut Sink::new()), 5);
    let told: Vec<_> =
        document.cues.iter().map(|c| (c.start.to_millis(), c.end.to_millis(), c.text.as_str())).collect();
    assert_eq!(
        told,
        [(1000, 2000, "hi everybody today"), (2000, 4000, "we're"), (4000, 6000, "going to the"), (6000, 7000, "sea")]
    );
}

#[test]
fn a_part_that_rolls_is_undone_there() {
    let samples = samples();
    let edited = |sample: &Sample, at: i64| -> Vec<Cue<'static>> {
        let lines = timed(sample);
        lines.iter().map(|(words, end)| cue(at + words[0].1, at + end, joined(sample, words))).collect()
    };
    let named = |name: &str| samples.iter().find(|sample| sample.name == name).unwrap();
    let (song, live, text) = (named("de, Lied"), named("en, song"), named("fr, marché"));
    let mut cues = edited(song, 0);
    cues.extend(edited(text, 100_000));
    let before = cues.clone();
    let rolled = roll_up(live, 2);
    let moved = |mut cue: Cue<'static>| {
        cue.start += Timestamp::from_secs(200);
        cue.end += Timestamp::from_secs(200);
        cue
    };
    cues.extend(rolled.document.cues.into_iter().map(moved));
    let after: Vec<_> = (3..6).flat_map(|nth| edited(song, nth * 100_000)).collect();
    cues.extend(after.clone());
    let mut document = document(cues);
    let mut sink = Sink::new();
    assert_eq!(unroll(&mut document, &mut sink), live.lines.len() - 1);
    assert_eq!(document.cues[..before.len()], before);
    assert_eq!(document.cues[document.cues.len() - after.len()..], after);
    let middle = &document.cues[before.len()..document.cues.len() - after.len()];
    let lines: Vec<String> = timed(live).iter().map(|(words, _)| joined(live, words)).collect();
    assert!(middle.iter().map(|cue| cue.text.as_str()).eq(lines.iter().map(String::as_str)));
    assert_eq!(sink.diagnostics()[0].cue, Some(before.len()));
}

/// A song that says its lines again and adds one is sung so; it only grows, and has the time to.
#[test]
fn a_song_that_grows_is_sung() {
    let things = ["a goat", "a duck", "a hen", "a bee", "a cow", "a dog", "a frog", "a snail", "a mole", "a king"];
    let mut at = 0;
    let verse = |count: usize| {
        let text = format!("in my boat sat {}", things[..count].join(" and "));
        at += 1000 + count as i64 * 900;
        cue(at - 900 - count as i64 * 900, at, text)
    };
    let mut document = document((1..=things.len()).map(verse).collect());
    assert_eq!(rolling_cues(&document), 0);
    for (cue, nth) in document.cues.iter_mut().zip(0..) {
        (cue.start, cue.end) = (Timestamp::from_millis(nth * 400), Timestamp::from_millis(nth * 400 + 400));
    }
    assert_eq!(rolling_cues(&document), things.len() - 1);
}

#[test]
fn styles_voices_and_times_stay_with_their_words() {
    let vtt = "WEBVTT\n\n\
        00:01.000 --> 00:02.000\n<v Ada>so we\n\n\
        00:02.000 --> 00:04.000\n<v Ada>so we</v>\n<v Ben>yes <i>we <00:03.000>really</i> <00:03.500>do\n\n\
        00:04.000 --> 00:06.000\n<v Ben>yes <i>we really</i> do</v>\n<v Ada><00:04.500>then <00:05.000>come\n\n\
        00:06.000 --> 00:07.000\n<v Ada>then come</v>\n<v Ben>then come\n\n\
        00:07.000 --> 00:08.000\n<v Ben>then come</v>\n<v Ada>home\n\n\
        00:08.000 --> 00:09.000\n<v Ada>home</v>\n<v Ben>ok\n\n\
        00:13.000 --> 00:14.000\n<v Ben>ok\n";
    let source = Source::decode(vtt.as_bytes(), &cuekit::Limits::default(), &mut Sink::new()).unwrap();
    let format = Format::by_name("webvtt").unwrap();
    let mut document = format.read(&source, &ReadOptions::default(), &mut Sink::new()).unwrap();
    assert_eq!(unroll(&mut document, &mut Sink::new()), 5);
    document.source = None;
    let out = format.write(&document, &cuekit::WriteOptions::default(), &mut Sink::new()).unwrap();
    let expected = "WEBVTT\n\n\
        00:00:01.000 --> 00:00:02.000\n<v Ada>so we\n\n\
        00:00:02.000 --> 00:00:04.500\n<v Ben>yes <i>we <00:00:03.000>really</i> <00:00:03.500>do\n\n\
        00:00:04.500 --> 00:00:06.000\n<v Ada>then <00:00:05.000>come\n\n\
        00:00:06.000 --> 00:00:07.000\n<v Ben>then come\n\n\
        00:00:07.000 --> 00:00:08.000\n<v Ada>home\n\n\
        00:00:08.000 --> 00:00:09.000\n<v Ben>ok\n\n\
        00:00:13.000 --> 00:00:14.000\n<v Ben>ok\n";
    // Each voice is that of the whole cue, however its end is written.
    assert_eq!(out.replace("</v>", ""), expected);
}

#[test]
fn captions_of_professionals_never_roll() {
    let Some(shared) = shared() else { return };
    let index = std::fs::read_to_string(shared.join("INDEX.tsv")).unwrap();
    let (mut files, mut cues) = (0, 0);
    for row in index.lines().skip(1) {
        let name = row.split('\t').next().unwrap();
        let bytes = std::fs::read(shared.join(name)).unwrap();
        let source = Source::decode(&bytes, &cuekit::Limits::default(), &mut Sink::new()).unwrap();
        let format = Format::by_name("webvtt").unwrap();
        let mut document = format.read(&source, &ReadOptions::default(), &mut Sink::new()).unwrap();
        let before = document.cues.clone();
        assert_eq!(unroll(&mut document, &mut Sink::new()), 0, "{name}");
        assert_eq!(document.cues, before);
        (files, cues) = (files + 1, cues + before.len());
    }
    println!("{files} files with {cues} cues, none of which rolls");
    assert!(files > 50);
}

fn shared() -> Option<std::path::PathBuf> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/captions");
    if path.is_dir() {
        return Some(path);
    }
    assert!(std::env::var_os("CUEKIT_REQUIRE_SHARED").is_none(), "../shared is required but absent");
    eprintln!("skipped: ../shared is absent, so nothing was measured");
    None
}
