//! Timing limits through the public door: that what was asked for is kept, and that a second run changes nothing.

use cuekit::{
    Cue, Document, Layout, Line, Overlap, Ratio, Sink, Timecode, Timestamp, TimingChanges, TimingLimit, TimingLimits,
    limit_timing,
};
use proptest::prelude::*;

fn millis(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

fn document(times: &[(i64, i64)]) -> Document<'static> {
    let cue = |&(start, end): &(i64, i64)| Cue::new(millis(start), millis(end), "Come on, let's go!");
    Document { cues: times.iter().map(cue).collect(), ..Document::default() }
}

fn run(document: &mut Document<'_>, limits: &TimingLimits) -> TimingChanges {
    limit_timing(document, limits, None, &mut Sink::new())
}

fn times(document: &Document<'_>) -> Vec<(i64, i64)> {
    document.cues.iter().map(|cue| (cue.start.to_millis(), cue.end.to_millis())).collect()
}

/// What comes of cues under limits, and the limits they break.
fn limited(cues: &[(i64, i64)], limits: &TimingLimits) -> (Vec<(i64, i64)>, Vec<TimingLimit>) {
    let mut document = document(cues);
    let changes = run(&mut document, limits);
    (times(&document), changes.cues.iter().flat_map(|cue| &cue.broken).map(|broken| broken.limit).collect())
}

fn netflix(rate: &str) -> TimingLimits {
    TimingLimits {
        frames: rate.parse().ok(),
        min_gap: rate.parse::<Timecode>().unwrap().time(2),
        bridge: Some(millis(500)),
        min_duration: Some(millis(833)),
        max_duration: Some(Timestamp::from_secs(7)),
        max_cps: Some(17.0),
        ..TimingLimits::default()
    }
}

#[test]
fn nothing_asked_nothing_changes() {
    let cues = [(1000, 900), (0, 10_000), (500, 500), (500, 700)];
    assert_eq!(limited(&cues, &TimingLimits::default()), (cues.to_vec(), vec![]));
}

#[test]
fn gaps_are_kept_and_short_ones_closed() {
    let limits = TimingLimits { min_gap: millis(80), bridge: Some(millis(500)), ..TimingLimits::default() };
    let (found, broken) = limited(&[(1000, 2000), (2000, 3000), (3400, 4400), (5000, 6000)], &limits);
    assert_eq!(found, [(1000, 1920), (2000, 3320), (3400, 4400), (5000, 6000)]);
    assert_eq!(broken, []);
}

#[test]
fn extensions_go_into_silence_only_and_say_what_is_missing() {
    let limits = TimingLimits { min_duration: Some(millis(1000)), min_gap: millis(80), ..TimingLimits::default() };
    let (found, broken) = limited(&[(1000, 1200), (1500, 1700), (4000, 5000)], &limits);
    assert_eq!(found, [(1000, 1420), (1500, 2500), (4000, 5000)]);
    assert_eq!(broken, [TimingLimit::MinDuration]);
    // "Come on, let's go!" has 18 characters.
    let limits = TimingLimits { max_cps: Some(9.0), max_duration: Some(millis(1900)), ..TimingLimits::default() };
    let (found, broken) = limited(&[(0, 1000), (9000, 12_000)], &limits);
    assert_eq!(found, [(0, 1900), (9000, 10_900)]);
    assert_eq!(broken, [TimingLimit::ReadingSpeed; 2]);
}

/// One diagnostic for each cue, with the limit and by how much.
#[test]
fn what_gives_way_is_told() {
    let limits = TimingLimits { min_duration: Some(millis(1000)), max_cps: Some(9.0), ..TimingLimits::default() };
    let mut document = document(&[(1000, 1200), (1500, 4000)]);
    let mut sink = Sink::new();
    let changes = limit_timing(&mut document, &limits, None, &mut sink);
    assert_eq!((changes.changed(), changes.broken(), sink.count("limit-broken")), (1, 1, 1));
    let diagnostic = &sink.diagnostics()[0];
    assert_eq!(diagnostic.cue, Some(0));
    assert!(
        diagnostic.message.contains("500 ms too briefly; 1500 ms too short for its reading speed"),
        "{diagnostic:?}"
    );
}

#[test]
fn overlaps_are_kept_cut_pushed_or_merged() {
    let cues = [(1000, 3000), (2500, 4000), (4000, 5000), (9000, 9500)];
    let of = |overlap| limited(&cues, &TimingLimits { min_gap: millis(80), overlap, ..TimingLimits::default() }).0;
    assert_eq!(of(Overlap::Keep), [(1000, 3000), (2500, 3920), (4000, 5000), (9000, 9500)]);
    assert_eq!(of(Overlap::Cut), [(1000, 2420), (2500, 3920), (4000, 5000), (9000, 9500)]);
    assert_eq!(of(Overlap::Push), [(1000, 2920), (3000, 4420), (4500, 5500), (9000, 9500)]);
    assert_eq!(of(Overlap::Merge), [(1000, 3920), (4000, 5000), (9000, 9500)]);
}

