//! One track put in time by another: a pair whose answer is known, and who can find it.
//!
//! alass is under the GPL, so it takes part only with the feature `alass`; ffsubsync is a program and takes part if
//! it is installed. Its time is that on the wall, with its start and with reading and writing the files.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use cuekit::{AlignOptions, Cue, Ratio, align};

use crate::clock;
use crate::pair::{Dice, Edition, Pair};

/// Who it was, how long it took, and the share of cues that came within 100 ms of the truth.
#[derive(Debug, Clone, Copy)]
pub struct Outcome {
    /// The program or crate.
    pub name: &'static str,
    /// Processor time.
    pub time: Duration,
    /// Between 0 and 1.
    pub near: f64,
}

/// A pair of so many cues: 25 frames for 23.976, 95 seconds late, two cuts, a third of the captions different, starts up
/// to 0.3 seconds off.
pub fn pair(cues: usize) -> Pair {
    let ratio = Ratio::new(1001, 960).expect("its terms are above zero");
    let length = cues as i64 * 3900;
    let cuts = vec![(length * 3 / 10, 42_000), (length * 6 / 10, -17_500)];
    Pair::new(&mut Dice::new(11), cues, &Edition { ratio, shift: 95_000, cuts }, 30, 300)
}

fn share(pair: &Pair, aligned: &[Cue<'_>]) -> f64 {
    let (near, known) = pair.score(aligned);
    near as f64 / known as f64
}

/// Cuekit: all ratios and splits, the quickest of some rounds.
pub fn cuekit(pair: &Pair, rounds: usize) -> Outcome {
    let mut time = Duration::MAX;
    let mut aligned = pair.track.clone();
    for _ in 0..rounds {
        let mut found = None;
        time = time.min(clock::time(|| found = align(&pair.track, &pair.reference, &AlignOptions::default()).ok()));
        aligned.clone_from(&pair.track);
        if let Some(found) = found {
            found.apply(&mut aligned);
        }
    }
    Outcome { name: "cuekit", time, near: share(pair, &aligned) }
}

/// alass, as its program uses its library: each ratio without splits, the best of them with splits.
#[cfg(feature = "alass")]
pub fn alass(pair: &Pair) -> Option<Outcome> {
    use alass_core::{NoProgressHandler, TimePoint, TimeSpan, overlap_scoring, standard_scoring};
    use cuekit::Timestamp;

    let spans = |cues: &[Cue<'_>], ratio: Ratio| -> Vec<TimeSpan> {
        let point = |time: Timestamp| TimePoint::from(ratio.apply(time).to_millis());
        cues.iter().map(|cue| TimeSpan::new_safe(point(cue.start), point(cue.end))).collect()
    };
    let mut aligned = pair.track.clone();
    let time = clock::time(|| {
        let reference = spans(&pair.reference, Ratio::ONE);
        let ratios = [(1, 1), (1001, 1000), (1000, 1001), (1001, 960), (960, 1001), (25, 24), (24, 25)];
        let ratio = ratios
            .into_iter()
            .filter_map(|(numerator, denominator)| Ratio::new(numerator, denominator))
            .map(|ratio| {
                let list = spans(&pair.track, ratio);
                let score = alass_core::align_nosplit(&reference, &list, overlap_scoring, NoProgressHandler).1;
                (score, ratio)
            })
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map_or(Ratio::ONE, |(_, ratio)| ratio);
        let list = spans(&pair.track, ratio);
        let moved = alass_core::align(&reference, &list, 7.0, Some(1.0), standard_scoring, NoProgressHandler).0;
        for (cue, moved) in aligned.iter_mut().zip(moved) {
            cue.start = ratio.apply(cue.start) + Timestamp::from_millis(moved.as_i64());
        }
    });
    Some(Outcome { name: "alass", time, near: share(pair, &aligned) })
}

/// alass, which is not there.
#[cfg(not(feature = "alass"))]
pub fn alass(_: &Pair) -> Option<Outcome> {
    None
}

/// ffsubsync, if it is installed.
pub fn ffsubsync(pair: &Pair) -> Option<Outcome> {
    let folder = std::env::temp_dir().join(format!("cuekit-align-{}", std::process::id()));
    std::fs::create_dir_all(&folder).ok()?;
    let outcome = ffsubsync_in(&folder, pair);
    let _ = std::fs::remove_dir_all(&folder);
    outcome
}

fn ffsubsync_in(folder: &Path, pair: &Pair) -> Option<Outcome> {
    let srt = cuekit::Format::by_name("srt")?;
    let write = |name: &str, cues: &[Cue<'static>]| {
        let document = cuekit::Document { cues: cues.to_vec(), ..cuekit::Document::default() };
        let text = srt.write(&document, &cuekit::WriteOptions::default(), &mut cuekit::Sink::new()).ok()?;
        std::fs::write(folder.join(name), text).ok()
    };
    write("track.srt", &pair.track)?;
    write("reference.srt", &pair.reference)?;
    let begin = Instant::now();
    let mut command = Command::new("ffsubsync");
    command.current_dir(folder).args([
        "reference.srt",
        "-i",
        "track.srt",
        "-o",
        "out.srt",
        "--max-offset-seconds",
        "600",
    ]);
    let output = command.output().ok()?;
    let time = begin.elapsed();
    output.status.success().then_some(())?;
    let bytes = std::fs::read(folder.join("out.srt")).ok()?;
    let mut sink = cuekit::Sink::new();
    let source = cuekit::Source::decode(&bytes, &cuekit::Limits::default(), &mut sink).ok()?;
    let document = srt.read(&source, &cuekit::ReadOptions::default(), &mut sink).ok()?;
    Some(Outcome { name: "ffsubsync", time, near: share(pair, &document.cues) })
}
