//! Tracks of real programmes in many languages (`../shared/captions`), one of two put in time by the other after it was
//! moved, stretched and cut. Without the data a test says so and passes, unless `CUEKIT_REQUIRE_SHARED` is set.

use std::path::{Path, PathBuf};

use cuekit::{AlignOptions, Cue, Format, ReadOptions, Sink, Source, align};

use super::Tally;
use super::pair::{self, Dice, Edition, Pair, Span, ratios};

/// Whether programmes are paired with all others, which takes half a minute.
fn thorough() -> bool {
    std::env::var_os("CUEKIT_SYNC_PAIRS").is_some()
}

struct Track {
    name: String,
    programme: String,
    spans: Vec<Span>,
}

fn shared() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/captions");
    if path.is_dir() {
        return Some(path);
    }
    assert!(std::env::var_os("CUEKIT_REQUIRE_SHARED").is_none(), "../shared is required but absent");
    eprintln!("skipped: ../shared is absent, so nothing was measured");
    None
}

/// What a file is a track of. The W3C's compilations are made of its other films, so they are one programme here.
fn programme(group: &str, file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    match group {
        "ableplayer" => name.split("_captions").next().unwrap_or(name).split("_subtitles").next().unwrap_or(name),
        "w3c" if name.contains("perspectives") => "perspectives",
        "w3c" if name.contains("people-use-web") => "people-use-web",
        "w3c" => name,
        _ => group,
    }
    .trim_end_matches("_de.vtt")
    .trim_end_matches("_en.vtt")
    .to_owned()
}

fn tracks(shared: &Path) -> Vec<Track> {
    let index = std::fs::read_to_string(shared.join("INDEX.tsv")).unwrap();
    let read = |row: &str| {
        let fields: Vec<&str> = row.split('\t').collect();
        let bytes = std::fs::read(shared.join(fields[0])).unwrap();
        let mut sink = Sink::new();
        let source = Source::decode(&bytes, &cuekit::Limits::default(), &mut sink).unwrap();
        let format = Format::by_name("webvtt").unwrap();
        let document = format.read(&source, &ReadOptions::default(), &mut sink).unwrap();
        let spans = document.cues.iter().map(|cue| (cue.start.to_millis(), cue.end.to_millis())).collect();
        Track { name: fields[0].to_owned(), programme: programme(fields[1], fields[0]), spans }
    };
    index.lines().skip(1).map(read).collect()
}

/// The share of the starts of one track that are within a quarter of a second of one of the other as they stand. Both
/// were made for one recording; where it is small, one of them was put on another edition of it.
fn agreement(track: &[Span], reference: &[Span]) -> f64 {
    let meets = |span: &&Span| reference.iter().any(|other| (other.0 - span.0).abs() <= 250);
    track.iter().filter(meets).count() as f64 / track.len() as f64
}

#[test]
fn languages_of_one_programme_are_aligned() {
    let Some(shared) = shared() else { return };
    let tracks = tracks(&shared);
    // The introduction in its 26 languages, whose copies have all but the same times, is most of the pairs.
    let (mut introduction, mut others) = (Tally::default(), Tally::default());
    let mut unlike = 0;
    let mut dice = Dice::new(7);
    for a in &tracks {
        for b in tracks.iter().filter(|b| b.name != a.name && b.programme == a.programme) {
            let share = agreement(&a.spans, &b.spans);
            if share < 0.5 {
                unlike += 1;
                continue;
            }
            let length = a.spans.last().map_or(0, |span| span.1);
            let all_ratios = ratios();
            let tally = if a.programme == "w3c-intro" { &mut introduction } else { &mut others };
            for kind in 0..4 {
                let ratio = match kind {
                    0 | 3 => cuekit::Ratio::ONE,
                    _ => all_ratios[dice.between(0, 5) as usize],
                };
                let shift = dice.between(-120_000, 120_000);
                let mut edition = Edition { ratio, shift, cuts: Vec::new() };
                if kind >= 2 && a.spans.len() >= 40 {
                    let size = dice.between(4_000, 60_000);
                    edition.cuts.push((dice.between(length * 2 / 5, length * 3 / 5), size));
                }
                let pair = Pair::of(&mut dice, &a.spans, &b.spans, &edition);
                tally.run(&pair, || format!("{} by {} ({share:.2} agree), {edition:?}", a.name, b.name));
            }
        }
    }
    println!("{}{}", introduction.told, others.told);
    println!("the introduction: {introduction}\nothers: {others}\n{unlike} pairs do not agree themselves");
    assert!(introduction.and(&others).share() >= 95.0);
}

#[test]
fn other_programmes_are_refused() {
    let Some(shared) = shared() else { return };
    let thorough = thorough();
    let tracks = tracks(&shared);
    let (mut pairs, mut accepted) = (0, 0);
    for a in &tracks {
        for b in tracks.iter().filter(|b| b.programme != a.programme) {
            // The introduction in 26 languages would be most of the pairs.
            let is_copy = |track: &Track| track.programme == "w3c-intro" && !track.name.ends_with(".en.vtt");
            if !thorough && (is_copy(a) || is_copy(b)) {
                continue;
            }
            for shift in if thorough { &[0, 47_110, -93_000][..] } else { &[47_110] } {
                let moved: Vec<Span> = a.spans.iter().map(|span| (span.0 + shift, span.1 + shift)).collect();
                let (one, other): (Vec<Cue>, Vec<Cue>) = (pair::cues(&moved), pair::cues(&b.spans));
                pairs += 1;
                if let Ok(alignment) = align(&one, &other, &AlignOptions::default()) {
                    accepted += 1;
                    println!("{} by {}: {alignment:?}", a.name, b.name);
                }
            }
        }
    }
    println!("{pairs} pairs of different programmes, {accepted} accepted");
    assert!(accepted * 100 <= pairs);
}