#[test]
fn merging_joins_texts_and_heeds_places() {
    let top = || {
        let mut cue = Cue::new(millis(0), millis(5000), "A sign");
        cue.extra_mut().layout = Some(Box::new(Layout { line: Line::Number(0.0), ..Layout::default() }));
        cue
    };
    let cue = |start, end, text: &'static str| Cue::new(millis(start), millis(end), text);
    let cues = vec![top(), cue(1000, 2000, "One."), cue(1500, 2500, "Two."), cue(1600, 2000, "Two.")];
    let mut document = Document { cues, ..Document::default() };
    let changes = run(&mut document, &TimingLimits { overlap: Overlap::Merge, ..TimingLimits::default() });
    assert_eq!(changes.merged, 2);
    let texts: Vec<&str> = document.cues.iter().map(|cue| cue.text.as_str()).collect();
    assert_eq!(texts, ["A sign", "One.\nTwo."]);
    assert_eq!(times(&document), [(0, 5000), (1000, 2500)]);
}

/// The zones of Netflix's guideline; cues that straddle a cut stay, and nothing is extended across one.
#[test]
fn shot_changes_are_met_as_the_guideline_says() {
    let shots = vec![Timestamp::from_secs(10), Timestamp::from_secs(20)];
    let limits = TimingLimits { frames: Ratio::new(25, 1), shots, ..TimingLimits::default() };
    assert_eq!(limited(&[(9800, 12_000)], &limits).0, [(10_000, 12_000)]);
    assert_eq!(limited(&[(9600, 12_000)], &limits).0, [(9480, 12_000)]);
    assert_eq!(limited(&[(10_400, 12_000)], &limits).0, [(10_000, 12_000)]);
    assert_eq!(limited(&[(8000, 9800)], &limits).0, [(8000, 9920)]);
    assert_eq!(limited(&[(8000, 10_200)], &limits).0, [(8000, 9920)]);
    assert_eq!(limited(&[(8000, 10_400)], &limits).0, [(8000, 10_520)]);
    assert_eq!(limited(&[(8000, 12_000)], &limits).0, [(8000, 12_000)]);
    let slow = TimingLimits { max_cps: Some(6.0), ..limits };
    assert_eq!(limited(&[(18_200, 19_000)], &slow), (vec![(18_200, 19_920)], vec![TimingLimit::ReadingSpeed]));
}

#[test]
fn leads_take_only_the_room_there_is() {
    let limits =
        TimingLimits { lead_in: millis(200), lead_out: millis(400), min_gap: millis(80), ..TimingLimits::default() };
    let (found, broken) = limited(&[(100, 1000), (1300, 2000), (3000, 4000)], &limits);
    assert_eq!(found, [(0, 1020), (1100, 2400), (2800, 4400)]);
    assert_eq!(broken, []);
}

#[test]
fn pushed_cues_take_their_words_along() {
    let mut document = document(&[(0, 2000), (1000, 2500)]);
    let word = cuekit::Word { start: millis(1000), end: millis(1400), text: "Come".into() };
    document.cues[1].extra_mut().words.push(word);
    run(&mut document, &TimingLimits { overlap: Overlap::Push, ..TimingLimits::default() });
    assert_eq!(times(&document), [(0, 2000), (2000, 3500)]);
    assert_eq!(document.cues[1].words()[0].start, millis(2000));
}

#[test]
fn documents_out_of_order_keep_their_order() {
    let limits = TimingLimits { min_gap: millis(100), ..TimingLimits::default() };
    assert_eq!(limited(&[(5000, 6000), (1000, 5000), (0, 1000)], &limits).0, [(5000, 6000), (1000, 4900), (0, 900)]);
}

#[test]
fn cues_that_may_not_be_changed_stay() {
    let limits = TimingLimits { min_duration: Some(millis(1000)), min_gap: millis(80), ..netflix("25") };
    let mut document = document(&[(1000, 1200), (2003, 2303), (3000, 3007)]);
    limit_timing(&mut document, &limits, Some(&|index, _| index != 1), &mut Sink::new());
    assert_eq!(times(&document)[1], (2003, 2303));
    assert_eq!(times(&document)[0], (1000, 1920));
}

/// The times of a day's end and beyond do no harm, nor do numbers without sense.
#[test]
fn odd_numbers_do_no_harm() {
    let far = i64::MAX / 1_000_000;
    let cues = [(0, far), (far - 10, far), (-far, -far + 5), (-5000, -4000), (0, 0), (0, 0)];
    for overlap in [Overlap::Keep, Overlap::Cut, Overlap::Merge, Overlap::Push] {
        for time in [Timestamp::MAX, -Timestamp::MAX, Timestamp::ZERO, millis(40)] {
            let limits = TimingLimits {
                frames: Ratio::new(u64::MAX, 3),
                shots: vec![time, millis(0)],
                min_gap: time,
                bridge: Some(time),
                min_duration: Some(time),
                max_duration: Some(time),
                max_cps: Some(f64::MIN_POSITIVE),
                lead_in: time,
                lead_out: time,
                overlap,
                ..TimingLimits::default()
            };
            limited(&cues, &limits);
            limited(&cues, &TimingLimits { frames: None, max_cps: Some(f64::NAN), ..limits });
        }
    }
}

/// Cues of which no more than two are ever shown at once and no two begin in one frame: else a second run may find better.
fn cues() -> impl Strategy<Value = Vec<(i64, i64)>> {
    proptest::collection::vec((0i64..20_000, 50i64..3000), 1..12).prop_map(|cues| {
        let mut kept: Vec<(i64, i64)> = Vec::new();
        for (start, length) in cues {
            let end = start + length;
            let met = kept.iter().filter(|cue| cue.0 < end && start < cue.1);
            let is_deep = met.clone().any(|one| met.clone().any(|two| one.0 < two.0 && two.0 < one.1));
            if !is_deep && kept.iter().all(|cue| (cue.0 - start).abs() > 45) {
                kept.push((start, end));
            }
        }
        kept
    })
}

fn shots() -> impl Strategy<Value = Vec<Timestamp>> {
    proptest::collection::vec((0i64..25_000).prop_map(millis), 0..12)
}

proptest! {
    /// A second run changes nothing, whether or not the times were written to milliseconds in between.
    #[test]
    fn a_second_run_changes_nothing(
        cues in cues(),
        shots in shots(),
        rate in prop_oneof![Just("23.976"), Just("25"), Just("29.97"), Just("59.94")],
        overlap in prop_oneof![Just(Overlap::Keep), Just(Overlap::Cut), Just(Overlap::Merge)],
        has_frames in any::<bool>(),
    ) {
        let mut limits = TimingLimits { shots, overlap, ..netflix(rate) };
        if !has_frames {
            limits.frames = None;
        }
        let mut document = document(&cues);
        run(&mut document, &limits);
        let first = times(&document);
        for cue in &mut document.cues {
            (cue.start, cue.end) = (cue.start.round_to_millis(), cue.end.round_to_millis());
        }
        run(&mut document, &limits);
        prop_assert_eq!(times(&document), first);
    }

    /// Every boundary stands on a frame, as exactly as time code says it.
    #[test]
    fn boundaries_stand_on_frames(
        cues in cues(),
        shots in shots(),
        rate in prop_oneof![Just("23.976"), Just("25"), Just("29.97")],
        overlap in prop_oneof![Just(Overlap::Keep), Just(Overlap::Cut), Just(Overlap::Push)],
    ) {
        let timecode: Timecode = rate.parse().unwrap();
        let mut document = document(&cues);
        let changes = run(&mut document, &TimingLimits { shots, overlap, ..netflix(rate) });
        for cue in &document.cues {
            for time in [cue.start, cue.end] {
                let frame = timecode.nearest(time);
                prop_assert_eq!(time, timecode.time(frame));
                prop_assert_eq!(timecode.nearest(time.round_to_millis()), frame);
            }
            prop_assert!(cue.end > cue.start);
        }
        // Whatever is not reported holds.
        let broken = |index: usize, limit| {
            let cue = changes.cues.iter().find(|cue| cue.index == index);
            cue.is_some_and(|cue| cue.broken.iter().any(|broken| broken.limit == limit))
        };
        for (index, cue) in document.cues.iter().enumerate() {
            let frames = timecode.nearest(cue.end) - timecode.nearest(cue.start);
            let shortest = timecode.nearest(millis(833));
            prop_assert_eq!(frames < shortest, broken(index, TimingLimit::MinDuration));
            prop_assert!(cue.duration() <= millis(7001) || broken(index, TimingLimit::MaxDuration));
        }
        if overlap != Overlap::Keep {
            let mut order: Vec<usize> = (0..document.cues.len()).collect();
            order.sort_by_key(|&index| (cues[index].0, index));
            let mut last = -10;
            for index in order {
                let (start, end) = (timecode.nearest(document.cues[index].start), timecode.nearest(document.cues[index].end));
                let is_reported = broken(index, TimingLimit::MinGap) || broken(index, TimingLimit::Overlap);
                prop_assert_eq!(start < last + 2, is_reported, "{}", index);
                last = last.max(end);
            }
        }
    }
}

/// Time grows with the cues and not with their square, even where no silence parts them.
#[test]
fn time_is_linear_in_cues() {
    let spent = |count: i64| {
        let cues: Vec<(i64, i64)> =
            (0..count).map(|n| (n * 1000 + n * n % 7 * 20, n * 1000 + 900 + n % 5 * 20)).collect();
        let shots = (0..count / 3).map(|n| millis(n * 3000 + 100)).collect();
        let mut document = document(&cues);
        let begun = std::time::Instant::now();
        run(&mut document, &TimingLimits { shots, ..netflix("25") });
        begun.elapsed().as_secs_f64()
    };
    let (small, large) = (spent(1000), spent(8000));
    println!("{:.1} µs a cue, {:.1} µs a cue of eight times as many", small * 1e3, large * 1e6 / 8000.0);
    assert!(large < small * 40.0, "{small} {large}");
}
